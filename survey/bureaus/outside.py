"""Who reviews a bureau that has nobody above it: a provincial reviewer of another bureau, as the administrator says."""

from sqlmodel import Session, select

from questionnaires.messages import Refused
from survey.storage.columns import now
from survey.storage.offices import NamedReviewer
from survey.storage.states import Role
from survey.storage.tables import Bureau, Person
from survey.storage.trail import record, take_turn


def find_named(session: Session, bureau: Bureau) -> Person | None:
    """The person who reviews a bureau from outside, where one is named and can."""
    named = session.get(NamedReviewer, bureau.id) if bureau.parent_id is None else None
    person = session.get(Person, named.person_id) if named is not None else None
    return person if person is not None and _can_review(person, bureau) else None


def _can_review(person: Person, bureau: Bureau) -> bool:
    return person.is_active and person.role is Role.PROVINCIAL_REVIEWER and person.bureau_id != bureau.id


def name_reviewer(session: Session, actor_id: int, bureau_id: int, login: str) -> Person | None:
    """Let a person, by login, review a bureau from outside instead of whoever did; without one nobody does.

    Raises Refused.
    """
    take_turn(session)
    bureau, named = session.get_one(Bureau, bureau_id), session.get(NamedReviewer, bureau_id)
    person = session.exec(select(Person).where(Person.login == login)).one_or_none() if login else None
    if bureau.parent_id is not None:
        raise Refused("This bureau is reviewed by those above it.")
    if login and (person is None or not _can_review(person, bureau)):
        raise Refused("Name a provincial reviewer of another bureau, by the user name of an account in use.")
    before = session.get_one(Person, named.person_id) if named is not None else None
    if person is before:
        return person
    if named is not None:
        session.delete(named)
        session.flush()
    if person is not None:
        session.add(NamedReviewer(bureau_id=bureau.id, person_id=person.id, named_at=now(), named_by_id=actor_id))
    logins = [one.login if one else "" for one in (before, person)]
    record(session, actor_id, "bureau.name-reviewer", f"bureau {bureau.code}", *logins)
    return person
