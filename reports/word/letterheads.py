"""The letterhead that counts, and those before it: put there, taken off, put back."""

import hashlib
from base64 import b64decode, b64encode

import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError
from sqlmodel import Session, col, select

from questionnaires.messages import Refused
from reports.word.letterhead_checks import clean_letterhead
from survey.storage.columns import now
from survey.storage.database import writing
from survey.storage.letterheads import Letterhead
from survey.storage.trail import record

SUBJECT = "letterhead"


def find_letterhead(session: Session) -> Letterhead | None:
    """The letterhead that counts, if there is one."""
    last = _find_last(session)
    return last if last is not None and last.name else None


def find_seen(session: Session) -> int:
    """What a form has to name, so that nobody changes what they have not seen."""
    last = _find_last(session)
    return last.id if last is not None else 0


def read_letterhead(session: Session) -> bytes | None:
    """The file of the letterhead that counts, for `write_docx`."""
    found = find_letterhead(session)
    return b64decode(found.content) if found is not None else None


def put_letterhead(engine: sa.Engine, person_id: int, name: str, sent: bytes, seen: int) -> None:
    """Clean a file and let it count from now on; the one that counts already is not put there twice.

    Raises Refused where the file is no letterhead, or somebody changed it since it was `seen`.
    """
    cleaned = clean_letterhead(sent)
    _add(engine, person_id, name, cleaned, seen)


def drop_letterhead(engine: sa.Engine, person_id: int, seen: int) -> None:
    """Let none count from now on. Raises Refused as above."""
    _add(engine, person_id, "", b"", seen)


def _add(engine: sa.Engine, person_id: int, name: str, content: bytes, seen: int) -> None:
    digest = hashlib.sha256(content).hexdigest() if name else ""
    try:
        with writing(engine) as session:
            last = _find_last(session)
            if (last.sha256 if last else "") == digest:
                return
            if (last.id if last else 0) != seen:
                raise _changed()
            after = {"name": name, "sha256": digest} if name else None
            before = {"name": last.name, "sha256": last.sha256} if last and last.name else None
            encoded = b64encode(content).decode("ascii")
            session.add(
                Letterhead(
                    follows=seen,
                    name=name,
                    size=len(content),
                    sha256=digest,
                    content=encoded,
                    made_at=now(),
                    made_by_id=person_id,
                )
            )
            if name:
                record(session, person_id, "letterhead.put", SUBJECT, before, after)
            else:
                record(session, person_id, "letterhead.drop", SUBJECT, before, after)
    except IntegrityError:  # somebody else's came in between
        raise _changed() from None


def _changed() -> Refused:
    return Refused("Meanwhile somebody else has changed the letterhead. Look at it, then send yours again.")


def _find_last(session: Session) -> Letterhead | None:
    return session.exec(select(Letterhead).order_by(col(Letterhead.id).desc()).limit(1)).first()
