"""What stands on one page in a Word paper: no line of a table alone at the edge of a page, no words without it."""

from decimal import Decimal
from io import BytesIO
from pathlib import Path
from typing import Any

import docx
import pytest

from reports.printing.svg_charts import draw_heat_map, embed_svg, shade_scores
from reports.rounds.report import STYLESHEET as ROUND_STYLE
from reports.word.letters import STYLESHEET
from reports.word.writing import WordPaper, write_docx

TALL = "很长的一格，占许多行。" * 10


def open_paper(body: str, stylesheet: Path = STYLESHEET) -> Any:
    html = f"<html><head><title>x</title></head><body>{body}</body></html>"
    return docx.Document(BytesIO(write_docx(WordPaper(html, stylesheet))))


def make_table(rows: int, words: str = "格") -> str:
    head = '<thead><tr><th scope="col">序号</th><th scope="col">事项</th></tr></thead>'
    return f"<table>{head}<tbody>{f'<tr><td>1</td><td>{words}</td></tr>' * rows}</tbody></table>"


def list_kept(document: Any) -> list[int]:
    """The rows of the first table that go on to the page of the next one, the head being row 0."""
    rows = document.tables[0].rows
    return [at for at, row in enumerate(rows) if row._tr.xpath("./w:tc/w:p/w:pPr/w:keepNext")]


@pytest.mark.parametrize(("rows", "kept"), [(1, [0]), (2, [0, 1]), (3, [0, 1, 2]), (9, [0, 1, 8])])
def test_no_table_begins_or_ends_with_one_low_row_of_a_page(rows: int, kept: list[int]) -> None:
    assert list_kept(open_paper(make_table(rows))) == kept


def test_rows_of_many_lines_may_stand_alone() -> None:
    assert list_kept(open_paper(make_table(9, TALL))) == [0]


@pytest.mark.parametrize(("rows", "kept"), [(4, [0, 1, 2, 3]), (12, list(range(12))), (20, [0, 1, 2, 3, 17, 18, 19])])
def test_what_is_to_stand_together_is_cut_where_it_would_empty_half_a_page(rows: int, kept: list[int]) -> None:
    """Twelve rows stay together, of more than these the first four and the last four."""
    assert list_kept(open_paper(f'<div class="together">{make_table(rows)}</div>')) == kept


def test_a_table_goes_on_with_the_words_below_it_in_the_same_block() -> None:
    both = f'<div class="together">{make_table(3)}<p class="caption">说明</p></div><p>下文</p>'
    document = open_paper(both)
    assert list_kept(document) == [0, 1, 2, 3]
    assert [bool(one._p.xpath("./w:pPr/w:keepNext")) for one in document.paragraphs] == [False, False]


@pytest.mark.parametrize(("words", "keeps"), [("名单如下。", True), ("很长的一段。" * 200, False)])
def test_words_before_a_table_stand_on_its_page(words: str, keeps: bool) -> None:
    [before, _] = open_paper(f"<p>{words}</p>{make_table(3)}").paragraphs
    assert bool(before._p.xpath("./w:pPr/w:keepNext")) is keeps


def test_figures_of_a_narrow_field_are_narrow() -> None:
    """A field of a wide picture has 4.5 mm: three figures of 8 points do not go into it in every font."""
    picture = embed_svg(
        draw_heat_map([[Decimal(100)]], shade_scores([Decimal(90), Decimal(75), Decimal(60), Decimal(0)]), "图")
    )
    rows = '<tbody><tr><td class="heat-place">市</td><td>100</td></tr></tbody>'
    fields = f'<table><colgroup><col class="heat-place"/><col/></colgroup>{rows}</table>'
    heat = f'<div class="heat heat-wide"><img src="{picture}" alt="图"/>{fields}</div>'
    [table] = open_paper(heat, ROUND_STYLE).tables
    assert table._tbl.xpath(".//w:t[.='100']/../w:rPr/w:w/@w:val") == ["80"]
    assert set(table._tbl.xpath("./w:tblPr/w:tblCellMar/*[self::w:left or self::w:right]/@w:w")) == {"0"}
