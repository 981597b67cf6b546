"""The sentences of a round's report, each for the cases it knows; every figure is worked by hand."""

from fractions import Fraction

import pytest

from reports.rounds.content import Member
from reports.rounds.rows import MOST_LISTED
from reports.rounds.summary import count_attendance, sum_group
from reports.rounds.words import (
    name_group,
    write_attendance,
    write_changes,
    write_city,
    write_claims,
    write_critical,
    write_cut,
    write_figures,
    write_focus,
    write_shared,
)
from tests.reports.rounds.test_summary import ASKED, SOUTH, member

FULL, HALF, NONE = Fraction(1), Fraction(1, 2), Fraction(0)
NOBODY = [member("1"), member("2")]


def write_all(*members: Member) -> str:
    return write_attendance(count_attendance("某地", members), members)


def test_attendance_names_who_is_late_and_counts_the_excused() -> None:
    assert write_all(member("1", 80), member("2")) == ("应填报单位2个，已提交1个；已认定0个。没有逾期未提交的单位。")
    late, excused = member("3", is_late=True), member("4", state="免报", is_excused=True)
    assert write_all(member("1", 80, verified=Fraction(80)), late, excused) == (
        "应填报单位2个，已提交1个；已认定1个；另有免报1个。逾期未提交的1个是：3县。"
    )


def test_the_share_of_those_who_handed_in_is_told_of_five_at_least() -> None:
    assert "应填报单位0个，已提交0个；" in write_all(member("1", state="免报", is_excused=True))
    assert "应填报单位5个，已提交1个，提交率20.0%；" in write_all(member("1", 80), *map(member, "2345"))


@pytest.mark.parametrize(
    ("members", "words"),
    [
        (NOBODY, "应填报2个单位，按自评得分计入统计0个。尚无得分，不作统计。"),
        ([member("1", 80), member("2", 91)], "统计2个。1县80.00分、2县91.00分。不足5个单位，不作统计。"),
        (
            [member("1", 80, verified=Fraction(70)), *(member(one, 85) for one in "234"), member("5", 91)],
            "自评平均85.20分，中位数85.00分，最低80.00分，最高91.00分。",
        ),
        (
            [member(one, 85, verified=Fraction(80)) for one in "12345"],
            "其中已认定5个，认定平均80.00分，中位数80.00分，最低80.00分，最高80.00分。",
        ),
    ],
)
def test_figures_are_taken_of_five_bureaus_or_more_and_fewer_are_named(members: list[Member], words: str) -> None:
    assert write_figures(sum_group(ASKED, members), is_verified=False).endswith(words)


def test_a_group_is_named_by_level_and_notice() -> None:
    assert name_group(sum_group(ASKED, NOBODY)) == "县（市、区）（某政办发〔2022〕1号）"


def test_what_to_do_first_speaks_of_no_critical_item_where_all_are_met() -> None:
    members = [member(code, 80, credits={"drill": NONE, "committee": FULL}) for code in "12345"]
    assert write_focus(sum_group(ASKED, members)).endswith("最普遍的差距是“应急演练频次”（5/5个单位）。")
    assert write_focus(sum_group(ASKED, members[:4])) == ""


def test_gaps_of_half_the_bureaus_or_more_are_counted() -> None:
    given = [{"drill": HALF, "list": NONE}, {"drill": FULL, "list": FULL}, {"drill": NONE, "list": FULL}]
    members = [member(str(at), 80, credits=one) for at, one in enumerate(given)]  # drill 2 of 3, list 1 of 3
    assert write_shared(sum_group(ASKED, members)) == (
        "共有2题在至少1个单位未完全达标，其中1题在半数以上（含半数）适用单位未完全达标。"
    )
    assert write_shared(sum_group(ASKED, members[:2])).startswith("共有2题在至少1个单位未完全达标，其中2题")
    assert write_shared(sum_group(ASKED, members[1:2])) == "没有差距。"


@pytest.mark.parametrize(
    ("members", "words"),
    [
        (NOBODY, ""),
        ([member("1", 80)], "计入统计的单位关键项全部达标。"),
        (
            [member("1", 80, credits={"committee": NONE}), member("2", 80, credits={"committee": HALF}), *NOBODY],
            "计入统计的2个单位中，2个有关键项未完全达标，其中1个有关键项得分为零，等级按未达标评定。",
        ),
    ],
)
def test_critical_items_are_summed_up(members: list[Member], words: str) -> None:
    assert write_critical(sum_group(ASKED, members)) == words


def claim(own: Fraction | int, verified: int = 80) -> Member:
    return member("1", verified, own=Fraction(own), verified=Fraction(verified))


@pytest.mark.parametrize(
    ("members", "words"),
    [
        (NOBODY, ""),
        ([member("1", 80)], "尚无已认定的单位，不能比较。"),
        ([claim(82)] * 4, "已认定4个单位，不足5个，不作统计；自评高于认定4个，低于认定0个，一致0个。"),
        ([claim(80)] * 5, "已认定5个单位，自评平均与认定相同；自评高于认定0个，低于认定0个，一致5个。"),
        (
            [claim(82), claim(78), *[claim(80)] * 3],
            "已认定5个单位，自评平均与认定相同；自评高于认定1个，低于认定1个，一致3个。",
        ),
        (
            [claim(75), *[claim(80)] * 4],
            "已认定5个单位，自评平均低于认定1.00分；自评高于认定0个，低于认定1个，一致4个。",
        ),
    ],
)
def test_claims_are_weighed_over_the_accepted(members: list[Member], words: str) -> None:
    assert write_claims(sum_group(ASKED, members)) == words


@pytest.mark.parametrize(
    ("members", "words"),
    [
        (NOBODY, ""),
        ([member("1", 80)], "没有两轮都有自评得分的单位，不能比较。"),
        (
            [member("1", 80, last=Fraction(75))],
            "两轮都有自评得分的1个单位，不足5个，不作统计；提高1个，降低0个，持平0个。",
        ),
        (
            [member("1", 80, last=Fraction(80))] * 5,
            "两轮都有自评得分的5个单位，平均持平；提高0个，降低0个，持平5个。",
        ),
        (
            [member("1", 80, last=Fraction(75))] * 5,
            "两轮都有自评得分的5个单位，平均提高5.00分；提高5个，降低0个，持平0个。",
        ),
        (
            [member("1", 80, last=Fraction(81))] * 5,
            "两轮都有自评得分的5个单位，平均降低1.00分；提高0个，降低5个，持平0个。",
        ),
    ],
)
def test_changes_are_over_those_with_two_scores(members: list[Member], words: str) -> None:
    assert write_changes(sum_group(ASKED, members), is_verified=False) == words


def test_a_mean_that_rounds_to_nothing_is_said_to_be_the_same() -> None:
    little = [member("1", 80, own=Fraction(8001, 100), verified=Fraction(80), last=Fraction(7999, 100))]
    same = [member(str(at), 80, own=Fraction(80), verified=Fraction(80), last=Fraction(80)) for at in range(2, 6)]
    group = sum_group(ASKED, [*little, *same])  # 0.01 of five is 0.002
    assert write_claims(group) == "已认定5个单位，自评平均与认定相同；自评高于认定1个，低于认定0个，一致4个。"
    assert write_changes(group, is_verified=False) == "两轮都有自评得分的5个单位，平均持平；提高1个，降低0个，持平4个。"


def test_of_many_changes_it_is_said_which_are_listed() -> None:
    many = [member(str(at), 80, last=Fraction(70)) for at in range(2 * MOST_LISTED + 1)]
    assert write_changes(sum_group(ASKED, many), is_verified=False).endswith("下表列降低最多和提高最多的各10个。")
    assert "下表" not in write_changes(sum_group(ASKED, many[1:]), is_verified=False)


def test_a_cut_is_said_only_where_there_is_one() -> None:
    assert write_cut(10, "得分最低", "表", most=10) == ""
    assert write_cut(11, "得分最低", "表", most=10) == "共11个单位，只列得分最低的10个，其余见导出数据的表。"


def test_a_city_stands_beside_all_of_its_level_and_names_its_weakest_domains() -> None:
    own, others = [member("1", 60), *(member(one, 91) for one in "2345")], [member("6", 80, SOUTH)]
    words = write_city(sum_group(ASKED, own), sum_group(ASKED, [*own, *others]), is_verified=True)
    assert words == (
        "县（市、区）：5个单位有得分，认定平均84.80分，全部同级单位（6个）平均84.00分。得分最低的领域：检验检测能力84.80分。"
    )


def test_a_few_bureaus_of_a_city_are_named_and_not_set_against_themselves() -> None:
    few = sum_group(ASKED, [member("1", 100), member("2", 90)])
    assert write_city(few, few, is_verified=False) == "县（市、区）自评：1县100.00分、2县90.00分。"
    every = sum_group(ASKED, [member("1", 100), *(member(one, 90, SOUTH) for one in "23456")])
    own = sum_group(ASKED, [member("1", 100)])
    words = write_city(own, every, is_verified=True)
    assert words == "县（市、区）认定：1县100.00分，全部同级单位（6个）平均91.67分。"


def test_nothing_is_said_of_a_city_where_nobody_is_in() -> None:
    every = sum_group(ASKED, [*NOBODY, member("3", 80, SOUTH)])
    assert write_city(sum_group(ASKED, NOBODY), every, is_verified=False) == ""
