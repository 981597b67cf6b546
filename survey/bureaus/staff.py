"""Who is there for a bureau: of its own people, and of those who stand above it and review it."""

from collections.abc import Sequence

from sqlmodel import Session, col, select

from survey.bureaus.places import walk_up
from survey.storage.states import OF_A_BUREAU, REVIEWERS, Role
from survey.storage.tables import Bureau, Person

Staff = set[tuple[int | None, Role]]  # who is there: the bureau and the role of everyone who can sign in


def list_staff(session: Session, roles: Sequence[Role] = tuple(Role)) -> Staff:
    """Who is there, of these roles."""
    query = select(Person.bureau_id, Person.role).where(col(Person.is_active), col(Person.role).in_(roles)).distinct()
    return {(bureau_id, Role(role)) for bureau_id, role in session.exec(query)}


def find_roles(bureau: Bureau, staff: Staff) -> set[Role]:
    """The roles that somebody has for a bureau's response, as workflow.may_act lets them act."""
    own = {role for role in OF_A_BUREAU if (bureau.id, role) in staff}
    return own | find_reviewers(bureau.id, list(walk_up(bureau)), staff)


def lacks_head(session: Session, bureau: Bureau) -> bool:
    """Whether nobody can sign off for a bureau."""
    return (bureau.id, Role.HEAD) not in list_staff(session, (Role.HEAD,))


def find_reviewers(bureau_id: int, above: Sequence[Bureau], staff: Staff) -> set[Role]:
    """The reviewing roles that somebody has for a bureau with these above it; the province reviews itself."""
    found = set()
    if any(one.level == "city" for one in above) and any((one.id, Role.CITY_REVIEWER) in staff for one in above):
        found.add(Role.CITY_REVIEWER)
    if any((id, Role.PROVINCIAL_REVIEWER) in staff for id in [one.id for one in above] or [bureau_id]):
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
    """Whether a reviewer's bureau lies above another: nobody reviews their own, save the province, which has nobody
    above it."""
    if person.role is Role.PROVINCIAL_REVIEWER and bureau.parent_id is None and person.bureau_id == bureau.id:
        return True
    return person.bureau_id in {above.id for above in walk_up(bureau)}
