"""Quantities: the numbers that a province adds up. They are asked and kept beside the questions, and never scored."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Annotated, ClassVar, Literal

from pydantic import Field

from questionnaires.criteria.criterion import DatedModel, InvalidAnswer, Judge, Words, is_absent
from questionnaires.criteria.numbers import Bounds, check_figure, read_number, write_number
from questionnaires.criteria.words import MOST_REASON, read_words
from questionnaires.wording import write_date, write_figure


@dataclass(frozen=True, slots=True)
class NotKept:
    """That a bureau keeps no such figure, and why; it counts as not kept, never as 0."""

    reason: str


class Quantity(DatedModel):
    """A number of the assessment year (a flow) or of the as-of date (a stock), or that it is not kept; never a gap."""

    scored: ClassVar[bool] = False
    keys: ClassVar[frozenset[str]] = frozenset({"value", "not_kept"})

    kind: Literal["quantity"]
    unit: Words
    measure: Literal["flow", "stock"]
    required: bool = True
    range: Annotated[Bounds | None, Field(exclude_if=is_absent)] = None

    @property
    def is_owed(self) -> bool:
        return self.required

    @property
    def is_of_year(self) -> bool:
        return self.measure == "flow"

    def read(self, raw: object, as_of: date) -> Fraction:
        return read_number(raw)

    def read_told(self, told: Mapping[str, object], as_of: date) -> Fraction | NotKept:
        if len(told) > 1:
            raise InvalidAnswer('Give {"value": …} or {"not_kept": "reason"}, and not both.')
        return self.read(told["value"], as_of) if "value" in told else NotKept(_read_reason(told["not_kept"]))

    def check_plausible(self, value: Fraction | NotKept) -> None:
        if not isinstance(value, NotKept):
            check_figure(value, self.unit, self.range)

    def write_raw(self, value: Fraction | NotKept) -> int | Decimal | None:
        return None if isinstance(value, NotKept) else write_number(value)

    def write_told(self, value: Fraction | NotKept) -> dict[str, object]:
        return {"not_kept": value.reason} if isinstance(value, NotKept) else {"value": self.write_raw(value)}

    def make_judge(self, as_of: date) -> Judge:
        raise TypeError("a quantity is not scored")

    def write_target(self, as_of: date | None = None) -> str:
        return f"基础数据，{self._write_day(as_of)}，不计分"

    def _write_day(self, as_of: date | None) -> str:
        if self.measure == "flow":
            return f"{self.write_year(as_of)}的数"
        return "填报基准日的数" if as_of is None else f"截至{write_date(as_of)}的数"

    def write_value(self, value: Fraction | NotKept) -> str:
        return f"未统计：{value.reason}" if isinstance(value, NotKept) else write_figure(value) + self.unit

    def write_missing(self, value: Fraction | NotKept, as_of: date) -> str:
        return ""


def _read_reason(raw: object) -> str:
    reason = read_words(raw, MOST_REASON)
    if not reason:
        raise InvalidAnswer("Say why the figure is not kept.")
    return reason
