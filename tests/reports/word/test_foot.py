"""Where the imprint of an official paper comes to stand, worked out by hand: a page has 22 lines of 28 characters."""

import pytest

from reports.word.foot import MeasuredBlock, find_gap, find_rest, measure
from reports.word.looks import Look
from reports.word.runs import Run
from reports.word.styles import BODY, LINE, TITLE

PAGE, WIDTH = 12_756, 156  # 225 mm in twentieths of a point; mm


def line(lines: int = 1, keeps: bool = False) -> MeasuredBlock:
    return MeasuredBlock(lines, LINE, 0, keeps)


def count_lines(words: str) -> int:
    return measure([Run(words, Look())], BODY, 0, WIDTH, False).lines


@pytest.mark.parametrize(("words", "lines"), [("字" * 25, 1), ("字" * 26, 2), ("1" * 45, 1), ("1" * 49, 2)])
def test_a_line_holds_its_characters_behind_two_that_are_free(words: str, lines: int) -> None:
    """156 mm are 27.6 characters of 16 points without the little that the style takes off each."""
    assert count_lines(words) == lines


def test_a_new_line_begins_where_it_is_asked_for() -> None:
    both = [Run("某局", Look()), Run("", Look()), Run("关于某事的函", Look())]
    assert measure(both, TITLE, 0, WIDTH, False) == MeasuredBlock(2, 700, 120, True)


def test_a_page_holds_22_lines() -> None:
    assert find_rest([line(22)], PAGE) == PAGE - 22 * LINE
    assert find_rest([line(23)], PAGE) == PAGE - LINE


def test_what_stays_together_goes_to_the_next_page_together() -> None:
    assert find_rest([line(20), line(2, keeps=True), line()], PAGE) == PAGE - 3 * LINE
    assert find_rest([line(20), line(), line()], PAGE) == PAGE - 22 * LINE


def test_the_imprint_takes_the_rest_of_the_page_but_a_spare_line() -> None:
    assert find_gap([line(10)], PAGE, 2) == PAGE - 10 * LINE - 2 * 520 - 480
    assert find_gap([line(20)], PAGE, 2) == 960  # two lines at least
    assert find_gap(None, PAGE, 2) == 960  # behind a table
