"""The bytes of a CSV or XLSX file that somebody sent, read as rows of words: within limits, whatever is inside."""

import csv
import io
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from operator import is_
from typing import Any

from flask_babel import lazy_gettext as _l
from openpyxl.cell.read_only import EMPTY_CELL

from questionnaires.messages import Refused
from survey.sheets.characters import clean_line, is_seen, undo_escapes
from survey.sheets.opening import reading_rows

MOST_ROWS = 10_000
MOST_COLUMNS = 50
LONGEST_CELL = 2_000
LAST_ROW = 1_048_576  # of any XLSX sheet
MOST_COST = 1_600_000  # elements: three for a cell of ten thousand rows of fifty columns
CSV_ENCODINGS = ("utf-8-sig", "gb18030")
UTF_16 = (b"\xff\xfe", b"\xfe\xff")  # the marks that stand before what Excel saves as Unicode text
OLD_OR_ENCRYPTED = b"\xd0\xcf\x11\xe0"
SEARCHED = 10  # rows among which the headers are looked for: some tables have a title above
DELIMITERS = ",\t;"
LOST = "\ufffd"  # what programs write where they cannot read a character


@dataclass(frozen=True)
class RawRow:
    """A row by its number in the spreadsheet; `wrong` says why a cell, counted from 0, cannot be taken."""

    number: int
    cells: tuple[str, ...]
    wrong: dict[int, Any] = field(default_factory=dict)


def read_file(content: bytes, most_columns: int = MOST_COLUMNS) -> list[RawRow]:
    """All rows that are not empty, of the first sheet where there are several, as far as so many columns.

    Raises Refused.
    """
    rows: list[RawRow] = []
    read = _read_xlsx if is_workbook(content) else _read_csv
    for row in read(content, most_columns):
        if any(row.cells) or row.wrong:
            rows.append(row)
        if len(rows) > MOST_ROWS + 1:  # the headers are a row too
            raise Refused("The table has more than %(most)s rows. Divide it into several files.", most=MOST_ROWS)
    return rows


def is_workbook(content: bytes) -> bool:
    """Whether it is to be read as one, whatever the file is called."""
    return content.startswith(b"PK")


def _read_csv(content: bytes, most_columns: int) -> Iterator[RawRow]:
    text = _decode(content)
    head = "\n".join(text.split("\n", SEARCHED)[:SEARCHED])
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=max(DELIMITERS, key=head.count), strict=True)
    try:
        for number, cells in enumerate(reader, 1):
            yield _make_row(number, cells, most_columns)
    except csv.Error:
        raise Refused(
            "Line %(line)s of the CSV file has a quotation mark without its other half, or is far too long.",
            line=reader.line_num,
        ) from None


def _decode(content: bytes) -> str:
    if content.startswith(OLD_OR_ENCRYPTED):
        raise Refused(
            "The file is an old .xls file or has a password. Save it as a workbook (.xlsx) without a password."
        )
    for encoding in ("utf-16",) if content.startswith(UTF_16) else CSV_ENCODINGS:
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise Refused("The file is neither XLSX nor CSV in UTF-8 or GB18030. Save it as XLSX and send it again.")


def _read_xlsx(content: bytes, most_columns: int) -> Iterator[RawRow]:
    blank = (EMPTY_CELL,) * most_columns
    with reading_rows(content, MOST_COST) as book:
        sheet = book.worksheets[0]
        sheet.reset_dimensions()  # what the file says of its own size need not be true
        for number, cells in enumerate(sheet.iter_rows(max_col=most_columns), 1):
            if number > LAST_ROW:
                break
            if not all(map(is_, cells, blank)):  # quick: a million of these may stand before words
                yield _make_row(number, map(_read_cell, cells), most_columns)


def _read_cell(cell: Any) -> Any:
    """The words of a cell, or why it has none (anything but a str)."""
    if cell.data_type == "f":
        return _l("The cell holds a formula; copy the column and paste it as values.")
    if cell.data_type == "e":
        return _l("The cell holds an error of the spreadsheet; type the value.")
    value = cell.value
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    if isinstance(value, date):
        return value.isoformat()[:10]
    return "" if value is None else str(value)


def _make_row(number: int, cells: Iterable[Any], most_columns: int) -> RawRow:
    words, wrong = [], {}
    for place, cell in enumerate(cells):
        text = clean_line(undo_escapes(cell)) if isinstance(cell, str) else ""
        fault = _find_fault(text) if isinstance(cell, str) else cell
        if fault is not None:
            wrong[place] = fault
        words.append("" if fault is not None else text)
    return RawRow(number, tuple(words[:most_columns]), wrong)


def _find_fault(text: str) -> Any:
    if len(text) > LONGEST_CELL:
        return _l("At most %(most)s characters.", most=LONGEST_CELL)
    if LOST in text:
        return _l("The cell holds �, where a character was lost when the file was saved; type it again.")
    if not is_seen(text):
        return _l("The cell holds a line break or a character that cannot be seen; type it again.")
    return None
