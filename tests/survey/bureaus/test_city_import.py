"""A city administrator imports bureaus and people of the city by file; what is of another place is told by its cell."""

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient
from sqlmodel import Session, select

from survey.sheets.imports import Shelf
from survey.storage.database import writing
from survey.storage.tables import Bureau, Person
from tests.people import sign_in
from tests.survey.bureaus.importing import read_faults, say_yes, send
from tests.survey.bureaus.linking import find
from tests.survey.bureaus.test_keeping import read_acts

BUREAUS = "代码,单位名称,层级,上级代码\n"
PEOPLE = "用户名,姓名,角色,单位代码\n"


@pytest.fixture
def keeper(site: Flask, engine: sa.Engine, administrator: FlaskClient) -> FlaskClient:
    administrator.post(f"/people/{find(engine, 'city-clerk').id}/city-administrator")
    return sign_in(site, "city-clerk")


def find_bureau(engine: sa.Engine, code: str) -> Bureau | None:
    with Session(engine) as session:
        return session.exec(select(Bureau).where(Bureau.code == code)).one_or_none()


def test_bureaus_and_people_of_the_city_come_by_file(keeper: FlaskClient, engine: sa.Engine) -> None:
    assert "导入单位" in keeper.get("/bureaus").text and "本市各单位" in keeper.get("/imports/bureaus").text
    rows = "150123,和林格尔县市场监督管理局,县级,150100\n150123001,城关所,乡级,150123\n150122,新名县局,县级,150100\n"
    assert say_yes(keeper, send(keeper, "bureaus", BUREAUS + rows)).status_code == 302
    added, renamed = find_bureau(engine, "150123001"), find_bureau(engine, "150122")
    assert added is not None and renamed is not None and renamed.name == "新名县局"
    people = "new-clerk,甲,填报员,150123\nnew-head,乙,单位负责人,150100\n"
    assert say_yes(keeper, send(keeper, "people", PEOPLE + people)).headers["Location"] == "/people/links"
    assert [find(engine, login).role.value for login in ("new-clerk", "new-head")] == ["clerk", "head"]
    assert [one[0] for act in ("bureau.import", "account.add") for one in read_acts(engine, act)] == ["city-clerk"] * 2


def test_only_roles_that_a_city_administrator_gives_are_named(keeper: FlaskClient, administrator: FlaskClient) -> None:
    for role, is_theirs in (("填报员", True), ("单位负责人", True), ("省级审核员", False), ("审计员", False)):
        assert (role in read_main(keeper.get("/imports/people").text)) == is_theirs
        assert role in read_main(administrator.get("/imports/people").text)
    fault = read_main(send(keeper, "people", PEOPLE + "new-one,甲,站长,150122\n").text)
    assert "单位负责人" in fault and "审计员" not in fault


def read_main(page: str) -> str:
    """What stands between the bar and the foot."""
    return page.partition("<main")[2]


def test_a_file_that_a_second_tab_imports_at_once_is_told_as_imported(
    keeper: FlaskClient, engine: sa.Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Shelf, "drop", lambda *_: None)  # as the second one finds it
    shown = send(keeper, "people", PEOPLE + "new-clerk,甲,填报员,150122\n")
    assert [say_yes(keeper, shown).headers.get("Location") for _ in range(2)] == ["/people/links"] * 2
    shown = send(keeper, "bureaus", BUREAUS + "150122,新名县局,县级,150100\n")
    assert [say_yes(keeper, shown).headers.get("Location") for _ in range(2)] == ["/bureaus", "/imports/bureaus"]


FAULTS = {  # kind, rows: the row and the column of each fault
    "a bureau of another city": ("bureaus", "150221,改名县局,县级,150200", [("2", "代码")]),
    "the place above the city": ("bureaus", "150000,改名省局,省级,", [("2", "代码")]),
    "a new bureau below another city": ("bureaus", "150299,新县局,县级,150200", [("2", "上级代码")]),
    "a new bureau below that one": (
        "bureaus",
        "150299,新县局,县级,150200\n150299001,新所,乡级,150299",
        [("2", "上级代码")],
    ),
    "a new province": ("bureaus", "160000,新省局,省级,", [("2", "上级代码")]),
    "somebody of another city": ("people", "new-one,甲,填报员,150221", [("2", "单位代码")]),
    "somebody of another city who is known": ("people", "foreigner,改名,填报员,150221", [("2", "单位代码")]),
    "an administrator": ("people", "new-one,甲,管理员,", [("2", "角色")]),
    "a reviewer, who may do more than a clerk": ("people", "new-one,甲,市级审核员,150100", [("2", "角色")]),
    "a known reviewer": ("people", "city,改名,市级审核员,150100", [("2", "用户名")]),
    "oneself": ("people", "city-clerk,改名,填报员,150100", [("2", "用户名")]),
}


@pytest.mark.parametrize("what", FAULTS)
def test_what_is_not_of_the_city_is_told_by_its_cell(keeper: FlaskClient, engine: sa.Engine, what: str) -> None:
    kind, rows, told = FAULTS[what]
    good = "150122,新名县局,县级,150100" if kind == "bureaus" else "new-clerk,甲,填报员,150122"
    head = BUREAUS if kind == "bureaus" else PEOPLE
    assert [place[0:2] for place in read_faults(send(keeper, kind, f"{head}{rows}\n{good}\n"))] == told
    kept = find_bureau(engine, "150122")
    assert kept is not None and kept.name != "新名县局"  # the good row neither


def test_a_right_that_is_taken_back_while_a_file_waits_imports_nothing(keeper: FlaskClient, engine: sa.Engine) -> None:
    shown = send(keeper, "people", f"{PEOPLE}new-clerk,甲,填报员,150122\n")
    with writing(engine) as session:
        session.exec(select(Person).where(Person.login == "city-clerk")).one().keeps_city = False
    assert say_yes(keeper, shown).status_code == 404
    with Session(engine) as session:
        assert session.exec(select(Person).where(Person.login == "new-clerk")).first() is None
