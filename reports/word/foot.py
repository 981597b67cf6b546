"""The foot of an official paper: who printed it and when, on the last lines of the last page (GB/T 9704-2012, 7.4).

No program puts words of the flow there by itself, and how far the text reaches is known to none before it is laid out:
so the imprint stands in a box that is held at the lower margin, and an empty line as high as the box keeps its room at
the end of the text. Wherever that line comes to stand, nothing of the text is below it.
"""

import math
import unicodedata
from collections.abc import Sequence

from reports.word.boxes import EMU_PER_MM, Spot, write_box
from reports.word.styles import IMPRINT

TWIPS_PER_MM, POINTS_PER_MM = 1440 / 25.4, 72 / 25.4
EMU_PER_TWIP = 635
EDGES = (
    '<w:pBdr><w:top w:val="single" w:sz="8" w:space="1" w:color="auto"/>'
    '<w:bottom w:val="single" w:sz="8" w:space="1" w:color="auto"/>'
    '<w:between w:val="single" w:sz="6" w:space="1" w:color="auto"/></w:pBdr>'
    '<w:tabs><w:tab w:val="right" w:pos="{end}"/></w:tabs>'
)
RED_LINE = '<w:pBdr><w:bottom w:val="single" w:sz="12" w:space="11" w:color="ff0000"/></w:pBdr>'
BETWEEN = 60  # of the lines around a line of the imprint, and of what is free beside them
NARROW = 0.55  # of a digit or letter, in widths of a Chinese character


def write_imprint_box(lines: list[str], high: int, width: float, number: int) -> str:
    """A run that holds these paragraphs at the foot of its page: `high` in twentieths of a point, `width` in
    millimetres, `number` as no other box of the paper has it."""
    return write_box(lines, Spot(round(width * EMU_PER_MM), high * EMU_PER_TWIP), number, "版记")


def find_height(lines: Sequence[str], width: float) -> int:
    """How high an imprint of these lines is in a column of `width` millimetres, in twentieths of a point."""
    return sum(_count_lines(one, width) for one in lines) * IMPRINT.line + (len(lines) + 1) * BETWEEN


def _count_lines(words: str, width: float) -> int:
    """How many lines words take; a character at each edge stays free."""
    column = width * POINTS_PER_MM / (IMPRINT.size / 2) - 2
    filled = sum(1 if unicodedata.east_asian_width(one) in "WFA" else NARROW for one in words)
    return max(1, math.ceil(filled / column))


def write_edges(width: float) -> str:
    """The lines of an imprint, and where its right half ends: a character from the edge."""
    return EDGES.format(end=round(width * TWIPS_PER_MM) - 10 * IMPRINT.size)
