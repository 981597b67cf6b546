"""An administrator puts a map in place, sees which counties it lacks, and takes it away again."""

import io
import re

import pytest
import sqlalchemy as sa
from flask.testing import FlaskClient
from sqlmodel import Session, col, select
from werkzeug.datastructures import FileStorage
from werkzeug.test import encode_multipart

from survey.maps.geojson import DrawnOutline
from survey.maps.keeping import find_map, match_outlines, read_county_rings
from survey.storage.records import TrailEntry
from survey.storage.tables import Bureau
from tests.survey.maps.test_geojson import feature, write

TOGTOH = write(feature({"code": "150122", "name": "托克托县"}), feature({"code": "140105", "name": "小店区"}))


def send(client: FlaskClient, content: bytes, name: str = "map.geojson", seen: str | None = None) -> str:
    page = client.get("/map").text
    shown = re.search(r'name="seen" value="(\w*)"', page)
    assert shown
    file = FileStorage(io.BytesIO(content), name, "file")
    boundary, data = encode_multipart({"file": file, "seen": shown[1] if seen is None else seen})
    kind = f'multipart/form-data; boundary="{boundary}"'
    return client.post("/map", data=data, content_type=kind, follow_redirects=True).text


def list_acts(engine: sa.Engine) -> list[str]:
    with Session(engine) as session:
        return list(session.exec(select(TrailEntry.act).where(col(TrailEntry.act).startswith("map."))))


def test_a_map_is_put_in_place_and_says_what_it_lacks(administrator: FlaskClient, engine: sa.Engine) -> None:
    assert "还没有地图" in administrator.get("/map").text
    text = send(administrator, TOGTOH)
    assert "地图已启用" in text and "小店区 140105" in text
    assert "<dt>有边界的县级单位</dt><dd>1</dd>" in text
    assert "土默特左旗市场监督管理局" in text  # a county without an outline
    with Session(engine) as session:
        assert set(read_county_rings(session)) == {"150122"}
    assert list_acts(engine) == ["map.put"]


def test_a_file_may_be_as_large_as_the_page_says(administrator: FlaskClient) -> None:
    assert "不超过16 MB" in administrator.get("/map").text
    assert "地图已启用" in send(administrator, TOGTOH + b" " * 15 * 2**20)
    assert "文件超过16 MB" in send(administrator, TOGTOH + b" " * 16 * 2**20)


def test_the_same_file_twice_is_once(administrator: FlaskClient, engine: sa.Engine) -> None:
    send(administrator, TOGTOH)
    assert "没有作更改" in send(administrator, TOGTOH, seen="")
    assert list_acts(engine) == ["map.put"]


def test_of_two_administrators_the_second_is_told_and_nothing_is_lost(
    administrator: FlaskClient, engine: sa.Engine
) -> None:
    send(administrator, TOGTOH)
    late = send(administrator, write(feature()), seen="")
    assert "其间地图已被他人更换" in late
    assert administrator.post("/map/remove", data={"seen": "0" * 64}).status_code == 409
    with Session(engine) as session:
        kept = find_map(session)
        assert kept is not None and len(kept.outlines) == 2


def test_a_file_that_cannot_be_drawn_changes_nothing(administrator: FlaskClient, engine: sa.Engine) -> None:
    text = send(administrator, write(feature(kind="LineString")))
    assert "没有改动。" in text and "第1个要素（小店区）的类型是LineString" in text
    assert list_acts(engine) == []


def test_the_name_of_a_file_is_kept_as_far_as_it_can_be_seen(administrator: FlaskClient) -> None:
    text = send(administrator, TOGTOH, name="../a\0\u202e图\x07.geojson")
    assert "<dd>a图.geojson" in "".join(text.split())


def test_it_is_replaced_and_taken_away(administrator: FlaskClient, engine: sa.Engine) -> None:
    send(administrator, TOGTOH)
    text = send(administrator, write(feature({"name": "土默特左旗"})), name="<b>.geojson")
    assert "&lt;b&gt;.geojson" in text and "<dt>边界数</dt><dd>1</dd>" in text
    seen = re.search(r'name="seen" value="(\w+)"', text)
    assert seen
    for _ in range(2):
        text = administrator.post("/map/remove", data={"seen": seen[1]}, follow_redirects=True).text
        assert "还没有地图" in text
    assert list_acts(engine) == ["map.put", "map.put", "map.remove"]


@pytest.mark.parametrize(
    ("code", "name", "found"),
    [
        ("140105", "别处", "140105"),
        ("", "小店区", "140105"),
        ("", "城区", None),  # there are two
        ("999999", "小店区", None),  # a code that is of nobody is not overruled by a name
    ],
)
def test_an_outline_is_a_bureaus_by_code_else_by_a_name_of_its_own(code: str, name: str, found: str | None) -> None:
    bureaus = [
        Bureau(code="140105", name="小店区市场监督管理局", level="county"),
        Bureau(code="140302", name="城区市场监督管理局", level="county"),
        Bureau(code="140502", name="城区市场监督管理局", level="county"),
    ]
    match = match_outlines([DrawnOutline(code, name, ())], bureaus)
    assert list(match.outlines) == ([found] if found else [])
    assert len(match.without_bureau) == (0 if found else 1)
