"""Questions and basic figures are counted apart, and said alike everywhere."""

from collections.abc import Callable
from typing import Any

import pytest

from questionnaires.counting import QuestionCount, count_questions, say_count, write_count
from questionnaires.questionnaire import Question
from tests.questionnaires.kinds import STAFF

Ask = Callable[..., Question]


def test_basic_figures_are_counted_beside_the_questions(question: Ask) -> None:
    figures: dict[str, Any] = {"allow_not_applicable": False, **STAFF}
    asked = [question("a", kind="yes_no"), question("b", **figures), question("c", **figures)]
    assert count_questions(asked) == QuestionCount(1, 2)
    assert count_questions([]) == QuestionCount(0, 0) and not count_questions([])


@pytest.mark.parametrize(
    ("count", "words"),
    [
        (QuestionCount(80, 34), "80题，另有34项基础数据"),
        (QuestionCount(80, 0), "80题"),
        (QuestionCount(0, 34), "34项基础数据"),
        (QuestionCount(0, 0), "0题"),
    ],
)
def test_a_count_is_said_alike_on_paper_and_in_mails(count: QuestionCount, words: str) -> None:
    assert write_count(count) == say_count(count) == words
