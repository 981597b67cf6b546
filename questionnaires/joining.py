"""One more catalogue beside those of the folder, from its bytes: looked at as those are, and joined to them."""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from questionnaires.catalogue import Library, Measure, PolicyDocument
from questionnaires.checking import check_library
from questionnaires.duties import DutiesRead, read_duties
from questionnaires.duty_checking import check_beside_duties
from questionnaires.faults import CatalogueFault
from questionnaires.loading import CATALOGUES, CatalogueError, Shared, load_shared, take_document
from questionnaires.messages import Refused
from questionnaires.reading import parse_yaml

LARGEST_CATALOGUE = 1_000_000  # bytes; those that ship have a tenth
UNNAMED = "catalogue"  # what the file of a catalogue is called that does not say its id


@dataclass(frozen=True)
class CatalogueRead:
    """A catalogue from its bytes: None where some of it is misshapen; and all that is wrong in it by itself."""

    document: PolicyDocument | None
    faults: tuple[CatalogueFault, ...]


def read_catalogue(content: bytes, folder: Path = CATALOGUES) -> CatalogueRead:
    """Read a catalogue against the domains, facts, scales and duties of a folder."""
    shared, duties = _load_ground(folder)
    faults: list[CatalogueFault] = []
    raw = parse_yaml(f"{UNNAMED}.yaml", content, faults, largest=LARGEST_CATALOGUE)
    if raw is None and faults:
        return CatalogueRead(None, tuple(faults))
    id = raw.get("id") if isinstance(raw, dict) else None
    name = id if isinstance(id, str) and id.isprintable() and len(id) <= 60 and "/" not in id else UNNAMED
    document = take_document(Path(f"{name}.yaml"), raw, shared, duties, faults)
    return CatalogueRead(document, tuple(faults))


@cache
def _load_ground(folder: Path) -> tuple[Shared, DutiesRead]:
    """What every catalogue of a folder stands on, without the catalogues."""
    faults: list[CatalogueFault] = []
    shared = load_shared(folder, faults)
    duties = read_duties(folder.parent / "library", shared.domains, shared.facts, shared.scales, faults)
    if faults:
        raise CatalogueError(faults)
    return shared, duties


def check_joining(library: Library, document: PolicyDocument) -> Iterator[CatalogueFault]:
    """Find what is wrong between a document and those at hand, of which it may take the place of one."""
    file, there = f"{document.id}.yaml", library.documents.get(document.id)
    if there is not None and not _is_same_notice(there, document):
        why = Refused(
            "id %(id)s belongs to %(name)s of %(issuer)s; choose another",
            id=repr(document.id),
            name=there.name,
            issuer=there.issuer,
        )
        yield CatalogueFault(file, "document", why)
    yield from check_library(_follow_above(_put(library, [document]), {document.id}))
    yield from check_beside_duties(library, document)


def _is_same_notice(one: PolicyDocument, other: PolicyDocument) -> bool:
    """Whether two catalogues are versions of one notice; one that had no number may have got it."""
    same = one.title == other.title or (one.number is not None and one.number == other.number)
    return same and one.division == other.division


def _put(library: Library, documents: Iterable[PolicyDocument]) -> Library:
    both = {**library.documents, **{one.id: one for one in documents}}
    return library.model_copy(update={"documents": {id: both[id] for id in sorted(both)}})


def join_documents(library: Library, documents: Iterable[PolicyDocument]) -> Library:
    """The library with documents put in or in the place of their older versions.

    They were looked at when they were published, by a library that may since have changed: what does not go with the
    others any more is left out, and the library's own, if any, keeps its place.
    """
    taken = {one.id: one for one in documents}
    joined = _follow_above(_put(library, taken.values()), taken)
    while taken and (faulty := {fault.file.removesuffix(".yaml") for fault in check_library(joined)}):
        for id in faulty & taken.keys() or _list_above(joined, faulty) & taken.keys() or set(taken):
            del taken[id]
        joined = _follow_above(_put(library, taken.values()), taken)
    return joined


def _follow_above(library: Library, changed: Collection[str]) -> Library:
    """The library in which what stands below documents that came newly carries out what they have now: in place of a
    measure that was split, merged or renamed those that replace it, and of one that was repealed none."""
    documents = {}
    for id, one in library.documents.items():
        above = list(_walk_up(library, one))
        documents[id] = _follow(one, above) if any(each.id in changed for each in above) else one
    return library.model_copy(update={"documents": documents})


def _walk_up(library: Library, document: PolicyDocument) -> Iterator[PolicyDocument]:
    """The documents above one, nearest first, as far as they are there."""
    seen = {document.id, None}
    while document.parent in library.documents and document.parent not in seen:
        seen.add(document.parent)
        document = library.documents[str(document.parent)]
        yield document


def _follow(document: PolicyDocument, above: Iterable[PolicyDocument]) -> PolicyDocument:
    known = {one.id: one for each in above for one in each.measures}
    heirs: dict[str, list[str]] = {}
    for one in known.values():
        for id in one.replaces:
            heirs.setdefault(id, []).append(one.id)

    def carry(measure: Measure) -> Measure:
        ids = [each for id in measure.carries_out for each in ([id] if id in known else heirs.get(id, []))]
        kept = tuple(dict.fromkeys(id for id in ids if set(known[id].levels) & set(measure.levels)))
        return measure.model_copy(update={"carries_out": kept})

    clauses = [one.model_copy(update={"measures": tuple(map(carry, one.measures))}) for one in document.clauses]
    return document.model_copy(update={"clauses": tuple(clauses)})


def _list_above(library: Library, ids: Iterable[str]) -> set[str]:
    return {parent for id in ids if (parent := library.documents[id].parent) is not None}
