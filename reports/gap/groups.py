"""No statistics on groups under five: the one place that says how many bureaus a statistic may be taken over.

A mean, a median, a spread, a share, a change of these and the rank of a group are statistics. Of fewer than five
bureaus they say who these are, and nothing of the group. Counts and sums are none, and neither are the scores of
single bureaus that are named, in whatever order they stand.
"""

from collections.abc import Iterable
from fractions import Fraction
from typing import TypeVar

from reports.gap.exact_sums import add_up

FEWEST_LIKE = 5
Statistic = TypeVar("Statistic")


def is_enough(count: int) -> bool:
    """Whether so many bureaus are a group of which there are statistics."""
    return count >= FEWEST_LIKE


def tell(statistic: Statistic, count: int) -> Statistic | None:
    """A statistic over so many bureaus; None where these are too few."""
    return statistic if is_enough(count) else None


def average(numbers: Iterable[Fraction]) -> Fraction | None:
    """The exact mean of what several bureaus have; None where these are too few."""
    found = [one.as_integer_ratio() for one in numbers]
    return add_up(found) / len(found) if is_enough(len(found)) else None
