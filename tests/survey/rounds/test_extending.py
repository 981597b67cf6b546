"""A last day of a bureau's own: it is reminded and late by that day, and reads why."""

from datetime import date, timedelta

import pytest
from flask.testing import FlaskClient
from sqlmodel import Session

from questionnaires.messages import Refused
from survey.rounds.absences import leave_out
from survey.rounds.extending import extend
from survey.rounds.standings import find_standings
from survey.storage.database import writing
from survey.storage.states import Absence, Role
from survey.storage.tables import Response, Round
from tests.machine import TODAY, ZONE
from tests.people import Respondent


def end_round(person: Respondent, on: date) -> None:
    with writing(person.engine) as session:
        session.get_one(Round, 1).closes_on = on


def find_due(person: Respondent) -> date | None:
    with Session(person.engine) as session:
        response = session.get_one(Response, person.response_id)
        return find_standings(session, [response], ZONE)[response.id].due


def test_a_bureau_is_late_by_its_own_day_and_the_later_of_the_two_holds(bureau: Respondent) -> None:
    admin, own = bureau.find(Role.ADMINISTRATOR), TODAY + timedelta(days=5)
    end_round(bureau, TODAY - timedelta(days=1))
    assert extend(bureau.engine, [bureau.response_id], own, "汛期", admin) == 1
    assert extend(bureau.engine, [bureau.response_id], own, "汛期", admin) == 0  # sent twice
    assert find_due(bureau) == own
    end_round(bureau, own + timedelta(days=9))
    assert find_due(bureau) == own + timedelta(days=9)
    assert extend(bureau.engine, [bureau.response_id], None, "", admin) == 1


def test_a_day_that_puts_nothing_off_is_refused_and_so_is_who_is_out(bureau: Respondent) -> None:
    admin = bureau.find(Role.ADMINISTRATOR)
    end_round(bureau, TODAY)
    with pytest.raises(Refused, match="after the closing date"):
        extend(bureau.engine, [bureau.response_id], TODAY, "汛期", admin)
    leave_out(bureau.engine, {bureau.response_id: Absence.EXCUSED}, "撤并", admin)
    with pytest.raises(Refused, match="out of the round"):
        extend(bureau.engine, [bureau.response_id], TODAY + timedelta(days=1), "汛期", admin)


def test_days_are_put_off_by_selection_and_the_bureau_reads_why(bureau: Respondent, reviewer: FlaskClient) -> None:
    end_round(bureau, TODAY - timedelta(days=1))
    path, own = "/rounds/2026/extensions", TODAY + timedelta(days=8)
    data = {"response": str(bureau.response_id), "due_on": own.isoformat(), "reason": "汛期"}
    assert reviewer.post(path, data={**data, "response": ""}).status_code == 422
    assert reviewer.post(path, data={**data, "due_on": "2020-01-01"}).status_code == 422
    assert "已更改1个单位" in reviewer.post(path, data=data, follow_redirects=True).text
    start = " ".join(bureau.client.get("/").text.split())
    assert "还有8天" in start or "剩余8天" in start or "8天" in start
    assert "理由：汛期" in start
    assert "理由：汛期" in bureau.open("domains/N12").text
    assert "汛期" in reviewer.get("/rounds/2026").text
