"""Accounts: invitations, passwords and signing in."""

import hashlib
import secrets
from collections.abc import Sequence
from datetime import timedelta
from functools import cache

from pwdlib import PasswordHash
from sqlmodel import Session, col, select

from survey.storage.columns import now
from survey.storage.records import Invitation
from survey.storage.states import Role
from survey.storage.tables import Bureau, Person

HASHER = PasswordHash.recommended()
INVITATION_DAYS = 7
SHORTEST_PASSWORD = 8
LONGEST_PASSWORD = 200
KINDS_OF_CHARACTERS = 3


class WeakPassword(ValueError):
    """A password that is too short or too plain."""


class UnusableInvitation(LookupError):
    """An invitation that does not exist, is used or has run out."""


class SamePassword(ValueError):
    """A new password that is the old one."""


def make_person(login: str, name: str, role: Role, bureau_id: int | None) -> Person:
    """An account without a password: it is set through an invitation."""
    return Person(
        login=login,
        name=name,
        role=role,
        bureau_id=bureau_id,
        session_key=secrets.token_hex(16),
        created_at=now(),
    )


def add_person(session: Session, login: str, name: str, role: Role, bureau: Bureau | None) -> Person:
    """Add an account without a password."""
    person = make_person(login, name, role, bureau.id if bureau else None)
    session.add(person)
    session.flush()
    return person


def invite(session: Session, person: Person) -> str:
    """Make a one-time link's token, to be shown now and never again; earlier ones of the person end."""
    token = secrets.token_urlsafe(32)
    add_invitations(session, [Invitation(person_id=person.id, token_hash=hash_token(token))])
    return token


def add_invitations(session: Session, invitations: Sequence[Invitation]) -> None:
    """Add one-time links, good for 7 days; earlier ones of the same people end. One at a time for a person."""
    unused = col(Invitation.used_at).is_(None)
    ids = [one.person_id for one in invitations]
    session.exec(select(Person.id).where(col(Person.id).in_(ids)).order_by(col(Person.id)).with_for_update()).all()
    theirs = col(Invitation.person_id).in_(ids)
    for earlier in session.exec(select(Invitation).where(theirs, unused)):
        session.delete(earlier)
    end = now() + timedelta(days=INVITATION_DAYS)
    for one in invitations:
        one.expires_at = end
    session.add_all(invitations)


def hash_token(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def find_invitation(session: Session, token: str, to_use: bool = False) -> Invitation:
    """The invitation that a token opens, held where it is `to_use`; raises UnusableInvitation."""
    query = select(Invitation).where(Invitation.token_hash == hash_token(token))
    invitation = session.exec(query.with_for_update() if to_use else query).one_or_none()
    if invitation is None or invitation.used_at is not None or invitation.expires_at < now():
        raise UnusableInvitation
    return invitation


def set_password(session: Session, person: Person, password: str) -> None:
    """Set a password; every session of the person ends. Raises WeakPassword, SamePassword."""
    check_password(password)
    if verify_password(person, password):
        raise SamePassword
    person.password_hash, person.password_set_at = HASHER.hash(password), now()
    person.session_key = secrets.token_hex(16)
    session.add(person)


def end_sessions(session: Session, person: Person) -> None:
    """End every session of a person, also one whose cookie was copied."""
    person = session.get_one(Person, person.id)
    person.session_key = secrets.token_hex(16)
    session.add(person)


def check_password(password: str) -> None:
    """GB/T 22239-2019, level 2, "identity": at least 8 characters of three kinds out of four. Raises WeakPassword."""
    kinds = [
        any(map(str.islower, password)),
        any(map(str.isupper, password)),
        any(map(str.isdigit, password)),
        any(not character.isalnum() for character in password),
    ]
    if not SHORTEST_PASSWORD <= len(password) <= LONGEST_PASSWORD or sum(kinds) < KINDS_OF_CHARACTERS:
        raise WeakPassword


def verify_password(person: Person | None, password: str) -> bool:
    """Whether a password lets this person in; for nobody, and somebody without one, it takes as long and does not."""
    return knows_password(person, password) and person is not None and person.is_active


def knows_password(person: Person | None, password: str) -> bool:
    """Whether a password is that of an account, also of one that was deactivated."""
    known = person.password_hash if person and person.password_hash else _hash_of_nobody()
    return HASHER.verify(password[:LONGEST_PASSWORD], known)


def is_expired(person: Person, days: int) -> bool:
    """Whether a password is older than so many days and has to be changed."""
    return person.password_set_at is None or person.password_set_at + timedelta(days=days) < now()


@cache
def _hash_of_nobody() -> str:
    return HASHER.hash(secrets.token_urlsafe(16))
