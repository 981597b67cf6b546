"""A worker program with jobs of the tests' own: `python -m tests.survey.jobs.program URL FOLDER PROCESSES LEASE`."""

import fcntl
import sys
import time
from datetime import timedelta
from pathlib import Path

import sqlalchemy as sa
from sqlmodel import col

from survey.installing.settings import Settings
from survey.jobs.crew import run_worker
from survey.jobs.doing import do_next
from survey.jobs.hands import Plant
from survey.jobs.owing import JobKind, Work
from survey.storage.database import closing_engine, writing
from survey.storage.records import Job

ELSEWHERE = "another-machine/0/1/1/1/0"
TWICE, CHORE_DONE = "twice", "chore-done"  # files that tell what happened


def nap(work: Work) -> None:
    """Sleep; tells where somebody else is at the same job. A lock ends with the process that has it."""
    folder = work.settings.data_folder
    with open(folder / work.key.replace("/", "-"), "ab") as own:
        try:
            fcntl.flock(own, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            (folder / TWICE).touch()
        time.sleep(work.payload["seconds"])


def be_robbed(work: Work) -> None:
    """Give the job to somebody else, and go on as if nothing had happened."""
    with writing(work.engine) as session:
        session.connection().execute(sa.update(Job).where(col(Job.id) == work.job_id).values(owner=ELSEWHERE))
    time.sleep(60)


def fail(engine: sa.Engine, settings: Settings) -> None:
    raise ValueError("odd")


def tell(engine: sa.Engine, settings: Settings) -> None:
    (settings.data_folder / CHORE_DONE).touch()


KINDS = {"nap": JobKind(nap, attempts=10), "robbed": JobKind(be_robbed, attempts=1)}


def do_one(url: str, lease: float) -> None:
    """Do one job without a worker."""
    with closing_engine(url) as engine:
        do_next(engine, Settings(database_url=url), KINDS, timedelta(seconds=lease))


if __name__ == "__main__":
    url, folder, processes, lease = sys.argv[1:]
    settings = Settings(data_folder=Path(folder), database_url=url)
    run_worker(Plant(settings, KINDS, [fail, tell], timedelta(seconds=float(lease))), int(processes))
