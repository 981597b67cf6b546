"""The ledger of clauses: every clause with the questions that ask it, or the reason why none does."""

from dataclasses import dataclass

from questionnaires.catalogue import Level, Library, PolicyDocument
from questionnaires.generator import build_questionnaire, find_document, list_levels
from questionnaires.questionnaire import Questionnaire

ONE_CHOICE = 1.0
# An estimate of ours, not measured on people: a choice or a date takes a minute, lists and figures have to be looked
# up or counted, a quantity is read off last year's.
MINUTES = {"checklist": 1.5, "number": 1.5, "share": 2.0, "rate": 2.0, "growth": 2.0, "text": 2.0, "quantity": 0.25}


@dataclass(frozen=True)
class ClauseCoverage:
    """One clause: its measures, the questions per level that come from them, or the reason.

    `assumed` are the measures whose levels the text does not name, `library` the duty that each carries, if one, and
    `carried` the words without a question of their own, with the measures that carry them.
    """

    path: str
    heading: str
    measures: tuple[str, ...]
    questions: dict[Level, tuple[str, ...]]
    reason: str | None
    assumed: frozenset[str]
    library: dict[str, str | None]
    carried: dict[str, tuple[str, ...]]


@dataclass(frozen=True)
class LevelCount:
    """What one level of a notice is asked, with what it carries out: questions, those of assumed levels, quantities.

    `minutes` is our estimate of the time to fill it in with the records at hand: see MINUTES.
    """

    questions: int
    assumed: int
    quantities: int
    minutes: int


@dataclass(frozen=True)
class DocumentCoverage:
    """The ledger of one notice."""

    id: str
    title: str
    number: str | None
    clauses: tuple[ClauseCoverage, ...]
    levels: dict[Level, LevelCount]


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
                assumed=frozenset(one.id for one in clause.measures if one.levels_basis == "assumed"),
                library={one.id: one.library for one in clause.measures},
                carried={one.phrase: one.by for one in clause.carried},
            )
            for clause in document.clauses
        ),
        levels={level: count_level(build_questionnaire(library, document.id, level)) for level in levels},
    )


def count_level(questionnaire: Questionnaire) -> LevelCount:
    """Count what one level is asked."""
    asked = [one for one in questionnaire.questions if not one.is_quantity]
    return LevelCount(
        questions=len(asked),
        assumed=sum(one.is_assumed for one in asked),
        quantities=len(questionnaire.questions) - len(asked),
        minutes=round(sum(MINUTES.get(one.criterion.kind, ONE_CHOICE) for one in questionnaire.questions)),
    )
