"""What a workbook changes: base, what stands now and the sheet held side by side, part by part.

An answer has two parts that change apart: the answer itself (or the reason why it does not apply) and the remark. The
two figures of a share or the items of a checklist are one statement: mixed of two people's, nobody would have made it.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col

from questionnaires.answers import Answer, read_answer
from questionnaires.questionnaire import Question
from survey.responses.saving import UNTOUCHED, Content, Saved, is_answer, list_answers
from survey.responses.unlocked import list_open
from survey.rounds.issued import applying_questionnaire
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
    """One question: what becomes of it, from what the sheet was made, what stands, and the content to be saved."""

    question: Question
    outcome: MergeResult
    given: Given
    base: Base
    stands: Saved
    content: Content = None


@dataclass(frozen=True)
class Import:
    """An edit that a workbook brought before."""

    base_version: int
    content: Content
    kept: bool
    person_id: int


@dataclass(frozen=True)
class _Parts:
    """A content in its parts, each comparable: the answer (None: there is none) and the remark."""

    answer: Answer | None
    remark: str

    def differing(self, other: "_Parts") -> set[str]:
        return {name for name in ("answer", "remark") if getattr(self, name) != getattr(other, name)}


def compare_all(
    session: Session, response: Response, origin: Origin, given: Mapping[str, Given], person_id: int
) -> list[Difference]:
    """Compare a whole workbook with what stands now, in the order of the questionnaire."""
    saved, imports = list_answers(session, response.id), list_imports(session, response.id)
    opened, asked = list_open(session, response), applying_questionnaire(response).by_id
    findings = []
    for id, one in given.items():
        locked = (
            MergeResult.APART if id not in asked else None if opened is None or id in opened else MergeResult.LOCKED
        )
        mine = [one for one in imports.get(id, ()) if one.base_version == origin.find_base(id).version]
        stands = saved.get(id, UNTOUCHED)
        findings.append(compare(one, origin.find_base(id), stands, mine, locked, person_id, response.round.as_of))
    return findings


def compare(
    given: Given,
    base: Base,
    stands: Saved,
    imports: Sequence[Import],
    locked: MergeResult | None,
    person_id: int,
    as_of: date,
) -> Difference:
    """Compare one question; `imports` are those that workbooks made from the same base brought, oldest first."""

    def found(outcome: MergeResult, content: Content = None) -> Difference:
        return Difference(question, outcome, given, base, stands, content)

    question = given.question
    if given.faults:
        return found(locked or MergeResult.WRONG)
    sheet, was, now = (_split(question, one, as_of) for one in (given.content, base.content, stands.content))
    changed = sheet.differing(was)
    if not changed & sheet.differing(now):
        return found(MergeResult.SAME)
    if locked:
        return found(locked)
    earlier = [(one, _split(question, one.content, as_of)) for one in imports]
    if any(not changed & parts.differing(sheet) for _, parts in earlier):
        return found(MergeResult.KNOWN)
    content = _merge(given.content, stands.content, changed)
    kept = [parts for one, parts in earlier if one.kept and one.person_id == person_id]
    is_ours = bool(kept) and not changed & kept[-1].differing(now)  # an earlier state of the same workbook stands
    clash = changed & now.differing(was) and not is_ours
    return found(MergeResult.CONFLICT if clash else MergeResult.CHANGE, content)


def _split(question: Question, content: Content, as_of: date) -> _Parts:
    if content is None:
        return _Parts(None, "")
    if not is_answer(content):
        return _Parts(None, content.get("remark", ""))
    answer = read_answer(question, content, as_of)
    return _Parts(Answer(answer.value, answer.not_applicable), answer.remark)


def _merge(sheet: Content, stands: Content, changed: set[str]) -> Content:
    """The parts that the sheet changed, and the other ones as they stand."""
    answer = (sheet if "answer" in changed else stands) or {}
    remark = ((sheet if "remark" in changed else stands) or {}).get("remark", "")
    merged: dict[str, Any] = {name: answer[name] for name in ("value", "not_applicable") if name in answer}
    return {**merged, "remark": remark} if merged or remark else None


def list_imports(session: Session, response_id: int) -> dict[str, list[Import]]:
    """What workbooks brought before, by question, oldest first."""
    columns = (Edit.question_id, Edit.base_version, Edit.content, Edit.state, Edit.made_by_id)
    query = sa.select(*columns).where(col(Edit.response_id) == response_id, col(Edit.source) == Source.WORKBOOK)  # type: ignore[call-overload]
    imports: dict[str, list[Import]] = {}
    for id, version, content, state, person_id in session.execute(query.order_by(col(Edit.id))):
        imports.setdefault(id, []).append(Import(version, content, state is EditState.KEPT, person_id))
    return imports


def pick(findings: Iterable[Difference], *outcomes: MergeResult) -> list[Difference]:
    return [one for one in findings if one.outcome in outcomes]
