"""Every kind of criterion: its credit by hand, its words for what is missing, and what it refuses."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest

from questionnaires.criteria import InvalidAnswer, Items, make_fraction
from tests.questionnaires.kinds import DAYS, DOWN, DRILL, GRADE, HOURS, LIST, PLAN, RATE, SHARE, STAGE, TEXT, UP, YES_NO

Make = Callable[..., Any]
AS_OF = date(2026, 6, 30)

CREDITS: list[tuple[dict[str, Any], Any, Fraction]] = [
    (YES_NO, True, Fraction(1)),
    (YES_NO, False, Fraction(0)),
    (STAGE, "not_started", Fraction(0)),
    (STAGE, "planned", Fraction(1, 4)),
    (STAGE, "under_way", Fraction(1, 2)),
    (STAGE, "largely_done", Fraction(3, 4)),
    (STAGE, "done", Fraction(1)),
    (GRADE, "none", Fraction(0)),
    (GRADE, "C", Fraction(1, 4)),
    (GRADE, "C+", Fraction(1, 2)),
    (GRADE, "B", Fraction(3, 4)),
    (GRADE, "B+", Fraction(1)),
    (GRADE, "A", Fraction(1)),
    (HOURS, 0, Fraction(0)),
    (HOURS, 35, Fraction(7, 8)),
    (HOURS, 40, Fraction(1)),
    (HOURS, 41, Fraction(1)),
    (HOURS, Decimal("0.1"), Fraction(1, 400)),
    (HOURS, 0.1, Fraction(1, 400)),
    ({**HOURS, "target": 0}, 0, Fraction(1)),
    ({**HOURS, "target": 0}, 3, Fraction(1)),
    (DAYS, 0, Fraction(1)),
    (DAYS, 20, Fraction(1)),
    (DAYS, 25, Fraction(4, 5)),
    (DAYS, 2000, Fraction(1, 100)),
    ({**DAYS, "target": 0}, 0, Fraction(1)),
    ({**DAYS, "target": 0}, 1, Fraction(0)),
    (SHARE, {"part": 38, "whole": 52}, Fraction(38, 39)),
    (SHARE, {"part": 39, "whole": 52}, Fraction(1)),
    (SHARE, {"part": 0, "whole": 9}, Fraction(0)),
    (SHARE, {"part": 9, "whole": 9}, Fraction(1)),
    (RATE, {"count": 450, "base": 500_000}, Fraction(9, 10)),
    (RATE, {"count": 500, "base": 500_000}, Fraction(1)),
    (RATE, {"count": 0, "base": 1}, Fraction(0)),
    (RATE, {"count": 9, "base": 1}, Fraction(1)),
    (UP, {"baseline": 100, "current": 110}, Fraction(1, 2)),
    (UP, {"baseline": 100, "current": 120}, Fraction(1)),
    (UP, {"baseline": 100, "current": 90}, Fraction(0)),
    (UP, {"baseline": 100, "current": 300}, Fraction(1)),
    (DOWN, {"baseline": 20, "current": 17}, Fraction(1, 2)),
    (DOWN, {"baseline": 20, "current": 14}, Fraction(1)),
    (DOWN, {"baseline": 20, "current": 25}, Fraction(0)),
    (DOWN, {"baseline": 20, "current": 0}, Fraction(1)),
    (DRILL, "2023-06-30", Fraction(1)),
    (DRILL, "2023-06-29", Fraction(0)),
    (DRILL, "2026-06-30", Fraction(1)),
    (DRILL, None, Fraction(0)),
    (PLAN, "2021-12-31", Fraction(1)),
    (PLAN, "2022-01-01", Fraction(1)),
    (PLAN, None, Fraction(0)),
    (LIST, [], Fraction(0)),
    (LIST, ["b"], Fraction(1, 4)),
    (LIST, ["c", "a", "d"], Fraction(3, 4)),
    (LIST, ["a", "b", "c", "d"], Fraction(1)),
]


@pytest.mark.parametrize(("fields", "raw", "credit"), CREDITS)
def test_it_gives_the_credit_of_the_table(criterion: Make, fields: dict[str, Any], raw: Any, credit: Fraction) -> None:
    one = criterion(**fields)
    assert make_fraction(one.make_judge(AS_OF)(one.read(raw, AS_OF))) == credit


@pytest.mark.parametrize(
    ("fields", "raw", "words"),
    [
        (HOURS, 35, "35学时，距40学时差5学时"),
        (HOURS, Decimal("39.999"), "39.99学时，距40学时差不足0.01学时"),
        (HOURS, Decimal("12.5"), "12.5学时，距40学时差27.5学时"),
        (DAYS, 25, "25天，超出上限20天共5天"),
        (SHARE, {"part": 38, "whole": 52}, "73.08%，距75%差1.92个百分点（按现有总数还差1人）"),
        (SHARE, {"part": 0, "whole": 10}, "0%，距75%差75个百分点（按现有总数还差8人）"),
        (RATE, {"count": 450, "base": 500_000}, "每百万人900份，距1000份差100份（共还差50份）"),
        (UP, {"baseline": 100, "current": 110}, "增长10%，距增长20%差10个百分点"),
        (UP, {"baseline": 100, "current": 90}, "下降10%，距增长20%差30个百分点"),
        (DOWN, {"baseline": 20, "current": 17}, "下降15%，距下降30%差15个百分点"),
        (DOWN, {"baseline": 20, "current": 25}, "增长25%，距下降30%差55个百分点"),
        (GRADE, "C", "目前为“C级”，距“B+级”差3档"),
        (LIST, ["a", "c"], "已具备2项，缺2项：B、D"),
        (DRILL, None, "从未开展，应在2023年6月30日以后至少开展一次"),
        (PLAN, None, "尚未完成，已超过期限1642天"),
        ({**PLAN, "due": "2026-07-01"}, None, "尚未完成，距期限还有1天"),
        (YES_NO, False, "尚未落实"),
    ],
)
def test_it_says_what_is_missing_in_figures(criterion: Make, fields: dict[str, Any], raw: Any, words: str) -> None:
    one = criterion(**fields)
    assert one.write_missing(one.read(raw, AS_OF), AS_OF) == words


def test_it_never_rounds_an_unreached_share_up_to_its_target(criterion: Make) -> None:
    share = criterion(**SHARE)
    value = share.read({"part": 749_999, "whole": 1_000_000}, AS_OF)
    assert make_fraction(share.make_judge(AS_OF)(value)) < 1
    assert share.write_value(value) == "749999/1000000人，占74.99%"


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        (HOURS, "不少于40学时"),
        (DAYS, "不超过20天"),
        (SHARE, "不低于75%"),
        (RATE, "每百万人不少于1000份"),
        (UP, "比基数增长不低于20%"),
        (GRADE, "达到B+级及以上"),
        ({**GRADE, "target": "A"}, "达到A级"),
        (LIST, "4项全部具备"),
        (DRILL, "近36个月内至少一次（2023年6月30日至2026年6月30日）"),
        (PLAN, "2021年12月31日前完成（含当日）"),
    ],
)
def test_it_writes_the_target(criterion: Make, fields: dict[str, Any], words: str) -> None:
    assert criterion(**fields).write_target(AS_OF) == words


def test_it_keeps_line_breaks_and_tabs_of_a_text(criterion: Make) -> None:
    assert criterion(**TEXT).read(" 第一行\r\n\t第二行 ", AS_OF) == "第一行\n\t第二行"


def test_it_keeps_the_order_of_a_checklist_whatever_was_ticked_first(criterion: Make) -> None:
    assert criterion(**LIST).read(["d", "a"], AS_OF) == Items(("a", "d"))


@pytest.mark.parametrize(
    ("as_of", "period", "first"),
    [
        (date(2026, 3, 31), 1, date(2026, 2, 28)),
        (date(2024, 3, 31), 1, date(2024, 2, 29)),
        (date(2024, 2, 29), 12, date(2023, 2, 28)),
        (date(2026, 1, 15), 1, date(2025, 12, 15)),
        (date(2026, 6, 30), 36, date(2023, 6, 30)),
    ],
)
def test_it_counts_a_period_in_calendar_months(criterion: Make, as_of: date, period: int, first: date) -> None:
    drill = criterion(kind="recency", period_months=period)
    before = date.fromordinal(first.toordinal() - 1)
    assert [make_fraction(one) for one in map(drill.make_judge(as_of), (first, before))] == [1, 0]


@pytest.mark.parametrize(("done", "late"), [("2021-12-31", False), ("2022-01-01", True), (None, False)])
def test_it_marks_what_was_done_after_its_due_date(criterion: Make, done: str | None, late: bool) -> None:
    plan = criterion(**PLAN)
    assert plan.is_late(plan.read(done, AS_OF)) is late


def test_a_due_date_counts_from_the_issue_date(criterion: Make) -> None:
    assert criterion(**HOURS, within_months=36).due == date(2025, 4, 18)


def test_a_criterion_survives_its_own_json(criterion: Make) -> None:
    one = criterion(**HOURS, within_months=36)
    assert type(one).model_validate_json(one.model_dump_json()) == one


HALF = {"part": Decimal("3.5"), "whole": 7}
AREA = {**HOURS, "unit": "平方米"}
AS_FILED: list[tuple[dict[str, Any], Any, str]] = [
    (HOURS, 12_345_678_901, "12345678901学时 cannot be right: it must be from 0 to 8760学时"),
    (HOURS, Decimal("8760.5"), "8760.5学时 cannot be right"),
    ({**HOURS, "unit": "项"}, Decimal("3.5"), "3.5 is not a whole number, and what is counted in 项 is: give 3 or 4"),
    ({**HOURS, "unit": "个"}, 100_000_001, "from 0 to 100000000个"),
    ({**HOURS, "unit": "%"}, 101, "from 0 to 100%"),
    ({**AREA, "range": [20, 5000]}, Decimal("19.99"), "19.99平方米 cannot be right: it must be from 20 to 5000平方米"),
    ({**AREA, "range": [20, 5000]}, Decimal("5000.01"), "from 20 to 5000"),
    (SHARE, HALF, "give 3 or 4"),
    (
        SHARE,
        {"part": Decimal("0.1"), "whole": 7},
        "what is counted in 人 is: give 0 or 1",
    ),
    (SHARE, {"part": 1, "whole": 2_000_000_001}, "from 0 to 2000000000人"),
    ({**SHARE, "range": [0, 500]}, {"part": 1, "whole": 501}, "from 0 to 500人"),
    (UP, {"baseline": 20, "current": Decimal("20.5")}, "give 20 or 21"),
    (DOWN, {"baseline": 36_501, "current": 3}, "from 0 to 36500天"),
    (
        RATE,
        {"count": 235, "base": Decimal("21.53")},
        "人口: 21.53 .* in 人, not in 万人.* such as 215300",
    ),
    (RATE, {"count": 5, "base": 45}, "such as 450000"),
    (RATE, {"count": 999, "base": 999}, "such as 9990000"),
    (
        RATE,
        {"count": 30_000, "base": 2400},
        "报告 .30000. is more than 人口 .2400., .* not in 万人",
    ),
    (RATE, {"count": Decimal("1.5"), "base": 215_300}, "give 1 or 2"),
    ({**RATE, "base_range": [20_000, 900_000]}, {"count": 1, "base": 19_999}, "from 20000 to 900000人"),
]


@pytest.mark.parametrize(("fields", "raw", "words"), AS_FILED)
def test_a_figure_that_cannot_be_true_is_refused_and_still_read(
    criterion: Make, fields: dict[str, Any], raw: Any, words: str
) -> None:
    one = criterion(**fields)
    value = one.read(raw, AS_OF)
    with pytest.raises(InvalidAnswer, match=words):
        one.check_plausible(value)


@pytest.mark.parametrize(
    ("fields", "raw"),
    [
        (HOURS, 8760),
        (HOURS, Decimal("37.5")),
        (AREA, Decimal("123456.75")),
        ({**AREA, "range": [20, 5000]}, 20),
        (SHARE, {"part": 3, "whole": 7}),
        (DOWN, {"baseline": Decimal("20.5"), "current": Decimal("12.25")}),
        (RATE, {"count": 235, "base": 215_300}),
        (RATE, {"count": 1000, "base": 1000}),
        ({**RATE, "per": 1, "unit": "家"}, {"count": 40, "base": 3}),
        ({**RATE, "base_range": [10, 900]}, {"count": 1, "base": 10}),
    ],
)
def test_a_figure_that_can_be_true_is_taken(criterion: Make, fields: dict[str, Any], raw: Any) -> None:
    one = criterion(**fields)
    one.check_plausible(one.read(raw, AS_OF))


@pytest.mark.parametrize(
    ("raw", "number"),
    [
        (33.3 * 3, Fraction(999, 10)),
        (0.1 + 0.2, Fraction(3, 10)),
        (Decimal("99.89999999999999"), Fraction(999, 10)),
        (Decimal("3.0000000000000004"), Fraction(3)),
        (Decimal("0.3333333333333333"), Fraction(3333333333333333, 10**16)),
        (Decimal("99.8999"), Fraction(998999, 10**4)),
        (Decimal("12.34567890123456789"), Fraction(1234567890123456789, 10**17)),
        (Decimal("999999999999.999"), Fraction(999999999999999, 1000)),
    ],
)
def test_only_the_dust_of_a_spreadsheet_is_rounded(criterion: Make, raw: Any, number: Fraction) -> None:
    assert criterion(**HOURS).read(raw, AS_OF) == number


def test_a_range_is_left_out_of_json_where_none_is_given(criterion: Make) -> None:
    ranged = criterion(**{**RATE, "range": [0, 5], "base_range": [1, 9]})
    assert "range" not in criterion(**RATE).model_dump_json()
    assert type(ranged).model_validate_json(ranged.model_dump_json()) == ranged
    with pytest.raises(ValueError, match="the first is larger"):
        criterion(**HOURS, range=[5, 1])


@pytest.mark.parametrize(
    ("fields", "may"),
    [(RATE, False), ({**RATE, "base_unit": "家"}, True), (SHARE, True), (UP, True), (HOURS, False), (YES_NO, False)],
)
def test_what_is_told_per_inhabitants_applies_everywhere(criterion: Make, fields: dict[str, Any], may: bool) -> None:
    assert criterion(**fields).may_not_apply is may
