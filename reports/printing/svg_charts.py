"""Charts as SVG, the same on the page and in the PDF: shapes only, the words stand in the rows of a table around them.

A picture in a PDF sees no stylesheet, so colours are attributes; one path per colour, because each shape costs time
there, and no word, because WeasyPrint lays out the letters of a picture one by one. Dark and light stay apart in black
and white. Lengths are millimetres.
"""

from base64 import b64encode
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import partial
from itertools import groupby
from xml.sax.saxutils import escape, quoteattr

WIDTH, EDGE = 84.0, 2.0  # of the picture; its bars keep off its edges
ROW, BAR, BOX = 6.6, 3.0, 4.8
TALLEST = 150.0  # of all rows: a page has 225, and the chart stands there with its words
INK, FAINT, TRACK, STRONG, WEAK = "#1a1a1a", "#767676", "#eef1f4", "#8fadc8", "#7a2318"


@dataclass(frozen=True, slots=True)
class Spread:
    """The middle half of the scores of others: the quartiles, two decimals each."""

    low: Decimal
    median: Decimal
    high: Decimal


@dataclass(frozen=True, slots=True)
class Bar:
    """One row of a chart: a score 0..100, or a note where there is none; `spread` is where others stand."""

    label: str
    score: Decimal | None
    note: str = ""
    spread: Spread | None = None


@dataclass(frozen=True, slots=True)
class Bars:
    """A picture of bars whose rows are `step` high, so that a table can stand around it."""

    svg: str
    step: float


def draw_domain_bars(
    bars: Sequence[Bar],
    marks: Sequence[Decimal],
    weak_below: Decimal,
    title: str,
    tallest: float = ROW,
    width: float = WIDTH,
) -> Bars:
    """Draw one bar per domain, those below `weak_below` dark, and a dashed line at each score of `marks`.

    A row is at most `tallest` high, and the picture `width` wide.
    """
    step = min(tallest, TALLEST / max(1, len(bars)))
    places = [step * (row + 0.5) for row in range(len(bars))]
    across = partial(_place, width)
    height = step * len(bars)
    scored = [(bar.score, y) for bar, y in zip(bars, places, strict=True) if bar.score]
    boxed = [(bar.spread, y) for bar, y in zip(bars, places, strict=True) if bar.spread]
    parts = [
        _fill(TRACK, [_draw_bar(across(Decimal(100)), y) for y in places]),
        _fill(STRONG, [_draw_bar(across(score), y) for score, y in scored if score >= weak_below]),
        _fill(WEAK, [_draw_bar(across(score), y) for score, y in scored if score < weak_below]),
        _draw_lines(FAINT, 0.25, [f"M{across(mark):.2f} 0V{height:.2f}" for mark in marks], "1 1"),
        _draw_lines(INK, 0.3, [_draw_box(across(one.low), across(one.high), y) for one, y in boxed]),
        _draw_lines(INK, 0.8, [f"M{across(one.median):.2f} {y - BOX / 2:.2f}v{BOX}" for one, y in boxed]),
    ]
    svg = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width:g} {height:.2f}" width="{width:g}mm" '
        f'height="{height:.2f}mm" role="img" aria-label={quoteattr(title)}><title>{escape(title)}</title>'
        f"{''.join(parts)}</svg>"
    )
    return Bars(svg, step)


def _fill(color: str, shapes: Sequence[str]) -> str:
    return f'<path d="{"".join(shapes)}" fill="{color}"/>' if shapes else ""


def _draw_lines(color: str, width: float, lines: Sequence[str], dashes: str = "none") -> str:
    if not lines:
        return ""
    line = f'stroke="{color}" stroke-width="{width}" stroke-dasharray="{dashes}"'
    return f'<path d="{"".join(lines)}" fill="none" {line}/>'


def _draw_bar(right: float, y: float) -> str:
    return f"M{EDGE:g} {y - BAR / 2:.2f}H{right:.2f}v{BAR}H{EDGE:g}z"


def _draw_box(left: float, right: float, y: float) -> str:
    return f"M{left:.2f} {y - BOX / 2:.2f}H{right:.2f}v{BOX}H{left:.2f}z"


def _place(width: float, score: Decimal) -> float:
    return EDGE + (width - 2 * EDGE) * float(score) / 100


def describe_bars(bars: Iterable[Bar]) -> str:
    """What the bars show, in words, for those who hear a page instead of seeing it."""
    return "；".join(_describe(bar) for bar in bars)


def _describe(bar: Bar) -> str:
    own = bar.label + (bar.note if bar.score is None else f"{bar.score:.2f}分")
    return f"{own}（同级中间一半{bar.spread.low:.2f}至{bar.spread.high:.2f}分）" if bar.spread else own


def embed_svg(svg: str) -> str:
    """The address of a picture that carries it whole."""
    return "data:image/svg+xml;base64," + b64encode(svg.encode()).decode("ascii")


@dataclass(frozen=True, slots=True)
class Shade:
    """A class of scores in a heat map: from which score on, its colour, and whether figures on it are white."""

    low: Decimal
    color: str
    is_dark: bool


SHADES = ("#f4f7fa", "#d3dfea", "#8fadc8", WEAK)  # from good to weak; in grey they darken step by step
CELL_HEIGHT, HEAT_WIDTH = 5.0, 104.0


def shade_scores(bounds: Sequence[Decimal]) -> list[Shade]:
    """A shade per grade, whose lowest scores are given from the best grade down; the last one is dark."""
    return [Shade(low, color, color == WEAK) for low, color in zip(bounds, SHADES, strict=True)]


def find_shade(shades: Sequence[Shade], score: Decimal) -> int:
    """The place of the shade of a score."""
    return next((place for place, shade in enumerate(shades) if score >= shade.low), len(shades) - 1)


def draw_heat_map(rows: Sequence[Sequence[Decimal | None]], shades: Sequence[Shade], title: str) -> str:
    """Draw a field per score, one path for each shade; a table with the figures lies over it, cell by cell.

    Fields of one shade that lie side by side are drawn as one. Where there is no score, nothing is drawn.
    """
    columns = max((len(row) for row in rows), default=1)
    width, height = HEAT_WIDTH / columns, CELL_HEIGHT * len(rows)
    shapes: list[list[str]] = [[] for _ in shades]
    for y, row in enumerate(rows):
        x = 0
        for place, run in groupby(None if score is None else find_shade(shades, score) for score in row):
            fields = len(list(run))
            if place is not None:
                wide = f"{fields * width:.2f}"
                shapes[place].append(f"M{x * width:.2f} {y * CELL_HEIGHT:g}h{wide}v{CELL_HEIGHT:g}h-{wide}z")
            x += fields
    lines = [f"M{x * width:.2f} 0v{height:g}" for x in range(1, columns)]
    lines += [f"M0 {y * CELL_HEIGHT:g}h{HEAT_WIDTH:g}" for y in range(1, len(rows))]
    paths = [_fill(shade.color, found) for shade, found in zip(shades, shapes, strict=True)]
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {HEAT_WIDTH:g} {height:g}" '
        f'width="{HEAT_WIDTH:g}mm" height="{height:g}mm" role="img" aria-label={quoteattr(title)}>'
        f"<title>{escape(title)}</title>{''.join(paths)}{_draw_lines('#ffffff', 0.25, lines)}</svg>"
    )
