"""A plan as a table that comes back: every fault by its cell, what was changed meanwhile merged, nothing written yet.

What a cell says is compared with what the item said when the table was made, and with what it says now; of what both
sides changed a person chooses one. How far an item is and why it is late is one thing, so that the two fit together.
"""

import hashlib
import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace

from flask_babel import lazy_gettext as _l
from sqlmodel import Session, col, select

from survey.evidence.listing import list_plan_files
from survey.plans.columns import COLUMNS, KEY, ONLY_READ, TITLE
from survey.plans.keeping import name_items
from survey.plans.promise import (
    FIELDS,
    ItemState,
    Promise,
    find_item_state,
    find_promise,
    merge,
    read_item_state,
    read_promise,
)
from survey.plans.table_reading import (
    WrongCell,
    read_row_promise,
    read_row_state,
    read_title,
    refuse_key,
    refuse_locked,
    refuse_second,
    refuse_step,
)
from survey.responses.promises import list_items, name_item
from survey.sheets.cells import unguard_words
from survey.sheets.reading import SheetFault, SheetRow, read_sheet, sort_faults
from survey.storage.plans import PlanEntry, PlanItem
from survey.storage.states import PlanAct, Role
from survey.storage.tables import Response

OWN_KEY = re.compile(r"(\d{1,9})-(\d{1,9})\.(\d{1,9})")
STATE, PROGRESS = "state", "progress"  # names of fields beside those of a promise


@dataclass(frozen=True)
class TableSide:
    """What an item says by a table, or says here: its promise, and how far it is."""

    promise: Promise = field(default_factory=Promise)
    state: ItemState = field(default_factory=ItemState)


@dataclass(frozen=True)
class TableChange:
    """What a row changes of an item, or adds (`item_id` is 0): what it comes to, the fields that it changes, and those
    of them that somebody changed otherwise meanwhile, with what stands there. `version` is that which was compared;
    `progress` is what is said anew of how the item goes on."""

    row: int
    item_id: int
    version: int
    title: str
    comes_to: TableSide
    fields: tuple[str, ...]
    collided: tuple[str, ...] = ()
    stands: TableSide = field(default_factory=TableSide)
    progress: str = ""


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


def plan_table(session: Session, response: Response, content: bytes, role: Role) -> TablePlan:
    """What a table that somebody of this role sent comes to, or everything that is wrong with it."""
    sheet = read_sheet(content, COLUMNS)
    if not sheet.faults and not any("key" in row.values for row in sheet.rows):
        lacks = SheetFault(
            0, str(KEY.header), _l("The hidden first column is gone. Export the plan anew and fill in that.")
        )
        return TablePlan(faults=(lacks,), unused=sheet.unused)
    if _is_of_another(sheet.rows, response.id):
        other = SheetFault(0, "", _l("The file is the table of another plan. Export this one, and fill in that."))
        return TablePlan(faults=(other,), unused=sheet.unused)
    reader = _RowReader(session, response, role)
    changes, faults, unchanged = [], list(sheet.faults), 0
    for row in sheet.rows:
        try:
            found = reader.read(row)
        except WrongCell as wrong:
            faults.append(SheetFault(row.number, str(wrong.column.header), wrong.why))
            continue
        if found is not None and found.fields:
            changes.append(found)
        unchanged += found is not None and not found.fields
    unused = tuple(one for one in sheet.unused if one not in ONLY_READ)
    if faults:
        return TablePlan(faults=sort_faults(faults), unused=unused)
    return TablePlan(tuple(changes), unchanged, unused=unused)


def _is_of_another(rows: Sequence[SheetRow], response_id: int) -> bool:
    """Whether all that a table knows are items of one other plan."""
    keys = [found for row in rows if (found := OWN_KEY.fullmatch(unguard_words(row.values.get("key", ""))))]
    return bool(keys) and all(int(one[1]) != response_id for one in keys)


class _RowReader:
    """Reads the rows of a table, each item once."""

    def __init__(self, session: Session, response: Response, role: Role) -> None:
        self._response, self._role = response, role
        self._items = {one.id: one for one in list_items(session, response.id)}
        self._titles = name_items(response, self._items.values())
        self._files = list_plan_files(session, response.id)
        self._entries = _list_entries(session, self._items)
        self._rows: dict[object, int] = dict.fromkeys(self._titles.values(), 0)  # what is taken, and by which row

    def read(self, row: SheetRow) -> TableChange | None:
        """What a row comes to; None where it says nothing. Raises WrongCell."""
        values = {name: unguard_words(words) for name, words in row.values.items()}
        if not any(values.values()):
            return None
        key = values.get("key", "")
        return self._read_known(row.number, key, values) if key else self._read_new(row.number, values)

    def _read_known(self, number: int, key: str, values: Mapping[str, str]) -> TableChange:
        item, version, base = self._find(key)
        refuse_second(self._rows, KEY, item.id)
        self._rows[item.id] = number
        stands = TableSide(find_promise(item), find_item_state(item))
        promised = merge(base.promise, read_row_promise(values, base.promise), stands.promise)
        wanted = read_row_state(values, base.state, is_new=False)
        state = stands.state if wanted == base.state else wanted
        fields = [one for one in FIELDS if getattr(promised.promise, one) != getattr(stands.promise, one)]
        refuse_locked(item, fields, state.status)
        collided = promised.collided
        if state != stands.state:
            refuse_step(stands.state, state, self._role, self._files.get(name_item(item.id), ()))
            fields.append(STATE)
            collided += () if stands.state == base.state else (STATE,)
        progress = self._find_news(item, version, values)
        fields += [PROGRESS] if progress else []
        comes_to, title = TableSide(promised.promise, state), self._titles[item.id]
        return TableChange(number, item.id, item.version, title, comes_to, tuple(fields), collided, stands, progress)

    def _find(self, key: str) -> tuple[PlanItem, int, TableSide]:
        """The item of a row, and what it said when the table was made. Raises WrongCell."""
        found = OWN_KEY.fullmatch(key)
        response_id, item_id, version = map(int, found.groups()) if found else (0, 0, 0)
        refuse_key(found is None, _l("The hidden first column was changed. Export the plan anew and fill in that."))
        refuse_key(response_id != self._response.id, _l("This row belongs to another plan."))
        said = next((one.said for one in self._entries.get(item_id, ()) if one.version == version), None)
        if said is None:
            raise WrongCell(KEY, _l("This item is not in the plan any more. Delete the row."))
        return self._items[item_id], version, TableSide(read_promise(said), read_item_state(said))

    def _find_news(self, item: PlanItem, version: int, values: Mapping[str, str]) -> str:
        """What a row says of how its item goes on; nothing where these words were said since the table was made."""
        said = {one.text for one in self._entries[item.id] if one.version > version and one.act is PlanAct.NOTE}
        words = values.get("progress", "")
        return "" if words in said else words

    def _read_new(self, number: int, values: Mapping[str, str]) -> TableChange:
        title = read_title(values)
        refuse_second(self._rows, TITLE, title)
        self._rows[title] = number
        new = TableSide(read_row_promise(values, Promise()), read_row_state(values, ItemState(), is_new=True))
        fields = ["title", *(one for one in FIELDS if getattr(new.promise, one))]
        if new.state != ItemState():
            refuse_step(ItemState(), new.state, self._role, ())
            fields.append(STATE)
        progress = values.get("progress", "")
        fields += [PROGRESS] if progress else []
        return TableChange(number, 0, 0, title, new, tuple(fields), progress=progress)


def _list_entries(session: Session, items: Mapping[int, PlanItem]) -> dict[int, list[PlanEntry]]:
    """All that was done to these items, by item."""
    found: dict[int, list[PlanEntry]] = {id: [] for id in items}
    for entry in session.exec(select(PlanEntry).where(col(PlanEntry.item_id).in_(items))):
        found[entry.item_id].append(entry)
    return found


SIDES = {"mine": True, "theirs": False}


def choose_sides(plan: TablePlan, chosen: Mapping[str, str]) -> Iterator[TableChange]:
    """The changes with what a person chose where two changed the same: `chosen` has "mine" or "theirs" by "ITEM-FIELD".
    Raises KeyError where nothing was chosen, or something else."""
    for one in plan.changes:
        theirs = {name for name in one.collided if not SIDES[chosen[f"{one.item_id}-{name}"]]}
        kept = {name: getattr(one.stands.promise, name) for name in theirs if name != STATE}
        state = one.stands.state if STATE in theirs else one.comes_to.state
        yield replace(one, comes_to=TableSide(replace(one.comes_to.promise, **kept), state))
