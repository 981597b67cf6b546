"""A person who works elsewhere from now on: another bureau, or another role in the same one."""

from sqlmodel import Session, col, select

from questionnaires.messages import Refused
from survey.accounts.accounts import end_sessions
from survey.bureaus.keeping import list_given_roles, refuse_strangers
from survey.bureaus.mending import list_under_way
from survey.bureaus.people import leave_drafts
from survey.bureaus.places import find_bureau, list_ended
from survey.storage.columns import now
from survey.storage.states import OF_A_BUREAU, REVIEWERS, Role
from survey.storage.tables import Person
from survey.storage.together import Assignment
from survey.storage.trail import record, take_turn


def move_person(session: Session, actor_id: int, person_id: int, code: str, role: str) -> bool:
    """Put a person into the bureau of this code with this role; whether that changed anything. Raises Refused.

    Sessions end, and so does what went with the place: shares of a response, the right to keep a city, and where the
    new role reviews nothing the part in drafts. What the person did stays.
    """
    take_turn(session)
    person, bureau = session.get_one(Person, person_id), find_bureau(session, code)
    if bureau is None or person.bureau is None:
        raise Refused("There is no bureau with the code %(code)s.", code=code or "–")
    refuse_strangers(session, actor_id, [person], [bureau])
    if bureau.id in list_ended(session):
        raise Refused("%(bureau)s is ended already.", bureau=bureau.name)
    if role not in list_given_roles(session.get_one(Person, actor_id), bureau):
        raise Refused("This role does not fit the bureau.")
    before = {"bureau_code": person.bureau.code, "role": person.role.value}
    after = {"bureau_code": bureau.code, "role": role}
    if before == after:
        return False
    if role in REVIEWERS and person.role in OF_A_BUREAU and list_under_way(session, person.bureau, below=False):
        raise Refused(
            "%(bureau)s has a response that is under way, on which this person worked; nobody reviews their own. Move "
            "the person once it is accepted.",
            bureau=person.bureau.name,
        )
    if Role(role) not in REVIEWERS:
        leave_drafts(session, actor_id, person)
    person.bureau_id, person.role, person.keeps_city = bureau.id, Role(role), False
    session.add(person)
    end_sessions(session, person)
    _end_shares(session, person)
    record(session, actor_id, "account.move", f"person {person.id}", before, after | {"login": person.login})
    return True


def _end_shares(session: Session, person: Person) -> None:
    shares = select(Assignment).where(Assignment.person_id == person.id, col(Assignment.ended_at).is_(None))
    for one in session.exec(shares):
        one.ended_at = now()
        session.add(one)
