"""Levels that are done with a round: a bureau closes its own when all below it are in, or out of the round."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from sqlmodel import Session, col, select

from survey.bureaus.places import find_city_above, walk_up
from survey.rounds.plain import list_plain
from survey.rounds.rounds import LISTED
from survey.storage.columns import now
from survey.storage.states import IN, Absence, State
from survey.storage.tables import Bureau, Response, Round
from survey.storage.together import Closing

PAST_THE_CITY = (State.PROVINCIAL_REVIEW, State.ACCEPTED)


@dataclass(frozen=True)
class Obstacle:
    """What is in the way of closing a level: a response that is still open, or (None) a city that is not closed."""

    bureau: Bureau
    response: Response | None


@dataclass(frozen=True)
class ClosableLevel:
    """A city with the responses of the bureaus below it, or the highest place with those of all, and what is in the
    way of closing it; `closing` where it is closed."""

    bureau: Bureau
    responses: Sequence[Response]
    closing: Closing | None
    obstacles: Sequence[Obstacle]

    @property
    def is_highest(self) -> bool:
        """Whether nobody is above it: with it the round is closed."""
        return self.bureau.parent_id is None

    @property
    def submitted(self) -> int:
        return sum(one.state in IN for one in self._asked)

    @property
    def accepted(self) -> int:
        return sum(one.state is State.ACCEPTED for one in self._asked)

    @property
    def excused(self) -> int:
        return sum(one.absence is Absence.EXCUSED for one in self.responses)

    @property
    def unsubmitted(self) -> int:
        return sum(one.absence is Absence.UNSUBMITTED for one in self.responses)

    @property
    def _asked(self) -> list[Response]:
        return [one for one in self.responses if one.absent_at is None]


def find_levels_above(bureau: Bureau) -> list[Bureau]:
    """The bureaus whose closing covers one: those above it; the highest covers itself, too."""
    return list(walk_up(bureau)) or [bureau]


def find_closings(session: Session, round_id: int) -> dict[int, Closing]:
    """The closings of a round that stand, by the bureau that closed."""
    query = select(Closing).where(Closing.round_id == round_id, col(Closing.lifted_at).is_(None))
    return {closing.bureau_id: closing for closing in session.exec(query)}


def find_shut(session: Session, response: Response) -> list[Bureau]:
    """The levels above a response that are closed, nearest first."""
    standing = find_closings(session, response.round_id)
    return [above for above in find_levels_above(response.bureau) if above.id in standing]


def is_shut_to(shut: Sequence[Bureau], state: State) -> bool:
    """Whether nobody goes on from a state below these closed levels, nearest first: below a city only the province
    does, below a province nobody."""
    return bool(shut) and (shut[-1].parent_id is None or state not in PAST_THE_CITY)


def list_levels(session: Session, round_id: int) -> list[ClosableLevel]:
    """Every level of a round, a province before its cities."""
    responses = list_plain(session, Response.round_id == round_id, LISTED)
    closings = find_closings(session, round_id)
    below: dict[int, tuple[Bureau, list[Response]]] = {}
    for response in responses:
        city = find_city_above(response.bureau)
        for place in (find_levels_above(response.bureau)[-1], *([city] if city else [])):
            below.setdefault(place.id, (place, []))[1].append(response)
    levels = [_judge(place, members, closings) for place, members in below.values()]
    return sorted(levels, key=lambda level: level.bureau.code)


def list_unclosed(session: Session, round_id: int) -> list[Bureau]:
    """The highest levels of a round that are not closed: with them it is."""
    return [one.bureau for one in list_levels(session, round_id) if one.is_highest and one.closing is None]


def is_closed(session: Session, round: Round) -> bool:
    """Whether a round that runs is closed from the top, so that it can be archived."""
    return round.withdrawn_at is None and not list_unclosed(session, round.id)


def _judge(place: Bureau, responses: Sequence[Response], closings: dict[int, Closing]) -> ClosableLevel:
    if place.level == "city":
        obstacles = _list_open(responses, PAST_THE_CITY)
    else:
        above = {one.id: find_city_above(one.bureau) for one in responses}
        unclosed = {city.id: city for city in above.values() if city and city.id not in closings}
        # What is open below an unclosed city is listed there.
        rest = [one for one in responses if not (city := above[one.id]) or city.id not in unclosed]
        obstacles = [Obstacle(city, None) for city in unclosed.values()] + _list_open(rest, (State.ACCEPTED,))
    return ClosableLevel(place, responses, closings.get(place.id), obstacles)


def _list_open(responses: Sequence[Response], done: Collection[State]) -> list[Obstacle]:
    return [Obstacle(one.bureau, one) for one in responses if one.absent_at is None and one.state not in done]


def lift_closings(session: Session, response: Response) -> list[str]:
    """Take back the closings above a response that goes back; the codes of the bureaus that had closed."""
    closed = find_shut(session, response)
    standing = find_closings(session, response.round_id)
    for bureau in closed:
        standing[bureau.id].lifted_at = now()
        session.add(standing[bureau.id])
    return [bureau.code for bureau in closed]
