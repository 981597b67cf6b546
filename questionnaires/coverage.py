"""The ledger of clauses: every clause with the questions that ask it, or the reason why none does."""

from collections.abc import Iterator
from dataclasses import dataclass

from questionnaires.catalogue import Level, Library, PolicyDocument
from questionnaires.documents import ClauseText, holds_phrase
from questionnaires.generator import find_document, list_levels


@dataclass(frozen=True)
class ClauseCoverage:
    """One clause: its measures, the questions per level that come from them, or the reason."""

    path: str
    heading: str
    measures: tuple[str, ...]
    questions: dict[Level, tuple[str, ...]]
    reason: str | None


@dataclass(frozen=True)
class DocumentCoverage:
    """The ledger of one notice."""

    id: str
    title: str
    number: str | None
    clauses: tuple[ClauseCoverage, ...]


def cover(library: Library, document_id: str | None = None) -> list[DocumentCoverage]:
    """The ledger of one notice, or of all; raises UnknownDocument."""
    chosen = list(library.documents.values()) if document_id is None else [find_document(library, document_id)]
    return [_cover_document(library, document) for document in chosen]


def _cover_document(library: Library, document: PolicyDocument) -> DocumentCoverage:
    levels = list_levels(library, document.id)
    return DocumentCoverage(
        id=document.id,
        title=document.title,
        number=document.number,
        clauses=tuple(
            ClauseCoverage(
                path=clause.path,
                heading=clause.heading,
                measures=tuple(measure.id for measure in clause.measures),
                questions={level: tuple(one.id for one in clause.measures if level in one.levels) for level in levels},
                reason=clause.reason,
            )
            for clause in document.clauses
        ),
    )


def check_text(document: PolicyDocument, clauses: list[ClauseText]) -> Iterator[str]:
    """Hold a catalogue against its notice's text: every clause in order, every anchor phrase in its own clause."""
    numbered, listed = [clause.path for clause in clauses], [clause.path for clause in document.clauses]
    if numbered != listed:
        yield f"the text has the clauses {', '.join(numbered)}; the catalogue has {', '.join(listed)}"
    texts = {clause.path: clause for clause in clauses}
    for clause in document.clauses:
        for measure in clause.measures:
            if clause.path in texts and not holds_phrase(texts[clause.path], measure.phrase):
                yield f"measure {measure.id}: the phrase {measure.phrase!r} does not stand in clause {clause.path}"
