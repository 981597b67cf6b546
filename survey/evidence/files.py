"""Evidence: files of the shelf tied to the questions that they prove, dated, kept on record when they are untied."""

from collections.abc import Collection, Iterable, Sized
from dataclasses import replace

import sqlalchemy as sa
from sqlmodel import Session, col, select

from questionnaires.messages import Refused
from survey.evidence.listing import Dates, find_evidence
from survey.evidence.shelf import (
    UploadedFile,
    change_rows,
    describe,
    discard,
    find_particulars,
    find_shelved,
    lock_shelf,
    name_row,
    say_row,
    shelve,
)
from survey.evidence.store import EvidenceStore
from survey.responses.unlocked import find_returned, is_open
from survey.rounds.rounds import lock_response
from survey.storage.beside import ShelfFile
from survey.storage.columns import now
from survey.storage.database import writing
from survey.storage.tables import Evidence, Response, Review
from survey.storage.trail import record

MOST_FILES = 10  # of one question
Tie = tuple[str, int]  # a question's id, and that of a file of the shelf


def add_evidence(
    engine: sa.Engine,
    store: EvidenceStore,
    response_id: int,
    question_id: str,
    upload: UploadedFile,
    person_id: int,
) -> Evidence:
    """Put a file that has arrived on the shelf and tie it to a question. The same twice is one. Raises Refused.

    To a returned question a new file comes with a word, and mends it; one that was there before mends nothing.
    """
    with writing(engine) as session:
        response = lock_open(session, response_id, question_id)
        file, is_new = shelve(session, response.bureau_id, upload, person_id)
        row, is_tied = _tie(session, response, question_id, file, upload.done, person_id)
        if is_tied:
            store.keep(upload.arrival)  # within the turn that `record` took: nobody discards the same content meanwhile
        if is_tied and not is_new and upload.dates != Dates():
            said = replace(find_particulars(file), dates=upload.dates)
            describe(session, file, said, person_id, _list_drafts(response), row)
        return row


def tie_files(
    engine: sa.Engine,
    store: EvidenceStore,
    response_id: int,
    new: Collection[Tie],
    old: Collection[Tie],
    done: str,
    person_id: int,
) -> None:
    """Tie files of the shelf to questions, and untie others, all or none; what is so already stays. Raises Refused."""
    with writing(engine) as session:
        response = lock_response(session, response_id)
        lock_shelf(session, response.bureau_id)
        for question_id, _file_id in (*new, *old):
            _refuse_locked(session, response, question_id)
        rows = select(Evidence).where(Evidence.response_id == response_id, col(Evidence.removed_at).is_(None))
        dropped = [row for row in session.exec(rows) if (row.question_id, row.file_id) in set(old)]
        for row in dropped:
            untie(session, row, person_id)
        for question_id, file_id in new:
            file = find_shelved(session, response.bureau_id, file_id)
            if file is None:
                raise Refused("A file is not on the shelf any more; a colleague has deleted it. Nothing was saved.")
            _tie(session, response, question_id, file, done, person_id)
    discard(engine, store, {row.sha256 for row in dropped})


def _tie(
    session: Session, response: Response, question_id: str, file: ShelfFile, done: str, person_id: int
) -> tuple[Evidence, bool]:
    """The row that ties a file to a question, and whether it is new."""
    review = find_returned(session, response.id).get(question_id)
    if review is not None and not done:
        raise Refused("Say in a word what was done about what was returned.")
    files = _list_all(session, response.id, question_id)
    standing = [row for row in files if row.removed_at is None]
    was_there = review is not None and any(_is_older(row, file.sha256, review) for row in files)
    if twin := next((row for row in standing if row.sha256 == file.sha256), None):
        if was_there:
            raise Refused("This very file was there already when the question was returned; attach a new one.")
        return twin, False
    mends_id = None if review is None or was_there else review.id
    return put_row(session, response, question_id, file, standing, person_id, mends_id, done if review else ""), True


def put_row(
    session: Session,
    response: Response,
    place: str,
    file: ShelfFile,
    standing: Sized,
    person_id: int,
    mends_id: int | None = None,
    done: str = "",
) -> Evidence:
    """Tie a file to a question, or to another place of a response, where it does not stand yet. Raises Refused."""
    if len(standing) >= MOST_FILES:
        raise Refused("A question takes %(most)s files at most. Put several pages into one PDF.", most=MOST_FILES)
    row = Evidence(
        response_id=response.id,
        question_id=place,
        file_id=file.id,
        sha256=file.sha256,
        size=file.size,
        kind=file.kind,
        name=file.name,
        number=file.number,
        issued_on=file.issued_on,
        valid_until=file.valid_until,
        mends_id=mends_id,
        done=done,
        added_at=now(),
        added_by_id=person_id,
    )
    session.add(row)
    session.flush()
    record(session, person_id, "evidence.add", name_row(row), after=say_row(row))
    return row


def _is_older(row: Evidence, sha256: str, review: Review) -> bool:
    """Whether a file is the very one that is tied now, and was there before the return, removed since or not."""
    return row.sha256 == sha256 and row.mends_id != review.id


def date_evidence(engine: sa.Engine, response_id: int, evidence_id: int, dates: Dates, person_id: int) -> None:
    """Set the dates of a file, on the shelf too; one that is not there any more is passed over. Raises Refused."""
    with writing(engine) as session:
        row = find_evidence(session, response_id, evidence_id)
        if row is None:
            return
        response = lock_open(session, response_id, row.question_id)
        lock_shelf(session, response.bureau_id)
        change_rows(session, [row], replace(find_particulars(row), dates=dates), person_id)
        file = find_shelved(session, response.bureau_id, row.file_id or 0)
        if file is not None:
            said = replace(find_particulars(file), dates=dates)
            describe(session, file, said, person_id, _list_drafts(response))


def remove_evidence(
    engine: sa.Engine, store: EvidenceStore, response_id: int, evidence_id: int, person_id: int
) -> None:
    """Untie a file from a question: that it was there stays on record, and it stays on the shelf. Twice is once.

    Raises Refused.
    """
    with writing(engine) as session:
        row = find_evidence(session, response_id, evidence_id)
        if row is None:
            return
        lock_open(session, response_id, row.question_id)
        untie(session, row, person_id)
    discard(engine, store, [row.sha256])


def untie(session: Session, row: Evidence, person_id: int) -> None:
    """Let a file prove nothing there any more; that it did stays on record."""
    row.removed_at, row.removed_by_id = now(), person_id
    session.add(row)
    record(session, person_id, "evidence.remove", name_row(row), before=say_row(row))


def record_looks(engine: sa.Engine, act: str, rows: Iterable[Evidence], person_id: int) -> None:
    """Put on the trail that somebody looked at files, or took them away."""
    with writing(engine) as session:
        for row in rows:
            record(session, person_id, act, name_row(row), after=say_row(row))


def lock_open(session: Session, response_id: int, question_id: str) -> Response:
    """Hold the response where it stands until this act ends. Raises Refused where the question is locked."""
    response = lock_response(session, response_id)
    _refuse_locked(session, response, question_id)
    return response


def _refuse_locked(session: Session, response: Response, question_id: str) -> None:
    if not is_open(session, response, question_id):
        raise Refused("This part of the response is locked; nothing more is saved to it.")


def _list_drafts(response: Response) -> list[int]:
    """A response that was never handed in, for whose files the shelf may still say something else."""
    return [response.id] if response.submitted_at is None else []


def _list_all(session: Session, response_id: int, question_id: str) -> list[Evidence]:
    """The files of a question, the removed ones too."""
    query = select(Evidence).where(Evidence.response_id == response_id, Evidence.question_id == question_id)
    return list(session.exec(query))
