"""A message told to bureaus, on their start page and by mail, and read there."""

import secrets
from base64 import b64encode
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sqlmodel import Session, col, select

from questionnaires.messages import Refused
from survey.bureaus.keeping import refuse_strangers
from survey.jobs.owing import owe
from survey.mail.plans import KIND
from survey.mail.sending import MESSAGE
from survey.storage.columns import now
from survey.storage.notes_to_bureaus import Message, MessageFile, MessageReading, MessageTo
from survey.storage.states import OF_A_BUREAU
from survey.storage.tables import Bureau, Person
from survey.storage.trail import record


@dataclass(frozen=True)
class GivenFile:
    """A file as it came: its clean name and its bytes."""

    name: str
    content: bytes


@dataclass(frozen=True)
class NewMessage:
    """What is told; `once` is made with the form."""

    title: str
    text: str
    once: str
    file: GivenFile | None = None


@dataclass(frozen=True)
class ToldMessage:
    """A message with how many bureaus were told, and of how many somebody has read it."""

    message: Message
    bureaus: int
    read: int


def tell(session: Session, actor_id: int, draft: NewMessage, bureaus: Sequence[Bureau], by_mail: bool) -> Message:
    """Tell bureaus something; the same form sent twice is one message. Raises Refused."""
    known = session.exec(select(Message).where(Message.made_by_id == actor_id, Message.once == draft.once)).first()
    if known is not None:
        return known
    refuse_strangers(session, actor_id, bureaus=bureaus)
    if not bureaus:
        raise Refused("Nobody is chosen; choose at least one bureau.")
    message = Message(title=draft.title, text=draft.text, once=draft.once, made_at=now(), made_by_id=actor_id)
    session.add(message)
    session.flush()
    session.add_all(MessageTo(message_id=message.id, bureau_id=one.id) for one in bureaus)
    if draft.file is not None:
        content = b64encode(draft.file.content).decode()
        size = len(draft.file.content)
        session.add(MessageFile(message_id=message.id, name=draft.file.name, size=size, content=content))
    for bureau in bureaus if by_mail else ():
        _owe_mail(session, message, bureau)
    said = {"title": draft.title, "text": draft.text, "file": draft.file.name if draft.file else "", "mail": by_mail}
    codes = [one.code for one in bureaus]
    record(session, actor_id, "message.send", f"message {message.id}", None, said | {"bureaus": codes})
    return message


def _owe_mail(session: Session, message: Message, bureau: Bureau) -> None:
    if not bureau.mailbox:
        return
    about = {"event": MESSAGE, "about": message.id, "bureau": bureau.id}
    payload = {**about, "to": bureau.mailbox, "message": secrets.token_hex(16)}
    owe(session, KIND, f"{KIND}/~{MESSAGE}/{message.id}/{bureau.code}", payload)


def read_message(session: Session, person: Person, message_id: int) -> None:
    """Say that somebody has read a message; twice is once."""
    if person.bureau_id is None or session.get(MessageReading, (message_id, person.id)) is not None:
        return
    session.add(MessageReading(message_id=message_id, person_id=person.id, bureau_id=person.bureau_id, at=now()))
    record(session, person.id, "message.read", f"message {message_id}")


def list_received(session: Session, person: Person, unread: bool = False) -> list[Message]:
    """What the person's bureau was told since they have an account, latest first; only what they have not read."""
    if person.role not in OF_A_BUREAU:
        return []
    read = select(MessageReading.message_id).where(MessageReading.person_id == person.id)
    query = select(Message).join(MessageTo).where(MessageTo.bureau_id == person.bureau_id)
    query = query.where(Message.made_at >= person.created_at)
    if unread:
        query = query.where(col(Message.id).not_in(read))
    return list(session.exec(query.order_by(col(Message.id).desc())))


def list_told(session: Session, maker_id: int | None) -> list[ToldMessage]:
    """What somebody (None: anybody) has told, latest first."""
    query = select(Message).order_by(col(Message.id).desc())
    if maker_id is not None:
        query = query.where(Message.made_by_id == maker_id)
    to = _gather(session.exec(select(MessageTo.message_id, MessageTo.bureau_id)))
    by = _gather(session.exec(select(MessageReading.message_id, MessageReading.bureau_id)))
    none: set[int] = set()
    return [
        ToldMessage(one, len(to.get(one.id, none)), len(to.get(one.id, none) & by.get(one.id, none)))
        for one in session.exec(query)
    ]


def _gather(rows: Iterable[tuple[int, int]]) -> dict[int, set[int]]:
    found: dict[int, set[int]] = {}
    for message_id, bureau_id in rows:
        found.setdefault(message_id, set()).add(bureau_id)
    return found
