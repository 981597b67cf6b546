"""Signing in: who is let in, how often one may be wrong, and what the trail keeps of it.

An attempt is counted before it is looked at, so that many at once are no way around the limit; what turned out right is
taken off again. A login that does not exist counts and locks like one that does.
"""

import hashlib
from datetime import timedelta

import sqlalchemy as sa
from sqlmodel import Session, select

from survey.accounts.accounts import WeakPassword, check_password, knows_password
from survey.accounts.totp import accept_code
from survey.sheets.reading import clean_login
from survey.storage.database import reading, writing
from survey.storage.tables import Person
from survey.storage.trail import record
from survey.web.tallies import Limit, TooMany, count, forget, give_back

LOCK = timedelta(minutes=5)
NOBODY = "nobody"  # the trail's subject where a login does not exist
PER_LOGIN = Limit(5, LOCK, slides=True)
PER_ADDRESS = Limit(30, LOCK)  # an office behind one address has many people


class AccountEnded(Exception):
    """The password is right, and the account was deactivated."""


class Locked(Exception):
    """Too many failures of this login or from this address; it opens again by itself."""


def enter(engine: sa.Engine, login: str, password: str, address: str) -> Person | None:
    """The person of a login and password, or None. Raises Locked, AccountEnded.

    Capitals and full-width letters do not tell logins apart; the trail keeps what was typed.
    Who has a second factor is not in yet: `enter_code` comes next.
    """
    with reading(engine) as session:
        person = session.exec(select(Person).where(Person.login == clean_login(login))).one_or_none()
    if not try_password(engine, person, login, password, address):
        return None
    assert person is not None  # nobody has no password
    if person.totp_secret is None:
        with writing(engine) as session:
            _let_in(session, person, "password")
    return person


def try_password(engine: sa.Engine, person: Person | None, login: str, password: str, address: str) -> bool:
    """Whether a password is right, counted. Raises Locked, and AccountEnded for whoever knows it and may come in no
    more. Hashing, slow by design, holds up no writer."""
    last = _count_attempt(engine, login, address)
    is_known = knows_password(person, password)
    right = is_known and person is not None and person.is_active
    with writing(engine) as session:
        if right:
            give_back(session, _login_key(login))
            give_back(session, _address_key(address))
        else:
            _refuse(session, person, login, "deactivated" if is_known else "password", last)
    if is_known and not right:
        raise AccountEnded
    return right


def enter_code(engine: sa.Engine, person_id: int, key: str, code: str, address: str) -> bool:
    """Whether the second factor's code is right, which lets the person in. Raises Locked."""
    with reading(engine) as session:
        login = session.get_one(Person, person_id).login
    last = _count_attempt(engine, login, address)
    with writing(engine) as session:
        person = session.exec(select(Person).where(Person.id == person_id).with_for_update()).one()
        right = person.totp_secret is not None and accept_code(key, person, code)
        if right:
            session.add(person)
            give_back(session, _address_key(address))
            _let_in(session, person, "password and code")
        else:
            _refuse(session, person, login, "code", last)
    return right


def unlock(session: Session, login: str) -> None:
    """Let a login try again at once."""
    forget(session, _login_key(login))


def _count_attempt(engine: sa.Engine, login: str, address: str) -> bool:
    """Count it; whether it is the last that is allowed for now."""
    try:
        with writing(engine) as session:
            from_here = count(session, _address_key(address), PER_ADDRESS)
            for_login = count(session, _login_key(login), PER_LOGIN)
    except TooMany:
        raise Locked from None
    return for_login == PER_LOGIN.most or from_here == PER_ADDRESS.most


def _let_in(session: Session, person: Person, by: str) -> None:
    forget(session, _login_key(person.login))
    record(session, person.id, "session.open", f"person {person.id}", None, by)


def _refuse(session: Session, person: Person | None, login: str, wrong: str, last: bool) -> None:
    subject = f"person {person.id}" if person else NOBODY
    record(session, None, "session.refuse", subject, None, {"login": hide_password(person, login), "wrong": wrong})
    if last:
        record(session, None, "session.lock", subject, None, {"login": hide_password(person, login)})


def hide_password(person: Person | None, login: str) -> str:
    """The login as typed, unless it is nobody's and could be a password that was typed into the wrong field."""
    try:
        check_password(login)
    except WeakPassword:
        return login
    return login if person else "***"


def _login_key(login: str) -> str:
    return f"login {hashlib.sha256(clean_login(login).encode()).hexdigest()}"


def _address_key(address: str) -> str:
    return f"address {address}"[:120]
