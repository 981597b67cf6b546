"""Answers as they are kept in a column: read once, written back as they were, never lost where they are refused."""

import json
from collections.abc import Callable
from datetime import date
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given

from questionnaires.answers import BLANK, UNANSWERED, Answer, read_answer, read_answers, read_stored
from questionnaires.criteria import InvalidAnswer
from questionnaires.questionnaire import Question, Questionnaire
from questionnaires.scoring import score
from tests.questionnaires import kinds
from tests.questionnaires.naive import AS_OF, Paper, papers
from tests.questionnaires.test_properties import quick

Ask = Callable[..., Question]
VALUES: list[tuple[dict[str, Any], str]] = [  # a kind and a value of it, as JSON has it
    (kinds.YES_NO, "true"),
    (kinds.YES_NO, "false"),
    (kinds.STAGE, '"under_way"'),
    (kinds.GRADE, '"B+"'),
    (kinds.HOURS, "38"),
    (kinds.HOURS, "0"),
    (kinds.HOURS, "38.5"),
    (kinds.HOURS, "0.1"),
    (kinds.HOURS, "0.125"),
    (kinds.HOURS, "999999999999.999"),
    (kinds.SHARE, '{"part": 38, "whole": 52}'),
    (kinds.SHARE, '{"part": 0.3, "whole": 52}'),
    (kinds.RATE, '{"count": 260, "base": 250000}'),
    (kinds.UP, '{"baseline": 20, "current": 15.75}'),
    (kinds.DRILL, '"2026-03-31"'),
    (kinds.DRILL, "null"),
    (kinds.PLAN, '"2021-01-01"'),
    (kinds.PLAN, "null"),
    (kinds.LIST, '["a", "c"]'),
    (kinds.LIST, "[]"),
    (kinds.TEXT, '"两行\\n文字"'),
]
REMARKS = ("", "见附件")


def pass_through(question: Question, text: str) -> str:
    return json.dumps(read_stored(question, json.loads(text), AS_OF).write(question), ensure_ascii=False)


@pytest.mark.parametrize("remark", REMARKS)
@pytest.mark.parametrize(("kind", "value"), VALUES)
def test_what_is_kept_is_written_back_to_the_letter(
    question: Ask, kind: dict[str, Any], value: str, remark: str
) -> None:
    asked, text = question("a", **kind), f'{{"remark": "{remark}", "value": {value}}}'
    assert pass_through(asked, text) == text
    assert read_stored(asked, json.loads(text), AS_OF).check().is_given


@pytest.mark.parametrize("remark", REMARKS)
@pytest.mark.parametrize("kind", [kind for kind, _ in VALUES])
def test_a_reason_why_it_does_not_apply_is_written_back(question: Ask, kind: dict[str, Any], remark: str) -> None:
    asked, text = question("a", **kind), f'{{"remark": "{remark}", "not_applicable": "无此业务"}}'
    answer = read_stored(asked, json.loads(text), AS_OF)
    assert pass_through(asked, text) == text
    assert (answer.value, answer.not_applicable, answer.is_given) == (None, "无此业务", True)


@pytest.mark.parametrize("kind", [kind for kind, _ in VALUES])
def test_a_remark_alone_is_no_answer_and_is_kept(question: Ask, kind: dict[str, Any]) -> None:
    asked = question("a", **kind)
    answer = read_stored(asked, {"remark": "待核实"}, AS_OF)
    assert answer == Answer(BLANK, remark="待核实")
    assert (answer.is_given, answer.is_empty, answer.write(asked)) == (False, False, {"remark": "待核实"})


def test_nothing_is_kept_as_nothing(question: Ask) -> None:
    answer = read_stored(question("a"), None, AS_OF)
    assert answer == UNANSWERED
    assert (answer.is_given, answer.is_empty, answer.write(question("a"))) == (False, True, None)


def test_never_is_an_answer_and_nothing_is_none(question: Ask) -> None:
    drill = question("a", **kinds.DRILL)
    assert read_stored(drill, {"value": None, "remark": ""}, AS_OF) != UNANSWERED


@pytest.mark.parametrize(
    ("kind", "one", "other", "same"),
    [
        (kinds.HOURS, {"value": 12}, {"value": 12.0, "remark": ""}, True),
        (kinds.HOURS, {"value": 0.1}, {"value": 0.10}, True),
        (kinds.HOURS, {"value": 12}, {"value": 12.001}, False),
        (kinds.LIST, {"value": ["a", "b"]}, {"value": ["b", "a"], "remark": None}, True),
        (kinds.LIST, {"value": ["a"]}, {"value": ["a", "b"]}, False),
        (kinds.SHARE, {"value": {"part": 1, "whole": 2}}, {"value": {"whole": 2, "part": 1}}, True),
        (kinds.SHARE, {"value": {"part": 1, "whole": 2}}, {"value": {"part": 2, "whole": 4}}, False),
        (kinds.YES_NO, {"value": True}, {"value": True, "remark": "见附件"}, False),
        (kinds.YES_NO, {"value": False}, {"not_applicable": "无"}, False),
        (kinds.DRILL, {"value": None}, {"not_applicable": "无"}, False),
    ],
)
def test_answers_are_the_same_where_they_say_the_same(
    question: Ask, kind: dict[str, Any], one: dict[str, Any], other: dict[str, Any], same: bool
) -> None:
    asked = question("a", **kind)
    assert (read_stored(asked, one, AS_OF) == read_stored(asked, other, AS_OF)) == same


def test_without_its_remark_an_answer_is_the_same(question: Ask) -> None:
    one, other = (read_stored(question("a"), {"value": True, "remark": words}, AS_OF) for words in REMARKS)
    assert one != other and one.bare == other.bare


REFUSED: list[tuple[dict[str, Any], dict[str, Any]]] = [
    ({}, {"remark": "见附件", "value": 7}),
    ({}, {"remark": "", "value": None}),
    (kinds.DRILL, {"remark": "", "value": "2026-04-01"}),
    (kinds.SHARE, {"remark": "", "value": {"part": 3, "whole": 2}}),
    (kinds.LIST, {"remark": "", "value": ["a", "withdrawn"]}),
    (kinds.GRADE, {"remark": "", "value": "withdrawn"}),
    (kinds.TEXT, {"remark": "", "value": "长" * 2001}),
    ({"allow_not_applicable": False}, {"remark": "", "not_applicable": "无此业务"}),
    ({}, {"remark": "长" * 2001, "value": True}),
]


@pytest.mark.parametrize(("kind", "stored"), REFUSED)
def test_what_is_refused_by_now_is_kept_as_it_was(question: Ask, kind: dict[str, Any], stored: dict[str, Any]) -> None:
    asked = question("a", **kind)
    answer = read_stored(asked, stored, AS_OF)
    assert answer.write(asked) == stored and answer.is_given
    assert answer == read_stored(asked, stored, AS_OF)
    with pytest.raises(InvalidAnswer):
        answer.check()


@pytest.mark.parametrize(
    ("kind", "value"),
    [(kinds.SHARE, {"part": 3.5, "whole": 7}), (kinds.RATE, {"count": 235, "base": 21.53}), (kinds.HOURS, 12345678901)],
)
def test_a_figure_that_is_refused_now_and_was_taken_once_still_counts(
    question: Ask, questionnaire: Callable[..., Questionnaire], kind: dict[str, Any], value: Any
) -> None:
    asked = questionnaire(question("a", **kind))
    stored = {"remark": "", "value": value}
    with pytest.raises(InvalidAnswer):
        read_answer(asked.by_id["a"], stored, AS_OF)
    kept = read_stored(asked.by_id["a"], stored, AS_OF).check()
    assert kept.write(asked.by_id["a"]) == stored
    assert score(asked, {"a": kept}, AS_OF).score is not None


def test_a_day_after_the_reference_date_is_refused_only_there(question: Ask) -> None:
    asked, stored = question("a", **kinds.DRILL), {"remark": "", "value": "2026-03-31"}
    assert read_stored(asked, stored, date(2026, 3, 30)).refused is not None
    assert read_stored(asked, stored, AS_OF).value == date(2026, 3, 31)


def test_a_figure_is_read_exactly(question: Ask) -> None:
    assert read_stored(question("a", **kinds.HOURS), {"value": 0.1}, AS_OF).value == Fraction(1, 10)


@quick
@given(papers())
def test_whatever_is_answered_stands_after_it_was_kept(
    ask_paper: Callable[[Paper], Questionnaire], paper: Paper
) -> None:
    asked = ask_paper(paper)
    answers = read_answers(asked, paper.answers, AS_OF)
    kept = {id: json.dumps(one.write(asked.by_id[id])) for id, one in answers.items()}
    again = {id: read_stored(asked.by_id[id], json.loads(one), AS_OF) for id, one in kept.items()}
    assert {id: one.write(asked.by_id[id]) for id, one in again.items()} == {
        id: json.loads(one) for id, one in kept.items()
    }
