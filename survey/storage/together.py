"""The tables of how a response comes about between people: who answers which question, which offices were asked for
what, what is said about a question; and which levels are done with a round.
"""

from datetime import date, datetime

import sqlalchemy as sa
from sqlmodel import Field, Relationship, SQLModel

from survey.storage.columns import enumeration, moment, only_one
from survey.storage.states import Circle
from survey.storage.tables import Person, Response

MOST_NOTE = 4000
MOST_OFFICE = 80


class Assignment(SQLModel, table=True):
    """A question that was given to a clerk of the bureau, until `due` if there is a day; ended where it is given to
    somebody else or taken back, never changed. It locks nothing."""

    __table_args__ = (only_one("uq_assignment_standing", "response_id", "question_id", while_null="ended_at"),)

    id: int = Field(default=None, primary_key=True)
    response_id: int = Field(foreign_key="response.id")
    question_id: str = Field(max_length=60)
    person_id: int = Field(foreign_key="person.id", index=True)
    due: date | None = None
    made_at: datetime = moment()
    made_by_id: int = Field(foreign_key="person.id")
    ended_at: datetime | None = moment(nullable=True)
    person: Person = Relationship(sa_relationship_kwargs={"foreign_keys": "Assignment.person_id"})
    made_by: Person = Relationship(sa_relationship_kwargs={"foreign_keys": "Assignment.made_by_id"})


class OfficeRequest(SQLModel, table=True):
    """What an office outside the bureau was asked for on paper: until when, and to whom of the bureau it goes back."""

    id: int = Field(default=None, primary_key=True)
    response_id: int = Field(foreign_key="response.id", index=True)
    office: str = Field(max_length=MOST_OFFICE)
    contact: str = Field(max_length=MOST_OFFICE)
    due: date | None = None
    made_at: datetime = moment()
    made_by_id: int = Field(foreign_key="person.id")
    ended_at: datetime | None = moment(nullable=True)
    response: Response = Relationship()
    made_by: Person = Relationship()


class OfficeQuestion(SQLModel, table=True):
    """A question on an office's sheet, and who ticked off when that it came back."""

    request_id: int = Field(foreign_key="officerequest.id", primary_key=True)
    question_id: str = Field(max_length=60, primary_key=True)
    back_at: datetime | None = moment(nullable=True)
    back_by_id: int | None = Field(default=None, foreign_key="person.id")


class Note(SQLModel, table=True):
    """Something said about a question, inside the bureau or between it and its reviewers; never changed.

    `once` is made with the form it was typed into, so that the same form sent twice is one note.
    """

    __table_args__ = (
        sa.Index("ix_note_place", "response_id", "question_id"),
        sa.UniqueConstraint("made_by_id", "once"),
    )

    id: int = Field(default=None, primary_key=True)
    response_id: int = Field(foreign_key="response.id")
    question_id: str = Field(max_length=60)
    circle: Circle = Field(sa_type=enumeration(Circle, "circle"))
    text: str = Field(max_length=MOST_NOTE)
    once: str = Field(max_length=32)
    made_at: datetime = moment()
    made_by_id: int = Field(foreign_key="person.id")
    made_by: Person = Relationship()


class NotesRead(SQLModel, table=True):
    """How far a person has read what is said about a question: up to the note `last_id`."""

    person_id: int = Field(foreign_key="person.id", primary_key=True)
    response_id: int = Field(foreign_key="response.id", primary_key=True)
    question_id: str = Field(max_length=60, primary_key=True)
    circle: Circle = Field(sa_type=enumeration(Circle, "circle"), primary_key=True)
    last_id: int


class Closing(SQLModel, table=True):
    """A level that is done with a round: the bureau above says that all below it are in, or out of it."""

    __table_args__ = (only_one("uq_closing_standing", "round_id", "bureau_id", while_null="lifted_at"),)

    id: int = Field(default=None, primary_key=True)
    round_id: int = Field(foreign_key="round.id")
    bureau_id: int = Field(foreign_key="bureau.id")
    closed_at: datetime = moment()
    closed_by_id: int = Field(foreign_key="person.id")
    lifted_at: datetime | None = moment(nullable=True)
