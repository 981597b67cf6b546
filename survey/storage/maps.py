"""The table of the map: the outlines that are drawn, one file at a time."""

from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlmodel import Field, Relationship, SQLModel

from survey.storage.columns import JSON, moment
from survey.storage.tables import Person


class CountyMap(SQLModel, table=True):
    """The map that is in place, in one row: from which file, and the outlines as they are drawn, each with the code and
    the name that the file gives it and its rings on a grid of whole numbers, from the left and from the top."""

    __table_args__ = (sa.CheckConstraint("id = 1", name="one_row"),)

    id: int = Field(default=1, primary_key=True)
    file_name: str = Field(max_length=120)
    sha256: str = Field(max_length=64)
    outlines: list[dict[str, Any]] = Field(sa_type=JSON)
    made_at: datetime = moment()
    made_by_id: int = Field(foreign_key="person.id")
    made_by: Person = Relationship()
