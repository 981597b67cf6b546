"""Mails as the administrator sees them, read from the table of jobs."""

from dataclasses import dataclass

import sqlalchemy as sa
from sqlmodel import Session, col, select

from survey.mail.plans import KIND
from survey.mail.smtp import PERHAPS_SENT
from survey.storage.records import Job
from survey.storage.states import JobState
from survey.storage.tables import Bureau, Response

MOST_SHOWN = 500
TESTS = "~test"  # in a key it stands where the round does
CONDITIONS = {
    "planned": col(Job.state).in_([JobState.OWED, JobState.LEASED]),
    "sent": col(Job.state) == JobState.DONE,
    "perhaps-sent": sa.and_(col(Job.state) == JobState.FAILED, col(Job.error) == PERHAPS_SENT),
    "failed": sa.and_(col(Job.state) == JobState.FAILED, col(Job.error) != PERHAPS_SENT),
    "cancelled": col(Job.state) == JobState.CANCELLED,
}


@dataclass(frozen=True)
class Mail:
    """One mail: its job, the word for where it stands, and the bureau it goes to (none for a test)."""

    job: Job
    state: str
    bureau: str
    round: str

    @property
    def is_sent(self) -> bool:
        return self.state == "sent"

    @property
    def is_perhaps_sent(self) -> bool:
        return self.state == "perhaps-sent"

    @property
    def is_tried_again(self) -> bool:
        """Whether it did not go out at first and waits for its next time."""
        return self.state == "planned" and bool(self.job.attempts and self.job.lease_until)

    @property
    def can_go_again(self) -> bool:
        return self.state in ("failed", "perhaps-sent")


def list_mails(session: Session, slug: str, state: str) -> list[Mail]:
    """The newest mails of a round (of all, without a slug), in one state or in all."""
    query = select(Job).where(*_narrow(slug))
    if state in CONDITIONS:
        query = query.where(CONDITIONS[state])
    jobs = session.exec(query.order_by(col(Job.id).desc()).limit(MOST_SHOWN)).all()
    ids = {int(job.payload["response"]) for job in jobs if "response" in job.payload}
    responses = {one.id: one for one in session.exec(select(Response).where(col(Response.id).in_(ids)))}
    told = {int(job.payload["bureau"]) for job in jobs if "bureau" in job.payload}
    names = {one.id: one.name for one in session.exec(select(Bureau).where(col(Bureau.id).in_(told)))}
    return [
        _show(job, responses.get(int(job.payload.get("response", 0))), names.get(int(job.payload.get("bureau", 0)), ""))
        for job in jobs
    ]


def count_mails(session: Session, slug: str) -> dict[str, int]:
    """How many mails stand how."""
    counts = [sa.func.count(sa.case((condition, 1))) for condition in CONDITIONS.values()]
    row = session.execute(sa.select(*counts).where(*_narrow(slug))).one()
    return dict(zip(CONDITIONS, row, strict=True))


def _narrow(slug: str) -> list[sa.ColumnElement[bool]]:
    """Of a round, of the tests, or of all rounds."""
    narrow = [col(Job.kind) == KIND]
    if slug:
        return [*narrow, col(Job.key).startswith(f"{KIND}/{slug}/", autoescape=True)]
    return [*narrow, sa.not_(col(Job.key).startswith(f"{KIND}/{TESTS}/"))]


def _show(job: Job, response: Response | None, bureau: str) -> Mail:
    state = "perhaps-sent" if job.error == PERHAPS_SENT and job.state is JobState.FAILED else WORDS[job.state]
    if response is None:
        return Mail(job, state, bureau, "")
    return Mail(job, state, response.bureau.name, response.round.title)


WORDS = {
    JobState.OWED: "planned",
    JobState.LEASED: "planned",
    JobState.DONE: "sent",
    JobState.FAILED: "failed",
    JobState.CANCELLED: "cancelled",
}
