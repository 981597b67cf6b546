"""Workbooks that come back: each cell read as what a person would have typed there.

Rows are found by their keys and columns by their headers, so sheets may be renamed, rows reordered, columns moved.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any

from flask_babel import gettext as _

from questionnaires.messages import Refused
from questionnaires.questionnaire import Question, Questionnaire
from survey.workbooks.cells import Cell, find_header, read_cell
from survey.workbooks.claims_sheet import SentClaims, read_claims_sheet
from survey.workbooks.columns import ANSWER, KEY, ORIGIN_SHEET
from survey.workbooks.layout import NOT_APPLICABLE, REASON, REMARK, CellKind, Slot, list_beside, list_slots
from survey.workbooks.left_over import list_left_over
from survey.workbooks.origin import NoOrigin, Origin, unpack
from survey.workbooks.own_words import list_own_words
from survey.workbooks.safe_opening import foreign

MOST_ROWS = 3000
BESIDE = (NOT_APPLICABLE, REASON, REMARK)
NEEDED = (ANSWER, *(slot.label for slot in BESIDE))


@dataclass(frozen=True)
class Filled:
    """A workbook that came back: its cells by question and slot.

    `broken` says of questions that cannot be read why; `missing` are those that it does not hold; `left_over` names
    places where something stands that is not read.
    """

    origin: Origin
    cells: Mapping[str, Mapping[str, Cell]]
    broken: Mapping[str, str] = field(default_factory=dict)
    missing: tuple[Question, ...] = ()
    left_over: tuple[str, ...] = ()
    claims: SentClaims = field(default_factory=SentClaims)


def read_file(file: Any, questionnaire: Questionnaire, as_of: date) -> Filled:
    """Read the cells of a whole questionnaire. Raises Refused, also where none of its questions is found."""
    origin = read_origin(file, questionnaire, as_of)
    found: dict[tuple[str, str], list[dict[str, Cell]]] = {}
    known = {f"{one.id} {slot.name}": (one, slot) for one in questionnaire.questions for slot in list_slots(one)}
    lacking: list[str] = []
    for sheet in file.worksheets:
        for key, row in _list_rows(sheet, lacking):
            if key in known:
                question, slot = known[key]
                found.setdefault((question.id, slot.name), []).append(row.read(slot, file.epoch))
    if not found:
        raise Refused(
            "No question was found in the workbook: the hidden column “%(column)s” is gone, as when only what is seen "
            "is copied into another file. Download the workbook anew and paste the answers into its yellow cells.",
            column=KEY,
        )
    gathered = _gather(origin, questionnaire, found)
    scheme = questionnaire.scheme
    claims = read_claims_sheet(file, scheme, origin.claims) if scheme and scheme.bonus else SentClaims()
    read = _list_read(questionnaire, found) | claims.read
    left_over = (*lacking, *list_left_over(file, read, list_own_words(questionnaire, origin, as_of)))
    return replace(gathered, left_over=left_over, claims=claims)


def _list_read(
    questionnaire: Questionnaire, found: Mapping[tuple[str, str], list[dict[str, Cell]]]
) -> set[tuple[str, str]]:
    """The places of the cells that say something to a question; those beside count in its first row only."""
    read = set()
    for question in questionnaire.questions:
        beside = [slot.name for slot in list_beside(question)]
        if not question.allow_not_applicable:
            beside.append(NOT_APPLICABLE.name)  # said to be wrong there
        for slot in list_slots(question):
            for row in found.get((question.id, slot.name), ()):
                read |= {(row[name].sheet, row[name].place) for name in (slot.name, *beside)}
            if (question.id, slot.name) in found:
                beside = []
    return read


def read_origin(file: Any, questionnaire: Questionnaire, as_of: date) -> Origin:
    """Where a workbook comes from. Raises Refused where it is none of ours."""
    try:
        if ORIGIN_SHEET not in file.sheetnames:
            raise NoOrigin
        rows = file[ORIGIN_SHEET].iter_rows(max_row=MOST_ROWS, max_col=2, values_only=True)
        facts = {str(name): str(value) for name, value in rows if name is not None}
        return unpack(facts, questionnaire, as_of)
    except NoOrigin:
        raise foreign() from None


@dataclass(frozen=True)
class _Row:
    """A row that has a key: its sheet, its number, where the columns stand, which cells are merged."""

    sheet: Any
    number: int
    columns: Mapping[str, int]
    merged: bool

    def _at(self, label: str) -> Any:
        return self.sheet.cell(self.number, self.columns[label])

    def read(self, slot: Slot, epoch: datetime) -> dict[str, Cell]:
        """The cell of the slot itself, and those that stand beside it."""
        cells = {slot.name: self._read(ANSWER, slot.kind, epoch)}
        return cells | {one.name: self._read(one.label, one.kind, epoch) for one in BESIDE}

    def _read(self, label: str, kind: CellKind, epoch: datetime) -> Cell:
        cell = self._at(label)
        if label == ANSWER and self.merged:
            fault = _("Cells were merged here. Split them and fill in each one.")
            return Cell(self.sheet.title, str(cell.coordinate), fault=fault)
        return read_cell(self.sheet, cell, kind, epoch)


def _list_rows(sheet: Any, lacking: list[str]) -> Iterator[tuple[str, _Row]]:
    header = find_header(sheet, KEY)
    if header is None:
        return
    first, columns = header
    if missing := [label for label in NEEDED if label not in columns]:
        lacking.append(_("%(sheet)s: the column “%(column)s” is missing", sheet=sheet.title, column=missing[0]))
        return
    merged = _list_merged(sheet, columns[ANSWER])
    for number in range(first + 1, min(sheet.max_row, MOST_ROWS) + 1):
        row = _Row(sheet, number, columns, number in merged)
        key = str(sheet.cell(number, columns[KEY]).value or "").strip()
        if key:
            yield key, row


def _list_merged(sheet: Any, column: int) -> set[int]:
    """The rows whose answer is part of a merged area."""
    areas = [area for area in sheet.merged_cells.ranges if area.min_col <= column <= area.max_col]
    return {row for area in areas for row in range(area.min_row, min(area.max_row, MOST_ROWS) + 1)}


def _gather(
    origin: Origin,
    questionnaire: Questionnaire,
    found: Mapping[tuple[str, str], list[dict[str, Cell]]],
) -> Filled:
    cells: dict[str, dict[str, Cell]] = {}
    broken: dict[str, str] = {}
    for question in questionnaire.questions:
        rows = {slot.name: found.get((question.id, slot.name), []) for slot in list_slots(question)}
        if not any(rows.values()):
            continue
        if not all(rows.values()):
            broken[question.id] = _("Some rows of this question are missing. Copy them from a fresh download.")
        elif any(len({_say(row, name) for row in twins}) > 1 for name, twins in rows.items()):
            broken[question.id] = _("This question stands here twice, with different answers. Keep one of them.")
        cells[question.id] = _join(question, rows)
    missing = tuple(question for question in questionnaire.questions if question.id not in cells)
    return Filled(origin, cells, broken, missing)


def _say(row: Mapping[str, Cell], name: str) -> tuple[str, ...]:
    return tuple(f"{row[one].text}\n{row[one].fault}" for one in (name, *(slot.name for slot in BESIDE)))


def _join(question: Question, rows: Mapping[str, list[dict[str, Cell]]]) -> dict[str, Cell]:
    """The cells of a question: those of each row, those beside from the first."""
    present = {name: twins[0] for name, twins in rows.items() if twins}
    beside = next(iter(present.values()))
    return {**{slot.name: beside[slot.name] for slot in BESIDE}, **{name: row[name] for name, row in present.items()}}
