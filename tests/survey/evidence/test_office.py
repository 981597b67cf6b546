"""What Office files say, shown in a frame: as words, within bounds, whatever is inside."""

import io
import time
import zipfile
from datetime import date

import pytest
import xlsxwriter
from flask import Flask

from questionnaires.drafting.parts import Block, TableBlock, TextBlock
from questionnaires.messages import Refused
from survey.evidence.office import MOST_CHARACTERS, PreviewPart, read_preview
from survey.sheets.showing import MOST_COLUMNS, MOST_ROWS
from tests.people import Respondent, sign_in
from tests.survey.evidence.sample_files import make_docx, make_xlsx, pack_parts

PLAN = "emergency-plan"
RUN = "<w:r><w:t>{}</w:t></w:r>"
PARAGRAPH = f"<w:p>{RUN}</w:p>"
CELL = f"<w:tc>{{}}{PARAGRAPH}</w:tc>"


def read(kind: str, content: bytes) -> tuple[PreviewPart, ...]:
    return read_preview(kind, io.BytesIO(content))


def write_workbook(*rows: tuple[object, ...]) -> bytes:
    content = io.BytesIO()
    with xlsxwriter.Workbook(content, {"default_date_format": "yyyy-mm-dd"}) as book:
        sheet = book.add_worksheet("检验<设备>")
        book.add_worksheet("隐藏").hide()
        for number, row in enumerate(rows):
            sheet.write_row(number, 0, row)
        sheet.write(0, 5, 0.8525, book.add_format({"num_format": "0.00%"}))
        sheet.write_formula(1, 5, "=A1*2", value=84)
        sheet.write_url(2, 5, "https://example.org/", string="见附件")
    return content.getvalue()


def test_a_document_is_headings_paragraphs_and_tables_with_merged_cells_said_once() -> None:
    span, down = '<w:tcPr><w:gridSpan w:val="2"/></w:tcPr>', "<w:tcPr><w:vMerge/></w:tcPr>"
    heading = f'<w:p><w:pPr><w:outlineLvl w:val="0"/></w:pPr>{RUN.format("应急预案")}</w:p>'
    rows = CELL.format(span, "物资") + CELL.format("", "数量"), CELL.format(down, "") * 2 + CELL.format("", "3")
    table = "".join(f"<w:tr>{row}</w:tr>" for row in rows)
    (part,) = read("docx", make_docx(f"{heading}{PARAGRAPH.format('一、总则')}<w:tbl>{table}</w:tbl>"))
    wanted: list[Block] = [TextBlock("应急预案", 1), TextBlock("一、总则")]
    assert part == PreviewPart("", (*wanted, TableBlock((("物资", "", "数量"), ("", "", "3")))), is_whole=True)


def test_a_workbook_is_its_visible_sheets_with_what_formulas_came_to() -> None:
    (part,) = read("xlsx", write_workbook((42, "离心机", date(2025, 3, 1)), (0.1 + 0.2, "", True), ("x",)))
    rows = (
        ("42", "离心机", "2025-03-01", "", "", "85.25%"),
        ("0.3", "", "TRUE", "", "", "84"),
        ("x", "", "", "", "", "见附件"),
    )
    assert part == PreviewPart("检验<设备>", (TableBlock(rows),), is_whole=True)


def test_of_what_is_long_the_beginning_is_kept_and_it_is_said_that_there_is_more() -> None:
    (sheet,) = read("xlsx", write_workbook(*[tuple(range(MOST_COLUMNS + 5))] * (MOST_ROWS + 5)))
    table = sheet.blocks[0]
    assert isinstance(table, TableBlock)
    assert (len(table.rows), len(table.rows[0]), sheet.is_whole) == (MOST_ROWS, MOST_COLUMNS, False)
    (document,) = read("docx", make_docx(PARAGRAPH.format("字" * 1_000) * 300))
    assert (len(document.blocks), document.is_whole) == (MOST_CHARACTERS // 1_000, False)


def _pack(made: bytes, name: str, part: bytes) -> bytes:
    """A file with another part, or with one in place of its own."""
    with zipfile.ZipFile(io.BytesIO(made)) as archive:
        return pack_parts({one: archive.read(one) for one in archive.namelist()} | {name: part})


ENTITY = b'<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">]><x>&b;</x>'
OUTSIDE = b'<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><x>&a;</x>'
HOSTILE = {
    "a bomb of zeros": ("docx", _pack(make_docx(""), "word/media/image1.png", bytes(60_000_000))),
    "a bomb of empty elements": ("docx", make_docx("<w:p/>" * 400_000)),
    "a text without end": ("docx", make_docx(PARAGRAPH.format("x" * 5_000_000))),
    "entities in Word": ("docx", _pack(make_docx(""), "word/document.xml", ENTITY)),
    "a file of the server in Word": ("docx", _pack(make_docx(""), "word/document.xml", OUTSIDE)),
    "depth": ("docx", make_docx("<w:ins>" * 5_000 + "</w:ins>" * 5_000)),
    "not whole": ("docx", make_docx(PARAGRAPH.format("x"))[:-30]),
    "a million cells": ("xlsx", make_xlsx(("<row>" + "<c><v>1</v></c>" * 100 + "</row>") * 10_000)),
    "a sheet of zeros": ("xlsx", _pack(make_xlsx(""), "xl/media/image1.png", bytes(60_000_000))),
    "entities in Excel": ("xlsx", _pack(make_xlsx(""), "xl/worksheets/sheet1.xml", ENTITY)),
    "no workbook": ("xlsx", make_docx(PARAGRAPH.format("x"))),
    "a column that is none": ("xlsx", make_xlsx('<row r="1"><c r="ZZZZZZ1"><v>1</v></c></row>')),
}


@pytest.mark.parametrize(("kind", "content"), HOSTILE.values(), ids=HOSTILE)
def test_what_is_hostile_is_refused_in_words_and_soon(kind: str, content: bytes) -> None:
    with pytest.raises(Refused):
        read(kind, content)


def test_a_row_far_below_costs_nothing() -> None:
    begun = time.process_time()
    (sheet,) = read("xlsx", make_xlsx('<row r="99999999999"><c><v>1</v></c></row>'))
    assert (sheet.is_whole, time.process_time() - begun < 2) == (False, True)


def test_bureau_and_reviewer_see_words_in_a_sandbox_and_no_markup_of_the_file(bureau: Respondent, site: Flask) -> None:
    script = "&lt;script&gt;alert(1)&lt;/script&gt;"
    row = bureau.attach(PLAN, make_docx(PARAGRAPH.format(script)), name="说明.docx", kind="docx")
    broken = bureau.attach(PLAN, make_docx(PARAGRAPH.format("x") * 60_000), name="过长.docx", kind="docx")
    bureau.answer_all()
    bureau.submit()
    for client in (bureau.client, sign_in(site, "city")):
        path = f"/responses/{bureau.response_id}/evidence"
        assert f"{path}/{row.id}/preview" in client.get(path).text
        shown = client.get(f"{path}/{row.id}/preview")
        assert script in shown.text and "<script" not in shown.text
        assert shown.headers["Content-Security-Policy"].startswith("sandbox allow-same-origin; default-src 'none'")
        refused = client.get(f"{path}/{broken.id}/preview")
        assert (refused.text, refused.mimetype) == ("此文件无法预览，请下载。", "text/plain")
