"""What a cell takes, as spreadsheets check it; what comes back is checked again by the rules of the form."""

from datetime import date
from typing import Any

from questionnaires.criteria.dates import EARLIEST
from questionnaires.questionnaire import Question
from survey.workbooks.layout import CellKind, Slot

LONGEST_LIST = 255


def make_rule(question: Question, slot: Slot, as_of: date | None) -> dict[str, Any] | None:
    """What a cell takes. A figure that is typed in another way is only warned about: reading understands more."""
    if slot.kind is CellKind.CHOICE:
        words = list(slot.choices)
        source = words if fits_inline(words) else f"={name_options(question)}"
        return {
            "validate": "list",
            "source": source,
            "error_title": "请从列表中选择",
            "error_message": "请点击单元格右侧的箭头，从下拉列表中选择。",
        }
    if slot.kind is CellKind.FIGURE:
        return {
            "validate": "decimal",
            "criteria": ">=",
            "value": 0,
            "error_type": "warning",
            "error_title": "请核对数值",
            "error_message": f"这里应填不小于0的数字，单位：{slot.unit}。",
        }
    if slot.kind is CellKind.DAY:
        last = as_of or date(2099, 12, 31)
        return {
            "validate": "date",
            "criteria": "between",
            "minimum": EARLIEST,
            "maximum": last,
            "error_title": "请核对日期",
            "error_message": f"请填写{last.isoformat()}及以前的日期，写作2026-06-30。",
        }
    return None


def fits_inline(words: list[str]) -> bool:
    """Whether a drop-down list can stand in the rule itself; longer ones are kept on the sheet of options."""
    return len(",".join(words)) <= LONGEST_LIST and not any("," in word or '"' in word for word in words)


def name_options(question: Question) -> str:
    """The defined name of a question's list; a name holds no hyphen."""
    return "options_" + question.id.replace("-", "_")
