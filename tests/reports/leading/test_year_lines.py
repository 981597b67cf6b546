"""All bureaus of a year in one order, whatever rounds and notices: every figure here is worked by hand."""

from dataclasses import replace
from fractions import Fraction
from typing import Any

import pytest

from reports.leading.year_lines import (
    YearQuery,
    YearRanking,
    choose_year_lines,
    list_common_duties,
    pick_order,
    rank_year,
)
from reports.rounds.content import Member, RoundReport
from reports.rounds.ranking import rank_level
from survey.responses.totals import StandingTotals
from tests.reports.rounds.rankings import SOUTH, A, B, ask, claiming, report_on, verified, waiting

HALF, NONE = Fraction(1, 2), Fraction(0)


def rank(reports: dict[str, RoundReport]) -> YearRanking:
    ranked = {slug: rank_level(one, "county") for slug, one in reports.items()}
    return rank_year(ranked, {slug: f"{slug}轮" for slug in reports})


YEAR = rank(
    {
        "spring": report_on(
            verified("1", 90, credits={"a-staff": HALF}),
            verified("2", 80, SOUTH, credits={"a-lab": NONE}),
            claiming("4", 99),
            asked=(A,),
        ),
        "autumn": report_on(
            verified("1", 70, asked=B, credits={"b-staff": NONE}),
            verified("3", 95, SOUTH, B, credits={"b-own": NONE}),
            waiting("5", asked=B, is_excused=True),
            asked=(B,),
        ),
    }
)


def choose(year: YearRanking = YEAR, **query: str) -> list[tuple[str, str]]:
    return [(one.member.code, one.slug) for one in choose_year_lines(year, YearQuery(**query))]


def test_every_bureau_of_every_round_stands_in_one_order_by_the_common_duties() -> None:
    found: list[Any] = [
        (one.member.code, one.slug, one.common_rank, one.common, one.common_duties)
        for one in choose_year_lines(YEAR, YearQuery())
    ]
    # The shares of lab and staff are 3/8 and 5/8, as in tests/reports/rounds/rankings.py.
    assert found == [
        ("3", "autumn", 1, 100, 2),
        ("1", "spring", 2, Fraction(275, 4), 2),
        ("2", "spring", 3, Fraction(125, 2), 2),
        ("1", "autumn", 4, Fraction(75, 2), 2),
        ("4", "spring", None, None, 0),
        ("5", "autumn", None, None, 0),
    ]


def test_the_order_by_total_stands_beside_it_each_over_the_duties_of_its_notice() -> None:
    found: list[Any] = [
        (one.member.code, one.slug, one.rank, one.points, one.duties)
        for one in choose_year_lines(YEAR, YearQuery(order="total"))
    ]
    assert found[:4] == [
        ("3", "autumn", 1, 95, 3),
        ("1", "spring", 2, 90, 3),
        ("2", "spring", 3, 80, 3),
        ("1", "autumn", 4, 70, 3),
    ]


def test_whoever_is_in_two_rounds_has_two_lines_and_no_mean() -> None:
    assert choose(words="1县") == [("1", "spring"), ("1", "autumn")]
    assert (YEAR.several, YEAR.verified) == (1, 4)
    assert YEAR.find("autumn", "1") is not None and YEAR.find("autumn", "2") is None


@pytest.mark.parametrize(
    ("query", "codes"),
    [
        ({"place": SOUTH[0]}, ["3", "2"]),
        ({"round": "spring"}, ["1", "2", "4"]),
        ({"round": "autumn", "place": SOUTH[0]}, ["3"]),
        ({"order": "-common"}, ["1", "2", "1", "3", "4", "5"]),
        ({"order": "-critical"}, ["2", "3", "1", "1", "4", "5"]),
        ({"order": "code"}, ["1", "1", "2", "3", "4", "5"]),
        ({"order": "no such order"}, ["3", "1", "2", "1", "4", "5"]),
    ],
)
def test_it_is_narrowed_and_put_in_order_without_a_rank_changing(query: dict[str, str], codes: list[str]) -> None:
    found = choose_year_lines(YEAR, YearQuery(**query))
    assert [one.member.code for one in found] == codes
    assert all(one in YEAR.lines for one in found)


def test_one_notice_asked_in_two_rounds_is_two_questionnaires() -> None:
    other = ask("A", ("a-lab", "lab", 1), ("a-staff", "staff", 1))
    year = rank(
        {
            "spring": report_on(verified("1", 90, credits={"a-lab": NONE}), asked=(A,)),
            "autumn": report_on(verified("1", 50, asked=other, credits={"a-lab": NONE}), asked=(other,)),
        }
    )
    assert len(year.asked) == 2
    # (1/4 + 1/2) / 2 = 3/8 is the share of lab in both.
    assert [one.common for one in year.lines] == [Fraction(125, 2), Fraction(125, 2)]
    assert [one.common_rank for one in year.lines] == [1, 1]


def test_a_duty_that_does_not_apply_is_not_counted() -> None:
    member = verified("1", 90, credits={"a-staff": HALF})
    outcome = member.verified_outcome
    assert outcome is not None
    credits = {id: credit for id, credit in outcome.credits.items() if id != "a-lab"}
    left: Member = replace(member, verified_outcome=replace(outcome, credits=credits))
    [one] = rank({"spring": report_on(left, asked=(A,))}).lines
    assert [one.common, one.common_duties, one.duties] == [50, 1, 2]


def test_the_total_is_that_of_the_scheme_where_there_is_one() -> None:
    with_bonus = verified("2", 89, totals=StandingTotals(own=None, verified=Fraction(92), vetoes=()))
    year = rank({"spring": report_on(verified("1", 90), with_bonus, asked=(A,))})
    assert pick_order(year) == "total"
    assert [[one.member.code, one.points] for one in choose_year_lines(year, YearQuery())] == [["2", 92], ["1", 90]]


def test_without_a_common_duty_only_the_totals_are_in_order() -> None:
    alone = ask("C", ("c", None, 1))
    year = rank(
        {"a": report_on(verified("1", 60), asked=(A,)), "c": report_on(verified("2", 80, asked=alone), asked=(alone,))}
    )
    assert (year.basis.count, pick_order(year)) == (0, "total")
    assert [(one.member.code, one.common_rank) for one in choose_year_lines(year, YearQuery())] == [
        ("2", None),
        ("1", None),
    ]


def test_a_common_score_is_made_of_the_credits_of_its_duties() -> None:
    one = YEAR.find("autumn", "1")
    assert one is not None and one.common is not None
    found: list[Any] = [
        (duty.id, duty.share, [credit for _, credit in duty.answers]) for duty in list_common_duties(YEAR, one)
    ]
    assert found == [("lab", Fraction(3, 8), [1]), ("staff", Fraction(5, 8), [0])]
    assert sum((100 * share * (credits[0] or 0) for _, share, credits in found), NONE) == one.common
    assert [duty.answers for duty in list_common_duties(YEAR, None)] == [[], []]
