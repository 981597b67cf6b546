"""A plan as a table: written for Excel, WPS or LibreOffice, filled in anywhere, and compared when it comes back.

Each row says in a hidden column which item it is, at which version; what the item promised then is looked up in its
history, so that what the sheet changed and what was changed here meanwhile are told apart, field by field.
"""

import hashlib
import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from datetime import date
from typing import Any

from flask_babel import lazy_gettext as _l
from sqlmodel import Session

from questionnaires.criteria import InvalidAnswer
from questionnaires.messages import Refused
from survey.plans.forms import EARLIEST, LATEST
from survey.plans.holding import find_promise_at
from survey.plans.keeping import name_items
from survey.plans.promise import DAYS, FIELDS, Promise, find_promise, merge
from survey.plans.sheet import PlanSheet
from survey.plans.steps import CHANGEABLE
from survey.plans.words import FIELDS as NAMES
from survey.plans.words import STATUSES
from survey.responses.promises import list_items
from survey.sheets.cells import Cell, unguard_words
from survey.sheets.reading import SheetColumn, SheetFault, SheetRow, read_sheet, sort_faults
from survey.sheets.writing import FormColumn, write_form
from survey.storage.plans import MOST_LINE, MOST_MEASURE, MOST_RESOURCES, PlanItem
from survey.storage.tables import Response
from survey.web.typed import read_typed_day

ALSO = {  # headers in both languages, whichever the table went out in
    "key": ("编号（请勿改动）", "Key (leave as it is)"),
    "title": ("事项", "Item"),
    "measure": ("整改措施", "What will be done"),
    "office": ("责任科室", "Office in charge"),
    "owner": ("责任人", "Person in charge"),
    "start": ("开始时间", "Begins on"),
    "due": ("时限", "Time limit"),
    "resources": ("资源保障", "Resources"),
}
KEY = SheetColumn("key", _l("Key (leave as it is)"), ALSO["key"], may_lack=True, may_be_empty=True, longest=40)
TITLE = SheetColumn("title", _l("Item"), ALSO["title"], may_lack=True, may_be_empty=True, longest=200)
LONGEST = {"measure": MOST_MEASURE, "resources": MOST_RESOURCES, "start": 40, "due": 40}
COLUMNS = (
    KEY,
    TITLE,
    *(
        SheetColumn(one, NAMES[one], ALSO[one], may_lack=True, may_be_empty=True, longest=LONGEST.get(one, MOST_LINE))
        for one in FIELDS
    ),
)
ONLY_READ = (_l("No."), _l("Clause"), _l("Missing"), _l("State"), _l("Points to gain"))
ALSO_READ = ("序号", "条款", "差距", "状态", "可增分", "No.", "Clause", "Missing", "State", "Points to gain")
SPARE = 10  # empty rows for new items
OWN_KEY = re.compile(r"(\d{1,9})-(\d{1,9})\.(\d{1,9})")


@dataclass(frozen=True)
class TableChange:
    """What a row changes of an item, or adds (`item_id` is 0): what it comes to, the fields that it changes, and those
    of them that somebody changed otherwise meanwhile, with what stands there. `version` is that which was compared."""

    row: int
    item_id: int
    version: int
    title: str
    promise: Promise
    fields: tuple[str, ...]
    collided: tuple[str, ...] = ()
    stands: Promise = field(default_factory=Promise)


@dataclass(frozen=True)
class TablePlan:
    """What a table that came back comes to; nothing while there are faults."""

    changes: tuple[TableChange, ...] = ()
    unchanged: int = 0
    faults: tuple[SheetFault, ...] = ()
    unused: tuple[str, ...] = ()

    @property
    def new(self) -> list[TableChange]:
        return [one for one in self.changes if not one.item_id]

    @property
    def changed(self) -> list[TableChange]:
        return [one for one in self.changes if one.item_id and not one.collided]

    @property
    def conflicts(self) -> list[TableChange]:
        return [one for one in self.changes if one.collided]

    @property
    def mark(self) -> str:
        """The same for the same plan only: what somebody said yes to."""
        lines = json.dumps([asdict(one) for one in self.changes], sort_keys=True, default=str)
        return hashlib.sha256(lines.encode()).hexdigest()


class _Wrong(Exception):
    """What is wrong with a row, by column."""

    def __init__(self, column: SheetColumn, why: object) -> None:
        super().__init__(str(column.name))
        self.column, self.why = column, why


def write_plan(sheet: PlanSheet) -> bytes:
    """The plan as an XLSX file whose yellow cells may be filled in, with some rows for new items."""
    widths = {"measure": 50, "office": 14, "owner": 10, "start": 12, "due": 12, "resources": 24}
    columns = [
        FormColumn(str(KEY.header), 12, is_hidden=True),
        FormColumn(str(ONLY_READ[0]), 5),
        FormColumn(str(TITLE.header), 24, is_open=True),
        FormColumn(str(ONLY_READ[1]), 14),
        FormColumn(str(ONLY_READ[2]), 30),
        *(FormColumn(str(NAMES[one]), widths[one], is_open=True) for one in FIELDS),
        FormColumn(str(ONLY_READ[3]), 12),
        FormColumn(str(ONLY_READ[4]), 8),
    ]
    rows: list[list[Cell]] = []
    for number, line in enumerate(sheet.lines, 1):
        item = line.item
        key = f"{item.response_id}-{item.id}.{item.version}"
        words: list[Cell] = [getattr(item, one) for one in FIELDS]
        rows.append([key, number, line.title, line.clause, line.missing, *words, str(STATUSES[item.status]), line.gain])
    return write_form("整改台账", columns, rows, SPARE)


def plan_table(session: Session, response: Response, content: bytes) -> TablePlan:
    """What a table comes to, or everything that is wrong with it; nothing is written."""
    sheet = read_sheet(content, COLUMNS)
    if not sheet.faults and not any("key" in row.values for row in sheet.rows):
        lacks = SheetFault(
            0, str(KEY.header), _l("The hidden first column is gone. Export the plan anew and fill in that.")
        )
        return TablePlan(faults=(lacks,), unused=sheet.unused)
    if _is_of_another(sheet.rows, response.id):
        other = SheetFault(0, "", _l("The file is the table of another plan. Export this one, and fill in that."))
        return TablePlan(faults=(other,), unused=sheet.unused)
    items = {one.id: one for one in list_items(session, response.id)}
    reader = _RowReader(session, response, items)
    changes, faults, unchanged = [], list(sheet.faults), 0
    for row in sheet.rows:
        try:
            found = reader.read(row)
        except _Wrong as wrong:
            faults.append(SheetFault(row.number, str(wrong.column.header), wrong.why))
            continue
        if found is not None and found.fields:
            changes.append(found)
        unchanged += found is not None and not found.fields
    known = {*map(str, ONLY_READ), *ALSO_READ}
    unused = tuple(one for one in sheet.unused if one not in known)
    if faults:
        return TablePlan(faults=sort_faults(faults), unused=unused)
    return TablePlan(tuple(changes), unchanged, unused=unused)


def _is_of_another(rows: Sequence[SheetRow], response_id: int) -> bool:
    """Whether all that a table knows are items of one other plan."""
    keys = [found for row in rows if (found := OWN_KEY.fullmatch(unguard_words(row.values.get("key", ""))))]
    return bool(keys) and all(int(one[1]) != response_id for one in keys)


class _RowReader:
    """Reads the rows of a table, each item once."""

    def __init__(self, session: Session, response: Response, items: Mapping[int, PlanItem]) -> None:
        self._session, self._response, self._items = session, response, items
        self._titles = name_items(response, items.values())
        self._rows: dict[object, int] = dict.fromkeys(self._titles.values(), 0)  # what is taken, and by which row

    def read(self, row: SheetRow) -> TableChange | None:
        """What a row comes to; None where it says nothing. Raises _Wrong."""
        values = {name: unguard_words(words) for name, words in row.values.items()}
        if not any(values.values()):
            return None
        key = values.get("key", "")
        return self._read_known(row.number, key, values) if key else self._read_new(row.number, values)

    def _read_known(self, number: int, key: str, values: Mapping[str, str]) -> TableChange:
        found = OWN_KEY.fullmatch(key)
        if found is None:
            raise _Wrong(KEY, _l("The hidden first column was changed. Export the plan anew and fill in that."))
        response_id, item_id, version = map(int, found.groups())
        if response_id != self._response.id:
            raise _Wrong(KEY, _l("This row belongs to another plan."))
        item = self._items.get(item_id)
        base = find_promise_at(self._session, item, version) if item else None
        if item is None or base is None:
            raise _Wrong(KEY, _l("This item is not in the plan any more. Delete the row."))
        self._take(KEY, item_id, number)
        stands, mine = find_promise(item), _read_promise(values, base)
        merged = merge(base, mine, stands)
        fields = tuple(one for one in FIELDS if getattr(merged.promise, one) != getattr(stands, one))
        if fields:
            _refuse_locked(item, fields)
        return TableChange(
            number, item_id, item.version, self._titles[item_id], merged.promise, fields, merged.collided, stands
        )

    def _read_new(self, number: int, values: Mapping[str, str]) -> TableChange:
        title = values.get("title", "")
        if not title:
            raise _Wrong(TITLE, _l("A new row needs a title."))
        if len(title) > MOST_LINE:
            raise _Wrong(TITLE, _l("At most %(most)s characters.", most=MOST_LINE))
        self._take(TITLE, title, number)
        promise = _read_promise(values, Promise())
        return TableChange(number, 0, 0, title, promise, ("title", *(one for one in FIELDS if getattr(promise, one))))

    def _take(self, column: SheetColumn, what: object, number: int) -> None:
        if what in self._rows:
            before = self._rows[what]
            raise _Wrong(
                column,
                _l("The same item stands in row %(row)s already.", row=before)
                if before
                else _l("There is an item of this title already; change that one."),
            )
        self._rows[what] = number


def _read_promise(values: Mapping[str, str], base: Promise) -> Promise:
    """The promise of a row; columns that are not there say what was there before."""
    told: dict[str, Any] = {}
    for one in COLUMNS[2:]:
        if one.name in values:
            told[one.name] = _read_day(one, values[one.name]) if one.name in DAYS else values[one.name]
    promise = replace(base, **told)
    try:
        promise.check()
    except Refused as refused:
        raise _Wrong(COLUMNS[2 + FIELDS.index("start")], _l(refused.message)) from None
    return promise


def _read_day(column: SheetColumn, words: str) -> date | None:
    try:
        day = read_typed_day(words)
    except InvalidAnswer as error:
        raise _Wrong(column, _l(error.message, **error.details)) from None
    if day is not None and not EARLIEST <= date.fromisoformat(day) < LATEST:
        raise _Wrong(column, _l("Give a day between 2000 and 2099."))
    return None if day is None else date.fromisoformat(day)


def _refuse_locked(item: PlanItem, fields: Sequence[str]) -> None:
    if item.status not in CHANGEABLE:
        place = COLUMNS[2 + FIELDS.index(fields[0])]
        raise _Wrong(place, _l("The item is done and is not changed any more. Put back what stood there."))
    if item.due_set_by_id is not None and "due" in fields:
        place = COLUMNS[2 + FIELDS.index("due")]
        raise _Wrong(place, _l("The last day was set from above. Put back what stood there."))


def choose_sides(plan: TablePlan, chosen: Mapping[str, str]) -> Iterator[TableChange]:
    """The changes with what a person chose where two changed the same: `chosen` has "mine" or "theirs" by "ITEM-FIELD".
    Raises KeyError where nothing was chosen."""
    for one in plan.changes:
        theirs = {name for name in one.collided if chosen[f"{one.item_id}-{name}"] == "theirs"}
        yield replace(one, promise=replace(one.promise, **{name: getattr(one.stands, name) for name in theirs}))
