"""Ranks of bureaus and cities, common duties, shared gaps and tiles: every figure here is worked by hand."""

from dataclasses import replace
from fractions import Fraction
from typing import Any

import pytest

from reports.rounds.common_duties import find_common
from reports.rounds.content import Member
from reports.rounds.ranked import LevelRanking
from reports.rounds.ranking import NONE_VERIFIED, NOT_COMMON, NOT_HALF, list_ranked_levels, pick_extremes, rank_level
from tests.reports.rounds.rankings import NORTH, PROVINCE, SOUTH, A, B, ask, claiming, report_on, verified, waiting

HALF, NONE = Fraction(1, 2), Fraction(0)


def rank(*members: Member, **more: Any) -> LevelRanking:
    return rank_level(report_on(*members, **more), "county")


def test_the_shares_of_common_duties_are_the_mean_of_their_weights_and_add_up_to_one() -> None:
    basis = find_common({"A": A, "B": B})
    assert basis.shares == {"lab": Fraction(3, 8), "staff": Fraction(5, 8)}
    assert (basis.count, basis.titles["lab"]) == (2, "lab事项")
    assert find_common({"B": B}).count == 3  # alone, all that it has of the library
    assert find_common({"A": A, "C": ask("C", ("c", None, 1))}).count == 0


def test_bureaus_under_two_notices_are_ranked_by_their_own_score_and_by_the_common_duties() -> None:
    ranking = rank(
        verified("1", 90, credits={"a-staff": HALF}),
        verified("2", 90, asked=B, credits={"b-lab": NONE}),
        verified("3", 80, asked=B, credits={"b-own": NONE}),
    )
    assert [(one.member.code, one.rank) for one in ranking.bureaus] == [("1", 1), ("2", 1), ("3", 3)]
    found = [(one.member.code, one.common_rank, one.common) for one in ranking.by_common]
    assert found == [("3", 1, 100), ("1", 2, Fraction(275, 4)), ("2", 3, Fraction(125, 2))]


def test_a_duty_that_does_not_apply_leaves_both_sides() -> None:
    member = verified("1", 90, credits={"a-staff": HALF})
    outcome = member.verified_outcome
    assert outcome is not None
    left = {id: credit for id, credit in outcome.credits.items() if id != "a-lab"}
    [one] = rank(replace(member, verified_outcome=replace(outcome, credits=left))).bureaus
    assert one.common == 50


@pytest.mark.usefixtures("small_groups")
def test_a_city_is_ranked_once_half_of_its_counties_are_verified() -> None:
    ranking = rank(
        verified("1", 90), verified("2", 71), waiting("3"), claiming("4", 99), waiting("5", is_excused=True),
        verified("6", 95, SOUTH), waiting("7", SOUTH), waiting("8", SOUTH),
        asked=(A,),
    )  # fmt: skip
    north, south = ranking.cities
    assert (north.place, north.rank, north.verified, north.asked, north.mean) == (NORTH, 1, 2, 4, Fraction(161, 2))
    assert [south.place, south.rank, south.why_not, south.mean] == [SOUTH, None, NOT_HALF, 95]


def test_a_city_of_which_nobody_is_verified_says_so_and_what_is_directly_under_a_province_is_none() -> None:
    ranking = rank(claiming("1", 99), verified("2", 60, PROVINCE), asked=(A,))
    assert [(one.place, one.why_not, one.mean) for one in ranking.cities] == [(NORTH, NONE_VERIFIED, None)]


@pytest.mark.usefixtures("small_groups")
def test_cities_under_different_notices_are_ranked_by_the_common_duties() -> None:
    ranking = rank(verified("1", 60), verified("2", 99, SOUTH, B, credits={"b-staff": NONE}))
    assert ranking.has_common
    assert [[one.place, one.rank, one.mean, one.common] for one in ranking.cities] == [
        [NORTH, 1, 60, 100],
        [SOUTH, 2, 99, Fraction(75, 2)],
    ]


@pytest.mark.usefixtures("small_groups")
def test_scores_under_two_notices_have_no_common_mean_and_without_common_duties_there_is_no_rank() -> None:
    alone = ask("C", ("c", None, 1))
    [city] = rank(verified("1", 60), verified("2", 80, asked=alone), asked=(A, alone)).cities
    assert (city.mean, city.common, city.rank, city.why_not) == (None, None, None, NOT_COMMON)


@pytest.mark.usefixtures("small_groups")
def test_cities_with_the_same_mean_share_a_rank() -> None:
    third = ("110300", "东市市场监督管理局")
    ranking = rank(verified("1", 80), verified("2", 80, SOUTH), verified("3", 70, third), asked=(A,))
    assert [one.rank for one in ranking.cities] == [1, 1, 3]


@pytest.mark.usefixtures("small_groups")
def test_change_is_between_verified_scores_alone() -> None:
    ranking = rank(verified("1", 90, verified_last=Fraction(80)), verified("2", 70, last=Fraction(100)), asked=(A,))
    [city] = ranking.cities
    assert [city.change, city.compared] == [10, 1]
    mean = ranking.totals.mean
    assert mean is not None and [mean.mean, mean.change, mean.compared, mean.verified] == [80, 10, 1, 2]


@pytest.mark.usefixtures("small_groups")
def test_totals_count_every_bureau_once() -> None:
    ranking = rank(
        verified("1", 95, grade="优秀"), verified("2", 50, asked=B, grade="未达标"), claiming("3", 99), waiting("4"),
        waiting("5", is_late=True), waiting("6", is_unsubmitted=True), waiting("7", is_excused=True),
    )  # fmt: skip
    totals = ranking.totals
    assert (totals.asked, totals.verified, totals.reviewing, totals.missing) == (6, 2, 1, 3)
    assert (totals.late, totals.unsubmitted, totals.excused) == (1, 1, 1)
    assert totals.grades == [("优秀", 1), ("良好", 0), ("基本达标", 0), ("未达标", 1)]
    assert totals.mean is None and [one.mean for one in totals.means] == [95, 50]
    assert [one.code for one in ranking.waiting] == ["5", "4", "6"]


def test_gaps_are_added_up_by_duty_over_the_notices() -> None:
    ranking = rank(
        verified("1", 90, credits={"a-lab": HALF, "a-own": NONE}),
        verified("2", 90, asked=B, credits={"b-lab": NONE}),
        verified("3", 90, asked=B),
    )
    lab, own = ranking.gaps
    assert (lab.id, lab.is_shared, lab.applies, lab.count, lab.mean) == ("lab", True, 3, 2, HALF)
    assert [one.code for one in lab.partial] == ["1"] and [one.code for one in lab.unmet] == ["2"]
    assert lab.is_critical and [asked.document for asked, _ in lab.questions] == ["A", "B"]
    assert (own.id, own.is_shared, own.applies) == ("A/a-own", False, 1)


def test_a_bureau_below_the_standard_says_how_many_critical_items_it_misses() -> None:
    ranking = rank(
        verified("1", 96, credits={"a-lab": NONE}, grade="未达标"),
        verified("2", 97, credits={"a-lab": HALF}),
        asked=(A,),
    )
    below = ranking.bureaus[1]
    assert (below.rank, below.is_below, below.unmet) == (2, True, ("lab事项",))
    assert [one.member.code for one in ranking.critical] == ["1", "2"]
    assert ranking.cities[0].below == 1


@pytest.mark.usefixtures("small_groups")
def test_a_tile_says_whose_word_its_score_is() -> None:
    ranking = rank(
        verified("1", 55, grade="未达标", credits={"a-lab": NONE}), claiming("2", 99), waiting("3"), asked=(A,)
    )
    [row] = ranking.tiles
    found = [(one.score, one.is_verified, one.step, one.is_below, one.unmet) for one in row.tiles]
    assert found == [(55, True, 3, True, 1), (99, False, 0, False, 0), (None, False, None, False, 0)]
    assert [row.mean, row.is_city] == [55, True]


@pytest.mark.parametrize(("count", "best", "worst"), [(20, 8, 8), (16, 8, 8), (5, 3, 2), (1, 1, 0), (0, 0, 0)])
def test_nobody_stands_among_the_first_and_the_last_at_once(count: int, best: int, worst: int) -> None:
    first, last = pick_extremes(range(count))
    assert (len(first), len(last)) == (best, worst) and not set(first) & set(last)


def test_counties_are_looked_at_before_cities() -> None:
    city = verified("9", 90)
    report = report_on(verified("1", 90), city)
    assert list_ranked_levels(report) == ["county"]


def test_a_bureau_whose_questionnaire_is_not_one_of_the_rounds_is_not_ranked() -> None:
    report = report_on(verified("1", 60), verified("2", 99, SOUTH, B), asked=(A,))
    assert [one.member.code for one in rank_level(report, "county").bureaus] == ["1"]
    assert list_ranked_levels(report_on(verified("2", 99, SOUTH, B), asked=())) == []
