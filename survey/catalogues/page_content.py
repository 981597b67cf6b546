"""What the pages on published catalogues show, as plain values."""

from collections.abc import Mapping
from dataclasses import dataclass

from sqlmodel import Session

from questionnaires.catalogue import Level, Library, PolicyDocument
from questionnaires.comparing import Change, Comparison, MeasureChange, compare_catalogues
from questionnaires.coverage import DocumentCoverage, cover
from questionnaires.generator import build_questionnaire, list_levels
from questionnaires.joining import join_documents
from questionnaires.questionnaire import Question
from survey.catalogues.versions import CatalogueVersion, list_versions


@dataclass(frozen=True)
class NoticeLedger:
    """A notice's clauses with the questions of each level."""

    document: PolicyDocument
    clauses: DocumentCoverage
    questions: Mapping[Level, Mapping[str, Question]]

    @property
    def titles(self) -> Mapping[str, str]:
        return {measure.id: measure.title for measure in self.document.measures}

    def count(self, level: Level) -> int:
        """How many questions a level is asked, with those of the notices above; quantities are none."""
        return self.clauses.levels[level].questions


@dataclass(frozen=True)
class ListedCatalogue:
    """A notice as the list shows it: the version in force, and the newest one where it is not used.

    Without a `ledger` there is no version of it that can be used.
    """

    newest: CatalogueVersion
    in_force: CatalogueVersion | None
    ledger: NoticeLedger | None


@dataclass(frozen=True)
class Preview:
    """A catalogue that is not published yet, and what it says otherwise than the one in force."""

    ledger: NoticeLedger
    before: PolicyDocument | None
    comparison: Comparison | None

    @property
    def changed(self) -> list[MeasureChange]:
        """The measures that are not as they were."""
        return [one for one in self.comparison.measures if one.changes != (Change.KEPT,)] if self.comparison else []


def gather_ledger(library: Library, document_id: str) -> NoticeLedger:
    """The clauses of a notice with its questions; raises UnknownDocument."""
    clauses = cover(library, document_id)[0]
    levels = list_levels(library, document_id)
    questions = {level: build_questionnaire(library, document_id, level).by_id for level in levels}
    return NoticeLedger(library.documents[document_id], clauses, questions)


def list_catalogues(session: Session, library: Library) -> list[ListedCatalogue]:
    """Every notice of which there is a version, in the order of ids."""
    versions: dict[str, list[CatalogueVersion]] = {}
    for one in list_versions(session):
        versions.setdefault(one.document, []).append(one)
    return [_list_catalogue(library, id, versions[id]) for id in sorted(versions)]


def _list_catalogue(library: Library, id: str, versions: list[CatalogueVersion]) -> ListedCatalogue:
    if id not in library.documents:
        return ListedCatalogue(versions[0], None, None)
    edition = library.documents[id].version
    in_force = next((one for one in versions if one.edition == edition), None)
    return ListedCatalogue(versions[0], in_force, gather_ledger(library, id))


def gather_preview(library: Library, document: PolicyDocument) -> Preview:
    """A document, looked at already, as it would be asked beside the others."""
    before = library.documents.get(document.id)
    ledger = gather_ledger(join_documents(library, [document]), document.id)
    return Preview(ledger, before, compare_catalogues(before, document) if before else None)
