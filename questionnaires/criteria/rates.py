"""Criteria answered with a rate, such as reports per million inhabitants."""

import math
from datetime import date
from fractions import Fraction
from typing import Annotated, ClassVar, Literal

from pydantic import Field

from questionnaires.criteria.criterion import InvalidAnswer, Judge, Words, is_absent
from questionnaires.criteria.figures import WHOLES, Pair, PairModel, reach
from questionnaires.criteria.numbers import PEOPLE, Bounds, check_figure, write_exactly
from questionnaires.wording import write_figure, write_per

# A rate per so many inhabitants is for places: the smallest county has some thousands, and no more reports than people.
PER_FEW = 1_000
PER_MANY = 10_000
FEWEST_INHABITANTS = 1_000


class Rate(PairModel):
    """A count per so many of a base, such as reports per million inhabitants."""

    names: ClassVar[tuple[str, str]] = ("count", "base")

    kind: Literal["rate"]
    per: Annotated[int, Field(gt=0, le=10**9)]
    count: Words
    base: Words
    unit: Words
    base_unit: Words
    base_range: Annotated[Bounds | None, Field(exclude_if=is_absent)] = None

    @property
    def may_not_apply(self) -> bool:
        """A place without people is not asked."""
        return self.base_unit not in PEOPLE

    def check(self, pair: Pair) -> None:
        if pair.second == 0:
            raise InvalidAnswer("The base must be larger than 0.")

    def check_plausible(self, value: Pair) -> None:
        if self.base_unit in PEOPLE:
            self._check_people(value)
        check_figure(value.first, self.unit, self.range)
        check_figure(value.second, self.base_unit, self.base_range)

    def _check_people(self, value: Pair) -> None:
        """Refuse a number of people that is plainly given in ten thousands: 21.53, 45, more reports than people."""
        people, unit = value.second, self.base_unit
        is_short = self.base_range is None and self.per >= PER_MANY and people < FEWEST_INHABITANTS
        if people.denominator != 1 or is_short:
            raise InvalidAnswer(
                "%(base)s: %(figure)s cannot be right. It is counted in %(unit)s, not in 万%(unit)s:"
                " give all digits, such as %(right)s.",
                base=self.base,
                figure=write_exactly(people),
                unit=unit,
                right=write_exactly(people * 10_000),
            )
        if self.per >= PER_FEW and value.first > people:
            raise InvalidAnswer(
                "%(count)s (%(first)s) is more than %(base)s (%(second)s), which is counted in %(unit)s,"
                " not in 万%(unit)s; check both figures.",
                count=self.count,
                first=write_exactly(value.first),
                base=self.base,
                second=write_exactly(people),
                unit=unit,
            )

    def make_judge(self, as_of: date) -> Judge:
        return reach(self.target, WHOLES, per=self.per)

    def ratio(self, value: Pair) -> Fraction:
        return self.per * Fraction(*value.wholes)

    def write_target(self, as_of: date | None = None) -> str:
        return f"每{write_per(self.per)}{self.base_unit}不少于{write_figure(Fraction(self.target))}{self.unit}"

    def write_value(self, value: Pair) -> str:
        ratio = write_figure(self.ratio(value), below=Fraction(self.target))
        figures = f"{write_figure(value.first)}{self.unit}，{self.base}{write_figure(value.second)}{self.base_unit}"
        return f"{figures}，每{write_per(self.per)}{self.base_unit}{ratio}{self.unit}"

    def write_missing(self, value: Pair, as_of: date) -> str:
        target, have = Fraction(self.target), self.ratio(value)
        more = math.ceil(target * value.second / self.per - value.first)
        return (
            f"每{write_per(self.per)}{self.base_unit}{write_figure(have, below=target)}{self.unit}，"
            f"距{write_figure(target)}{self.unit}差{write_figure(target - have)}{self.unit}（共还差{more}{self.unit}）"
        )
