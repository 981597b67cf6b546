"""Words in cells that spreadsheets read: never a formula."""

FORMULA_STARTS = frozenset("=+-@\t\r\n＝＋－＠")


def guard_words(words: str) -> str:
    """Put an apostrophe before what a spreadsheet would take for a formula, also behind spaces."""
    first = words.lstrip(" ")[:1] if words[:1] == " " else words[:1]
    return "'" + words if first in FORMULA_STARTS else words
