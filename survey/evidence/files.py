"""Evidence: files that a bureau attaches to its answers, dated, and kept on record when they are removed."""

from collections.abc import Iterable
from dataclasses import dataclass

import sqlalchemy as sa
from sqlmodel import Session, col, select

from questionnaires.messages import Refused
from survey.evidence.listing import Dates, find_evidence
from survey.evidence.store import Arrival, EvidenceStore
from survey.responses.handed_in import IS_FILE_HANDED_IN
from survey.responses.unlocked import find_returned, is_open
from survey.rounds.rounds import lock_response
from survey.storage.columns import now
from survey.storage.database import writing
from survey.storage.tables import Evidence, Response, Review
from survey.storage.trail import record, take_turn

MOST_FILES = 10  # of one question
# Whether the bytes of a file are needed: for the bureau, or for who is above it until it hands in again without.
IS_KEPT = sa.or_(col(Evidence.removed_at).is_(None), IS_FILE_HANDED_IN)


@dataclass(frozen=True)
class UploadedFile:
    """A file that has arrived, with what is known of it; for a returned question with what was `done`."""

    arrival: Arrival
    name: str
    kind: str
    dates: Dates
    done: str = ""


def add_evidence(
    engine: sa.Engine,
    store: EvidenceStore,
    response_id: int,
    question_id: str,
    upload: UploadedFile,
    person_id: int,
) -> Evidence:
    """Attach a file that has arrived. The same file to the same question twice is one. Raises Refused.

    To a returned question a new file comes with a word, and mends it; one that was there before mends nothing.
    """
    with writing(engine) as session:
        lock_open(session, response_id, question_id)
        review = find_returned(session, response_id).get(question_id)
        if review is not None and not upload.done:
            raise Refused("Say in a word what was done about what was returned.")
        files = _list_all(session, response_id, question_id)
        standing = [row for row in files if row.removed_at is None]
        was_there = review is not None and any(_is_older(row, upload, review) for row in files)
        if twin := next((row for row in standing if row.sha256 == upload.arrival.sha256), None):
            if was_there:
                raise Refused("This very file was there already when the question was returned; attach a new one.")
            return twin
        if len(standing) >= MOST_FILES:
            raise Refused("A question takes %(most)s files at most. Put several pages into one PDF.", most=MOST_FILES)
        row = Evidence(
            response_id=response_id,
            question_id=question_id,
            sha256=upload.arrival.sha256,
            size=upload.arrival.size,
            kind=upload.kind,
            name=upload.name,
            issued_on=upload.dates.issued_on,
            valid_until=upload.dates.valid_until,
            mends_id=None if review is None or was_there else review.id,
            done=upload.done,
            added_at=now(),
            added_by_id=person_id,
        )
        session.add(row)
        session.flush()
        _record(session, person_id, "evidence.add", row, after=_say(row))
        store.keep(upload.arrival)  # within the turn that `record` took: nobody discards the same content meanwhile
        return row


def _is_older(row: Evidence, upload: UploadedFile, review: Review) -> bool:
    """Whether a file is the very one that is sent now, and was there before the return, removed since or not."""
    return row.sha256 == upload.arrival.sha256 and row.mends_id != review.id


def date_evidence(engine: sa.Engine, response_id: int, evidence_id: int, dates: Dates, person_id: int) -> None:
    """Set the dates of a file; one that is not there any more is passed over. Raises Refused."""
    with writing(engine) as session:
        row = find_evidence(session, response_id, evidence_id)
        if row is None:
            return
        lock_open(session, response_id, row.question_id)
        before = _say(row)
        row.issued_on, row.valid_until = dates.issued_on, dates.valid_until
        if _say(row) != before:
            session.add(row)
            _record(session, person_id, "evidence.date", row, before, _say(row))


def remove_evidence(
    engine: sa.Engine, store: EvidenceStore, response_id: int, evidence_id: int, person_id: int
) -> None:
    """Remove a file: that it was there stays on record. Twice is once. Raises Refused."""
    with writing(engine) as session:
        row = find_evidence(session, response_id, evidence_id)
        if row is None:
            return
        lock_open(session, response_id, row.question_id)
        row.removed_at, row.removed_by_id = now(), person_id
        session.add(row)
        _record(session, person_id, "evidence.remove", row, before=_say(row))
    discard(engine, store, [row.sha256])


def record_download(engine: sa.Engine, row: Evidence, person_id: int) -> None:
    with writing(engine) as session:
        _record(session, person_id, "evidence.download", row, after=_say(row))


def discard(engine: sa.Engine, store: EvidenceStore, hashes: Iterable[str]) -> None:
    """Drop those contents that no file refers to any more, while nobody adds one."""
    with writing(engine) as session:
        take_turn(session)
        for sha256 in hashes:
            if not _is_referred_to(session, sha256):
                store.drop(sha256)


def lock_open(session: Session, response_id: int, question_id: str) -> None:
    """Hold the response where it stands until this act ends. Raises Refused where the question is locked."""
    response = lock_response(session, response_id)
    if not is_open(session, response, question_id):
        raise Refused("This part of the response is locked; nothing more is saved to it.")


def _list_all(session: Session, response_id: int, question_id: str) -> list[Evidence]:
    """The files of a question, the removed ones too."""
    query = select(Evidence).where(Evidence.response_id == response_id, Evidence.question_id == question_id)
    return list(session.exec(query))


def _is_referred_to(session: Session, sha256: str) -> bool:
    query = select(Evidence.id).join(Response).where(Evidence.sha256 == sha256, IS_KEPT)
    return session.exec(query).first() is not None


def _record(
    session: Session, person_id: int, act: str, row: Evidence, before: object = None, after: object = None
) -> None:
    record(
        session, person_id, act, f"response {row.response_id} question {row.question_id} file {row.id}", before, after
    )


def _say(row: Evidence) -> dict[str, object]:
    return {
        "name": row.name,
        "sha256": row.sha256,
        "size": row.size,
        "kind": row.kind,
        "issued_on": row.issued_on and row.issued_on.isoformat(),
        "valid_until": row.valid_until and row.valid_until.isoformat(),
        **({"done": row.done} if row.done else {}),
    }
