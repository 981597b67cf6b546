"""Answers of an earlier questionnaire at a later one: carried, to be confirmed, or without any; and both scores."""

from collections.abc import Callable
from datetime import date
from fractions import Fraction
from typing import Any

import pytest

from questionnaires.answers import Answer, read_answers
from questionnaires.both_rules import AnswerSet, BothScores, compare_rules
from questionnaires.migrating import list_gone, take_over, trace
from questionnaires.questionnaire import Question, Questionnaire

Ask = Callable[..., Question]
Gather = Callable[..., Questionnaire]
SHARE = {"kind": "share", "target": 80, "part": "甲", "whole": "乙", "unit": "人"}
LIST = {"kind": "checklist", "items": [{"value": v, "label": v} for v in "abc"]}


@pytest.fixture
def before(question: Ask, questionnaire: Gather) -> Questionnaire:
    """Version 1 of a notice."""
    plain = [question(id) for id in ("same", "worded", "based", "renamed", "one", "two", "repealed", "unit")]
    others = [question("figure", **SHARE), question("list", **LIST), question("whole", **LIST)]
    return questionnaire(*plain, *others)


@pytest.fixture
def after(question: Ask, questionnaire: Gather) -> Questionnaire:
    """Version 2, in which there is one of each kind of change."""
    told = {"text": "另一问法？"}
    return questionnaire(
        question("same", weight=5),
        question("worded").model_copy(update=told),
        question("based", levels_basis="assumed"),
        question("renamed-2").model_copy(update={"replaces": ("renamed",), "text": "renamed？"}),
        question("one").model_copy(update={"replaces": ("two",)}),
        question("unit", kind="number", target=5, unit="人"),
        question("figure", **SHARE | {"target": 90}),
        question("list", kind="checklist", items=[{"value": v, "label": v} for v in "bcd"]),
        question("whole", kind="checklist", items=[{"value": v, "label": v} for v in "ab"]),
        question("part", kind="checklist", items=[{"value": v, "label": v} for v in "cd"]).model_copy(
            update={"replaces": ("whole",)}
        ),
        question("new"),
    )


VALUES: dict[str, Any] = {
    **dict.fromkeys(["same", "worded", "based", "renamed", "one", "two", "repealed", "unit"], True),
    "figure": {"part": 8, "whole": 10},
    "list": ["a", "b"],
    "whole": ["b", "c"],
}


def give(questionnaire: Questionnaire, as_of: date, **values: Any) -> dict[str, Answer]:
    return read_answers(questionnaire, {id: {"value": value} for id, value in (VALUES | values).items()}, as_of)


def test_each_kind_of_change_is_told_and_only_what_means_the_same_is_carried(
    before: Questionnaire, after: Questionnaire, as_of: date
) -> None:
    given, passages = give(before, as_of), trace(before, after)
    found = {}
    for id, passage in passages.items():
        answer = take_over(passage, given, as_of)
        value = None if answer is None else answer.write_value(passage.question)
        found[id] = (" ".join(passage.changes), value)
    assert found == {
        "same": ("", True),
        "worded": ("reworded", True),
        "based": ("levels", True),
        "renamed-2": ("", True),
        "one": ("merged", True),
        "unit": ("figure answer", None),
        "figure": ("figure", {"part": 8, "whole": 10}),
        "list": ("answer", ["b"]),
        "whole": ("split answer", ["b"]),
        "part": ("split answer reworded", ["c"]),
        "new": ("", None),
    }
    assert [one.id for one in list_gone(before, passages)] == ["repealed"]


def test_what_was_merged_is_offered_only_where_all_said_the_same(
    before: Questionnaire, after: Questionnaire, as_of: date
) -> None:
    passage = trace(before, after)["one"]
    assert take_over(passage, give(before, as_of, two=False), as_of) is None
    alone = {id: one for id, one in give(before, as_of).items() if id != "two"}
    assert take_over(passage, alone, as_of) is None


def test_another_year_in_the_wording_is_no_change(question: Ask, questionnaire: Gather) -> None:
    def word(year: int) -> Questionnaire:
        one = question("a").model_copy(update={"text": f"{year}年度（1月1日至12月31日）做了吗？"})
        return questionnaire(one).replace(year=year)

    assert trace(word(2025), word(2026))["a"].changes == ()


def test_a_change_of_the_rule_is_told_apart_from_one_of_the_capability(
    question: Ask, questionnaire: Gather, as_of: date
) -> None:
    old = questionnaire(question("same"), question("share", **SHARE), question("gone"))
    new = questionnaire(question("same"), question("share", **SHARE | {"target": 100}), question("new"))
    then = read_answers(
        old,
        {id: {"value": v} for id, v in {"same": False, "share": {"part": 4, "whole": 10}, "gone": True}.items()},
        as_of,
    )
    now = read_answers(
        new,
        {id: {"value": v} for id, v in {"same": True, "share": {"part": 8, "whole": 10}, "new": False}.items()},
        as_of,
    )
    found = compare_rules(old, new, trace(old, new), AnswerSet(then, as_of), AnswerSet(now, as_of))
    assert found.questions == ("same", "share")
    assert found.then == BothScores(Fraction(25), Fraction(20))  # 4 of 10 of 80 %, and of 100 %; half of both
    assert found.now == BothScores(Fraction(100), Fraction(90))


def test_what_another_notice_asks_of_the_same_duty_is_one_question(question: Ask, questionnaire: Gather) -> None:
    def carry(id: str, **told: Any) -> Question:
        return question(id, **told).model_copy(update={"library": "plan", "text": "制定预案？"})

    before = questionnaire(carry("above"), carry("again"), carry("listed", **LIST))
    below = carry("below"), carry("second"), carry("third"), carry("counted", **SHARE)
    other = questionnaire(*below).model_copy(update={"document": "other"})
    passages = trace(before, other)
    assert [[one.id for one in passages[each.id].sources] for each in below] == [["above"], [], [], []]
    assert passages["below"].changes == () and [one.id for one in list_gone(before, passages)] == ["again", "listed"]
    assert not any(one.sources for one in trace(before, questionnaire(*below)).values())  # a version of the same notice
