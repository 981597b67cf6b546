"""Bureaus by their place: how one is named where names alone could confuse, and the tree they make."""

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass

from sqlalchemy.orm import joinedload
from sqlmodel import Session, col, func, select

from survey.storage.offices import EndedBureau
from survey.storage.plain_rows import read_bureaus
from survey.storage.states import Role
from survey.storage.tables import Bureau, Person, Response

LEVELS = ("province", "city", "county", "township")  # from the highest down
WITH_PLACES = joinedload(Response.bureau).joinedload(Bureau.parent)  # type: ignore[arg-type]
OFFICE = re.compile(r"人民政府|(?:食品)?药品监督管理局|市场监督管理局")  # what follows the name of a place
REVIEWER_OF = {"city": Role.CITY_REVIEWER, "province": Role.PROVINCIAL_REVIEWER}


@dataclass(frozen=True)
class Branch:
    """A bureau in the tree: how deep, how many active people of each role, and the roles that nobody has, of
    those without which work stands still; one that is ended lacks nobody."""

    bureau: Bureau
    depth: int
    people: dict[Role, int]
    is_ended: bool = False

    @property
    def missing(self) -> tuple[Role, ...]:
        if self.is_ended:
            return ()
        return tuple(role for role in list_roles(self.bureau) if role not in {*self.people, Role.LEADER})


def name_place(bureau: Bureau | None) -> str:
    """A bureau with the one above it: there are two 城区 in one province."""
    if bureau is None:
        return ""
    return f"{bureau.name}（{bureau.parent.name}）" if bureau.parent else bureau.name


def list_roles(bureau: Bureau | None) -> tuple[Role, ...]:
    """The roles that somebody of a bureau, or of none, can have."""
    if bureau is None:
        return (Role.ADMINISTRATOR, Role.AUDITOR, Role.LEADER)
    return (Role.CLERK, Role.HEAD, *([REVIEWER_OF[bureau.level], Role.LEADER] if bureau.level in REVIEWER_OF else []))


def list_ended(session: Session) -> set[int]:
    """The bureaus that take part no more, by their ids."""
    return set(session.exec(select(EndedBureau.bureau_id)))


def list_bureaus(session: Session) -> Sequence[Bureau]:
    """Every bureau with the one above it, by code."""
    with_parent = joinedload(Bureau.parent)  # type: ignore[arg-type]
    return session.exec(select(Bureau).options(with_parent).order_by(col(Bureau.code))).all()


def find_bureau(session: Session, code: str) -> Bureau | None:
    """A bureau by its code as somebody gave it."""
    return session.exec(select(Bureau).where(Bureau.code == code)).one_or_none() if code.isalnum() else None


def find_code(session: Session, office: str, level: str) -> str:
    """The six digits of the place whose government, or office of it, is named so: as its bureau of that level has
    them; empty where there is none, or are several."""
    place = OFFICE.split(office)[0]
    codes = [
        one.code for one in list_bureaus(session) if place and one.level == level and OFFICE.split(one.name)[0] == place
    ]
    return codes[0] if len(codes) == 1 and len(codes[0]) == 6 and codes[0].isdecimal() else ""


def grow_tree(session: Session) -> list[Branch]:
    """All bureaus as plain rows, each followed by those below it, in the order of codes."""
    below = defaultdict(list)
    for bureau in sorted(read_bureaus(session).values(), key=lambda one: one.code):
        below[bureau.parent_id].append(bureau)
    people, ended = _count_people(session), list_ended(session)

    def climb(parent_id: int | None, depth: int) -> Iterator[Branch]:
        for bureau in below[parent_id]:
            yield Branch(bureau, depth, people[bureau.id], bureau.id in ended)
            yield from climb(bureau.id, depth + 1)

    return list(climb(None, 0))


def _count_people(session: Session) -> dict[int, dict[Role, int]]:
    counts: dict[int, dict[Role, int]] = defaultdict(dict)
    query = select(Person.bureau_id, Person.role, func.count()).where(col(Person.is_active))
    for bureau_id, role, count in session.exec(query.group_by(col(Person.bureau_id), col(Person.role))):
        if bureau_id is not None:
            counts[bureau_id][Role(role)] = count
    return counts


def walk_up(bureau: Bureau) -> Iterator[Bureau]:
    """The bureaus above one, nearest first."""
    above: Bureau | None = bureau.parent
    while above is not None:
        yield above
        above = above.parent


def walk_back(session: Session, bureau_id: int) -> Iterator[int]:
    """A bureau and, one after the other, those whose place was taken, latest first; all by their ids."""
    earlier: int | None = bureau_id
    while earlier is not None:
        yield earlier
        earlier = session.exec(select(Bureau.replaces_id).where(Bureau.id == earlier)).one()


def list_successors(session: Session, bureau_id: int) -> set[int]:
    """A bureau and those that took its place, and theirs; all by their ids."""
    found, more = {bureau_id}, {bureau_id}
    while more:
        more = set(session.exec(select(Bureau.id).where(col(Bureau.replaces_id).in_(more)))) - found
        found |= more
    return found


def follow_successors(bureaus: Collection[Bureau], ids: Iterable[int]) -> frozenset[int]:
    """The bureaus of an earlier round as they are today: in place of one that was replaced, whoever replaced it."""
    found = frozenset(ids)
    while replaced := {one.replaces_id for one in bureaus} & found:
        found = found - replaced | {one.id for one in bureaus if one.replaces_id in replaced}
    return found


def find_city_above(bureau: Bureau) -> Bureau | None:
    """The city whose reviewers look first; None where a bureau comes directly under the province."""
    return next((above for above in walk_up(bureau) if above.level == "city"), None)


def find_place(bureau: Bureau) -> Bureau:
    """Under which place a bureau is listed: its city, itself where it is one, otherwise the highest place above it."""
    above = [bureau, *walk_up(bureau)]
    return next((one for one in above if one.level == "city"), above[-1])
