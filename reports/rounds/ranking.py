"""Where the bureaus and cities of a round stand: ranks, means, shared gaps, tiles. Pure; no layout and no words.

Every mean, count and rank is of verified scores alone, those that reviewers accepted; a self-assessed score stands on a
tile only, and is marked as that. Scores under different questionnaires are never averaged together: where several
notices ask one level, cities are ranked by the common duties of the library (`find_common`), and bureaus are given
both ranks.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from fractions import Fraction
from typing import TypeVar

from questionnaires.catalogue import Level
from questionnaires.outcomes import Outcome
from questionnaires.questionnaire import Questionnaire
from reports.gap.exact_sums import sort_exactly
from reports.gap.groups import average, is_enough
from reports.rounds.common_duties import find_common, find_duty_gaps, name_key, score_common
from reports.rounds.content import Key, Member, Place, RoundReport
from reports.rounds.ranked import (
    BureauRank,
    CityRank,
    CommonBasis,
    DutyGap,
    LevelRanking,
    LevelTotals,
    MapTile,
    NoticeMean,
    TileRow,
)
from reports.rounds.summary import list_places

MOST_EXTREME = 8
NOT_HALF, NONE_VERIFIED, FEW, NOT_COMMON = "not_half", "none_verified", "few", "not_common"
BELOW_CITIES = (Level.COUNTY.value, Level.TOWNSHIP.value)
WHY_NOT = (NOT_HALF, NONE_VERIFIED, FEW, NOT_COMMON)
Ranked = TypeVar("Ranked")
Places = Mapping[Place, Sequence[Member]]


def list_ranked_levels(report: RoundReport) -> list[str]:
    """The levels that are asked, those of which there are many first: a leader looks at the counties."""
    known = {name_key(one) for one in report.questionnaires}
    asked = Counter(one.key[1] for one in report.members if one.key in known)
    order = [Level.COUNTY, Level.CITY, Level.TOWNSHIP, Level.PROVINCE]
    return [one.value for one in order if asked[one.value]]


def rank_level(report: RoundReport, level: str) -> LevelRanking:
    """One level of the round; it is asked by at least one questionnaire."""
    keys = {one.key for one in report.members if one.key[1] == level}
    asked = [one for one in report.questionnaires if name_key(one) in keys]
    known = {name_key(one) for one in asked}
    members = [one for one in report.members if one.key in known]
    verified = [one for one in members if one.verified_outcome]
    basis, bureaus, gaps = report.parts.recall(
        ("ranked", level, len(members)), [*asked, *verified], lambda: _rank(asked, verified)
    )
    places, has_common = list_places(members), len(asked) > 1
    return LevelRanking(
        level=level,
        level_name=name_level(report, level),
        asked=asked,
        totals=_count(asked, members, bureaus),
        basis=basis,
        has_common=has_common,
        bureaus=bureaus,
        cities=_rank_cities(report, level, places, bureaus, has_common) if level in BELOW_CITIES else [],
        gaps=gaps,
        tiles=_list_rows(report, asked, places, bureaus),
        waiting=sorted((one for one in members if is_waiting(one)), key=lambda one: (not one.is_late, one.code)),
    )


def _rank(
    asked: Sequence[Questionnaire], verified: Sequence[Member]
) -> tuple[CommonBasis, list[BureauRank], list[DutyGap]]:
    """What verified bureaus alone come to, and nobody else changes."""
    basis = find_common({name_key(one): one for one in asked})
    own = {name_key(one): list[tuple[Member, Outcome]]() for one in asked}
    for one in verified:
        if one.verified_outcome:
            own[one.key].append((one, one.verified_outcome))
    return basis, rank_bureaus(asked, own, basis), find_duty_gaps([(one, own[name_key(one)]) for one in asked])


def name_level(report: RoundReport, level: str) -> str:
    """What most of the bureaus of a level are called by their notice."""
    names = {name_key(one): one.level_name for one in report.questionnaires if one.level == level}
    return Counter(names[one.key] for one in report.members if one.key in names).most_common(1)[0][0]


def is_waiting(member: Member) -> bool:
    """Whether a bureau has to hand in and has not; that a round was closed without it does not change it."""
    return member.outcome is None and not member.is_excused


def rank_bureaus(
    asked: Sequence[Questionnaire], verified: Mapping[Key, Sequence[tuple[Member, Outcome]]], basis: CommonBasis
) -> list[BureauRank]:
    """The verified bureaus by score, the best first; those with one score by code."""
    found: list[BureauRank] = []
    for one in asked:
        own = verified[name_key(one)]
        commons = score_common(name_key(one), one, basis, [outcome for _, outcome in own])
        found += [
            _describe(one, member, outcome, common)
            for (member, outcome), common in zip(own, commons, strict=True)
            if outcome.score is not None
        ]
    by_score = _place_all(found, lambda one: one.score)
    by_common = _place_all([one for one in found if one.common is not None], lambda one: one.common or Fraction(0))
    ranked = [replace(one, rank=by_score[one.member.code], common_rank=by_common.get(one.member.code)) for one in found]
    return sorted(ranked, key=lambda one: (one.rank, one.member.code))


def _describe(asked: Questionnaire, member: Member, outcome: Outcome, common: Fraction | None) -> BureauRank:
    critical = [one for one in asked.questions if one.critical]
    credits = outcome.credits
    found = [(one.title, credits.get(one.id, Fraction(1))) for one in critical]
    return BureauRank(
        member=member,
        score=outcome.score or Fraction(0),
        rank=0,
        common=common,
        common_rank=None,
        grade=outcome.grade or "",
        is_below=outcome.grade == asked.bands[-1].label,
        unmet=tuple(title for title, credit in found if credit == 0),
        partial=tuple(title for title, credit in found if 0 < credit < 1),
        change=member.verified_change,
    )


def _place_all(found: Sequence[BureauRank], measure: Callable[[BureauRank], Fraction]) -> dict[str, int]:
    """The rank of each by its code."""
    ranks = number_values(measure(one) for one in found)
    return {one.member.code: ranks[measure(one)] for one in found}


def number_values(values: Iterable[Fraction]) -> dict[Fraction, int]:
    """The rank of each value, the highest first, where the same value has the same rank: 1, 2, 2, 4."""
    ranks: dict[Fraction, int] = {}
    for number, one in enumerate(sort_exactly(values, lambda one: one, reverse=True), 1):
        ranks.setdefault(one, number)
    return ranks


def pick_extremes(ranked: Sequence[Ranked], most: int = MOST_EXTREME) -> tuple[list[Ranked], list[Ranked]]:
    """The first and the last of an order, `most` of each; nobody stands in both."""
    best = min(most, (len(ranked) + 1) // 2)
    worst = min(most, len(ranked) - best)
    return list(ranked[:best]), list(ranked[len(ranked) - worst :])


def _rank_cities(
    report: RoundReport, level: str, places: Places, bureaus: Sequence[BureauRank], by_common: bool
) -> list[CityRank]:
    """The cities of a report, ranked as long as as many have to hand in."""
    owing = {place: sum(not one.is_excused for one in own) for place, own in places.items() if own[0].is_city}
    name, given = ("cities", level, len(report.members)), [bureaus, by_common, *owing.items()]
    return report.parts.recall(name, given, lambda: rank_cities(owing, bureaus, by_common))


def rank_cities(owing: Mapping[Place, int], bureaus: Sequence[BureauRank], by_common: bool) -> list[CityRank]:
    """The cities with how many have to hand in there, the ranked ones first; what is directly under a province is none.

    A city is ranked by the mean of its verified bureaus once these are half of those that have to hand in, and enough
    for statistics; `by_common` says by which mean.
    """
    ranked: dict[Place, list[BureauRank]] = {}
    for one in bureaus:
        ranked.setdefault(one.member.place, []).append(one)
    found = [_describe_city(place, asked, ranked.get(place, []), by_common) for place, asked in owing.items()]
    rated = [(one, one.common if by_common else one.mean) for one in found if one.why_not is None]
    values = sorted((value for _, value in rated if value is not None), reverse=True)
    ranks = {one.place: values.index(value) + 1 for one, value in rated if value is not None}
    ordered = [replace(one, rank=ranks.get(one.place)) for one in found]
    return sorted(ordered, key=lambda one: (one.rank is None, one.rank or 0, -one.verified, one.place))


def _describe_city(place: Place, asked: int, own: Sequence[BureauRank], by_common: bool) -> CityRank:
    mean = average(one.score for one in own) if len({one.member.key for one in own}) == 1 else None
    common = average(one.common for one in own if one.common is not None)
    changes = [one.change for one in own if one.change is not None]
    return CityRank(
        place=place,
        rank=None,
        why_not=_find_why_not(asked, len(own), common if by_common else mean),
        asked=asked,
        ranked=own,
        mean=mean,
        common=common,
        change=average(changes),
        compared=len(changes),
        below=sum(one.is_below for one in own),
    )


def _find_why_not(asked: int, verified: int, measure: Fraction | None) -> str | None:
    if not verified:
        return NONE_VERIFIED
    if 2 * verified < asked:
        return NOT_HALF
    if not is_enough(verified):
        return FEW
    return NOT_COMMON if measure is None else None


def _count(asked: Sequence[Questionnaire], members: Sequence[Member], bureaus: Sequence[BureauRank]) -> LevelTotals:
    owing = [one for one in members if not one.is_excused]
    labels = dict.fromkeys(band.label for one in asked for band in one.bands)
    grades = Counter(one.grade for one in bureaus)
    missing = sum(is_waiting(one) for one in owing)
    return LevelTotals(
        asked=len(owing),
        verified=len(bureaus),
        reviewing=len(owing) - missing - len(bureaus),
        missing=missing,
        late=sum(one.is_late for one in owing),
        unsubmitted=sum(one.is_unsubmitted for one in owing),
        excused=len(members) - len(owing),
        grades=[(label, grades[label]) for label in labels],
        means=[_average_notice(one, owing, bureaus) for one in asked],
        common=average(one.common for one in bureaus if one.common is not None),
    )


def _average_notice(asked: Questionnaire, owing: Sequence[Member], bureaus: Sequence[BureauRank]) -> NoticeMean:
    key = name_key(asked)
    own = [one for one in bureaus if one.member.key == key]
    changes = [one.change for one in own if one.change is not None]
    return NoticeMean(
        questionnaire=asked,
        asked=sum(one.key == key for one in owing),
        verified=len(own),
        mean=average(one.score for one in own),
        change=average(changes),
        compared=len(changes),
    )


def _list_rows(
    report: RoundReport, asked: Sequence[Questionnaire], places: Places, bureaus: Sequence[BureauRank]
) -> list[TileRow]:
    """The tiles place by place; those of a place stay as long as its bureaus are the same."""
    by_code = {one.member.code: one for one in bureaus}

    def recall(place: Place, own: Sequence[Member]) -> TileRow:
        name = ("tiles", asked[0].level, place)
        return report.parts.recall(name, [*asked, *own], lambda: _list_tiles(asked, place, own, by_code))

    return [recall(place, own) for place, own in places.items()]


def _list_tiles(
    asked: Sequence[Questionnaire],
    place: Place,
    members: Sequence[Member],
    ranked: Mapping[str, BureauRank],
) -> TileRow:
    steps = {name_key(one): [band.label for band in one.bands] for one in asked}
    own = [found for one in members if (found := ranked.get(one.code))]
    return TileRow(
        place=place,
        is_city=members[0].is_city,
        tiles=[_draw_tile(one, ranked.get(one.code), steps[one.key]) for one in members],
        mean=average(one.score for one in own) if len({one.member.key for one in own}) == 1 else None,
    )


def _draw_tile(member: Member, ranked: BureauRank | None, labels: Sequence[str]) -> MapTile:
    """Of a verified bureau what counts, of another that is in what it says of itself."""
    grade = ranked.grade if ranked else member.outcome.grade if member.outcome else None
    return MapTile(
        member=member,
        score=ranked.score if ranked else member.own,
        is_verified=ranked is not None,
        grade=grade or None,
        step=labels.index(grade) if grade in labels else None,
        is_below=grade == labels[-1],
        unmet=len(ranked.unmet) if ranked else 0,
    )
