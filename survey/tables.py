"""Every table. Models hold data and constraints only; what is done with them lives in the files named for it."""

from datetime import UTC, date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import Any, ClassVar

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import JSONB
from sqlmodel import Field, Relationship, SQLModel

METADATA = SQLModel.metadata
METADATA.naming_convention = {
    "ix": "ix_%(column_0_label)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}

JSON = sa.JSON(none_as_null=True).with_variant(JSONB(none_as_null=True), "postgresql")


class Role(StrEnum):
    """What a person does here."""

    CLERK = "clerk"
    REVIEWER = "reviewer"
    ADMINISTRATOR = "administrator"


class State(StrEnum):
    """Where a response stands."""

    DRAFTING = "drafting"
    SUBMITTED = "submitted"


class EditState(StrEnum):
    """Whether an edit became the answer, waits beside it for a person to choose, or was chosen against."""

    KEPT = "kept"
    WAITING = "waiting"
    SETTLED = "settled"


def enumeration(states: type[StrEnum], name: str) -> Any:
    """A column type for states: words in the database, guarded by a check constraint."""
    return sa.Enum(
        states,
        name=name,
        native_enum=False,
        create_constraint=True,
        length=16,
        values_callable=lambda members: [member.value for member in members],
    )


def now() -> datetime:
    return datetime.now(UTC)


def moment(nullable: bool = False) -> Any:
    return Field(default=None if nullable else ..., sa_type=UtcDateTime, nullable=nullable)


class UtcDateTime(sa.TypeDecorator[datetime]):
    """An aware UTC time. SQLite forgets the zone, so it is put back on reading."""

    impl = sa.DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: sa.Dialect) -> datetime | None:
        return value and value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: sa.Dialect) -> datetime | None:
        return value and (value if value.tzinfo else value.replace(tzinfo=UTC))


class Hundredths(sa.TypeDecorator[Decimal]):
    """A number with two decimals, kept as a whole number: SQLite has no exact decimals."""

    impl = sa.Integer
    cache_ok = True

    def process_bind_param(self, value: Decimal | None, dialect: sa.Dialect) -> int | None:
        return None if value is None else int(value * 100)

    def process_result_value(self, value: int | None, dialect: sa.Dialect) -> Decimal | None:
        return None if value is None else Decimal(value).scaleb(-2)


class Bureau(SQLModel, table=True):
    """A drug regulator of one place; its parent is the regulator of the place above."""

    id: int = Field(default=None, primary_key=True)
    code: str = Field(max_length=12, unique=True)
    name: str = Field(max_length=80)
    level: str = Field(max_length=16)
    parent_id: int | None = Field(default=None, foreign_key="bureau.id", index=True)
    parent: "Bureau" = Relationship(sa_relationship_kwargs={"remote_side": "Bureau.id"})


class Person(SQLModel, table=True):
    """Someone who signs in. A clerk answers for a bureau; a reviewer reads that bureau and all below it."""

    __table_args__ = (sa.CheckConstraint("role = 'administrator' OR bureau_id IS NOT NULL", name="has_bureau"),)

    id: int = Field(default=None, primary_key=True)
    login: str = Field(max_length=60, unique=True)
    name: str = Field(max_length=60)
    role: Role = Field(sa_type=enumeration(Role, "role"))
    bureau_id: int | None = Field(default=None, foreign_key="bureau.id", index=True)
    password_hash: str | None = Field(default=None, max_length=200)
    is_active: bool = True
    failures: int = 0
    locked_until: datetime | None = moment(nullable=True)
    session_key: str = Field(max_length=40)
    created_at: datetime = moment()
    bureau: Bureau | None = Relationship()

    is_authenticated: ClassVar[bool] = True  # what Flask-Login asks of a person
    is_anonymous: ClassVar[bool] = False

    def get_id(self) -> str:
        """What a session keeps: a new `session_key`, set with the password, ends the sessions there are."""
        return f"{self.id}.{self.session_key}"


class Invitation(SQLModel, table=True):
    """A one-time link by which a person sets a password; only the hash of its token is kept."""

    id: int = Field(default=None, primary_key=True)
    person_id: int = Field(foreign_key="person.id", index=True)
    token_hash: str = Field(max_length=64, unique=True)
    expires_at: datetime = moment()
    used_at: datetime | None = moment(nullable=True)
    person: Person = Relationship()


class Round(SQLModel, table=True):
    """One self-assessment: as of a reference date, open between two days."""

    __table_args__ = (sa.CheckConstraint("opens_on <= closes_on", name="opens_before_it_closes"),)

    id: int = Field(default=None, primary_key=True)
    slug: str = Field(max_length=40, unique=True)
    title: str = Field(max_length=80)
    as_of: date
    opens_on: date
    closes_on: date
    is_demo: bool = False
    created_at: datetime = moment()


class IssuedQuestionnaire(SQLModel, table=True):
    """A questionnaire as it was when its round opened; a later catalogue never changes it."""

    __table_args__ = (sa.UniqueConstraint("round_id", "document", "level"),)

    id: int = Field(default=None, primary_key=True)
    round_id: int = Field(foreign_key="round.id")
    document: str = Field(max_length=60)
    level: str = Field(max_length=16)
    version: str = Field(max_length=40)
    content_hash: str = Field(max_length=64)
    content: str = Field(sa_type=sa.Text)
    round: Round = Relationship()


class Response(SQLModel, table=True):
    """One bureau's answers in one round. Scores are kept from submission on, as scoring.md rounds them."""

    __table_args__ = (
        sa.UniqueConstraint("round_id", "bureau_id"),
        sa.CheckConstraint("(state = 'drafting') = (submitted_at IS NULL)", name="submitted_has_time"),
    )

    id: int = Field(default=None, primary_key=True)
    round_id: int = Field(foreign_key="round.id", index=True)
    bureau_id: int = Field(foreign_key="bureau.id", index=True)
    questionnaire_id: int = Field(foreign_key="issuedquestionnaire.id")
    state: State = Field(default=State.DRAFTING, sa_type=enumeration(State, "state"))
    profile: dict[str, bool] | None = Field(default=None, sa_type=JSON)
    profile_version: int = 0
    submitted_at: datetime | None = moment(nullable=True)
    submitted_by_id: int | None = Field(default=None, foreign_key="person.id")
    score: Decimal | None = Field(default=None, sa_type=Hundredths)
    grade: str | None = Field(default=None, max_length=16)
    round: Round = Relationship()
    bureau: Bureau = Relationship()
    questionnaire: IssuedQuestionnaire = Relationship()
    submitted_by: Person | None = Relationship()


class StoredAnswer(SQLModel, table=True):
    """The answer that counts for a question. `content` is what answers.read_answer takes; None: taken back.

    `version` goes up by one with every change, so that a second writer is noticed.
    """

    __table_args__ = (
        sa.UniqueConstraint("response_id", "question_id"),
        sa.CheckConstraint("version > 0", name="version"),
    )

    id: int = Field(default=None, primary_key=True)
    response_id: int = Field(foreign_key="response.id")
    question_id: str = Field(max_length=60)
    version: int
    content: dict[str, Any] | None = Field(default=None, sa_type=JSON)
    saved_at: datetime = moment()
    saved_by_id: int = Field(foreign_key="person.id")
    saved_by: Person = Relationship()


class Edit(SQLModel, table=True):
    """Everything anyone ever gave as an answer, kept whether or not it became the answer. Never deleted."""

    __table_args__ = (sa.Index("ix_edit_place", "response_id", "question_id"),)

    id: int = Field(default=None, primary_key=True)
    response_id: int = Field(foreign_key="response.id")
    question_id: str = Field(max_length=60)
    base_version: int
    content: dict[str, Any] | None = Field(default=None, sa_type=JSON)
    state: EditState = Field(sa_type=enumeration(EditState, "editstate"))
    made_at: datetime = moment()
    made_by_id: int = Field(foreign_key="person.id")
    made_by: Person = Relationship()
