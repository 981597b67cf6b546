"""The foot of an official paper: who printed it and when, in the flow of its text, as low on the last page as may be.

No program puts words of the flow at the foot of a page by itself, and frames and floating tables are drawn at other
places by each. So the free lines above the imprint are worked out: without tables all lines are of given height, and 28
characters stand in one.
"""

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

from reports.word.runs import Run
from reports.word.styles import IMPRINT, OfficialStyle

EDGES = (
    '<w:pBdr><w:top w:val="single" w:sz="8" w:space="1" w:color="auto"/>'
    '<w:bottom w:val="single" w:sz="8" w:space="1" w:color="auto"/>'
    '<w:between w:val="single" w:sz="6" w:space="1" w:color="auto"/></w:pBdr>'
    '<w:tabs><w:tab w:val="right" w:pos="{end}"/></w:tabs>'
)
RED_LINE = '<w:pBdr><w:bottom w:val="single" w:sz="12" w:space="11" w:color="ff0000"/></w:pBdr>'
TWIPS_PER_MM = 1440 / 25.4
GAP_ABOVE = 2 * IMPRINT.line  # where the free lines are not known
SPARE = IMPRINT.line  # programs break lines at other characters
NARROW = 0.55  # of a digit or letter, in widths of a Chinese character


@dataclass(frozen=True, slots=True)
class MeasuredBlock:
    """A paragraph by its height: how many lines of which height, what is free around it, whether the next is to stand
    on its page."""

    lines: int
    line: int
    around: int
    keeps: bool

    @property
    def height(self) -> int:
        return self.lines * self.line + self.around


def measure(runs: Sequence[Run], style: OfficialStyle, line: int, width: float, keeps: bool) -> MeasuredBlock:
    """A paragraph in a column of `width` millimetres; `line` is 0 where that of the style holds."""
    size = max([style.size / 2, *(run.look.size or 0 for run in runs)])
    column = width / 25.4 * 72 / size
    lines, filled = 1, style.indent / 100
    for run in runs:
        if run.words == "":
            lines, filled = lines + 1, 0.0
        for each in run.words:
            wide = 1 if unicodedata.east_asian_width(each) in "WFA" else NARROW
            if filled + wide > column:
                lines, filled = lines + 1, 0.0
            filled += wide
    return MeasuredBlock(lines, line or style.line, style.before + style.after, keeps or style.keeps_next)


def find_rest(blocks: Sequence[MeasuredBlock], page: int) -> int:
    """How much of the last page these blocks leave free, all in twentieths of a point."""
    filled = 0
    for group in _group(blocks):
        whole = sum(one.height for one in group)
        if len(group) > 1 and filled + whole > page:
            filled = 0
        for one in group:
            for _ in range(one.lines):
                filled = one.line if filled + one.line > page else filled + one.line
            filled += one.around
    return max(page - filled, 0)


def _group(blocks: Sequence[MeasuredBlock]) -> list[list[MeasuredBlock]]:
    """The blocks that are to stand on one page together."""
    groups: list[list[MeasuredBlock]] = [[]]
    for one in blocks:
        groups[-1].append(one)
        if not one.keeps:
            groups.append([])
    return [one for one in groups if one]


def find_gap(blocks: Sequence[MeasuredBlock] | None, page: int, lines: int) -> int:
    """What is to be free above an imprint of so many lines: the rest of the page where that is known."""
    high = lines * (IMPRINT.line + 40)
    rest = find_rest(blocks, page) - high - SPARE if blocks is not None else 0
    return max(rest, GAP_ABOVE)


def write_edges(width: float) -> str:
    """The lines of an imprint, and where its right half ends: a character from the edge."""
    return EDGES.format(end=round(width * TWIPS_PER_MM) - 10 * IMPRINT.size)
