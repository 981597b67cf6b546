"""The tables of what stands beside the answers: under a scheme what a bureau claims and what its reviewers enter; what
a bureau said to a reason to look at an answer, and its head before signing; and the files of its own."""

from datetime import date, datetime

import sqlalchemy as sa
from sqlmodel import Field, Relationship, SQLModel

from survey.storage.columns import JSON, enumeration, moment, only_one
from survey.storage.states import EntryKind, State
from survey.storage.tables import MOST_NOTE, MOST_NUMBER, MOST_REASON, Person

MOST_WORD = 200


class StoredClaims(SQLModel, table=True):
    """The bonus points that a bureau claims in a response, all of them, as JSON: a list of item, points and reason.

    `version` goes up by one with every change.
    """

    response_id: int = Field(foreign_key="response.id", primary_key=True)
    version: int
    content: str = Field(sa_type=sa.Text)
    saved_at: datetime = moment()
    saved_by_id: int = Field(foreign_key="person.id")
    saved_by: Person = Relationship()


class HandedRemark(SQLModel, table=True):
    """A remark that a response was handed in with, where it is long enough to be compared: `mark` is the same for the
    same words at the same question of the same round."""

    response_id: int = Field(foreign_key="response.id", primary_key=True)
    question_id: str = Field(max_length=60, primary_key=True)
    mark: str = Field(max_length=64, index=True)


class RaisedFlags(SQLModel, table=True):
    """How many reasons to look there are at a response that is in, by kind. Without a row they are not counted yet."""

    response_id: int = Field(foreign_key="response.id", primary_key=True)
    counts: dict[str, int] = Field(sa_type=JSON)


class ReviewEntry(SQLModel, table=True):
    """What a reviewer entered for a response under its scheme; ended where it stands no more, never changed.

    `points` are those granted of a claim, written exactly ("1.5"; "0": refused). One grant of an item stands at a time;
    a deduction stands as often as it happened.
    """

    __table_args__ = (
        sa.CheckConstraint("(kind = 'grant') = (points IS NOT NULL)", name="granted_has_points"),
        sa.CheckConstraint("kind = 'grant' OR reason <> ''", name="has_reason"),
        sa.Index(
            "uq_reviewentry_standing_grant",
            "response_id",
            "item_id",
            unique=True,
            sqlite_where=sa.text("kind = 'grant' AND ended_at IS NULL"),
            postgresql_where=sa.text("kind = 'grant' AND ended_at IS NULL"),
        ),
    )

    id: int = Field(default=None, primary_key=True)
    response_id: int = Field(foreign_key="response.id", index=True)
    kind: EntryKind = Field(sa_type=enumeration(EntryKind, "entrykind"))
    item_id: str = Field(max_length=60)
    points: str | None = Field(default=None, max_length=40)
    reason: str = Field(default="", max_length=MOST_REASON)
    stage: State = Field(sa_type=enumeration(State, "stage"))
    made_at: datetime = moment()
    made_by_id: int = Field(foreign_key="person.id")
    ended_at: datetime | None = moment(nullable=True)
    ended_by_id: int | None = Field(default=None, foreign_key="person.id")
    ended_reason: str = Field(default="", max_length=MOST_REASON)
    made_by: Person = Relationship(sa_relationship_kwargs={"foreign_keys": "ReviewEntry.made_by_id"})
    ended_by: Person | None = Relationship(sa_relationship_kwargs={"foreign_keys": "ReviewEntry.ended_by_id"})


class ShelfFile(SQLModel, table=True):
    """A file on a bureau's own shelf, each content once: what it is called now, its `number` as a document, its dates.

    Deleting keeps the row.
    """

    __table_args__ = (only_one("uq_shelffile_standing", "bureau_id", "sha256", while_null="removed_at"),)

    id: int = Field(default=None, primary_key=True)
    bureau_id: int = Field(foreign_key="bureau.id", index=True)
    sha256: str = Field(max_length=64, index=True)
    size: int
    kind: str = Field(max_length=16)
    name: str = Field(max_length=120)
    number: str = Field(default="", max_length=MOST_NUMBER)
    issued_on: date | None = None
    valid_until: date | None = None
    note: str = Field(default="", max_length=MOST_NOTE)
    added_at: datetime = moment()
    added_by_id: int = Field(foreign_key="person.id")
    removed_at: datetime | None = moment(nullable=True)
    removed_by_id: int | None = Field(default=None, foreign_key="person.id")
    added_by: Person = Relationship(sa_relationship_kwargs={"foreign_keys": "ShelfFile.added_by_id"})


class HeadRemark(SQLModel, table=True):
    """What a head of the bureau says of an answer before signing; sent back with the response, ended when that is
    presented again, never changed. `answer_version` is the version of the answer that was looked at."""

    __table_args__ = (only_one("uq_headremark_standing", "response_id", "question_id", while_null="ended_at"),)

    id: int = Field(default=None, primary_key=True)
    response_id: int = Field(foreign_key="response.id")
    question_id: str = Field(max_length=60)
    answer_version: int
    words: str = Field(max_length=MOST_REASON)
    made_at: datetime = moment()
    made_by_id: int = Field(foreign_key="person.id")
    sent_at: datetime | None = moment(nullable=True)
    ended_at: datetime | None = moment(nullable=True)
    made_by: Person = Relationship()


class DoubtWord(SQLModel, table=True):
    """What a clerk said to a reason to look at an answer: that it was checked, and in a word why it is right.

    It is said of the answer of that version, and of the reason with the figures in it (`about`, as JSON): where either
    has changed, it is asked anew. The last one counts; none is changed.
    """

    __table_args__ = (sa.Index("ix_doubtword_place", "response_id", "question_id"),)

    id: int = Field(default=None, primary_key=True)
    response_id: int = Field(foreign_key="response.id")
    question_id: str = Field(max_length=60)
    kind: str = Field(max_length=24)
    about: str = Field(sa_type=sa.Text)
    answer_version: int
    words: str = Field(max_length=MOST_WORD)
    said_at: datetime = moment()
    said_by_id: int = Field(foreign_key="person.id")
    said_by: Person = Relationship()
