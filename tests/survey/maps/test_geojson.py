"""A file of outlines is read strictly: what cannot be drawn is refused, with the feature that it stands in."""

import json
from typing import Any

import pytest

from questionnaires.messages import Refused
from survey.maps import geojson
from survey.maps.geojson import MOST_POINTS, read_outlines

SQUARE = [[112.0, 37.0], [113.0, 37.0], [113.0, 38.0], [112.0, 38.0], [112.0, 37.0]]


def feature(properties: Any = None, kind: str = "Polygon", coordinates: Any = None) -> dict[str, Any]:
    geometry = {"type": kind, "coordinates": [SQUARE] if coordinates is None else coordinates}
    return {"type": "Feature", "properties": properties or {"code": "140105", "name": "小店区"}, "geometry": geometry}


def write(*features: Any, **more: Any) -> bytes:
    return json.dumps({"type": "FeatureCollection", "features": features, **more}, ensure_ascii=False).encode()


def test_a_square_keeps_its_corners_and_its_shape() -> None:
    [one] = read_outlines(write(feature()))
    assert (one.code, one.name) == ("140105", "小店区")
    [ring] = one.rings
    across = max(x for x, _ in ring)
    assert len(ring) == 4 and max(y for _, y in ring) == 4000
    assert across == pytest.approx(4000 * 0.7933, abs=2)  # cos 37.5°


@pytest.mark.parametrize(
    ("properties", "code", "name"),
    [
        ({"adcode": 140105}, "140105", ""),
        ({"gb": "156140105", "name": "小店区"}, "140105", "小店区"),
        ({"区划代码": " 140105 ", "名称": "小店区"}, "140105", "小店区"),
        ({"code": "1401", "name": "小店区"}, "", "小店区"),
    ],
)
def test_codes_and_names_are_found_under_the_usual_properties(properties: Any, code: str, name: str) -> None:
    [one] = read_outlines(write(feature(properties)))
    assert (one.code, one.name) == (code, name)


def test_parts_with_one_code_are_one_outline() -> None:
    beside = [[[x + 2, y] for x, y in SQUARE]]
    [one] = read_outlines(write(feature(), feature(kind="MultiPolygon", coordinates=[beside])))
    assert len(one.rings) == 2


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"{", "cannot be read as JSON"),
        (b"\xff\xfe", "cannot be read as JSON"),
        (b"[" * 100_000, "cannot be read as JSON"),
        (write(feature()).replace(b"112.0", b"NaN"), "cannot be read as JSON"),
        (b"[]", "a FeatureCollection with at least one feature"),
        (write(), "a FeatureCollection with at least one feature"),
        (write(feature(), "x"), "Feature 2 lacks its properties or its geometry."),
        (write(feature({"id": 5})), "Feature 1 has neither a code of six digits"),
        (write(feature(kind="Point", coordinates=[1, 2])), "Feature 1 (小店区) is a Point"),
        (write(feature(coordinates=[SQUARE[:3]])), "fewer than four points"),
        (write(feature(coordinates=[])), "not as GeoJSON has them"),
        (write(feature(kind="MultiPolygon", coordinates=[SQUARE])), "fewer than four points"),
        (write(feature(coordinates=[[["a", 1]] * 4])), "not as GeoJSON has them"),
        (write(feature(coordinates=[[[True, 1]] * 4])), "not as GeoJSON has them"),
        (write(feature(coordinates=[[[10**400, 1]] * 4])), "no degrees of longitude and latitude: 100000000000, 1"),
        (write(feature()).replace(b"112.0", b"1e999"), "no degrees of longitude and latitude: inf, 37"),
        (write(feature({"name": "a\0"})), "name of feature 1 holds a character that cannot be seen"),
        (write(feature({"name": "\u202e甲县"})), "name of feature 1 holds a character that cannot be seen"),
        (write(feature()).replace("小店区".encode(), rb"\ud800"), "name of feature 1 holds a character"),
        (write(feature()).replace(b'"Polygon"', rb'"\ud800"'), "is a ?;"),
        (write(feature({"code": 5})).replace(b"5", b"[" * 900 + b"]" * 900), "Feature 1 has neither a code"),
        (b"[" + b"[]," * 2_000_001 + b"[]]", "more than 1000000 points"),
        (write(feature(coordinates=[[[500_000, 4_100_000]] * 4])), "no degrees of longitude and latitude: 500000, 4"),
    ],
)  # fmt: skip
def test_what_cannot_be_drawn_is_refused_with_its_place(content: bytes, words: str) -> None:
    with pytest.raises(Refused) as refused:
        read_outlines(content)
    assert words in str(refused.value)


def test_files_and_points_have_a_bound(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(geojson, "MOST_FEATURES", 1)
    with pytest.raises(Refused, match="more than 1 features"):
        read_outlines(write(feature(), feature()))
    monkeypatch.setattr(geojson, "MOST_POSITIONS", 4)
    with pytest.raises(Refused, match="more than 4 points"):
        read_outlines(write(feature()))
    with pytest.raises(Refused, match="larger than 16 MB"):
        read_outlines(b" " * (geojson.MOST_BYTES + 1))


def test_neighbours_keep_their_common_border_where_points_are_taken_away() -> None:
    border = [[113.0, 37 + step / 50_000] for step in range(50_001)]
    west = [[[112.0, 38.0], [112.0, 37.0], *border, [112.0, 38.0]]]
    east = [[*reversed(border), [114.0, 37.0], [114.0, 38.0], border[-1]]]
    one, other = read_outlines(
        write(feature({"code": "140105"}, coordinates=west), feature({"code": "140106"}, coordinates=east))
    )
    assert sum(len(ring) for each in (one, other) for ring in each.rings) <= MOST_POINTS
    middle = max(x for x, _ in one.rings[0])
    shared = [{point for point in each.rings[0] if point[0] == middle} for each in (one, other)]
    assert shared[0] == shared[1] and len(shared[0]) > 100
