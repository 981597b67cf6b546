"""Rows of a round's report: how bureaus are named, what a cell says, and what is left out where there are many."""

import pytest

from reports.rounds.rows import write_share


@pytest.mark.parametrize(
    ("part", "whole", "words"),
    [
        (0, 7, "0.0%"),
        (7, 7, "100.0%"),
        (2, 3, "66.7%"),
        (1, 16, "6.3%"),  # 6.25 exactly
        (49, 400, "12.3%"),  # 12.25 exactly
        (999, 1000, "99.9%"),
        (1999, 2000, "100.0%"),  # 99.95 exactly
        (0, 0, "—"),
    ],
)
def test_a_share_has_one_decimal_half_up(part: int, whole: int, words: str) -> None:
    assert write_share(part, whole) == words
