"""A bureau in the wrong place is mended, with a reason where a round binds it, and deleted when it was never used."""

import pytest
import sqlalchemy as sa
from flask.testing import FlaskClient
from sqlmodel import Session, col, select

from survey.bureaus.places import find_bureau, name_place
from survey.storage.records import TrailEntry
from tests.survey.bureaus.importing import say_yes, send

GIVEN = {"name": "某县局", "level": "county", "parent_code": "150200", "mailbox": ""}


@pytest.fixture(autouse=True)
def misplaced(administrator: FlaskClient) -> None:
    rows = "代码,名称,层级,上级代码\n150123,某县局,县级,150100\n150124,邻县局,县级,150200\n15A1,某镇所,乡级,150124\n"
    say_yes(administrator, send(administrator, "bureaus", rows))


def show(engine: sa.Engine, code: str) -> tuple[str, str]:
    with Session(engine) as session:
        found = find_bureau(session, code)
        return (name_place(found), found.level) if found else ("", "")


def read_trail(engine: sa.Engine) -> list[tuple[str, str, str]]:
    with Session(engine) as session:
        lines = session.exec(select(TrailEntry).order_by(col(TrailEntry.number))).all()
    return [(one.act, one.subject, one.change) for one in lines if one.act in ("bureau.change", "bureau.delete")]


def test_a_bureau_below_the_wrong_city_is_moved(administrator: FlaskClient, engine: sa.Engine) -> None:
    page = administrator.get("/bureaus/150123").text
    assert 'name="parent_code"' in page and 'name="level"' in page
    assert administrator.post("/bureaus/150123", data=GIVEN).status_code == 302
    assert show(engine, "150123") == ("某县局（包头市市场监督管理局）", "county")
    change = '{"after":{"parent_code":"150200"},"before":{"parent_code":"150100"}}'
    assert read_trail(engine) == [("bureau.change", "bureau 150123", change)]


def test_level_and_name_are_mended_together(administrator: FlaskClient, engine: sa.Engine) -> None:
    administrator.post("/bureaus/150123", data=GIVEN | {"name": "某所", "level": "township", "parent_code": "150124"})
    assert show(engine, "150123") == ("某所（邻县局）", "township")


@pytest.mark.parametrize(
    ("code", "changed", "why"),
    [
        ("150123", {"parent_code": "159999"}, "没有代码为159999的单位"),
        ("150123", {"code": "1501"}, "“1501”不是有效代码"),
        ("150123", {"code": "150123000"}, "有9位"),
        ("150123", {"code": "150124"}, "与150124是同一地方"),
        ("150123", {"code": "140123"}, "不属于同一省份"),
        ("150123", {"code": ""}, "请填写单位代码"),
        ("150123", {"replaces_code": "150123"}, "替代关系形成循环"),
        ("150123", {"replaces_code": "150100"}, "只能替代同一层级的单位"),
        ("150123", {"replaces_code": "159999"}, "没有代码为159999的单位"),
        ("150123", {"parent_code": ""}, "没有代码为–的单位"),
        ("150123", {"parent_code": "15A1"}, "层级应低于其上级单位"),
        ("150123", {"level": "city"}, "层级应低于其上级单位"),
        ("150123", {"name": "邻县局"}, "同一上级单位之下已有“邻县局”，代码为150124"),
        ("150124", {"name": "邻县局", "level": "township"}, "请先修改下级单位"),
        ("150124", {"name": "邻县局", "parent_code": "150124"}, "上级关系形成循环"),
    ],
)
def test_a_place_that_cannot_be_is_refused(
    code: str, changed: dict[str, str], why: str, administrator: FlaskClient, engine: sa.Engine
) -> None:
    before = show(engine, code)
    page = administrator.post(f"/bureaus/{code}", data=GIVEN | changed)
    assert (page.status_code, why in page.text) == (422, True), page.text
    assert show(engine, code) == before and read_trail(engine) == []


def test_a_bureau_that_was_never_used_is_deleted(administrator: FlaskClient, engine: sa.Engine) -> None:
    assert "/bureaus/150123/delete" in administrator.get("/bureaus/150123").text
    assert administrator.post("/bureaus/150123/delete").location == "/bureaus"
    assert administrator.get("/bureaus/150123").status_code == 404
    [(act, subject, change)] = read_trail(engine)
    assert (act, subject) == ("bureau.delete", "bureau 150123") and "某县局" in change


@pytest.mark.parametrize("code", ["150121", "150124", "150100"])
def test_a_bureau_with_people_places_or_answers_stays(code: str, administrator: FlaskClient, engine: sa.Engine) -> None:
    assert f"/bureaus/{code}/delete" not in administrator.get(f"/bureaus/{code}").text
    page = administrator.post(f"/bureaus/{code}/delete", follow_redirects=True)
    assert "只有从未使用的单位才能删除" in page.text and show(engine, code)[0]
