"""Answers are published so that they are read back to the last digit."""

from collections.abc import Callable
from decimal import Decimal

from hypothesis import given

from questionnaires.answer_files import parse_json
from questionnaires.answers import Answer, read_answers
from questionnaires.publishing import publish_answers, write_json
from questionnaires.questionnaire import Question, Questionnaire
from tests.questionnaires.naive import AS_OF, Paper, papers
from tests.questionnaires.test_properties import quick


def pass_through(asked: Questionnaire, answers: dict[str, Answer]) -> dict[str, Answer]:
    return read_answers(asked, parse_json(write_json(publish_answers(asked, answers))), AS_OF)


@quick
@given(papers())
def test_answers_of_every_kind_are_read_back_as_they_were(
    ask_paper: Callable[[Paper], Questionnaire], paper: Paper
) -> None:
    asked = ask_paper(paper)
    answers = read_answers(asked, paper.answers, AS_OF)
    assert pass_through(asked, answers) == answers


def test_a_number_keeps_all_its_digits(
    question: Callable[..., Question], questionnaire: Callable[..., Questionnaire]
) -> None:
    asked = questionnaire(question("a", kind="number", target=1, unit="万元"))
    raw = {"a": {"value": Decimal("123456789012.12345678901234567891"), "remark": '"\\u0000" 与 \u2028'}}
    answers = read_answers(asked, raw, AS_OF)
    assert b'"value": 123456789012.12345678901234567891' in write_json(publish_answers(asked, answers))
    assert pass_through(asked, answers) == answers
