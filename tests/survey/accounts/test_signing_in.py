"""Signing in: by password or by one-time link, and nothing without."""

from concurrent.futures import ThreadPoolExecutor, wait
from datetime import timedelta
from threading import Barrier

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient
from sqlmodel import Session, select
from werkzeug.test import TestResponse

from survey.accounts.accounts import WeakPassword, check_password, invite
from survey.storage.columns import now
from survey.storage.database import writing
from survey.storage.records import Invitation, Tally
from survey.storage.tables import Person
from survey.web.paths import local_path
from tests.people import PASSWORD, Respondent, sign_in


def make_link(engine: sa.Engine, login: str = "bureau") -> str:
    with writing(engine) as session:
        person = session.exec(select(Person).where(Person.login == login)).one()
        return f"/invitations/{invite(session, person)}"


def test_the_right_password_opens_the_start_page(site: Flask) -> None:
    page = sign_in(site, "bureau").get("/")
    assert page.status_code == 200
    assert "土默特左旗市场监督管理局" in page.text


@pytest.mark.parametrize("login", ["BUREAU", "ｂｕｒｅａｕ", " Bureau\u3000"])
def test_capitals_and_full_width_letters_name_the_same_account(login: str, stranger: FlaskClient) -> None:
    assert stranger.post("/sign-in", data={"login": login, "password": PASSWORD}).status_code == 302


@pytest.mark.parametrize(("login", "password"), [("bureau", "wrong"), ("nobody", PASSWORD), ("BUREAU", "wrong")])
def test_a_wrong_password_and_an_unknown_name_are_refused_alike(
    stranger: FlaskClient, login: str, password: str
) -> None:
    page = stranger.post("/sign-in", data={"login": login, "password": password})
    assert page.status_code == 422
    assert "用户名或密码有误" in page.text
    assert password not in page.text


def test_five_wrong_passwords_lock_the_account_for_five_minutes(stranger: FlaskClient) -> None:
    for _ in range(5):
        stranger.post("/sign-in", data={"login": "bureau", "password": "wrong"})
    page = stranger.post("/sign-in", data={"login": "bureau", "password": PASSWORD})
    assert page.status_code == 429
    assert "5分钟" in page.text


def test_a_lock_ends_by_itself(stranger: FlaskClient, engine: sa.Engine) -> None:
    for _ in range(5):
        stranger.post("/sign-in", data={"login": "bureau", "password": "wrong"})
    with writing(engine) as session:
        for tally in session.exec(select(Tally)):
            tally.ends_at = now() - timedelta(seconds=1)
    assert stranger.post("/sign-in", data={"login": "bureau", "password": PASSWORD}).status_code == 302


def test_an_invitation_sets_a_password_once(stranger: FlaskClient, engine: sa.Engine) -> None:
    link = make_link(engine)
    assert stranger.post(link, data={"password": "New-Pass-12", "again": "New-Pass-12"}).status_code == 302
    assert stranger.get("/").status_code == 200
    assert stranger.get(link).status_code == 410


def test_of_two_who_use_an_invitation_at_once_the_second_is_told(site: Flask, engine: sa.Engine) -> None:
    link, together = make_link(engine), Barrier(2)

    def use(password: str) -> TestResponse:
        client = site.test_client()
        client.get(link)
        together.wait()
        return client.post(link, data={"password": password, "again": password})

    with ThreadPoolExecutor(2) as pool:
        answers = sorted(pool.map(use, ["New-Pass-12", "New-Pass-34"]), key=lambda one: one.status_code)
    assert [one.status_code for one in answers] == [302, 410]
    assert "链接已使用过" in answers[1].text


def test_of_two_invitations_made_at_once_one_is_good(engine: sa.Engine) -> None:
    with ThreadPoolExecutor(1) as pool:
        with writing(engine) as session:
            invite(session, session.exec(select(Person).where(Person.login == "bureau")).one())
            session.flush()
            other = pool.submit(make_link, engine)
            wait([other], timeout=0.5)
        other.result()
    with Session(engine) as session:
        assert len(session.exec(select(Invitation)).all()) == 1


def test_a_new_password_ends_the_sessions_of_the_old_one(
    bureau: Respondent, stranger: FlaskClient, engine: sa.Engine
) -> None:
    stranger.post(make_link(engine), data={"password": "New-Pass-12", "again": "New-Pass-12"})
    assert bureau.client.get("/").status_code == 302


def test_an_invitation_does_not_take_the_old_password_again(stranger: FlaskClient, engine: sa.Engine) -> None:
    link = make_link(engine)
    page = stranger.post(link, data={"password": PASSWORD, "again": PASSWORD})
    assert "新密码不能与原密码相同" in page.text
    assert stranger.get(link).status_code == 200


def test_an_old_invitation_is_refused(stranger: FlaskClient, engine: sa.Engine) -> None:
    link = make_link(engine)
    with writing(engine) as session:
        session.exec(select(Invitation)).one().expires_at = now() - timedelta(seconds=1)
    assert stranger.get(link).status_code == 410


def test_the_database_does_not_hold_the_link(engine: sa.Engine) -> None:
    token = make_link(engine).rsplit("/", 1)[1]
    with Session(engine) as session:
        assert session.exec(select(Invitation)).one().token_hash != token


@pytest.mark.parametrize("password", ["Ab1-", "alllowercase", "lower-case-only", "A" * 300 + "b1"])
def test_a_weak_password_is_refused(password: str) -> None:
    with pytest.raises(WeakPassword):
        check_password(password)


@pytest.mark.parametrize("password", ["Abcdef12", "abc-1234", "药品监管-Ab1"])
def test_three_kinds_of_characters_are_enough(password: str) -> None:
    check_password(password)


@pytest.mark.parametrize(
    "target",
    [
        *("//evil.example", "https://evil.example", "/\\evil.example", "javascript:alert(1)", "//[", "", None),
        *("/\t///evil.example", "/\t/evil.example", "/a\\..\\/evil", "/ /evil.example", "/x\r\nSet-Cookie: a=b"),
    ],
)
def test_signing_in_never_leads_to_another_site(site: Flask, target: str | None) -> None:
    with site.test_request_context():
        assert local_path(target) == "/"


def test_it_leads_back_to_where_one_wanted_to_go(site: Flask, stranger: FlaskClient) -> None:
    asked = stranger.get("/notices?x=1")
    assert asked.location == "/sign-in?next=/notices?x%3D1" or "next=%2Fnotices%3Fx%3D1" in asked.location
    signed_in = stranger.post(asked.location, data={"login": "bureau", "password": PASSWORD})
    assert signed_in.location == "/notices?x=1"


def test_signing_out_ends_it(bureau: Respondent) -> None:
    bureau.client.post("/sign-out")
    assert bureau.client.get("/").status_code == 302


def test_a_cookie_that_was_copied_ends_with_signing_out(bureau: Respondent, stranger: FlaskClient) -> None:
    cookie = bureau.client.get_cookie("survey")
    assert cookie is not None
    bureau.client.post("/sign-out")
    stranger.set_cookie("survey", cookie.value)
    assert stranger.get("/").status_code == 302


def test_a_person_who_was_switched_off_is_out_at_once(bureau: Respondent, engine: sa.Engine) -> None:
    with writing(engine) as session:
        session.exec(select(Person).where(Person.login == "bureau")).one().is_active = False
    assert bureau.client.get("/").status_code == 403


def test_english_can_be_chosen_and_stays(stranger: FlaskClient) -> None:
    stranger.post("/language", data={"language": "en", "next": "/sign-in"})
    assert "Password" in stranger.get("/sign-in").text
    stranger.post("/sign-in", data={"login": "bureau", "password": PASSWORD})
    assert "Sign out" in stranger.get("/").text


def test_a_sign_in_page_that_was_open_too_long_comes_again(site: Flask, stranger: FlaskClient) -> None:
    site.config["WTF_CSRF_ENABLED"] = True
    answer = stranger.post("/sign-in?next=/help", data={"login": "bureau", "password": PASSWORD, "csrf_token": "old"})
    assert answer.location == "/sign-in?next=/help"
    assert "请重新输入密码" in stranger.get(answer.location).text
