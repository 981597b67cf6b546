"""A round as it was read, kept in the process: what the trail says was touched since is read again, and nothing else.

What is worked out of it is right as long as its `version` is the same.
"""

import gc
from collections.abc import Callable, Hashable, Sequence
from itertools import count
from threading import RLock
from typing import TypeVar

from sqlmodel import Session, select

from reports.rounds.content import Member, OtherRound, RoundReport
from reports.rounds.gathering import count_plans, list_others
from reports.rounds.journal import find_end, find_touched
from reports.rounds.members import ScoresBefore, read_before, read_members
from reports.rounds.parts import RoundParts
from reports.rounds.plan_totals import PlanCount, RoundPlans
from reports.tables.gathering import describe_round
from reports.tables.quantity_gathering import describe_giver, read_given_before
from reports.tables.quantity_sums import Giver
from survey.maps.keeping import read_county_rings
from survey.responses.quantities import GivenQuantities, read_quantities
from survey.rounds.external import find_external
from survey.rounds.plain import list_plain, read_again
from survey.storage.columns import is_among
from survey.storage.plain_rows import read_plain
from survey.storage.states import IN, Absence, Basis, State
from survey.storage.tables import Bureau, IssuedQuestionnaire, Response, Round
from survey.web.languages import local_day

MOST_ROUNDS = 16
VERSIONS = count(1)
MANY, SETTLING = 500, iter(range(8))
Found = TypeVar("Found")


class KeptRound:
    """All that is known of a round up to a line of the trail, `end`; what nobody asked for yet is not read."""

    def __init__(self, session: Session, round: Round, time_zone: str) -> None:
        self.end, self.version = find_end(session), next(VERSIONS)
        self.today, self.time_zone = local_day(time_zone), time_zone
        self.year, self.previous_id = round.year, round.previous_id
        self.rows = {one.id: one for one in list_plain(session, Response.round_id == round.id)}
        self._detach(session, round)
        self.questionnaires = describe_round(session, round).questionnaires
        self.is_last_imported = find_external(session, round.previous_id) is not None
        self.outlines = read_county_rings(session)
        self.parts = RoundParts()
        self.others: dict[tuple[int, ...], list[OtherRound]] = {}
        self.plans: dict[int, PlanCount | None] = {}
        self.members: dict[Basis, dict[int, Member]] = {one: {} for one in Basis}
        self.givers: dict[Basis, dict[int, Giver | None]] = {one: {} for one in Basis}
        self._before: dict[Basis, ScoresBefore] = {}
        self._given_before: dict[Basis, dict[int, GivenQuantities]] = {}

    def _detach(self, session: Session, round: Round) -> None:
        """What the rows point at outlives the session in which it was read."""
        [own] = read_plain(session, Round, Round.id == round.id)
        ids = frozenset(one.questionnaire_id for one in self.rows.values())
        asked = {one.id: one for one in read_plain(session, IssuedQuestionnaire, is_among(IssuedQuestionnaire.id, ids))}
        for one in self.rows.values():
            one.round, one.questionnaire = own, asked[one.questionnaire_id]

    def follow(self, session: Session) -> bool:
        """Read again what was touched since; False where all has to be read anew."""
        end = find_end(session)
        if end == self.end:
            return True
        touched = find_touched(session, self.end)
        if touched is None or not self._forget_others(session, touched - self.rows.keys()):
            return False
        self._forget(session, [self.rows[id] for id in touched if id in self.rows])
        self.end = end
        return True

    def _forget_others(self, session: Session, ids: frozenset[int]) -> bool:
        """What is known of the other rounds of the year, where responses of these were touched; False where it is the
        round before, whose results stand beside those of every bureau."""
        if not ids:
            return True
        query = select(Round.id, Round.year).join(Response).where(is_among(Response.id, ids)).distinct()
        rounds = dict(session.exec(query).all())
        if self.previous_id in rounds:
            return False
        if self.year in rounds.values():
            self.others.clear()
            self.version = next(VERSIONS)
        return True

    def _forget(self, session: Session, touched: Sequence[Response]) -> None:
        if not touched:
            return
        self.rows |= {one.id: one for one in read_again(session, touched)}
        for one in touched:
            self.plans.pop(one.id, None)
            for basis in Basis:
                self.members[basis].pop(one.id, None)
                self.givers[basis].pop(one.id, None)
        self.version = next(VERSIONS)

    def list_listed(self, keep: Callable[[Bureau], bool]) -> list[Response]:
        """The responses of the bureaus to `keep`, by their code; not of those that were taken out."""
        return [one for one in self.rows.values() if one.absence is not Absence.TAKEN_OUT and keep(one.bureau)]

    def list_members(self, session: Session, round: Round, responses: Sequence[Response], basis: Basis) -> list[Member]:
        known = self.members[basis]
        missing = [one for one in responses if one.id not in known]
        if missing:
            if basis not in self._before:
                self._before[basis] = read_before(session, round, basis)
            read = read_members(session, missing, basis, self._before[basis], self.today, self.time_zone)
            known |= {one.id: member for one, member in zip(missing, read, strict=True)}
            _settle(len(read))
        return [known[one.id] for one in responses]

    def list_givers(self, session: Session, round: Round, responses: Sequence[Response], basis: Basis) -> list[Giver]:
        known = self.givers[basis]
        missing = [one for one in responses if one.id not in known]
        if missing:
            if basis not in self._given_before:
                self._given_before[basis] = read_given_before(session, round, basis)
            before = self._given_before[basis]
            now = {one.response_id: one for one in read_quantities(session, round, basis, missing)}
            for one in missing:
                known[one.id] = describe_giver(session, one, now[one.id], before) if one.id in now else None
        return [found for one in responses if (found := known[one.id]) is not None]

    def sum_plans(self, session: Session, responses: Sequence[Response]) -> RoundPlans:
        missing = [one for one in responses if one.id not in self.plans]
        if missing:
            counted = {one.code: one for one in count_plans(session, missing, self.today).bureaus}
            self.plans |= {one.id: counted.get(one.bureau.code) for one in missing}
        return RoundPlans([found for one in responses if (found := self.plans[one.id]) is not None])

    def list_others(self, session: Session, round: Round, bureau_ids: tuple[int, ...]) -> list[OtherRound]:
        if bureau_ids not in self.others:
            self.others[bureau_ids] = list_others(session, round, bureau_ids)
        return self.others[bureau_ids]


def _settle(count: int) -> None:
    """Very many objects have come to stay: the collector need not look through them again and again. What is garbage
    at this moment stays, too, so that it is done a few times only in the life of a process."""
    if count >= MANY and next(SETTLING, None) is not None:
        gc.freeze()


_KEPT: dict[Hashable, KeptRound] = {}
_HELD = RLock()  # threads of a process share what it keeps


def recall_round(session: Session, round: Round, time_zone: str) -> KeptRound:
    """A round as it stands now."""
    place = (str(session.get_bind().engine.url), round.id, time_zone)
    with _HELD:
        kept = _KEPT.pop(place, None)
        if kept is None or kept.today != local_day(time_zone) or not kept.follow(session):
            kept = KeptRound(session, round, time_zone)
        _KEPT[place] = kept
        while len(_KEPT) > MOST_ROUNDS:
            del _KEPT[next(iter(_KEPT))]
        return kept


def recall_report(
    session: Session,
    round: Round,
    responses: Sequence[Response],
    scope: str,
    time_zone: str,
    with_quantities: bool = True,
) -> RoundReport:
    """What `read_round` reads of these responses, of what is kept of them."""
    with _HELD:
        kept = recall_round(session, round, time_zone)
        basis = find_common_basis(responses)
        return RoundReport(
            title=round.title,
            scope=scope,
            as_of=round.as_of,
            today=kept.today,
            questionnaires=kept.questionnaires,
            members=kept.list_members(session, round, responses, basis),
            demo=round.is_demo,
            has_last=round.previous_id is not None,
            is_last_imported=kept.is_last_imported,
            others=kept.list_others(session, round, tuple(one.bureau_id for one in responses)),
            givers=kept.list_givers(session, round, responses, basis) if with_quantities else (),
            is_verified=basis is Basis.VERIFIED,
            plans=kept.sum_plans(session, responses),
            outlines=kept.outlines,
            parts=kept.parts,
        )


def recall_givers(
    session: Session, round: Round, responses: Sequence[Response], time_zone: str
) -> tuple[list[Giver], Basis]:
    """The bureaus whose quantities are added up, and the basis by which they are."""
    with _HELD:
        basis = find_common_basis(responses)
        return recall_round(session, round, time_zone).list_givers(session, round, responses, basis), basis


def find_common_basis(responses: Sequence[Response]) -> Basis:
    """As `stored_outcomes.find_basis` finds it: verified where all that are in are accepted."""
    states = {one.state for one in responses if one.state in IN and one.absent_at is None}
    return Basis.VERIFIED if states == {State.ACCEPTED} else Basis.OWN
