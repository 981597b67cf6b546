"""The table Job as those that work see it: take a job, hold it, write down how it ended, free what the dead held.

A job is held for a lease by the database's clock, under a name that is new each time. Whoever held it once and does no
more finds that name gone, and writes nothing.
"""

import logging
import time
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col, select
from sqlmodel.sql.expression import SelectOfScalar

from questionnaires.messages import say
from survey.installing.settings import Settings
from survey.jobs.bell import ring
from survey.jobs.owing import MOST_ERROR, JobKind, JobKinds, Work
from survey.jobs.owners import has_ended, name_owner
from survey.storage.columns import UtcDateTime, now
from survey.storage.database import reading, writing
from survey.storage.records import Job
from survey.storage.states import JobState

log = logging.getLogger(__name__)
LONGEST_PAUSE = timedelta(hours=1)
RETRY = 1.0  # seconds between attempts to write down an end while the database is away


@dataclass(frozen=True)
class Ending:
    """How doing a job went: OWED is to be tried again; a fault is one that the work did not foresee."""

    state: JobState
    error: str = ""
    is_fault: bool = False


def take(engine: sa.Engine, settings: Settings, kinds: JobKinds, lease: timedelta) -> tuple[Work, JobKind] | None:
    """Take what is to be done next, oldest first, and what comes in bulk after all else; None where nothing is."""
    with reading(engine) as session:  # seldom is there anything, and SQLite has one writer at a time
        if session.exec(_list_ready(session, kinds).order_by(None)).first() is None:
            return None
    owner = name_owner()
    with writing(engine) as session:
        job = session.exec(_list_ready(session, kinds).with_for_update(skip_locked=True)).first()
        if job is None:
            return None
        until, attempts = tell_time(session, lease), job.attempts + 1
        _write(session, job.id, state=JobState.LEASED, owner=owner, lease_until=until, attempts=attempts, error="")
        return Work(engine, settings, job.id, job.key, job.payload, owner), kinds[job.kind]


def hold(work: Work, lease: timedelta) -> bool:
    """Hold a job for another lease; whether it was held still."""
    with writing(work.engine) as session:
        held = sa.update(Job).where(col(Job.id) == work.job_id, col(Job.owner) == work.owner)
        return session.connection().execute(held.values(lease_until=tell_time(session, lease))).rowcount == 1


def end(work: Work, kind: JobKind, outcome: Ending) -> JobState | None:
    """Write down how it went, however long the database is away; None where the job is held no more."""
    while True:
        try:
            with writing(work.engine) as session:
                query = select(Job).where(Job.id == work.job_id, Job.owner == work.owner).with_for_update()
                job = session.exec(query).one_or_none()
                return None if job is None else _end(session, job, kind, outcome)
        except sa.exc.OperationalError as error:
            log.warning("the end of %s could not be written yet: %s", work.key, error.orig)
            time.sleep(RETRY)


def free(engine: sa.Engine, kinds: JobKinds, with_expired: bool) -> int:
    """Take back what dead processes of this machine held and, where asked, whatever lease has run out; how many."""
    with reading(engine) as session:
        is_over = _is_over(session)
        query = select(Job.id, Job.owner, Job.lease_until, is_over).where(Job.state == JobState.LEASED)
        held = session.exec(query).all()
    return sum(
        _free(engine, kinds, id, owner, until)
        for id, owner, until, is_over in held
        if (is_over and with_expired) or (owner and has_ended(owner))
    )


def _free(engine: sa.Engine, kinds: JobKinds, id: int, owner: str | None, until: datetime | None) -> bool:
    """Owe it again, unless it was held anew meanwhile; it has failed where it had begun what must not be done twice."""
    with writing(engine) as session:
        as_seen = (col(Job.owner).is_not_distinct_from(owner), col(Job.lease_until).is_not_distinct_from(until))
        job = session.exec(select(Job).where(Job.id == id, *as_seen).with_for_update()).one_or_none()
        if job is None:
            return False
        if job.error or (job.kind in kinds and job.attempts >= kinds[job.kind].attempts):
            why = job.error or say("The worker died at every attempt.")
            _write(session, id, state=JobState.FAILED, error=why, owner=None, lease_until=None, finished_at=now())
        else:
            _write(session, id, state=JobState.OWED, owner=None, lease_until=None)
            ring(session)
        return True


def _end(session: Session, job: Job, kind: JobKind, outcome: Ending) -> JobState:
    state, error = outcome.state, outcome.error[:MOST_ERROR]
    if outcome.is_fault and job.error:  # it had begun what must not be done twice
        state, error = JobState.FAILED, job.error
    if state is JobState.OWED and job.attempts < kind.attempts:
        pause = tell_time(session, find_pause(job.attempts))
        _write(session, job.id, state=state, error=error, owner=None, lease_until=pause)
        return state
    state = JobState.FAILED if state is JobState.OWED else state
    _write(session, job.id, state=state, error=error, owner=None, lease_until=None, finished_at=now())
    return state


def _list_ready(session: Session, kinds: JobKinds) -> SelectOfScalar[Job]:
    last = [name for name, kind in kinds.items() if kind.in_bulk]
    return (
        select(Job)
        .where(Job.state == JobState.OWED, col(Job.kind).in_(kinds))
        .where(sa.or_(col(Job.lease_until).is_(None), _is_over(session)))
        .order_by(sa.case((col(Job.kind).in_(last), 1), else_=0), col(Job.id))
        .limit(1)
    )


def _is_over(session: Session) -> sa.ColumnElement[bool]:
    """Whether a lease or a pause has run out, or was counted by a clock that was wrong: none is as long."""
    until, longest = col(Job.lease_until), tell_time(session, 2 * LONGEST_PAUSE)
    return sa.or_(until <= tell_time(session), until > longest)


def _write(session: Session, id: int, **values: Any) -> None:
    session.connection().execute(sa.update(Job).where(col(Job.id) == id).values(values))


def tell_time(session: Session, later: timedelta = timedelta()) -> sa.ColumnElement[datetime]:
    """A moment by the database's clock, so that the machines' do not matter. SQLite has that of its one machine."""
    if session.get_bind().dialect.name == "sqlite":
        return sa.literal(now() + later, UtcDateTime)
    return sa.func.now() + later


def find_pause(attempts: int) -> timedelta:
    """How long to wait after so many attempts: 1 minute, 2, 4 … an hour."""
    return min(timedelta(minutes=2 ** (attempts - 1)), LONGEST_PAUSE)
