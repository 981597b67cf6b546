"""The report of a response made by the worker with its step, and served to whoever opens it."""

import hashlib
from collections.abc import Callable
from datetime import timedelta

import pytest
import sqlalchemy as sa
from flask.testing import FlaskClient
from sqlmodel import Session, col, select

from reports.making.papers import KINDS
from survey.bureaus.people import change_person
from survey.installing.settings import Settings
from survey.jobs.doing import do_next
from survey.storage.database import writing
from survey.storage.records import IssuedReport, Job
from survey.storage.states import Action, JobState
from survey.storage.tables import Person, Response
from tests.people import Respondent


def get_report(client: FlaskClient, respondent: Respondent) -> bytes:
    answer = client.get(f"/responses/{respondent.response_id}/report.pdf")
    assert answer.status_code == 200
    written: bytes = answer.data
    return written


def rename_silently(engine: sa.Engine, respondent: Respondent) -> None:
    """As nobody can: without a line in the trail. Whatever is made after it bears the new name."""
    with writing(engine) as session:
        session.get_one(Response, respondent.response_id).bureau.name = "另一单位"


def list_jobs(engine: sa.Engine) -> list[Job]:
    with Session(engine) as session:
        return list(session.exec(select(Job).where(Job.kind == "paper").order_by(col(Job.id))))


@pytest.fixture
def handed_in(bureau: Respondent) -> Respondent:
    bureau.hand_in()
    return bureau


def test_a_submission_owes_its_report_once(handed_in: Respondent, engine: sa.Engine) -> None:
    [job] = list_jobs(engine)
    assert job.state is JobState.OWED and job.payload == {"response": handed_in.response_id}


def test_what_the_worker_made_is_what_is_opened(handed_in: Respondent, engine: sa.Engine, settings: Settings) -> None:
    assert do_next(engine, settings, KINDS) is JobState.DONE
    rename_silently(engine, handed_in)
    written = get_report(handed_in.client, handed_in)
    with Session(engine) as session:
        [entry] = session.exec(select(IssuedReport)).all()
    assert hashlib.sha256(written).hexdigest() == entry.sha256


def test_before_the_worker_came_it_is_made_at_once_and_is_the_same(
    handed_in: Respondent, engine: sa.Engine, settings: Settings
) -> None:
    at_once = get_report(handed_in.client, handed_in)
    do_next(engine, settings, KINDS)
    assert get_report(handed_in.client, handed_in) == at_once


def test_a_later_step_makes_another_and_the_earlier_job_is_owed_no_more(
    handed_in: Respondent, engine: sa.Engine, settings: Settings
) -> None:
    handed_in.act(Action.RECALL)
    handed_in.act(Action.SUBMIT)
    assert do_next(engine, settings, KINDS) is JobState.CANCELLED
    assert do_next(engine, settings, KINDS) is JobState.DONE


def test_what_was_called_back_is_not_served(handed_in: Respondent, engine: sa.Engine, settings: Settings) -> None:
    do_next(engine, settings, KINDS)
    before = get_report(handed_in.client, handed_in)
    handed_in.act(Action.RECALL)
    assert get_report(handed_in.client, handed_in) != before


def test_a_name_that_changed_since_stands_in_the_report(
    handed_in: Respondent, engine: sa.Engine, settings: Settings
) -> None:
    do_next(engine, settings, KINDS)
    before = get_report(handed_in.client, handed_in)
    with writing(engine) as session:
        head = session.exec(select(Person).where(Person.login == "head")).one()
        change_person(session, head.id, head.id, {"name": "新姓名", "post": "", "telephone": ""})
    assert get_report(handed_in.client, handed_in) != before


def test_other_bureaus_of_the_day_leave_it_and_those_of_an_earlier_day_do_not(
    handed_in: Respondent, respondent: Callable[[str], Respondent], engine: sa.Engine, settings: Settings
) -> None:
    do_next(engine, settings, KINDS)
    before = get_report(handed_in.client, handed_in)
    respondent("foreigner").hand_in()
    rename_silently(engine, handed_in)
    assert get_report(handed_in.client, handed_in) == before
    with writing(engine) as session:
        job = session.exec(select(Job).where(Job.kind == "paper").order_by(col(Job.id))).first()
        assert job is not None and job.finished_at is not None
        job.finished_at -= timedelta(days=1)
    assert get_report(handed_in.client, handed_in) != before
