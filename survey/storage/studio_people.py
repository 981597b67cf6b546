"""The tables of who else works on the draft of a notice: its authors, and those who read clauses of it for them."""

from datetime import datetime

from sqlmodel import Field, Relationship, SQLModel

from survey.storage.columns import moment, only_one
from survey.storage.tables import MOST_REASON, Person


class DraftAuthor(SQLModel, table=True):
    """A person whom an administrator named as an author of a draft; ended where that is taken back, never changed."""

    __table_args__ = (only_one("uq_draftauthor_standing", "draft_id", "person_id", while_null="ended_at"),)

    id: int = Field(default=None, primary_key=True)
    draft_id: int = Field(foreign_key="noticedraft.id")
    person_id: int = Field(foreign_key="person.id", index=True)
    made_at: datetime = moment()
    made_by_id: int = Field(foreign_key="person.id")
    ended_at: datetime | None = moment(nullable=True)
    ended_by_id: int | None = Field(default=None, foreign_key="person.id")
    person: Person = Relationship(sa_relationship_kwargs={"foreign_keys": "DraftAuthor.person_id"})
    made_by: Person = Relationship(sa_relationship_kwargs={"foreign_keys": "DraftAuthor.made_by_id"})


class ClauseReading(SQLModel, table=True):
    """A clause that a person was asked to read: what was remarked, nothing where there was no objection, of which
    version of the clause; and what was answered to it.

    It ends when it was read without a remark, when its remark is answered, or when it is taken back. Of a clause, a
    person has one at a time.
    """

    __table_args__ = (only_one("uq_clausereading_standing", "clause_id", "reader_id", while_null="ended_at"),)

    id: int = Field(default=None, primary_key=True)
    draft_id: int = Field(foreign_key="noticedraft.id", index=True)
    clause_id: int = Field(foreign_key="draftedclause.id")
    reader_id: int = Field(foreign_key="person.id", index=True)
    asked_at: datetime = moment()
    asked_by_id: int = Field(foreign_key="person.id")
    read_at: datetime | None = moment(nullable=True)
    version_read: int | None = None
    remark: str = Field(default="", max_length=MOST_REASON)
    answer: str = Field(default="", max_length=MOST_REASON)
    ended_at: datetime | None = moment(nullable=True)
    ended_by_id: int | None = Field(default=None, foreign_key="person.id")
    reader: Person = Relationship(sa_relationship_kwargs={"foreign_keys": "ClauseReading.reader_id"})
    asked_by: Person = Relationship(sa_relationship_kwargs={"foreign_keys": "ClauseReading.asked_by_id"})
    ended_by: Person | None = Relationship(sa_relationship_kwargs={"foreign_keys": "ClauseReading.ended_by_id"})

    @property
    def is_waiting(self) -> bool:
        """Whether it is still to be read."""
        return self.read_at is None and self.ended_at is None

    @property
    def is_open(self) -> bool:
        """Whether there is a remark that nobody has answered."""
        return bool(self.remark) and self.ended_at is None
