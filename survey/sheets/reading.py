"""A table that somebody sent, read by the columns it should have: every fault is found, by row and column."""

import unicodedata
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from operator import attrgetter
from typing import Any

from flask_babel import lazy_gettext as _l

from questionnaires.messages import Refused
from survey.sheets.parsing import MOST_COLUMNS, SEARCHED, RawRow, is_workbook, read_file

MOST_NAMED = 8  # words that a fault names
NO_WORKBOOK = _l(
    "The file is no workbook but text, and no row of it names the columns. "
    "Fill in the template, save it as a workbook (.xlsx) and send it again."
)


@dataclass(frozen=True)
class SheetColumn:
    """A column: its name here, its header in a template, other headers that are understood, and what a cell may hold.

    `words` are the only words a cell may hold, with what each means, and `choices` those a template offers; `clean` is
    done to a cell before it is looked at.
    """

    name: str
    header: object
    others: tuple[str, ...] = ()
    may_lack: bool = False
    may_be_empty: bool = False
    longest: int = 80
    words: Mapping[str, str] = field(default_factory=dict)
    choices: tuple[object, ...] = ()
    clean: Callable[[str], str] = str


@dataclass(frozen=True)
class SheetFault:
    """What is wrong, in words for people, and where: row 0 is the file, an empty column the row."""

    row: int
    column: str
    why: object


@dataclass(frozen=True)
class SheetRow:
    """A row by its number in the spreadsheet. A column that is left out or was refused has no value."""

    number: int
    values: dict[str, str]


@dataclass(frozen=True)
class Sheet:
    """A table as it was read: its rows, what is wrong with it, and headers that say nothing to us."""

    rows: tuple[SheetRow, ...] = ()
    faults: tuple[SheetFault, ...] = ()
    unused: tuple[str, ...] = ()


def read_sheet(content: bytes, columns: Sequence[SheetColumn]) -> Sheet:
    """Read a CSV or XLSX file; what is wrong with it is in its faults, never raised."""
    try:
        raw = read_file(content, max(MOST_COLUMNS, 2 * len(columns)))
    except Refused as why:
        return Sheet(faults=(SheetFault(0, "", _l(why.message, **why.details)),))
    if not raw:
        return Sheet(faults=(SheetFault(0, "", _l("The table is empty.")),))
    head = _find_head(raw, columns)
    places, unused = _find_columns(raw[head], columns)
    if not places and not is_workbook(content):
        return Sheet(faults=(SheetFault(0, "", NO_WORKBOOK),), unused=unused)
    faults = list(_check_headers(raw[head], places, columns))
    if faults:
        return Sheet((), tuple(faults), unused)
    rows = tuple(_read_row(one, places, faults) for one in raw[head + 1 :])
    if not rows:
        faults.append(SheetFault(0, "", _l("Below the headers there is no row.")))
    return Sheet(rows, tuple(faults), unused)


def sort_faults(faults: Sequence[SheetFault]) -> tuple[SheetFault, ...]:
    return tuple(sorted(faults, key=attrgetter("row")))


def _find_head(raw: Sequence[RawRow], columns: Sequence[SheetColumn]) -> int:
    """Which of the first rows names the most columns, the first of several; above it stands a title."""
    return max(range(min(len(raw), SEARCHED)), key=lambda place: len(_find_columns(raw[place], columns)[0]))


def _find_columns(
    head: RawRow, columns: Sequence[SheetColumn]
) -> tuple[list[tuple[int, SheetColumn]], tuple[str, ...]]:
    """Which cell of a row belongs to which column, and the headers that belong to none."""
    known = {_plain(word): one for one in columns for word in (one.name, str(one.header), *one.others)}
    places = [(place, known[_plain(cell)]) for place, cell in enumerate(head.cells) if _plain(cell) in known]
    return places, tuple(cell for cell in head.cells if cell and _plain(cell) not in known)


def _check_headers(
    head: RawRow, places: list[tuple[int, SheetColumn]], columns: Sequence[SheetColumn]
) -> Iterator[SheetFault]:
    found = [column.name for _, column in places]
    for column in columns:
        if found.count(column.name) > 1:
            yield SheetFault(head.number, str(column.header), _l("Two columns have this header; keep one."))
        if column.name not in found and not column.may_lack:
            yield SheetFault(
                head.number, str(column.header), _l("The column is missing. The first row must name the columns.")
            )


def clean_code(text: str) -> str:
    """A code as it is kept: full-width forms and small letters do not tell codes apart."""
    return unicodedata.normalize("NFKC", text).strip().upper()


def clean_login(text: str) -> str:
    """A user name as it is kept."""
    return unicodedata.normalize("NFKC", text).strip().lower()


def _plain(text: str) -> str:
    return unicodedata.normalize("NFKC", text).strip(" *").casefold()


def _read_row(raw: RawRow, places: list[tuple[int, SheetColumn]], faults: list[SheetFault]) -> SheetRow:
    values = {}
    for place, column in places:
        cell = column.clean(raw.cells[place] if place < len(raw.cells) else "")
        why = raw.wrong.get(place) or _find_fault(cell, column)
        if why is None:
            values[column.name] = column.words.get(_plain(cell), cell)
        else:
            faults.append(SheetFault(raw.number, str(column.header), why))
    return SheetRow(raw.number, values)


def _find_fault(cell: str, column: SheetColumn) -> Any:
    if not cell:
        return None if column.may_be_empty else _l("The cell is empty.")
    if len(cell) > column.longest:
        return _l("At most %(most)s characters.", most=column.longest)
    if column.words and _plain(cell) not in column.words:
        return _l("“%(cell)s” is not known here. What may be written: %(words)s.", cell=cell, words=_name_words(column))
    return None


def _name_words(column: SheetColumn) -> str:
    """What a cell may hold, as a template offers it, or one word for each meaning; no more than can be read at once."""
    firsts: dict[str, str] = {}
    for word, meaning in column.words.items():
        firsts.setdefault(meaning, word)
    allowed = [str(one) for one in column.choices] or list(firsts.values())
    return str(_l(", ")).join(allowed[:MOST_NAMED]) + ("…" if len(allowed) > MOST_NAMED else "")
