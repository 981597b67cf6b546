"""Tables that people take away: CSV that Excel and WPS open right, the same as XLSX, and an empty XLSX to fill in."""

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any

from flask_babel import gettext as _
from xlsxwriter import Workbook

from survey.sheets.cells import Cell, guard_words
from survey.sheets.reading import SheetColumn

ROWS_WITH_CHOICES = 5000
A3 = 8  # its number among the papers of spreadsheets


def write_csv(headers: Sequence[str], rows: Iterable[Sequence[Cell]]) -> bytes:
    """A CSV file: UTF-8 with a byte order mark, CRLF, no words in it that work as a formula."""
    file = io.StringIO(newline="")
    guarded = ([guard_words(cell) if isinstance(cell, str) else cell for cell in row] for row in (headers, *rows))
    csv.writer(file).writerows(guarded)
    return file.getvalue().encode("utf-8-sig")


def write_table(title: str, headers: Sequence[str], rows: Iterable[Sequence[Cell]]) -> bytes:
    """An XLSX file with one sheet, numbers as numbers."""
    file = io.BytesIO()
    book = Workbook(file, {"in_memory": True, "strings_to_formulas": False})
    sheet = book.add_worksheet(title)
    sheet.freeze_panes(1, 0)
    sheet.set_column(0, len(headers) - 1, 14)
    sheet.write_row(0, 0, headers, book.add_format({"bold": True, "bottom": 1}))
    for place, row in enumerate(rows, start=1):
        for column, cell in enumerate(row):
            if isinstance(cell, int | Decimal):
                sheet.write_number(place, column, cell)
            elif cell is not None:
                sheet.write_string(place, column, guard_words(str(cell)))
    book.close()
    return file.getvalue()


def write_blank(columns: Sequence[SheetColumn]) -> bytes:
    """An XLSX file with the headers alone, lists to choose from where only some words do, and a sheet that explains."""
    file = io.BytesIO()
    book = Workbook(file, {"in_memory": True, "strings_to_formulas": False})
    head, words = book.add_format({"bold": True, "bottom": 1}), book.add_format({"num_format": "@"})
    sheet, notes = book.add_worksheet(_("Table")), book.add_worksheet(_("How to fill in"))
    sheet.freeze_panes(1, 0)
    notes.set_column(0, 0, 20)
    notes.set_column(1, 1, 90)
    for place, column in enumerate(columns):
        sheet.set_column(place, place, 24, words)  # as words: a code stays as it was typed
        sheet.write_string(0, place, str(column.header), head)
        notes.write_string(place, 0, str(column.header), head)
        notes.write_string(place, 1, explain(column))
        if column.choices:
            source = {"validate": "list", "source": [str(one) for one in column.choices]}
            sheet.data_validation(1, place, ROWS_WITH_CHOICES, place, source)
    book.close()
    return file.getvalue()


@dataclass(frozen=True)
class FormColumn:
    """A column of a table that is filled in and comes back: how wide, whether its cells are to be filled in, whether it
    is out of sight, as what says which row is which, and the words to choose from."""

    header: str
    width: int
    is_open: bool = False
    is_hidden: bool = False
    choices: tuple[str, ...] = ()


def write_form(title: str, columns: Sequence[FormColumn], rows: Iterable[Sequence[Cell]], spare: int = 0) -> bytes:
    """An XLSX file with one sheet of rows to be filled in, and so many empty ones below; days are days. It prints on A3
    across, as wide as the page and no smaller than it must."""
    file = io.BytesIO()
    book = Workbook(file, {"in_memory": True, "strings_to_formulas": False})
    sheet = book.add_worksheet(title)
    wrap = {"text_wrap": True, "valign": "top", "border": 1, "border_color": "#D5DAE0"}
    head = book.add_format({**wrap, "bold": True})
    looks = {
        (is_open, is_day): book.add_format(_look(wrap, is_open, is_day)) for is_open in _YES_NO for is_day in _YES_NO
    }
    sheet.freeze_panes(1, 0)
    _set_up_print(sheet, title)
    for place, column in enumerate(columns):
        sheet.set_column(place, place, column.width, None, {"hidden": column.is_hidden})
        sheet.write_string(0, place, column.header, head)
        if column.choices:
            choosing = {"validate": "list", "source": list(column.choices), "error_type": "warning"}
            sheet.data_validation(1, place, ROWS_WITH_CHOICES, place, choosing)
    empty: tuple[Cell, ...] = (None,) * len(columns)
    for number, row in enumerate([*rows, *[empty] * spare], start=1):
        for place, (column, cell) in enumerate(zip(columns, row, strict=True)):
            look = looks[column.is_open, isinstance(cell, date)]
            if isinstance(cell, date):
                sheet.write_datetime(number, place, datetime.combine(cell, time()), look)
            elif isinstance(cell, int | Decimal):
                sheet.write_number(number, place, cell, look)
            else:
                sheet.write_string(number, place, guard_words(cell or ""), look)
    book.close()
    return file.getvalue()


def _set_up_print(sheet: Any, title: str) -> None:
    """A3 across, as wide as the page, the heads on every page and its number at the foot."""
    sheet.set_landscape()
    sheet.set_paper(A3)
    sheet.set_margins(left=0.4, right=0.4, top=0.6, bottom=0.6)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(0)
    sheet.set_header(f"&C{title}")
    sheet.set_footer("&C&P / &N")


_YES_NO = (False, True)


def _look(wrap: Mapping[str, object], is_open: bool, is_day: bool) -> dict[str, object]:
    fill = {"bg_color": "#FFF9E5"} if is_open else {}
    return {**wrap, **fill, "num_format": "yyyy-mm-dd" if is_day else "@"}


def write_lines(lines: Iterable[str], made: date) -> bytes:
    """An XLSX file with a line in each row; the same lines of the same day give the same bytes."""
    file = io.BytesIO()
    book = Workbook(file, {"in_memory": True, "strings_to_formulas": False})
    book.set_properties({"created": datetime.combine(made, time())})
    sheet = book.add_worksheet()
    sheet.set_column(0, 0, 60)
    for place, line in enumerate(lines):
        sheet.write_string(place, 0, line)
    book.close()
    return file.getvalue()


def explain(column: SheetColumn) -> str:
    """What a cell of a column may hold, in words."""
    if column.choices:
        return str(_("one of: %(choices)s", choices=_(", ").join(map(str, column.choices))))
    need = _("may be empty") if column.may_be_empty else _("required")
    return str(_("%(need)s; at most %(most)s characters", need=need, most=column.longest))
