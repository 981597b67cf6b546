"""Reports as Word files: the words and figures of the PDF, in the styles of an official paper."""

from io import BytesIO

import docx
import pytest
from docx.oxml.ns import qn

from reports.gap.content import Annex
from reports.gap.report import write_gap_report
from reports.word.papers import write_gap_docx
from tests.reports.samples import MIXED, make_report, make_rich_report, read_pages
from tests.reports.word.reading import check_whole, list_figures, read_above, read_paragraphs, read_words

ALL = frozenset(Annex)
END = "文件说明"


def test_it_says_all_that_the_pdf_says() -> None:
    report = make_rich_report(annexes=ALL)
    printed = "".join(read_pages(write_gap_report(report)))
    written = read_words(write_gap_docx(report))
    said = written[: written.index(END)]
    table = docx.Document(BytesIO(write_gap_docx(report))).tables
    for cell in {cell.text for one in table[:-1] for row in one.rows for cell in row.cells if cell.text}:
        for line in cell.split("\n"):
            assert not line or "".join(line.split()) in said
    assert [one for one in list_figures(write_gap_docx(report)) if one not in printed] == []
    for figure in ("63.43", "59.26", "+5.56", "40.74", "53.70"):
        assert said.count(figure) == printed.count(figure), figure


def test_every_sentence_outside_tables_is_in_the_pdf() -> None:
    report = make_rich_report()
    printed = "".join(read_pages(write_gap_report(report)))
    sentences = [words for style, words in read_paragraphs(write_gap_docx(report)) if style in ("公文正文", "图表说明")]
    assert len(sentences) > 8
    for words in sentences:
        assert "".join(words.split()) in printed


def test_headings_have_the_styles_of_an_official_paper() -> None:
    found = read_paragraphs(write_gap_docx(make_rich_report()))
    assert found[0] == ("公文标题", "药品监管能力自评差距报告")
    assert ("公文副标题", "某某县市场监督管理局") in found
    assert [words for style, words in found if style == "一级标题"][:2] == ["一、差距和整改建议", "二、各领域得分"]


def test_the_page_is_numbered_and_has_the_margins_of_the_paper() -> None:
    written = write_gap_docx(make_rich_report())
    section = docx.Document(BytesIO(written)).sections[0]
    margin, width = section.left_margin, section.page_width
    assert margin is not None and round(margin.mm) == 22
    assert width is not None and round(width.mm) == 210
    assert read_above(written).count("—  PAGE 1 —") == 2  # right and left


def test_heads_come_again_and_rows_stay_whole() -> None:
    table = docx.Document(BytesIO(write_gap_docx(make_rich_report(annexes=ALL)))).tables[5]
    rows = [row._tr for row in table.rows]
    assert rows[0].find(f".//{qn('w:tblHeader')}") is not None
    assert all(row.find(f".//{qn('w:cantSplit')}") is not None for row in rows)
    assert rows[1].find(f".//{qn('w:tblHeader')}") is None


def test_bars_are_pictures_that_say_what_they_show() -> None:
    document = docx.Document(BytesIO(write_gap_docx(make_rich_report())))
    said = [one.get("descr") for one in document.element.body.iter(qn("wp:docPr"))]
    assert len(said) == 2 and "检验检测能力" in str(said[0])
    assert all(part.blob.startswith(b"\x89PNG") for part in document.part.package.image_parts)


def test_it_says_that_it_is_no_proof() -> None:
    words = read_words(write_gap_docx(make_rich_report()))
    assert "不作为认定依据" in words and "SHA-256" not in words and "PDF/A" not in words


def test_made_up_data_are_marked_above_every_page() -> None:
    written = write_gap_docx(make_report(MIXED, demo=True))
    assert read_above(written).count("演示数据　仅供演示") == 2
    assert "演示数据" not in read_above(write_gap_docx(make_report(MIXED)))


def test_typed_lines_stay_lines_and_what_xml_cannot_hold_is_named() -> None:
    report = make_report(MIXED, remarks={"plan": "第一行\n第二行<b>&\ufffe"}, bureau="某\x07局")
    written = write_gap_docx(report)
    words = [row.cells[1].text for one in docx.Document(BytesIO(written)).tables for row in one.rows]
    assert any("第一行\n第二行<b>&〔U+FFFE〕" in one for one in words)
    assert ("公文副标题", "某〔U+0007〕局") in read_paragraphs(written)


@pytest.mark.parametrize("report", [make_rich_report(annexes=ALL), make_report({}), make_report(MIXED, demo=True)])
def test_the_same_report_is_the_same_whole_file(report: object) -> None:
    written = write_gap_docx(report)  # type: ignore[arg-type]
    check_whole(written)
    assert written == write_gap_docx(report)  # type: ignore[arg-type]
    assert len(written) < 60_000
