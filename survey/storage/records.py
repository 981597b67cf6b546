"""The tables that the product keeps for itself: trail, owed work, one-time links, the reports that were signed and the
catalogues that were published.
"""

from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlmodel import Field, Relationship, SQLModel

from survey.storage.columns import JSON, UtcDateTime, enumeration, moment
from survey.storage.states import JobState
from survey.storage.tables import Person


class TrailEntry(SQLModel, table=True):
    """One line of the trail, numbered without gaps from 1; `hash` covers the line and the hash of the one before."""

    number: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    at: datetime = moment()
    person_id: int | None = Field(default=None, foreign_key="person.id", index=True)
    login: str = Field(max_length=60)
    address: str = Field(max_length=60)
    act: str = Field(max_length=40, index=True)
    subject: str = Field(max_length=200)
    change: str = Field(sa_type=sa.Text)
    hash: str = Field(max_length=64)


class TrailHead(SQLModel, table=True):
    """The end of the trail, in one row: it makes writers take turns, and a cut-off tail be noticed."""

    __table_args__ = (sa.CheckConstraint("id = 1", name="one_row"),)

    id: int = Field(default=1, primary_key=True)
    number: int = 0
    hash: str = Field(default="", max_length=64)


class Installation(SQLModel, table=True):
    """The installation whose database this is, in one row: its data folder has the same name in a file."""

    __table_args__ = (sa.CheckConstraint("id = 1", name="one_row"),)

    id: int = Field(default=1, primary_key=True)
    name: str = Field(max_length=32)


class KeptScheme(SQLModel, table=True):
    """A scheme that a province keeps for its next rounds, as JSON; `version` goes up with every change."""

    id: int = Field(default=None, primary_key=True)
    title: str = Field(max_length=200)
    content: str = Field(sa_type=sa.Text)
    version: int
    saved_at: datetime = moment()
    saved_by_id: int = Field(foreign_key="person.id")


class Tally(SQLModel, table=True):
    """How often something happened that may happen only so often; it is forgotten when its time ends."""

    key: str = Field(max_length=120, primary_key=True)
    count: int
    ends_at: datetime = Field(sa_type=UtcDateTime, index=True)


class Job(SQLModel, table=True):
    """A piece of work that is owed until it is done; `key` says what it is, so that nothing is owed twice."""

    id: int = Field(default=None, primary_key=True)
    kind: str = Field(max_length=24, index=True)
    key: str = Field(max_length=160, unique=True)
    payload: dict[str, Any] = Field(sa_type=JSON)
    state: JobState = Field(default=JobState.OWED, sa_type=enumeration(JobState, "jobstate"), index=True)
    attempts: int = 0
    owner: str | None = Field(default=None, max_length=160)  # who has it, named anew each time
    lease_until: datetime | None = moment(nullable=True)
    error: str = Field(default="", max_length=500)
    created_at: datetime = moment()
    finished_at: datetime | None = moment(nullable=True)


class Invitation(SQLModel, table=True):
    """A one-time link by which a person sets a password; of its token only the hash is kept.

    While a link waits to be handed out, `salt` is what its token is made from together with the installation's key, for
    the administrator who made it; None once it is handed out, used or printed by a command.
    """

    id: int = Field(default=None, primary_key=True)
    person_id: int = Field(foreign_key="person.id", index=True)
    token_hash: str = Field(max_length=64, unique=True)
    expires_at: datetime = moment()
    used_at: datetime | None = moment(nullable=True)
    salt: str | None = Field(default=None, max_length=32)
    made_by_id: int | None = Field(default=None, foreign_key="person.id")
    person: Person = Relationship(sa_relationship_kwargs={"foreign_keys": "Invitation.person_id"})


class IssuedReport(SQLModel, table=True):
    """A report that was signed: one file, of a round or of one response in it.

    `serial` is made of what it says, so that the same report printed by another edition has the same and another
    `sha256`. `says` is what page one said, `file` its name in the folder of reports, `signature` the text of its side
    file.
    """

    __table_args__ = (sa.UniqueConstraint("serial", "sha256"),)

    id: int = Field(default=None, primary_key=True)
    serial: str = Field(max_length=24)
    sha256: str = Field(max_length=64, index=True)
    round_id: int = Field(foreign_key="round.id")
    response_id: int | None = Field(default=None, foreign_key="response.id", index=True)
    says: dict[str, Any] = Field(sa_type=JSON)
    file: str = Field(max_length=120)
    signed_at: datetime = moment()
    signature: str = Field(sa_type=sa.Text)


class PublishedCatalogue(SQLModel, table=True):
    """A version of a catalogue as it was published; it is never changed.

    `number` counts the versions of a `document` from 1, `edition` is what the catalogue itself calls this one.
    `content` is its YAML, byte for byte as it came, `sha256` that of these bytes; `title` and `notice_number` are the
    notice's.
    """

    __table_args__ = (sa.UniqueConstraint("document", "number"), sa.UniqueConstraint("document", "edition"))

    id: int = Field(default=None, primary_key=True)
    document: str = Field(max_length=60)
    number: int
    edition: str = Field(max_length=20)
    title: str = Field(max_length=200)
    notice_number: str | None = Field(default=None, max_length=200)
    content: str = Field(sa_type=sa.Text)
    sha256: str = Field(max_length=64)
    published_at: datetime = moment()
    published_by_id: int = Field(foreign_key="person.id")
    note: str = Field(default="", max_length=500)
    published_by: Person = Relationship()


class EarlierQuestionnaire(SQLModel, table=True):
    """A questionnaire as it was issued, before the round was moved to a newer version of its notice; never changed.

    What was answered until `ended_at` was answered to this one.
    """

    id: int = Field(default=None, primary_key=True)
    questionnaire_id: int = Field(foreign_key="issuedquestionnaire.id", index=True)
    version: str = Field(max_length=40)
    content_hash: str = Field(max_length=64)
    content: str = Field(sa_type=sa.Text)
    reason: str = Field(max_length=500)
    ended_at: datetime = moment()
    ended_by_id: int = Field(foreign_key="person.id")


class NoticeDraft(SQLModel, table=True):
    """A notice that was sent in, while its catalogue is decided; `document` is what it was last published as.

    `facts` is the head as JSON, `version` goes up by one with every change of it.
    """

    id: int = Field(default=None, primary_key=True)
    file_name: str = Field(max_length=120)
    title: str = Field(max_length=200)
    facts: str = Field(sa_type=sa.Text)
    version: int = 1
    document: str | None = Field(default=None, max_length=60)
    made_at: datetime = moment()
    made_by_id: int = Field(foreign_key="person.id")
    ended_at: datetime | None = moment(nullable=True)
    made_by: Person = Relationship()


class DraftedClause(SQLModel, table=True):
    """A clause of a notice that is decided on, `number` from 1; `content` as JSON, `version` up by one with every
    change, so that a second writer is noticed."""

    __table_args__ = (sa.UniqueConstraint("draft_id", "number"),)

    id: int = Field(default=None, primary_key=True)
    draft_id: int = Field(foreign_key="noticedraft.id")
    number: int
    content: str = Field(sa_type=sa.Text)
    version: int = 1


class DraftEdit(SQLModel, table=True):
    """One act on a draft, never changed: what stood `before` it, on a clause or, without one, on the head.

    An act that takes another back names it in `undoes_id`.
    """

    id: int = Field(default=None, primary_key=True)
    draft_id: int = Field(foreign_key="noticedraft.id", index=True)
    clause_id: int | None = Field(default=None, foreign_key="draftedclause.id", index=True)
    act: str = Field(max_length=24)
    before: str = Field(sa_type=sa.Text)
    version_before: int
    made_at: datetime = moment()
    made_by_id: int = Field(foreign_key="person.id")
    undoes_id: int | None = Field(default=None, foreign_key="draftedit.id", index=True)
    made_by: Person = Relationship()
