"""What the living site asks by: the catalogues that come with the product, and over them what was published here.

A catalogue that is published is there in every process with the next request: what is looked up in the database each
time is only which versions are the newest, by the hashes under which a process keeps what it has read.
"""

import hashlib
import logging
from collections.abc import Iterable
from typing import Any, TypeVar

import sqlalchemy as sa
from sqlmodel import Session

from questionnaires.catalogue import Library, PolicyDocument
from questionnaires.joining import CatalogueRead, join_documents, read_catalogue
from questionnaires.loading import load_library
from questionnaires.questionnaire import Questionnaire
from survey.storage.columns import table_of
from survey.storage.records import PublishedCatalogue

Key = TypeVar("Key")
Value = TypeVar("Value")
log = logging.getLogger(__name__)
PUBLISHED = table_of(PublishedCatalogue)
_last = sa.select(PUBLISHED.c.document, sa.func.max(PUBLISHED.c.number).label("number")).group_by(PUBLISHED.c.document)
_LAST = _last.subquery()
NEWEST = (
    sa.select(PUBLISHED.c.id, PUBLISHED.c.document, PUBLISHED.c.sha256)
    .join(_LAST, sa.and_(PUBLISHED.c.document == _LAST.c.document, PUBLISHED.c.number == _LAST.c.number))
    .order_by(PUBLISHED.c.document)
)
CONTENT = sa.select(PUBLISHED.c.content).where(PUBLISHED.c.id == sa.bindparam("id"))
MOST_READ, MOST_LIBRARIES = 256, 4
_READ: dict[str, CatalogueRead] = {}
_LIBRARIES: dict[tuple[str, ...], Library] = {}


def current_library(session: Session) -> Library:
    """The library with the newest published version of each catalogue."""
    rows = session.execute(NEWEST).all()
    if not rows:
        return load_library()
    key = tuple(row.sha256 for row in rows)
    found = _LIBRARIES.get(key)
    return found or _keep(_LIBRARIES, key, _join(session, rows), MOST_LIBRARIES)


def _join(session: Session, rows: Iterable[Any]) -> Library:
    found = [_open(session, row.id, row.sha256) for row in rows]
    library = join_documents(load_library(), [one for one in found if one is not None])
    for row, document in zip(rows, found, strict=True):
        if document is None or library.documents.get(row.document) != document:
            log.error("the published catalogue %s cannot be used with the library of this edition", row.document)
    return library


def _open(session: Session, id: int, sha256: str) -> PolicyDocument | None:
    """A published catalogue; None where it is not what was published, or nothing that can be read any more."""
    content = None if sha256 in _READ else str(session.execute(CONTENT, {"id": id}).scalar_one()).encode()
    if content is not None and hash_content(content) != sha256:
        log.error("the published catalogue %s is not what was published", id)
        return None
    return _READ[sha256].document if content is None else open_catalogue(content).document


def open_catalogue(content: bytes) -> CatalogueRead:
    """A catalogue from its bytes, read once in a process."""
    sha256 = hash_content(content)
    found = _READ.get(sha256)
    return found or _keep(_READ, sha256, read_catalogue(content), MOST_READ)


def hash_content(content: bytes) -> str:
    """What a catalogue is known by: the SHA-256 of its bytes, in hexadecimal."""
    return hashlib.sha256(content).hexdigest()


def library_as_issued(session: Session, questionnaire: Questionnaire) -> Library:
    """The library with the notices behind a questionnaire in the editions that it was made of, as far as at hand."""
    library = current_library(session)
    editions = zip((one.id for one in questionnaire.sources), questionnaire.version.split("+"), strict=False)
    older = [
        document
        for id, edition in editions
        if id in library.documents and library.documents[id].version != edition
        if (document := _find_edition(session, id, edition)) is not None
    ]
    documents = {**library.documents, **{one.id: one for one in older}}
    return library.model_copy(update={"documents": documents}) if older else library


def _find_edition(session: Session, document: str, edition: str) -> PolicyDocument | None:
    query = sa.select(PUBLISHED.c.id, PUBLISHED.c.sha256)
    where = (PUBLISHED.c.document == document, PUBLISHED.c.edition == edition)
    if (row := session.execute(query.where(*where)).one_or_none()) is not None:
        return _open(session, row.id, row.sha256)
    shipped = load_library().documents.get(document)
    return shipped if shipped is not None and shipped.version == edition else None


def _keep(kept: dict[Key, Value], key: Key, value: Value, most: int) -> Value:
    if len(kept) >= most:
        kept.clear()
    kept[key] = value
    return value
