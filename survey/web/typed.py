"""What people type, read as figures and days. Messages are English ids for `languages.say_refusal`."""

import re
from datetime import date
from decimal import Decimal

from questionnaires.criteria import InvalidAnswer

LONGEST = 40
DECIMALS = 3

# Full-width forms of ASCII, as a Chinese input method types them, and the spaces that stand between figures.
_PLAIN = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | dict.fromkeys((0x3000, 0xA0, 0x2009, 0x202F), " ")
_PLAIN |= {ord("。"): ".", ord("−"): "-", ord("—"): "-", ord("–"): "-"}

_DIGITS = re.compile(r"-?(?:[0-9]+|[0-9]{1,3}([, ])[0-9]{3}(?:\1[0-9]{3})*)(?:\.[0-9]*)?")
_DAY = re.compile(r"([0-9]{4})[-./年]([0-9]{1,2})[-./月]([0-9]{1,2})日?|([0-9]{4})([0-9]{2})([0-9]{2})")


def read_figure(text: str, unit: str = "") -> int | float | None:
    """Read a typed number: full-width digits, thousands separators and the question's own unit are understood.

    None where nothing is typed. Raises InvalidAnswer; whether the number makes sense is the criterion's to say.
    """
    plain = _make_plain(text)
    if not plain:
        return None
    plain = plain.removesuffix(_make_plain(unit)).strip().replace(", ", ",")
    if len(plain) > LONGEST or not _DIGITS.fullmatch(plain):
        raise InvalidAnswer(
            "“%(typed)s” is not a number. Type digits only, such as 1200 or 12.5 (unit: %(unit)s).",
            typed=text.strip()[:LONGEST],
            unit=unit or "–",
        )
    number = Decimal(plain.replace(",", "").replace(" ", ""))
    whole = number.to_integral_value()
    if number == whole:
        return int(whole)
    if number != round(number, DECIMALS):
        raise InvalidAnswer("At most %(decimals)s decimals are kept; round the number.", decimals=DECIMALS)
    return float(number)


def write_typed(number: int | float) -> str:
    """A stored number as it would be typed."""
    return f"{Decimal(repr(number)):f}"


def read_typed_day(text: str) -> str | None:
    """Read a typed day, such as 20260630, 2026-6-30 or 2026年6月30日, as an ISO date; None where nothing is typed."""
    plain = _make_plain(text).replace(" ", "")
    if not plain:
        return None
    found = _DAY.fullmatch(plain) if len(plain) <= LONGEST else None
    try:
        if found:
            year, month, day = (int(part) for part in found.groups() if part is not None)
            return date(year, month, day).isoformat()
    except ValueError:
        pass
    raise InvalidAnswer(
        "“%(typed)s” is not a date. Type year, month and day, such as 20260630 or 2026-6-30.",
        typed=text.strip()[:LONGEST],
    )


def _make_plain(text: str) -> str:
    return text[: 4 * LONGEST].translate(_PLAIN).strip()
