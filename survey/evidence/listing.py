"""Evidence as it is listed: the files of a response, by question, with their dates."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime

import sqlalchemy as sa
from sqlalchemy.orm import joinedload
from sqlmodel import Session, col, select

from survey.responses.handed_in import find_first_since
from survey.responses.promises import PLACE
from survey.storage.tables import Evidence, Response


@dataclass(frozen=True)
class Dates:
    """When a document was issued and until when it holds; None where it does not say."""

    issued_on: date | None = None
    valid_until: date | None = None


@dataclass(frozen=True)
class Filed:
    """A file as it is listed. `expired`: it does not hold any more on the round's reference date. `done`: what was done
    about a return, where it came with one. `file_id`: the file of the shelf that it is."""

    id: int
    question_id: str
    name: str
    number: str
    kind: str
    size: int
    sha256: str
    dates: Dates
    file_id: int | None
    done: str
    expired: bool
    added_at: datetime
    added_by: str
    removed_at: datetime | None
    removed_by: str


def list_evidence(
    session: Session, response_id: int, removed: bool = False, until: datetime | None = None
) -> dict[str, list[Filed]]:
    """The files of a response by question, in the order they came; those removed are there where they are asked for.

    `until` shows them as they were at a moment. What proves items of its plan is no part of what is handed in.
    """
    files = _list_files(session, response_id, removed, until, ~col(Evidence.question_id).startswith(PLACE))
    return _group(files)


def list_plan_files(session: Session, response_id: int) -> dict[str, list[Filed]]:
    """The files that prove items of a response's plan, by their places (`promises.name_item`)."""
    return _group(_list_files(session, response_id, False, None, col(Evidence.question_id).startswith(PLACE)))


def _group(files: Iterable[Filed]) -> dict[str, list[Filed]]:
    found: dict[str, list[Filed]] = {}
    for file in files:
        found.setdefault(file.question_id, []).append(file)
    return found


def _list_files(
    session: Session, response_id: int, removed: bool, until: datetime | None, which: sa.ColumnElement[bool]
) -> Iterator[Filed]:
    people = (joinedload(Evidence.added_by), joinedload(Evidence.removed_by))  # type: ignore[arg-type]
    query = select(Evidence).where(Evidence.response_id == response_id, which).order_by(col(Evidence.id))
    as_of = session.get_one(Response, response_id).round.as_of
    for row in session.exec(query.options(*people)):
        is_removed = _was_removed(row, until)
        if (removed or not is_removed) and (until is None or row.added_at <= until):
            yield _show(row, as_of, is_removed, _find_dates(session, row, until))


def _was_removed(row: Evidence, until: datetime | None) -> bool:
    return row.removed_at is not None and (until is None or row.removed_at <= until)


def _find_dates(session: Session, row: Evidence, until: datetime | None) -> Dates:
    """The dates of a file as they were at a moment."""
    subject = f"response {row.response_id} question {row.question_id} file {row.id}"
    first = find_first_since(session, "evidence.date", subject, until)
    if first is None:
        return Dates(row.issued_on, row.valid_until)
    return Dates(*(day and date.fromisoformat(day) for day in map(first["before"].get, ("issued_on", "valid_until"))))


def _show(row: Evidence, as_of: date, is_removed: bool, dates: Dates) -> Filed:
    return Filed(
        id=row.id,
        question_id=row.question_id,
        name=row.name,
        number=row.number,
        kind=row.kind,
        size=row.size,
        sha256=row.sha256,
        dates=dates,
        file_id=row.file_id,
        done=row.done,
        expired=dates.valid_until is not None and dates.valid_until < as_of,
        added_at=row.added_at,
        added_by=row.added_by.name,
        removed_at=row.removed_at if is_removed else None,
        removed_by=row.removed_by.name if is_removed and row.removed_by else "",
    )


def find_evidence(
    session: Session, response_id: int, evidence_id: int, until: datetime | None = None
) -> Evidence | None:
    """A file of this response that is there, or was at a moment. What proves items of its plan is no part of what was
    handed in: of these there are those of now."""
    row = session.get(Evidence, evidence_id)
    if row is None or row.response_id != response_id:
        return None
    moment = None if row.question_id.startswith(PLACE) else until
    return row if not _was_removed(row, moment) and (moment is None or row.added_at <= moment) else None
