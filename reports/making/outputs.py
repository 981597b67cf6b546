"""What is made of a whole round when somebody asks for it: its report as PDF, its tables as CSV or XLSX.

Durable work, as making one takes minutes for a province. An output is known by what it is made from: asked for twice
while nothing has changed, it is one job and one file.
"""

import hashlib
import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import sqlalchemy as sa
from sqlmodel import Session, col, select

from reports.making.batches import FILE
from survey.jobs.owing import JobKind, Work, owe, start_anew
from survey.storage.beside import ReviewEntry
from survey.storage.columns import now
from survey.storage.database import writing
from survey.storage.records import Job
from survey.storage.states import JobState
from survey.storage.tables import Bureau, Response, Review, Round, StateChange
from survey.web.languages import local_day

KIND = "output"
DONE_OF, ALL_OF = "done", "all"  # in a job's payload: how many bureaus are written, of how many
UNFINISHED = (JobState.OWED, JobState.LEASED)


@dataclass(frozen=True)
class Wish:
    """An output: of which round, in which form, and of which place (all that the round has where it is empty)."""

    round_id: int
    form: str
    place: str = ""

    @property
    def begin_key(self) -> str:
        """How the keys of all jobs for it begin."""
        return f"{KIND}/{self.round_id}/{self.form}/{self.place}/"


@dataclass(frozen=True)
class OutputStatus:
    """How it stands with an output: the job for the round as it is now, and the newest that was made before."""

    job: Job | None
    made: Job | None

    @property
    def is_under_way(self) -> bool:
        return self.job is not None and self.job.state in UNFINISHED

    @property
    def is_current(self) -> bool:
        return self.job is not None and self.made is not None and self.job.id == self.made.id


def order(engine: sa.Engine, wish: Wish, folder: Path, time_zone: str) -> None:
    """Owe an output of the round as it is now. What is under way or there already is not owed again."""
    with writing(engine) as session:
        key = _write_key(session, wish, time_zone)
        payload = {"round": wish.round_id, "form": wish.form, "place": wish.place}
        if owe(session, KIND, key, payload) is None:
            job = session.exec(select(Job).where(Job.key == key).with_for_update()).one()
            if job.state not in UNFINISHED and not _is_made(job, folder):  # it failed, or its file has been lost
                job.payload, job.created_at = payload, now()
                start_anew(session, job)


def find_standing(session: Session, wish: Wish, folder: Path, time_zone: str) -> OutputStatus:
    """How it stands with an output."""
    query = select(Job).where(Job.kind == KIND, col(Job.key).startswith(wish.begin_key, autoescape=True))
    jobs = session.exec(query.order_by(col(Job.finished_at).desc())).all()
    key = _write_key(session, wish, time_zone)
    made = [one for one in jobs if _is_made(one, folder)]
    current = next((one for one in jobs if one.key == key), None)
    if current is not None and current.state is JobState.DONE and current not in made:
        current = None  # its file is gone: it can be ordered again
    return OutputStatus(current, current if current in made else next(iter(made), None))


def _is_made(job: Job, folder: Path) -> bool:
    return job.state is JobState.DONE and (folder / job.payload[FILE]).exists()


def _write_key(session: Session, wish: Wish, time_zone: str) -> str:
    """The key of the round as it is now: a digest of all that can change what an output shows."""
    round = session.get_one(Round, wish.round_id)
    rounds = [id for id in (round.id, round.previous_id) if id is not None]
    one = Response
    columns = (one.id, one.state, one.submitted_at, one.absence, one.absent_reason, one.due_on)
    places = (Bureau.code, Bureau.name, Bureau.parent_id, Bureau.replaces_id)
    asked = sa.select(*columns, *places).join(Bureau)  # type: ignore[call-overload]
    responses = asked.where(col(one.round_id) == round.id).order_by(col(one.id))
    steps = sa.select(sa.func.max(StateChange.id)).join(Response).where(col(Response.round_id).in_(rounds))
    counts = (sa.func.max(Review.id), sa.func.count(col(Review.id)), sa.func.count(col(Review.ended_at)))
    reviews = sa.select(*counts).join(Response).where(col(Response.round_id) == round.id)
    counts = (sa.func.max(ReviewEntry.id), sa.func.count(col(ReviewEntry.id)), sa.func.count(col(ReviewEntry.ended_at)))
    entries = sa.select(*counts).join(Response).where(col(Response.round_id) == round.id)
    counts = (sa.func.max(StateChange.id), sa.func.count(col(one.id).distinct()), sa.func.count(col(one.absent_at)))
    others = sa.select(col(Round.id), Round.title, *counts)  # type: ignore[call-overload]
    others = others.join_from(Round, one).outerjoin(StateChange, col(StateChange.response_id) == one.id)
    others = others.where(Round.year == round.year, col(Round.id) != round.id).group_by(col(Round.id), Round.title)
    others = others.order_by(col(Round.id))
    shows = [
        # who is late depends on the day
        [round.title, round.closes_on, local_day(time_zone), round.previous_id],
        *(list(map(tuple, session.execute(query))) for query in (responses, steps, reviews, entries, others)),
    ]
    digest = hashlib.sha256(json.dumps(shows, default=str).encode()).hexdigest()[:24]
    return wish.begin_key + digest


def name_kind(make: Callable[[Work], None]) -> dict[str, JobKind]:
    """The kind of job that an output is, made by `work.make_output`, which most processes of a worker never load."""
    return {KIND: JobKind(make, attempts=3)}
