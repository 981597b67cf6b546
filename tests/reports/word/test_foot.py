"""The imprint of an official paper: at the foot of the page on which the text ends, whatever comes before it."""

from dataclasses import replace
from io import BytesIO
from typing import Any

import docx
import pytest
from docx.oxml.ns import qn

from reports.word.foot import find_height
from reports.word.letterhead_checks import clean_letterhead
from reports.word.letters import write_letters, write_notice
from reports.word.office import AskedBureau, Contact, LateBureau, LateLetters, OpeningNotice
from tests.reports.word.letterheads import make_letterhead

WIDTH = 156  # mm of a page between its margins
TWIP = 635  # of the units of drawings
ANCHOR = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}"
OFFICE = "某省药品监督管理局"
LATE = LateBureau("1", "甲局", "《某通知》", "县", "填报中", "提交", "2026年6月1日", 12, (), OFFICE, "北市局")


def open_notice(rows: int) -> Any:
    notice = OpeningNotice(
        title="2026年度自评",
        sources=["某省人民政府《甲通知》"],
        levels=[("《甲通知》", [("县", rows)])],
        bureaus=[AskedBureau("北市", f"{number}局", "县", "2026年7月1日") for number in range(rows)],
        put_off=0,
        as_of="2026年6月30日",
        year=2025,
        opens_on="2026年6月1日",
        closes_on="2026年7月1日",
        sender=Contact(),
        office=OFFICE,
    )
    return docx.Document(BytesIO(write_notice(notice)))


def list_boxes(document: Any) -> list[Any]:
    return list(document.element.body.iter(f"{ANCHOR}anchor"))


@pytest.mark.parametrize(("words", "lines"), [("字" * 29, 1), ("字" * 30, 2), ("1" * 53, 1), ("1" * 54, 2)])
def test_a_line_of_an_imprint_holds_29_characters(words: str, lines: int) -> None:
    """156 mm are 31.6 characters of 14 points, of which the two at the edges stay free."""
    assert find_height([words], WIDTH) == lines * 480 + 2 * 60
    assert find_height([words, "字"], WIDTH) == (lines + 1) * 480 + 3 * 60


@pytest.mark.parametrize("rows", [0, 1, 3, 60])
def test_behind_a_table_the_imprint_is_held_at_the_lower_margin(rows: int) -> None:
    document = open_notice(rows)
    [box] = list_boxes(document)
    place = box.find(f"{ANCHOR}positionV")
    assert (place.get("relativeFrom"), "".join(place.itertext())) == ("margin", "bottom")
    words = "".join(one.text or "" for one in box.iter(qn("w:t")))
    assert words == f"　{OFFICE}办公室＿＿＿＿年＿＿月＿＿日印发"


@pytest.mark.parametrize("rows", [0, 1, 60])
def test_the_last_line_of_the_text_keeps_the_room_of_the_box(rows: int) -> None:
    document = open_notice(rows)
    [box], last = list_boxes(document), document.paragraphs[-1]._p
    assert box in list(last.iter(f"{ANCHOR}anchor"))
    [spacing] = last.xpath("./w:pPr/w:spacing")
    high = int(box.find(f"{ANCHOR}extent").get("cy")) // TWIP
    assert (spacing.get(qn("w:line")), spacing.get(qn("w:lineRule"))) == (str(high), "exact")
    assert high == 480 + 2 * 60


@pytest.mark.parametrize(("rows", "kept"), [(1, [1]), (2, [1, 2]), (60, [1, 59, 60])])
def test_the_last_rows_of_a_list_go_on_with_the_imprint(rows: int, kept: list[int]) -> None:
    """A page with nothing but an imprint would be no page of the paper."""
    table = open_notice(rows).tables[0]
    found = [at for at, row in enumerate(table.rows) if row._tr.xpath("./w:tc/w:p/w:pPr/w:keepNext")]
    assert found == [0, *kept]


def test_each_letter_has_a_box_of_its_own() -> None:
    letters = LateLetters("2026年度自评", "2026年6月13日", [LATE, replace(LATE, name="乙局")], Contact())
    for letterhead in (None, clean_letterhead(make_letterhead())):
        document = docx.Document(BytesIO(write_letters(letters, letterhead)))
        boxes = [one for one in list_boxes(document) if one.find(f"{ANCHOR}docPr").get("name") == "版记"]
        numbers = [one.get("id") for one in document.element.body.iter(f"{ANCHOR}docPr")]
        assert len(boxes) == 2 and len(set(numbers)) == len(numbers)
        assert int(boxes[0].find(f"{ANCHOR}extent").get("cy")) // TWIP == 480 + 2 * 60
