"""The tables of results that come from elsewhere: a round of which only scores are known, imported from a file."""

from datetime import datetime
from decimal import Decimal

import sqlalchemy as sa
from sqlmodel import Field, Relationship, SQLModel

from survey.storage.columns import JSON, Hundredths, moment
from survey.storage.tables import Bureau, Person, Round


class ExternalRound(SQLModel, table=True):
    """That a round is one of results from elsewhere: nobody is asked in it. `sha256` is that of the file."""

    round_id: int = Field(foreign_key="round.id", primary_key=True)
    file_name: str = Field(max_length=120)
    sha256: str = Field(max_length=64)
    made_at: datetime = moment()
    made_by_id: int = Field(foreign_key="person.id")
    round: Round = Relationship()
    made_by: Person = Relationship()


class ExternalResult(SQLModel, table=True):
    """What a bureau came to there, by rules that are not ours: its score, and where they were given its grade as it was
    called, its scores by the ids of domains, and its shares of credit by the ids of questions, as decimals in words."""

    __table_args__ = (sa.UniqueConstraint("round_id", "bureau_id"),)

    id: int = Field(default=None, primary_key=True)
    round_id: int = Field(foreign_key="round.id")
    bureau_id: int = Field(foreign_key="bureau.id", index=True)
    score: Decimal = Field(sa_type=Hundredths)
    grade: str = Field(default="", max_length=16)
    domains: dict[str, str] = Field(sa_type=JSON)
    credits: dict[str, str] = Field(sa_type=JSON)
    round: Round = Relationship()
    bureau: Bureau = Relationship()
