"""The annex that shows, clause by clause, where a notice was asked in one bureau's questionnaire, or why not."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Annotated

from pydantic import Field

from questionnaires.catalogue import Library
from questionnaires.coverage import ClauseCoverage, cover
from questionnaires.criteria.criterion import is_absent
from questionnaires.questionnaire import Questionnaire


@dataclass(frozen=True)
class LedgerRow:
    """One clause with the titles of its questions, or the reason why there are none; `carried` says of its words
    without a question of their own which questions carry them."""

    clause: str
    heading: str
    words: str
    carried: Annotated[tuple[str, ...], Field(exclude_if=is_absent)] = ()


@dataclass(frozen=True)
class Ledger:
    """One notice, how it is cited, and its clauses in order."""

    source: str
    rows: tuple[LedgerRow, ...]


def list_ledgers(library: Library, questionnaire: Questionnaire) -> tuple[Ledger, ...]:
    """The ledgers of the notices behind a questionnaire, the nearest first.

    `questionnaire` holds what applies to the bureau; a notice that is no longer in the library is left out.
    """
    return tuple(
        Ledger(source.name, tuple(_describe(clause, questionnaire) for clause in cover(library, source.id)[0].clauses))
        for source in questionnaire.sources
        if source.id in library.documents
    )


def _describe(clause: ClauseCoverage, questionnaire: Questionnaire) -> LedgerRow:
    ids = clause.questions.get(questionnaire.level, ())
    found = [questionnaire.by_id[id] for id in ids if id in questionnaire.by_id]
    asked = [one.title + ("（层级为推定）" if one.is_assumed else "") for one in found]
    words = "、".join(asked)
    if left_out := len(ids) - len(asked):
        reason = f"{left_out}题因单位情况不适用，或者已由下级文件设题"
        words = f"{words}（另有{reason}）" if words else reason
    carried = tuple(_say_carried(phrase, ids, questionnaire) for phrase, ids in clause.carried.items())
    return LedgerRow(clause.path, clause.heading, clause.reason or words or "本层级不涉及", carried)


def _say_carried(phrase: str, ids: Iterable[str], questionnaire: Questionnaire) -> str:
    titles = "、".join(questionnaire.by_id[id].title for id in ids if id in questionnaire.by_id)
    return f"“{phrase}”由{titles}体现" if titles else f"“{phrase}”由其他层级或者不适用于本单位的题目体现"
