"""Words with their places on a page made into printed lines: what is indented, set apart, or at the edge of it."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

from questionnaires.drafting.reading.printed import PrintedLine, Rows

EDGE = 2  # rows at the top and the bottom of a page among which running heads are
FEWEST, SHARE = 3, 0.05  # lines that make a margin: headings in the middle are fewer


@dataclass(frozen=True, slots=True)
class PlacedLine:
    """A line of print: how far from the left and down from the top, and the size of its characters, in points.

    A table stands in place of a line, as `rows`.
    """

    text: str
    left: float
    down: float
    size: float
    rows: Rows = ()


def set_pages(pages: Sequence[Sequence[PlacedLine]]) -> list[list[PrintedLine]]:
    """The lines of each page in the order in which they came."""
    of_all = _find_margins([line for page in pages for line in page if line.down not in _find_edges(page)])
    return [_set_page(page, _add_margins(_find_margins(page), of_all, page)) for page in pages]


def _set_page(page: Sequence[PlacedLine], margins: Sequence[float]) -> list[PrintedLine]:
    edges = _find_edges(page)
    steps = [step for before, after in pairwise(page) if (step := after.down - before.down) > 0]
    usual = median(steps) if steps else 0
    lines = []
    for at, line in enumerate(page):
        margin = max((each for each in margins if each <= line.left + line.size / 2), default=line.left)
        apart = at > 0 and line.down - page[at - 1].down > 1.5 * usual
        indented = line.left - margin > line.size
        goes_on = at > 0 and bool(line.rows and page[at - 1].rows) and line.down < page[at - 1].down  # in a next column
        lines.append(PrintedLine(line.text, indented, apart, turned=goes_on, edge=line.down in edges, rows=line.rows))
    return lines


def _find_margins(lines: Sequence[PlacedLine]) -> list[float]:
    """Where the lines of each column begin that are not indented."""
    counts = Counter(round(line.left) for line in lines)
    size = median([line.size for line in lines]) if lines else 0
    margins: list[float] = []
    for left in sorted(counts):
        if counts[left] >= max(FEWEST, SHARE * len(lines)) and (not margins or left - margins[-1] > 8 * size):
            margins.append(left - 1)
    return margins


def _add_margins(own: list[float], of_all: Sequence[float], page: Sequence[PlacedLine]) -> list[float]:
    """The margins of a page, and those of all pages for columns in which it has too few lines."""
    size = median([line.size for line in page]) if page else 0
    return own + [margin for margin in of_all if all(abs(margin - each) > 8 * size for each in own)]


def _find_edges(page: Sequence[PlacedLine]) -> set[float]:
    rows = sorted({line.down for line in page})
    return {*rows[:EDGE], *rows[-EDGE:]}
