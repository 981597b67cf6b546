"""How figures and dates are written in Chinese, on screen and on paper alike."""

import math
import re
from datetime import date
from decimal import Decimal
from fractions import Fraction

OWN_OFFICE = re.compile(r"由本\w{0,4}(（[^）]*）)?市场监督管理局(?=\w)")
PER_NAMES = {10_000: "万", 100_000: "十万", 1_000_000: "百万", 10_000_000: "千万", 100_000_000: "亿"}


def round_half_up(number: Fraction) -> Decimal:
    """Round an exact number >= 0 to two decimals, half up, as scoring.md shows scores."""
    top, bottom = number.as_integer_ratio()
    return Decimal((200 * top + bottom) // (2 * bottom)).scaleb(-2)


def write_figure(number: Fraction, below: Fraction | None = None) -> str:
    """Write a number with at most two decimals and no needless zeros.

    `below` is a limit that the number has not reached: rounding never makes it look reached.
    """
    shown = round_half_up(number)
    if below is not None and number < below <= Fraction(shown):
        shown = Decimal(math.floor(number * 100)).scaleb(-2)
    if shown == 0 and number > 0:
        return "不足0.01"
    return f"{shown:.2f}".rstrip("0").rstrip(".")


def write_date(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"


def write_year(year: int | None) -> str:
    """The assessment year with its days; None: whichever it will be."""
    return f"{'考核' if year is None else year}年度（1月1日至12月31日）"


def write_per(per: int) -> str:
    """Name the base of a rate: 1,000,000 reads 百万."""
    return PER_NAMES.get(per, str(per))


def shorten_advice(advice: str) -> str:
    """What is to be done, without the market regulator at its head, where that is whom it is addressed to."""
    return OWN_OFFICE.sub("", advice, count=1) if OWN_OFFICE.match(advice) else advice
