"""A reviewer's table of a round: narrowed, put in order, a page at a time."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col, select

from survey.answering.flag_words import NAMES
from survey.bureaus.places import find_city_above
from survey.responses.flags import FlagKind, weigh
from survey.responses.raising import Counts, read_counts
from survey.responses.steps_taken import find_mark
from survey.responses.totals import NO_TOTALS, StandingTotals, read_totals
from survey.rounds.rounds import find_last_day
from survey.rounds.standings import Standing, find_dues, find_standings
from survey.storage.columns import is_among
from survey.storage.states import WITH_BUREAU, Action
from survey.storage.tables import Bureau, Response, Round, StateChange
from survey.web.languages import local_time

A_PAGE = 150


@dataclass(frozen=True)
class TableQuery:
    """What the address of the table asks for; empty: all, by division, the first page."""

    q: str = ""
    state: str = ""
    city: str = ""
    flag: str = ""
    order: str = ""
    page: str = ""


@dataclass(frozen=True)
class BureauRow:
    """A bureau's row: how many days late it first handed in, or still is; what there is to look at."""

    response: Response
    standing: Standing
    days_late: int
    totals: StandingTotals = NO_TOTALS
    counts: Sequence[tuple[str, int]] = ()  # of reasons to look, each kind in its words, the most pressing first
    mark: str = ""  # of steps_taken

    @property
    def is_back(self) -> bool:
        """Whether it was handed in and is with the bureau again."""
        return self.response.submitted_at is not None and self.response.state in WITH_BUREAU


@dataclass(frozen=True)
class Table:
    """A page of it: its lines, how many bureaus fit in all, which page of how many. `has_totals`: some of the round
    have a total beside the score, or a veto."""

    lines: Sequence[BureauRow]
    found: int
    page: int
    pages: int
    has_totals: bool


# Those orders that a response has in itself; the others take something of what stands beside it.
OF_ITSELF: dict[str, Callable[[Response], Any]] = {
    "code": lambda one: one.bureau.code,
    "score": lambda one: (one.score is None, one.score),
    "verified": lambda one: (one.verified_score is None, one.verified_score),
    "difference": lambda one: -abs(_find_change(one)),
    "submitted": lambda one: (one.submitted_at is None, one.submitted_at),
}


class LineReader:
    """What stands beside the responses of a round: read for as many as it is needed of, and no more."""

    def __init__(self, session: Session, round: Round, time_zone: str, today: date) -> None:
        self.session, self.time_zone, self.today = session, time_zone, today
        self.totals = read_totals(session, Response.round_id == round.id)
        self.flags: dict[int, Counts] = {}

    def read_flags(self, responses: Sequence[Response]) -> Mapping[int, Counts]:
        """How many reasons to look there are at each of these; of fewer of them it is known afterwards."""
        if not self.flags:
            self.flags = read_counts(self.session, responses)
        return self.flags

    def make_lines(self, responses: Sequence[Response]) -> list[BureauRow]:
        standings = find_standings(self.session, responses, self.time_zone)
        first, counts = _find_first_days(self.session, responses), self.read_flags(responses)
        words = {kind: str(name) for kind, name in NAMES.items()}
        return [
            BureauRow(
                one,
                standings[one.id],
                _count_late(one, first.get(one.id), standings[one.id].due, self.today),
                self.totals.get(one.id, NO_TOTALS),
                _say_counts(counts.get(one.id, {}), words),
                find_mark(self.session, one),
            )
            for one in responses
        ]

    def find_order(self, order: str, responses: Sequence[Response]) -> Callable[[Response], Any]:
        """By what these responses are put in order."""
        totals = self.totals
        if order == "flags":
            counts = self.read_flags(responses)
            return lambda one: [-count for count in weigh(counts.get(one.id, {}))]
        if order == "late":
            dues = find_dues(self.session, responses, self.time_zone)
            first = _find_first_days(self.session, responses)
            return lambda one: -_count_late(one, first.get(one.id), dues[one.id], self.today)
        if order == "vetoes":
            return lambda one: -len(totals.get(one.id, NO_TOTALS).vetoes)
        if order in ("total", "verified_total"):
            name = "own" if order == "total" else "verified"
            found = {id: getattr(one, name) for id, one in totals.items()}
            return lambda one: (found.get(one.id) is None, found.get(one.id))
        return OF_ITSELF.get(order, OF_ITSELF["code"])


def _say_counts(counts: Counts, words: Mapping[FlagKind, str]) -> list[tuple[str, int]]:
    return [(said, counts[kind]) for kind, said in words.items() if kind in counts]


def read_table(
    session: Session, round: Round, responses: Iterable[Response], wanted: TableQuery, time_zone: str, today: date
) -> Table:
    """The page that is asked for, of these responses of a round, which come by code."""
    reading, kept = LineReader(session, round, time_zone, today), _keep(responses, wanted)
    if wanted.flag:
        counts = reading.read_flags(kept)
        kept = [one for one in kept if wanted.flag in counts.get(one.id, ())]
    kept.sort(key=reading.find_order(wanted.order, kept))
    pages = max(1, -(-len(kept) // A_PAGE))
    page = min(max(1, int(wanted.page)) if wanted.page.isdecimal() and len(wanted.page) < 6 else 1, pages)
    shown = kept[(page - 1) * A_PAGE : page * A_PAGE]
    return Table(reading.make_lines(shown), len(kept), page, pages, bool(reading.totals))


def _find_change(response: Response) -> Fraction:
    """What the review took away or added."""
    if response.score is None or response.verified_score is None:
        return Fraction(0)
    return Fraction(response.verified_score) - Fraction(response.score)


def list_cities(responses: Iterable[Response]) -> list[Bureau]:
    """The cities below which there are responses, in the order of their codes."""
    cities = {city.id: city for one in responses if (city := _find_city(one)) is not None}
    return sorted(cities.values(), key=lambda city: city.code)


def _find_city(response: Response) -> Bureau | None:
    """The city that a response belongs to, which may be the bureau itself."""
    return response.bureau if response.bureau.level == "city" else find_city_above(response.bureau)


def _find_first_days(session: Session, responses: Iterable[Response]) -> dict[int, date]:
    """The day on which each of the responses was first handed in, where the bureaus are; of those that can have been
    late then: what came in time the last time had come in time before."""
    # Nowhere is it later than the day after the one that it is by UTC.
    late = [one.id for one in responses if (at := one.submitted_at) is not None and at.date() >= find_last_day(one)]
    if not late:
        return {}
    query = (
        select(StateChange.response_id, sa.func.min(StateChange.at))
        .where(is_among(StateChange.response_id, late))
        .where(StateChange.action == Action.SUBMIT)
        .group_by(col(StateChange.response_id))
    )
    return {id: local_time(at).date() for id, at in session.exec(query)}


def _count_late(response: Response, first: date | None, due: date | None, today: date) -> int:
    """Days that a response came in late, or is late now: with its bureau by its own last day."""
    if due is not None and due < today:
        return (today - due).days
    return max(0, (first - find_last_day(response)).days) if first else 0


def _keep(responses: Iterable[Response], wanted: TableQuery) -> list[Response]:
    """Those that fit the words, the state and the city that were asked for."""
    if not (wanted.q or wanted.state or wanted.city):
        return list(responses)

    def fits(one: Response) -> bool:
        city = _find_city(one)
        in_city = wanted.city in ("", city and city.code)
        return in_city and wanted.state in ("", one.absence or one.state) and _matches(one, wanted.q)

    return [one for one in responses if fits(one)]


def _matches(response: Response, words: str) -> bool:
    bureau = response.bureau
    place = f"{bureau.parent.name if bureau.parent else ''} {bureau.name} {bureau.code}"
    return all(word in place for word in words.split())
