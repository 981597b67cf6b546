"""Publishing a catalogue: looked at against everything at hand, numbered, and kept as it came."""

from collections.abc import Iterator

from sqlmodel import Session, col, select

from questionnaires.catalogue import PolicyDocument
from questionnaires.criteria.words import MOST_REASON, read_words
from questionnaires.faults import CatalogueFault
from questionnaires.joining import CatalogueRead, check_joining
from questionnaires.loading import CATALOGUES, CatalogueError, load_library
from questionnaires.messages import Refused
from survey.catalogues.current import current_library, hash_content, open_catalogue
from survey.storage.columns import now
from survey.storage.records import PublishedCatalogue
from survey.storage.trail import record, take_turn


def publish_catalogue(session: Session, text: str, person_id: int, note: str = "") -> PublishedCatalogue:
    """Publish a catalogue's YAML as the next version of its document: one act, in the transaction of `session`.

    Raises CatalogueError with all that is wrong with it, and Refused where it was published already or the note cannot
    be kept; then nothing is written.
    """
    content = encode(text)
    open_catalogue(content)  # takes its time, and holds nobody up where the caller has read it before
    take_turn(session)  # of two at once, the second one sees the first one's version
    refuse_known(session, content)
    note = read_words(note, MOST_REASON)
    read = inspect_catalogue(session, content)
    if read.document is None or read.faults:
        raise CatalogueError(list(read.faults))
    published = _make_version(session, read.document, text, person_id, note)
    said = {"number": published.number, "edition": published.edition, "title": published.title}
    subject = f"catalogue {published.document}"
    record(session, person_id, "catalogue.publish", subject, None, said | {"sha256": published.sha256, "note": note})
    return published


def encode(text: str) -> bytes:
    """The bytes of a catalogue's text; what is no character stays, and is told as a fault by its place."""
    return text.encode("utf-8", "surrogatepass")


def inspect_catalogue(session: Session, content: bytes) -> CatalogueRead:
    """A catalogue's bytes looked at by themselves and against everything at hand, with all that is wrong."""
    read = open_catalogue(content)
    if read.document is None:
        return read
    between = check_joining(current_library(session), read.document)
    return CatalogueRead(read.document, (*read.faults, *between, *_check_edition(session, read.document)))


def _check_edition(session: Session, document: PolicyDocument) -> Iterator[CatalogueFault]:
    if document.version in list_editions(session, document.id):
        why = Refused(
            "version %(version)s was published already with other words; give this one another",
            version=repr(document.version),
        )
        yield CatalogueFault(f"{document.id}.yaml", "document", why)


def list_editions(session: Session, document_id: str) -> list[str]:
    """What a document's catalogues called their versions, the one that comes with the product first; the next one
    needs another."""
    query = select(PublishedCatalogue.edition).where(PublishedCatalogue.document == document_id)
    shipped = load_library().documents.get(document_id)
    published = session.exec(query.order_by(col(PublishedCatalogue.number)))
    return [*([shipped.version] if shipped else []), *published]


def refuse_known(session: Session, content: bytes) -> None:
    """Raises Refused where these very bytes were published already, or come with the product."""
    for path in CATALOGUES.glob("*.yaml"):
        if path.stem in load_library().documents and path.read_bytes() == content:
            raise Refused("This very file comes with the product; nothing was published.")
    query = select(PublishedCatalogue.number, PublishedCatalogue.title)
    known = session.exec(query.where(PublishedCatalogue.sha256 == hash_content(content))).first()
    if known is not None:
        raise Refused(
            "This very file was published already, as version %(number)s of “%(title)s”; nothing was published now. "
            "To return to an earlier version, give its file a new `version`.",
            number=known[0],
            title=known[1],
        )


def _make_version(
    session: Session, document: PolicyDocument, text: str, person_id: int, note: str
) -> PublishedCatalogue:
    query = select(PublishedCatalogue.number).where(PublishedCatalogue.document == document.id)
    published = PublishedCatalogue(
        document=document.id,
        number=max(session.exec(query), default=0) + 1,
        edition=document.version,
        title=document.title,
        notice_number=document.number,
        content=text,
        sha256=hash_content(encode(text)),
        published_at=now(),
        published_by_id=person_id,
        note=note,
    )
    session.add(published)
    session.flush()
    return published
