"""Checking and submitting: complete, signed off by the head, once, and frozen after."""

import re
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from decimal import Decimal

import pytest
import sqlalchemy as sa
from flask import Flask
from sqlmodel import Session

from survey.responses.workflow import NotReady, StateTransitionError
from survey.storage.states import Action, Role, State
from survey.storage.tables import Response
from tests.people import Respondent, sign_in
from tests.survey.evidence.sample_files import PDF
from tests.survey.test_home import mend, return_two


def read_response(engine: sa.Engine, respondent: Respondent) -> Response:
    with Session(engine) as session:
        return session.get_one(Response, respondent.response_id)


def test_the_head_cannot_sign_off_unanswered_questions(bureau: Respondent, engine: sa.Engine) -> None:
    bureau.answer_all()
    last = bureau.questionnaire.questions[-1]
    assert last.text in bureau.open("check").text
    with engine.begin() as connection:
        connection.execute(sa.text("UPDATE storedanswer SET content = NULL WHERE question_id = :id"), {"id": last.id})
    with pytest.raises(NotReady, match="unanswered"):
        bureau.submit()
    assert read_response(engine, bureau).state is State.DRAFTING


def test_the_head_cannot_sign_off_while_two_answers_wait(
    bureau: Respondent, respondent: Callable[[str], Respondent]
) -> None:
    bureau.answer_all()
    respondent("colleague").try_answer(bureau.questionnaire.questions[0].id, None, base=0)
    with pytest.raises(NotReady, match="two-answers"):
        bureau.submit()


def test_a_clerk_cannot_sign_off(bureau: Respondent) -> None:
    bureau.answer_all()
    with pytest.raises(StateTransitionError):
        bureau.act(Action.SIGN_OFF)


def test_nothing_is_submitted_that_was_not_signed_off(bureau: Respondent, engine: sa.Engine) -> None:
    bureau.answer_all()
    with pytest.raises(StateTransitionError):
        bureau.act(Action.SUBMIT)
    assert read_response(engine, bureau).submitted_at is None


def test_a_full_response_scores_100_and_is_kept(bureau: Respondent, engine: sa.Engine) -> None:
    bureau.answer_all()
    bureau.submit()
    response = read_response(engine, bureau)
    assert (response.state, response.score, response.grade) == (State.SUBMITTED, Decimal("100.00"), "excellent")


def test_two_clerks_submitting_at_once_submit_once(bureau: Respondent) -> None:
    bureau.answer_all()
    bureau.act(Action.SIGN_OFF, bureau.find(Role.HEAD))

    def attempt(_: int) -> bool:
        try:
            bureau.act(Action.SUBMIT)
        except StateTransitionError:
            return False
        return True

    with ThreadPoolExecutor(4) as pool:
        assert sum(pool.map(attempt, range(4))) == 1


def test_the_check_page_lists_what_is_open_and_offers_no_sign_off(bureau: Respondent, site: Flask) -> None:
    page = sign_in(site, "head").get(f"/responses/{bureau.response_id}/check").text
    asked = bureau.questionnaire.questions
    assert f"还有{sum(one.is_scored for one in asked)}题未作答" in page
    assert (
        f"还有{sum(one.is_quantity and one.criterion.is_owed for one in asked)}项基础数据未填报，也未说明没有统计"
        in page
    )
    assert "/actions/" not in page


def test_signing_off_and_submitting_on_the_site_lead_to_the_result(bureau: Respondent, site: Flask) -> None:
    bureau.answer_all()
    address = f"/responses/{bureau.response_id}/actions"
    sign_in(site, "head").post(f"{address}/sign_off")
    page = bureau.client.post(f"{address}/submit", follow_redirects=True)
    assert "100.00" in page.text
    assert "report.pdf" in page.text


def test_an_incomplete_sign_off_says_what_is_missing(bureau: Respondent, site: Flask) -> None:
    address = f"/responses/{bureau.response_id}"
    head = sign_in(site, "head")
    page = head.post(f"{address}/actions/sign_off", data={"next": f"{address}/check"}, follow_redirects=True)
    assert "仍有题目未作答" in page.text
    assert page.request.path.endswith("/check")


def test_a_sign_off_can_be_taken_back_and_opens_the_form_again(bureau: Respondent, engine: sa.Engine) -> None:
    bureau.answer_all()
    bureau.act(Action.SIGN_OFF, bureau.find(Role.HEAD))
    bureau.act(Action.WITHDRAW, bureau.find(Role.HEAD))
    assert read_response(engine, bureau).state is State.DRAFTING
    question = bureau.questionnaire.questions[0]
    assert bureau.save(question.id, None, 1) is not None


def test_of_a_return_clerk_and_head_are_told_the_same(bureau: Respondent, site: Flask) -> None:
    first, last = return_two(bureau)
    head, check = sign_in(site, "head"), f"/responses/{bureau.response_id}/check"
    for client in (bureau.client, head):
        page = client.get(check).text
        assert "尚有2题待修改" in page and page.count("退回意见：请附文件") == 2
        assert "题目已全部作答" not in page and "/actions/" not in page and "签批即代表" not in page
    mend(bureau, first)
    bureau.attach(last, PDF, done="已补盖章件")
    for client in (bureau.client, head):
        page = client.get(check).text
        assert "均已处理" in page and "新附文件《证书.pdf》：已补盖章件" in page
    assert "题目已全部作答" in bureau.client.get(check).text and "/actions/sign_off" in head.get(check).text


def test_a_change_is_offered_only_where_one_can_be_made(bureau: Respondent, site: Flask) -> None:
    def count() -> list[int]:
        pages = [client.get(f"/responses/{bureau.response_id}/check").text for client in (bureau.client, head)]
        return [len(re.findall(r'aria-label="修改：(?!单位情况)', page)) for page in pages]

    head = sign_in(site, "head")
    assert count() == [len(bureau.questionnaire.questions), 0]
    return_two(bureau)
    assert count() == [2, 0]
