"""The shelf of a bureau: its own files, each content once, what is said of each, and gone only when nothing uses it."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass

import sqlalchemy as sa
from sqlmodel import Session, col, select

from questionnaires.messages import Refused
from survey.bureaus.places import walk_back
from survey.evidence.listing import Dates
from survey.evidence.store import Arrival, EvidenceStore
from survey.responses.handed_in import IS_FILE_HANDED_IN
from survey.rounds.rounds import lock_response
from survey.storage.beside import ShelfFile
from survey.storage.columns import now
from survey.storage.database import writing
from survey.storage.states import State
from survey.storage.tables import Bureau, Evidence, Response
from survey.storage.trail import record, record_all, take_turn

# Whether the bytes of a file are needed: for the bureau, or for who is above it until it hands in again without.
IS_KEPT = sa.or_(col(Evidence.removed_at).is_(None), IS_FILE_HANDED_IN)
STANDS = col(ShelfFile.removed_at).is_(None)


@dataclass(frozen=True)
class UploadedFile:
    """A file that has arrived, with what is known of it; for a returned question with what was `done`."""

    arrival: Arrival
    name: str
    kind: str
    dates: Dates
    done: str = ""


@dataclass(frozen=True)
class Particulars:
    """What a bureau says of a file; `number` is the document's own, as 国药监〔2026〕1号."""

    name: str
    number: str
    dates: Dates
    note: str = ""


def put_on_shelf(
    engine: sa.Engine, store: EvidenceStore, bureau_id: int, upload: UploadedFile, person_id: int
) -> tuple[ShelfFile, bool]:
    """Put a file that has arrived on the shelf, and whether it is new there: the same content is one."""
    with writing(engine) as session:
        file, is_new = shelve(session, bureau_id, upload, person_id)
        if is_new:
            _record(session, person_id, "shelf.add", file, after=_say(file))
            store.keep(upload.arrival)  # within the turn that `record` took: nobody discards the same content meanwhile
        return file, is_new


def shelve(session: Session, bureau_id: int, upload: UploadedFile, person_id: int) -> tuple[ShelfFile, bool]:
    """The file of the shelf that has this content, new or not."""
    lock_shelf(session, bureau_id)
    owners = list(walk_back(session, bureau_id))
    same = select(ShelfFile).where(col(ShelfFile.bureau_id).in_(owners), ShelfFile.sha256 == upload.arrival.sha256)
    if (twin := session.exec(same.where(STANDS).order_by(col(ShelfFile.id))).first()) is not None:
        return twin, False
    file = ShelfFile(
        bureau_id=bureau_id,
        sha256=upload.arrival.sha256,
        size=upload.arrival.size,
        kind=upload.kind,
        name=upload.name,
        issued_on=upload.dates.issued_on,
        valid_until=upload.dates.valid_until,
        added_at=now(),
        added_by_id=person_id,
    )
    session.add(file)
    session.flush()
    return file, True


def change_file(engine: sa.Engine, bureau_id: int, file_id: int, said: Particulars, person_id: int) -> None:
    """Say something else of a file, there and where drafts use it; what was handed in stays as it was.

    One that is not there any more is passed over.
    """
    with writing(engine) as session:
        drafts = [lock_response(session, id) for id in _list_users(session, file_id)]
        lock_shelf(session, bureau_id)
        file = find_shelved(session, bureau_id, file_id)
        if file is not None:
            describe(session, file, said, person_id, [one.id for one in drafts if _is_draft(one)])


def describe(
    session: Session, file: ShelfFile, said: Particulars, person_id: int, drafts: Collection[int], *rows: Evidence
) -> None:
    """Set what is said of a file, for these drafts where they use it, and for these rows; all are held already."""
    before = _say(file)
    _set(file, said)
    file.note = said.note
    session.add(file)
    if _say(file) != before:
        _record(session, person_id, "shelf.change", file, before, _say(file))
    uses = select(Evidence).where(
        Evidence.file_id == file.id, col(Evidence.removed_at).is_(None), col(Evidence.response_id).in_(drafts)
    )
    change_rows(session, {one.id: one for one in (*rows, *session.exec(uses))}.values(), said, person_id)


def change_rows(session: Session, rows: Iterable[Evidence], said: Particulars, person_id: int) -> None:
    """Say the same of files where they are used, each change on the trail."""
    changes: list[tuple[str, object, object]] = []
    for row in rows:
        before = say_row(row)
        _set(row, said)
        session.add(row)
        if say_row(row) != before:
            changes.append((name_row(row), before, say_row(row)))
    record_all(session, person_id, "evidence.date", changes)


def delete_file(engine: sa.Engine, store: EvidenceStore, bureau_id: int, file_id: int, person_id: int) -> None:
    """Take a file off the shelf for good. Twice is once. Raises Refused where a response uses it."""
    with writing(engine) as session:
        lock_shelf(session, bureau_id)
        file = find_shelved(session, bureau_id, file_id)
        if file is None:
            return
        if _list_users(session, file_id):
            raise Refused("Responses use this file; it stays. Take it off their questions first, where these are open.")
        file.removed_at, file.removed_by_id = now(), person_id
        session.add(file)
        _record(session, person_id, "shelf.delete", file, before=_say(file))
    discard(engine, store, [file.sha256])


def discard(engine: sa.Engine, store: EvidenceStore, hashes: Iterable[str]) -> None:
    """Drop those contents that no file refers to any more, while nobody adds one."""
    with writing(engine) as session:
        take_turn(session)
        for sha256 in hashes:
            if not _is_referred_to(session, sha256):
                store.drop(sha256)


def find_shelved(session: Session, bureau_id: int, file_id: int) -> ShelfFile | None:
    """A file that stands on a bureau's shelf, or on that of one whose place it took."""
    file = session.get(ShelfFile, file_id)
    if file is None or file.removed_at is not None:
        return None
    return file if file.bureau_id in set(walk_back(session, bureau_id)) else None


def lock_shelf(session: Session, bureau_id: int) -> None:
    """Hold a bureau's shelf where it stands until this act ends; after a response, where both are held."""
    session.exec(select(Bureau.id).where(Bureau.id == bureau_id).with_for_update(key_share=True)).one()


def list_kept(session: Session) -> set[str]:
    """The hashes of all contents that are needed, for a shelf or for a response."""
    used = set(session.exec(select(Evidence.sha256).join(Response).where(IS_KEPT)))
    return used | set(session.exec(select(ShelfFile.sha256).where(STANDS)))


def find_particulars(file: ShelfFile | Evidence) -> Particulars:
    """What is said of a file now; of one where it is used there is no note."""
    note = file.note if isinstance(file, ShelfFile) else ""
    return Particulars(file.name, file.number, Dates(file.issued_on, file.valid_until), note)


def name_row(row: Evidence) -> str:
    """What the trail calls a file where it is used."""
    return f"response {row.response_id} question {row.question_id} file {row.id}"


def say_row(row: Evidence) -> dict[str, object]:
    """What the trail says of a file where it is used."""
    return _say_file(row) | ({"done": row.done} if row.done else {})


def _set(file: ShelfFile | Evidence, said: Particulars) -> None:
    file.name, file.number = said.name, said.number
    file.issued_on, file.valid_until = said.dates.issued_on, said.dates.valid_until


def _is_draft(response: Response) -> bool:
    return response.state is State.DRAFTING and response.submitted_at is None


def _list_users(session: Session, file_id: int) -> list[int]:
    """The responses that use a file, in the order in which they are held."""
    query = select(Evidence.response_id).where(Evidence.file_id == file_id, col(Evidence.removed_at).is_(None))
    return sorted(set(session.exec(query)))


def _is_referred_to(session: Session, sha256: str) -> bool:
    used = select(Evidence.id).join(Response).where(Evidence.sha256 == sha256, IS_KEPT)
    shelved = select(ShelfFile.id).where(ShelfFile.sha256 == sha256, STANDS)
    return any(session.exec(one).first() is not None for one in (used, shelved))


def _record(
    session: Session, person_id: int, act: str, file: ShelfFile, before: object = None, after: object = None
) -> None:
    bureau = session.get_one(Bureau, file.bureau_id)
    record(session, person_id, act, f"shelf {bureau.code} file {file.id}", before, after)


def _say(file: ShelfFile) -> dict[str, object]:
    return _say_file(file) | ({"note": file.note} if file.note else {})


def _say_file(file: ShelfFile | Evidence) -> dict[str, object]:
    return {
        "name": file.name,
        "sha256": file.sha256,
        "size": file.size,
        "kind": file.kind,
        "issued_on": file.issued_on and file.issued_on.isoformat(),
        "valid_until": file.valid_until and file.valid_until.isoformat(),
        **({"number": file.number} if file.number else {}),
    }
