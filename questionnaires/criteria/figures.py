"""Criteria answered with figures: a number, a share, a growth; what rates.py shares with them."""

import math
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from operator import attrgetter
from typing import Annotated, Any, ClassVar, Literal

from pydantic import Field, model_validator

from questionnaires.criteria.criterion import CriterionModel, InvalidAnswer, Judge, Words, YearlyModel, is_absent
from questionnaires.criteria.numbers import Bounds, Target, check_figure, read_number, write_number
from questionnaires.messages import Refused
from questionnaires.wording import write_figure

PositiveTarget = Annotated[Decimal, Field(gt=0, lt=10**12, allow_inf_nan=False)]


@dataclass(frozen=True, slots=True)
class Pair:
    """Two figures that belong together, in whole numbers of one unit, 1/`parts`; a kind's `names` says what each is."""

    wholes: tuple[int, int]
    parts: int

    @property
    def first(self) -> Fraction:
        return Fraction(self.wholes[0], self.parts)

    @property
    def second(self) -> Fraction:
        return Fraction(self.wholes[1], self.parts)


WHOLES = attrgetter("wholes")


class FigureModel(CriterionModel):
    """A criterion on figures; `range` is the lowest and the highest that a figure in its unit can be."""

    range: Annotated[Bounds | None, Field(exclude_if=is_absent)] = None


class Number(FigureModel, YearlyModel):
    """A number at least, or at most, the target; `per_year`: of the assessment year."""

    kind: Literal["number"]
    op: Literal["at_least", "at_most"] = "at_least"
    target: Target
    unit: Words

    def read(self, raw: object, as_of: date) -> Fraction:
        return read_number(raw)

    def check_plausible(self, value: Fraction) -> None:
        check_figure(value, self.unit, self.range)

    def make_judge(self, as_of: date) -> Judge:
        return reach(self.target, Fraction.as_integer_ratio, at_most=self.op == "at_most")

    def write_raw(self, value: Fraction) -> int | Decimal:
        return write_number(value)

    def write_target(self, as_of: date | None = None) -> str:
        words = "不少于" if self.op == "at_least" else "不超过"
        if self.per_year:
            words = self.write_year(as_of) + words
        return f"{words}{write_figure(Fraction(self.target))}{self.unit}"

    def write_value(self, value: Fraction) -> str:
        return write_figure(value) + self.unit

    def write_missing(self, value: Fraction, as_of: date) -> str:
        target = Fraction(self.target)
        if self.op == "at_least":
            have = write_figure(value, below=target)
            return f"{have}{self.unit}，距{write_figure(target)}{self.unit}差{write_figure(target - value)}{self.unit}"
        over = write_figure(value - target)
        return f"{write_figure(value)}{self.unit}，超出上限{write_figure(target)}{self.unit}共{over}{self.unit}"


class PairModel(FigureModel):
    """A criterion on two figures that are asked one by one and worked out together."""

    names: ClassVar[tuple[str, str]]

    target: PositiveTarget

    @property
    def may_not_apply(self) -> bool:
        return True

    def read(self, raw: object, as_of: date) -> Pair:
        first, second = self.names
        if not isinstance(raw, dict) or set(raw) != {first, second}:
            raise InvalidAnswer("Give both figures: %(first)s and %(second)s.", first=first, second=second)
        pair = make_pair(read_number(raw[first]), read_number(raw[second]))
        self.check(pair)
        return pair

    def write_raw(self, value: Pair) -> dict[str, int | Decimal]:
        return dict(zip(self.names, map(write_number, (value.first, value.second)), strict=True))

    def check(self, pair: Pair) -> None:
        """Refuse figures that cannot be true together; raise InvalidAnswer."""


class Share(PairModel):
    """A part of a whole, in per cent; `part` and `whole` say what to count."""

    names: ClassVar[tuple[str, str]] = ("part", "whole")

    kind: Literal["share"]
    target: Annotated[PositiveTarget, Field(le=100)]
    part: Words
    whole: Words
    unit: Words

    def check(self, pair: Pair) -> None:
        if pair.second == 0:
            raise InvalidAnswer("The whole is 0, so there is no share; choose not applicable and say why.")
        if pair.first > pair.second:
            raise InvalidAnswer(
                "The part (%(part)s) is larger than the whole (%(whole)s); check both figures.",
                part=write_figure(pair.first),
                whole=write_figure(pair.second),
            )

    def check_plausible(self, value: Pair) -> None:
        for figure in (value.first, value.second):
            check_figure(figure, self.unit, self.range)

    def make_judge(self, as_of: date) -> Judge:
        return reach(self.target, WHOLES, per=100)

    def percentage(self, value: Pair) -> Fraction:
        return 100 * Fraction(*value.wholes)

    def write_target(self, as_of: date | None = None) -> str:
        return f"不低于{write_figure(Fraction(self.target))}%"

    def write_value(self, value: Pair) -> str:
        figures = f"{write_figure(value.first)}/{write_figure(value.second)}{self.unit}"
        return f"{figures}，占{write_figure(self.percentage(value), below=Fraction(self.target))}%"

    def write_missing(self, value: Pair, as_of: date) -> str:
        target = Fraction(self.target)
        have = self.percentage(value)
        more = math.ceil(target * value.second / 100 - value.first)
        return (
            f"{write_figure(have, below=target)}%，距{write_figure(target)}%差{write_figure(target - have)}个百分点"
            f"（按现有总数还差{more}{self.unit}）"
        )


class Growth(PairModel):
    """A change against a baseline, in per cent, up or down."""

    names: ClassVar[tuple[str, str]] = ("baseline", "current")

    kind: Literal["growth"]
    direction: Literal["up", "down"]
    baseline: Words
    current: Words
    unit: Words

    @model_validator(mode="after")
    def _check_reachable(self) -> "Growth":
        if self.direction == "down" and self.target > 100:
            raise ValueError(Refused("nothing falls by more than 100 per cent; check `target` and `direction`"))
        return self

    def check(self, pair: Pair) -> None:
        if pair.first == 0:
            raise InvalidAnswer("The baseline must be larger than 0; choose not applicable if there was none.")

    def check_plausible(self, value: Pair) -> None:
        for figure in (value.first, value.second):
            check_figure(figure, self.unit, self.range)

    def make_judge(self, as_of: date) -> Judge:
        return reach(self.target, self.compare, per=100)

    def compare(self, value: Pair) -> tuple[int, int]:
        """The change, positive in the direction that is asked for, and the baseline."""
        before, after = value.wholes
        return after - before if self.direction == "up" else before - after, before

    def change(self, value: Pair) -> Fraction:
        """The change in per cent, positive in the direction that is asked for."""
        return 100 * Fraction(*self.compare(value))

    @property
    def verb(self) -> str:
        return "增长" if self.direction == "up" else "下降"

    def write_target(self, as_of: date | None = None) -> str:
        return f"比基数{self.verb}不低于{write_figure(Fraction(self.target))}%"

    def write_value(self, value: Pair) -> str:
        figures = f"由{write_figure(value.first)}{self.unit}到{write_figure(value.second)}{self.unit}"
        return f"{figures}，{self._write_change(value)}"

    def _write_change(self, value: Pair) -> str:
        change = self.change(value)
        if change >= 0:
            return f"{self.verb}{write_figure(change, below=Fraction(self.target))}%"
        other = "下降" if self.direction == "up" else "增长"
        return f"{other}{write_figure(-change)}%"

    def write_missing(self, value: Pair, as_of: date) -> str:
        target = Fraction(self.target)
        short = write_figure(target - self.change(value))
        return f"{self._write_change(value)}，距{self.verb}{write_figure(target)}%差{short}个百分点"


def reach(target: Decimal, work_out: Callable[[Any], tuple[int, int]], *, per: int = 1, at_most: bool = False) -> Judge:
    """What gives the part of a target that a figure reaches; at most: the part that the target is of the figure.

    `work_out` makes the figure of a value, as a numerator and a denominator; the target is for `per` times as much.
    """
    goal, unit = target.as_integer_ratio()
    shared = math.gcd(goal, per * unit)
    goal, unit = goal // shared, per * unit // shared

    def reach_at_least(value: Any) -> tuple[int, int]:
        numerator, denominator = work_out(value)
        return (numerator * unit if numerator > 0 else 0), denominator * goal

    def reach_at_most(value: Any) -> tuple[int, int]:
        numerator, denominator = work_out(value)
        return denominator * goal, numerator * unit

    return reach_at_most if at_most else reach_at_least


def make_pair(first: Fraction, second: Fraction) -> Pair:
    parts = math.lcm(first.denominator, second.denominator)
    return Pair((int(first * parts), int(second * parts)), parts)
