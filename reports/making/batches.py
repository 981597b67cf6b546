"""All gap reports of a round as durable work: one job for each response, and a batch is the jobs of one beginning.

A report is kept under the hash of what it shows, so that a job that is done again, or a batch begun again, renders
nothing that is there already.
"""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlmodel import Session, col, select

from questionnaires.messages import say, say_why
from reports.gap.gathering import gather_report
from reports.printing.fonts import FontProblem
from reports.signing.issuing import issue_gap_report, note_facts
from survey.bureaus.places import WITH_PLACES
from survey.jobs.bell import ring
from survey.jobs.owing import GiveUp, JobKind, NotNeeded, Work
from survey.rounds.rounds import lock_round, name_round
from survey.storage.columns import now
from survey.storage.database import reading_at_once, writing
from survey.storage.records import Job
from survey.storage.states import IN, JobState
from survey.storage.tables import Response, Round
from survey.storage.trail import record

KIND = "report"
UNFINISHED = (JobState.OWED, JobState.LEASED)
FILE = "file"  # in a job's payload: the report that it made, by its name in the folder


@dataclass(frozen=True)
class Batch:
    """How far a batch is: how many of its reports stand how."""

    number: int
    begun_at: datetime
    counts: Counter[JobState]

    @property
    def total(self) -> int:
        return sum(self.counts.values())

    @property
    def left(self) -> int:
        return sum(self.counts[state] for state in UNFINISHED)

    @property
    def made(self) -> int:
        return self.counts[JobState.DONE]

    @property
    def ended(self) -> int:
        return self.total - self.left


@dataclass(frozen=True)
class Item:
    """One report of a batch and the response that it is about."""

    job: Job
    response: Response


def make_report(work: Work) -> None:
    """Make the report of a response as it stands now, and remember which file it is."""
    with reading_at_once(work.engine) as session:
        response = session.get(Response, int(work.payload["response"]))
        if response is None or response.state not in IN or response.absent_at is not None:
            raise NotNeeded(say("The response is no longer submitted."))
        report = gather_report(session, response, work.settings.time_zone)
        facts = note_facts(report, response)
    try:
        kept, _ = issue_gap_report(work.engine, work.settings.data_folder, report, facts)
    except FontProblem as problem:
        raise GiveUp(say_why(problem)) from None
    work.remember({FILE: kept.name})


KINDS = {KIND: JobKind(make_report, attempts=3, in_bulk=True)}


def start_batch(engine: sa.Engine, round_id: int, person_id: int | None) -> int:
    """Owe the report of every response of a round that is in; how many. While a batch is under way it is that one."""
    with writing(engine) as session:
        round = lock_round(session, round_id)
        batch = find_batch(session, round)
        if batch is not None and batch.left:
            return batch.total
        number = batch.number + 1 if batch else 1
        ids = session.exec(
            select(Response.id).where(
                Response.round_id == round_id, col(Response.state).in_(IN), col(Response.absent_at).is_(None)
            )
        ).all()
        at = now()
        session.add_all(
            Job(kind=KIND, key=f"{_begin_key(round, number)}{id}", payload={"response": id}, created_at=at)
            for id in ids
        )
        ring(session)
        if ids:
            record(session, person_id, "report.batch", name_round(round), None, {"batch": number, "reports": len(ids)})
        return len(ids)


def cancel_batch(engine: sa.Engine, round_id: int, person_id: int) -> int:
    """Owe no more of what is not begun yet; how many. What is made stays, what is in hand ends."""
    with writing(engine) as session:
        round = lock_round(session, round_id)
        batch = find_batch(session, round)
        if batch is None:
            return 0
        owed = sa.update(Job).where(*_narrow(round, batch.number), col(Job.state) == JobState.OWED)
        ended = owed.values(state=JobState.CANCELLED, lease_until=None, finished_at=now(), error="")
        cancelled = session.connection().execute(ended).rowcount
        if cancelled:
            after = {"batch": batch.number, "reports": cancelled}
            record(session, person_id, "report.cancel", name_round(round), None, after)
        return cancelled


def find_batch(session: Session, round: Round) -> Batch | None:
    """The newest batch of a round."""
    query = select(Job).where(*_narrow(round)).order_by(col(Job.id).desc()).limit(1)
    newest = session.exec(query).one_or_none()
    if newest is None:
        return None
    number = int(newest.key.split("/")[2])
    found: Counter[JobState] = Counter(session.exec(select(col(Job.state)).where(*_narrow(round, number))))
    return Batch(number, newest.created_at, found)


def list_items(session: Session, round: Round, batch: Batch, *states: JobState) -> list[Item]:
    """The reports of a batch in some states, in the order of the bureaus' codes."""
    jobs = session.exec(select(Job).where(*_narrow(round, batch.number), col(Job.state).in_(states))).all()
    if not jobs:
        return []
    query = select(Response).where(Response.round_id == round.id).options(WITH_PLACES)
    responses = {one.id: one for one in session.exec(query)}
    items = [Item(job, responses[job.payload["response"]]) for job in jobs]
    return sorted(items, key=lambda item: item.response.bureau.code)


def _narrow(round: Round, number: int | None = None) -> list[sa.ColumnElement[bool]]:
    """The jobs of a batch, or of all batches of a round."""
    return [col(Job.kind) == KIND, col(Job.key).startswith(_begin_key(round, number), autoescape=True)]


def _begin_key(round: Round, number: int | None) -> str:
    """How the keys of a batch, or of all batches of a round, begin."""
    return f"{KIND}/{round.slug}/" + ("" if number is None else f"{number}/")
