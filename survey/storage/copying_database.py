"""Carrying a whole database over to another, such as from SQLite to PostgreSQL: everything, compared, or nothing."""

import hashlib
import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa

from questionnaires.messages import Refused
from survey.storage.database import closing_engine, migrate
from survey.storage.every_table import METADATA

CHUNK = 1000
MADE_BY_MIGRATING = {"trailhead"}  # a new database has their one row already


@dataclass(frozen=True)
class Carried:
    """A table that was carried over: how many rows, and the SHA-256 of all of them in the order of their keys."""

    name: str
    rows: int
    sha256: str


def carry_over(source_url: str, target_url: str) -> list[Carried]:
    """Copy every row into an empty database of the same version; all in one transaction that ends in a comparison.

    Raises BadSetting where the target cannot be opened, Refused where it holds something already, is the source, or
    reads differently afterwards; then nothing is kept there.
    """
    if sa.make_url(source_url) == sa.make_url(target_url):
        raise Refused("The database cannot be carried over to itself; give the address of another, empty one.")
    migrate(source_url)
    migrate(target_url)
    with closing_engine(source_url) as old, closing_engine(target_url) as new:
        writing = new.execution_options(writing=True)
        with old.connect() as source, writing.connect() as target, target.begin():
            _refuse_filled(target)
            carried = [_carry_table(table, source, target) for table in METADATA.sorted_tables]
            set_sequences(target)
            return carried


def _refuse_filled(target: sa.Connection) -> None:
    for table in METADATA.sorted_tables:
        if table.name in MADE_BY_MIGRATING:
            target.execute(table.delete())
        elif target.execute(sa.select(sa.literal(1)).select_from(table).limit(1)).first():
            raise Refused("The target holds data already (table %(table)s); give an empty database.", table=table.name)


def _carry_table(table: sa.Table, source: sa.Connection, target: sa.Connection) -> Carried:
    for chunk in _cut(_order(table, _read(table, source))):
        target.execute(table.insert(), chunk)
    before, after = (_sum_up(table, _read(table, one)) for one in (source, target))
    if before != after:
        what = f"{table.name}: {before.rows} rows {before.sha256} became {after.rows} rows {after.sha256}"
        raise Refused("Not carried over, the target differs: %(what)s", what=what)
    return after


def _read(table: sa.Table, connection: sa.Connection) -> Iterator[dict[str, Any]]:
    query = table.select().order_by(*table.primary_key)
    for row in connection.execute(query, execution_options={"yield_per": CHUNK}).mappings():
        yield dict(row)


def _order(table: sa.Table, rows: Iterable[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    """Rows that point at rows of their own table come after those."""
    own = [key.parent.name for key in table.foreign_keys if key.column.table is table]
    if not own:
        yield from rows
        return
    waiting, placed = list(rows), set()
    while waiting:
        ready = [row for row in waiting if all(row[name] is None or row[name] in placed for name in own)]
        placed |= {row["id"] for row in ready}
        waiting = [row for row in waiting if row["id"] not in placed]
        yield from ready


def _cut(rows: Iterator[dict[str, Any]]) -> Iterator[list[dict[str, Any]]]:
    chunk: list[dict[str, Any]] = []
    for row in rows:
        chunk.append(row)
        if len(chunk) == CHUNK:
            yield chunk
            chunk = []
    if chunk:
        yield chunk


def _sum_up(table: sa.Table, rows: Iterable[dict[str, Any]]) -> Carried:
    digest, count = hashlib.sha256(), 0
    for row in rows:
        count += 1
        digest.update(json.dumps(row, sort_keys=True, ensure_ascii=False, default=_write).encode() + b"\n")
    return Carried(table.name, count, digest.hexdigest())


def _write(value: object) -> str:
    return value.isoformat() if isinstance(value, date | datetime) else str(value)


def set_sequences(target: sa.Connection) -> None:
    """PostgreSQL counts its ids apart from the rows; the next one must be new."""
    if target.dialect.name != "postgresql":
        return
    for table in METADATA.sorted_tables:
        keys: Sequence[Any] = [one for one in table.primary_key if one.autoincrement is True or one.name == "id"]
        for key in keys:
            sequence = target.scalar(sa.select(sa.func.pg_get_serial_sequence(table.name, key.name)))
            last = target.scalar(sa.select(sa.func.max(key)))
            if sequence and last:
                target.execute(sa.select(sa.func.setval(sequence, last)))
