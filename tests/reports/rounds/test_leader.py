"""The two pages for a leader: they stand alone, are exactly two, and say nothing that has no figure behind it."""

from datetime import date
from fractions import Fraction
from typing import Any

import pytest

from reports.printing.paper import Paper
from reports.rounds.content import Member, RoundReport
from reports.rounds.leader import LeaderPages, describe_leader, rank_report
from reports.rounds.plan_totals import PlanCount, RoundPlans
from reports.rounds.ranking_rows import find_offices
from reports.rounds.report import STYLESHEET, build_round_report
from tests.reports.rounds.rankings import NORTH, SOUTH, A, B, claiming, report_on, verified, waiting
from tests.reports.samples import read_pages

NONE = Fraction(0)


def fill_province(counties: int, cities: int) -> list[Member]:
    """Counties under both notices by turns: most verified, every seventh below the standard, some late."""
    found: list[Member] = []
    for number in range(counties):
        code, asked = f"11{number:04}", (A, B)[number % 2]
        place = (f"11{number % cities:02}00", f"第{number % cities}自治州市场监督管理局")
        if number % 5 == 4:
            found.append(waiting(code, place, asked, is_late=number % 2 == 0))
            continue
        missed = {next(iter(asked.by_id)): NONE} if number % 7 == 0 else {}
        more = {"grade": "未达标" if missed else "良好", "verified_last": Fraction(50)}
        found.append(verified(code, 60 + number % 37, place, asked, credits=missed, **more))
    return found


def describe(*members: Member, **more: Any) -> LeaderPages:
    report = report_on(*members, **more)
    ranking = rank_report(report)
    assert ranking is not None
    return describe_leader(report, ranking)


def print_pages(report: RoundReport) -> list[str]:
    html = build_round_report(report, serial="0123-4567")
    return ["".join(page.split()) for page in read_pages(Paper(html, STYLESHEET, report.as_of).render())]


@pytest.mark.parametrize(("counties", "cities"), [(117, 11), (117, 20), (5, 2), (2, 1)])
def test_they_are_exactly_two_pages(counties: int, cities: int) -> None:
    plans = RoundPlans([PlanCount(f"11{one:04}", "某县", NORTH, 9, 4, 2, one % 3) for one in range(counties)])
    pages = print_pages(report_on(*fill_province(counties, cities), plans=plans))
    assert "总体情况" in pages[0] and "县（市、区）名次" in pages[0]
    assert pages[1].startswith("问题和建议") and "请决定的事项" in pages[1] and "正在整改" in pages[1]
    assert pages[2].startswith("一、县（市、区）名次")
    assert all(len(page) > 10 for page in pages)  # more than its number


def test_a_mean_needs_five_verified_and_fewer_are_named() -> None:
    few = describe(verified("1", 90), verified("2", 80), claiming("3", 99), asked=(A,))
    assert "认定2个：1县90.00分、2县80.00分" in few.standing and "平均" not in few.standing
    assert "不足5个" in few.missing_words and not few.missing
    many = describe(*(verified(str(one), 80 + one, verified_last=Fraction(80)) for one in range(5)), asked=(A,))
    assert "认定5个，平均82.00分，比上轮提高2.00分。" in many.standing


def test_under_two_notices_the_mean_of_all_is_over_the_common_duties() -> None:
    five = [verified(str(one), 90, credits={"a-lab": NONE}) for one in range(5)]
    leader = describe(*five, verified("9", 70, SOUTH, B))
    assert "按A号认定5个，平均90.00分" in leader.standing and "按B号认定1个：9县70.00分" in leader.standing
    assert "按各文件共同的2项事项，6个平均68.75分。" in leader.standing  # (5 · 62.5 + 100) / 6
    assert [one.name for one in leader.best][:1] == ["9县"] and leader.is_by_common


def test_the_best_and_the_last_are_named_with_their_place_however_long_that_is_called() -> None:
    prefecture = ("222400", "延边朝鲜族自治州市场监督管理局")
    leader = describe(verified("1", 90, prefecture), verified("2", 80), asked=(A,))
    assert [(one.name, one.city) for one in (*leader.best, *leader.worst)] == [("1县", "延边州"), ("2县", "北市")]


def test_a_high_score_below_the_standard_says_why() -> None:
    leader = describe(verified("1", 96, grade="未达标", credits={"a-lab": NONE}), verified("2", 70), asked=(A,))
    [first] = leader.best
    assert (first.rank, first.grade, first.is_below, first.critical) == ("1", "未达标", True, "1项为零")
    assert "未达标1个，其中1个是关键项得分为零" in leader.standing


def test_what_is_to_be_decided_follows_from_the_figures() -> None:
    members = [verified(str(one), 80, credits={"a-lab": NONE, "a-staff": NONE}) for one in range(5)]
    leader = describe(*members, claiming("6", 90, SOUTH), waiting("7", SOUTH, is_late=True), asked=(A,))
    first, second, *_, last = leader.decisions
    assert first == "催报：7县逾期未提交，请决定催报方式和最后期限。"
    assert second == "审核：认定未过半、不能排名的1个市：南市（0/2），请决定审核完成时间。"
    assert last == "督办：5个单位关键项得分为零（名单见上），请决定督办安排。"
    assert describe(verified("1", 100), verified("2", 100), asked=(A,)).decisions == []


def test_duties_beyond_their_day_are_said_to_be_and_plans_where_there_are_some() -> None:
    late = A.questions[0].model_copy(
        update={"criterion": A.questions[0].criterion.model_copy(update={"due": date(2025, 12, 31)})}
    )
    asked = A.replace(domains=(A.domains[0].model_copy(update={"questions": (late, *A.questions[1:])}),))
    plans = RoundPlans([PlanCount("1", "1县市场监督管理局", NORTH, 4, 3, 1, 2)])
    leader = describe(
        *(verified(str(one), 80, credits={"a-lab": NONE}) for one in range(5)), asked=(asked,), plans=plans
    )
    assert leader.overdue[-1] == "文件规定的时限已过、仍有单位未完全达标的1项：“lab事项”（5个）。"
    assert leader.plans == "1个单位列入整改4项，已完成3项，其中经复核1项；逾期2项：1县（2项）。"
    assert leader.decisions[-1] == "整改：2项整改事项逾期，请决定是否调整时限或者督促办结。"


@pytest.mark.parametrize(
    ("advice", "offices"),
    [
        ("会同卫生健康、应急部门编写一个演练脚本", "卫生健康、应急部门"),
        ("起草预案，征求卫生健康、应急、公安等部门意见后印发", "卫生健康、应急、公安等部门"),
        ("提请党委、政府研究", "党委、政府"),
        ("商考核主管部门写入下一年度考核细则", "考核主管部门"),
        ("对照检查员资格条件摸底", ""),
        ("与尚无协作的部门对接，签订协作机制", ""),
        ("列清依据和解决建议，申请列入最近一次政府常务会议议题", ""),
        ("会同省应急厅汇总各部门可用资源", ""),
        ("会同政府督查室编列年度督查事项", ""),
        ("与相关部门同组检查", ""),
    ],
)
def test_other_offices_are_named_as_the_advice_names_them(advice: str, offices: str) -> None:
    assert find_offices(advice) == offices
