"""Marking a workbook that came back: the very file, its wrong cells coloured, what is wrong said in a column beside."""

import math
from collections.abc import Mapping
from io import BytesIO
from typing import Any

from openpyxl.styles import Alignment, PatternFill

from survey.workbooks.cells import Cell, find_header
from survey.workbooks.columns import CLAIM_KEY, FINDING, KEY, LINE, measure
from survey.workbooks.reading import MOST_ROWS

WRONG, RIGHT = "FFF4C7C3", "FFFFF9E5"  # the latter as cells to fill in are when they are downloaded
WIDTH = 60


def mark_file(file: Any, faults: Mapping[Cell, str]) -> bytes:
    """Mark the wrong cells of an open file, clear the marks of an earlier time, and give it back as bytes."""
    for sheet in file.worksheets:
        if header := find_header(sheet, KEY, CLAIM_KEY):
            here = {cell.place: words for cell, words in faults.items() if cell.sheet == sheet.title}
            _clear(sheet, *header)
            _mark(sheet, *header, here)
    marked = BytesIO()
    file.save(marked)
    return marked.getvalue()


def _clear(sheet: Any, first: int, columns: Mapping[str, int]) -> None:
    for row in sheet.iter_rows(min_row=first + 1, max_row=min(sheet.max_row, MOST_ROWS), max_col=max(columns.values())):
        for cell in row:
            if cell.fill.fgColor.rgb == WRONG:
                cell.fill = PatternFill("solid", start_color=RIGHT, end_color=RIGHT)
            if cell.column == columns.get(FINDING) and cell.value is not None:
                cell.value = None


def _mark(sheet: Any, first: int, columns: Mapping[str, int], faults: Mapping[str, str]) -> None:
    if not faults:
        return
    column = columns.get(FINDING, max(columns.values()) + 1)
    sheet.cell(first, column).value = FINDING
    letter = sheet.cell(first, column).column_letter
    sheet.column_dimensions[letter].hidden, sheet.column_dimensions[letter].width = False, WIDTH
    for place, words in faults.items():
        sheet[place].fill = PatternFill("solid", start_color=WRONG, end_color=WRONG)
        said = sheet.cell(sheet[place].row, column)
        said.value = "\n".join(filter(None, (said.value, f"{place}: {words}")))
        said.alignment = Alignment(wrap_text=True, vertical="top")
        needed = LINE * sum(math.ceil(measure(line) / WIDTH) for line in said.value.split("\n")) + 4
        sheet.row_dimensions[said.row].height = max(sheet.row_dimensions[said.row].height or 0, needed)
