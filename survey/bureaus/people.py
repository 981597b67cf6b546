"""Accounts as administrators keep them: added, invited, changed, ended and let in again, each told in the trail."""

import re
import unicodedata
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy.orm import joinedload
from sqlmodel import Session, col, select

from questionnaires.messages import Refused
from survey.accounts.accounts import end_sessions, make_person
from survey.accounts.waiting_links import hand_out, invite_many
from survey.bureaus.keeping import list_given_roles, refuse_strangers
from survey.bureaus.places import find_bureau, list_bureaus, list_ended
from survey.storage.columns import now
from survey.storage.plain_rows import read_bureaus, read_plain
from survey.storage.records import Invitation
from survey.storage.states import AccountState, Role
from survey.storage.studio_people import ClauseReading, DraftAuthor
from survey.storage.tables import Bureau, Person
from survey.storage.trail import record, record_all, take_turn

GOOD_LOGIN = re.compile("[a-z0-9][a-z0-9._-]{1,59}")
GOOD_TELEPHONE = re.compile("[0-9+() 转-]{3,30}")
WITHOUT_PASSWORD = (AccountState.INVITED, AccountState.RUN_OUT)
NOT_YET = "not_yet"  # what one searches for: whoever has not signed in yet, with a link that can be used or without
SECRETS = ("totp_secret", "totp_step", "session_key")
KEPT = ("name", "post", "telephone")  # all we keep of a person besides the account itself


@dataclass(frozen=True)
class Listed:
    """A person with where the account stands."""

    person: Person
    state: AccountState


def show_person(person: Person) -> dict[str, str]:
    """A person as a row of the table of people, and as the trail tells it."""
    return {
        "login": person.login,
        "name": person.name,
        "role": person.role,
        "bureau_code": person.bureau.code if person.bureau else "",
        "post": person.post,
        "telephone": person.telephone,
    }


def clean_telephone(text: str) -> str:
    return unicodedata.normalize("NFKC", text).strip()


def list_people(session: Session, bureau: Bureau | None = None) -> list[Listed]:
    """Everyone, or everyone of a bureau, by bureau and login."""
    with_place = joinedload(Person.bureau).joinedload(Bureau.parent)  # type: ignore[arg-type]
    query = select(Person).outerjoin(Bureau).options(with_place).order_by(col(Bureau.code), col(Person.login))
    if bureau is not None:
        query = query.where(Person.bureau_id == bureau.id)
    invited = _list_invited(session)
    return [Listed(person, find_state(person, person.id in invited)) for person in session.exec(query)]


def read_people(session: Session) -> list[Listed]:
    """Everyone by bureau and login, those of no bureau first, to be shown: as plain rows."""
    bureaus, invited = read_bureaus(session), _list_invited(session)
    found = read_plain(session, Person, without=SECRETS)
    for one in found:
        one.bureau = bureaus.get(one.bureau_id)
    found.sort(key=lambda one: (one.bureau.code if one.bureau else "", one.login))
    return [Listed(one, find_state(one, one.id in invited)) for one in found]


def describe_person(session: Session, person: Person) -> Listed:
    """One person with where the account stands."""
    return Listed(person, find_state(person, person.id in _list_invited(session, Invitation.person_id == person.id)))


def _list_invited(session: Session, *which: Any) -> set[int]:
    """Who has a link that can be used."""
    is_open = (col(Invitation.used_at).is_(None), col(Invitation.expires_at) > now())
    return set(session.exec(select(Invitation.person_id).where(*is_open, *which)))


def find_state(person: Person, is_invited: bool) -> AccountState:
    """Where an account stands; `is_invited` while a link of theirs can be used."""
    if not person.is_active:
        return AccountState.DEACTIVATED
    if person.password_hash:
        return AccountState.IN_USE
    return AccountState.INVITED if is_invited else AccountState.RUN_OUT


def search_people(listed: Iterable[Listed], words: str, role: str, state: str) -> Iterator[Listed]:
    """Those in whose name, user name, post or place all the words are."""
    for one in listed:
        bureau = one.person.bureau
        places = [bureau.name, bureau.code, bureau.parent.name if bureau.parent else ""] if bureau else []
        text = " ".join([one.person.name, one.person.login, one.person.post, *places]).casefold()
        stands = state in ("", one.state) or (state == NOT_YET and one.state in WITHOUT_PASSWORD)
        if stands and role in ("", one.person.role) and all(word in text for word in words.casefold().split()):
            yield one


def add_account(session: Session, actor_id: int, values: dict[str, str]) -> Person:
    """Add an account without a password. Raises Refused where the bureau is not the actor's to keep, the role does not
    fit or is not theirs to give, or the login is taken."""
    take_turn(session)
    bureau = find_bureau(session, values["bureau_code"]) if values["bureau_code"] else None
    refuse_strangers(session, actor_id, bureaus=[bureau])
    if values["role"] not in list_given_roles(session.get_one(Person, actor_id), bureau):
        raise Refused("This role does not fit the bureau.")
    if bureau is not None and bureau.id in list_ended(session):
        raise Refused("%(bureau)s is ended already.", bureau=bureau.name)
    if session.exec(select(Person).where(Person.login == values["login"])).first():
        raise Refused("The user name is taken; choose another.")
    return add_accounts(session, actor_id, [values])[0]


def add_accounts(session: Session, actor_id: int, rows: Sequence[dict[str, str]]) -> list[Person]:
    """Add accounts whose values were checked before."""
    bureaus = {bureau.code: bureau.id for bureau in list_bureaus(session)}
    people = []
    for row in rows:
        person = make_person(row["login"], row["name"], Role(row["role"]), bureaus.get(row["bureau_code"]))
        person.post, person.telephone = row.get("post", ""), row.get("telephone", "")
        people.append(person)
    session.add_all(people)
    session.flush()
    record(session, actor_id, "account.add", _name_accounts(people), None, list(rows))
    return people


def has_added(session: Session, actor_id: int, values: Mapping[str, str]) -> bool:
    """Whether somebody has added this very account already, and not handed out its link yet."""
    waits = col(Invitation.made_by_id) == actor_id, col(Invitation.salt).is_not(None)
    theirs = select(Person).join(Invitation, col(Invitation.person_id) == Person.id)
    found = session.exec(theirs.where(Person.login == values["login"], *waits)).first()
    return found is not None and values.items() <= show_person(found).items()


def invite_people(session: Session, actor_id: int, people: Sequence[Person], key: str) -> None:
    """Make everyone a new one-time link, which waits to be handed out; earlier links end. `key` is the installation's.

    Raises Refused for an ended account.
    """
    if not all(person.is_active for person in people):
        raise Refused("The account is deactivated; reactivate it first.")
    invite_many(session, key, people, actor_id)
    record(session, actor_id, "account.invite", _name_accounts(people), None, [person.login for person in people])


def hand_out_links(session: Session, actor_id: int, ids: Collection[int]) -> int:
    """Show these links, of those that somebody made, to nobody any more; how many they were."""
    people = hand_out(session, actor_id, ids)
    if people:
        record(session, actor_id, "account.hand-out", _name_accounts(people), None, [one.login for one in people])
    return len(people)


def _name_accounts(people: Sequence[Person]) -> str:
    return ", ".join(f"person {person.id}" for person in people)


def change_person(session: Session, actor_id: int, person_id: int, values: dict[str, str]) -> bool:
    """Change name, post and telephone; whether anything changed."""
    person = session.get_one(Person, person_id)
    before = {name: getattr(person, name) for name in KEPT if values[name] != getattr(person, name)}
    for name in before:
        setattr(person, name, values[name])
    session.add(person)
    if before:
        after = {name: values[name] for name in before}
        record(session, actor_id, "account.change", f"person {person.id}", before, after)
    return bool(before)


def deactivate(session: Session, actor_id: int, person_id: int) -> None:
    """End an account, its sessions, its links and its part in drafts. Raises Refused for oneself and the last
    administrator."""
    take_turn(session)
    in_charge = select(Person).where(Person.role == Role.ADMINISTRATOR, col(Person.is_active))
    administrators = {one.id: one for one in session.exec(in_charge)}
    person = session.get_one(Person, person_id)
    if person_id == actor_id:
        raise Refused("You cannot deactivate your own account; another administrator can.")
    if person_id in administrators and not any(
        one.password_hash for id, one in administrators.items() if id != person_id
    ):
        raise Refused("This is the last administrator; invite another one first.")
    if person.is_active:
        person.is_active = False
        end_sessions(session, person)
        for link in session.exec(select(Invitation).where(Invitation.person_id == person_id)):
            link.used_at, link.salt = link.used_at or now(), None
            session.add(link)
        leave_drafts(session, actor_id, person)
        record(session, actor_id, "account.deactivate", f"person {person.id}", None, {"login": person.login})


def leave_drafts(session: Session, actor_id: int, person: Person) -> None:
    """Have somebody be an author of no draft any more, and be asked to read nothing more of one."""
    authored = select(DraftAuthor).where(DraftAuthor.person_id == person.id, col(DraftAuthor.ended_at).is_(None))
    asked = select(ClauseReading).where(ClauseReading.reader_id == person.id, col(ClauseReading.ended_at).is_(None))
    waits = col(ClauseReading.read_at).is_(None)
    _end_parts(session, actor_id, person, "draft.author-end", session.exec(authored).all())
    _end_parts(session, actor_id, person, "reading.end", session.exec(asked.where(waits)).all())


def _end_parts(
    session: Session, actor_id: int, person: Person, act: str, parts: Iterable[DraftAuthor | ClauseReading]
) -> None:
    drafts: dict[str, None] = {}
    for one in parts:
        one.ended_at, one.ended_by_id = now(), actor_id
        session.add(one)
        drafts[f"draft {one.draft_id}"] = None
    if drafts:
        record_all(session, actor_id, act, [(draft, {"person": person.login}, None) for draft in drafts])


def reactivate(session: Session, actor_id: int, person_id: int) -> None:
    """Let somebody in again, with the password they had. Raises Refused where their bureau takes part no more."""
    person = session.get_one(Person, person_id)
    if person.bureau is not None and person.bureau.id in list_ended(session):
        raise Refused("%(bureau)s is ended already.", bureau=person.bureau.name)
    if not person.is_active:
        person.is_active = True
        session.add(person)
        record(session, actor_id, "account.reactivate", f"person {person.id}", None, {"login": person.login})
