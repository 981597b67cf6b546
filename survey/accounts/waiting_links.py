"""One-time links that wait to be handed out: whoever made them is shown them, as often as need be, until she says that
they are handed out; then nobody is, ever.

The token comes from a salt in the database and from the installation's key, so that a copy of the database opens no
account. A link that is handed out loses its salt, and keeps working: of its token the hash stays.
"""

import hashlib
import hmac
import secrets
from base64 import urlsafe_b64encode
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from sqlalchemy.orm import joinedload
from sqlmodel import Session, col, select

from survey.accounts.accounts import add_invitations, hash_token
from survey.storage.columns import now
from survey.storage.records import Invitation
from survey.storage.tables import Bureau, Person


@dataclass(frozen=True)
class WaitingLink:
    """A link that was made and not handed out yet, for whom, and its token."""

    id: int
    person: Person
    token: str


def invite_many(session: Session, key: str, people: Sequence[Person], maker_id: int) -> None:
    """Make a link for each of some people, which waits with its maker; earlier ones of theirs end."""
    add_invitations(session, [_make_link(key, person, maker_id) for person in people])


def _make_link(key: str, person: Person, maker_id: int) -> Invitation:
    salt = secrets.token_hex(16)
    token_hash = hash_token(_derive_token(key, person.id, salt))
    return Invitation(person_id=person.id, token_hash=token_hash, salt=salt, made_by_id=maker_id)


def _derive_token(key: str, person_id: int, salt: str) -> str:
    """The token of a link, 256 bits."""
    mixed = hmac.new(key.encode(), f"one-time link {person_id} {salt}".encode(), hashlib.sha256)
    return urlsafe_b64encode(mixed.digest()).decode().rstrip("=")


def list_waiting(session: Session, key: str, maker_id: int) -> list[WaitingLink]:
    """The links that somebody made, can be used and are not handed out, latest first and then as they were made.

    One that was made with another key of the installation cannot be shown any more, and is not listed.
    """
    found = (
        WaitingLink(one.id, one.person, _derive_token(key, one.person_id, one.salt or ""))
        for one in _find_waiting(session, maker_id)
        if hash_token(_derive_token(key, one.person_id, one.salt or "")) == one.token_hash
    )
    return list(found)


def find_waiting_link(session: Session, key: str, invitation_id: int) -> WaitingLink | None:
    """One link that can be used and is not handed out yet; None for one that is, or was made with another key."""
    one = session.get(Invitation, invitation_id)
    if one is None or one.salt is None or one.used_at is not None or one.expires_at <= now():
        return None
    token = _derive_token(key, one.person_id, one.salt)
    return WaitingLink(one.id, one.person, token) if hash_token(token) == one.token_hash else None


def hand_out(session: Session, maker_id: int, ids: Collection[int]) -> list[Person]:
    """Show these links to nobody from now on; whose they are. Twice changes nothing."""
    found = [one for one in _find_waiting(session, maker_id) if one.id in ids]
    for one in found:
        one.salt = None
        session.add(one)
    return [one.person for one in found]


def _find_waiting(session: Session, maker_id: int) -> Sequence[Invitation]:
    with_place = joinedload(Invitation.person).joinedload(Person.bureau).joinedload(Bureau.parent)  # type: ignore[arg-type]
    can_be_used = col(Invitation.used_at).is_(None), col(Invitation.expires_at) > now()
    query = select(Invitation).where(
        col(Invitation.made_by_id) == maker_id, col(Invitation.salt).is_not(None), *can_be_used
    )
    return session.exec(query.options(with_place).order_by(col(Invitation.expires_at).desc(), col(Invitation.id))).all()
