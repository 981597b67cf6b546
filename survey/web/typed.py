"""What people type, read as figures and days. Messages are English ids for `languages.say_refusal`."""

import re
from collections.abc import Iterable
from datetime import date
from decimal import Decimal

from questionnaires.criteria import InvalidAnswer
from questionnaires.criteria.numbers import COUNTED, settle_dust
from questionnaires.messages import Refused
from survey.sheets.characters import clean_line, is_seen

LONGEST = 40
DECIMALS = 3
MOST_FIGURES = 10  # of the id of a row: those of 2**31 - 1

# Full-width forms of ASCII, as a Chinese input method types them, and every space that may stand between figures.
_PLAIN: dict[int, int | str | None] = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}
_PLAIN |= dict.fromkeys((0x1680, 0x202F, 0x205F, 0x3000, 0xA0, *range(0x2000, 0x200B)), " ")
_PLAIN |= dict.fromkeys(map(ord, "‐‑‒–—―−﹣"), "-") | {ord("。"): ".", ord("﹒"): ".", ord("﹐"): ","}
# What is pasted along from chats and web pages, seen by nobody, and leaves a figure as it looks.
_UNSEEN = (0xAD, 0x180E, 0x200B, 0x200C, 0x200D, 0x200E, 0x2060, 0xFEFF)
_PLAIN |= dict.fromkeys(_UNSEEN)

_DIGITS = re.compile(r"-?(?:[0-9]+|[0-9]{1,3}([, ])[0-9]{3}(?:\1[0-9]{3})*)(?:\.[0-9]*)?")
_LARGE = re.compile(r"([0-9][0-9,]*(?:\.[0-9]+)?) ?([十百千万亿]{1,2})\D{0,4}")
_POWERS = {"十": 1, "百": 2, "千": 3, "万": 4, "亿": 8}
_DAY = re.compile(r"([0-9]{4})[-./年]([0-9]{1,2})[-./月]([0-9]{1,2})日?|([0-9]{4})([0-9]{2})([0-9]{2})")


def read_line(typed: str) -> str:
    """A line that no form class reads, without spaces around it. Raises Refused for a character that nobody sees, which
    not every database would keep or even look for."""
    line = clean_line(typed)
    if not is_seen(line):
        raise Refused("The line holds a character that cannot be seen; type it again.")
    return line


def read_ids(sent: Iterable[str]) -> set[int]:
    """The ids of rows that a form sends; what is none, such as “²” or a thousand figures, names no row."""
    return {int(one) for one in sent if one.isascii() and one.isdigit() and len(one) <= MOST_FIGURES}


def read_figure(text: str, unit: str = "") -> int | float | None:
    """Read a typed number: full-width digits, thousands separators and the question's own unit are understood.

    None where nothing is typed. Raises InvalidAnswer; whether the number makes sense is the criterion's to say.
    """
    plain = _make_plain(text)
    if not plain:
        return None
    plain = plain.removesuffix(_make_plain(unit)).strip().replace(", ", ",")
    if len(plain) > LONGEST or not _DIGITS.fullmatch(plain):
        if stranger := _find_stranger(text):
            raise InvalidAnswer(
                "“%(typed)s” is not a number: delete the character %(character)s (U+%(code)s) and type it again.",
                **stranger,
            )
        _refuse_large(text, plain, unit)
        typed = text.strip()[:LONGEST]
        if unit in COUNTED:
            raise InvalidAnswer(
                "“%(typed)s” is not a number. Type digits only, such as 1200 (unit: %(unit)s).", typed=typed, unit=unit
            )
        raise InvalidAnswer(
            "“%(typed)s” is not a number. Type digits only, such as 1200 or 12.5 (unit: %(unit)s).",
            typed=typed,
            unit=unit or "–",
        )
    number = settle_dust(Decimal(plain.replace(",", "").replace(" ", "")))
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
    if stranger := _find_stranger(text):
        raise InvalidAnswer(
            "“%(typed)s” is not a date: delete the character %(character)s (U+%(code)s) and type it again.", **stranger
        )
    raise InvalidAnswer(
        "“%(typed)s” is not a date. Type year, month and day, such as 20260630 or 2026-6-30.",
        typed=text.strip()[:LONGEST],
    )


def _find_stranger(text: str) -> dict[str, str]:
    """The first character that people do not see or take for another, as a message names it; empty: none."""
    strange = next((one for one in _make_plain(text) if not one.isalpha() and not " " <= one <= "~"), None)
    if strange is None:
        return {}
    shown = strange if strange.isprintable() else "–"
    return {"typed": text.strip()[:LONGEST], "character": shown, "code": f"{ord(strange):04X}"}


def _refuse_large(text: str, plain: str, unit: str) -> None:
    """Write out a number in ten thousands, such as 36.5万; raise InvalidAnswer."""
    found = _LARGE.fullmatch(plain)
    if found is None:
        return
    digits, powers = found.groups()
    number = Decimal(digits.replace(",", ""))
    if not unit.startswith(powers):
        number = number.scaleb(sum(_POWERS[power] for power in powers))
    raise InvalidAnswer(
        "“%(typed)s” is not a number. Type all digits, without %(powers)s: %(right)s (unit: %(unit)s).",
        typed=text.strip()[:LONGEST],
        powers=powers,
        right=f"{number.normalize():f}",
        unit=unit or "–",
    )


def _make_plain(text: str) -> str:
    return text[: 4 * LONGEST].translate(_PLAIN).strip()
