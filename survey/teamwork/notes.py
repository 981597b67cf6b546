"""What is said about a question: inside the bureau, which nobody else ever sees, and between the bureau and its
reviewers about a question that was returned. A note is never changed, and counts as new until its reader has seen it.
"""

import hashlib
import secrets
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.orm import joinedload
from sqlmodel import Session, col, select

from questionnaires.messages import Refused
from survey.rounds.rounds import lock_response
from survey.storage.columns import now
from survey.storage.database import writing
from survey.storage.states import OF_A_BUREAU, REVIEWERS, Circle, Decision, State
from survey.storage.tables import Person, Response, Review
from survey.storage.together import Note, NotesRead
from survey.storage.trail import record


@dataclass(frozen=True)
class Talk:
    """What is said about a question in one circle: how much, and how much of it a person has not seen."""

    count: int = 0
    new: int = 0


NO_TALK = Talk()
Talks = dict[tuple[str, Circle], Talk]


@dataclass(frozen=True)
class NewTalk:
    """New notes for a person about one question of a response."""

    response_id: int
    question_id: str
    circle: Circle
    count: int


def list_notes(session: Session, response_id: int, question_id: str, circle: Circle) -> list[Note]:
    """What was said about a question, oldest first, each note with who said it."""
    query = select(Note).where(Note.response_id == response_id, Note.question_id == question_id, Note.circle == circle)
    return list(session.exec(query.order_by(col(Note.id)).options(joinedload(Note.made_by))))  # type: ignore[arg-type]


def list_all_notes(session: Session, response_id: int, person: Person) -> dict[tuple[str, Circle], list[Note]]:
    """All that is said about a response, by question and circle, as far as a person may see it."""
    query = select(Note).where(Note.response_id == response_id, _is_for(person)).order_by(col(Note.id))
    said: dict[tuple[str, Circle], list[Note]] = {}
    for note in session.exec(query.options(joinedload(Note.made_by))):  # type: ignore[arg-type]
        said.setdefault((note.question_id, note.circle), []).append(note)
    return said


def find_talks(session: Session, response_id: int, person: Person) -> Talks:
    """How much is said about each question of a response, as far as a person may see it."""
    is_new = sa.and_(col(Note.made_by_id) != person.id, sa.func.coalesce(NotesRead.last_id, 0) < col(Note.id))
    query = (
        sa.select(Note.question_id, Note.circle, sa.func.count(), sa.func.sum(sa.case((is_new, 1), else_=0)))  # type: ignore[call-overload]
        .join(NotesRead, _is_reading_of(person), isouter=True)
        .where(col(Note.response_id) == response_id, _is_for(person))
        .group_by(col(Note.question_id), col(Note.circle))
    )
    return {(id, Circle(circle)): Talk(count, int(new)) for id, circle, count, new in session.execute(query)}


def list_new(session: Session, person: Person) -> list[NewTalk]:
    """The questions about which somebody else has said something that this person takes part in and has not seen."""
    if person.role not in (*OF_A_BUREAU, *REVIEWERS):
        return []
    query = (
        sa.select(Note.response_id, Note.question_id, Note.circle, sa.func.count())  # type: ignore[call-overload]
        .join(Response, col(Response.id) == Note.response_id)
        .join(NotesRead, _is_reading_of(person), isouter=True)
        .where(
            col(Note.made_by_id) != person.id,
            sa.func.coalesce(NotesRead.last_id, 0) < col(Note.id),
            _is_for(person),
            _takes_part(person),
        )
        .group_by(col(Note.response_id), col(Note.question_id), col(Note.circle))
        .order_by(sa.func.max(Note.id))
    )
    return [NewTalk(response, id, Circle(circle), count) for response, id, circle, count in session.execute(query)]


def _is_reading_of(person: Person) -> sa.ColumnElement[bool]:
    return sa.and_(
        col(NotesRead.person_id) == person.id,
        col(NotesRead.response_id) == Note.response_id,
        col(NotesRead.question_id) == Note.question_id,
        col(NotesRead.circle) == Note.circle,
    )


def _is_for(person: Person) -> sa.ColumnElement[bool]:
    """What is said inside a bureau is its people's alone."""
    return sa.true() if person.role in OF_A_BUREAU else col(Note.circle) == Circle.REVIEW


def _takes_part(person: Person) -> sa.ColumnElement[bool]:
    """What counts as new for a person: all of their bureau; of a reviewer what they or their office returned."""
    if person.role in OF_A_BUREAU:
        return col(Response.bureau_id) == person.bureau_id
    made = sa.select(Review.id).join(Person, col(Person.id) == Review.made_by_id)  # type: ignore[call-overload]
    return sa.exists(
        made.where(
            col(Review.response_id) == Note.response_id,
            col(Review.question_id) == Note.question_id,
            col(Review.sent_at).is_not(None),
            col(Person.bureau_id) == person.bureau_id,
            col(Person.role) == person.role,
        )
    )


def list_sent_back(session: Session, response_id: int) -> set[str]:
    """The questions that were ever returned to the bureau: about these it talks with its reviewers."""
    query = select(Review.question_id).where(
        Review.response_id == response_id,
        Review.decision == Decision.RETURNED,
        col(Review.sent_at).is_not(None),
    )
    return set(session.exec(query))


def is_talked_about(session: Session, response: Response, question_id: str, circle: Circle) -> bool:
    """Whether something may be said now: inside the bureau until the round is over, with the reviewers once the
    question was returned and until all is accepted."""
    if response.round.archived_at is not None or response.round.withdrawn_at is not None:
        return False
    if circle is Circle.BUREAU:
        return True
    is_over = response.state is State.ACCEPTED or response.absent_at is not None
    return not is_over and question_id in list_sent_back(session, response.id)


def add_note(
    engine: sa.Engine, response_id: int, question_id: str, circle: Circle, text: str, once: str, person_id: int
) -> None:
    """Say something; the same words sent twice with one form are said once. Raises Refused where nothing may be said
    there now."""
    with writing(engine) as session:
        response = lock_response(session, response_id)
        sent = session.exec(select(Note).where(Note.made_by_id == person_id, Note.once == once)).first()
        if sent is not None and (sent.question_id, sent.circle, sent.text) == (question_id, circle, text):
            return
        once = once if sent is None else secrets.token_hex(16)  # other words are lost on nobody
        if not is_talked_about(session, response, question_id, circle):
            raise Refused("Nothing can be said to the other side here now: the response has moved on meanwhile.")
        note = Note(
            response_id=response_id,
            question_id=question_id,
            circle=circle,
            text=text,
            once=once,
            made_at=now(),
            made_by_id=person_id,
        )
        session.add(note)
        subject = f"response {response_id} question {question_id}"
        record(session, person_id, "note.add", subject, None, tell_note(circle, text))


def tell_note(circle: Circle, text: str) -> dict[str, str]:
    """A note as the trail has it: word for word, or only its hash where it is the bureau's alone."""
    if circle is Circle.REVIEW:
        return {"circle": circle, "text": text}
    return {"circle": circle, "hash_of_text": hashlib.sha256(text.encode()).hexdigest()}


def is_read(session: Session, last: Note, person_id: int) -> bool:
    """Whether a person has seen the last note about a question."""
    read = session.get(NotesRead, (person_id, last.response_id, last.question_id, last.circle))
    return read is not None and read.last_id >= last.id


def mark_read(engine: sa.Engine, last: Note, person_id: int) -> None:
    """Let what is said about a question count as seen, up to a note."""
    with writing(engine) as session:
        lock_response(session, last.response_id)  # two tabs take turns
        read = session.get(NotesRead, (person_id, last.response_id, last.question_id, last.circle))
        if read is None:
            read = NotesRead(
                person_id=person_id,
                response_id=last.response_id,
                question_id=last.question_id,
                circle=last.circle,
                last_id=0,
            )
        read.last_id = max(read.last_id, last.id)
        session.add(read)
