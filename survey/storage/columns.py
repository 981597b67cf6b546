"""Column types that mean the same on SQLite and on PostgreSQL, and the times that go into them."""

import time
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from enum import StrEnum
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import JSONB
from sqlmodel import Field, SQLModel, col

METADATA = SQLModel.metadata
METADATA.naming_convention = {
    "ix": "ix_%(column_0_label)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}

JSON = sa.JSON(none_as_null=True).with_variant(JSONB(none_as_null=True), "postgresql")


def enumeration(states: type[StrEnum], name: str) -> Any:
    """A column type for states: words in the database, guarded by a check constraint."""
    return sa.Enum(
        states,
        name=name,
        native_enum=False,
        create_constraint=True,
        length=24,
        values_callable=lambda members: [member.value for member in members],
    )


def only_one(name: str, *columns: str, while_null: str) -> sa.Index:
    """An index that lets a place have one row at a time whose `while_null` is empty."""
    where = sa.text(f"{while_null} IS NULL")
    return sa.Index(name, *columns, unique=True, sqlite_where=where, postgresql_where=where)


def table_of(model: type[SQLModel]) -> sa.Table:
    """The table behind a model, for statements that need no objects: they cost a fifth."""
    return METADATA.tables[str(model.__tablename__)]


def is_among(column: Any, ids: Iterable[int]) -> sa.ColumnElement[bool]:
    """Whether a column has one of these numbers. They stand in the statement itself: thousands of parameters take
    PostgreSQL's driver longer than as many rows, and no engine takes any number of them."""
    numbers = sa.bindparam("among", list(ids), sa.Integer, unique=True, expanding=True, literal_execute=True)
    return col(column).in_(numbers)


class Clock:
    """The one clock of an installation: the database server's, so that machines whose own are off agree what is over.

    It is read now and then and carried on by the ticks of this machine, which no setting of its time moves. Until it is
    read, and with SQLite always, it is this machine's own.
    """

    OFTEN = 60.0  # seconds

    def __init__(self) -> None:
        self._read: tuple[datetime, float] | None = None

    @property
    def is_due(self) -> bool:
        """Whether it should be read again."""
        return self._read is None or self.tick() - self._read[1] > self.OFTEN

    @staticmethod
    def tick() -> float:
        """Seconds that have passed since whenever, with those that the machine slept."""
        return time.clock_gettime(getattr(time, "CLOCK_BOOTTIME", time.CLOCK_MONOTONIC))

    def set(self, at: datetime | None, tick: float = 0.0) -> None:
        """Take what the database's clock showed at a tick; None: go by this machine's."""
        self._read = None if at is None else (at.astimezone(UTC), tick)

    def tell(self) -> datetime:
        read = self._read  # as one: other threads set it
        if read is None:
            return datetime.fromtimestamp(time.time(), UTC)
        return read[0] + timedelta(seconds=self.tick() - read[1])


CLOCK = Clock()


def now() -> datetime:
    """What time it is by the installation's clock."""
    return CLOCK.tell()


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
