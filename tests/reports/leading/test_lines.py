"""The table of bureaus, duties and domains over many, and years beside each other: figures worked by hand."""

from fractions import Fraction

import pytest
from flask import Flask

from reports.leading.duty_lines import DutyAnswer, average_domains, average_duties, find_duty, list_counted
from reports.leading.lines import LineQuery, average_lines, choose_lines, list_lines
from reports.leading.overview import pick_plans
from reports.leading.words import say_state
from reports.leading.years import line_up_years, sort_years
from reports.rounds.plan_totals import PlanCount, RoundPlans
from reports.rounds.ranking import rank_level
from tests.reports.rounds.rankings import SOUTH, A, B, claiming, report_on, verified, waiting

HALF, NONE = Fraction(1, 2), Fraction(0)
REPORT = report_on(
    verified("1", 90, credits={"a-lab": NONE}, grade="不合格"),
    verified("2", 70, credits={"a-staff": HALF}),
    verified("3", 95, SOUTH, B, credits={"b-staff": NONE}),
    claiming("4", 99),
    waiting("5", is_late=True),
    waiting("6", is_excused=True),
)
LINES = list_lines(rank_level(REPORT, "county"))


def choose(**query: str) -> list[str]:
    return [one.member.code for one in choose_lines(LINES, LineQuery(**query))]


@pytest.mark.parametrize(
    ("query", "codes"),
    [
        ({}, ["1", "2", "3", "4", "5", "6"]),
        ({"show": "verified"}, ["1", "2", "3"]),
        ({"show": "reviewing"}, ["4"]),
        ({"show": "missing"}, ["5"]),
        ({"show": "late"}, ["5"]),
        ({"show": "excused"}, ["6"]),
        ({"show": "critical"}, ["1"]),
        ({"grade": "良好"}, ["2", "3"]),
        ({"words": "南市 3县"}, ["3"]),
        ({"notice": "B"}, ["3"]),
        ({"show": "verified", "order": "verified"}, ["2", "1", "3"]),
        ({"order": "-verified"}, ["3", "1", "2", "4", "5", "6"]),
        ({"order": "-own"}, ["1", "2", "3", "4", "5", "6"]),
        ({"order": "common"}, ["2", "1", "3", "4", "5", "6"]),
    ],
)
def test_a_table_is_narrowed_and_put_in_order_with_what_is_not_there_last(
    query: dict[str, str], codes: list[str]
) -> None:
    assert choose(**query) == codes


@pytest.mark.usefixtures("small_groups")
def test_only_scores_under_one_notice_are_averaged() -> None:
    assert average_lines(choose_lines(LINES, LineQuery(notice="A"))) == (2, Fraction(80))
    assert average_lines(LINES) == (3, None)
    assert average_lines(choose_lines(LINES, LineQuery(show="missing"))) == (0, None)


def test_a_self_assessed_score_stands_apart_and_that_of_a_draft_nowhere() -> None:
    found = {one.member.code: (one.verified, one.own) for one in LINES}
    assert [found[code] for code in "456"] == [(None, 99), (None, None), (None, None)]


@pytest.mark.usefixtures("small_groups")
def test_a_duty_is_counted_over_all_notices_that_ask_it() -> None:
    duty = find_duty(REPORT, "county", "staff")
    assert duty is not None
    assert duty.counts == {"unmet": 1, "partial": 1, "met": 1, "not_applicable": 0}
    assert duty.mean == Fraction(1, 2)
    assert [(one.member.code, one.question.id) for one in duty.choose("")] == [
        ("3", "b-staff"), ("2", "a-staff"), ("1", "a-staff")
    ]  # fmt: skip
    assert [one.member.code for one in duty.choose("met")] == ["1"]
    assert find_duty(REPORT, "county", "nothing") is None


def test_where_a_question_does_not_apply_nothing_is_met() -> None:
    member = REPORT.members[0]
    assert DutyAnswer(member, A.questions[0], None).verdict == "not_applicable"


@pytest.mark.usefixtures("small_groups")
def test_duties_have_the_mean_of_all_to_whom_they_apply() -> None:
    means = average_duties([REPORT], "county")
    found = {id: (one.applies, one.below, one.mean) for id, one in means.items()}
    assert found["lab"] == (3, 1, Fraction(2, 3))
    assert found["staff"] == (3, 2, HALF)
    assert found["A/a-own"] == (2, 0, Fraction(1))


@pytest.mark.usefixtures("small_groups")
def test_a_domain_has_a_mean_under_one_notice_only() -> None:
    [both] = average_domains(REPORT, "county")
    assert both.mean is None
    assert [int(score) for _, score in both.scores] == [70, 90, 95]
    [one] = average_domains(report_on(verified("1", 90), verified("2", 70), asked=(A,)), "county")
    assert one.mean == 80


def test_plans_are_counted_of_what_is_accepted() -> None:
    plans = [PlanCount(code, "某县", SOUTH, 9, 4, 2, 1) for code in ("1", "3", "4")]
    report = report_on(*REPORT.members, plans=RoundPlans(plans))
    assert pick_plans(report, "county").count("promised") == 18
    assert pick_plans(report, "city").bureaus == []


@pytest.mark.usefixtures("small_groups")
def test_years_stand_beside_each_other_by_duty_whichever_notice_asks() -> None:
    before = report_on(verified("1", 90, asked=B, credits={"b-lab": HALF}), asked=(B,))
    means = {2026: average_duties([REPORT], "county"), 2025: average_duties([before], "county"), 2024: {}}
    lines = {one.id: one for one in line_up_years(means)}
    assert list(lines["lab"].means) == [2026, 2025]
    assert (lines["lab"].latest, lines["lab"].change) == (Fraction(2, 3), Fraction(1, 6))
    assert lines["A/a-own"].change is None
    assert [one.id for one in sort_years(list(lines.values()), "change")][:2] == ["staff", "drill"]
    assert sort_years(list(lines.values()), "-mean")[-1].id == "staff"


def test_whose_scores_a_mean_is_of_is_known_by_the_bureaus() -> None:
    before = report_on(verified("1", 90, asked=B, credits={"b-lab": HALF}), asked=(B,))
    assert list_counted([REPORT], "county") == {"1", "2", "3"}
    assert list_counted([before, REPORT], "county") == {"1", "2", "3"}
    assert list_counted([before], "county") == {"1"}


def test_a_state_tells_who_is_late_and_who_was_closed_without(site: Flask) -> None:
    report = report_on(waiting("1", is_late=True), waiting("2", is_unsubmitted=True), waiting("3"), claiming("4", 99))
    with site.test_request_context():
        said = [say_state(one) for one in list_lines(rank_level(report, "county"))]
    assert said == ["未提交，逾期", "未报", "未提交", "审核中"]
