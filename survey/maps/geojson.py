"""A GeoJSON file of outlines, read strictly: polygons in degrees, each with a code or a name. Pure.

What comes out is on a grid of whole numbers. Neighbours share their borders in the file, and a point falls on the same
place of the grid for both; so a coarser grid takes points away without opening gaps, as simplifying each for itself
would.
"""

import json
import math
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from questionnaires.messages import Refused
from survey.sheets.characters import clean_line, is_seen

MOST_BYTES = 16 * 2**20
MOST_FEATURES, MOST_POSITIONS = 4000, 1_000_000
SIGNS = (b"[", b"{", b",")  # of which a point in the plane has two, and one more behind it
MOST_POINTS = 30_000  # of all outlines as they are kept
FINEST, COARSEST = 4000, 200  # places of the grid across the longer side
CODE_KEYS = ("code", "adcode", "gb", "CODE", "GB", "区划代码", "行政区划代码")
NAME_KEYS = ("name", "NAME", "名称")
CODE = re.compile(r"(?:156)?(\d{6})")  # the national standard for maps writes 156, China, in front
LONGEST_NAME = 60
Point = tuple[int, int]
Position = tuple[float, float]


@dataclass(frozen=True, slots=True)
class DrawnOutline:
    """One county as the file has it: a code of six digits or "", a name or "", and its rings on the grid."""

    code: str
    name: str
    rings: tuple[tuple[Point, ...], ...]


@dataclass(frozen=True, slots=True)
class Territory:
    """What one feature says before it is put on the grid."""

    code: str
    name: str
    rings: tuple[tuple[Position, ...], ...]


def read_outlines(content: bytes) -> list[DrawnOutline]:
    """The outlines of a file, in its order; parts that bear one code are one. Raises Refused."""
    found: dict[tuple[str, str], Territory] = {}
    positions = 0
    for number, feature in enumerate(_list_features(content), 1):
        one = _read_feature(feature, number)
        positions += sum(map(len, one.rings))
        if positions > MOST_POSITIONS:
            raise _too_many_points()
        key = (one.code, "" if one.code else one.name)
        before = found.get(key)
        found[key] = one if before is None else Territory(one.code, before.name, before.rings + one.rings)
    return _draw(list(found.values()))


def _too_many_points() -> Refused:
    return Refused("The file has more than %(most)s points; send a simpler one.", most=MOST_POSITIONS)


def _list_features(content: bytes) -> list[Any]:
    if len(content) > MOST_BYTES:
        raise Refused("The file is larger than %(most)s MB.", most=MOST_BYTES // 2**20)
    if sum(map(content.count, SIGNS)) > 4 * MOST_POSITIONS:  # before it is unfolded, which takes thirty times the room
        raise _too_many_points()
    try:
        whole = json.loads(content.decode("utf-8-sig"), parse_constant=_refuse_constant)
    except (ValueError, RecursionError):
        raise Refused("The file is no GeoJSON: it cannot be read as JSON in UTF-8.") from None
    features = whole.get("features") if isinstance(whole, dict) and whole.get("type") == "FeatureCollection" else None
    if not isinstance(features, list) or not features:
        raise Refused("The file is no GeoJSON: a FeatureCollection with at least one feature is expected.")
    if len(features) > MOST_FEATURES:
        raise Refused("The file has more than %(most)s features.", most=MOST_FEATURES)
    return features


def _refuse_constant(word: str) -> None:
    raise ValueError(word)


def _read_feature(feature: Any, number: int) -> Territory:
    properties = feature.get("properties") if isinstance(feature, dict) else None
    geometry = feature.get("geometry") if isinstance(feature, dict) else None
    if not isinstance(properties, dict) or not isinstance(geometry, dict):
        raise Refused("Feature %(number)s lacks its properties or its geometry.", number=number)
    code, name = _find_code(properties), _find_name(properties)
    if not is_seen(name):
        raise Refused(
            "The name of feature %(number)s holds a character that cannot be seen; type it again.", number=number
        )
    if not code and not name:
        raise Refused(
            "Feature %(number)s has neither a code of six digits (property %(code)s) nor a name (property %(name)s).",
            number=number,
            code="code",
            name="name",
        )
    return Territory(code, name, tuple(_list_rings(geometry, number, name or code)))


def _find_code(properties: Mapping[str, Any]) -> str:
    given = (properties.get(key) for key in CODE_KEYS)
    found = (CODE.fullmatch(str(one).strip()) for one in given if type(one) in (str, int))
    return next((one[1] for one in found if one), "")


def _find_name(properties: Mapping[str, Any]) -> str:
    found = (properties.get(key) for key in NAME_KEYS)
    return next((clean_line(one)[:LONGEST_NAME] for one in found if isinstance(one, str) and clean_line(one)), "")


def _list_rings(geometry: Mapping[str, Any], number: int, name: str) -> Iterator[tuple[Position, ...]]:
    """The rings of a polygon or of several; holes count as rings, as they are drawn by the same rule."""
    kind, given = geometry.get("type"), geometry.get("coordinates")
    if kind not in ("Polygon", "MultiPolygon"):
        raise Refused(
            "Feature %(number)s (%(name)s) is a %(kind)s; only Polygon and MultiPolygon can be drawn.",
            number=number,
            name=name,
            kind=kind[:40] if isinstance(kind, str) and is_seen(kind) else "?",
        )
    for polygon in [given] if kind == "Polygon" else _as_list(given, number, name):
        for ring in _as_list(polygon, number, name):
            yield _read_ring(_as_list(ring, number, name), number, name)


def _as_list(given: Any, number: int, name: str) -> list[Any]:
    if not isinstance(given, list) or not given:
        raise Refused(
            "The coordinates of feature %(number)s (%(name)s) are not as GeoJSON has them.", number=number, name=name
        )
    return given


def _read_ring(ring: Sequence[Any], number: int, name: str) -> tuple[Position, ...]:
    if len(ring) < 4:
        raise Refused("A ring of feature %(number)s (%(name)s) has fewer than four points.", number=number, name=name)
    return tuple(_read_position(one, number, name) for one in ring)


def _read_position(given: Any, number: int, name: str) -> Position:
    numbers = given[:2] if isinstance(given, list) else []
    if len(numbers) != 2 or not all(type(one) in (int, float) for one in numbers):
        raise Refused(
            "The coordinates of feature %(number)s (%(name)s) are not as GeoJSON has them.", number=number, name=name
        )
    east, north = numbers
    if not (abs(east) <= 180 and abs(north) <= 90):
        raise Refused(
            "The coordinates of feature %(number)s (%(name)s) are no degrees of longitude and latitude: %(given)s.",
            number=number,
            name=name,
            given=f"{_say_number(east)}, {_say_number(north)}",
        )
    return float(east), float(north)


def _say_number(given: float) -> str:
    """A number as short as can be; one of hundreds of digits is cut."""
    return f"{given:g}" if isinstance(given, float) else str(given)[:12]


def _draw(territories: Sequence[Territory]) -> list[DrawnOutline]:
    """Everything on the finest grid on which there are not too many points."""
    places = FINEST
    while True:
        drawn = _put_on_grid(territories, places)
        if places <= COARSEST or sum(len(ring) for one in drawn for ring in one.rings) <= MOST_POINTS:
            return drawn
        places = max(COARSEST, places * 2 // 3)


def _put_on_grid(territories: Sequence[Territory], places: int) -> list[DrawnOutline]:
    """Degrees as places from the left and from the top; a degree of longitude is shorter by the cosine of the middle
    latitude."""
    easts = [east for one in territories for ring in one.rings for east, _ in ring]
    norths = [north for one in territories for ring in one.rings for _, north in ring]
    left, top = min(easts), max(norths)
    across = math.cos(math.radians((top + min(norths)) / 2))
    longest = max((max(easts) - left) * across, top - min(norths)) or 1.0
    scale = places / longest

    def place(position: Position) -> Point:
        return round((position[0] - left) * across * scale), round((top - position[1]) * scale)

    return [
        DrawnOutline(one.code, one.name, thin_rings([[place(point) for point in ring] for ring in one.rings]))
        for one in territories
    ]


def thin_rings(rings: Sequence[Sequence[Point]]) -> tuple[tuple[Point, ...], ...]:
    """Rings without points that fall together; of those that fall to a line or a point, only the longest where there is
    no other, so that nothing is lost altogether."""
    thinned = [_thin(ring) for ring in rings]
    whole = [ring for ring in thinned if len(set(ring)) > 2]
    return tuple(whole) or (max(thinned, key=len),)


def _thin(ring: Sequence[Point]) -> tuple[Point, ...]:
    kept = [point for before, point in zip((None, *ring), ring, strict=False) if point != before]
    if len(kept) > 1 and kept[0] == kept[-1]:
        kept.pop()
    return tuple(kept)
