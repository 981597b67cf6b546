"""The facts of a bureau decide what it is asked."""

from collections.abc import Callable

import pytest
from flask import Flask
from sqlmodel import Session
from werkzeug.test import TestResponse

from survey.responses.workflow import NotReady
from survey.rounds.issued import open_questionnaire
from survey.storage.states import Action, Role
from survey.storage.tables import Response
from tests.people import Respondent, full_value, sign_in
from tests.survey.evidence.sample_files import PDF


def send(respondent: Respondent, choice: str, version: int | None = None, **rest: str) -> TestResponse:
    """Say of every fact the same, on top of the version that stands."""
    with Session(respondent.engine) as session:
        response = session.get_one(Response, respondent.response_id)
        facts = [fact.id for fact in open_questionnaire(response.questionnaire).facts]
        base = response.profile_version if version is None else version
    data = dict.fromkeys(facts, choice) | {"version": str(base), **rest}
    return respondent.client.post(f"/responses/{respondent.response_id}/profile", data=data)


def give(respondent: Respondent, choice: str, version: int | None = None) -> int:
    """Say so, and confirm what it changes."""
    return send(respondent, choice, version, confirmed="y").status_code


def find_conditional(bureau: Respondent) -> str:
    return next(question.id for question in bureau.questionnaire.questions if question.applies_if)


def test_what_does_not_apply_is_not_asked(bureau: Respondent) -> None:
    before = bureau.questionnaire.questions
    assert send(bureau, "no").status_code == 302  # nothing is answered there: nothing to confirm
    assert {question.applies_if for question in bureau.questionnaire.questions} == {None}
    assert len(bureau.questionnaire.questions) < len(before)


def test_answers_that_no_longer_apply_are_kept_and_come_back(bureau: Respondent) -> None:
    conditional = find_conditional(bureau)
    bureau.answer_all()
    assert give(bureau, "no") == 302
    assert conditional in bureau.stored() and conditional not in bureau.questionnaire.by_id
    assert give(bureau, "yes") == 302
    assert conditional in bureau.questionnaire.by_id


def test_before_a_change_it_says_what_is_taken_with_its_answers_and_saves_nothing(bureau: Respondent) -> None:
    give(bureau, "yes")
    numbers = bureau.questionnaire.numbers
    question = bureau.questionnaire.by_id[find_conditional(bureau)]
    bureau.save(question.id, {"value": full_value(question), "remark": "见附件"}, 0)
    bureau.attach(question.id, PDF)
    page = send(bureau, "no")
    assert page.status_code == 200 and question.id in bureau.questionnaire.by_id
    for words in (
        f"第{numbers[question.id]}题 {question.title}",
        "备注：见附件",
        "已上传1个文件",
        "其中1题已有答案或佐证",
    ):
        assert words in page.text
    assert 'name="confirmed"' in page.text


def test_before_a_change_it_says_what_is_brought(bureau: Respondent) -> None:
    question = bureau.questionnaire.by_id[find_conditional(bureau)]
    give(bureau, "no")
    page = send(bureau, "yes").text
    assert "新增应答的题目" in page and question.title in page and "不再应答" not in page


def test_a_first_profile_over_answers_is_confirmed_too(bureau: Respondent) -> None:
    question = bureau.questionnaire.by_id[find_conditional(bureau)]
    bureau.answer(question.id, full_value(question))
    assert question.title in send(bureau, "no").text


def test_going_back_keeps_what_was_chosen(bureau: Respondent) -> None:
    page = send(bureau, "no", back="y").text
    assert page.count("checked") == page.count('value="no"') > 0


def test_a_colleagues_change_in_between_is_said(bureau: Respondent, respondent: Callable[[str], Respondent]) -> None:
    give(bureau, "no")
    assert give(respondent("colleague"), "yes", version=0) == 409


def test_a_missing_choice_is_named(bureau: Respondent) -> None:
    page = bureau.client.post(f"/responses/{bureau.response_id}/profile", data={"version": "0"})
    assert page.status_code == 422
    assert "尚未保存" in page.text


def test_nothing_changes_after_submission(bureau: Respondent) -> None:
    bureau.answer_all()
    bureau.submit()
    asked = bureau.questionnaire.questions
    give(bureau, "no")
    assert bureau.questionnaire.questions == asked
    page = bureau.open("profile").text
    assert "单位情况目前不能修改" in page and 'type="radio"' not in page


def test_the_profile_cannot_be_skipped(bureau: Respondent) -> None:
    for question in bureau.questionnaire.questions:
        bureau.answer(question.id, full_value(question))
    assert "请先填写单位情况" in bureau.open(f"domains/{bureau.questionnaire.domains[0].id}").text
    assert "尚未填写单位情况" in bureau.open("check").text
    with pytest.raises(NotReady, match="no-profile"):
        bureau.act(Action.SIGN_OFF, bureau.find(Role.HEAD))
    give(bureau, "yes")
    bureau.act(Action.SIGN_OFF, bureau.find(Role.HEAD))


def test_it_can_always_be_reached_and_the_head_reads_it(bureau: Respondent, site: Flask) -> None:
    give(bureau, "no")
    address = f"/responses/{bureau.response_id}/profile"
    link, head = f'href="{address}"', sign_in(site, "head")
    for page in ("/", f"/responses/{bureau.response_id}/domains/{bureau.questionnaire.domains[0].id}"):
        assert link in bureau.client.get(page).text and link in head.get(page).text
    check = f"/responses/{bureau.response_id}/check"
    assert link in bureau.client.get(check).text and link not in head.get(check).text
    assert "据此应答" in head.get(check).text and 'type="radio"' not in head.get(address).text


def test_two_answers_to_a_question_that_is_not_asked_any_more_are_in_nobodys_way(
    bureau: Respondent, respondent: Callable[[str], Respondent]
) -> None:
    conditional = find_conditional(bureau)
    bureau.answer_all()
    respondent("colleague").try_answer(conditional, None, base=0)
    give(bureau, "no")
    bureau.submit()
