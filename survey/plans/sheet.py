"""A plan as it is read, on the page and on paper: its items with their gaps, its figures, where it stands."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from enum import StrEnum

from sqlmodel import Session

from questionnaires.answers import read_stored
from questionnaires.criteria import Value
from questionnaires.questionnaire import Question, Questionnaire
from questionnaires.scoring import NO_LOSS, Result
from survey.evidence.listing import Filed, list_plan_files
from survey.plans.running import PlanBasis, RunningScore, find_day, judge, run_score
from survey.responses.promises import AWAITED, is_late, list_items, name_item
from survey.storage.plans import Plan, PlanItem
from survey.storage.states import PlanStatus
from survey.storage.tables import Response

SOON = timedelta(days=30)


class PlanState(StrEnum):
    """Where a plan stands; worked out, not kept. `CHANGED`: something was changed since the head signed."""

    EMPTY = "empty"
    DRAFTING = "drafting"
    CHANGED = "changed"
    GIVEN_BACK = "given-back"
    SIGNED = "signed"
    AGREED = "agreed"


@dataclass(frozen=True)
class PlanLine:
    """An item as it is read. `missing` and `gain` are those of its gap, empty and 0.00 where there is none any more;
    `confirmed` is the answer at which it was checked, in words, empty where it was checked as met or not at all;
    `checked_as_of` the day of which it was checked, None where it was not."""

    item: PlanItem
    title: str
    number: str
    clause: str
    question: Question | None
    missing: str
    confirmed: str
    checked_as_of: date | None
    gain: Decimal
    is_critical: bool
    is_late: bool
    is_soon: bool
    files: Sequence[Filed]

    @property
    def is_changed(self) -> bool:
        """Whether it is not signed as it stands, though the plan was signed once."""
        return self.item.signed < self.item.promised

    @property
    def is_agreed(self) -> bool:
        return self.item.agreed >= self.item.promised


@dataclass(frozen=True)
class PlanSheet:
    """A plan with all that is read of it; `plan` is None before there is an item."""

    response: Response
    plan: Plan | None
    judged: PlanBasis
    lines: Sequence[PlanLine]
    running: RunningScore
    state: PlanState

    @property
    def is_agreed(self) -> bool:
        """Whether the agreement holds: nothing was changed, added or given back since."""
        return self.state is PlanState.AGREED

    @property
    def items(self) -> list[PlanItem]:
        return [one.item for one in self.lines]

    def count(self, *statuses: PlanStatus) -> int:
        return sum(one.item.status in statuses for one in self.lines)

    @property
    def late(self) -> int:
        return sum(one.is_late for one in self.lines)

    @property
    def soon(self) -> int:
        return sum(one.is_soon for one in self.lines)


def gather_sheet(session: Session, response: Response, today: date) -> PlanSheet:
    """The plan of a response as it stands."""
    judged, items = judge(session, response), list_items(session, response.id)
    files, plan = list_plan_files(session, response.id), session.get(Plan, response.id)
    lines = [_make_line(judged, one, files, today) for one in items]
    return PlanSheet(response, plan, judged, lines, run_score(judged, items), find_state(plan, items))


def awaits_check(item: PlanItem) -> bool:
    """Whether an item is done and may be checked: the head has signed it as it stands."""
    return item.status is PlanStatus.DONE and item.signed >= item.promised


def find_state(plan: Plan | None, items: Collection[PlanItem]) -> PlanState:
    if not items:
        return PlanState.EMPTY
    if plan is None or plan.signed_at is None:
        return PlanState.DRAFTING
    if any(one.remark for one in items):
        return PlanState.GIVEN_BACK
    if any(one.signed < one.promised for one in items):
        return PlanState.CHANGED
    return PlanState.AGREED if all(one.agreed >= one.promised for one in items) else PlanState.SIGNED


def _make_line(judged: PlanBasis, item: PlanItem, files: Mapping[str, list[Filed]], today: date) -> PlanLine:
    asked = judged.questionnaire
    question = asked.by_id.get(item.question_id or "")
    gap = next((one for one in judged.card.gaps if one.question.id == item.question_id), None)
    return PlanLine(
        item=item,
        title=question.title if question else item.title or item.question_id or "",
        number=asked.numbers[question.id] if question else "",
        clause=cite_clause(asked, question) if question else "",
        question=question,
        missing=say_missing(gap, judged.card.as_of) if gap else "",
        confirmed=say_confirmed(judged, item, question),
        checked_as_of=find_day(judged, item) if item.status is PlanStatus.CHECKED else None,
        gain=gap.shown_lost or NO_LOSS if gap else NO_LOSS,
        is_critical=bool(question and question.critical),
        is_late=is_late(item, today),
        is_soon=item.status in AWAITED and item.due is not None and today <= item.due <= today + SOON,
        files=files.get(name_item(item.id), ()),
    )


def cite_clause(questionnaire: Questionnaire, question: Question) -> str:
    """The clause, with the name of its document where that is not the notice itself."""
    return question.clause if question.document == questionnaire.source.id else questionnaire.cite(question)


def say_confirmed(judged: PlanBasis, item: PlanItem, question: Question | None) -> str:
    """The answer at which an item was checked, in words, as far as its question still takes it."""
    if item.status is not PlanStatus.CHECKED or question is None:
        return ""
    answer = read_stored(question, item.content, find_day(judged, item))
    if not answer.is_given or answer.refused is not None:
        return ""
    if answer.not_applicable:
        return f"不适用：{answer.not_applicable}"
    return question.criterion.write_value(answer.value)


def say_missing(gap: Result, as_of: date) -> str:
    """What is missing to a gap, in words."""
    value: Value = gap.answer.value if gap.answer else None
    return gap.question.criterion.write_missing(value, as_of)
