"""Notices, circulars and plans: their words, with figures worked by hand."""

from datetime import date, datetime
from fractions import Fraction
from io import BytesIO

import docx
import pytest
from docx.enum.section import WD_ORIENTATION

from reports.gap.content import Signatory
from reports.plans.content import ItemRow, PlanContent, PlanFigure, ProgressLine
from reports.plans.paper import write_plan_pdf
from reports.word.circular import Circular, describe_circular
from reports.word.letterhead_checks import clean_letterhead
from reports.word.letters import write_circular, write_notice
from reports.word.office import AskedBureau, Contact, OpeningNotice
from reports.word.papers import write_plan_docx, write_round_docx
from tests.reports.rounds.rankings import SOUTH, A, B, ask, claiming, report_on, verified, waiting
from tests.reports.samples import read_pages
from tests.reports.word.circulars import describe
from tests.reports.word.letterheads import HEADER, make_letterhead
from tests.reports.word.reading import check_whole, read_above, read_paragraphs, read_words

HALF, NONE = Fraction(1, 2), Fraction(0)


def test_the_notice_lists_its_bureaus_and_counts_them_by_notice() -> None:
    notice = OpeningNotice(
        title="2026年度自评",
        sources=["某省人民政府《甲通知》", "某市人民政府《乙通知》"],
        levels=[("《甲通知》", [("市", 1), ("县", 2)]), ("《乙通知》", [("县", 1)])],
        bureaus=[AskedBureau("北市", f"{number}局", "县", "2026年7月1日") for number in range(4)],
        put_off=1,
        as_of="2026年6月30日",
        year=2025,
        opens_on="2026年6月1日",
        closes_on="2026年7月1日",
        sender=Contact(),
    )
    written = write_notice(notice)
    words = read_words(written)
    assert "4个单位填报：按《甲通知》填报的，市1个、县2个；按《乙通知》填报的，县1个。" in words
    assert "（一）某省人民政府《甲通知》" in words and "考核年度为2025年" in words
    assert "其中1个单位的截止日期另有规定" in words
    assert len(docx.Document(BytesIO(written)).tables[0].rows) == 5


def test_bureaus_of_one_notice_are_ranked_by_their_score_with_reasons() -> None:
    level = describe(
        verified("1", 80, credits={"a-lab": NONE}, grade="未达标", verified_last=Fraction(78)),
        verified("2", 90, credits={"a-lab": HALF}),
        verified("3", 90),
        verified("4", 100),
    )
    assert [(one.rank, one.name, one.score, one.change) for one in level.bureaus] == [
        ("1", "4县", "100.00", "—"),
        ("2", "2县", "90.00", "—"),
        ("2", "3县", "90.00", "—"),
        ("4", "1县", "80.00", "+2.00"),
    ]
    assert [one.why for one in level.bureaus] == [
        "各领域均为满分。",
        "关键项部分达标：lab事项；得分最低的领域：检验检测能力90.00分。",
        "得分最低的领域：检验检测能力90.00分。",
        "关键项未达标：lab事项；得分最低的领域：检验检测能力80.00分。",
    ]
    assert level.figures.startswith("应填报4个单位，已认定4个，审核中0个，未提交0个。认定4个：")
    assert "3县90.00分" in level.figures and "平均" not in level.figures  # of four bureaus there is no mean
    assert level.critical == "1个单位有关键项得分为零，等级按未达标评定：1县（lab事项）。"
    assert (level.common, level.has_change) == ("", True)


def test_bureaus_of_several_notices_are_ranked_by_what_they_have_in_common() -> None:
    level = describe(
        verified("1", 95, credits={"a-staff": HALF}),  # 3/8 + 5/16 = 68.75
        verified("2", 80, asked=B, credits={"b-own": NONE}),
        verified("3", 85, asked=B, credits={"b-lab": NONE}),  # 5/8 = 62.5
        asked=(A, B),
    )
    found = [(one.rank, one.name, one.common, one.score, one.own_rank) for one in level.bureaus]
    assert found == [
        ("1", "2县", "100.00", "80.00", "2"),
        ("2", "1县", "68.75", "95.00", "1"),
        ("3", "3县", "62.50", "85.00", "1"),
    ]
    assert "共同的2个事项" in level.common


def test_without_a_common_duty_only_ranks_of_one_notice_are_given() -> None:
    other = ask("C", ("c", None, 1))
    level = describe(verified("1", 70), verified("2", 80, asked=other), verified("3", 75), asked=(A, other))
    assert [(one.rank, one.name, one.own_rank) for one in level.bureaus] == [
        ("—", "3县", "1"),
        ("—", "1县", "2"),
        ("—", "2县", "1"),
    ]
    assert level.common.endswith("得分不能相互比较，只列同一文件内的名次。")


def test_whoever_is_not_ranked_is_named_with_the_reason() -> None:
    level = describe(
        claiming("1", 99),
        waiting("2", is_late=True),
        waiting("3"),
        waiting("4", is_unsubmitted=True),
        verified("5", 60),
    )
    assert level.unranked == (
        "未列入排名的：逾期未提交1个：2县；按未报结办1个：4县；尚未提交1个：3县；已提交、尚未认定1个。"
    )


def test_one_alone_is_not_ranked() -> None:
    circular = describe_circular(report_on(verified("1", 80), waiting("2"), asked=(A,)))
    [level] = circular.levels
    assert [one.rank for one in level.bureaus] == ["—"]
    words = read_words(write_circular(circular))
    assert "二、县（市、区）认定结果主要失分情况" in words and "排名和" not in words


def test_cities_are_ranked_once_half_of_their_bureaus_are_verified() -> None:
    north = (verified(f"1{n}", score) for n, score in enumerate((90, 71, 80, 80, 80)))
    level = describe(*north, verified("3", 95, SOUTH), waiting("4", SOUTH), waiting("5", SOUTH))
    assert [(one.rank, one.name, one.mean, one.why) for one in level.cities] == [
        ("1", "北市", "80.20", ""),
        ("—", "南市", "—", "认定未过半"),  # one of three: no mean, as in the report on the round
    ]


def tell() -> Circular:
    return describe_circular(report_on(verified("1", 80, credits={"a-lab": NONE}), verified("2", 90), asked=(A,)))


def test_the_circular_has_every_figure_of_its_content() -> None:
    circular = tell()
    written = write_circular(circular)
    words = read_words(written)
    [level] = circular.levels
    for row in level.bureaus:
        for cell in (row.rank, row.name, row.score, row.grade, row.why):
            assert "".join(cell.split()) in words
    assert "＿＿＿" in words and "差距单位数" not in words  # of two bureaus nothing is counted
    assert [words for style, words in read_paragraphs(written) if style == "一级标题"] == [
        "一、总体情况",
        "二、县（市、区）排名",
        "三、下一步工作要求",
    ]


def plan() -> PlanContent:
    row = ItemRow(
        number=1,
        title="应急演练",
        question="3",
        clause="二（三）",
        missing="从未开展",
        measure="年内开展1次\n邀请上级观摩",
        office="应急科",
        owner="王五",
        start=date(2026, 7, 1),
        due=None,
        resources="经费2万元",
        status="进行中",
        is_late=True,
        reason="",
        remark="",
        files=("方案.pdf",),
        checked="",
        checked_as_of=None,
        confirmed="",
        gain="5.56",
        marks=("关键项",),
        progress=(ProgressLine(date(2026, 7, 9), "王五", "已印发方案"),),
    )
    return PlanContent(
        bureau="甲局",
        code="1",
        parent="",
        round="2026年度自评",
        notices=("《某通知》",),
        level="县",
        as_of=date(2026, 6, 30),
        day=date(2026, 7, 10),
        basis="认定结果",
        state="已签批，待审核同意",
        signed=Signatory("李四", datetime(2026, 7, 2, 9, 0)),
        agreed=None,
        figures=(PlanFigure("认定得分", "59.26", "未达标", ""), PlanFigure("全部办结后", "100.00", "优秀", "+40.74")),
        counts={"合计": 1, "逾期": 1},
        rows=(row,),
        is_demo=False,
        response=1,
    )


def test_a_plan_says_what_its_pdf_says_and_has_room_for_seal_and_signature() -> None:
    written = write_plan_docx(plan())
    printed = "".join(read_pages(write_plan_pdf(plan())))
    tables = docx.Document(BytesIO(written)).tables
    for cell in {cell.text for one in tables for row in one.rows for cell in row.cells}:
        for line in cell.split("\n"):
            assert "".join(line.split()) in printed, line
    assert [cell.text for cell in tables[2].rows[1].cells][:3] == [
        "1",
        "应急演练\n二（三）　第3题\n关键项",
        "从未开展",
    ]
    assert "主要负责人（签字）：＿＿＿" in read_words(written) and "主要负责人（签字）" not in printed


@pytest.mark.parametrize("letterhead", [None, clean_letterhead(make_letterhead())])
def test_a_plan_lies_on_its_side_on_a_letterhead_too(letterhead: bytes | None) -> None:
    written = write_plan_docx(plan(), letterhead)
    section = docx.Document(BytesIO(written)).sections[0]
    assert section.orientation is WD_ORIENTATION.LANDSCAPE
    assert (section.page_width or 0) > (section.page_height or 0)
    assert (HEADER in read_above(written)) is (letterhead is not None)
    check_whole(written)


def test_the_report_on_a_round_has_the_map_as_a_table() -> None:
    members = [
        verified("1", 95, grade="优秀"),
        verified("2", 50, grade="未达标"),
        waiting("3"),
        verified("4", 80, SOUTH),
    ]
    written = write_round_docx(report_on(*members, asked=(A,)))
    check_whole(written)
    tables = docx.Document(BytesIO(written)).tables
    tiles = next(table for table in tables if table.rows[0].cells[0].text == "北市")
    assert [cell.text for cell in tiles.rows[0].cells][1:4] == ["1县 95", "2县 50", "3县 —"]
    xml = [cell._tc.xml for cell in tiles.rows[0].cells]
    assert 'w:fill="2f5f8f"' in xml[1] and 'w:sz="18"' in xml[2] and "dashed" in xml[3]
