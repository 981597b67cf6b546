"""What is kept of a scorecard reads back exactly as it was written."""

from collections.abc import Callable
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from questionnaires.outcomes import Written, keep_outcome, list_words, write_fractions
from questionnaires.questionnaire import Question, Questionnaire
from questionnaires.scoring import Scorecard

IDS = ["a", "b", "c", "d"]
PLACES = {id: place for place, id in enumerate(IDS)}


def test_numbers_stand_in_the_order_of_the_questionnaire() -> None:
    assert write_fractions(IDS, {"d": Fraction(7, 8), "a": Fraction(1), "c": Fraction(0)}) == "1 - 0 7/8"
    assert Written(PLACES, "1 - 0 7/8") == {"a": Fraction(1), "c": Fraction(0), "d": Fraction(7, 8)}


@settings(derandomize=True, database=None)
@given(st.dictionaries(st.sampled_from(IDS), st.fractions(0, 100)))
def test_what_was_written_is_what_is_read(numbers: dict[str, Fraction]) -> None:
    words = write_fractions(IDS, numbers)
    assert Written(PLACES, words) == numbers


def test_as_words_numbers_are_the_same_whether_read_or_not() -> None:
    written = Written(PLACES, "1 - 0 7/8")
    assert list_words(PLACES, written) == list_words(PLACES, dict(written)) == ["1", "-", "0", "7/8"]


def test_what_has_no_number_is_not_there() -> None:
    written = Written(PLACES, "1 - 0 7/8")
    assert (len(written), list(written), written.get("b"), written.get("z")) == (3, ["a", "c", "d"], None, None)


def test_numbers_of_another_questionnaire_are_refused() -> None:
    with pytest.raises(ValueError, match="3 numbers are written for 4"):
        Written(PLACES, "1 - 0")


def test_what_does_not_count_is_left_out(
    question: Callable[..., Question], questionnaire: Callable[..., Questionnaire], judge: Callable[..., Scorecard]
) -> None:
    asked = questionnaire(N01=[question("a"), question("b")], N02=[question("c")])
    outcome = keep_outcome(judge(asked, {"a": True, "b": False}, ["c"]))
    assert (outcome.score, outcome.grade, outcome.domains) == (Fraction(50), "未达标", {"N01": Fraction(50)})
    assert outcome.credits == {"a": 1, "b": 0}
