"""Which cells a question has in a workbook, what may stand in each, and what stands there for an answer.

A question takes a row per field, so that no cell holds two things. Workbooks are Chinese, like the notices.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from functools import lru_cache
from typing import Any

from questionnaires.answers import Answer
from questionnaires.questionnaire import Question
from survey.answering.builders import APART, REASONS, WHY
from survey.answering.forms import fields_of

YES, NO = "是", "否"
YES_NO = {YES: "yes", NO: "no"}
TICKED, UNTICKED = "y", ""
TICK = {YES: TICKED, NO: UNTICKED}
IN_PLACE = {**TICK, **{word: choice for choice, word in REASONS.items()}}


class CellKind(StrEnum):
    """What a cell holds."""

    CHOICE = "choice"
    FIGURE = "figure"
    DAY = "day"
    WORDS = "words"


@dataclass(frozen=True)
class Slot:
    """A cell to fill in. `name` is the field of the form, for an item of a checklist with the item behind a colon.

    That of an item that may not apply stands for two fields: its tick, and why it is set apart.

    `choices` gives what each word of the drop-down list means as a form sends it.
    """

    name: str
    kind: CellKind
    label: str = ""
    unit: str = ""
    choices: Mapping[str, str] = field(default_factory=dict)


CHOOSE = "从下拉列表选择"
IF_SO = "如是，选“是”"
NOT_APPLICABLE = Slot("not_applicable", CellKind.CHOICE, "不适用", choices=TICK)
REASON = Slot("reason", CellKind.WORDS, "不适用理由")
REMARK = Slot("remark", CellKind.WORDS, "备注")


def _list_yes_no(criterion: Any) -> Iterable[Slot]:
    yield Slot("value", CellKind.CHOICE, "是否达到", CHOOSE, YES_NO)


def _list_scale(criterion: Any) -> Iterable[Slot]:
    yield Slot(
        "value", CellKind.CHOICE, "目前情况", CHOOSE, {option.label: option.value for option in criterion.options}
    )


def _list_number(criterion: Any) -> Iterable[Slot]:
    yield Slot("value", CellKind.FIGURE, "数值", criterion.unit)


def _list_pair(criterion: Any) -> Iterable[Slot]:
    units = (criterion.unit, getattr(criterion, "base_unit", criterion.unit))
    for name, unit in zip(criterion.names, units, strict=True):
        yield Slot(name, CellKind.FIGURE, getattr(criterion, name), unit)


def _list_day(happened: str, never: str) -> Callable[[Any], Iterable[Slot]]:
    return lambda criterion: (
        Slot("value", CellKind.DAY, happened, "如2026-06-30"),
        Slot("never", CellKind.CHOICE, never, IF_SO, TICK),
    )


def _list_items(criterion: Any) -> Iterable[Slot]:
    for item in criterion.items:
        if item.may_not_apply:
            unit = "选择是、否、不涉及或者未发生"
            yield Slot(f"items:{item.value}", CellKind.CHOICE, item.label, unit, IN_PLACE)
            yield Slot(WHY + item.value, CellKind.WORDS, f"{item.label}：不涉及或者未发生的理由", "不涉及的必填")
        else:
            yield Slot(f"items:{item.value}", CellKind.CHOICE, item.label, "选择是或否", TICK)


def _list_quantity(criterion: Any) -> Iterable[Slot]:
    yield Slot("value", CellKind.FIGURE, "数值", criterion.unit)
    yield Slot("not_kept", CellKind.CHOICE, "没有统计", IF_SO, TICK)
    yield Slot("why", CellKind.WORDS, "没有统计的理由", "没有统计的必填")


def _list_words(criterion: Any) -> Iterable[Slot]:
    yield Slot("value", CellKind.WORDS, "文字说明", "不计分")


SLOT_LISTERS: Mapping[str, Callable[[Any], Iterable[Slot]]] = {
    "yes_no": _list_yes_no,
    "stage": _list_scale,
    "grade": _list_scale,
    "number": _list_number,
    "share": _list_pair,
    "rate": _list_pair,
    "growth": _list_pair,
    "recency": _list_day("最近一次日期", "从未开展"),
    "done_by": _list_day("完成日期", "尚未完成"),
    "checklist": _list_items,
    "quantity": _list_quantity,
    "text": _list_words,
}


@lru_cache(maxsize=4096)
def list_slots(question: Question) -> tuple[Slot, ...]:
    """The cells of a question's value, a row each; the first row has those of `list_beside` too."""
    return tuple(SLOT_LISTERS[question.criterion.kind](question.criterion))


def list_beside(question: Question) -> tuple[Slot, ...]:
    """The cells that stand once for a question, beside its first row."""
    return (NOT_APPLICABLE, REASON, REMARK) if question.allow_not_applicable else (REMARK,)


def fill_slots(question: Question, answer: Answer) -> dict[str, str | float | date]:
    """What stands in the cells of a question for its answer, by the names of the slots; empty cells are left out."""
    fields = fields_of(question, answer)
    filled = {slot.name: _fill(slot, fields) for slot in (*list_slots(question), *list_beside(question))}
    return {name: cell for name, cell in filled.items() if cell != ""}


def _fill(slot: Slot, fields: Mapping[str, Any]) -> str | float | date:
    name, _, item = slot.name.partition(":")
    given = fields.get(name)
    if item:
        apart = REASONS.get(fields.get(APART + item, ""))
        return "" if given is None else YES if item in given else apart or NO
    if not given:
        return ""
    if slot.kind is CellKind.CHOICE:
        sent = TICKED if given is True else given
        return next(word for word, meaning in slot.choices.items() if meaning == sent)
    if slot.kind is CellKind.FIGURE:
        return float(given)
    return date.fromisoformat(given) if slot.kind is CellKind.DAY else str(given)
