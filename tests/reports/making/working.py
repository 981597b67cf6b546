"""What a worker does in the tests, and what is asked of it on the site."""

import sqlalchemy as sa
from flask.testing import FlaskClient
from sqlmodel import Session, col
from werkzeug.test import TestResponse

from reports.making import batches
from reports.making.outputs import name_kind
from reports.making.work import make_output
from survey.installing.settings import Settings
from survey.storage.columns import now
from survey.storage.database import writing
from survey.storage.jobs import list_ready, run_job
from survey.storage.records import Job
from survey.storage.states import JobState

OUTPUTS = "/rounds/2026/outputs"


def work_off(engine: sa.Engine, settings: Settings) -> None:
    """Do what is owed as a worker does, without the pauses."""
    while True:
        with writing(engine) as session:
            session.execute(sa.update(Job).where(col(Job.state) == JobState.OWED).values(lease_until=None))
        with Session(engine) as session:
            ready = list_ready(session, now(), 1)
        if not ready:
            return
        run_job(engine, settings, batches.KINDS | name_kind(make_output), ready[0])


def fetch_output(client: FlaskClient, form: str, query: str = "") -> TestResponse:
    """Ask for an output of the round on the site, let a worker make it, and download it."""
    site = client.application
    assert client.post(f"{OUTPUTS}/{form}{query}").status_code == 302
    work_off(site.extensions["survey_engine"], site.extensions["survey_settings"])
    return client.get(f"{OUTPUTS}/{form}/file{query}", buffered=True)
