"""What a reviewer checks is checked as of a day: the reference date of the round, or a later one, that of the files.

Three questions of weight 1: the drill never held, the visit of August 2023 within 36 months of the reference date 30
June 2026, the thing that was never done; (0 + 1 + 0) / 3 = 33.33.
"""

import re
from datetime import date, timedelta
from fractions import Fraction
from io import BytesIO
from typing import Any
from zipfile import ZipFile

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlmodel import Session

from questionnaires.answers import read_answer
from questionnaires.messages import Refused
from questionnaires.questionnaire import Question
from reports.plans.content import gather_plan
from reports.plans.paper import build_plan
from reports.plans.rows import HEADERS, list_rows
from reports.word.papers import write_plan_docx
from survey.plans.overseeing import check_item, refuse_item
from survey.storage.states import Role
from survey.storage.tables import Response
from tests.conftest import AS_OF
from tests.machine import TODAY, ZONE
from tests.people import Respondent, sign_in
from tests.survey.answering.sample_questions import give_questions, make_question
from tests.survey.auditing.test_agreement import find
from tests.survey.plans.planning import begin_plan, find_item, finish, look

OCTOBER = date(2026, 10, 20)


def ask_days(bureau: Respondent) -> None:
    kinds = {"q-drill": "recency", "q-visit": "recency", "q-done": "done_by"}
    document = bureau.questionnaire.document
    give_questions(bureau, tuple(make_question(kind, id, document=document) for id, kind in kinds.items()))
    bureau.answer_all(_give)


def _give(question: Question) -> Any:
    return "2023-08-01" if question.id == "q-visit" else None


def begin(bureau: Respondent) -> None:
    begin_plan(bureau, ask_days)
    finish(bureau, "q-drill", "q-done")


def check(bureau: Respondent, question_id: str, value: str | None, as_of: date | None) -> None:
    item, question = find_item(bureau, question_id), bureau.ask(question_id)
    answered = None if value is None else (question, read_answer(question, {"value": value}, as_of or AS_OF))
    city = bureau.find(Role.CITY_REVIEWER)
    check_item(bureau.engine, bureau.response_id, item.id, item.version, answered, city, as_of)


CHECKS = {  # value, day: the score that it gives, the day of that score
    "held since": ("2026-10-15", OCTOBER, Fraction(200, 3), OCTOBER),
    "too old by then, though not at the reference date": ("2023-08-01", OCTOBER, Fraction(100, 3), OCTOBER),
    "held before, seen later": ("2026-06-01", OCTOBER, Fraction(200, 3), OCTOBER),
    "at the reference date": ("2026-06-01", AS_OF, Fraction(200, 3), AS_OF),
    "without a day": ("2023-08-01", None, Fraction(200, 3), AS_OF),
    "met": (None, OCTOBER, Fraction(200, 3), OCTOBER),
}


@pytest.mark.parametrize("what", CHECKS)
def test_an_answer_counts_as_of_the_day_of_its_check_and_the_others_as_before(bureau: Respondent, what: str) -> None:
    value, as_of, expected, day = CHECKS[what]
    begin(bureau)
    check(bureau, "q-drill", value, as_of)
    running = look(bureau).running
    assert (running.accepted.score, running.checked.score, running.day) == (Fraction(100, 3), expected, day)
    assert find_item(bureau, "q-drill").checked_as_of == (None if day == AS_OF else day)


def test_the_score_is_of_the_last_day_of_which_something_was_checked(bureau: Respondent) -> None:
    begin(bureau)
    check(bureau, "q-drill", "2026-10-15", OCTOBER)
    check(bureau, "q-done", "2026-09-01", date(2026, 9, 2))
    running = look(bureau).running
    assert (running.checked.score, running.day) == (Fraction(100), OCTOBER)
    assert find(bureau.engine)[0] == []  # the trail says the same


def test_a_check_that_is_taken_back_takes_its_day_along(bureau: Respondent) -> None:
    begin(bureau)
    check(bureau, "q-drill", "2026-10-15", OCTOBER)
    item, city = find_item(bureau, "q-drill"), bureau.find(Role.CITY_REVIEWER)
    refuse_item(bureau.engine, bureau.response_id, item.id, item.version, "记录不实", city)
    assert find_item(bureau, "q-drill").checked_as_of is None
    assert look(bureau).running.day == AS_OF


def test_no_day_before_the_reference_date_is_taken(bureau: Respondent) -> None:
    begin(bureau)
    with pytest.raises(Refused, match="before the reference date"):
        check(bureau, "q-drill", None, AS_OF - timedelta(days=1))


def post(client: FlaskClient, bureau: Respondent, **fields: str) -> Any:
    item = find_item(bureau, "q-drill")
    data = {"act": "check", "version": str(item.version), "as": "answer", "q-drill-value": "20261015", **fields}
    return client.post(f"/responses/{bureau.response_id}/plan/{item.id}/oversight", data=data)


WRONG = {
    "": "2026-06-30",
    "20260629": "（2026年6月30日）至今天",
    str(TODAY + timedelta(days=1)): "今天",
    "三月": "三月",
}


@pytest.mark.parametrize("day", WRONG)
def test_the_page_says_which_days_can_be_given_and_keeps_what_was_typed(
    bureau: Respondent, site: Flask, day: str
) -> None:
    begin(bureau)
    answer = post(sign_in(site, "city"), bureau, of_day=day)
    assert answer.status_code == 422 and WRONG[day] in answer.text
    assert 'value="20261015"' in answer.text and f'value="{day}"' in answer.text


def test_page_and_papers_say_of_which_day(bureau: Respondent, site: Flask) -> None:
    begin(bureau)
    city = sign_in(site, "city")
    assert post(city, bureau, of_day="2026年10月20日").status_code == 302
    there = f"/responses/{bureau.response_id}/plan"
    assert "复核通过后（截至2026年10月20日）" in city.get(there).text
    for path in (there, f"{there}/{find_item(bureau, 'q-drill').id}"):
        assert "核实情况截至2026年10月20日" in bureau.client.get(path).text
    with Session(bureau.engine) as session:
        plan = gather_plan(session, session.get_one(Response, bureau.response_id), ZONE, TODAY)
    assert [one.label for one in plan.figures][1] == "复核通过后（截至2026年10月20日）"
    assert "情况截至2026-10-20" in build_plan(plan)
    with ZipFile(BytesIO(write_plan_docx(plan))) as word:
        said = re.sub("<[^>]+>", "", word.read("word/document.xml").decode())
    assert "情况截至2026-10-20" in said and "复核通过后（截至2026年10月20日）" in said
    days = [row[HEADERS.index("复核截至")] for row in list_rows(plan)]
    assert sorted(filter(None, days), key=str) == [OCTOBER] and len(days) == 2
