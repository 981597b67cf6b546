"""The versions of the rules: what the first could judge, the second judges alike, to the last digit."""

from collections.abc import Callable
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from questionnaires.answer_files import parse_json
from questionnaires.answers import read_answers
from questionnaires.publishing import publish_scorecard, write_json
from questionnaires.questionnaire import Question, Questionnaire
from questionnaires.scoring import find_oldest_rules, score
from tests.questionnaires.kinds import CASES, FREE_LIST, LIST, YEAR_HOURS, YEARLY
from tests.questionnaires.naive import AS_OF, Paper, papers
from tests.questionnaires.test_properties import thorough

# Papers at random with the scorecards that the program of version 1 printed for them.
OLD = parse_json((Path(__file__).parent / "version_1.json").read_bytes())
AskPaper = Callable[[Paper], Questionnaire]


@pytest.mark.parametrize("old", OLD, ids=lambda old: f"{old['scorecard']['score']} of {len(old['questions'])}")
def test_what_version_one_scored_is_scored_alike(ask_paper: AskPaper, old: dict[str, Any]) -> None:
    weights = {id: Fraction(weight) for id, weight in old["weights"].items()}
    asked = ask_paper(Paper(old["questions"], weights, frozenset(old["critical"]), old["answers"]))
    card = score(asked, read_answers(asked, old["answers"], AS_OF), AS_OF)
    assert find_oldest_rules(asked) == "1"
    assert parse_json(write_json(publish_scorecard(asked, card, "1"))) == old["scorecard"]


@thorough
@given(papers(), st.integers(2013, 2026))
def test_only_what_is_new_depends_on_the_assessment_year(ask_paper: AskPaper, paper: Paper, year: int) -> None:
    plain = {id: one for id, one in paper.questions.items() if one["kind"] != "quantity" and not one.get("per_year")}
    old = Paper(
        {id: _make_old(one) for id, one in plain.items()},
        paper.weights,
        paper.critical & set(plain),
        {id: {k: v for k, v in one.items() if k != "set_apart"} for id, one in paper.answers.items() if id in plain},
    )
    asked = ask_paper(old)
    answers = read_answers(asked, old.answers, AS_OF)
    cards = [score(asked, answers, AS_OF), score(asked, answers, AS_OF, year=year)]
    assert find_oldest_rules(asked) == "1"
    assert publish_scorecard(asked, cards[0], "1") == publish_scorecard(asked, cards[1], "1")


def _make_old(asked: dict[str, Any]) -> dict[str, Any]:
    if "items" not in asked:
        return asked
    return asked | {"items": [{key: item[key] for key in ("value", "label")} for item in asked["items"]]}


@pytest.mark.parametrize(
    ("kind", "rules"), [(CASES, "2"), (FREE_LIST, "2"), (YEARLY, "2"), (YEAR_HOURS, "2"), (LIST, "1")]
)
def test_what_version_one_does_not_know_needs_the_second(
    question: Callable[..., Question], questionnaire: Callable[..., Questionnaire], kind: dict[str, Any], rules: str
) -> None:
    assert find_oldest_rules(questionnaire(question("q", **kind))) == rules
    assert find_oldest_rules(questionnaire(question("q")).for_year(2025)) == "2"


def test_a_questionnaire_of_version_one_keeps_its_letters() -> None:
    kept = Path(__file__).parent.parent / "reports" / "gap" / "version-1" / "questionnaire.json"
    asked = Questionnaire.model_validate_json(kept.read_bytes())
    assert (asked.model_dump_json().encode(), asked.year) == (kept.read_bytes(), None)
