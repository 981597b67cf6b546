"""The small count in the bar: what is near or late for a bureau, and what waits for which reviewer."""

from datetime import date, timedelta

import pytest
import sqlalchemy as sa
from flask import Flask
from sqlmodel import Session, select

from survey.alerts import Alerts, count_alerts, count_waiting
from survey.rounds.standings import SOON, Standing
from survey.storage.columns import now
from survey.storage.database import writing
from survey.storage.states import Absence, State
from survey.storage.tables import Bureau, Person, Response
from tests.databases import ON_SQLITE
from tests.machine import TODAY
from tests.survey.bureaus.outsiders import add_outsider

WITH_CITY, WITH_PROVINCE = (State.SUBMITTED, State.CITY_REVIEW), (State.PROVINCIAL_REVIEW,)


@pytest.mark.parametrize(("days", "soon"), [(SOON + 1, False), (SOON, True), (0, True), (-1, True), (None, False)])
def test_the_last_day_is_near_a_week_before_and_once_it_is_past(days: int | None, soon: bool) -> None:
    due = None if days is None else TODAY + timedelta(days=days)
    response = Response(round_id=1, bureau_id=1, questionnaire_id=1)
    assert Standing(response, None, date(2026, 1, 1), due).is_soon(TODAY) is soon


def place(engine: sa.Engine, **states: State) -> None:
    """Put responses where they are wanted, by the code of the bureau (with a letter before it)."""
    with writing(engine) as session:
        for code, state in states.items():
            response = session.exec(select(Response).join(Bureau).where(Bureau.code == code[1:])).one()
            response.state = state
            response.submitted_at = None if state in (State.DRAFTING, State.SIGNED_OFF) else now()


def count(site: Flask, login: str, today: date = TODAY) -> Alerts:
    with site.app_context(), Session(site.extensions["survey_engine"]) as session:
        return count_alerts(session, session.exec(select(Person).where(Person.login == login)).one(), today)


@ON_SQLITE
@pytest.mark.parametrize("login", ["bureau", "head"])
@pytest.mark.parametrize(  # the round of the tests closes in nine days
    ("days", "alerts"), [(0, Alerts()), (2, Alerts(soon=1)), (9, Alerts(soon=1)), (10, Alerts(late=1))]
)
def test_a_bureaus_day_is_soon_or_late_never_both(login: str, days: int, alerts: Alerts, site: Flask) -> None:
    assert count(site, login, TODAY + timedelta(days=days)) == alerts


@ON_SQLITE
@pytest.mark.parametrize("state", [State.SUBMITTED, State.PROVINCIAL_REVIEW, State.ACCEPTED])
def test_what_is_handed_in_is_no_longer_the_bureaus(state: State, site: Flask, engine: sa.Engine) -> None:
    place(engine, b150121=state)
    assert count(site, "bureau", TODAY + timedelta(days=30)) == Alerts()


@ON_SQLITE
@pytest.mark.parametrize("login", ["admin", "auditor"])
def test_who_has_no_round_to_work_on_has_no_count(login: str, site: Flask, engine: sa.Engine) -> None:
    place(engine, b150121=State.SUBMITTED, b150122=State.PROVINCIAL_REVIEW)
    assert count(site, login) == Alerts()


@pytest.mark.parametrize("state", State)
def test_work_waits_for_whoever_has_the_next_step(state: State, site: Flask, engine: sa.Engine) -> None:
    place(engine, b150121=state, b150122=state, b150221=state)
    counts = {login: count(site, login).waiting for login in ("city", "foreign-city", "province")}
    with_city, with_province = state in WITH_CITY, state in WITH_PROVINCE
    assert counts == {"city": 2 * with_city, "foreign-city": 1 * with_city, "province": 3 * with_province}


def end(engine: sa.Engine, login: str) -> None:
    with writing(engine) as session:
        session.exec(select(Person).where(Person.login == login)).one().is_active = False


@ON_SQLITE
def test_the_province_stands_in_for_a_city_without_a_reviewer(site: Flask, engine: sa.Engine) -> None:
    place(engine, b150121=State.SUBMITTED, b150221=State.CITY_REVIEW)
    end(engine, "foreign-city")
    assert (count(site, "city").waiting, count(site, "province").waiting) == (1, 1)


@ON_SQLITE
def test_what_is_excused_waits_for_nobody(site: Flask, engine: sa.Engine) -> None:
    place(engine, b150121=State.SUBMITTED, b150122=State.SUBMITTED)
    with writing(engine) as session:
        response = session.exec(select(Response).join(Bureau).where(Bureau.code == "150121")).one()
        response.absence, response.absent_at, response.absent_reason = Absence.EXCUSED, now(), "机构撤并"
    assert count(site, "city").waiting == 1


@ON_SQLITE
def test_a_city_is_the_provinces_and_the_province_somebody_elses(site: Flask, engine: sa.Engine) -> None:
    with writing(engine) as session:
        asked = session.exec(select(Response)).all()
        for response, code in zip(asked, ("150100", "150000", "150121"), strict=True):
            response.bureau_id = session.exec(select(Bureau.id).where(Bureau.code == code)).one()
    place(engine, b150100=State.SUBMITTED, b150000=State.SUBMITTED)
    add_outsider(engine)
    with Session(engine) as session:
        people = {one.login: one for one in session.exec(select(Person))}
        counts = [count_waiting(session, people[login]) for login in ("city", "province", "outsider")]
    assert counts == [0, 1, 1]
