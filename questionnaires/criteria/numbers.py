"""Numbers, read exactly as they are given, and what a figure can be by its unit."""

import math
from collections.abc import Sequence
from decimal import Decimal, localcontext
from fractions import Fraction
from typing import Annotated

from pydantic import AfterValidator, Field

from questionnaires.criteria.criterion import InvalidAnswer, quote
from questionnaires.messages import Refused

LARGEST = Decimal(10) ** 12
DECIMALS = 20
DIGITS = 40  # before and behind the point
# A spreadsheet's 33.3 × 3 is 99.89999999999999: as many digits as a binary float shows, next to what a person types.
FLOAT_DIGITS = range(15, 18)
TYPED = Decimal("0.001")
DUST = Decimal("1e-12")

PEOPLE = frozenset(("人", "名"))
COUNTED = frozenset(
    (*"人名个项种类条件份篇部本张宗家户所处座间台套辆支批次起例期场", "人次", "批次", "场次", "户次", "家次")
)
MOST_COUNTED = 100_000_000
MOST = {
    **dict.fromkeys(("人", "名"), 2_000_000_000),  # more than China has inhabitants
    **dict.fromkeys(("人次", "份", "件", "次"), 10_000_000_000),
    **dict.fromkeys(("学时", "课时", "小时"), 8_760),  # a year
    **dict.fromkeys(("天", "日", "工作日"), 36_500),  # a hundred years
    **dict.fromkeys(("%", "％"), 100),
}
Target = Annotated[Decimal, Field(ge=0, lt=10**12, allow_inf_nan=False), AfterValidator(Decimal.copy_abs)]


def _check_order(bounds: tuple[Decimal, ...]) -> tuple[Decimal, ...]:
    if bounds[0] > bounds[1]:
        raise ValueError(Refused("a range is [lowest, highest]; here the first is larger than the second"))
    return bounds


Bounds = Annotated[tuple[Target, ...], Field(min_length=2, max_length=2), AfterValidator(_check_order)]


def read_number(raw: object) -> Fraction:
    """Check a number: finite, not negative, of sensible size; return it exactly."""
    if isinstance(raw, bool) or not isinstance(raw, int | float | Decimal):
        raise InvalidAnswer("%(value)s is not a number.", value=quote(raw))
    # The text of a float is what was typed: 0.1 means one tenth.
    number = Decimal(repr(raw)) if isinstance(raw, float) else Decimal(raw)
    if not number.is_finite():
        raise InvalidAnswer("The number must be finite.")
    if number < 0:
        raise InvalidAnswer("The number must not be negative.")
    if number >= LARGEST:
        raise InvalidAnswer("The number is too large; check the unit.")
    exponent = number.as_tuple().exponent
    if isinstance(exponent, int) and -exponent > DECIMALS:
        raise InvalidAnswer("At most %(decimals)s decimals are kept.", decimals=DECIMALS)
    return Fraction(settle_dust(number))


def settle_dust(number: Decimal) -> Decimal:
    """What a person typed, of a number that a binary float may have blurred; any other as it is."""
    if abs(number) >= LARGEST or len(number.normalize().as_tuple().digits) not in FLOAT_DIGITS:
        return number
    typed = number.quantize(TYPED)
    return typed if abs(number - typed) <= DUST * abs(number) else number


def write_number(number: Fraction) -> int | Decimal:
    """A number that `read_number` read, with all its digits."""
    if number.denominator == 1:
        return number.numerator
    with localcontext(prec=DIGITS):
        return Decimal(number.numerator) / Decimal(number.denominator)


def write_exactly(number: Fraction) -> str:
    """The same as text, without an exponent."""
    return f"{Decimal(write_number(number)):f}"


def check_figure(figure: Fraction, unit: str, bounds: Sequence[Decimal] | None = None) -> None:
    """Refuse a figure that cannot be true in its unit, or lies outside the bounds of its own; raise InvalidAnswer."""
    if unit in COUNTED and figure.denominator != 1:
        least = math.floor(figure)
        raise InvalidAnswer(
            "%(figure)s is not a whole number, and what is counted in %(unit)s is: give %(least)s or %(next)s.",
            figure=write_exactly(figure),
            unit=unit,
            least=least,
            next=least + 1,
        )
    lowest, highest = bounds or (0, MOST.get(unit, MOST_COUNTED if unit in COUNTED else LARGEST))
    if not lowest <= figure <= highest:
        raise InvalidAnswer(
            "%(figure)s%(unit)s cannot be right: it must be from %(lowest)s to %(highest)s%(unit)s."
            " Check the figure and its unit.",
            figure=write_exactly(figure),
            unit=unit,
            lowest=write_exactly(Fraction(lowest)),
            highest=write_exactly(Fraction(highest)),
        )
