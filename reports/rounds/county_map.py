"""The map of a round: one shape for each county, in the shade of its grade; the names of small ones at its edge.

Colours are attributes, as in all our charts. Shade is not the only sign: who is below the standard has a thick border,
who has no score a dashed one. Lengths are millimetres.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from xml.sax.saxutils import escape, quoteattr

from reports.printing.svg_charts import embed_svg

Rings = Sequence[Sequence[tuple[int, int]]]
Spot = tuple[float, float]
WIDTH, TALLEST, MARGIN = 156.0, 150.0, 36.0  # the picture, and what its right side keeps for names
LETTER, LINE = 2.85, 3.6  # 8 pt, and a line of it
FAMILY = "SimHei, 黑体, Noto Sans CJK SC, Noto Sans SC, Source Han Sans SC, sans-serif"
INK, EDGE, ALARM = "#1a1a1a", "#5a6570", "#7a2318"
FILLS = {"excellent": "#2f5f8f", "good": "#b5cbe0", "basic": "#e8eff6", "below": "#f4dcd8", "unknown": "#ffffff"}


@dataclass(frozen=True, slots=True)
class MapCounty:
    """What the map shows of one county: its name and score in brief, and one of FILLS."""

    name: str
    score: str
    kind: str
    is_verified: bool
    rings: Rings


@dataclass(frozen=True, slots=True)
class CountyPicture:
    """The picture, and who had no room at its edge."""

    address: str
    unnamed: Sequence[str]


@dataclass(frozen=True, slots=True)
class _PlacedCounty:
    """A county where it stands on the paper: its path, the middle of its largest ring, and how large that is."""

    county: MapCounty
    path: str
    middle: Spot
    width: float
    height: float

    @property
    def words(self) -> str:
        return f"{self.county.name} {self.county.score}"

    @property
    def has_room(self) -> bool:
        return self.width * 0.7 >= LETTER * len(self.county.name) and self.height * 0.6 >= 2 * LINE


def draw_counties(counties: Sequence[MapCounty], title: str) -> CountyPicture:
    """All counties of which there is an outline, fitted to the page."""
    scale, left, top, height = _fit([point for one in counties for ring in one.rings for point in ring])
    placed = [_place(one, scale, left, top) for one in counties]
    outside = sorted((one for one in placed if not one.has_room), key=lambda one: one.middle[1])
    listed = outside[: int(height / LINE)]
    shapes = [_draw_shape(one) for one in sorted(placed, key=lambda one: one.county.kind == "below")]
    names = [_name_inside(one) for one in placed if one.has_room]
    svg = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH:g} {height:.1f}" width="{WIDTH:g}mm" '
        f'height="{height:.1f}mm" role="img" aria-label={quoteattr(title)}><title>{escape(title)}</title>'
        f'{"".join(shapes)}<g font-family="{FAMILY}" font-size="{LETTER:g}">{"".join(names)}'
        f"{''.join(_name_outside(listed, height))}</g></svg>"
    )
    return CountyPicture(embed_svg(svg), [one.words for one in outside[len(listed) :]])


def _fit(points: Sequence[tuple[int, int]]) -> tuple[float, float, float, float]:
    """How many millimetres a place of the grid is, where it begins, and how high the picture is."""
    xs, ys = [x for x, _ in points], [y for _, y in points]
    across, down = max(max(xs) - min(xs), 1), max(max(ys) - min(ys), 1)
    scale = min((WIDTH - MARGIN - 2) / across, (TALLEST - 2) / down)
    return scale, min(xs), min(ys), down * scale + 2


def _place(county: MapCounty, scale: float, left: float, top: float) -> _PlacedCounty:
    rings = [_thin((round((x - left) * scale + 1, 1), round((y - top) * scale + 1, 1)) for x, y in ring)
             for ring in county.rings]  # fmt: skip
    largest = max(rings, key=lambda ring: abs(_measure(ring)))
    xs, ys = [x for x, _ in largest], [y for _, y in largest]
    path = "".join(f"M{' '.join(f'{x:g} {y:g}' for x, y in ring)}z" for ring in rings)
    return _PlacedCounty(county, path, _find_middle(largest), max(xs) - min(xs), max(ys) - min(ys))


def _thin(ring: Iterable[Spot]) -> list[Spot]:
    """Without points that fall together on paper."""
    kept: list[Spot] = []
    for spot in ring:
        if not kept or spot != kept[-1]:
            kept.append(spot)
    return kept


def _measure(ring: Sequence[Spot]) -> float:
    """Twice the area of a ring, with a sign for the way in which it runs."""
    return sum(x * ring[at - 1][1] - ring[at - 1][0] * y for at, (x, y) in enumerate(ring))


def _find_middle(ring: Sequence[Spot]) -> Spot:
    """The centre of gravity of a ring; of one without an area the mean of its points."""
    area = _measure(ring)
    if abs(area) < 0.01:
        return sum(x for x, _ in ring) / len(ring), sum(y for _, y in ring) / len(ring)
    pairs = [(ring[at - 1], ring[at]) for at in range(len(ring))]
    parts = [(x * b - a * y, x + a, y + b) for (a, b), (x, y) in pairs]
    return sum(w * x for w, x, _ in parts) / (3 * area), sum(w * y for w, _, y in parts) / (3 * area)


def _draw_shape(one: _PlacedCounty) -> str:
    kind = one.county.kind
    line = {
        "below": f'stroke="{ALARM}" stroke-width="0.8"',
        "unknown": f'stroke="{EDGE}" stroke-width="0.2" stroke-dasharray="1 0.8"',
    }.get(kind, f'stroke="{EDGE}" stroke-width="0.2"')
    return f'<path d="{one.path}" fill="{FILLS[kind]}" fill-rule="evenodd" stroke-linejoin="round" {line}/>'


def _name_inside(one: _PlacedCounty) -> str:
    color = "#ffffff" if one.county.kind == "excellent" else INK
    x, y = one.middle
    lines = ((one.county.name, y - 0.3), (one.county.score, y + LINE - 0.3))
    return "".join(_write(words, x, at, color, "middle", one.county.is_verified) for words, at in lines)


def _name_outside(listed: Sequence[_PlacedCounty], height: float) -> list[str]:
    """Names down the right edge, each with a line to its county, in the order from north to south."""
    x = WIDTH - MARGIN + 3
    step = height / max(1, len(listed))
    drawn = []
    for number, one in enumerate(listed):
        y = step * (number + 0.5)
        line = f'<path d="M{one.middle[0]:.1f} {one.middle[1]:.1f}L{x - 1:.1f} {y:.1f}" stroke="{EDGE}" '
        drawn.append(f'{line}stroke-width="0.12" fill="none"/>')
        drawn.append(_write(one.words, x, y + 1, INK, "start", one.county.is_verified))
    return drawn


def _write(words: str, x: float, y: float, color: str, anchor: str, is_bold: bool) -> str:
    face = ' font-weight="bold"' if is_bold else ""
    return f'<text x="{x:.1f}" y="{y:.1f}" fill="{color}" text-anchor="{anchor}"{face}>{escape(words)}</text>'
