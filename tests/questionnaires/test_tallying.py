"""One sheet adds up many bureaus, exactly: against scores worked by hand, a second implementation, and scorecards."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from questionnaires.answers import Answer, read_answers
from questionnaires.questionnaire import Question, Questionnaire
from questionnaires.scoring import score
from questionnaires.tallying import TallySheet
from tests.questionnaires import naive
from tests.questionnaires.naive import AS_OF, Paper, papers

Ask = Callable[..., Question]
Gather = Callable[..., Questionnaire]
thorough = settings(
    deadline=None, max_examples=150, derandomize=True, database=None, suppress_health_check=[HealthCheck.too_slow]
)


@thorough
@given(papers(), st.data())
def test_every_bureau_on_a_sheet_agrees_with_a_second_implementation(
    ask_paper: Callable[[Paper], Questionnaire], paper: Paper, data: st.DataObject
) -> None:
    asked = ask_paper(paper)
    sheet = TallySheet(asked, AS_OF)
    for raw in (paper.answers, *data.draw(st.lists(naive.answers(paper.questions), max_size=3)), paper.answers):
        tally = sheet.add_up(read_answers(asked, raw, AS_OF))
        expected = naive.judge(replace(paper, answers=raw), AS_OF)
        grade = None if tally.total.score is None else sheet.grade(tally.total.score, tally.caps).grade
        assert (tally.total.low, tally.total.high, grade) == (expected.low, expected.high, expected.grade)
        assert tally.credits == [expected.credits.get(id) for id in paper.questions]


@thorough
@given(papers(), papers())
def test_domains_add_up_to_the_whole_as_they_do_on_a_scorecard(
    ask_paper: Callable[[Paper], Questionnaire], first: Paper, second: Paper
) -> None:
    parts = [ask_paper(paper).domains[0] for paper in (first, second)]
    other = tuple(one.model_copy(update={"id": f"z{one.id}"}) for one in parts[1].questions)
    sections = (parts[0], parts[1].model_copy(update={"id": "N02", "questions": other}))
    asked = Questionnaire.model_construct(**dict(ask_paper(first)) | {"domains": sections})
    answers = read_answers(asked, first.answers | {f"z{id}": one for id, one in second.answers.items()}, AS_OF)
    tally, card = TallySheet(asked, AS_OF).add_up(answers), score(asked, answers, AS_OF)
    assert [one.score for one in tally.sections] == [one.score for one in card.domains]
    assert (tally.total.score, tally.credits) == (card.score, [one.credit for one in card.results])


def test_it_adds_up_domains_and_the_whole(question: Ask, questionnaire: Gather, as_of: date) -> None:
    asked = questionnaire(
        N01=[question("a", weight=2), question("b", kind="number", target=40, unit="学时")],
        N02=[question("c", kind="stage"), question("d"), question("e")],
    )
    given = {"a": Answer(True), "b": Answer(Fraction(10)), "c": Answer("under_way"), "d": Answer(not_applicable="无")}
    tally = TallySheet(asked, as_of).add_up(given)
    # N01: 2 + 1/4 of 3 are 75; N02: c at 1/2, d left out, e open: 25 to 75. All of 5: 2¾ to 3¾.
    found: list[object] = [(one.low, one.high, one.score) for one in (*tally.sections, tally.total)]
    assert found == [(75, 75, 75), (25, 75, None), (55, 75, None)]
    assert tally.credits == [1, Fraction(1, 4), Fraction(1, 2), None, None]


def test_a_critical_question_holds_the_grade_down(question: Ask, questionnaire: Gather, as_of: date) -> None:
    asked = questionnaire(question("a", critical=True, kind="stage"), question("b", weight=99))
    sheet = TallySheet(asked, as_of)
    tally = sheet.add_up({"a": Answer("largely_done"), "b": Answer(True)})
    assert tally.caps == [Fraction(3, 4)]
    assert sheet.grade(tally.total.score or Fraction(0), tally.caps).grade == "basic"


def test_where_nothing_applies_there_is_no_score(question: Ask, questionnaire: Gather, as_of: date) -> None:
    asked = questionnaire(question("a", applies_if="has_laboratory"))
    tally = TallySheet(asked.for_profile({"has_laboratory": False}), as_of).add_up({})
    assert (tally.total.whole, tally.sections) == (0, [])
    assert tally.total.score is None


def test_very_many_values_of_one_question_count_each(question: Ask, questionnaire: Gather, as_of: date) -> None:
    sheet = TallySheet(questionnaire(question("a", kind="number", target=10_000, unit="人")), as_of)
    values = [*range(1010), 0, 1000]
    scores = [sheet.add_up({"a": Answer(Fraction(value))}).total.score for value in values]
    assert scores == [Fraction(value, 100) for value in values]


def test_it_refuses_answers_outside_the_questionnaire(question: Ask, questionnaire: Gather, as_of: date) -> None:
    outside: dict[str, Any] = {"z": Answer(True)}
    with pytest.raises(ValueError, match=r"outside the questionnaire: \['z'\]"):
        TallySheet(questionnaire(question("a")), as_of).add_up(outside)
