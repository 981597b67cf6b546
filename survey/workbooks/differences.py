"""What a workbook changes: base, what stands now and the sheet held side by side, part by part.

An answer has two parts that change apart: the answer itself (or the reason why it does not apply) and the remark. The
two figures of a share or the items of a checklist are one statement: mixed of two people's, nobody would have made it.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

import sqlalchemy as sa
from sqlmodel import Session, col

from questionnaires.answers import UNANSWERED, Answer, read_stored
from questionnaires.questionnaire import Question
from survey.responses.saving import UNTOUCHED, Saved, list_answers
from survey.responses.unlocked import list_open
from survey.rounds.issued import applying_questionnaire, open_questionnaire
from survey.storage.states import EditState, Source
from survey.storage.tables import Edit, Response
from survey.workbooks.cell_answers import Given
from survey.workbooks.origin import Base, Origin


class MergeResult(StrEnum):
    """What becomes of what a workbook says to a question."""

    SAME = "same"
    CHANGE = "change"
    CONFLICT = "conflict"
    WRONG = "wrong"
    LOCKED = "locked"
    APART = "apart"  # not asked of this bureau by its profile
    KNOWN = "known"  # brought by an earlier upload of the same workbook


@dataclass(frozen=True)
class Difference:
    """One question: what becomes of it, from what the sheet was made, what stands, and the answer to be saved."""

    question: Question
    outcome: MergeResult
    given: Given
    base: Base
    stands: Saved
    answer: Answer = UNANSWERED


@dataclass(frozen=True)
class Import:
    """An edit that a workbook brought before."""

    base_version: int
    answer: Answer
    kept: bool
    person_id: int


def _differing(one: Answer, other: Answer) -> set[str]:
    """The parts in which two answers differ."""
    return {name for name in ("bare", "remark") if getattr(one, name) != getattr(other, name)}


def compare_all(
    session: Session, response: Response, origin: Origin, given: Mapping[str, Given], person_id: int
) -> list[Difference]:
    """Compare a whole workbook with what stands now, in the order of the questionnaire."""
    saved, imports = list_answers(session, response), list_imports(session, response)
    opened, asked = list_open(session, response), applying_questionnaire(response).by_id
    findings = []
    for id, one in given.items():
        locked = (
            MergeResult.APART if id not in asked else None if opened is None or id in opened else MergeResult.LOCKED
        )
        mine = [one for one in imports.get(id, ()) if one.base_version == origin.find_base(id).version]
        stands = saved.get(id, UNTOUCHED)
        findings.append(compare(one, origin.find_base(id), stands, mine, locked, person_id))
    return findings


def compare(
    given: Given,
    base: Base,
    stands: Saved,
    imports: Sequence[Import],
    locked: MergeResult | None,
    person_id: int,
) -> Difference:
    """Compare one question; `imports` are those that workbooks made from the same base brought, oldest first."""

    def found(outcome: MergeResult, answer: Answer = UNANSWERED) -> Difference:
        return Difference(given.question, outcome, given, base, stands, answer)

    if given.faults:
        return found(locked or MergeResult.WRONG)
    sheet, was, now = given.answer, base.answer, stands.answer
    changed = _differing(sheet, was)
    if not changed & _differing(sheet, now):
        return found(MergeResult.SAME)
    if locked:
        return found(locked)
    if any(not changed & _differing(one.answer, sheet) for one in imports):
        return found(MergeResult.KNOWN)
    kept = [one.answer for one in imports if one.kept and one.person_id == person_id]
    is_ours = bool(kept) and not changed & _differing(kept[-1], now)  # an earlier state of the same workbook stands
    clash = changed & _differing(now, was) and not is_ours
    return found(MergeResult.CONFLICT if clash else MergeResult.CHANGE, _merge(sheet, now, changed))


def _merge(sheet: Answer, stands: Answer, changed: set[str]) -> Answer:
    """The parts that the sheet changed, and the other ones as they stand."""
    remark = sheet.remark if "remark" in changed else stands.remark
    return replace(sheet if "bare" in changed else stands, remark=remark)


def list_imports(session: Session, response: Response) -> dict[str, list[Import]]:
    """What workbooks brought before, by question, oldest first."""
    columns = (Edit.question_id, Edit.base_version, Edit.content, Edit.state, Edit.made_by_id)
    query = sa.select(*columns).where(col(Edit.response_id) == response.id, col(Edit.source) == Source.WORKBOOK)  # type: ignore[call-overload]
    asked, as_of = open_questionnaire(response.questionnaire).by_id, response.round.as_of
    imports: dict[str, list[Import]] = {}
    for id, version, content, state, person_id in session.execute(query.order_by(col(Edit.id))):
        if id in asked:
            answer = read_stored(asked[id], content, as_of)
            imports.setdefault(id, []).append(Import(version, answer, state is EditState.KEPT, person_id))
    return imports


def pick(findings: Iterable[Difference], *outcomes: MergeResult) -> list[Difference]:
    return [one for one in findings if one.outcome in outcomes]
