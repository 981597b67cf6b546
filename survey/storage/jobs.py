"""Work that is owed until it is done: taken up by one worker at a time, tried again later, or given up with the reason.

The table Job remembers; whoever moves the work about (queue.py) may lose everything and nothing is lost. A kind of work
is a function in a table of kinds, which the packages above bring: its work may run twice, unless it says by
`Work.begin_once` from where on it must not.
"""

import logging
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col, select

from questionnaires.messages import say
from survey.installing.settings import Settings
from survey.storage.columns import now
from survey.storage.database import reading, writing
from survey.storage.records import Job
from survey.storage.states import JobState

log = logging.getLogger(__name__)
MOST_ERROR = 500
LONGEST_PAUSE = timedelta(hours=1)


class TryLater(Exception):
    """It did not work now, but may later; says why."""


class GiveUp(Exception):
    """It will not work by itself; says why."""


class NotNeeded(Exception):
    """What was owed is owed no more; says why."""


@dataclass(frozen=True)
class Work:
    """One job as its function gets it."""

    engine: sa.Engine
    settings: Settings
    job_id: int
    key: str
    payload: Mapping[str, Any]

    def begin_once(self, reason: str) -> None:
        """From here on it must not be done again: should the worker die, the job has failed with this reason."""
        with writing(self.engine) as session:
            job = session.get_one(Job, self.job_id)
            job.error = reason[:MOST_ERROR]
            session.add(job)


@dataclass(frozen=True)
class JobKind:
    """How a kind of job is done: by what, how long a worker has it, how many times it is tried.

    `in_bulk`: it comes by the thousand, and whatever is of another kind goes first.
    """

    do: Callable[[Work], None]
    lease: timedelta
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
    return job


def owe_again(session: Session, job_id: int) -> str | None:
    """Owe once more what had failed, as if it had never been tried: why it had failed. None where it has not."""
    job = session.exec(select(Job).where(Job.id == job_id).with_for_update()).one_or_none()
    if job is None or job.state is not JobState.FAILED:
        return None
    before, job.error = job.error, ""
    job.state, job.attempts, job.lease_until, job.finished_at = JobState.OWED, 0, None, None
    session.add(job)
    return before


def list_ready(session: Session, at: datetime, limit: int, last: Collection[str] = ()) -> list[int]:
    """The jobs that could be done now, oldest first, but those of the kinds `last` after all others."""
    query = (
        select(Job.id)
        .where(Job.state == JobState.OWED, sa.or_(col(Job.lease_until).is_(None), col(Job.lease_until) <= at))
        .order_by(sa.case((col(Job.kind).in_(last), 1), else_=0), col(Job.id))
        .limit(limit)
    )
    return list(session.exec(query))


def recover(engine: sa.Engine, at: datetime) -> int:
    """Take back what dead workers had: owed again, or failed where it had begun what must not be done twice."""
    expired = sa.and_(col(Job.state) == JobState.LEASED, col(Job.lease_until) < at)
    with reading(engine) as reader:  # this is asked every second, and seldom is there anything to write
        if reader.exec(select(Job.id).where(expired).limit(1)).first() is None:
            return 0
    with writing(engine) as session:
        failed = sa.update(Job).where(expired, col(Job.error) != "").values(state=JobState.FAILED, finished_at=at)
        owed = sa.update(Job).where(expired, col(Job.error) == "").values(state=JobState.OWED, lease_until=None)
        return sum(session.connection().execute(one).rowcount for one in (failed, owed))


def run_job(engine: sa.Engine, settings: Settings, kinds: JobKinds, job_id: int) -> JobState | None:
    """Do one job, and write down how it went; None where somebody else has it, or it is not to be done now."""
    leased = _lease(engine, settings, kinds, job_id)
    if leased is None:
        return None
    work, kind, attempts = leased
    try:
        kind.do(work)
    except NotNeeded as reason:
        return _end(engine, job_id, JobState.CANCELLED, str(reason))
    except GiveUp as reason:
        return _end(engine, job_id, JobState.FAILED, str(reason))
    except TryLater as reason:
        return _put_off(engine, job_id, str(reason), attempts, kind)
    except Exception as fault:
        log.exception("job %s", work.key)
        if begun := _read_error(engine, job_id):  # what must not be done twice
            return _end(engine, job_id, JobState.FAILED, begun)
        return _put_off(engine, job_id, f"{type(fault).__name__}: {fault}", attempts, kind)
    return _end(engine, job_id, JobState.DONE, "")


def _lease(engine: sa.Engine, settings: Settings, kinds: JobKinds, job_id: int) -> tuple[Work, JobKind, int] | None:
    at = now()
    with writing(engine) as session:
        job = session.exec(select(Job).where(Job.id == job_id).with_for_update()).one_or_none()
        if job is None or job.state is not JobState.OWED or (job.lease_until and job.lease_until > at):
            return None
        if (kind := kinds.get(job.kind)) is None:
            return None
        if job.attempts >= kind.attempts:
            job.state, job.error, job.finished_at = JobState.FAILED, say("The worker died at every attempt."), at
            session.add(job)
            return None
        job.state, job.lease_until, job.attempts, job.error = JobState.LEASED, at + kind.lease, job.attempts + 1, ""
        session.add(job)
        return Work(engine, settings, job.id, job.key, job.payload), kind, job.attempts


def _read_error(engine: sa.Engine, job_id: int) -> str:
    with reading(engine) as session:
        return session.get_one(Job, job_id).error


def _end(engine: sa.Engine, job_id: int, state: JobState, error: str) -> JobState:
    with writing(engine) as session:
        job = session.get_one(Job, job_id)
        job.state, job.error, job.lease_until, job.finished_at = state, error[:MOST_ERROR], None, now()
        session.add(job)
    return state


def _put_off(engine: sa.Engine, job_id: int, error: str, attempts: int, kind: JobKind) -> JobState:
    """Owe it again after a pause that doubles each time; after the last attempt it has failed."""
    if attempts >= kind.attempts:
        return _end(engine, job_id, JobState.FAILED, error)
    with writing(engine) as session:
        job = session.get_one(Job, job_id)
        job.state, job.error, job.lease_until = JobState.OWED, error[:MOST_ERROR], now() + find_pause(attempts)
        session.add(job)
    return JobState.OWED


def find_pause(attempts: int) -> timedelta:
    """How long to wait after so many attempts: 1 minute, 2, 4 … an hour."""
    return min(timedelta(minutes=2 ** (attempts - 1)), LONGEST_PAUSE)
