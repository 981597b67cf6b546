"""The worker as a program: it sends what is owed, stops cleanly, and killed at the worst moment sends nothing twice."""

import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
import sqlalchemy as sa

from survey.installing.settings import ROOT, Settings
from survey.mail.smtp import PERHAPS_SENT
from survey.serving import Keeper
from survey.storage.states import JobState
from tests.machine import WAIT, list_group, wait_for
from tests.survey.mail.post_office import TAKEN, PostOffice, open_office
from tests.survey.mail.test_sending import owe_mail, read


@pytest.fixture
def office(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> Iterator[PostOffice]:
    """A mail server, and the settings of a worker that sends there."""
    office = PostOffice()
    controller = open_office(office)
    monkeypatch.setenv("SURVEY_DATA_FOLDER", str(settings.data_folder))
    monkeypatch.setenv("SURVEY_DATABASE_URL", settings.database_url)
    monkeypatch.setenv("SURVEY_MAIL_URL", f"smtp://localhost:{office.port}")
    monkeypatch.setenv("SURVEY_MAIL_FROM", "survey@gov.test")
    yield office
    controller.stop()


@contextmanager
def working() -> Iterator["subprocess.Popen[bytes]"]:
    """A worker with its processes in a group of their own, all of which end in the end."""
    process = subprocess.Popen([sys.executable, ROOT / "run.py", "worker"], start_new_session=True)
    try:
        yield process
    finally:
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def is_in(engine: sa.Engine, job_id: int, state: JobState) -> Callable[[], bool]:
    return lambda: read(engine, job_id).state is state


def test_it_sends_what_is_owed_and_stops_when_told(engine: sa.Engine, office: PostOffice) -> None:
    first = owe_mail(engine, "a@gov.test")
    with working() as worker:
        wait_for(is_in(engine, first, JobState.DONE))
        wait_for(is_in(engine, owe_mail(engine, "b@gov.test"), JobState.DONE))
        worker.terminate()
        assert worker.wait(WAIT) == 0
        wait_for(lambda: not list_group(worker.pid))
    assert [message["To"] for message in office.messages] == ["a@gov.test", "b@gov.test"]


def test_killed_between_handing_over_and_writing_it_down_it_sends_nothing_twice(
    engine: sa.Engine, office: PostOffice
) -> None:
    job_id = owe_mail(engine)
    with working() as worker:

        def kill() -> str:
            os.killpg(worker.pid, signal.SIGKILL)
            return "250 taken"

        office.say = kill
        worker.wait(WAIT)
    office.say = lambda: TAKEN
    assert (read(engine, job_id).state, len(office.messages)) == (JobState.LEASED, 1)
    with working():
        wait_for(is_in(engine, job_id, JobState.FAILED))
        wait_for(is_in(engine, owe_mail(engine, "later@gov.test"), JobState.DONE))
    assert read(engine, job_id).error == PERHAPS_SENT
    assert [message["To"] for message in office.messages] == ["office@gov.test", "later@gov.test"]


def test_when_its_head_is_killed_its_processes_end_by_themselves(engine: sa.Engine, office: PostOffice) -> None:
    with working() as worker:
        wait_for(is_in(engine, owe_mail(engine), JobState.DONE))
        os.kill(worker.pid, signal.SIGKILL)
        wait_for(lambda: not list_group(worker.pid))


def test_what_is_kept_running_is_started_again_until_it_is_stopped(tmp_path: Path) -> None:
    log = tmp_path / "starts"
    program = f"import time; open({str(log)!r}, 'a').write('started\\n'); time.sleep(60)"
    keeper = Keeper([sys.executable, "-c", program], os.environ)
    keeper.thread.start()
    for starts in (1, 2):
        wait_for(lambda starts=starts: log.exists() and len(log.read_text().splitlines()) == starts)  # type: ignore[misc]
        if starts == 1 and keeper.process:
            keeper.process.kill()
    keeper.stop()
    keeper.thread.join(WAIT)
    assert keeper.process is not None and keeper.process.poll() is not None
    assert len(log.read_text().splitlines()) == 2
