"""The sheets of an XLSX file as words to be looked at: the first rows and columns of each, whatever is inside."""

from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from survey.sheets.characters import undo_escapes
from survey.sheets.opening import reading_rows

MOST_SHEETS, MOST_ROWS, MOST_COLUMNS = 20, 200, 30
LONGEST_CELL = 1_000
MOST_COST = 200_000  # elements, two seconds at worst: three for a cell of three thousand rows of twenty columns
MOST_CHARACTERS = 200_000  # of all sheets together


@dataclass(frozen=True)
class ShownSheet:
    """A sheet by its name; `is_whole`: there is nothing of it besides these rows."""

    title: str
    rows: tuple[tuple[str, ...], ...]
    is_whole: bool


def read_sheets(content: bytes) -> tuple[ShownSheet, ...]:
    """The sheets that a spreadsheet program would show, in their order. Raises Refused."""
    shown: list[ShownSheet] = []
    left = MOST_CHARACTERS
    with reading_rows(content, MOST_COST, values=True) as book:
        for sheet in [one for one in book.worksheets if one.sheet_state == "visible"][:MOST_SHEETS]:
            shown.append(_read_sheet(sheet, left))
            left -= sum(len(cell) for row in shown[-1].rows for cell in row)
    return tuple(shown)


def _read_sheet(sheet: Any, left: int) -> ShownSheet:
    """A sheet up to the first of the limits; `left` is how many characters it may have."""
    rows: list[tuple[str, ...]] = []
    is_whole = True
    sheet.reset_dimensions()  # what the file says of its own size need not be true
    for cells in sheet.iter_rows(max_col=MOST_COLUMNS + 1):
        if len(rows) == MOST_ROWS or left < 0:
            is_whole = False
            break
        words = tuple(map(_write_cell, cells))
        left -= sum(map(len, words))
        is_whole = is_whole and not "".join(words[MOST_COLUMNS:])
        rows.append(words[:MOST_COLUMNS])
    return ShownSheet(sheet.title, _trim(rows), is_whole)


def _trim(rows: list[tuple[str, ...]]) -> tuple[tuple[str, ...], ...]:
    """Without the empty rows below and the empty columns at the right."""
    while rows and not any(rows[-1]):
        rows.pop()
    width = max((place for row in rows for place, cell in enumerate(row, 1) if cell), default=0)
    return tuple((*row, *[""] * (width - len(row)))[:width] for row in rows)


def _write_cell(cell: Any) -> str:
    words = _write_value(cell.value, str(cell.number_format)) if cell.value is not None else ""
    return words if len(words) <= LONGEST_CELL else f"{words[:LONGEST_CELL]}…"


def _write_value(value: Any, format: str) -> str:
    """A value nearly as a spreadsheet shows it: a day without its midnight, a share in percent, no digits of noise."""
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time() else value.isoformat(" ", "minutes")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, bool):
        return str(value).upper()
    if isinstance(value, int | float):
        return f"{value * 100:.10g}%" if "%" in format else f"{value:.12g}"
    return undo_escapes(str(value)).strip()
