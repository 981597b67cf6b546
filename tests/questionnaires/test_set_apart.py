"""Items of a list that do not apply: set apart with a reason, for one of two reasons that stay apart."""

from collections.abc import Callable
from datetime import date
from fractions import Fraction
from typing import Any

import pytest

from questionnaires.answers import read_answer, read_stored
from questionnaires.criteria import InvalidAnswer, Items
from questionnaires.questionnaire import Question, Questionnaire
from questionnaires.scoring import Verdict, score
from questionnaires.shortest_path import count_missing_parts
from tests.questionnaires.kinds import FREE_LIST, HOURS, ITEMS, LIST

AS_OF = date(2026, 6, 30)
ALL_FREE = {"kind": "checklist", "items": [{**one, "may_not_apply": True} for one in ITEMS]}
Ask = Callable[..., Question]


@pytest.mark.parametrize(
    ("kind", "told", "reason"),
    [
        (FREE_LIST, {"value": ["c"], "set_apart": {"c": "无海关"}}, "Item c is in place and set apart at once"),
        (FREE_LIST, {"value": [], "set_apart": {"c": ""}}, "Item c is set apart without a reason"),
        (FREE_LIST, {"value": [], "set_apart": {"c": " \n"}}, "Item c is set apart without a reason"),
        (FREE_LIST, {"value": [], "set_apart": {"c": None}}, "Item c is set apart without a reason"),
        (FREE_LIST, {"value": [], "set_apart": {"c": True}}, "Item c is set apart without a reason"),
        (FREE_LIST, {"value": [], "set_apart": {"c": "字" * 501}}, "Item c: the reason has more than 500"),
        (FREE_LIST, {"value": [], "set_apart": {"c": "铃\x07"}}, "Item c: the reason has .* cannot be kept"),
        (FREE_LIST, {"value": ["b"], "set_apart": {"a": "无"}}, "Item a applies to everyone"),
        (FREE_LIST, {"value": ["a"], "set_apart": {"a": "无"}}, "Item a applies to everyone"),
        (FREE_LIST, {"value": [], "set_apart": {"z": "无"}}, '"z" is not offered'),
        (FREE_LIST, {"value": [], "set_apart": ["c"]}, "for the items that are set apart"),
        (FREE_LIST, {"value": [], "set_apart": "c"}, "for the items that are set apart"),
        (FREE_LIST, {"set_apart": {"c": "无"}}, "list of items that are in place"),
        (FREE_LIST, {"value": None, "set_apart": {"c": "无"}}, "list of items that are in place"),
        (FREE_LIST, {"not_applicable": "无", "set_apart": {"c": "无"}}, "and not both"),
        (LIST, {"value": [], "set_apart": {"c": "无"}}, "Item c applies to everyone"),
        (
            HOURS,
            {"value": 40, "set_apart": {"c": "无"}},
            "set_apart.* is unknown; this answer may have: value, not_app",
        ),
    ],
)
def test_it_refuses_what_cannot_be_set_apart(question: Ask, kind: dict[str, Any], told: Any, reason: str) -> None:
    with pytest.raises(InvalidAnswer, match=reason):
        read_answer(question("q", **kind), told, AS_OF)


@pytest.mark.parametrize(
    ("told", "credit", "words"),
    [
        ({"value": ["a"], "set_apart": {}}, "1/4", "已具备1/4项：A"),
        ({"value": ["a"], "set_apart": None}, "1/4", "已具备1/4项：A"),
        ({"value": ["a"], "set_apart": {"d": "不涉及"}}, "1/3", "已具备1/3项：A；不涉及1项：D"),
        ({"value": ["a"], "set_apart": {"d": "辖区无口岸"}}, "1/3", "已具备1/3项：A；不涉及1项：D（辖区无口岸）"),
        ({"value": ["a"], "set_apart": {"d": " 未发生：无案件 "}}, "1/3", "已具备1/3项：A；未发生1项：D（无案件）"),
        (
            {"value": ["b", "a"], "set_apart": {"d": "未发生", "c": "不涉及：无海关"}},
            "1",
            "已具备2/2项：A、B；不涉及1项：C（无海关）；未发生1项：D",
        ),
        ({"value": [], "set_apart": {"c": "未发生", "d": "未发生"}}, "0", "已具备0/2项；未发生2项：C、D"),
    ],
)
def test_what_is_set_apart_leaves_both_sides(
    question: Ask, questionnaire: Callable[..., Questionnaire], told: Any, credit: str, words: str
) -> None:
    asked = question("q", **FREE_LIST)
    answer = read_answer(asked, told, AS_OF)
    card = score(questionnaire(asked), {"q": answer}, AS_OF)
    assert (card.results[0].credit, card.score) == (Fraction(credit), 100 * Fraction(credit))
    assert asked.criterion.write_value(answer.value) == words


def test_with_everything_set_apart_the_question_is_not_applicable(
    question: Ask, questionnaire: Callable[..., Questionnaire]
) -> None:
    asked = questionnaire(question("q", allow_not_applicable=False, critical=True, **ALL_FREE), question("yes"))
    told = {"value": [], "set_apart": {**dict.fromkeys("abc", "不涉及"), "d": "未发生：无召回"}}
    answers = {
        "q": read_answer(asked.by_id["q"], told, AS_OF),
        "yes": read_answer(asked.by_id["yes"], {"value": True}, AS_OF),
    }
    card = score(asked, answers, AS_OF)
    assert (card.results[0].verdict, card.results[0].credit, card.results[0].lost) == (
        Verdict.NOT_APPLICABLE,
        None,
        Fraction(0),
    )
    assert (card.score, card.answered, card.asked, card.gaps) == (Fraction(100), 2, 2, ())
    assert answers["q"].not_applicable == "不涉及3项：A、B、C；未发生1项：D（无召回）"


def test_what_is_missing_leaves_out_what_is_set_apart(
    question: Ask, questionnaire: Callable[..., Questionnaire]
) -> None:
    asked = question("q", **FREE_LIST)
    answer = read_answer(asked, {"value": ["a"], "set_apart": {"d": "不涉及"}}, AS_OF)
    [gap] = score(questionnaire(asked), {"q": answer}, AS_OF).gaps
    assert asked.criterion.write_missing(answer.value, AS_OF) == "已具备1项，缺2项：B、C"
    assert count_missing_parts(gap) == 2


@pytest.mark.parametrize(
    "told",
    [
        {"remark": "见附件", "value": ["a"], "set_apart": {"c": "不涉及", "d": "未发生：无案件"}},
        {"remark": "", "value": ["a"]},
        {"remark": "", "value": ["a"], "set_apart": {"a": "是常设的"}},  # refused by now, and kept
    ],
)
def test_it_is_kept_as_it_was_given(question: Ask, told: dict[str, Any]) -> None:
    asked = question("q", **FREE_LIST)
    assert read_stored(asked, told, AS_OF).write(asked) == told


def test_an_item_ticked_and_one_set_apart_are_different_answers(question: Ask) -> None:
    asked = question("q", **FREE_LIST)
    ticked, apart, other = (
        read_answer(asked, told, AS_OF)
        for told in (
            {"value": ["a"]},
            {"value": ["a"], "set_apart": {"c": "不涉及", "d": "无"}},
            {"value": ["a"], "set_apart": {"d": "无", "c": "不涉及"}},
        )
    )
    assert ticked != apart and apart == other and apart.value == Items(("a",), (("c", "不涉及"), ("d", "无")))
