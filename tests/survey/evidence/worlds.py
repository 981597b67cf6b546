"""Shelves in the databases of the tests that open every address."""

from typing import Any

from sqlmodel import Session, select

from survey.storage.beside import ShelfFile
from survey.storage.columns import now
from survey.storage.database import closing_engine, writing
from survey.storage.tables import Person, Response


def add_shelves(url: str) -> None:
    """A file on each bureau's shelf, with the number of its response."""
    with closing_engine(url) as engine, writing(engine) as session:
        for one in session.exec(select(Response)).all():
            _add(session, one)


def _add(session: Session, response: Response) -> None:
    said: dict[str, Any] = {"sha256": "0" * 64, "size": 1, "kind": "pdf", "name": "预案.pdf", "added_at": now()}
    person_id = session.exec(select(Person.id)).first() or 0
    session.add(ShelfFile(id=response.id, bureau_id=response.bureau_id, added_by_id=person_id, **said))
