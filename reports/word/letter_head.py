"""The head of a letter of an office (GB/T 9704-2012, 10.1): its name 30 mm below the edge of the page, without 文件; a
red double line 4 mm below that and another one 20 mm above the lower edge; each letter counts its own pages, and the
first has no number."""

from collections.abc import Iterator
from typing import Any

from lxml import etree

from reports.word.boxes import EMU_PER_MM, Spot, write_bar, write_box
from reports.word.styles import BODY, LINE, MARK

POINTS_PER_MM, TWIPS_PER_MM = 72 / 25.4, 1440 / 25.4
PAGE, TOP_MARGIN = (210.0, 297.0), 37.0
RULE, RED = 170.0, "ff0000"  # millimetres that a double line is long
MARK_TOP, BELOW_MARK, FROM_FOOT = 30.0, 4.0, 20.0
THICK, BETWEEN, THIN = 1.0, 0.5, 0.35  # of a double line
DOUBLE = THICK + BETWEEN + THIN
SHAPES = 5  # of a head: the name, and two bars for each double line
ROOM = 168.0  # for the name, between the ends of the line below


def find_mark_size(words: str) -> int:
    """In how many points a name fits into one line, the largest 42."""
    return min(MARK.size // 2, int(ROOM * POINTS_PER_MM / max(1, len(words))))


def write_letter_shapes(mark: str, size: int, first: int) -> str:
    """Runs with the paragraph of the name, set in `size` points, and both double lines; numbered from `first`."""
    high, left = size / POINTS_PER_MM, (PAGE[0] - RULE) / 2
    box = write_box([mark], _put(left, MARK_TOP, high), first, "发文机关标志")
    bars = enumerate(_list_bars(MARK_TOP + high + BELOW_MARK), start=first + 1)
    return box + "".join(write_bar(RED, _put(left, top, thick), number, "红色双线") for number, (top, thick) in bars)


def _list_bars(top: float) -> Iterator[tuple[float, float]]:
    """How far from the edge each bar begins and how thick it is: thick over thin above, thin over thick below."""
    yield top, THICK
    yield top + THICK + BETWEEN, THIN
    foot = PAGE[1] - FROM_FOOT - DOUBLE
    yield foot, THIN
    yield foot + THIN + BETWEEN, THICK


def _put(left: float, top: float, high: float) -> Spot:
    return Spot(*(round(one * EMU_PER_MM) for one in (RULE, high, left, top)))


def find_head_space(size: int) -> int:
    """How high the line before the number is, in twentieths of a point: the number's letters stand 7/8 of their height
    below the upper double line, in the middle of their own line."""
    rule_end = MARK_TOP + size / POINTS_PER_MM + BELOW_MARK + DOUBLE
    letter = BODY.size * 10
    return round((rule_end - TOP_MARGIN) * TWIPS_PER_MM + letter * 7 / 8 - (LINE - letter) / 2)


def end_section(paragraph: str, document: Any) -> str:
    """The paragraph as the last one of a section like that of the whole document."""
    page = etree.tostring(document.element.body[-1], encoding="unicode")
    return paragraph.replace("</w:pPr>", f"{page}</w:pPr>", 1)
