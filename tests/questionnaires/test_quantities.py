"""Quantities: given with their unit or not kept with a reason, owed or not, and never scored."""

from collections.abc import Callable
from datetime import date
from fractions import Fraction
from typing import Any

import pytest

from questionnaires.answers import read_answer, read_stored
from questionnaires.catalogue import Library
from questionnaires.criteria import InvalidAnswer, NotKept
from questionnaires.generator import build_questionnaire
from questionnaires.loading import CatalogueError
from questionnaires.questionnaire import Question, Questionnaire
from questionnaires.scoring import Verdict, list_missing_quantities, score
from tests.questionnaires.conftest import LEVEL
from tests.questionnaires.kinds import CASES, HOURS, STAFF

AS_OF = date(2026, 6, 30)
Ask = Callable[..., Question]
Make = Callable[..., Any]


@pytest.mark.parametrize(
    ("kind", "told", "reason"),
    [
        (STAFF, {"value": -1}, "negative"),
        (STAFF, {"value": float("inf")}, "finite"),
        (STAFF, {"value": None}, "not a number"),
        (STAFF, {"value": "12"}, "not a number"),
        (STAFF, {"value": True}, "not a number"),
        (STAFF, {"value": 1.5}, "not a whole number"),
        ({**STAFF, "range": [1, 900]}, {"value": 901}, "cannot be right"),
        (STAFF, {"value": 1, "not_kept": "无台账"}, "and not both"),
        (STAFF, {"not_kept": ""}, "Say why the figure is not kept"),
        (STAFF, {"not_kept": "  "}, "Say why the figure is not kept"),
        (STAFF, {"not_kept": None}, "Give words"),
        (STAFF, {"not_kept": "字" * 501}, "at most 500"),
        (STAFF, {"remark": "有"}, "and not both"),
        (STAFF, {"value": 1, "set_apart": {}}, "set_apart.* is unknown; this answer may have: value, not_kept, "),
        (STAFF, {"not_applicable": "无"}, "applies to everyone"),
        (HOURS, {"not_kept": "无台账"}, "not_kept.* is unknown"),
    ],
)
def test_it_refuses_what_is_no_quantity(question: Ask, kind: dict[str, Any], told: Any, reason: str) -> None:
    with pytest.raises(InvalidAnswer, match=reason):
        read_answer(question("q", allow_not_applicable=False, **kind), told, AS_OF)


@pytest.mark.parametrize(
    ("told", "value", "words"),
    [
        ({"remark": "", "value": 0}, Fraction(0), "0人"),
        ({"remark": "见附件", "value": 12}, Fraction(12), "12人"),
        ({"remark": "", "not_kept": "没有台账"}, NotKept("没有台账"), "未统计：没有台账"),
    ],
)
def test_it_takes_a_number_or_a_reason_and_keeps_it_as_given(question: Ask, told: Any, value: Any, words: str) -> None:
    asked = question("q", **STAFF)
    answer = read_answer(asked, told, AS_OF)
    assert (answer.value, answer.not_applicable, answer.is_given) == (value, None, True)
    assert read_stored(asked, told, AS_OF).write(asked) == told
    assert asked.criterion.write_value(value) == words


def test_one_that_is_refused_by_now_is_kept(question: Ask) -> None:
    told = {"remark": "", "not_kept": "字" * 501}
    stored = read_stored(question("q", **STAFF), told, AS_OF)
    assert stored.refused and stored.is_given and stored.write(question("q", **STAFF)) == told


def test_only_what_is_required_and_neither_given_nor_explained_is_missing(
    question: Ask, questionnaire: Callable[..., Questionnaire]
) -> None:
    asked = questionnaire(
        question("yes"),
        question("words", kind="text"),
        question("staff", **STAFF),
        question("cases", **CASES),
        question("fines", **CASES),
        question("wish", required=False, **CASES),
    )
    raw = {"staff": {"value": 0}, "cases": {"not_kept": "无台账"}}
    answers = {id: read_answer(asked.by_id[id], one, AS_OF) for id, one in raw.items()}
    assert [one.id for one in list_missing_quantities(asked, answers)] == ["fines"]
    card = score(asked, answers, AS_OF)
    assert (card.answered, card.asked, card.gaps) == (0, 1, ())
    assert {one.verdict for one in card.results[1:]} == {Verdict.NOT_SCORED}


def test_a_quantity_knows_its_place_in_the_questionnaire(
    library: Callable[..., Library], notice: Make, measure: Make
) -> None:
    shelf = library(
        notice("n", measure("drill"), measure("drills", criterion=CASES, beside="drill", asks="{year}有几次？"))
    )
    drill, drills = build_questionnaire(shelf, "n", "county").questions
    assert (drill.beside, drills.beside, drills.levels_basis, drills.library) == (None, "drill", "named", None)


@pytest.mark.parametrize(
    ("fields", "fault"),
    [
        ({"criterion": CASES, "beside": "nothing"}, "beside 'nothing' is no scored measure of this document"),
        ({"criterion": CASES, "beside": "staff"}, "beside 'staff' is no scored measure of this document"),
        ({"criterion": CASES, "beside": "city-drill"}, "does not bind all of the same levels"),
        ({"beside": "drill"}, "only a quantity stands `beside` a question"),
        ({"criterion": CASES, "allow_not_applicable": True}, "a quantity is given or not kept"),
        ({"criterion": {"kind": "quantity", "unit": "件"}}, "needs criterion.quantity.measure"),
    ],
)
def test_it_refuses_a_quantity_that_stands_nowhere(
    library: Callable[..., Library], notice: Make, measure: Make, fields: Any, fault: str
) -> None:
    others = [measure("drill"), measure("staff", criterion=STAFF), measure("city-drill", levels=["city"])]
    with pytest.raises(CatalogueError, match=fault):
        library(notice("n", *others, measure("q", **fields), levels={"county": LEVEL, "city": LEVEL}))
