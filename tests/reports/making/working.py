"""What a worker does in the tests, and what is asked of it on the site."""

import sqlalchemy as sa
from flask.testing import FlaskClient
from sqlmodel import col
from werkzeug.test import TestResponse

from reports.making import batches
from reports.making.outputs import name_kind
from reports.making.work import make_output
from survey.installing.settings import Settings
from survey.jobs.doing import do_next
from survey.storage.database import writing
from survey.storage.records import Job
from survey.storage.states import JobState

OUTPUTS = "/rounds/2026/outputs"


def work_off(engine: sa.Engine, settings: Settings) -> None:
    """Do what is owed as a worker does, without the pauses."""
    state: JobState | None = JobState.OWED
    while state is not None:
        with writing(engine) as session:
            session.execute(sa.update(Job).where(col(Job.state) == JobState.OWED).values(lease_until=None))
        state = do_next(engine, settings, batches.KINDS | name_kind(make_output))


def fetch_output(client: FlaskClient, form: str, query: str = "") -> TestResponse:
    """Ask for an output of the round on the site, let a worker make it, and download it."""
    site = client.application
    assert client.post(f"{OUTPUTS}/{form}{query}").status_code == 302
    work_off(site.extensions["survey_engine"], site.extensions["survey_settings"])
    return client.get(f"{OUTPUTS}/{form}/file{query}", buffered=True)
