"""A city administrator keeps the bureaus and people of the city, nothing beyond, and gives no more than is theirs."""

import json
from itertools import product

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient
from sqlmodel import Session, col, select

from questionnaires.messages import Refused
from survey.bureaus.people import add_account
from survey.storage.database import writing
from survey.storage.records import TrailEntry
from survey.storage.tables import Person
from tests.people import sign_in
from tests.survey.bureaus.linking import NEW, find, make_links

KEPT = {"name": "新名", "post": "", "telephone": ""}


@pytest.fixture
def keeper(site: Flask, engine: sa.Engine, administrator: FlaskClient) -> FlaskClient:
    """The clerk of the city's own bureau, whom the administrator has made administrator of the city."""
    assert administrator.post(f"/people/{find(engine, 'city-clerk').id}/city-administrator").status_code == 302
    return sign_in(site, "city-clerk")


def read_acts(engine: sa.Engine, act: str) -> list[tuple[str, str, str]]:
    with Session(engine) as session:
        lines = session.exec(select(TrailEntry).where(TrailEntry.act == act).order_by(col(TrailEntry.number))).all()
        return [(one.login, one.subject, one.change) for one in lines]


def test_the_city_is_kept_and_nothing_beyond_it(keeper: FlaskClient) -> None:
    bureaus, people = keeper.get("/bureaus").text, keeper.get("/people").text
    assert "托克托县" in bureaus and "包头" not in bureaus and "内蒙古自治区药品监督管理局</a>" not in bureaus
    assert "sibling的人" in people and "foreigner的人" not in people and "admin的人" not in people
    codes = {code: keeper.get(f"/bureaus/{code}").status_code for code in ("150100", "150121", "150221", "150000")}
    assert codes == {"150100": 200, "150121": 200, "150221": 404, "150000": 404}


def test_who_keeps_is_told_in_the_trail_and_can_be_ended(
    keeper: FlaskClient, administrator: FlaskClient, engine: sa.Engine
) -> None:
    id = find(engine, "city-clerk").id
    change = json.dumps({"after": {"bureau_code": "150100", "login": "city-clerk"}}, separators=(",", ":"))
    assert read_acts(engine, "account.keep-city") == [("admin", f"person {id}", change)]
    administrator.post(f"/people/{id}/city-administrator/end")
    assert [keeper.get(path).status_code for path in ("/people", "/bureaus", "/")] == [404, 404, 200]


def test_only_somebody_of_a_city_becomes_its_administrator(administrator: FlaskClient, engine: sa.Engine) -> None:
    for login in ("bureau", "province", "admin"):
        id = find(engine, login).id
        page = administrator.post(f"/people/{id}/city-administrator", follow_redirects=True).text
        assert "只有市级单位的人员才能设为市级管理员" in page
        assert not find(engine, login).keeps_city


def test_people_of_a_county_are_added_renamed_invited_and_ended(keeper: FlaskClient, engine: sa.Engine) -> None:
    assert len(make_links(keeper, "/bureaus/150122/people/new", **NEW)) == 1
    id = find(engine, NEW["login"]).id
    assert "已保存" in keeper.post(f"/people/{id}", data=KEPT, follow_redirects=True).text
    assert len(make_links(keeper, f"/people/{id}/invite")) == 1
    keeper.post(f"/people/{id}/deactivate")
    found = find(engine, NEW["login"])
    assert (found.name, found.is_active) == ("新名", False)
    assert [one[0] for one in read_acts(engine, "account.deactivate")] == ["city-clerk"]


def test_the_name_of_a_bureau_is_changed_and_its_place_is_not(keeper: FlaskClient, engine: sa.Engine) -> None:
    given = {"name": "改名县局", "mailbox": "", "code": "150299", "parent_code": "150200", "level": "city"}
    assert keeper.post("/bureaus/150122", data=given).status_code == 302
    page = keeper.get("/bureaus/150122").text
    assert "改名县局" in page and "呼和浩特市" in page
    assert keeper.post("/bureaus/150122/delete").status_code == 404


def test_whoever_has_more_rights_or_is_of_another_place_is_left_alone(keeper: FlaskClient, engine: sa.Engine) -> None:
    for login, act in product(
        ["city", "city-clerk", "foreigner", "province", "admin"],
        ["", "/invite", "/deactivate", "/second-factor/remove"],
    ):
        before = find(engine, login)
        answer = keeper.post(f"/people/{before.id}{act}", data=KEPT, follow_redirects=True)
        assert answer.status_code == 404 or "您无权修改" in answer.text
        after = find(engine, login)
        assert (before.name, before.is_active, before.session_key) == (after.name, after.is_active, after.session_key)
    assert read_acts(engine, "account.invite") == []


def test_no_role_is_given_that_is_not_ones_own(keeper: FlaskClient, engine: sa.Engine) -> None:
    answers = {
        role: keeper.post("/bureaus/150100/people/new", data=NEW | {"login": f"new-{number}", "role": role}).status_code
        for number, role in enumerate(
            ["clerk", "head", "city_reviewer", "administrator", "provincial_reviewer", "leader"]
        )
    }
    assert answers == {
        "clerk": 302, "head": 302, "city_reviewer": 422, "administrator": 422, "provincial_reviewer": 422,
        "leader": 422,
    }  # fmt: skip
    assert keeper.post("/people/new", data=NEW | {"role": "auditor"}).status_code == 404


def test_a_right_that_was_taken_back_meanwhile_is_refused_in_the_act(keeper: FlaskClient, engine: sa.Engine) -> None:
    values = {**NEW, "bureau_code": "150121"}
    id = find(engine, "city-clerk").id
    with writing(engine) as session:
        session.get_one(Person, id).keeps_city = False
    with pytest.raises(Refused, match="not among those that you keep"), writing(engine) as session:
        add_account(session, id, values)


def test_new_links_go_only_to_those_whose_accounts_are_kept(keeper: FlaskClient, engine: sa.Engine) -> None:
    with writing(engine) as session:
        for one in session.exec(select(Person).where(col(Person.login).in_(["city", "sibling", "foreigner"]))):
            one.password_hash = None
    assert "2人尚未登录" in keeper.get("/people").text
    assert len(make_links(keeper, "/people/invitations", state="not_yet")) == 1
    assert json.loads(read_acts(engine, "account.invite")[0][2]) == {"after": ["sibling"]}
