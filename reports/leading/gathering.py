"""From the database to a round as one reader may see it, or a place of it: worked out once and remembered."""

from collections.abc import Callable, Collection, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TypeVar

from flask import abort, current_app
from sqlmodel import select

from reports.rounds.content import RoundReport
from reports.rounds.journal import recall_but_for
from reports.rounds.own import recall, recall_own
from reports.rounds.places import name_scope
from reports.rounds.plan_totals import RoundPlans
from reports.rounds.ranked import LevelRanking
from reports.rounds.ranking import list_ranked_levels, rank_level
from reports.rounds.recalled import recall_report
from reports.rounds.remembering import name_reader, remember
from survey.bureaus.places import walk_up
from survey.bureaus.reach import get_bureau, reads_results
from survey.rounds.external import list_asked_rounds
from survey.rounds.reach import find_response
from survey.rounds.rounds import COUNTS, LISTED, WITH_ROUND
from survey.storage.columns import is_among
from survey.storage.plain_rows import read_bureaus
from survey.storage.states import State
from survey.storage.tables import Bureau, Response, Round
from survey.web.access import current_person, get_session

Place = tuple[str, str]  # the code and the name of a bureau
Made = TypeVar("Made")
MOVES = ("response.", "plan.", "entry.")  # acts after which the same bureaus are asked in the same rounds


@dataclass(frozen=True)
class SeenRound:
    """What is known of a round to one reader, at a place: `path` leads from the top of what they may see down to it,
    `places` are those that they may narrow it to, each with how deep it lies. `levels` are those that are asked,
    the one of most bureaus first. `above` has the places of each bureau by their codes, itself among them.
    """

    report: RoundReport
    place: str
    path: Sequence[Place]
    places: Sequence[tuple[Place, int]]
    levels: Sequence[str]
    above: Mapping[str, frozenset[str]]
    ranked: dict[str, LevelRanking] = field(default_factory=dict)

    @property
    def is_empty(self) -> bool:
        return not self.levels

    def pick(self, level: str) -> LevelRanking:
        """One level, ranked when it is first asked for; the first where none, or one that nobody is asked at, is."""
        level = level if level in self.levels else self.levels[0]
        if level not in self.ranked:
            self.ranked[level] = rank_level(self.report, level)
        return self.ranked[level]


def remember_seen(rounds: Sequence[Round], key: tuple[Hashable, ...], make: Callable[[], Made]) -> Made:
    """What is worked out of rounds for whoever may see as much of them as the signed-in person."""
    ids, versions = tuple(one.id for one in rounds), tuple(recall(one).version for one in rounds)
    return remember(get_session(), ("leading", ids, *name_reader(current_person()), *key), make, versions)


def read_seen(round: Round, place: str) -> SeenRound:
    """A round at a place ("": all that the signed-in person may see); 404 where there is nothing of theirs."""
    whole = read_whole(round)
    if whole.is_empty and current_person().bureau_id is not None:
        abort(404)
    return remember_seen([round], ("place", place), lambda: _narrow(whole, place)) if place else whole


def find_report(round: Round, place: str) -> RoundReport | None:
    """The report on a round at a place; None where nobody of it was asked then."""
    whole = read_whole(round)
    is_there = not place or any(place in above for above in whole.above.values())
    return (read_seen(round, place) if place else whole).report if is_there else None


def read_whole(round: Round) -> SeenRound:
    return remember_seen([round], ("whole",), lambda: _read(round))


def _read(round: Round) -> SeenRound:
    session, seen = get_session(), recall_own(round)
    name, ids = ("above", *name_reader(current_person())), [one.id for one in seen]
    scope, places, above = recall(round).parts.recall(name, ids, lambda: _look_up(seen))
    report = recall_report(session, round, seen, scope, current_app.config["TIME_ZONE"], with_quantities=False)
    return SeenRound(report, "", (), places, list_ranked_levels(report), above)


def _look_up(seen: Sequence[Response]) -> tuple[str, list[tuple[Place, int]], dict[str, frozenset[str]]]:
    """What some responses are called together, the places above them, and those above each; as long as these are the
    bureaus of a round."""
    lines = {one.bureau.code: [one.bureau, *walk_up(one.bureau)] for one in seen}
    tops = _name_tops(lines.values())
    scope = tops.pop() if len(tops) == 1 else name_scope(get_session(), seen, "")
    above = {code: frozenset(one.code for one in line) for code, line in lines.items()}
    return scope, _list_places(lines.values()), above


def _narrow(whole: SeenRound, place: str) -> SeenRound:
    """The same at one place of it, read from what is known of the whole."""
    members = [one for one in whole.report.members if place in whole.above[one.code]]
    path = _find_path(place) if members else []
    if not path or path[-1][0] != place:  # nobody is there, or it lies above all that the reader may see
        abort(404)
    plans = RoundPlans([one for one in whole.report.plans.bureaus if place in whole.above[one.code]])
    report = replace(whole.report, scope=path[-1][1], members=members, plans=plans)
    return replace(whole, report=report, place=place, path=path, levels=list_ranked_levels(report), ranked={})


def _name_tops(lines: Collection[Sequence[Bureau]]) -> set[str]:
    """Of some bureaus, each with those above it, the highest that the reader may see."""
    person = current_person()
    there = {one.id: one for line in lines for one in line}
    seen = {id for id, one in there.items() if reads_results(person, one)}
    return {next(one.name for one in reversed(line) if one.id in seen) for line in lines}


def _find_path(place: str) -> list[Place]:
    """The places from the top of what the reader may see down to this one."""
    bureau, person = get_bureau(place), current_person()
    above = [one for one in (bureau, *walk_up(bureau)) if reads_results(person, one)]
    return [(one.code, one.name) for one in reversed(above)]


def _list_places(lines: Iterable[Sequence[Bureau]]) -> list[tuple[Place, int]]:
    """The provinces and cities of some bureaus that the reader may see, from the highest down."""
    person = current_person()
    found = {one.code: one for line in lines for one in line if one.level in ("province", "city")}
    seen = sorted((one for one in found.values() if reads_results(person, one)), key=lambda one: one.code)
    return [((one.code, one.name), sum(above.code in found for above in walk_up(one))) for one in seen]


def list_shown_rounds() -> list[Round]:
    """The rounds that a reader may choose from, the one that ends last first; those that were withdrawn are not."""
    session = get_session()
    ids = recall_but_for(session, ("leading-rounds", *name_reader(current_person())), _find_rounds, harmless=MOVES)
    return [session.get_one(Round, id) for id in ids]


def _find_rounds() -> list[int]:
    session, person = get_session(), current_person()
    seen = [one.id for one in read_bureaus(session).values() if reads_results(person, one)]
    asked = select(Response.round_id).where(LISTED, is_among(Response.bureau_id, seen))
    there = set(session.exec(asked.distinct()))
    return [one.id for one in list_asked_rounds(session, COUNTS) if one.id in there]


def pick_newest(rounds: Sequence[Round]) -> Round | None:
    """The round that a reader begins with: the newest in which something is accepted, otherwise the newest."""
    query = select(Response.round_id).where(Response.state == State.ACCEPTED).distinct()
    accepted = set(get_session().exec(query))
    return next((one for one in rounds if one.id in accepted), rounds[0] if rounds else None)


def find_member(round: Round, code: str) -> Response:
    """The response of a bureau of which the reader may know where it stands, or 404."""
    bureau = get_bureau(code)
    query = select(Response).where(Response.round_id == round.id, Response.bureau_id == bureau.id)
    found = get_session().exec(query.options(*WITH_ROUND)).one_or_none()
    if found is None or not reads_results(current_person(), bureau):
        abort(404)
    return found


def is_open_to_readers(response: Response) -> bool:
    """Whether what a bureau said may be read by leaders: once it is accepted, and while it counts."""
    return response.state is State.ACCEPTED and response.absent_at is None and response.round.withdrawn_at is None


def find_read(round: Round, code: str) -> Response:
    """The accepted response of a bureau, or 404."""
    response = find_member(round, code)
    return find_response(response.id) if is_open_to_readers(response) else abort(404)
