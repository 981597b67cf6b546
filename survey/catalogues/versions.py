"""The versions of catalogues: what is published of a document, and their files."""

from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlmodel import Session

from questionnaires.loading import CATALOGUES, load_library
from survey.catalogues.current import PUBLISHED
from survey.storage.columns import table_of
from survey.storage.tables import Person

SHIPPED = 0  # the number of what comes with the product
PEOPLE = table_of(Person)
VERSIONS = (
    sa.select(*(column for column in PUBLISHED.c if column.name != "content"), PEOPLE.c.name.label("published_by"))
    .join(PEOPLE, PUBLISHED.c.published_by_id == PEOPLE.c.id)
    .order_by(PUBLISHED.c.document, PUBLISHED.c.number.desc())
)


@dataclass(frozen=True)
class CatalogueVersion:
    """A version of a document's catalogue; one that comes with the product has no moment and nobody who published."""

    document: str
    number: int
    edition: str
    title: str
    sha256: str = ""
    published_at: datetime | None = None
    published_by: str = ""
    note: str = ""


def list_versions(session: Session, document: str | None = None) -> list[CatalogueVersion]:
    """The versions of one document, or of all, the newest of each first and the one that ships last."""
    query = VERSIONS if document is None else VERSIONS.where(PUBLISHED.c.document == document)
    published = [
        CatalogueVersion(
            document=row.document,
            number=row.number,
            edition=row.edition,
            title=row.title,
            sha256=row.sha256,
            published_at=row.published_at,
            published_by=row.published_by,
            note=row.note,
        )
        for row in session.execute(query)
    ]
    shipped = [
        CatalogueVersion(one.id, SHIPPED, one.version, one.title)
        for one in load_library().documents.values()
        if document in (None, one.id)
    ]
    return [*published, *shipped]


def find_newest(session: Session, document: str) -> int:
    """The number of a document's newest version; that of what ships where nothing was published."""
    query = sa.select(sa.func.max(PUBLISHED.c.number)).where(PUBLISHED.c.document == document)
    return session.execute(query).scalar_one() or SHIPPED


def find_edition(session: Session, document: str, edition: str) -> bytes | None:
    """The file of the version that calls itself so, byte for byte; None where there is none."""
    found = next((one for one in list_versions(session, document) if one.edition == edition), None)
    return None if found is None else read_version(session, document, found.number)


def read_version(session: Session, document: str, number: int) -> bytes | None:
    """The file of a version, byte for byte; None where there is none."""
    if number == SHIPPED:
        path = CATALOGUES / f"{document}.yaml"
        return path.read_bytes() if document in load_library().documents else None
    query = sa.select(PUBLISHED.c.content).where(PUBLISHED.c.document == document, PUBLISHED.c.number == number)
    content = session.execute(query).scalar_one_or_none()
    return None if content is None else str(content).encode()
