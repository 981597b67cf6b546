"""Charts as SVG text, the same on the page and in the PDF.

Styled by attributes, because a picture in a PDF sees no stylesheet. Lengths are millimetres of a 156 mm wide column.
"""

from base64 import b64encode
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from xml.sax.saxutils import escape, quoteattr

WIDTH, LABEL, LEFT, RIGHT = 156.0, 58.0, 60.0, 139.0
TOP, ROW, BAR, FONT = 8.0, 6.6, 3.8, 3.7
MOST_LABEL = 15
INK, FAINT, TRACK, STRONG, WEAK = "#1a1a1a", "#8a8a8a", "#eef1f4", "#6f93b5", "#7a2318"
FAMILIES = "'FangSong_GB2312','FangSong','Noto Serif CJK SC','Noto Serif SC','Source Han Serif SC',serif"


@dataclass(frozen=True, slots=True)
class Bar:
    """One row of a chart: a score 0..100, or a note where there is none."""

    label: str
    score: Decimal | None
    note: str = ""


@dataclass(frozen=True, slots=True)
class Mark:
    """A line across the bars, such as the lowest score of a grade."""

    at: Decimal
    label: str


def draw_domain_bars(
    bars: Sequence[Bar], marks: Sequence[Mark], weak_below: Decimal, title: str, description: str
) -> str:
    """Draw one bar per domain, those below `weak_below` dark; every score also stands in figures."""
    bottom = TOP + ROW * len(bars)
    parts = [
        *(_draw_row(bar, TOP + ROW * row, weak_below) for row, bar in enumerate(bars)),
        *(_draw_mark(mark, bottom) for mark in marks),
    ]
    height = bottom + 2
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH:g} {height:.1f}" width="{WIDTH:g}mm" '
        f'height="{height:.1f}mm" role="img" aria-label={quoteattr(title)} font-family={quoteattr(FAMILIES)} '
        f'font-size="{FONT}" fill="{INK}">'
        f"<title>{escape(title)}</title><desc>{escape(description)}</desc>{''.join(parts)}</svg>"
    )


def _draw_row(bar: Bar, top: float, weak_below: Decimal) -> str:
    base = top + (ROW + FONT) / 2 - 0.5
    y = top + (ROW - BAR) / 2
    label = bar.label if len(bar.label) <= MOST_LABEL else bar.label[: MOST_LABEL - 1] + "…"
    track = f'<rect x="{LEFT}" y="{y:.2f}" width="{RIGHT - LEFT:.2f}" height="{BAR}" fill="{TRACK}"/>'
    filled = ""
    if bar.score is not None and bar.score > 0:
        color = WEAK if bar.score < weak_below else STRONG
        filled = f'<rect x="{LEFT}" y="{y:.2f}" width="{_place(bar.score) - LEFT:.2f}" height="{BAR}" fill="{color}"/>'
    value = f"{bar.score:.2f}" if bar.score is not None else bar.note
    return _write(LABEL, base, label) + track + filled + _write(WIDTH, base, value)


def _draw_mark(mark: Mark, bottom: float) -> str:
    x = _place(mark.at)
    line = (
        f'<line x1="{x:.2f}" y1="{TOP - 1:.2f}" x2="{x:.2f}" y2="{bottom:.2f}" stroke="{FAINT}" '
        'stroke-width="0.25" stroke-dasharray="1 1"/>'
    )
    return line + _write(x, TOP - 2.2, mark.label, anchor="middle", size=3.2)


def _place(score: Decimal) -> float:
    return LEFT + (RIGHT - LEFT) * float(score) / 100


def _write(x: float, y: float, words: str, anchor: str = "end", size: float = FONT) -> str:
    return f'<text x="{x:.2f}" y="{y:.2f}" text-anchor="{anchor}" font-size="{size:g}">{escape(words)}</text>'


def describe_bars(bars: Iterable[Bar]) -> str:
    """What the bars show, in words, for those who hear a page instead of seeing it."""
    return "；".join(bar.label + (bar.note if bar.score is None else f"{bar.score:.2f}分") for bar in bars)


def embed_svg(svg: str) -> str:
    """The address of a picture that carries it whole."""
    return "data:image/svg+xml;base64," + b64encode(svg.encode()).decode("ascii")
