"""Who is there for a bureau: of its own people, and of those who stand above it and review it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import cast

import sqlalchemy as sa
from sqlmodel import Session, col, select

from survey.bureaus.outside import find_named
from survey.bureaus.places import walk_up
from survey.storage.columns import is_among, table_of
from survey.storage.offices import NamedReviewer
from survey.storage.states import OF_A_BUREAU, REVIEWERS, Role
from survey.storage.tables import Bureau, Person

MOST_NAMED = 600  # bureaus: of more it is quicker to ask for all


@dataclass(frozen=True)
class Staff:
    """Who is there: the bureau and the role of everyone who can sign in, and the bureaus that somebody reviews from
    outside."""

    there: frozenset[tuple[int | None, Role]]
    outside: frozenset[int]
    # What find_roles has found for bureaus below a place: siblings have the same people above them.
    above: dict[int, set[Role]] = field(default_factory=dict, compare=False)

    def has(self, bureau_id: int, role: Role) -> bool:
        return (bureau_id, role) in self.there


def list_staff(session: Session, roles: Sequence[Role] = tuple(Role), bureaus: Iterable[Bureau] | None = None) -> Staff:
    """Who is there, of these roles; for some `bureaus` alone it is enough to ask for them and those above."""
    people = table_of(Person).c
    query = sa.select(people.bureau_id, people.role).where(people.is_active, people.role.in_(roles)).distinct()
    ids = None if bureaus is None else {above.id for one in bureaus for above in (one, *walk_up(one))}
    if ids is not None and len(ids) <= MOST_NAMED:
        query = query.where(is_among(people.bureau_id, ids))
    there = frozenset((bureau_id, role) for bureau_id, role in session.execute(query))
    if Role.PROVINCIAL_REVIEWER not in roles:
        return Staff(there, frozenset())
    named = select(Bureau).where(col(Bureau.id).in_(select(NamedReviewer.bureau_id)))
    outside = frozenset(one.id for one in session.exec(named) if find_named(session, one))
    return Staff(there, outside)


def find_roles(bureau: Bureau, staff: Staff) -> set[Role]:
    """The roles that somebody has for a bureau's response, as workflow.may_act lets them act."""
    own = {role for role in OF_A_BUREAU if staff.has(bureau.id, role)}
    if bureau.parent_id is None:
        return own | find_reviewers(bureau.id, (), staff)
    if bureau.parent_id not in staff.above:
        staff.above[bureau.parent_id] = find_reviewers(bureau.id, list(walk_up(bureau)), staff)
    return own | staff.above[bureau.parent_id]


def lacks_head(session: Session, bureau: Bureau) -> bool:
    """Whether nobody can sign off for a bureau."""
    return not list_staff(session, (Role.HEAD,)).has(bureau.id, Role.HEAD)


def find_reviewers(bureau_id: int, above: Sequence[Bureau], staff: Staff) -> set[Role]:
    """The reviewing roles that somebody has for a bureau with these above it; with none above it, from outside."""
    found = set()
    if any(one.level == "city" for one in above) and any(staff.has(one.id, Role.CITY_REVIEWER) for one in above):
        found.add(Role.CITY_REVIEWER)
    if any(staff.has(one.id, Role.PROVINCIAL_REVIEWER) for one in above) or (not above and bureau_id in staff.outside):
        found.add(Role.PROVINCIAL_REVIEWER)
    return found


def list_contacts(session: Session, bureau: Bureau) -> list[Person]:
    """Whom the people of a bureau may ask: the reviewers above it with a telephone, the nearest place first."""
    places = [one.id for one in walk_up(bureau)]
    query = select(Person).where(
        col(Person.bureau_id).in_(places),
        col(Person.role).in_(REVIEWERS),
        col(Person.is_active),
        Person.telephone != "",
    )
    found = session.exec(query.order_by(col(Person.id))).all()
    return sorted(found, key=lambda one: places.index(one.bureau_id or 0))


def is_above(person: Person, bureau: Bureau) -> bool:
    """Whether a reviewer stands above a bureau, or reviews it from outside: nobody reviews their own."""
    return person.bureau_id in {above.id for above in walk_up(bureau)} or reviews_from_outside(person, bureau)


def reviews_from_outside(person: Person, bureau: Bureau) -> bool:
    """Whether a person is named to review a bureau that has nobody above it."""
    if person.role is not Role.PROVINCIAL_REVIEWER or bureau.parent_id is not None:
        return False
    session = _find_session(person, bureau)
    named = find_named(session, bureau) if session is not None else None
    return named is not None and named.id == person.id


def _find_session(*objects: object) -> Session | None:
    """The session that the first of these is of that is of any; a plain row is of none."""
    states = (sa.inspect(one, raiseerr=False) for one in objects)
    return next((cast(Session, one.session) for one in states if one is not None and one.session is not None), None)
