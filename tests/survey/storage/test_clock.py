"""Clocks: the database's is everybody's, and what a wrong clock counted does not outlive its being set right."""

import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pyotp
import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient
from sqlmodel import Session, select

from survey.accounts.totp import derive_secret, make_salt
from survey.installing.settings import Settings
from survey.jobs.doing import LEASE
from survey.jobs.owing import JobKind, owe
from survey.jobs.taking import take
from survey.storage.columns import CLOCK, now
from survey.storage.database import closing_engine, reading, writing
from survey.storage.records import Job, Tally
from survey.storage.tables import Person
from survey.web.languages import local_day
from tests.databases import ON_POSTGRESQL
from tests.people import PASSWORD, sign_in
from tests.sites import open_site

FAR = timedelta(days=400)
SetMachine = Callable[[float], None]


@pytest.fixture
def set_machine(monkeypatch: pytest.MonkeyPatch) -> SetMachine:
    """Set the clock of this machine so many seconds ahead."""
    right = time.time
    return lambda ahead: monkeypatch.setattr(time, "time", lambda: right() + ahead)


@pytest.mark.parametrize("behind", [2, 50])
def test_a_machine_whose_clock_is_behind_signs_nobody_out(behind: int, site: Flask, set_machine: SetMachine) -> None:
    client = sign_in(site, "bureau")
    set_machine(-behind)
    assert client.get("/").status_code == 200


@ON_POSTGRESQL
def test_a_machine_whose_clock_is_an_hour_off_signs_nobody_out(settings: Settings, set_machine: SetMachine) -> None:
    with open_site(settings) as site:
        client = sign_in(site, "bureau")
        kept = client.get_cookie("survey")
    for ahead in (3600, -3600):
        set_machine(ahead)
        with open_site(settings) as other:  # another machine's
            stranger = other.test_client()
            assert kept is not None
            stranger.set_cookie("survey", kept.value)
            assert stranger.get("/").status_code == 200


@ON_POSTGRESQL
def test_the_databases_clock_is_everybodys(settings: Settings, set_machine: SetMachine) -> None:
    set_machine(FAR.total_seconds())
    with closing_engine(settings.database_url) as engine, reading(engine) as session:
        theirs = session.execute(sa.select(sa.func.clock_timestamp())).scalar_one()
        assert abs(now() - theirs) < timedelta(seconds=1)
        assert local_day("UTC") <= theirs.astimezone(UTC).date()


@ON_POSTGRESQL
def test_the_databases_clock_is_read_again_and_carried_on_meanwhile(
    engine: sa.Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    wrong = datetime(2020, 1, 1, tzinfo=UTC)
    CLOCK.set(wrong, CLOCK.tick() - CLOCK.OFTEN + 20)
    with reading(engine) as session:
        session.execute(sa.text("SELECT 1"))
    assert timedelta(seconds=39) < now() - wrong < timedelta(seconds=60)
    monkeypatch.setattr(CLOCK, "OFTEN", 0.0)
    with reading(engine) as session:
        session.execute(sa.text("SELECT 1"))
    assert now() - wrong > FAR


def test_a_session_from_the_future_does_not_go_on(site: Flask, set_machine: SetMachine) -> None:
    CLOCK.set(now() + FAR, CLOCK.tick())
    client = sign_in(site, "bureau")
    CLOCK.set(None)
    assert client.get("/").status_code == 302


def test_a_lock_that_a_wrong_clock_counted_is_off_when_the_clock_is_right(
    stranger: FlaskClient, engine: sa.Engine
) -> None:
    typed = {"login": "bureau", "password": "wrong"}
    assert [stranger.post("/sign-in", data=typed).status_code for _ in range(6)] == [422] * 5 + [429]
    with writing(engine) as session:
        for tally in session.exec(select(Tally)):
            tally.ends_at += FAR
    assert stranger.post("/sign-in", data={**typed, "password": PASSWORD}).status_code == 302


def test_a_code_that_was_used_by_a_wrong_clock_keeps_nobody_out(site: Flask, engine: sa.Engine) -> None:
    salt = make_salt()
    with writing(engine) as session:
        person = session.exec(select(Person).where(Person.login == "bureau")).one()
        person.totp_secret, person.totp_step = salt, int((now() + FAR).timestamp()) // 30
    client = site.test_client()
    client.post("/sign-in", data={"login": "bureau", "password": PASSWORD})
    totp = pyotp.TOTP(derive_secret("for tests", person.id, salt))
    assert client.post("/sign-in/code", data={"code": totp.now()}).status_code == 302
    with Session(engine) as session:
        assert session.get_one(Person, person.id).totp_step <= now().timestamp() // 30


def test_a_job_whose_pause_a_wrong_clock_counted_is_taken(engine: sa.Engine, settings: Settings) -> None:
    with writing(engine) as session:
        job = owe(session, "report", "report/2026/150121", {})
        assert job is not None
        job.lease_until = now() + FAR
    assert take(engine, settings, {"report": JobKind(lambda work: None, 3)}, LEASE) is not None
    with Session(engine) as session:
        found = session.exec(select(Job)).one()
        assert found.lease_until is not None and found.lease_until < now() + 2 * LEASE
