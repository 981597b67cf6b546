"""What cells of spreadsheets hold; words in them are never a formula."""

from datetime import date
from decimal import Decimal

Cell = str | int | Decimal | date | None

FORMULA_STARTS = frozenset("=+-@\t\r\n＝＋－＠")


def guard_words(words: str) -> str:
    """Put an apostrophe before what a spreadsheet would take for a formula, also behind spaces."""
    return "'" + words if words.lstrip(" ")[:1] in FORMULA_STARTS else words


def unguard_words(words: str) -> str:
    """Words as they were before `guard_words`."""
    return words[1:] if words.startswith("'") and guard_words(words[1:]) == words else words
