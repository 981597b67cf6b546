"""Looking for lines of the trail: by person, act, place and days."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import sqlalchemy as sa
from sqlmodel import Session, col, select

from survey.storage.database import reading
from survey.storage.records import TrailEntry, TrailHead
from survey.storage.tables import Bureau, Person, Response
from survey.storage.trail import read_chunk

MOST_MATCHES = 40
MOST_LINES = 2**31  # what the column of numbers holds
FIRST_DAY, LAST_DAY = date(1970, 1, 1), date(9998, 12, 31)


class TooManyMatches(Exception):
    """The words fit more people or bureaus than can be looked for at once."""


@dataclass(frozen=True)
class TrailQuery:
    """What is looked for; empty: everything. A place is a bureau's name or code, or a response's number."""

    person: str = ""
    act: str = ""
    place: str = ""
    since: date | None = None
    until: date | None = None


def build_conditions(session: Session, wanted: TrailQuery, time_zone: str) -> list[Any]:
    """What the lines have to fulfil. Raises TooManyMatches."""
    conditions: list[Any] = []
    if wanted.person:
        conditions.append(_by_people(_find_people(session, wanted.person)))
    if wanted.place:
        conditions.append(_at_place(session, wanted.place))
    if wanted.act:
        conditions.append(TrailEntry.act == wanted.act)
    if wanted.since:
        conditions.append(col(TrailEntry.at) >= _begin(wanted.since, time_zone))
    if wanted.until:
        conditions.append(col(TrailEntry.at) < _begin(min(wanted.until, LAST_DAY) + timedelta(days=1), time_zone))
    return conditions


def _begin(day: date, time_zone: str) -> datetime:
    """The first moment of a day; days beyond all clocks become the first and last that can be reckoned with."""
    return datetime.combine(min(max(day, FIRST_DAY), LAST_DAY), time(), ZoneInfo(time_zone))


def _find_people(session: Session, words: str) -> list[int]:
    named = sa.or_(col(Person.login) == words, col(Person.name).contains(words, autoescape=True))
    return _not_too_many(session.exec(select(Person.id).where(named).limit(MOST_MATCHES + 1)).all())


def _not_too_many(ids: Any) -> list[int]:
    if len(ids) > MOST_MATCHES:
        raise TooManyMatches
    return list(ids)


def _by_people(ids: list[int]) -> Any:
    """What they did, and what was done to their accounts."""
    return sa.or_(col(TrailEntry.person_id).in_(ids), col(TrailEntry.subject).in_([f"person {id}" for id in ids]))


def _at_place(session: Session, words: str) -> Any:
    if words.isascii() and words.isdigit() and len(words) < 6:  # longer numbers are codes of divisions
        return _about_responses([int(words)])
    named = sa.or_(col(Bureau.code) == words, col(Bureau.name).contains(words, autoescape=True))
    bureaus = _not_too_many(session.exec(select(Bureau.id).where(named).limit(MOST_MATCHES + 1)).all())
    people = list(session.exec(select(Person.id).where(col(Person.bureau_id).in_(bureaus))))
    responses = list(session.exec(select(Response.id).where(col(Response.bureau_id).in_(bureaus))))
    return sa.or_(_by_people(people), _about_responses(responses))


def _about_responses(ids: list[int]) -> Any:
    whole = col(TrailEntry.subject).in_([f"response {id}" for id in ids])
    return sa.or_(whole, *(col(TrailEntry.subject).startswith(f"response {id} ") for id in ids))


def find_lines(session: Session, conditions: list[Any], before: int | None, most: int) -> list[TrailEntry]:
    """The newest lines, newest first; only those with a number below `before`."""
    older = [TrailEntry.number < before] if before is not None else []
    query = select(TrailEntry).where(*conditions, *older).order_by(col(TrailEntry.number).desc())
    return list(session.exec(query.limit(most)))


def read_lines(engine: sa.Engine, conditions: list[Any], up_to: int) -> Iterator[list[TrailEntry]]:
    """The lines up to a number, oldest first, a chunk at a time; nothing stays open between chunks."""
    last = None
    while True:
        with reading(engine) as session:
            chunk = read_chunk(session, last, col(TrailEntry.number) <= up_to, *conditions)
        if not chunk:
            return
        yield chunk
        last = chunk[-1].number


def find_line(session: Session, number: int) -> TrailEntry | None:
    """A line by its number, however large somebody made that."""
    return session.get(TrailEntry, number) if abs(number) < MOST_LINES else None


def read_head(session: Session) -> TrailHead:
    """The end of the trail."""
    return session.exec(select(TrailHead)).one()
