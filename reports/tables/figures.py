"""An answer as one or two figures, so that it can be computed with; each kind says what they are."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal, localcontext
from fractions import Fraction
from functools import lru_cache

from questionnaires.criteria import Checklist, Items, NotKept, Value
from questionnaires.criteria.figures import Pair
from questionnaires.questionnaire import Question
from reports.tables.table import Cell

Figures = tuple[Cell, Cell]
DIGITS = 60

MEANINGS = {
    "yes_no": "1为是，0为否",
    "stage": "所处档次的序号，最低档为0；第二数值为达标档次的序号",
    "grade": "所处档次的序号，最低档为0；第二数值为达标档次的序号",
    "number": "数量",
    "share": "部分数；第二数值为总数",
    "rate": "件数；第二数值为基数",
    "growth": "基数；第二数值为现值",
    "recency": "最近一次的日期，空为从未开展",
    "done_by": "完成日期，空为尚未完成",
    "checklist": "已具备的项数；第二数值为清单项数，不含不涉及和未发生的项",
    "quantity": "数量，空为未统计",
    "text": "不取数值",
}


def read_figures(question: Question, value: Value) -> Figures:
    """The figures of an answer as its criterion read it, or two empty cells."""
    return READERS[question.criterion.kind](question, value)


def name_apart(question: Question, value: Value, why: str) -> list[str]:
    """The items of a list that are set apart for one of the two reasons, in words; none of any other answer."""
    criterion = question.criterion
    if not isinstance(criterion, Checklist) or not isinstance(value, Items):
        return []
    return criterion.name_apart(value, why)


@lru_cache(maxsize=10_000)
def write_decimal(number: Fraction) -> Decimal:
    """A fraction as a plain decimal: exact where it ends, otherwise 60 digits."""
    with localcontext(prec=DIGITS):
        quotient = Decimal(number.numerator) / Decimal(number.denominator)
    return Decimal(f"{quotient.normalize():f}")


def _read_truth(_question: Question, value: bool) -> Figures:
    return int(value), None


def _read_step(question: Question, value: str) -> Figures:
    criterion = question.criterion
    assert criterion.kind in ("stage", "grade")  # READERS
    return criterion.rank(value), criterion.rank(criterion.aim())


def _read_number(_question: Question, value: Fraction) -> Figures:
    return write_decimal(value), None


def _read_pair(_question: Question, value: Pair) -> Figures:
    return write_decimal(value.first), write_decimal(value.second)


def _read_day(_question: Question, value: date | None) -> Figures:
    return value, None


def _read_items(question: Question, value: Items) -> Figures:
    assert question.criterion.kind == "checklist"  # READERS
    return len(value.in_place), question.criterion.count_listed(value)


def _read_quantity(_question: Question, value: Fraction | NotKept) -> Figures:
    return None if isinstance(value, NotKept) else write_decimal(value), None


def _read_nothing(_question: Question, _value: str) -> Figures:
    return None, None


READERS: dict[str, Callable[[Question, Value], Figures]] = {
    "yes_no": _read_truth,
    "stage": _read_step,
    "grade": _read_step,
    "number": _read_number,
    "share": _read_pair,
    "rate": _read_pair,
    "growth": _read_pair,
    "recency": _read_day,
    "done_by": _read_day,
    "checklist": _read_items,
    "quantity": _read_quantity,
    "text": _read_nothing,
}
