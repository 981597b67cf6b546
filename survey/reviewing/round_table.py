"""A reviewer's table of a round: narrowed, put in order, a page at a time."""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col, select

from survey.answering.flag_words import NAMES
from survey.bureaus.places import find_city_above
from survey.responses.flags import Flag, FlagKind, weigh
from survey.responses.totals import NO_TOTALS, StandingTotals, read_totals
from survey.reviewing.background import flag_round
from survey.rounds.rounds import find_last_day
from survey.rounds.standings import Standing, find_standings
from survey.storage.states import WITH_BUREAU, Action
from survey.storage.tables import Bureau, Response, Round, StateChange
from survey.web.languages import local_time

A_PAGE = 150
MOST_WEIGHED = 300  # bureaus: the reasons to look at one are worked out anew each time


@dataclass(frozen=True)
class TableQuery:
    """What the address of the table asks for; empty: all, by division, the first page."""

    q: str = ""
    state: str = ""
    city: str = ""
    flag: str = ""
    order: str = ""
    page: str = ""

    @property
    def weighs(self) -> bool:
        """Whether the reasons to look decide what is shown."""
        return bool(self.flag) or self.order == "flags"


@dataclass(frozen=True)
class BureauRow:
    """A bureau's row: how many days late it first handed in, or still is; what there is to look at."""

    response: Response
    standing: Standing
    days_late: int
    totals: StandingTotals = NO_TOTALS
    flags: Sequence[Flag] = ()

    @property
    def is_back(self) -> bool:
        """Whether it was handed in and is with the bureau again."""
        return self.response.submitted_at is not None and self.response.state in WITH_BUREAU

    @property
    def counts(self) -> list[tuple[str, int]]:
        """How many reasons to look there are of each kind, the most pressing kind first."""
        counted = Counter(flag.kind for flag in self.flags)
        return [(str(NAMES[kind]), counted[kind]) for kind in FlagKind if counted[kind]]

    @property
    def change(self) -> Fraction:
        """What the review took away or added."""
        response = self.response
        if response.score is None or response.verified_score is None:
            return Fraction(0)
        return Fraction(response.verified_score) - Fraction(response.score)


@dataclass(frozen=True)
class Table:
    """A page of it: its lines, how many bureaus fit in all, which page of how many.

    `too_many`: so many fit that they were neither picked nor ordered by what there is to look at. `has_totals`: some
    of the round have a total beside the score, or a veto.
    """

    lines: Sequence[BureauRow]
    found: int
    page: int
    pages: int
    too_many: bool
    has_totals: bool


ORDERS: dict[str, Callable[[BureauRow], Any]] = {
    "code": lambda line: line.response.bureau.code,
    "score": lambda line: (line.response.score is None, line.response.score),
    "verified": lambda line: (line.response.verified_score is None, line.response.verified_score),
    "total": lambda line: (line.totals.own is None, line.totals.own),
    "verified_total": lambda line: (line.totals.verified is None, line.totals.verified),
    "vetoes": lambda line: -len(line.totals.vetoes),
    "difference": lambda line: -abs(line.change),
    "flags": lambda line: tuple(-count for count in weigh(line.flags)),
    "late": lambda line: -line.days_late,
    "submitted": lambda line: (line.response.submitted_at is None, line.response.submitted_at),
}


def read_table(
    session: Session, round: Round, responses: Iterable[Response], wanted: TableQuery, time_zone: str, today: date
) -> Table:
    """The page that is asked for, of these responses of a round."""
    totals = read_totals(session, Response.round_id == round.id)
    lines = [
        replace(one, totals=totals.get(one.response.id, NO_TOTALS))
        for one in _make_lines(session, round, _keep(responses, wanted), time_zone, today)
    ]
    too_many = wanted.weighs and len(lines) > MOST_WEIGHED
    weighed = wanted.weighs and not too_many
    if weighed:
        lines = _add_flags(session, round, lines)
        lines = [one for one in lines if wanted.flag in ("", *(flag.kind for flag in one.flags))]
    lines.sort(key=ORDERS.get(wanted.order, ORDERS["code"]))
    pages = max(1, -(-len(lines) // A_PAGE))
    page = min(max(1, int(wanted.page)) if wanted.page.isdecimal() and len(wanted.page) < 6 else 1, pages)
    shown = lines[(page - 1) * A_PAGE : page * A_PAGE]
    return Table(
        shown if weighed else _add_flags(session, round, shown), len(lines), page, pages, too_many, bool(totals)
    )


def list_cities(responses: Iterable[Response]) -> list[Bureau]:
    """The cities below which there are responses, in the order of their codes."""
    cities = {city.id: city for one in responses if (city := _find_city(one)) is not None}
    return sorted(cities.values(), key=lambda city: city.code)


def _find_city(response: Response) -> Bureau | None:
    """The city that a response belongs to, which may be the bureau itself."""
    return response.bureau if response.bureau.level == "city" else find_city_above(response.bureau)


def _make_lines(
    session: Session, round: Round, responses: Sequence[Response], time_zone: str, today: date
) -> list[BureauRow]:
    standings, first = find_standings(session, responses, time_zone), _find_first_days(session, round)
    return [
        BureauRow(one, standing, _count_late(one, first.get(one.id), standing, today))
        for one in responses
        for standing in (standings[one.id],)
    ]


def _add_flags(session: Session, round: Round, lines: Sequence[BureauRow]) -> list[BureauRow]:
    flags = flag_round(session, round, [one.response for one in lines])
    return [replace(one, flags=flags.get(one.response.id, ())) for one in lines]


def _find_first_days(session: Session, round: Round) -> dict[int, date]:
    """The day on which each response of a round was first handed in, where the bureaus are."""
    query = (
        select(StateChange.response_id, sa.func.min(StateChange.at))
        .join(Response)
        .where(Response.round_id == round.id, StateChange.action == Action.SUBMIT)
        .group_by(col(StateChange.response_id))
    )
    return {id: local_time(at).date() for id, at in session.exec(query)}


def _count_late(response: Response, first: date | None, standing: Standing, today: date) -> int:
    """Days that a response came in late, or is late now: with its bureau by its own last day."""
    if standing.is_late(today):
        return -(standing.count_left(today) or 0)
    return max(0, (first - find_last_day(response)).days) if first else 0


def _keep(responses: Iterable[Response], wanted: TableQuery) -> list[Response]:
    """Those that fit the words, the state and the city that were asked for."""

    def fits(one: Response) -> bool:
        city = _find_city(one)
        in_city = wanted.city in ("", city and city.code)
        return in_city and wanted.state in ("", one.absence or one.state) and _matches(one, wanted.q)

    return [one for one in responses if fits(one)]


def _matches(response: Response, words: str) -> bool:
    bureau = response.bureau
    place = f"{bureau.parent.name if bureau.parent else ''} {bureau.name} {bureau.code}"
    return all(word in place for word in words.split())
