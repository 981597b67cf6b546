"""What is kept of a scorecard reads back exactly as it was written."""

from collections.abc import Callable
from fractions import Fraction

from hypothesis import given, settings
from hypothesis import strategies as st

from questionnaires.outcomes import keep_outcome, read_fractions, write_fractions
from questionnaires.questionnaire import Question, Questionnaire
from questionnaires.scoring import Scorecard

IDS = ["a", "b", "c", "d"]


def test_numbers_stand_in_the_order_of_the_questionnaire() -> None:
    assert write_fractions(IDS, {"d": Fraction(7, 8), "a": Fraction(1), "c": Fraction(0)}) == "1 - 0 7/8"
    assert read_fractions(IDS, "1 - 0 7/8") == {"a": Fraction(1), "c": Fraction(0), "d": Fraction(7, 8)}


@settings(derandomize=True, database=None)
@given(st.dictionaries(st.sampled_from(IDS), st.fractions(0, 100)))
def test_what_was_written_is_what_is_read(numbers: dict[str, Fraction]) -> None:
    words = write_fractions(IDS, numbers)
    assert read_fractions(IDS, words) == numbers


def test_what_does_not_count_is_left_out(
    question: Callable[..., Question], questionnaire: Callable[..., Questionnaire], judge: Callable[..., Scorecard]
) -> None:
    asked = questionnaire(N01=[question("a"), question("b")], N02=[question("c")])
    outcome = keep_outcome(judge(asked, {"a": True, "b": False}, ["c"]))
    assert (outcome.score, outcome.grade, outcome.domains) == (Fraction(50), "未达标", {"N01": Fraction(50)})
    assert outcome.credits == {"a": 1, "b": 0}
