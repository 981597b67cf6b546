"""Submitting: complete, once, and frozen after."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from decimal import Decimal

import pytest
import sqlalchemy as sa
from sqlmodel import Session

from survey.saving import ResponseFrozen
from survey.submitting import NotReady, submit_response
from survey.tables import Response, State
from tests.people import Respondent


def read_response(engine: sa.Engine, respondent: Respondent) -> Response:
    with Session(engine) as session:
        return session.get_one(Response, respondent.response_id)


def test_it_refuses_submission_with_unanswered_questions(bureau: Respondent, engine: sa.Engine) -> None:
    bureau.answer_all()
    last = bureau.questionnaire.questions[-1]
    from_before = bureau.client.get(f"/responses/{bureau.response_id}/check")
    assert last.text in from_before.text
    with Session(engine) as session:
        session.execute(sa.text("UPDATE storedanswer SET content = NULL WHERE question_id = :id"), {"id": last.id})
        session.commit()
    with pytest.raises(NotReady):
        bureau.submit()
    assert read_response(engine, bureau).state is State.DRAFTING


def test_it_refuses_submission_while_two_answers_wait(
    bureau: Respondent, respondent: Callable[[str], Respondent]
) -> None:
    bureau.answer_all()
    respondent("colleague").try_answer(bureau.questionnaire.questions[0].id, None, base=0)
    with pytest.raises(NotReady):
        bureau.submit()


def test_a_full_response_scores_100_and_is_kept(bureau: Respondent, engine: sa.Engine) -> None:
    bureau.answer_all()
    bureau.submit()
    response = read_response(engine, bureau)
    assert (response.state, response.score, response.grade) == (State.SUBMITTED, Decimal("100.00"), "excellent")


def test_two_clerks_submitting_at_once_submit_once(bureau: Respondent, engine: sa.Engine) -> None:
    bureau.answer_all()

    def attempt(_: int) -> bool:
        try:
            submit_response(engine, bureau.response_id, bureau.id)
        except ResponseFrozen:
            return False
        return True

    with ThreadPoolExecutor(4) as pool:
        assert sum(pool.map(attempt, range(4))) == 1


def test_the_check_page_lists_what_is_open_and_offers_no_submission(bureau: Respondent) -> None:
    page = bureau.open("check").text
    assert f"还有{len(bureau.questionnaire.questions)}题未作答" in page
    assert "/submit" not in page


def test_submitting_on_the_site_leads_to_the_result(bureau: Respondent) -> None:
    bureau.answer_all()
    page = bureau.client.post(f"/responses/{bureau.response_id}/submit", follow_redirects=True)
    assert "100.00" in page.text
    assert "report.pdf" in page.text


def test_an_incomplete_submission_is_sent_back_to_the_list(bureau: Respondent) -> None:
    page = bureau.client.post(f"/responses/{bureau.response_id}/submit", follow_redirects=True)
    assert "未提交" in page.text
    assert page.request.path.endswith("/check")
