"""The table of the Word files that an administrator put under the papers of this installation."""

from datetime import datetime

import sqlalchemy as sa
from sqlmodel import Field, Relationship, SQLModel

from survey.storage.columns import moment
from survey.storage.tables import Person


class Letterhead(SQLModel, table=True):
    """A letterhead from when it was put there on; never changed. The last row counts: one without a name says that the
    one before was taken off. `follows` is the row that counted until then, 0 for the first, so that of two people who
    change it at once one is told. `content` is the file as it was cleaned, in Base64, `sha256` that of it."""

    __table_args__ = (sa.UniqueConstraint("follows"),)

    id: int = Field(default=None, primary_key=True)
    follows: int
    name: str = Field(max_length=120)
    size: int
    sha256: str = Field(max_length=64)
    content: str = Field(sa_type=sa.Text)
    made_at: datetime = moment()
    made_by_id: int = Field(foreign_key="person.id")
    made_by: Person = Relationship()
