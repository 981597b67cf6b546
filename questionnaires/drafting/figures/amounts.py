"""Amounts as notices write them, exactly: 98.5, 1,000, 二百, 3万, 两万五千."""

import re
from decimal import ROUND_DOWN, Decimal

from questionnaires.drafting.numerals import UNITS, read_numeral

ARABIC = r"\d{1,3}(?:,\d{3})+(?:\.\d+)?(?!\d)|\d+(?:\.\d+)?"
CHINESE = r"[一二两三四五六七八九十百千万亿零〇]+"
AROUND = re.compile(r"[一二两三四五六七八九]{2}")  # 一两次, 三五家: at least the first
NUMBER = re.compile(rf"({ARABIC})([十百千万亿]*)|({CHINESE})")


def read_amount(text: str) -> Decimal | None:
    """The value of a numeral, exactly; None: it is none, such as 万一."""
    found = NUMBER.fullmatch(text)
    if not found:
        return None
    if found[1]:
        value = Decimal(found[1].replace(",", ""))
        for sign in found[2]:
            value *= UNITS[sign]
        return value
    whole = read_numeral(text[:1] if AROUND.fullmatch(text) else text)
    return None if whole is None else Decimal(whole)


def write_exact(value: Decimal) -> int | Decimal:
    """A whole number as int, any other with two decimals at most, rounded down: two of three must reach 三分之二."""
    if value == value.to_integral_value():
        return int(value)
    return value.quantize(Decimal("0.01"), ROUND_DOWN).normalize()
