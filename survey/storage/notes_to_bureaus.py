"""The tables of what administrators tell bureaus."""

from datetime import datetime

import sqlalchemy as sa
from sqlmodel import Field, Relationship, SQLModel

from survey.storage.columns import moment
from survey.storage.tables import Bureau, Person

MOST_TITLE, MOST_TEXT, MOST_FILE = 80, 2000, 1_400_000  # characters, characters, bytes


class Message(SQLModel, table=True):
    """Something an administrator told bureaus; never changed. `once` is made with the form it was typed into."""

    __table_args__ = (sa.UniqueConstraint("made_by_id", "once"),)

    id: int = Field(default=None, primary_key=True)
    title: str = Field(max_length=MOST_TITLE)
    text: str = Field(max_length=MOST_TEXT)
    once: str = Field(max_length=32)
    made_at: datetime = moment()
    made_by_id: int = Field(foreign_key="person.id")
    made_by: Person = Relationship()


class MessageFile(SQLModel, table=True):
    """The file of a message: its content in Base64."""

    message_id: int = Field(foreign_key="message.id", primary_key=True)
    name: str = Field(max_length=120)
    size: int
    content: str = Field(sa_type=sa.Text)


class MessageTo(SQLModel, table=True):
    """A bureau that was told."""

    message_id: int = Field(foreign_key="message.id", primary_key=True)
    bureau_id: int = Field(foreign_key="bureau.id", primary_key=True, index=True)
    bureau: Bureau = Relationship()


class MessageReading(SQLModel, table=True):
    """Somebody of a bureau that was told says that they have read it."""

    message_id: int = Field(foreign_key="message.id", primary_key=True)
    person_id: int = Field(foreign_key="person.id", primary_key=True)
    bureau_id: int = Field(foreign_key="bureau.id")
    at: datetime = moment()
    person: Person = Relationship()
