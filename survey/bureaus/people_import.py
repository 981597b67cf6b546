"""People from a table: what is wrong with it, whom it would add or change, and inviting those who are new."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from flask_babel import lazy_gettext as _l
from sqlmodel import Session, col, select

from survey.bureaus.bureau_import import NOT_KEPT
from survey.bureaus.keeping import keeps, list_given_roles, list_own_roles, may_keep
from survey.bureaus.people import (
    GOOD_LOGIN,
    GOOD_TELEPHONE,
    KEPT,
    add_accounts,
    clean_telephone,
    show_person,
)
from survey.bureaus.places import list_bureaus, list_ended, list_roles
from survey.sheets.imports import ImportPlan, PlannedRow, compare
from survey.sheets.reading import (
    Sheet,
    SheetColumn,
    SheetFault,
    SheetRow,
    clean_code,
    clean_login,
    read_sheet,
    sort_faults,
)
from survey.storage.states import Role
from survey.storage.tables import Bureau, Person
from survey.storage.trail import record
from survey.web.words import ROLES

ROLE_WORDS = {
    Role.CLERK: ("填报员", "填报人", "填报人员"),
    Role.HEAD: ("单位负责人", "负责人", "head of the bureau"),
    Role.CITY_REVIEWER: ("市级审核员", "市级审核", "city reviewer"),
    Role.PROVINCIAL_REVIEWER: ("省级审核员", "省级审核", "provincial reviewer"),
    Role.ADMINISTRATOR: ("管理员",),
    Role.AUDITOR: ("审计员",),
    Role.LEADER: ("领导", "分管领导", "单位领导"),
}
LOGIN = SheetColumn("login", _l("User name"), ("用户名", "账号", "登录名"), longest=60, clean=clean_login)
NAME = SheetColumn("name", _l("Name of the person"), ("姓名",), longest=60)
ROLE = SheetColumn(
    "role",
    _l("Role"),
    ("角色",),
    choices=tuple(ROLES.values()),
    words={role.value: role.value for role in Role}
    | {word: role.value for role, words in ROLE_WORDS.items() for word in words},
)
BUREAU = SheetColumn(
    "bureau_code", _l("Code of the bureau"), ("单位代码",), may_be_empty=True, longest=12, clean=clean_code
)
POST = SheetColumn("post", _l("Post"), ("职务",), may_lack=True, may_be_empty=True, longest=60)
TELEPHONE = SheetColumn(
    "telephone",
    _l("Office telephone"),
    ("办公电话", "电话"),
    may_lack=True,
    may_be_empty=True,
    longest=30,
    clean=clean_telephone,
)
COLUMNS = (LOGIN, NAME, ROLE, BUREAU, POST, TELEPHONE)


def list_columns(actor: Person) -> tuple[SheetColumn, ...]:
    """The columns as somebody may fill them in: a city administrator gives fewer roles."""
    given = tuple(ROLES[role] for role in list_own_roles(actor))
    return tuple(replace(one, choices=given) if one is ROLE else one for one in COLUMNS)


@dataclass(frozen=True)
class _KnownPeople:
    """Whose logins are in the file and known already, and the bureaus by code."""

    rows: Mapping[str, SheetRow]
    known: Mapping[str, Person]
    bureaus: Mapping[str, Bureau]
    ended: Collection[int]
    actor: Person


def plan_people(session: Session, content: bytes, actor: Person) -> ImportPlan:
    """Whom a file of somebody would add or change among those that they keep, or everything that is wrong with it."""
    sheet = read_sheet(content, list_columns(actor))
    world = _look_around(session, sheet, actor)
    faults = [*sheet.faults, *(fault for row in sheet.rows for fault in _check_row(row, world))]
    if faults:
        return ImportPlan(faults=sort_faults(faults), unused=sheet.unused)
    lines = [_plan_row(row, world.known.get(row.values["login"])) for row in sheet.rows]
    changing = [line for line in lines if line is not None]
    return ImportPlan(tuple(changing), len(lines) - len(changing), unused=sheet.unused)


def write_people(session: Session, person_id: int, plan: ImportPlan) -> list[Person]:
    """Write what a plan says; everyone new, who is to be invited."""
    if plan.changed:
        _change_people(session, person_id, plan.changed)
    if not plan.new:
        return []
    return add_accounts(session, person_id, [line.values for line in plan.new])


def _change_people(session: Session, person_id: int, lines: Sequence[PlannedRow]) -> None:
    known = {one.login: one for one in session.exec(select(Person))}
    for line in lines:
        for name in KEPT:
            setattr(known[line.values["login"]], name, line.values[name])
    before = {line.values["login"]: line.before for line in lines}
    record(session, person_id, "account.change", "people", before, [line.values for line in lines])


def _look_around(session: Session, sheet: Sheet, actor: Person) -> _KnownPeople:
    rows: dict[str, SheetRow] = {}
    for row in sheet.rows:
        rows.setdefault(row.values.get("login", ""), row)
    known = {one.login: one for one in session.exec(select(Person).order_by(col(Person.id)))}
    return _KnownPeople(rows, known, {one.code: one for one in list_bureaus(session)}, list_ended(session), actor)


def _plan_row(row: SheetRow, person: Person | None) -> PlannedRow | None:
    if person is None:
        return PlannedRow(row.number, row.values)
    return compare(row.number, row.values, show_person(person))


def _check_row(row: SheetRow, world: _KnownPeople) -> Iterator[SheetFault]:
    values = row.values
    telephone, login = values.get("telephone"), values.get("login")
    if telephone and not GOOD_TELEPHONE.fullmatch(telephone):
        why = _l("“%(cell)s” is not a telephone number, such as 0351-1234567.", cell=telephone)
        yield SheetFault(row.number, str(TELEPHONE.header), why)
    if login is not None:
        yield from _check_login(row, login, world)
    if "bureau_code" in values and "role" in values:
        yield from _check_place(row, world)


def _check_login(row: SheetRow, login: str, world: _KnownPeople) -> Iterator[SheetFault]:
    why, person = None, world.known.get(login)
    if not GOOD_LOGIN.fullmatch(login):
        why = _l("“%(cell)s” is no user name: 2 to 60 lower-case letters, digits, dots and hyphens.", cell=login)
    elif world.rows[login] is not row:
        why = _l("The user name is already in row %(row)s.", row=world.rows[login].number)
    elif person is not None and not _is_same_account(row, show_person(person)):
        why = _l(
            "The user name belongs to somebody with another role or bureau, which do not change; add a new account."
        )
    elif person is not None and _is_out_of_reach(row, person, world.actor):
        why = _l("This account is kept by the administrator of the installation, not by you.")
    if why is not None:
        yield SheetFault(row.number, str(LOGIN.header), why)


def _is_out_of_reach(row: SheetRow, person: Person, actor: Person) -> bool:
    """Whether a row changes an account of a kept bureau that the sender does not keep: their own, or a higher one."""
    return keeps(actor, person.bureau) and not may_keep(actor, person) and _plan_row(row, person) is not None


def _is_same_account(row: SheetRow, now: Mapping[str, str]) -> bool:
    return all(row.values.get(name, now[name]) == now[name] for name in ("role", "bureau_code"))


def _check_place(row: SheetRow, world: _KnownPeople) -> Iterator[SheetFault]:
    code, role = row.values["bureau_code"], row.values["role"]
    bureau = world.bureaus.get(code)
    if bureau is not None and bureau.id in world.ended and row.values.get("login") not in world.known:
        yield SheetFault(row.number, str(BUREAU.header), _l("%(bureau)s is ended already.", bureau=bureau.name))
    if code and bureau is None:
        yield SheetFault(row.number, str(BUREAU.header), _l("There is no bureau with the code %(code)s.", code=code))
    elif bureau is not None and not keeps(world.actor, bureau):
        yield SheetFault(row.number, str(BUREAU.header), NOT_KEPT)
    elif (why := _doubt_role(row, role, bureau, world)) is not None:
        yield SheetFault(row.number, str(ROLE.header), why)


def _doubt_role(row: SheetRow, role: str, bureau: Bureau | None, world: _KnownPeople) -> object:
    """Why somebody cannot have this role, or cannot have it from the sender; None: they can."""
    if role not in list_roles(bureau):
        return (
            _l("This role does not fit the level of %(bureau)s.", bureau=bureau.name)
            if bureau
            else _l("This role needs a bureau.")
        )
    is_known = bureau is not None and row.values.get("login") in world.known
    if not is_known and role not in list_given_roles(world.actor, bureau):
        return _l("You cannot give this role; the administrator of the installation does.")
    return None
