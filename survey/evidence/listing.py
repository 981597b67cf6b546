"""Evidence as it is listed: the files of a response, by question, with their dates."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy.orm import joinedload
from sqlmodel import Session, col, select

from survey.storage.tables import Evidence, Response


@dataclass(frozen=True)
class Dates:
    """When a document was issued and until when it holds; None where it does not say."""

    issued_on: date | None = None
    valid_until: date | None = None


@dataclass(frozen=True)
class Filed:
    """A file as it is listed. `expired`: it does not hold any more on the round's reference date. `done`: what was done
    about a return, where it came with one."""

    id: int
    question_id: str
    name: str
    kind: str
    size: int
    sha256: str
    dates: Dates
    done: str
    expired: bool
    added_at: datetime
    added_by: str
    removed_at: datetime | None
    removed_by: str


def list_evidence(session: Session, response_id: int, removed: bool = False) -> dict[str, list[Filed]]:
    """The files of a response by question, in the order they came; those removed are there where they are asked for."""
    people = (joinedload(Evidence.added_by), joinedload(Evidence.removed_by))  # type: ignore[arg-type]
    query = select(Evidence).where(Evidence.response_id == response_id).order_by(col(Evidence.id)).options(*people)
    if not removed:
        query = query.where(col(Evidence.removed_at).is_(None))
    as_of = session.get_one(Response, response_id).round.as_of
    files: dict[str, list[Filed]] = {}
    for row in session.exec(query):
        files.setdefault(row.question_id, []).append(_show(row, as_of))
    return files


def _show(row: Evidence, as_of: date) -> Filed:
    return Filed(
        id=row.id,
        question_id=row.question_id,
        name=row.name,
        kind=row.kind,
        size=row.size,
        sha256=row.sha256,
        dates=Dates(row.issued_on, row.valid_until),
        done=row.done,
        expired=row.valid_until is not None and row.valid_until < as_of,
        added_at=row.added_at,
        added_by=row.added_by.name,
        removed_at=row.removed_at,
        removed_by=row.removed_by.name if row.removed_by else "",
    )


def find_evidence(session: Session, response_id: int, evidence_id: int) -> Evidence | None:
    """A file of this response that was not removed."""
    row = session.get(Evidence, evidence_id)
    return row if row is not None and row.response_id == response_id and row.removed_at is None else None
