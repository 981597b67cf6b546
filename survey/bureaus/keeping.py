"""Who keeps bureaus and people: the administrator all of them; a city administrator, whom that one has named among the
people of a city's bureau, those of this city, and never with more rights than their own.

What is asked here is asked again in the transaction of the act: a name may have been taken back meanwhile.
"""

from collections.abc import Iterable

from sqlmodel import Session

from questionnaires.messages import Refused
from survey.bureaus.places import list_roles, walk_up
from survey.storage.states import OF_A_BUREAU, Role
from survey.storage.tables import Bureau, Person
from survey.storage.trail import record, take_turn


def find_kept_city(actor: Person) -> Bureau | None:
    """The city that somebody keeps as its administrator."""
    is_of_a_city = actor.bureau is not None and actor.bureau.level == "city" and actor.role is not Role.LEADER
    return actor.bureau if actor.keeps_city and actor.is_active and is_of_a_city else None


def is_keeper(actor: Person) -> bool:
    """Whether somebody keeps any bureaus at all."""
    return actor.role is Role.ADMINISTRATOR or find_kept_city(actor) is not None


def keeps(actor: Person, bureau: Bureau | None) -> bool:
    """Whether somebody keeps a bureau; None: those who are of no bureau, and the top of the tree."""
    if actor.role is Role.ADMINISTRATOR:
        return True
    city = find_kept_city(actor)
    return city is not None and bureau is not None and city.id in {bureau.id, *(one.id for one in walk_up(bureau))}


def list_own_roles(actor: Person) -> tuple[Role, ...]:
    """The roles that somebody may give at all: a city administrator those of a bureau, and their own."""
    return tuple(one for one in Role if actor.role is Role.ADMINISTRATOR or one in OF_A_BUREAU or one is actor.role)


def list_given_roles(actor: Person, bureau: Bureau | None) -> tuple[Role, ...]:
    """The roles that somebody may give to people of a bureau."""
    own = list_own_roles(actor)
    return tuple(one for one in list_roles(bureau) if one in own)


def may_keep(actor: Person, person: Person) -> bool:
    """Whether somebody keeps a person's account: no city administrator their own, another one's, or a higher one."""
    if actor.role is Role.ADMINISTRATOR:
        return True
    is_lower = person.id != actor.id and not person.keeps_city
    return keeps(actor, person.bureau) and is_lower and person.role in list_given_roles(actor, person.bureau)


def refuse_strangers(
    session: Session, actor_id: int, people: Iterable[Person] = (), bureaus: Iterable[Bureau | None] = ()
) -> None:
    """Raise Refused unless somebody keeps, as things stand now, these people's accounts and these bureaus."""
    actor = session.get_one(Person, actor_id)
    if not all(keeps(actor, one) for one in bureaus):
        raise Refused("This bureau is not among those that you keep.")
    if not all(may_keep(actor, one) for one in people):
        raise Refused("This account is kept by the administrator of the installation, not by you.")


def name_keeper(session: Session, actor_id: int, person_id: int) -> None:
    """Let a person of a city's bureau keep that city. Raises Refused."""
    take_turn(session)
    person = session.get_one(Person, person_id)
    if person.bureau is None or person.bureau.level != "city":
        raise Refused("Only somebody of a city's bureau can be administrator of the city.")
    if person.role is Role.LEADER:
        raise Refused("A leader reads and changes nothing; give the city to somebody else of its bureau.")
    if not person.is_active:
        raise Refused("The account is deactivated; reactivate it first.")
    _set_keeper(session, actor_id, person, True)


def end_keeper(session: Session, actor_id: int, person_id: int) -> None:
    """Let a person keep no city any more."""
    _set_keeper(session, actor_id, session.get_one(Person, person_id), False)


def _set_keeper(session: Session, actor_id: int, person: Person, keeps_city: bool) -> None:
    if person.keeps_city is keeps_city:
        return
    person.keeps_city = keeps_city
    session.add(person)
    act = "account.keep-city" if keeps_city else "account.end-keeping"
    place = person.bureau.code if person.bureau else ""
    record(session, actor_id, act, f"person {person.id}", None, {"login": person.login, "bureau_code": place})
