"""The bureaus of a level as lines of a table: narrowed and put in order by what an address asks for. Pure."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from reports.gap.groups import average
from reports.rounds.content import Member
from reports.rounds.ranked import BureauRank, LevelRanking
from reports.rounds.ranking import is_waiting

VERIFIED, REVIEWING, MISSING, EXCUSED = "verified", "reviewing", "missing", "excused"
LATE, UNSUBMITTED, CRITICAL, BELOW = "late", "unsubmitted", "critical", "below"
STANDS = (VERIFIED, REVIEWING, MISSING, EXCUSED)
SHOWN = (*STANDS, LATE, UNSUBMITTED, CRITICAL, BELOW)


@dataclass(frozen=True, slots=True)
class BureauLine:
    """A bureau where it stands; `ranked` is there once its score is verified."""

    member: Member
    stands: str
    ranked: BureauRank | None

    @property
    def own(self) -> Fraction | None:
        return self.member.own if self.stands in (VERIFIED, REVIEWING) else None

    @property
    def verified(self) -> Fraction | None:
        return self.ranked.score if self.ranked else None

    @property
    def grade(self) -> str:
        return self.ranked.grade if self.ranked else ""

    def has(self, shown: str) -> bool:
        """Whether it is one of those that a figure counts."""
        ranked = self.ranked
        return {
            LATE: self.member.is_late,
            UNSUBMITTED: self.member.is_unsubmitted,
            CRITICAL: bool(ranked and ranked.unmet),
            BELOW: bool(ranked and ranked.is_below),
        }.get(shown, shown in ("", self.stands))


@dataclass(frozen=True, slots=True)
class LineQuery:
    """What the address asks for; empty: all, in the order of their codes."""

    show: str = ""
    grade: str = ""
    words: str = ""
    order: str = ""
    notice: str = ""


Measure = Callable[[BureauLine], Any]
ORDERS: Mapping[str, Measure] = {  # what is not there comes last, whichever way round
    "code": lambda one: one.member.code,
    "rank": lambda one: one.ranked and one.ranked.rank,
    "common": lambda one: one.ranked and one.ranked.common_rank,
    "verified": lambda one: one.verified,
    "own": lambda one: one.own,
    "change": lambda one: one.ranked and one.ranked.change,
    "critical": lambda one: one.ranked and len(one.ranked.unmet),
}


def list_lines(ranking: LevelRanking) -> list[BureauLine]:
    """Every bureau of the level."""
    ranked = {one.member.code: one for one in ranking.bureaus}
    members = [one for row in ranking.tiles for one in (tile.member for tile in row.tiles)]
    return [BureauLine(one, _stand(one, ranked), ranked.get(one.code)) for one in members]


def _stand(member: Member, ranked: Mapping[str, BureauRank]) -> str:
    if member.is_excused:
        return EXCUSED
    if is_waiting(member):
        return MISSING
    return VERIFIED if member.code in ranked else REVIEWING


def choose_lines(lines: Iterable[BureauLine], query: LineQuery) -> list[BureauLine]:
    """Those that are asked for, in the order that is asked for; `-` in front turns it round."""
    found = [
        one
        for one in lines
        if one.has(query.show)
        and query.grade in ("", one.grade)
        and query.notice in ("", one.member.key[0])
        and all(word in f"{one.member.place[1]} {one.member.name} {one.member.code}" for word in query.words.split())
    ]
    return sort_lines(found, query.order)


def sort_lines(lines: Sequence[BureauLine], order: str) -> list[BureauLine]:
    measure = ORDERS.get(order.removeprefix("-"), ORDERS["code"])
    ordered = sorted(lines, key=ORDERS["code"])
    there = [one for one in ordered if measure(one) is not None]
    return sorted(there, key=measure, reverse=order.startswith("-")) + [one for one in ordered if measure(one) is None]


def average_lines(lines: Iterable[BureauLine]) -> tuple[int, Fraction | None]:
    """How many of some bureaus have a verified score, and the mean of these; None where they are too few, or under
    several questionnaires, whose scores are never averaged together."""
    found = [one for one in lines if one.ranked]
    is_one = len({one.member.key for one in found}) == 1
    return len(found), average(one.ranked.score for one in found if one.ranked) if is_one else None
