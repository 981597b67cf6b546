"""Words in cells that spreadsheets read: never a formula."""

FORMULA_STARTS = frozenset("=+-@\t\r\n＝＋－＠")


def guard_words(words: str) -> str:
    """Put an apostrophe before what a spreadsheet would take for a formula, also behind spaces."""
    return "'" + words if words.lstrip(" ")[:1] in FORMULA_STARTS else words
