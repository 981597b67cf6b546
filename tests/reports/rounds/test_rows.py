"""Rows of a round's report: how bureaus are named, what a cell says, and what is left out where there are many."""

from fractions import Fraction

import pytest

from reports.rounds.rows import (
    MOST_LISTED,
    join_names,
    list_change_rows,
    list_critical_rows,
    list_members,
    list_shared,
    pick_weakest,
    shorten,
    write_share,
)
from reports.rounds.summary import sum_group
from tests.reports.rounds.test_summary import ASKED, NORTH, SOUTH, member

HALF, NONE = Fraction(1, 2), Fraction(0)


@pytest.mark.parametrize(
    ("part", "whole", "words"),
    [
        (0, 7, "0.0%"),
        (7, 7, "100.0%"),
        (4, 6, "66.7%"),
        (2, 4, "—"),  # too few
        (1, 16, "6.3%"),  # 6.25 exactly
        (49, 400, "12.3%"),  # 12.25 exactly
        (999, 1000, "99.9%"),
        (1999, 2000, "100.0%"),  # 99.95 exactly
        (0, 0, "—"),
    ],
)
def test_a_share_has_one_decimal_half_up(part: int, whole: int, words: str) -> None:
    assert write_share(part, whole) == words


def test_a_bureau_is_named_by_its_place() -> None:
    names = ["北市市场监督管理局", "某省药品监督管理局", "经济技术开发区管委会", "市场监督管理局"]
    assert [shorten(name) for name in names] == ["北市", "某省", "经济技术开发区管委会", "市场监督管理局"]


def test_of_very_many_names_the_first_are_given_and_how_many_there_are() -> None:
    members = [member(code) for code in "123"]
    assert join_names(members) == join_names(members, 3) == "1县、2县、3县"
    assert join_names(members, 2) == "1县、2县等3个单位"


def test_a_row_of_a_bureau_has_its_scores_grade_change_and_gaps() -> None:
    own = member("1", 80, own=Fraction(90), verified=Fraction(80), last=Fraction(161, 2), credits={"committee": NONE})
    [row] = list_members(sum_group(ASKED, [own]))
    assert (row.name, row.level, row.state) == ("1县", "县（市、区）", "已提交")
    assert (row.own, row.verified, row.grade, row.change) == ("90.00", "80.00", "良好", "−0.50")
    assert (row.gaps, row.critical) == ("1", "1")


def test_who_is_not_in_has_dashes_and_a_word_where_it_is_late() -> None:
    [late, excused] = list_members(sum_group(ASKED, [member("1", is_late=True), member("2", state="免报")]))
    assert (late.state, excused.state) == ("填报中（逾期）", "免报")
    assert {late.own, late.verified, late.grade, late.change, late.gaps, late.critical} == {"—"}


def test_an_outcome_without_a_grade_has_a_dash() -> None:
    [row] = list_members(sum_group(ASKED, [member("1", 80, grade=None)]))
    assert (row.own, row.grade, row.change) == ("80.00", "—", "—")


def test_shared_gaps_are_numbered_and_cut() -> None:
    members = [member("1", 80, credits={"training": HALF, "drill": NONE, "list": HALF})]
    rows = list_shared(sum_group(ASKED, members), most=2)
    assert [(row.number, row.title, row.clause) for row in rows] == [
        (1, "应急演练频次", "二（三）"),
        (2, "监管人员培训", "二（三）"),
    ]


@pytest.mark.parametrize(
    ("given", "words"), [(NONE, "未达标1个"), (HALF, "部分达标1个"), (Fraction(1, 3), "部分达标1个")]
)
def test_a_shared_gap_names_only_the_verdicts_there_are(given: Fraction, words: str) -> None:
    [row] = list_shared(sum_group(ASKED, [member("1", 80, credits={"drill": given})]))
    assert (row.verdicts, row.count, row.share) == (words, "1/1", "—")


def test_bureaus_of_one_place_are_named_however_many() -> None:
    members = [member(str(code), 80) for code in range(1, 9)]
    [row] = list_shared(sum_group(ASKED, members), named=5)
    assert row.where == "1县、2县、3县、4县、5县等8个单位"


def test_of_very_many_places_those_with_most_are_named() -> None:
    places = [(f"{110000 + 100 * number}", f"{number}市") for number in range(1, 17)]
    members = [member(f"{number}", 80, place) for number, place in enumerate([*places, places[15]])]
    [row] = list_shared(sum_group(ASKED, members))
    assert row.where.startswith("16市2、1市1、2市1") and row.where.endswith("13市1等16地")


def test_critical_items_stand_by_name_with_dashes_for_none() -> None:
    members = [
        member("1", 80, credits={"committee": HALF}),
        member("2", 80, SOUTH, credits={"committee": NONE}),
        member("3", 80),
    ]
    rows = list_critical_rows(sum_group(ASKED, members))
    assert [(row.place, row.name, row.unmet, row.partial) for row in rows] == [
        ("南市", "2县", "药品安全委员会", "—"),
        ("北市", "1县", "—", "药品安全委员会"),
    ]


def test_of_many_changes_the_greatest_on_either_side_are_listed() -> None:
    members = [member(f"{at:02}", 50 + at, NORTH, last=Fraction(60)) for at in range(21)]  # from -10 to +10
    rows = list_change_rows(sum_group(ASKED, members))
    assert len(rows) == 2 * MOST_LISTED
    assert [row.change for row in rows[9:11]] == ["−1.00", "+1.00"]  # who stayed the same is left out


def test_the_weakest_keep_their_order() -> None:
    members = [member("1", 70), member("2", 90), member("3", 60), member("4", 80)]
    assert [one.code for one in pick_weakest(members, 2)] == ["1", "3"]
