"""The facts of a bureau decide what it is asked."""

from collections.abc import Callable

import sqlalchemy as sa
from sqlmodel import Session

from survey.storage.tables import Response
from tests.people import Respondent


def give(respondent: Respondent, engine: sa.Engine, choice: str, version: int = 0) -> int:
    with Session(engine) as session:
        content = session.get_one(Response, respondent.response_id).questionnaire.content
    facts = [
        one
        for one in (
            "has_laboratory",
            "has_drug_manufacturers",
            "has_device_manufacturers",
            "has_cosmetics_manufacturers",
            "makes_vaccines",
            "has_online_platforms",
            "has_tcm_industry",
            "has_hospital_preparations",
            "has_import_port",
        )
        if f'"{one}"' in content
    ]
    data = dict.fromkeys(facts, choice) | {"version": str(version)}
    return respondent.client.post(f"/responses/{respondent.response_id}/profile", data=data).status_code


def test_what_does_not_apply_is_not_asked(bureau: Respondent, engine: sa.Engine) -> None:
    before = bureau.questionnaire.questions
    assert give(bureau, engine, "no") == 302
    assert {question.applies_if for question in bureau.questionnaire.questions} == {None}
    assert len(bureau.questionnaire.questions) < len(before)


def test_answers_that_no_longer_apply_are_kept_and_come_back(bureau: Respondent, engine: sa.Engine) -> None:
    conditional = next(question for question in bureau.questionnaire.questions if question.applies_if)
    bureau.answer_all()
    give(bureau, engine, "no")
    assert conditional.id in bureau.stored()
    give(bureau, engine, "yes", version=1)
    assert conditional.id in bureau.questionnaire.by_id


def test_a_colleagues_change_in_between_is_said(
    bureau: Respondent, respondent: Callable[[str], Respondent], engine: sa.Engine
) -> None:
    give(bureau, engine, "no")
    assert give(respondent("colleague"), engine, "yes", version=0) == 409


def test_a_missing_choice_is_named(bureau: Respondent) -> None:
    page = bureau.client.post(f"/responses/{bureau.response_id}/profile", data={"version": "0"})
    assert page.status_code == 422
    assert "尚未保存" in page.text


def test_nothing_changes_after_submission(bureau: Respondent, engine: sa.Engine) -> None:
    bureau.answer_all()
    bureau.submit()
    asked = bureau.questionnaire.questions
    give(bureau, engine, "no")
    assert bureau.questionnaire.questions == asked
