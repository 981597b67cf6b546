"""What somebody typed where nothing is read: beside a cell, on a sheet of their own, for a question that is gone."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from itertools import groupby
from operator import attrgetter
from typing import Any

from flask_babel import gettext as _

from survey.workbooks.columns import CLAIM_COLUMNS, CLAIM_KEY, COLUMNS, FINDING, KEY, OPTIONS_SHEET, ORIGIN_SHEET
from survey.workbooks.own_words import HEAD, squeeze

OURS = COLUMNS.keys() | CLAIM_COLUMNS.keys()
FEWEST_HEADERS = 3  # of ours that make a row one of headers


def list_left_over(file: Any, read: Collection[tuple[str, str]], own_words: Mapping[str, set[str]]) -> Iterator[str]:
    """The places where words or comments stand that are neither ours nor read, by sheet, row and column."""
    for sheet in file.worksheets:
        if sheet.title not in (ORIGIN_SHEET, OPTIONS_SHEET):
            # The cells that the file has, counted before it was opened; iter_rows would make all that lie between.
            cells = sorted(sheet._cells.values(), key=attrgetter("row", "column"))
            filled = [cell for cell in cells if cell.value is not None and squeeze(cell.value)]
            yield from _list_typed(sheet.title, filled, read, own_words)
            yield from (_("%(place)s (a comment)", place=_say(cell)) for cell in cells if cell.comment)


def _list_typed(
    title: str, cells: Sequence[Any], read: Collection[tuple[str, str]], own_words: Mapping[str, set[str]]
) -> Iterator[str]:
    head, labels = _find_labels(cells)
    if labels and not {KEY, CLAIM_KEY} & set(labels.values()):
        yield _("%(sheet)s: the column “%(column)s” is missing", sheet=title, column=KEY)
    anywhere = set().union(*(words for label, words in own_words.items() if label != "序号"))
    for cell in cells:
        label = labels.get(cell.column, "")
        known = own_words.get(label, set()) if cell.row > head and labels else own_words[HEAD] if labels else anywhere
        if label != FINDING and squeeze(cell.value) not in known and (title, cell.coordinate) not in read:
            yield _say(cell)


def _find_labels(cells: Sequence[Any]) -> tuple[int, dict[int, str]]:
    """The row of the headers and which of ours stands over each column; row 0 where there is none."""
    for row, group in groupby(cells, key=attrgetter("row")):
        labels = {cell.column: squeeze(cell.value) for cell in group if squeeze(cell.value) in OURS}
        if len(labels) >= FEWEST_HEADERS:
            return row, labels
    return 0, {}


def _say(cell: Any) -> str:
    return f"{cell.parent.title} {cell.coordinate}"
