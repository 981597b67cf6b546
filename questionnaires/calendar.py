"""Calendar months, as scoring.md counts them."""

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
