"""Amounts as notices write them, exactly: 98.5, 1,000, 二百, 3万, 两万五千; for counting years, see numerals."""

import re
from decimal import ROUND_DOWN, Decimal

DIGITS = {"零": 0, "〇": 0, "一": 1, "二": 2, "两": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9}
TENS = {"十": 10, "百": 100, "千": 1000}
MYRIADS = {"万": 10_000, "亿": 100_000_000}
ARABIC = r"\d{1,3}(?:,\d{3})+(?:\.\d+)?(?!\d)|\d+(?:\.\d+)?"
CHINESE = r"[一二两三四五六七八九十百千万亿零〇]+"
NUMBER = re.compile(rf"({ARABIC})([十百千万亿]*)|({CHINESE})")


def read_amount(text: str) -> Decimal | None:
    """The value of a numeral, exactly; None: it is none, such as 万一."""
    found = NUMBER.fullmatch(text)
    if not found:
        return None
    if found[1]:
        value = Decimal(found[1].replace(",", ""))
        for sign in found[2]:
            value *= TENS.get(sign) or MYRIADS[sign]
        return value
    if len(text) > 1 and all(sign in DIGITS for sign in text):  # 二〇二五
        return Decimal("".join(str(DIGITS[sign]) for sign in text))
    return _add_up(text)


def _add_up(text: str) -> Decimal | None:
    """二百三十, 十二, 两万五千, 百万."""
    total = section = 0
    digit: int | None = None
    for sign in text:
        if sign in DIGITS:
            if digit:  # two digits in a row count nothing, unless all are digits
                return None
            digit = DIGITS[sign]
        elif sign in TENS:
            section += (1 if digit is None or digit == 0 else digit) * TENS[sign]
            digit = None
        else:
            total = (total + section + (digit or 0) or 1) * MYRIADS[sign]
            section, digit = 0, None
    return Decimal(total + section + (digit or 0))


def write_exact(value: Decimal) -> int | Decimal:
    """A whole number as int, any other with two decimals at most, rounded down: two of three must reach 三分之二."""
    if value == value.to_integral_value():
        return int(value)
    return value.quantize(Decimal("0.01"), ROUND_DOWN).normalize()
