"""Bureaus from a table: what is wrong with it, what it would change, and writing that in one transaction."""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass

from flask_babel import lazy_gettext as _l
from sqlmodel import Session

from survey.bureaus.keeping import keeps
from survey.bureaus.level_words import WORDS
from survey.bureaus.places import LEVELS, list_bureaus, list_ended
from survey.bureaus.placing import PROVINCE, count_strange_digits, find_twins, has_too_many_digits, list_same_codes
from survey.sheets.imports import ImportPlan, PlannedRow, compare
from survey.sheets.reading import SheetColumn, SheetFault, SheetRow, clean_code, read_sheet, sort_faults
from survey.storage.tables import Bureau, Person
from survey.storage.trail import record
from survey.web.words import LEVELS as LEVEL_NAMES

CODE = SheetColumn("code", _l("Code"), ("代码", "单位代码", "行政区划代码"), longest=12, clean=clean_code)
NAME = SheetColumn("name", _l("Name of the bureau"), ("名称", "单位名称"))
LEVEL = SheetColumn(
    "level",
    _l("Level"),
    ("层级", "级别"),
    longest=16,
    choices=tuple(LEVEL_NAMES.values()),
    words=WORDS,
)
PARENT = SheetColumn(
    "parent_code",
    _l("Code of the place above"),
    ("上级代码", "上级单位代码"),
    may_be_empty=True,
    longest=12,
    clean=clean_code,
)
MAILBOX = SheetColumn(
    "mailbox", _l("Office mailbox"), ("单位邮箱", "邮箱"), may_lack=True, may_be_empty=True, longest=120
)
COLUMNS = (CODE, NAME, LEVEL, PARENT, MAILBOX)

NOT_KEPT = _l("This bureau is not among those that you keep.")
GOOD_CODE = re.compile("[0-9]{6}|[0-9]{9}|[0-9]{12}|(?=[0-9]*[A-Z])[0-9A-Z]{2,12}")
GOOD_MAILBOX = re.compile(r"[A-Za-z0-9._%+-]{1,64}@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+")
MOST_STEPS = 12  # from a place up; longer ways cannot have right levels anyway


@dataclass(frozen=True)
class _KnownBureaus:
    """What is in the file and what is known already, by code."""

    rows: Mapping[str, SheetRow]
    known: Mapping[str, Bureau]
    places: Mapping[str, tuple[str, str, str]]
    twins: Mapping[tuple[str, str], list[str]]
    ended: Collection[int]
    actor: Person

    def is_kept(self, code: str) -> bool:
        """Whether a bureau, or the place above all (an empty code), is the sender's to keep; what is not known yet is
        told by its own row."""
        return (bool(code) and code not in self.known) or keeps(self.actor, self.known.get(code))

    def find_level(self, code: str) -> str | None:
        if code in self.rows:
            return self.rows[code].values.get("level")
        return self.known[code].level if code in self.known else None

    def find_parent(self, code: str) -> str:
        return self.rows[code].values.get("parent_code", "") if code in self.rows else ""

    def is_above_itself(self, code: str) -> bool:
        above = self.find_parent(code)
        for _step in range(MOST_STEPS):
            if above == code:
                return True
            above = self.find_parent(above)
        return False

    @property
    def highest(self) -> str:
        """The highest level there is, in the file or already."""
        levels = {row.values.get("level") for row in self.rows.values()} | {one.level for one in self.known.values()}
        return next((level for level in LEVELS if level in levels), "")


def plan_bureaus(session: Session, content: bytes, actor: Person) -> ImportPlan:
    """What a file of somebody would change among the bureaus that they keep, or everything that is wrong with it."""
    sheet = read_sheet(content, COLUMNS)
    rows: dict[str, SheetRow] = {}
    for row in sheet.rows:
        rows.setdefault(row.values.get("code", ""), row)
    world = _look_around(rows, {one.code: one for one in list_bureaus(session)}, list_ended(session), actor)
    highest = world.highest
    faults = [*sheet.faults, *(fault for row in sheet.rows for fault in _check_row(row, world, highest))]
    if faults:
        return ImportPlan(faults=sort_faults(faults), unused=sheet.unused)
    lines = [_plan_row(row, world.known.get(row.values["code"])) for row in sheet.rows]
    changing = [line for line in lines if line is not None]
    doubts = tuple(_list_doubts(changing, world))
    return ImportPlan(tuple(changing), len(lines) - len(changing), unused=sheet.unused, doubts=doubts)


def _look_around(
    rows: Mapping[str, SheetRow], known: Mapping[str, Bureau], ended: Collection[int], actor: Person
) -> _KnownBureaus:
    """All bureaus as they would be then: code, name and the code above."""
    now = {code: show_bureau(one) for code, one in known.items()}
    then = now | {
        code: {**now.get(code, {}), **{n: v for n, v in row.values.items() if v}} for code, row in rows.items()
    }
    places = {code: (code, one["name"], one.get("parent_code", "")) for code, one in then.items() if "name" in one}
    return _KnownBureaus(rows, known, places, find_twins(places.values()), ended, actor)


def write_bureaus(session: Session, person_id: int, plan: ImportPlan) -> list[Person]:
    """Write what a plan says, those above first; one line in the trail tells all of it. Nobody is invited."""
    known = {one.code: one for one in list_bureaus(session)}
    for line in sorted(plan.lines, key=lambda line: LEVELS.index(line.values["level"])):
        values, bureau = line.values, known.get(line.values["code"])
        if bureau is None:
            parent = known.get(values["parent_code"])
            bureau = Bureau(
                code=values["code"], level=values["level"], parent_id=parent.id if parent else None, name=""
            )
        bureau.name, bureau.mailbox = values["name"], values.get("mailbox", "")
        session.add(bureau)
        if values["code"] not in known:
            session.flush()
            known[values["code"]] = bureau
    record(
        session,
        person_id,
        "bureau.import",
        "bureaus",
        {line.values["code"]: line.before for line in plan.changed},
        {line.values["code"]: line.values for line in plan.lines},
    )
    return []


def _plan_row(row: SheetRow, bureau: Bureau | None) -> PlannedRow | None:
    if bureau is None:
        return PlannedRow(row.number, row.values)
    return compare(row.number, row.values, show_bureau(bureau))


def show_bureau(bureau: Bureau) -> dict[str, str]:
    """A bureau as a row of the table."""
    return {
        "code": bureau.code,
        "name": bureau.name,
        "level": bureau.level,
        "parent_code": bureau.parent.code if bureau.parent else "",
        "mailbox": bureau.mailbox,
    }


def _check_row(row: SheetRow, world: _KnownBureaus, highest: str) -> Iterator[SheetFault]:
    code, mailbox = row.values.get("code"), row.values.get("mailbox")
    if mailbox and not GOOD_MAILBOX.fullmatch(mailbox):
        yield SheetFault(row.number, str(MAILBOX.header), _l("“%(cell)s” is not an e-mail address.", cell=mailbox))
    parent = row.values.get("parent_code")
    if parent and parent in world.known and code not in world.known and world.known[parent].id in world.ended:
        why = _l("%(bureau)s is ended already.", bureau=world.known[parent].name)
        yield SheetFault(row.number, str(PARENT.header), why)
    if parent and parent not in world.rows and parent not in world.known:
        why = _l("“%(cell)s” is neither in the file nor known already.", cell=parent)
        yield SheetFault(row.number, str(PARENT.header), why)
    if code is not None:
        yield from _check_place(row, code, world, highest)


def _check_place(row: SheetRow, code: str, world: _KnownBureaus, highest: str) -> Iterator[SheetFault]:
    if not GOOD_CODE.fullmatch(code):
        why = _l("“%(cell)s” is no code: six digits of GB/T 2260, or up to 12 letters and digits.", cell=code)
        yield SheetFault(row.number, str(CODE.header), why)
    elif world.rows[code] is not row:
        first = world.rows[code].number
        yield SheetFault(row.number, str(CODE.header), _l("The code is already in row %(row)s.", row=first))
    elif not world.is_kept(code):
        yield SheetFault(row.number, str(CODE.header), NOT_KEPT)
    elif code in world.known:
        yield from _check_known(row, world.known[code])
    else:
        yield from _check_code(row, code, world)
        yield from _check_parent(row, code, world, highest)


def _check_code(row: SheetRow, code: str, world: _KnownBureaus) -> Iterator[SheetFault]:
    same = next((one for one in list_same_codes(code) if one in world.known or one in world.rows), None)
    why = None
    if has_too_many_digits(code, row.values.get("level")):
        why = _l(
            "“%(cell)s” has %(digits)s digits. A province, city or county has six; only a township has 9 or 12.",
            cell=code,
            digits=len(code),
        )
    elif same is not None:
        why = _l("“%(cell)s” is the same place as %(code)s. Use one code for it.", cell=code, code=same)
    if why is not None:
        yield SheetFault(row.number, str(CODE.header), why)


def _list_doubts(lines: Iterable[PlannedRow], world: _KnownBureaus) -> Iterator[SheetFault]:
    """What is likely to be a mistake, and need not be one: a second bureau of one name below one place, a code that
    begins otherwise than that of the place above."""
    for line in lines:
        code, parent, name = line.values["code"], line.values["parent_code"], line.values["name"]
        is_new = line.before is None
        others = [one for one in world.twins[parent, name] if one != code]
        if others and (is_new or "name" in (line.before or {})):
            why = _l("“%(cell)s” is below the same place already, with the code %(code)s.", cell=name, code=others[0])
            yield SheetFault(line.row, str(NAME.header), why)
        if is_new and count_strange_digits(code, parent):
            why = _l(
                "The code %(cell)s begins with other digits than that of the place above, %(code)s.",
                cell=code,
                code=parent,
            )
            yield SheetFault(line.row, str(PARENT.header), why)


def _check_parent(row: SheetRow, code: str, world: _KnownBureaus, highest: str) -> Iterator[SheetFault]:
    parent, level = row.values.get("parent_code"), row.values.get("level")
    if parent is None or level is None:
        return
    why: object = None
    if not world.is_kept(parent):
        why = NOT_KEPT if parent else _l("Give the code of a place above that you keep.")
    elif parent:
        why = _doubt_parent(code, level, parent, world)
    elif level != highest:
        why = _l("The cell is empty; only a place of the highest level has none above it.")
    if why is not None:
        yield SheetFault(row.number, str(PARENT.header), why)


def _doubt_parent(code: str, level: str, parent: str, world: _KnownBureaus) -> object:
    """Why a place cannot stand below that one; None: it can, as far as is known."""
    above = world.find_level(parent)
    if world.is_above_itself(code):
        return _l("The place would be above itself.")
    if above is not None and count_strange_digits(code, parent) == PROVINCE:
        return _l("The code %(cell)s is of another province than the place above, %(code)s.", cell=code, code=parent)
    if above is not None and LEVELS.index(level) <= LEVELS.index(above):
        return _l("The place is not of a lower level than the one above it (%(code)s).", code=parent)
    return None


def _check_known(row: SheetRow, bureau: Bureau) -> Iterator[SheetFault]:
    now = show_bureau(bureau)
    if row.values.get("level", now["level"]) != now["level"]:
        yield SheetFault(
            row.number,
            str(LEVEL.header),
            _l("The bureau is known with another level; correct it on the page of the bureau."),
        )
    if row.values.get("parent_code", now["parent_code"]) != now["parent_code"]:
        why = _l(
            "The bureau is known below %(code)s; correct it on the page of the bureau.", code=now["parent_code"] or "–"
        )
        yield SheetFault(row.number, str(PARENT.header), why)
