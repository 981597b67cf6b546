"""One's own account: what is kept, the last sign-ins, a password that is changed or has run out."""

from datetime import timedelta

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient
from sqlmodel import select

from survey.storage.columns import now
from survey.storage.database import writing
from survey.storage.tables import Person
from tests.people import PASSWORD, Respondent, sign_in
from tests.survey.auditing.trails import list_acts

NEW = {"old": PASSWORD, "password": "New-Pass-12", "again": "New-Pass-12"}


@pytest.fixture
def late(site: Flask, engine: sa.Engine) -> FlaskClient:
    """The clerk, signed in with a password of 91 days."""
    with writing(engine) as session:
        person = session.exec(select(Person).where(Person.login == "bureau")).one()
        person.password_set_at = now() - timedelta(days=91)
    return sign_in(site, "bureau")


def test_it_shows_who_one_is_and_who_tried_to_be(bureau: Respondent, stranger: FlaskClient) -> None:
    stranger.post("/sign-in", data={"login": "bureau", "password": "wrong"})
    page = bureau.client.get("/account").text
    assert "bureau的人" in page and "填报员" in page
    assert page.index("登录失败") < page.index("<td>登录</td>")


def test_the_password_is_changed_and_other_sessions_end(bureau: Respondent, site: Flask, stranger: FlaskClient) -> None:
    other = sign_in(site, "bureau")
    assert bureau.client.post("/account/password", data=NEW).location == "/account"
    assert bureau.client.get("/").status_code == 200
    assert other.get("/").status_code == 302
    assert stranger.post("/sign-in", data={"login": "bureau", "password": PASSWORD}).status_code == 422


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"old": "wrong"}, "当前密码有误"),
        ({"password": PASSWORD, "again": PASSWORD}, "新密码不能与原密码相同"),
        ({"password": "abc", "again": "abc"}, "至少8位"),
        ({"again": "New-Pass-13"}, "两次"),
    ],
)
def test_a_change_that_cannot_be_says_why(typed: dict[str, str], said: str, bureau: Respondent, site: Flask) -> None:
    page = bureau.client.post("/account/password", data=NEW | typed)
    assert said in page.text and "New-Pass" not in page.text
    assert sign_in(site, "bureau")


def test_guessing_the_present_password_locks(bureau: Respondent) -> None:
    pages = [bureau.client.post("/account/password", data=NEW | {"old": "wrong"}).text for _ in range(6)]
    assert ["失败次数过多" in page for page in pages] == [False] * 5 + [True]


def test_after_ninety_days_nothing_opens_but_the_page_that_changes_it(late: FlaskClient) -> None:
    for path in ("/", "/help", "/account", "/account/second-factor"):
        assert late.get(path).location == "/account/password"
    assert "90天" in late.get("/account/password").text
    assert late.post("/account/password", data=NEW).location == "/"
    assert late.get("/").status_code == 200


def test_a_password_that_ran_out_saves_no_answer_and_the_script_is_told_so(late: FlaskClient) -> None:
    answer = late.put("/responses/1/answers/emergency-plan", json={})
    assert (answer.status_code, answer.get_json()) == (401, {"sign_in": "/account/password"})


def test_at_ninety_days_less_one_nobody_is_bothered(site: Flask, engine: sa.Engine) -> None:
    with writing(engine) as session:
        person = session.exec(select(Person).where(Person.login == "bureau")).one()
        person.password_set_at = now() - timedelta(days=89)
    assert sign_in(site, "bureau").get("/").status_code == 200


def test_the_trail_knows_of_the_change_and_of_no_password(bureau: Respondent, engine: sa.Engine) -> None:
    bureau.client.post("/account/password", data=NEW)
    assert list_acts(engine, "account") == [("account.password", f"person {bureau.id}")]
    with engine.connect() as connection:
        lines = connection.execute(sa.text("SELECT * FROM trailentry")).all()
    assert [line for line in lines if "New-Pass" in str(line) or PASSWORD in str(line)] == []
