"""Work that is owed until it is done: tried again later, or given up with the reason.

A kind of work is a function in a table of kinds, which the packages above bring: its work may run twice, unless it says
by `Work.begin_once` from where on it must not.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, select

from survey.installing.settings import Settings
from survey.jobs.bell import ring
from survey.storage.columns import now
from survey.storage.database import writing
from survey.storage.records import Job
from survey.storage.states import JobState

MOST_ERROR = 500


class TryLater(Exception):
    """It did not work now, but may later; says why."""


class GiveUp(Exception):
    """It will not work by itself; says why."""


class NotNeeded(Exception):
    """What was owed is owed no more; says why."""


class LeaseLost(Exception):
    """Somebody else may have the job by now: whoever did it has nothing more to write, and stops."""


@dataclass(frozen=True)
class Work:
    """One job as its function gets it; `owner` is its holder's name, and fences all that is written for it."""

    engine: sa.Engine
    settings: Settings
    job_id: int
    key: str
    payload: Mapping[str, Any]
    owner: str

    def begin_once(self, reason: str) -> None:
        """From here on it must not be done again: should the worker die, the job has failed with this reason."""
        with writing(self.engine) as session:
            self._find(session).error = reason[:MOST_ERROR]

    def remember(self, more: Mapping[str, object]) -> None:
        """Keep more in the job's payload, such as how far the work is, or what it made."""
        with writing(self.engine) as session:
            self.remember_in(session, more)

    def remember_in(self, session: Session, more: Mapping[str, object]) -> None:
        """The same in a transaction in which more is written: what the job made, and that it did, once."""
        job = self._find(session)
        job.payload = {**job.payload, **more}

    def _find(self, session: Session) -> Job:
        query = select(Job).where(Job.id == self.job_id, Job.owner == self.owner).with_for_update()
        if (job := session.exec(query).one_or_none()) is None:
            raise LeaseLost
        return job


@dataclass(frozen=True)
class JobKind:
    """How a kind of job is done: by what, and how many times it is tried.

    `in_bulk`: it comes by the thousand, and whatever is of another kind goes first.
    """

    do: Callable[[Work], None]
    attempts: int
    in_bulk: bool = False


JobKinds = Mapping[str, JobKind]


def owe(session: Session, kind: str, key: str, payload: Mapping[str, Any]) -> Job | None:
    """Owe a piece of work; None where it is, or was, owed already."""
    if session.exec(select(Job.id).where(Job.key == key)).first() is not None:
        return None
    job = Job(kind=kind, key=key, payload=dict(payload), created_at=now())
    try:
        with session.begin_nested():
            session.add(job)
    except sa.exc.IntegrityError:  # somebody else was first
        return None
    ring(session)
    return job


def owe_again(session: Session, job_id: int) -> str | None:
    """Owe once more what had failed, as if it had never been tried: why it had failed. None where it has not."""
    job = session.exec(select(Job).where(Job.id == job_id).with_for_update()).one_or_none()
    if job is None or job.state is not JobState.FAILED:
        return None
    before = job.error
    start_anew(session, job)
    return before


def start_anew(session: Session, job: Job) -> None:
    """Owe a job that had ended, as if it had never been tried."""
    job.state, job.attempts, job.lease_until, job.finished_at, job.error = JobState.OWED, 0, None, None, ""
    session.add(job)
    ring(session)
