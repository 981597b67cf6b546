"""A round as it was read, kept in the process: what the trail says was touched since is read again, and nothing else.

What is worked out of it is right as long as its `version` is the same.
"""

import gc
from collections.abc import Callable, Hashable, Iterable, Sequence
from itertools import count
from threading import RLock
from typing import Any, TypeVar

from sqlmodel import Session, select

from reports.rounds.content import Member, OtherRound
from reports.rounds.gathering import count_plans, list_others
from reports.rounds.journal import find_end, find_touched
from reports.rounds.members import read_before, read_members
from reports.rounds.parts import RoundParts
from reports.rounds.plan_totals import PlanCount
from reports.tables.gathering import describe_round
from reports.tables.quantity_gathering import describe_giver, read_given_before
from reports.tables.quantity_sums import Giver
from survey.maps.keeping import read_county_rings
from survey.responses.quantities import read_quantities
from survey.rounds.external import find_external
from survey.rounds.plain import list_plain, read_again
from survey.storage.columns import is_among
from survey.storage.plain_rows import read_plain
from survey.storage.states import Absence, Basis
from survey.storage.tables import IssuedQuestionnaire, Response, Round
from survey.web.languages import local_day

MOST_ROUNDS = 16
VERSIONS = count(1)
MANY, SETTLING = 500, iter(range(8))
HELD = RLock()  # threads of a process share what it keeps
Found = TypeVar("Found")


class KeptRound:
    """All that is known of a round up to a line of the trail, `end`; what nobody asked for yet is not read.

    `rows` are its responses as they stand. What is read of one response is in `_of_each`, by its kind and the id of the
    response, and goes when that one is touched; whatever is worked out of several is in `parts`, under what it was
    worked out of.
    """

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
        self._of_each: dict[Hashable, dict[int, Any]] = {}
        self._others_version = next(VERSIONS)

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
            self.version = self._others_version = next(VERSIONS)
        return True

    def _forget(self, session: Session, touched: Sequence[Response]) -> None:
        if not touched:
            return
        self.rows |= {one.id: one for one in read_again(session, touched)}
        for known in self._of_each.values():
            for one in touched:
                known.pop(one.id, None)
        self.version = next(VERSIONS)

    def list_listed(self) -> list[Response]:
        """The responses by the code of their bureau; not of those that were taken out."""
        return [one for one in self.rows.values() if one.absence is not Absence.TAKEN_OUT]

    def list_members(self, session: Session, round: Round, responses: Sequence[Response], basis: Basis) -> list[Member]:
        def read(missing: Sequence[Response]) -> list[Member]:
            before = self.parts.recall(("before", basis), (), lambda: read_before(session, round, basis))
            return read_members(session, missing, basis, before, self.today, self.time_zone)

        return self._list_each(("member", basis), responses, read)

    def list_givers(self, session: Session, round: Round, responses: Sequence[Response], basis: Basis) -> list[Giver]:
        def read(missing: Sequence[Response]) -> Iterable[Giver | None]:
            before = self.parts.recall(("given", basis), (), lambda: read_given_before(session, round, basis))
            now = {one.response_id: one for one in read_quantities(session, round, basis, missing)}
            for one in missing:
                yield describe_giver(session, one, now[one.id], before) if one.id in now else None

        return [one for one in self._list_each(("giver", basis), responses, read) if one is not None]

    def list_plans(self, session: Session, responses: Sequence[Response]) -> list[PlanCount]:
        def read(missing: Sequence[Response]) -> list[PlanCount | None]:
            counted = {one.code: one for one in count_plans(session, missing, self.today).bureaus}
            return [counted.get(one.bureau.code) for one in missing]

        return [one for one in self._list_each("plan", responses, read) if one is not None]

    def list_others(self, session: Session, round: Round, bureau_ids: Sequence[int]) -> list[OtherRound]:
        name = ("others", *bureau_ids)
        return self.parts.recall(name, [self._others_version], lambda: list_others(session, round, bureau_ids))

    def _list_each(
        self, kind: Hashable, responses: Sequence[Response], read: Callable[[Sequence[Response]], Iterable[Found]]
    ) -> list[Found]:
        """What is known of each of the responses; of those of which it is not, it is read."""
        known = self._of_each.setdefault(kind, {})
        missing = [one for one in responses if one.id not in known]
        if missing:
            known |= zip([one.id for one in missing], read(missing), strict=True)
            _settle(len(missing))
        return [known[one.id] for one in responses]


def _settle(count: int) -> None:
    """Very many objects have come to stay: the collector need not look through them again and again. What is garbage
    at this moment stays, too, so that it is done a few times only in the life of a process."""
    if count >= MANY and next(SETTLING, None) is not None:
        gc.freeze()


_KEPT: dict[Hashable, KeptRound] = {}


def recall_round(session: Session, round: Round, time_zone: str) -> KeptRound:
    """A round as it stands now."""
    place = (str(session.get_bind().engine.url), round.id, time_zone)
    with HELD:
        kept = _KEPT.pop(place, None)
        if kept is None or kept.today != local_day(time_zone) or not kept.follow(session):
            kept = KeptRound(session, round, time_zone)
        _KEPT[place] = kept
        while len(_KEPT) > MOST_ROUNDS:
            del _KEPT[next(iter(_KEPT))]
        return kept
