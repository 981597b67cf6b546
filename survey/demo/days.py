"""When everything in the sample was done: one thing after the other, each at a time at which people work."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from survey.storage.columns import CLOCK

MORNING = time(1, 0, tzinfo=UTC)  # nine o'clock in China
WORKING = timedelta(hours=7)


@dataclass(frozen=True)
class SampleDays:
    """The days of a round of the sample: it closed two weeks before the day on which it is `looked_at`."""

    looked_at: date

    def ago(self, days: int) -> date:
        return self.looked_at - timedelta(days=days)

    @property
    def opens_on(self) -> date:
        return self.ago(60)

    @property
    def closes_on(self) -> date:
        return self.ago(14)

    @property
    def put_off_to(self) -> date:
        """Until when some may still hand in."""
        return self.ago(-10)

    @property
    def opening(self) -> datetime:
        return _spread(self.opens_on, self.opens_on, 0)

    def answering(self, place: float) -> datetime:
        """When a bureau fills in; `place`, from 0 to 1, is how late it is among all."""
        return _spread(self.ago(56), self.ago(31), place)

    def handing_in(self, place: float) -> datetime:
        return _spread(self.ago(30), self.ago(15), place)

    def reviewing(self, place: float) -> datetime:
        return _spread(self.ago(13), self.ago(8), place)

    def planning(self, place: float) -> datetime:
        return _spread(self.ago(7), self.ago(5), place)

    def mending(self, place: float) -> datetime:
        """When bureaus go on with what they planned, and it is checked."""
        return _spread(self.ago(3), self.ago(1), place)


def _spread(first: date, last: date, place: float) -> datetime:
    """A moment of the working hours of these days, so far between the first and the last."""
    days = ((last - first).days + 1) * place
    return datetime.combine(first + timedelta(days=int(days)), MORNING) + WORKING * (days % 1)


@contextmanager
def keeping_clock() -> Iterator[None]:
    """Give the clock back as it was, whatever it is set to meanwhile."""
    try:
        yield
    finally:
        CLOCK.set(None)


def be_at(moment: datetime) -> None:
    """Do what comes next at a moment that is past; within `keeping_clock`."""
    CLOCK.set(moment, CLOCK.tick())
