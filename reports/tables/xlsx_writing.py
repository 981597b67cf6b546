"""The tables of a round as one XLSX workbook, written row by row: the only place in the reports that knows XlsxWriter.

A row leaves memory when the next begins. A table that is longer than a sheet may be goes on in a second sheet,
"逐题明细（2）", under the same headers.
"""

import tempfile
from collections.abc import Callable, Iterable, Sequence
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

from xlsxwriter import Workbook

from questionnaires.aside import open_aside
from questionnaires.messages import Refused
from reports.tables.aggregate import RoundInfo, ScoredResponse
from reports.tables.csv_files import DICTIONARY_TITLE, data_dictionary, list_tables
from reports.tables.extra_table import ExtraTable
from reports.tables.quantity_sums import group_givers
from reports.tables.quantity_table import TITLE as QUANTITIES_TITLE
from reports.tables.quantity_table import write_quantities
from reports.tables.table import Cell, Headers, Rows, guard_cell

MOST_ROWS = 1_048_576  # of a sheet, its headers included
MOST_COLUMNS = 16_384
WIDTH = 14
WORDS_ARE_WORDS = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}


class TableSheets:
    """One table in a workbook: a sheet, and another where that is full."""

    def __init__(self, book: Any, title: str, headers: Headers, most_rows: int) -> None:
        if len(headers) > MOST_COLUMNS:
            raise Refused(
                "The table %(sheet)s has %(columns)s columns, and a sheet holds %(most)s. Export CSV files instead.",
                sheet=title,
                columns=len(headers),
                most=MOST_COLUMNS,
            )
        self._book, self._title, self._headers, self._most_rows = book, title, headers, most_rows
        self._bold = book.add_format({"bold": True, "bottom": 1})
        self._day = book.add_format({"num_format": "yyyy-mm-dd", "align": "left"})
        self._number = 0
        self._begin()

    def extend(self, rows: Rows) -> None:
        """Add rows, each with a cell per header."""
        for row in rows:
            if self._place == self._most_rows:
                self._begin()
            self._write(row)

    def _begin(self) -> None:
        self._number += 1
        self._sheet = self._book.add_worksheet(self._title + (f"（{self._number}）" if self._number > 1 else ""))
        self._sheet.freeze_panes(1, 0)
        self._sheet.set_column(0, len(self._headers) - 1, WIDTH)
        for column, header in enumerate(self._headers):
            self._sheet.write_string(0, column, header, self._bold)
        self._place = 1

    def _write(self, row: Sequence[Cell]) -> None:
        sheet, place = self._sheet, self._place
        for column, cell in enumerate(row):
            if cell is None or cell == "":
                continue
            if isinstance(cell, str):
                sheet.write_string(place, column, guard_cell(cell))
            elif isinstance(cell, int | Decimal):
                sheet.write_number(place, column, cell)
            elif isinstance(cell, date):
                sheet.write_datetime(place, column, cell, self._day)
        self._place += 1


def write_workbook(
    path: Path,
    round_info: RoundInfo,
    responses: Callable[[], Iterable[ScoredResponse]],
    extras: Sequence[ExtraTable] = (),
    most_rows: int = MOST_ROWS,
) -> None:
    """Write the workbook aside, then rename it. Raises Refused where it has too many columns.

    `responses` is called once; it may generate, as only one response is in memory at a time.
    """
    tables = list_tables(round_info)
    with (
        open_aside(path) as aside,
        tempfile.TemporaryDirectory() as rows,
        Workbook(aside, {"constant_memory": True, "tmpdir": rows, **WORDS_ARE_WORDS}) as book,
    ):
        sheets = [TableSheets(book, one.title, one.headers, most_rows) for one in tables]
        for response in responses():
            for table, sheet in zip(tables, sheets, strict=True):
                sheet.extend(table.write_rows(response))
        summed, lines = write_quantities(round_info, group_givers(round_info.givers))
        TableSheets(book, QUANTITIES_TITLE, summed, most_rows).extend(lines)
        for extra in extras:
            TableSheets(book, extra.title, list(extra.columns), most_rows).extend(extra.rows)
        headers, explained = data_dictionary(round_info, extras)
        TableSheets(book, DICTIONARY_TITLE, headers, most_rows).extend(explained)
