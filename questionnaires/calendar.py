"""Calendar months and the assessment year, as scoring.md counts them."""

import calendar
from datetime import date


def add_months(day: date, months: int) -> date:
    """Add calendar months (negative: subtract), ending at the month's last day where the day is missing.

    31 March less 1 month is 28 or 29 February. Never earlier than year 1.
    """
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    if year < 1:
        return date.min
    last = calendar.monthrange(year, month + 1)[1]
    return date(year, month + 1, min(day.day, last))


def default_year(as_of: date) -> int:
    """The assessment year of a reference date: its own where it is 31 December, otherwise the year before."""
    return as_of.year if (as_of.month, as_of.day) == (12, 31) else as_of.year - 1
