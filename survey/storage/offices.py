"""The tables of what became of bureaus."""

from datetime import datetime

from sqlmodel import Field, Relationship, SQLModel

from survey.storage.columns import moment
from survey.storage.tables import MOST_REASON, Bureau


class EndedBureau(SQLModel, table=True):
    """A bureau that takes part no more, from when and why; what it did stays. `into_id` is the one it was merged into.

    The row goes when the bureau is taken up again; the trail keeps it.
    """

    bureau_id: int = Field(foreign_key="bureau.id", primary_key=True)
    ended_at: datetime = moment()
    ended_by_id: int = Field(foreign_key="person.id")
    reason: str = Field(max_length=MOST_REASON)
    into_id: int | None = Field(default=None, foreign_key="bureau.id")
    into: Bureau | None = Relationship(sa_relationship_kwargs={"foreign_keys": "EndedBureau.into_id"})


class NamedReviewer(SQLModel, table=True):
    """Who reviews a bureau that has nobody above it: somebody of another bureau, as nobody reviews their own."""

    bureau_id: int = Field(foreign_key="bureau.id", primary_key=True)
    person_id: int = Field(foreign_key="person.id", index=True)
    named_at: datetime = moment()
    named_by_id: int = Field(foreign_key="person.id")
