"""The gap report is read back from its PDF."""

import re
from decimal import Decimal
from io import BytesIO
from typing import Any

import pytest
from pypdf import PageObject, PdfReader
from pypdf.generic import ContentStream

from questionnaires.answers import read_answers
from questionnaires.questionnaire import Section
from questionnaires.scoring import score
from reports.gap.content import GapReport, find_false_facts
from reports.gap.report import build_gap_report, write_gap_report
from reports.printing.fonts import find_fonts
from tests.reports.samples import (
    ALL_MET,
    AS_OF,
    BUREAU,
    MIXED,
    MIXED_GAPS,
    REASON,
    make_question,
    make_questionnaire,
    make_report,
    read_pages,
)


@pytest.fixture(scope="module")
def mixed_pdf() -> bytes:
    return write_gap_report(make_report(MIXED, REASON, {"drill": "已列入下半年计划。"}, parent="某某市", demo=True))


@pytest.fixture(scope="module")
def mixed_pages(mixed_pdf: bytes) -> list[str]:
    return read_pages(mixed_pdf)


def test_the_first_page_names_bureau_notice_date_score_and_grade(mixed_pages: list[str]) -> None:
    for words in ("药品监管能力自评差距报告", BUREAU, "某某市", "某政办发〔2022〕1号", "2026年6月30日"):
        assert words in mixed_pages[0]
    assert "综合得分63.43分（满分100分），能力等级为“基本达标”" in mixed_pages[0]


def test_every_gap_stands_in_the_table_and_in_detail(mixed_pages: list[str]) -> None:
    text = "".join(mixed_pages)
    for title in MIXED_GAPS:
        assert text.count(title) >= 2  # here, and where it is asked


def test_it_says_in_figures_what_is_missing(mixed_pages: list[str]) -> None:
    text = "".join(mixed_pages)
    assert "差距35学时，距40学时差5学时" in text
    assert "75%，距90%差15个百分点（按现有总数还差9人）" in text
    assert "已超过期限" not in text
    assert "已逾期181天（期限为2025年12月31日）" in text


def test_the_printed_lost_points_add_up_to_100_less_the_printed_score(mixed_pages: list[str]) -> None:
    text = "".join(mixed_pages)
    lost = [Decimal(points) for points in re.findall(r"达标失(\d+\.\d\d)分", text)]
    assert len(lost) == len(MIXED_GAPS)
    assert sum(lost) == Decimal("36.57") == 100 - Decimal("63.43")
    assert "7项合计失36.57分（100.00减综合得分63.43）" in text


def test_gaps_stand_in_the_order_of_the_scorecard() -> None:
    headings = re.findall(r"<td><b>▲?(\d+)\. (\w+)", build_gap_report(make_report(MIXED, REASON)))
    assert [title for _, title in headings] == [
        "能力建设规划",  # overdue
        # No due date: large losses first.
        "应急演练频次",
        "抽检批次增长",
        "应急保障",
        "持证检查人员占比",
        "监管人员培训",
        "实验室等级",  # not yet due
    ]


def test_it_gives_reasons_remarks_and_what_was_done_late(mixed_pages: list[str]) -> None:
    text = "".join(mixed_pages)
    assert REASON["reactions"] in text
    assert "已列入下半年计划。" in text
    assert "2022年3月1日完成（逾期完成）" in text


def test_pages_are_numbered_and_marked_as_demonstration(mixed_pages: list[str]) -> None:
    for number, text in enumerate(mixed_pages, 1):
        assert f"—{number}—" in text
        assert text.count("演示数据") >= 2


def test_a_real_report_bears_no_mark() -> None:
    assert "演示" not in build_gap_report(make_report(MIXED, REASON))


def find_fonts_of(page: PageObject) -> list[Any]:
    resources: Any = page["/Resources"]
    return [font.get_object() for font in resources["/Font"].values()]


def test_chinese_fonts_are_embedded_and_no_glyph_is_missing(mixed_pdf: bytes) -> None:
    reader = PdfReader(BytesIO(mixed_pdf))
    for page in reader.pages:
        for font in find_fonts_of(page):
            descendant = font["/DescendantFonts"][0].get_object()
            assert re.search("CJK|Song|Fang|Hei|Kai", descendant["/BaseFont"])
            assert {"/FontFile2", "/FontFile3"} & set(descendant["/FontDescriptor"].get_object())
        shown = ContentStream(page.get_contents(), reader).operations
        strings = [
            part
            for operands, operator in shown
            if operator in (b"TJ", b"Tj")
            for part in (operands[0] if operator == b"TJ" else operands)
            if not isinstance(part, int | float)
        ]
        codes = [bytes(getattr(part, "original_bytes", part)) for part in strings]
        assert codes and not any(b"\0\0" in {code[at : at + 2] for at in range(0, len(code), 2)} for code in codes)


def test_title_language_and_bookmarks_are_set(mixed_pdf: bytes) -> None:
    reader = PdfReader(BytesIO(mixed_pdf))
    assert BUREAU in str(reader.metadata.title)  # type: ignore[union-attr]
    assert str(reader.root_object["/Lang"]) == "zh-Hans"
    assert "一、差距和整改建议" in str(reader.outline)


def test_a_cap_is_named_with_its_question() -> None:
    html = build_gap_report(make_report(ALL_MET | {"committee": False}))
    assert "综合得分90.00分" in html
    assert "按得分对应的等级为“优秀”；因关键项“药品安全委员会”未达标，等级限定为“未达标”" in html


def test_a_cap_that_changes_nothing_is_said_to_change_nothing() -> None:
    html = build_gap_report(make_report(dict.fromkeys(ALL_MET, None) | MIXED | {"committee": False}, REASON))
    assert "关键项“药品安全委员会”未达标；按得分对应的等级已不高于关键项限定的等级，不再调低" in html


def test_an_unfinished_response_shows_a_range_and_what_is_open() -> None:
    html = build_gap_report(make_report({"committee": True, "training": 20}))
    # 1 and 1/2 of ten questions; eight are open.
    assert "得分区间为15.00分至95.00分" in html and "15.00～95.00" in html
    assert "未作答<br/>8题" in html and "综合得分1" not in html
    assert "100.00减得分区间上限95.00" in html


def test_nothing_applicable_is_no_score_and_not_zero() -> None:
    html = build_gap_report(make_report({}, dict.fromkeys(ALL_MET, "本县不涉及。")))
    assert "未评定" in html and "没有可以计分的题目" in html
    assert "0.00分" not in html


def test_all_met_has_no_gaps() -> None:
    html = build_gap_report(make_report(ALL_MET))
    assert "综合得分100.00分" in html and "“优秀”" in html
    assert "没有部分达标或者未达标的事项" in html and "整改建议</th>" not in html


def test_facts_that_do_not_hold_are_listed() -> None:
    facts = find_false_facts(make_questionnaire(), {"has_laboratory": False})
    assert "对下列情况答“否”，与之相关的题目未列入：本级是否设有检验机构？" in build_gap_report(
        make_report(ALL_MET, facts=facts)
    )
    assert find_false_facts(make_questionnaire(), {}) == ()


def test_hostile_words_are_shown_and_not_obeyed() -> None:
    hostile = "<script>alert(1)</script><img src='file:///etc/passwd'>{{ 7*7 }}"
    pages = read_pages(write_gap_report(make_report(MIXED, REASON, {"drill": hostile}, bureau="甲<b>局")))
    assert "<script>alert(1)</script>" in "".join(pages) and "{{7*7}}" in "".join(pages)
    assert "甲<b>局" in pages[0]


def test_a_character_without_a_glyph_is_shown_by_its_code() -> None:
    report = make_report(MIXED, REASON, {"drill": "完成\U0001fae0了\u202e"})
    text = "".join(read_pages(write_gap_report(report)))
    assert "完成〔U+1FAE0〕了" in text
    assert "无法印出的字符，已用其编码代替（〔U+1FAE0〕）" in text
    assert "编码代替" not in build_gap_report(make_report(MIXED, REASON), find_fonts().substitute)


@pytest.mark.parametrize("remark", ["药" * 2000, "W" * 2000, "第一行\n" * 300], ids=["chinese", "one word", "lines"])
def test_a_long_remark_is_printed_whole(remark: str) -> None:
    pages = read_pages(write_gap_report(make_report(MIXED, REASON, {"drill": remark})))
    assert "".join(pages).count(remark[0]) >= remark.count(remark[0])
    assert "四、评分说明" in "".join(pages)


def test_words_written_from_right_to_left_do_no_harm() -> None:
    text = "".join(read_pages(write_gap_report(make_report(MIXED, REASON, {"drill": "مرحبا 你好"}))))
    assert "你好" in text and "由本局牵头" in text


def test_quantities_and_what_is_set_apart_are_told_and_not_scored() -> None:
    items = [{"value": one, "label": one.upper(), "may_not_apply": True} for one in ("a", "b", "c")]
    questions = (
        make_question("places", "场所", {"kind": "checklist", "items": items}),
        make_question("staff", "人员", {"kind": "quantity", "unit": "人", "measure": "stock"}),
        make_question("cases", "办案", {"kind": "quantity", "unit": "件", "measure": "flow"}),
    )
    section = Section(id="N08", title="能力", aspect="", questions=questions)
    asked = make_questionnaire().replace(domains=(section,))
    told = {
        "places": {"value": ["a"], "set_apart": {"b": "没有口岸", "c": "未发生"}},
        "staff": {"value": 17},
        "cases": {"not_kept": "没有台账"},
    }
    card = score(asked, read_answers(asked, told, AS_OF), AS_OF)
    words = build_gap_report(GapReport(bureau="某局", questionnaire=asked, scorecard=card))
    assert "已具备1/1项：A；不涉及1项：B（没有口岸）；未发生1项：C" in words
    assert "填报1项，另有1项没有统计并说明了理由；供汇总使用，不计分，逐项见所附数据文件。" in words
    assert "不计分<br/>" not in words
