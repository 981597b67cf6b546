"""All bureaus of one level in one order, whatever rounds of a year and whatever notices they are asked by. Pure."""

from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Any

from questionnaires.outcomes import NONE, Outcome, list_words
from questionnaires.questionnaire import Question, Questionnaire
from reports.leading.lines import BureauLine, list_lines
from reports.rounds.common_duties import find_common, name_duty, name_key, score_common
from reports.rounds.content import Member
from reports.rounds.ranked import CommonBasis, LevelRanking
from reports.rounds.ranking import number_values

YearKey = tuple[str, str, str]  # a questionnaire of a year: the round's short name, document and level


@dataclass(frozen=True, slots=True)
class YearStanding:
    """A bureau in one round of the year; who is asked in two rounds has two lines, which nothing adds up.

    `points` are the total under a scheme, the score where there is no other total, over the `duties` that apply;
    `common` is the score over those `common_duties` that apply. Both, and the ranks, are of verified scores alone.
    """

    slug: str
    round: str
    asked: Questionnaire
    line: BureauLine
    points: Fraction | None = None
    rank: int | None = None
    duties: int = 0
    common: Fraction | None = None
    common_rank: int | None = None
    common_duties: int = 0

    @property
    def member(self) -> Member:
        return self.line.member

    @property
    def key(self) -> YearKey:
        return (self.slug, *self.member.key)


@dataclass(frozen=True)
class YearRanking:
    """One level of a year: every bureau of every round, by the order of `choose_year_lines`."""

    level: str
    level_name: str
    basis: CommonBasis
    asked: Mapping[YearKey, Questionnaire]
    lines: Sequence[YearStanding]
    rounds: Sequence[tuple[str, str]]  # short names and titles

    @property
    def places(self) -> list[tuple[str, str]]:
        """The cities, and what bureaus stand directly under, by code and name."""
        return sorted({one.member.place for one in self.lines})

    @property
    def verified(self) -> int:
        return sum(one.rank is not None for one in self.lines)

    @property
    def several(self) -> int:
        """How many bureaus stand here more than once."""
        counts = Counter(one.member.code for one in self.lines)
        return sum(count > 1 for count in counts.values())

    def find(self, slug: str, code: str) -> YearStanding | None:
        """The line of a bureau in a round."""
        return next((one for one in self.lines if (one.slug, one.member.code) == (slug, code)), None)


def rank_year(ranked: Mapping[str, LevelRanking], titles: Mapping[str, str]) -> YearRanking:
    """One level of a year, from its rankings in the rounds that ask it, by their short names; there is one at least."""
    asked: dict[Hashable, Questionnaire] = {
        (slug, *name_key(one)): one for slug, ranking in ranked.items() for one in ranking.asked
    }
    basis = find_common(asked)
    lines = [line for slug, ranking in ranked.items() for line in _list(slug, titles[slug], ranking, basis)]
    by_points = number_values(one.points for one in lines if one.points is not None)
    by_common = number_values(one.common for one in lines if one.common is not None)
    names = Counter(one.level_name for ranking in ranked.values() for one in ranking.asked)
    return YearRanking(
        level=next(iter(ranked.values())).level,
        level_name=names.most_common(1)[0][0],
        basis=basis,
        asked={(slug, *name_key(one)): one for slug, ranking in ranked.items() for one in ranking.asked},
        lines=[
            replace(
                one,
                rank=None if one.points is None else by_points[one.points],
                common_rank=None if one.common is None else by_common[one.common],
            )
            for one in lines
        ],
        rounds=[(slug, titles[slug]) for slug in ranked],
    )


def _list(slug: str, title: str, ranking: LevelRanking, basis: CommonBasis) -> list[YearStanding]:
    asked = {name_key(one): one for one in ranking.asked}
    found = [YearStanding(slug, title, asked[one.member.key], one) for one in list_lines(ranking)]
    filled: list[YearStanding] = []
    for key, one in asked.items():
        own = [line for line in found if line.member.key == key]
        filled += _fill((slug, *key), one, basis, own)
    return filled


def _fill(key: YearKey, asked: Questionnaire, basis: CommonBasis, own: Sequence[YearStanding]) -> list[YearStanding]:
    """The lines under one questionnaire with their points, each with how many duties it stands on."""
    names = {one.id: name_duty(asked, one) for one in asked.questions if one.is_scored}
    shared = {id: duty for duty, ids in basis.questions.get(key, {}).items() for id in ids}
    rated = [(one, outcome) for one in own if (outcome := one.member.verified_outcome) and one.line.ranked]
    commons = score_common(key, asked, basis, [outcome for _, outcome in rated])
    filled = {
        one.member.code: replace(
            one,
            points=_pick_points(one.line),
            duties=len(_list_applying(asked, names, outcome)),
            common=common,
            common_duties=len(_list_applying(asked, shared, outcome)),
        )
        for (one, outcome), common in zip(rated, commons, strict=True)
    }
    return [filled.get(one.member.code, one) for one in own]


def _pick_points(line: BureauLine) -> Fraction | None:
    ranked = line.ranked
    return None if ranked is None else ranked.score if ranked.total is None else ranked.total


def _list_applying(asked: Questionnaire, names: Mapping[str, str], outcome: Outcome) -> set[str]:
    """The duties, of those that the questions carry, that apply to a bureau."""
    words = list_words(asked.places, outcome.credits)
    return {duty for id, duty in names.items() if words[asked.places[id]] != NONE}


@dataclass(frozen=True, slots=True)
class YearQuery:
    """What the address asks for; empty: all, in the order that compares them."""

    place: str = ""
    round: str = ""
    words: str = ""
    order: str = ""


Measure = Callable[[YearStanding], Any]
YEAR_ORDERS: Mapping[str, Measure] = {  # what is not there comes last, whichever way round
    "common": lambda one: one.common_rank,
    "total": lambda one: one.rank,
    "code": lambda one: one.member.code,
    "round": lambda one: one.slug,
    "critical": lambda one: one.line.ranked and len(one.line.ranked.unmet),
    "change": lambda one: one.line.ranked and one.line.ranked.change,
}


def choose_year_lines(ranking: YearRanking, query: YearQuery) -> list[YearStanding]:
    """Those that are asked for, in the order that is asked for; `-` in front turns it round."""
    found = [
        one
        for one in ranking.lines
        if query.place in ("", one.member.place[0])
        and query.round in ("", one.slug)
        and all(word in f"{one.member.place[1]} {one.member.name} {one.member.code}" for word in query.words.split())
    ]
    return _sort(found, query.order or pick_order(ranking))


def pick_order(ranking: YearRanking) -> str:
    """The order that compares all of them: the common duties, where several questionnaires have any."""
    return "common" if len(ranking.asked) > 1 and ranking.basis.count else "total"


def _sort(lines: Iterable[YearStanding], order: str) -> list[YearStanding]:
    measure = YEAR_ORDERS.get(order.removeprefix("-"), YEAR_ORDERS["total"])
    ordered = sorted(lines, key=lambda one: (one.rank is None, one.rank or 0, one.member.code, one.slug))
    there = [one for one in ordered if measure(one) is not None]
    return sorted(there, key=measure, reverse=order.startswith("-")) + [one for one in ordered if measure(one) is None]


@dataclass(frozen=True, slots=True)
class CommonDuty:
    """A common duty with its share of the whole; of one bureau the questions that carry it, each with its credit,
    None where it does not apply."""

    id: str
    title: str
    share: Fraction
    answers: Sequence[tuple[Question, Fraction | None]]


def list_common_duties(ranking: YearRanking, of: YearStanding | None) -> list[CommonDuty]:
    """The common duties as the questionnaires ask them, with what a bureau of a verified score came to in each."""
    basis = ranking.basis
    return [CommonDuty(id, basis.titles[id], share, _answer(basis, of, id)) for id, share in basis.shares.items()]


def _answer(basis: CommonBasis, of: YearStanding | None, duty: str) -> list[tuple[Question, Fraction | None]]:
    outcome = of.member.verified_outcome if of and of.common is not None else None
    if of is None or outcome is None:
        return []
    return [(of.asked.by_id[id], outcome.credits.get(id)) for id in basis.questions[of.key][duty]]
