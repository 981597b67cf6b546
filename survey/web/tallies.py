"""Counting what may happen only so often: in the database, so that several processes and machines count together."""

from dataclasses import dataclass
from datetime import datetime, timedelta

import sqlalchemy as sa
from sqlmodel import Session, col, delete, select

from survey.storage.columns import UtcDateTime, now
from survey.storage.records import Tally

OPEN_TALLY = sa.text(
    "INSERT INTO tally (key, count, ends_at) VALUES (:key, 0, :ends_at) ON CONFLICT DO NOTHING"
).bindparams(sa.bindparam("ends_at", type_=UtcDateTime()))


@dataclass(frozen=True)
class Limit:
    """So many `within` a stretch of time, which begins with the first, or anew with each where it `slides`."""

    most: int
    within: timedelta
    slides: bool = False


class TooMany(Exception):
    """No more of this until then."""

    def __init__(self, until: datetime) -> None:
        super().__init__(f"until {until:%H:%M:%S}")
        self.until = until

    @property
    def seconds(self) -> int:
        """How long it is until then, at least one."""
        return max(1, round((self.until - now()).total_seconds()))


def count(session: Session, key: str, limit: Limit) -> int:
    """Count one more under a key; how many it makes. Raises TooMany where the limit is reached already.

    What would end later than it can was counted by a clock that was wrong, and begins anew.
    """
    session.execute(delete(Tally).where(col(Tally.ends_at) < now()))
    session.execute(OPEN_TALLY, {"key": key, "ends_at": now() + limit.within})
    tally = session.exec(select(Tally).where(Tally.key == key).with_for_update()).one()
    if tally.ends_at - now() > 2 * limit.within:
        tally.count, tally.ends_at = 0, now() + limit.within
    if tally.count >= limit.most:
        raise TooMany(tally.ends_at)
    tally.count += 1
    if limit.slides:
        tally.ends_at = now() + limit.within
    session.add(tally)
    return tally.count


def give_back(session: Session, key: str) -> None:
    """Take one off again: it turned out not to count."""
    tally = session.exec(select(Tally).where(Tally.key == key).with_for_update()).one_or_none()
    if tally is not None and tally.count:
        tally.count -= 1
        session.add(tally)


def forget(session: Session, key: str) -> None:
    """Begin from nothing."""
    session.execute(delete(Tally).where(col(Tally.key) == key))
