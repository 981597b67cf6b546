"""The second factor: set up with a code, asked after the password, each code good once; taken off again."""

import re
from datetime import timedelta

import pyotp
import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient
from sqlmodel import Session, select

from survey.accounts.accounts import invite
from survey.accounts.totp import derive_secret, find_step
from survey.storage.database import writing
from survey.storage.tables import Person
from tests.machine import StillClock
from tests.people import PASSWORD, Respondent, sign_in
from tests.survey.auditing.trails import list_acts


def read_person(engine: sa.Engine, login: str = "bureau") -> Person:
    with Session(engine) as session:
        return session.exec(select(Person).where(Person.login == login)).one()


def set_up(client: FlaskClient, clock: StillClock) -> pyotp.TOTP:
    """Set the second factor up by what the page shows, with the code of half a minute ago."""
    shown = re.search(r"<code>([A-Z2-7 ]+)</code>", client.get("/account/second-factor").text)
    assert shown
    totp = pyotp.TOTP(shown[1].replace(" ", ""))
    assert (
        client.post("/account/second-factor", data={"code": totp.at(clock.at - timedelta(seconds=30))}).status_code
        == 302
    )
    return totp


@pytest.fixture
def telephone(bureau: Respondent, clock: StillClock) -> pyotp.TOTP:
    """The app of the clerk, who has set it up."""
    return set_up(bureau.client, clock)


def give_password(client: FlaskClient) -> None:
    answer = client.post("/sign-in?next=/help", data={"login": "bureau", "password": PASSWORD})
    assert answer.location == "/sign-in/code?next=/help"


def give_code(client: FlaskClient, code: str) -> int:
    return client.post("/sign-in/code?next=/help", data={"code": code}).status_code


def test_after_the_password_a_code_is_asked_and_nothing_opens_before(
    clock: StillClock, telephone: pyotp.TOTP, stranger: FlaskClient
) -> None:
    give_password(stranger)
    assert stranger.get("/").status_code == 302
    assert "动态验证码" in stranger.get("/sign-in/code").text
    assert give_code(stranger, telephone.at(clock.at)) == 302
    assert stranger.get("/").status_code == 200


def test_a_code_opens_once(clock: StillClock, telephone: pyotp.TOTP, site: Flask, stranger: FlaskClient) -> None:
    code, second = telephone.at(clock.at), site.test_client()
    for client in (stranger, second):
        give_password(client)
    assert [give_code(stranger, code), give_code(second, code)] == [302, 422]
    assert second.get("/").status_code == 302


def test_an_earlier_code_than_the_last_is_refused(
    clock: StillClock, telephone: pyotp.TOTP, stranger: FlaskClient
) -> None:
    give_password(stranger)
    assert give_code(stranger, telephone.at(clock.at - timedelta(seconds=30))) == 422  # it confirmed the setting up


@pytest.mark.parametrize("code", ["000000", "١٢٣٤٥٦", "１２３４５６", "", "x" * 21])
def test_a_wrong_code_is_refused(code: str, telephone: pyotp.TOTP, stranger: FlaskClient) -> None:
    give_password(stranger)
    assert give_code(stranger, code) in (200, 422)
    assert stranger.get("/").status_code == 302


def test_wrong_codes_lock_and_the_password_is_no_way_around(
    clock: StillClock, telephone: pyotp.TOTP, stranger: FlaskClient
) -> None:
    codes = []
    for _ in range(6):
        stranger.post("/sign-in", data={"login": "bureau", "password": PASSWORD})
        codes.append(give_code(stranger, "000000"))
    assert codes == [422] * 5 + [429]
    assert give_code(stranger, telephone.at(clock.at)) == 429


def test_without_the_password_there_is_no_asking_for_a_code(
    clock: StillClock, telephone: pyotp.TOTP, stranger: FlaskClient
) -> None:
    assert stranger.post("/sign-in/code", data={"code": telephone.at(clock.at)}).location == "/sign-in"


def test_it_counts_only_when_a_code_confirmed_it(bureau: Respondent, engine: sa.Engine) -> None:
    bureau.client.get("/account/second-factor")
    assert "验证码有误" in bureau.client.post("/account/second-factor", data={"code": "000000"}).text
    assert read_person(engine).totp_secret is None


def test_the_picture_is_one_and_the_database_cannot_make_codes(
    bureau: Respondent, telephone: pyotp.TOTP, engine: sa.Engine
) -> None:
    kept = str(read_person(engine).totp_secret)
    assert kept not in telephone.secret
    assert derive_secret("for tests", bureau.id, kept) == telephone.secret
    assert derive_secret("another key", bureau.id, kept) != telephone.secret


def test_it_is_taken_off_with_the_password_only(telephone: pyotp.TOTP, bureau: Respondent, engine: sa.Engine) -> None:
    bureau.client.post("/account/second-factor/remove", data={"old": "wrong"})
    assert read_person(engine).totp_secret is not None
    bureau.client.post("/account/second-factor/remove", data={"old": PASSWORD})
    assert read_person(engine).totp_secret is None
    assert [act for act, _ in list_acts(engine, "factor")] == ["factor.add", "factor.remove"]


def test_the_administrator_takes_it_off_for_a_lost_telephone(
    telephone: pyotp.TOTP, bureau: Respondent, administrator: FlaskClient, site: Flask, engine: sa.Engine
) -> None:
    assert administrator.post(f"/people/{bureau.id}/second-factor/remove").status_code == 302
    assert sign_in(site, "bureau").get("/").status_code == 200
    assert list_acts(engine, "factor")[-1] == ("factor.remove", f"person {bureau.id}")


def test_a_telephone_whose_clock_is_half_a_minute_off_will_do() -> None:
    """RFC 6238, appendix B: at 59 seconds the last six digits are 287082; that is step 1."""
    secret = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"
    assert [find_step(secret, "287082", at) for at in (30, 59, 60, 89)] == [1] * 4
    assert find_step(secret, "287082", 90) is None


def test_a_new_link_does_not_stand_in_for_the_code(
    clock: StillClock, telephone: pyotp.TOTP, stranger: FlaskClient, engine: sa.Engine
) -> None:
    with writing(engine) as session:
        token = invite(session, session.exec(select(Person).where(Person.login == "bureau")).one())
    new = {"password": "New-Pass-12", "again": "New-Pass-12"}
    assert stranger.post(f"/invitations/{token}", data=new).location == "/sign-in/code"
    assert stranger.get("/").status_code == 302
    assert give_code(stranger, telephone.at(clock.at)) == 302
    assert stranger.get("/").status_code == 200
