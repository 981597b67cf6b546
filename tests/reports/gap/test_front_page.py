"""Page one stands alone: figures, cap, first gaps, the shortest path."""

import re

import pytest

from questionnaires.answers import read_answers
from questionnaires.scoring import score
from questionnaires.shortest_path import find_shortest_path
from reports.gap.conclusions import write_path
from reports.gap.content import GapReport, Signatories, remember_round
from reports.gap.front_page import KeyFigure, list_cells
from reports.gap.report import build_gap_report, write_gap_report
from tests.reports.samples import (
    ALL_MET,
    AS_OF,
    BUREAU,
    MIXED,
    REASON,
    judge,
    make_questionnaire,
    make_report,
    make_rich_report,
    read_pages,
)

NONE_MET = {
    "committee": False,
    "plan": "none",
    "lab-grade": "none",
    "training": 0,
    "certified": {"part": 0, "whole": 10},
    "reactions": {"count": 0, "base": 500_000},
    "samples": {"baseline": 100, "current": 100},
    "drill": None,
    "list": None,
    "emergency": [],
}


@pytest.fixture(scope="module")
def first_page() -> str:
    return read_pages(write_gap_report(make_rich_report()))[0]


def read_front(html: str) -> str:
    """The words of page one, without white space."""
    front = html[html.index("<h1>") : html.index("差距和整改建议</h2>")]
    return "".join(re.sub("<[^>]*>", "", front).split())


def test_the_verified_score_stands_beside_the_bureaus_own(first_page: str) -> None:
    assert "自评得分63.43分自评等级基本达标" in first_page
    assert "认定得分59.26分较自评−4.17" in first_page
    assert "认定得分59.26分（满分100分），较自评降低4.17分，能力等级为“未达标”" in first_page


def test_it_says_where_the_bureau_stood_before_and_where_others_stand(first_page: str) -> None:
    assert "认定较上轮+5.56分上轮认定53.70分" in first_page
    assert "同级中位数95.00分其他6个单位认定" in first_page


def test_a_verified_report_is_compared_with_a_self_assessed_round_by_its_own_word() -> None:
    # 63.43 of its own and 59.26 verified; 53.70 of its own the year before.
    before = judge(MIXED | {"committee": False, "plan": "C+", "training": 20}, REASON)
    html = build_gap_report(make_rich_report(last=remember_round("2025年度自评", before)))
    assert "自评较上轮+9.73分上轮自评53.70分" in read_front(html)
    assert "本轮自评得分63.43分，提高9.73分。两轮没有都经认定，按自评比较。" in html
    assert "“较上轮”按自评得分计算。" in html


def test_a_round_that_was_verified_is_not_compared_with_what_nobody_has_verified() -> None:
    before = remember_round("2025年度自评", judge(ALL_MET), is_verified=True)
    html = build_gap_report(make_rich_report(last=before, verified=None))
    assert "较上轮" not in read_front(html)
    assert "上轮为“2025年度自评”，得分经审核认定，本轮尚未认定，没有同一口径的得分，不作比较。" in html


def test_three_gaps_and_the_shortest_path_are_on_page_one(first_page: str) -> None:
    assert "优先补齐的三项差距" in first_page
    # Six gaps give back what is missing to 60 points by themselves; the plan is two steps away, the drill one thing.
    words = "等级由“未达标”升为“基本达标”。另有同样短的5种，这里列出缺项最少的一种。"
    assert f"至少再有1项完全达标，得分由59.26分升至70.37分，{words}" in first_page
    assert "即：2.应急演练频次。" in first_page


def test_nothing_else_is_on_page_one(first_page: str) -> None:
    assert "差距和整改建议" not in first_page and "各领域得分" not in first_page


def test_a_grade_that_is_capped_says_what_the_score_alone_would_earn() -> None:
    cells = list_cells(make_report(ALL_MET | {"committee": False}))
    assert cells == [
        KeyFigure("综合得分", "90.00", "分", "满分100分"),
        KeyFigure("能力等级", "未达标", "", "得分对应优秀"),
    ]


def test_an_unfinished_report_has_a_range_and_no_path() -> None:
    front = read_front(build_gap_report(make_report({"committee": True, "training": 20})))
    assert "得分区间（未完成）15.00～95.00分能力等级尚未完成作答进度2／10题" in front
    assert "最短路径" not in front


def test_the_best_grade_has_no_path() -> None:
    assert "能力等级已为最高一级“优秀”" in read_front(build_gap_report(make_report(ALL_MET)))


def test_a_long_path_is_marked_in_the_list_of_gaps() -> None:
    strict = make_questionnaire()
    bands = tuple(band.model_copy(update={"from_": 70}) if band.grade == "basic" else band for band in strict.bands)
    strict = strict.model_copy(update={"bands": bands})
    card = score(strict, read_answers(strict, {id: {"value": value} for id, value in NONE_MET.items()}, AS_OF), AS_OF)
    html = build_gap_report(GapReport(BUREAU, strict, card))
    # A basic grade takes seven of ten questions of ten points: the critical one and six of nine others, 84 sets. The
    # plan and the laboratory are two steps away, the equipment four things; three are named on page one.
    assert "另有同样短的83种，这里列出缺项最少的一种。" in html
    assert "即：1.药品安全委员会（关键项）；3.权责清单印发；4.监管人员培训；" in read_front(html)
    assert "；以及差距清单中标有“▲”的其余4项。" in html
    assert html.count("<b>▲") == 7


def test_the_gaps_of_the_shortest_path_are_marked() -> None:
    report = make_report(MIXED, REASON)
    path = find_shortest_path(report.questionnaire, report.scorecard)
    assert path is not None
    # 63.43 to 75: the plan gives 5.56, the drill 11.11; no one question is enough.
    assert write_path(path, report.scorecard).startswith("至少再有2项完全达标，得分由63.43分升至80.09分")
    marked = re.findall(r"<b>▲\d+\. (\w+)", build_gap_report(report))
    assert marked == ["能力建设规划", "应急演练频次"]


def test_page_one_holds_whatever_there_is_to_say() -> None:
    report = make_rich_report(bureau="某某省药品监督管理局某某检查分局暨某某经济技术开发区市场监督管理局", demo=True)
    pages = read_pages(write_gap_report(report))
    assert "主要负责人（签字）" in pages[0] and "一、差距和整改建议" in pages[1]


def test_page_one_names_who_signed_and_who_submitted_or_says_that_nobody_has() -> None:
    page = "".join(read_pages(write_gap_report(make_rich_report()))[0].split())
    assert "签批人李四2026年7月3日提交人张三2026年7月4日" in page
    assert "出具日期2026年7月4日" in page and "填报单位（盖章）主要负责人（签字）" in page
    unsigned = build_gap_report(make_report(ALL_MET, signatories=Signatories(None, None, has_head=False)))
    assert "尚未签批（本单位尚无负责人账号）" in unsigned and "尚未提交" in unsigned
    assert "签批人" not in build_gap_report(make_report(ALL_MET))
