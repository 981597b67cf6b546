"""Which reminder is due: 7 days and 1 day before the last one, on the day after it, then weekly."""

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum


class Event(StrEnum):
    """What a mail to a bureau is about."""

    WEEK_BEFORE = "week-before"
    DAY_BEFORE = "day-before"
    LATE = "late"
    RETURN = "return"
    ACCEPT = "accept"
    REOPEN = "reopen"
    SHARE = "share"
    PLAN = "plan"


BEFORE = {Event.WEEK_BEFORE: timedelta(days=7), Event.DAY_BEFORE: timedelta(days=1)}
WEEK = timedelta(days=7)


@dataclass(frozen=True)
class Reminder:
    """What is said, and the day on which it was to be said first."""

    event: Event
    day: date


def find_reminder(due: date, since: date, today: date) -> Reminder | None:
    """The newest reminder that is due; those that were missed before it are not made up for.

    `since` is the day on which it came to the bureau: a reminder of that day or before would only repeat the news.
    """
    if today > due:
        newest = Reminder(Event.LATE, due + timedelta(days=1) + (today - due - timedelta(days=1)) // WEEK * WEEK)
    elif today >= due - BEFORE[Event.DAY_BEFORE]:
        newest = Reminder(Event.DAY_BEFORE, due - BEFORE[Event.DAY_BEFORE])
    elif today >= due - BEFORE[Event.WEEK_BEFORE]:
        newest = Reminder(Event.WEEK_BEFORE, due - BEFORE[Event.WEEK_BEFORE])
    else:
        return None
    return newest if newest.day > since else None
