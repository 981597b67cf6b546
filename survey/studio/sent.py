"""Files of notices that were sent in and are to be drafted: owed to the worker, so that nobody waits in a request and
a restart loses nothing."""

import secrets
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col, select

from questionnaires.aside import PRIVATE, write_aside
from survey.jobs.owing import JobKind, JobKinds, Work, owe
from survey.storage.database import writing
from survey.storage.records import Job
from survey.storage.states import JobState

KIND = "draft"
FOLDER = "notices"
STEPS = ("waiting", "reading", "drafting", "done")
UNFINISHED = (JobState.OWED, JobState.LEASED)


@dataclass(frozen=True)
class SentNotice:
    """A file that was sent in, by whom, and how far it is: one of STEPS, or why there will be no draft of it."""

    job_id: int
    person_id: int | None
    name: str
    step: str
    draft_id: int | None
    problem: str

    @property
    def is_over(self) -> bool:
        return self.draft_id is not None or bool(self.problem)


def name_kind(do: Callable[[Work], None]) -> JobKinds:
    """The kind of these jobs; a second attempt is made where the worker died."""
    return {KIND: JobKind(do, attempts=2)}


def find_file(data_folder: Path, token: str) -> Path:
    """Where a file lies until it is drafted."""
    return data_folder / FOLDER / token


@dataclass(frozen=True)
class Beside:
    """The draft beside which a new text is put, and for each clause of the text the place of the one that it was."""

    draft_id: int
    pairs: tuple[int | None, ...]


def owe_draft(
    engine: sa.Engine,
    data_folder: Path,
    content: bytes,
    name: str,
    parent: str | None,
    person_id: int,
    beside: Beside | None = None,
) -> int:
    """Keep a file and owe its draft; the number of the job. The same file twice is drafted twice."""
    token = secrets.token_hex(16)
    path = find_file(data_folder, token)
    path.parent.mkdir(mode=0o700, exist_ok=True)
    write_aside(path, content, PRIVATE)
    payload: dict[str, Any] = {"file": token, "name": name, "parent": parent, "person": person_id}
    payload |= {} if beside is None else {"beside": beside.draft_id, "pairs": list(beside.pairs)}
    with writing(engine) as session:
        job = owe(session, KIND, f"{KIND}/{token}", payload)
        assert job is not None  # of a token that nobody else has
        return job.id


def find_sent(session: Session, job_id: int) -> SentNotice | None:
    """A file that was sent in; None where there is no such job."""
    job = session.get(Job, job_id)
    return None if job is None or job.kind != KIND else _tell(job)


def list_sent(session: Session) -> list[SentNotice]:
    """The files that wait for their draft, the newest first."""
    query = select(Job).where(Job.kind == KIND, col(Job.state).in_(UNFINISHED)).order_by(col(Job.id).desc())
    return [_tell(job) for job in session.exec(query)]


def _tell(job: Job) -> SentNotice:
    is_over = job.state not in UNFINISHED
    draft_id = job.payload.get("draft")
    problem = (job.error or job.state.value) if is_over and draft_id is None else ""
    step = "waiting" if job.state is JobState.OWED else str(job.payload.get("step", "reading"))
    return SentNotice(
        job.id, job.payload.get("person"), str(job.payload["name"]), "done" if draft_id else step, draft_id, problem
    )
