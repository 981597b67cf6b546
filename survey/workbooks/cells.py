"""Single cells of a workbook that came back, as a person would have typed them, and the rows that hold headers."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from flask_babel import gettext as _
from openpyxl.utils.datetime import from_excel

from survey.sheets.characters import undo_escapes
from survey.web.typed import write_typed
from survey.workbooks.layout import NO, YES, CellKind

SEARCHED = 10, 40  # rows and columns in which the headers are looked for
SERIALS = range(18_172, 100_000)  # days as numbers, from 1 October 1949 on


@dataclass(frozen=True)
class Cell:
    """A cell to fill in: where it stands, what is typed there, or the `fault` that keeps it from being read."""

    sheet: str
    place: str
    text: str = ""
    fault: str = ""


def find_header(sheet: Any, *keys: str) -> tuple[int, dict[str, int]] | None:
    """The row of the headers, which has one of the keys, and where each column stands; None where a sheet has none."""
    rows, columns = SEARCHED
    for row in sheet.iter_rows(max_row=min(sheet.max_row, rows), max_col=columns):
        labels = {str(cell.value).strip(): cell.column for cell in reversed(row) if cell.value is not None}
        if labels.keys() & set(keys):
            return row[0].row, labels
    return None


def read_cell(sheet: Any, cell: Any, kind: CellKind, epoch: datetime) -> Cell:
    """What is typed in a cell, or why that cannot be read."""
    place = (str(sheet.title), str(cell.coordinate))
    if cell.data_type == "f":
        return Cell(*place, fault=_("There is a formula here. Type the result itself, or paste it as a value."))
    if cell.data_type == "e":
        return Cell(*place, fault=_("There is an error (%(error)s) here. Type the answer anew.", error=cell.value))
    return Cell(*place, text=write_text(cell.value, str(cell.number_format), kind, epoch))


def write_text(value: object, number_format: str, kind: CellKind, epoch: datetime) -> str:
    """What a cell holds as it would be typed into the form."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return YES if value else NO
    if isinstance(value, int | float) and kind is CellKind.DAY and int(value) in SERIALS:
        value = from_excel(value, epoch)
    if isinstance(value, datetime):
        value = value.date()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, int | float):
        number = Decimal(repr(value))
        return f"{(number * 100).normalize():f}%" if "%" in number_format and number.is_finite() else write_typed(value)
    return undo_escapes(str(value))
