"""The trail: what was done here, who did it, when, from where; a line is added to and never changed.

Each line's hash covers the line before it, and the one row of TrailHead holds the end: a changed, removed or inserted
line and a cut-off end are all found by `verify_trail`. Nothing is ever deleted, so the 184 days that the Cybersecurity
Law asks for are kept without anybody's doing.
"""

import hashlib
import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Any, cast

import sqlalchemy as sa
from sqlmodel import Session, col, select

from survey.storage.columns import now, table_of
from survey.storage.records import TrailEntry, TrailHead
from survey.storage.tables import Person

LOCAL = "local"  # where a command was typed on the server itself
_ADDRESS: ContextVar[str] = ContextVar("address", default=LOCAL)
SECRET_WORDS = ("password", "secret", "token")
CHUNK = 1000
# Tables and not objects: every act of everybody comes through here.
ENTRIES, HEAD, PEOPLE = table_of(TrailEntry), table_of(TrailHead), table_of(Person)
LOGIN = sa.select(PEOPLE.c.login).where(PEOPLE.c.id == sa.bindparam("person_id")).scalar_subquery()
END = sa.select(HEAD.c.number, HEAD.c.hash, LOGIN.label("login")).with_for_update()
ADD, MOVE_END = sa.insert(ENTRIES).inline(), sa.update(HEAD)


@dataclass(frozen=True)
class BrokenLine:
    """The first line that is not as it was written, and what is wrong with it."""

    number: int
    why: str


def come_from(address: str) -> None:
    """Say from where what is done here from now on comes: the address of a request, or LOCAL."""
    _ADDRESS.set(address[:60])


def record(
    session: Session, person_id: int | None, act: str, subject: str, before: object = None, after: object = None
) -> None:
    """Add a line to the trail, in the transaction of the act itself; None: somebody not signed in.

    `act` is two words such as "answer.save", `subject` names what was acted on, `before` and `after` are plain JSON
    without secrets and file contents. Call it last: from here to its end the transaction holds up other writers.
    """
    record_all(session, person_id, act, [(subject, before, after)])


def record_all(
    session: Session, person_id: int | None, act: str, changes: Sequence[tuple[str, object, object]]
) -> None:
    """Add a line for each subject with what was before and after, as `record` does: one act done to many."""
    session.flush()  # what was done takes its locks before the turn
    connection = session.connection()
    end = connection.execute(END, {"person_id": person_id}).one()
    lines: list[dict[str, Any]] = []
    for subject, before, after in changes:
        line = {
            "number": end.number + 1 + len(lines),
            "at": now(),
            "person_id": person_id,
            "login": end.login or "",
            "address": _ADDRESS.get(),
            "act": act,
            "subject": subject[:200],
            "change": write_change(before, after),
        }
        lines.append({**line, "hash": hash_line(line, lines[-1]["hash"] if lines else end.hash)})
    if lines:
        connection.execute(ADD, lines if len(lines) > 1 else lines[0])
        connection.execute(MOVE_END, {"number": lines[-1]["number"], "hash": lines[-1]["hash"]})


def take_turn(session: Session) -> None:
    """Let no other writer go on from here until this transaction ends."""
    session.flush()
    session.execute(sa.select(HEAD.c.id).with_for_update()).one()


def write_change(before: object, after: object) -> str:
    """What changed, as JSON that is always written alike."""
    change = {name: value for name, value in (("before", before), ("after", after)) if value is not None}
    _refuse_secrets(change)
    return json.dumps(change, ensure_ascii=False, sort_keys=True, separators=(",", ":"), default=str)


def _refuse_secrets(value: object) -> None:
    if isinstance(value, dict):
        for key, inner in value.items():
            if any(word in str(key).lower() for word in SECRET_WORDS):
                raise ValueError(f"the trail takes no secrets: {key}")
            if key != "set_apart":  # its keys are items of a list as a catalogue calls them, 秘方 among them
                _refuse_secrets(inner)


def hash_line(line: Mapping[str, Any], previous: str) -> str:
    """The SHA-256 of a line and of the hash before it, in hexadecimal."""
    fields: list[Any] = [previous, line["number"], line["at"].isoformat(), line["person_id"], line["login"]]
    fields += [line["address"], line["act"], line["subject"], line["change"]]
    return hashlib.sha256(json.dumps(fields, ensure_ascii=False).encode()).hexdigest()


def read_trail(session: Session) -> Iterator[Any]:
    """Every line from the first on, a chunk in memory at a time."""
    last = None
    while chunk := read_chunk(session, last):
        yield from chunk
        last = chunk[-1].number


def read_chunk(session: Session, after: int | None, *conditions: Any) -> list[TrailEntry]:
    """The next lines after a number (None: from whatever somebody put before the first), as rows of columns: they
    read like entries and cost a quarter."""
    query = sa.select(ENTRIES).where(*([] if after is None else [col(TrailEntry.number) > after]), *conditions)
    rows = session.execute(query.order_by(col(TrailEntry.number)).limit(CHUNK)).all()
    return cast(list[TrailEntry], rows)


def verify_trail(session: Session, heed: Callable[[TrailEntry], object] = bool) -> BrokenLine | int:
    """How many lines there are, all as they were written, or the first that is not; `heed` is told each good one."""
    count, previous = 0, ""
    for entry in read_trail(session):
        if entry.number > count + 1:
            return BrokenLine(count + 1, "missing")
        if entry.number <= count or entry.hash != hash_line(entry._mapping, previous):
            return BrokenLine(entry.number, "changed")
        count, previous = entry.number, entry.hash
        heed(entry)
    head = session.exec(select(TrailHead)).one()
    return count if (head.number, head.hash) == (count, previous) else BrokenLine(count + 1, "cut off")
