"""The assessment year: where it comes from, what is judged by it, and where it is printed."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from questionnaires.answers import read_answers
from questionnaires.calendar import default_year
from questionnaires.catalogue import Library
from questionnaires.generator import build_questionnaire
from questionnaires.loading import CatalogueError
from questionnaires.questionnaire import Question, Questionnaire
from questionnaires.scoring import score
from tests.questionnaires.kinds import CASES, STAFF, YEAR_HOURS, YEARLY, YES_NO

Make = Callable[..., Any]


@pytest.mark.parametrize(
    ("as_of", "year"),
    [("2025-12-31", 2025), ("2026-01-01", 2025), ("2026-06-30", 2025), ("2026-12-30", 2025), ("2026-12-31", 2026)],
)
def test_by_default_it_is_the_last_year_that_has_ended(as_of: str, year: int) -> None:
    assert default_year(date.fromisoformat(as_of)) == year


@pytest.mark.parametrize(
    ("as_of", "year", "done", "credit"),
    [
        ("2026-06-30", None, "2024-12-31", 0),
        ("2026-06-30", None, "2025-01-01", 1),
        ("2026-06-30", None, "2026-06-30", 1),
        ("2026-06-30", None, None, 0),
        ("2025-12-31", None, "2025-01-01", 1),
        ("2025-12-31", None, "2024-12-31", 0),
        ("2026-06-30", 2026, "2025-12-31", 0),
        ("2026-06-30", 2026, "2026-01-01", 1),
        ("2026-06-30", 2024, "2024-01-01", 1),
    ],
)
def test_what_is_due_yearly_counts_from_its_first_day_to_the_reference_date(
    question: Make, questionnaire: Callable[..., Questionnaire], as_of: str, year: int | None, done: Any, credit: int
) -> None:
    day, asked = date.fromisoformat(as_of), questionnaire(question("q", **YEARLY))
    answers = read_answers(asked, {"q": {"value": done}}, day)
    assert score(asked, answers, day, year=year).score == 100 * credit


def test_the_year_of_the_questionnaire_holds_where_none_is_given(
    question: Make, questionnaire: Callable[..., Questionnaire]
) -> None:
    asked, day = questionnaire(question("q", **YEARLY), question("yes")), date(2026, 6, 30)
    answers = read_answers(asked, {"q": {"value": "2024-05-01"}}, day)
    of_2024 = asked.for_year(2024).for_profile({})
    again = Questionnaire.model_validate_json(of_2024.model_dump_json())
    found = [score(one, answers, day).results[0].credit for one in (asked, of_2024, again)]
    assert found == [0, 1, 1] and (asked.year, again.year) == (None, 2024)
    assert score(again, answers, day, year=2025).results[0].credit == 0


@pytest.mark.parametrize(
    ("kind", "as_of", "words"),
    [
        (YEARLY, None, "2025年度（1月1日至12月31日）至少一次"),
        (YEARLY, date(2025, 12, 31), "2025年度（1月1日至12月31日）至少一次"),
        (YEARLY, date(2026, 6, 30), "2025年度（1月1日至12月31日）至少一次，至2026年6月30日补做的也计入"),
        (YEAR_HOURS, date(2026, 6, 30), "2025年度（1月1日至12月31日）不少于40学时"),
        (CASES, date(2026, 6, 30), "基础数据，2025年度（1月1日至12月31日）的数，不计分"),
        (STAFF, date(2026, 6, 30), "基础数据，截至2026年6月30日的数，不计分"),
    ],
)
def test_a_target_prints_the_year_with_its_days(criterion: Make, kind: Any, as_of: date | None, words: str) -> None:
    assert criterion(**kind).for_year(2025).write_target(as_of) == words


def test_before_it_is_known_the_year_has_no_number(criterion: Make) -> None:
    assert criterion(**YEARLY).write_target() == "考核年度（1月1日至12月31日）至少一次"
    assert criterion(**YEARLY).write_target(date(2026, 6, 30)).startswith("2025年度")


@pytest.mark.parametrize(
    ("year", "words"),
    [(2024, "2024年度（1月1日至12月31日），本县几次？"), (None, "考核年度（1月1日至12月31日），本县几次？")],
)
def test_wording_prints_the_year(
    library: Callable[..., Library], notice: Make, measure: Make, year: int | None, words: str
) -> None:
    shelf = library(notice("n", measure("a", criterion=CASES, asks="{year}，{place}几次？", help="只计{year}")))
    asked = build_questionnaire(shelf, "n", "county", year)
    question: Question = asked.questions[0]
    assert (asked.year, question.text, question.help) == (year, words, f"只计{words.partition('，')[0]}")
    assert asked.content_hash() != build_questionnaire(shelf, "n", "county", 2020).content_hash()


@pytest.mark.parametrize("kind", [YEARLY, YEAR_HOURS, CASES])
def test_a_question_of_the_year_must_print_it(
    library: Callable[..., Library], notice: Make, measure: Make, kind: dict[str, Any]
) -> None:
    with pytest.raises(CatalogueError, match="asks must print the assessment year"):
        library(notice("n", measure("a", criterion=kind, asks="每年几次？")))


@pytest.mark.parametrize(
    ("kind", "fault"),
    [
        ({**YEARLY, "period_months": 12}, "recency needs `period_months`, or `per_year: true` and no period"),
        ({"kind": "recency", "per_year": False}, "recency needs `period_months`, or `per_year: true` and no period"),
        ({**YEARLY, "year": 2024}, "the round says which year it is"),
        ({**YES_NO, "per_year": True}, "per_year: Extra inputs"),
    ],
)
def test_it_refuses_a_year_that_means_nothing(
    library: Callable[..., Library], notice: Make, measure: Make, kind: dict[str, Any], fault: str
) -> None:
    with pytest.raises(CatalogueError, match=fault):
        library(notice("n", measure("a", criterion=kind, asks="{year}？")))
