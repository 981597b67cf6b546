"""Tables as CSV files that Excel and WPS open right: the only place that knows pandas.

Rows may be a generator, of which only a chunk is in memory at a time. Files are UTF-8
with a byte order mark and CRLF. A cell of words that a spreadsheet would take for a formula gets an apostrophe in
front; numbers stay numbers. Division codes stay as they are: six digits that never begin with 0, which a
spreadsheet shows unchanged; an apostrophe, a tab or ="…" in front would spoil them for every other reader.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TextIO

import pandas as pd

from questionnaires.aside import open_aside
from reports.tables.table import Cell, Headers, Rows, Table, guard_cell
from survey.sheets.cells import FORMULA_STARTS

SUSPECT = FORMULA_STARTS | {" "}
CHUNK = 5000


class CsvFile:
    """A CSV file being written: rows gather to a chunk, which pandas writes."""

    def __init__(self, file: TextIO, headers: Headers) -> None:
        self._file = file
        self._headers = list(headers)
        self._rows: list[list[Cell]] = []
        self._write(header=True)

    def extend(self, rows: Rows) -> None:
        """Add rows, each with a cell per header."""
        for row in rows:
            self._rows.append([guard_cell(cell) if type(cell) is str and cell[:1] in SUSPECT else cell for cell in row])
            if len(self._rows) == CHUNK:
                self.flush()

    def flush(self) -> None:
        """Write the rows that have gathered."""
        if self._rows:
            self._write(header=False)

    def _write(self, header: bool) -> None:
        frame = pd.DataFrame(self._rows, columns=self._headers, dtype=object)
        frame.to_csv(self._file, index=False, header=header, lineterminator="\r\n")
        self._rows = []


@contextmanager
def open_csv(path: Path, headers: Headers) -> Iterator[CsvFile]:
    """Open a CSV file to be written aside; it takes its place only when all went well."""
    with open_aside(path) as aside, aside.open("w", encoding="utf-8-sig", newline="") as file:
        opened = CsvFile(file, headers)
        yield opened
        opened.flush()


def write_csv(path: Path, table: Table) -> None:
    """Write a whole table."""
    headers, rows = table
    with open_csv(path, headers) as file:
        file.extend(rows)
