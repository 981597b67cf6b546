"""Last year's answers: offered one by one, to the bureau that gave them, where they still fit."""

from datetime import date
from decimal import Decimal
from hashlib import sha256
from typing import Any

import pytest
import sqlalchemy as sa
from sqlmodel import Session, select

from questionnaires.answers import Answer
from questionnaires.loading import load_library
from questionnaires.questionnaire import Question
from survey.responses.last_year import suggest
from survey.responses.reviews import decide
from survey.responses.saving import Saved, list_answers
from survey.rounds.issued import open_questionnaire
from survey.rounds.rounds import invite_bureaus, issue_questionnaire, open_round
from survey.storage.database import writing
from survey.storage.states import Absence, Action, Decision, Role, Source
from survey.storage.tables import Bureau, IssuedQuestionnaire, Response, Round
from tests.conftest import NOTICE
from tests.people import Respondent, full_value

AS_OF = date(2027, 6, 30)


@pytest.fixture
def again(bureau: Respondent, engine: sa.Engine) -> Respondent:
    """The bureau a year later, in a round that follows the first; `last_id` is its response of last year."""
    with writing(engine) as session:
        last = session.get_one(Response, bureau.response_id)
        round = open_round(session, "2027", "2027年度自评", AS_OF, last.round.opens_on, last.round.closes_on)
        round.previous_id = last.round_id
        issued = issue_questionnaire(session, round, load_library(), NOTICE, "county")
        [response] = invite_bureaus(session, issued, [session.get_one(Bureau, last.bureau_id)])
        response.profile = {fact.id: True for fact in open_questionnaire(issued).facts}
        bureau.response_id = response.id
    return bureau


def answer_last_year(again: Respondent, question: str, value: Any) -> None:
    """The answer of the year before, as its own bureau gave it."""
    with Session(again.engine) as session:
        now_id, previous = again.response_id, session.get_one(Response, again.response_id).round.previous_id
        query = select(Response).join(Bureau).where(Response.round_id == previous, Bureau.code == "150121")
        again.response_id = session.exec(query).one().id
    again.answer(question, value)
    again.response_id = now_id


def find_question(again: Respondent, kind: str) -> Question:
    return next(one for one in again.questionnaire.questions if one.criterion.kind == kind)


def offer(again: Respondent) -> dict[str, Answer]:
    with Session(again.engine) as session:
        response = session.get_one(Response, again.response_id)
        saved = list_answers(session, response)
        return suggest(session, response, again.questionnaire.questions, saved)


def read(again: Respondent, question: str) -> Saved:
    with Session(again.engine) as session:
        return list_answers(session, session.get_one(Response, again.response_id))[question]


def page_of(again: Respondent, question: str) -> str:
    sections = again.questionnaire.domains
    section = next(one for one in sections if question in {each.id for each in one.questions})
    return f"/responses/{again.response_id}/domains/{section.id}"


def change_criterion(again: Respondent, question: Question, **changed: Any) -> None:
    """This year's questionnaire asks a question with another criterion."""
    other = question.model_copy(update={"criterion": question.criterion.model_copy(update=changed)})
    with writing(again.engine) as session:
        issued = session.get_one(Response, again.response_id).questionnaire
        text = open_questionnaire(issued).model_dump_json()
        new = text.replace(question.model_dump_json(), other.model_dump_json())
        assert new != text
        issued = session.get_one(IssuedQuestionnaire, issued.id)
        issued.content, issued.content_hash = new, sha256(new.encode()).hexdigest()


def test_last_years_answer_is_offered_and_nothing_is_answered_by_that(again: Respondent) -> None:
    answer_last_year(again, "emergency-plan", True)
    assert offer(again) == {"emergency-plan": Answer(True)}
    page = again.client.get(page_of(again, "emergency-plan")).text
    assert page.count("沿用上年答案") == 1
    with Session(again.engine) as session:
        assert list_answers(session, session.get_one(Response, again.response_id)) == {}


def test_the_button_confirms_one_question_and_says_where_it_came_from(again: Respondent) -> None:
    first, second = (one for one in again.questionnaire.questions[:2])
    for question in (first, second):
        answer_last_year(again, question.id, again_value(question))
    again.client.post(page_of(again, first.id), data={"carry": first.id})
    assert read(again, first.id).source is Source.CARRIED
    with Session(again.engine) as session:
        assert set(list_answers(session, session.get_one(Response, again.response_id))) == {first.id}
    assert "由上年答案沿用" in again.client.get(page_of(again, first.id)).text


def again_value(question: Question) -> Any:
    """Any answer that the question takes."""
    return {"yes_no": False, "recency": None, "done_by": None, "checklist": []}.get(question.criterion.kind, 1)


def test_the_script_carries_an_answer_through_its_queue(again: Respondent) -> None:
    answer_last_year(again, "emergency-plan", True)
    path = f"/responses/{again.response_id}/answers/emergency-plan"
    sent = {"base_version": 0, "fields": {"value": "yes"}, "carried": True}
    answer = again.client.put(path, json=sent)
    assert "由上年答案沿用" in (answer.json or {})["message"]
    assert read(again, "emergency-plan").source is Source.CARRIED


def test_what_is_said_to_be_carried_but_is_not_counts_as_typed(again: Respondent) -> None:
    answer_last_year(again, "emergency-plan", True)
    path = f"/responses/{again.response_id}/answers/emergency-plan"
    again.client.put(path, json={"base_version": 0, "fields": {"value": "no"}, "carried": True})
    assert read(again, "emergency-plan").source is Source.TYPED


def test_typing_another_answer_makes_it_ones_own_again(again: Respondent) -> None:
    answer_last_year(again, "emergency-plan", True)
    again.client.post(page_of(again, "emergency-plan"), data={"carry": "emergency-plan"})
    again.answer("emergency-plan", False, base=1)
    assert read(again, "emergency-plan").source is Source.TYPED


def test_an_answered_question_is_offered_nothing(again: Respondent) -> None:
    answer_last_year(again, "emergency-plan", True)
    again.answer("emergency-plan", False)
    again.client.post(page_of(again, "emergency-plan"), data={"carry": "emergency-plan"})
    assert offer(again) == {}
    assert again.stored() == {"emergency-plan": {"value": False, "remark": ""}}


def test_an_answer_in_another_unit_is_not_offered(again: Respondent) -> None:
    question = find_question(again, "quantity")
    answer_last_year(again, question.id, 40)
    change_criterion(again, question, unit="人次")
    assert offer(again) == {}


def test_an_answer_to_another_target_still_fits(again: Respondent) -> None:
    question = find_question(again, "share")
    answer_last_year(again, question.id, {"part": 30, "whole": 40})
    change_criterion(again, question, target=Decimal(99))
    assert set(offer(again)) == {question.id}


def test_a_step_that_is_not_offered_any_more_is_not_carried(again: Respondent) -> None:
    question = find_question(again, "stage")
    options = question.criterion.options  # type: ignore[union-attr]
    answer_last_year(again, question.id, options[1].value)
    change_criterion(again, question, options=(options[0], *options[2:]))
    assert offer(again) == {}


def test_a_day_after_the_reference_date_is_not_carried(again: Respondent) -> None:
    question = find_question(again, "recency")
    answer_last_year(again, question.id, "2026-06-30")
    assert set(offer(again)) == {question.id}
    with writing(again.engine) as session:
        session.get_one(Response, again.response_id).round.as_of = date(2026, 6, 1)
    assert offer(again) == {}


def test_what_a_reviewer_set_instead_is_what_is_offered(bureau: Respondent, request: pytest.FixtureRequest) -> None:
    bureau.answer_all()
    bureau.submit()
    city, last = bureau.find(Role.CITY_REVIEWER), bureau.response_id
    bureau.act(Action.TAKE_UP, city)
    instead = Answer(False)
    decide(bureau.engine, last, "emergency-plan", Decision.SET_ASIDE, city, instead, "无文件佐证")
    again = request.getfixturevalue("again")
    assert offer(again)["emergency-plan"].value is False


def test_another_bureaus_answers_are_never_offered(again: Respondent, engine: sa.Engine) -> None:
    with writing(engine) as session:
        sibling = session.exec(select(Response).join(Bureau).where(Bureau.code == "150122")).one()
        first = session.exec(select(Round).where(Round.slug == "2026")).one()
        assert sibling.round_id == first.id
        sibling_id = sibling.id
    now_id, again.response_id = again.response_id, sibling_id
    again.answer("emergency-plan", True)
    again.response_id = now_id
    assert offer(again) == {}


def test_a_locked_form_offers_nothing(again: Respondent) -> None:
    answer_last_year(again, "emergency-plan", True)
    with writing(again.engine) as session:
        response = session.get_one(Response, again.response_id)
        response.absence, response.absent_at, response.absent_reason = (
            Absence.EXCUSED,
            response.round.created_at,
            "机构撤并",
        )
    assert "沿用上年答案" not in again.client.get(page_of(again, "emergency-plan")).text


def change_version(again: Respondent, *changes: tuple[Question, Question | None]) -> None:
    """This year's questionnaire has another question in the place of one, or none."""
    instead = {one.id: other for one, other in changes}
    with writing(again.engine) as session:
        issued = session.get_one(Response, again.response_id).questionnaire
        asked = open_questionnaire(issued)
        sections = [
            section.model_copy(
                update={"questions": tuple(now for one in section.questions if (now := instead.get(one.id, one)))}
            )
            for section in asked.domains
        ]
        new = asked.replace(domains=tuple(sections), version="2")
        issued = session.get_one(IssuedQuestionnaire, issued.id)
        issued.content, issued.content_hash = new.model_dump_json(), new.content_hash()


def criterion_of(question: Question) -> Any:
    return question.criterion


def test_what_is_asked_otherwise_is_to_be_confirmed_and_counted_and_never_submitted_by_itself(
    again: Respondent,
) -> None:
    share, plan, gone = find_question(again, "share"), again.ask("emergency-plan"), find_question(again, "stage")
    figure, steps = criterion_of(share), criterion_of(gone)
    for question, value in ((share, {"part": 30, "whole": 40}), (plan, True), (gone, steps.aim())):
        answer_last_year(again, question.id, value)
    stricter = figure.model_copy(update={"target": figure.target + 1})
    other = plan.model_copy(update={"id": "plan-2", "replaces": (plan.id,), "text": "另有预案吗？"})
    change_version(again, (share, share.model_copy(update={"criterion": stricter})), (plan, other), (gone, None))
    assert {id: one.write_value(again.ask(id)) for id, one in offer(again).items()} == {
        share.id: {"part": 30, "whole": 40},
        "plan-2": True,
    }
    page = again.client.get(page_of(again, share.id)).text
    assert "待确认：数字或期限有变" in page and "确认沿用" in page
    check = again.open("check").text
    assert "2个此前的答案待确认" in check and "有变化2道，新增0道；此前有答案、不再询问的1道" in check
    told = again.open("version").text
    assert gone.text in told and steps.write_value(steps.aim()) in told
    listed = again.client.get(page_of(again, share.id) + "/last-year").text
    assert f'value="{share.id}" checked' not in listed and f'value="{share.id}"' in listed


def test_the_result_shows_the_same_answers_by_both_rules(again: Respondent) -> None:
    again.answer_all()
    share = find_question(again, "share")
    for question in (share, again.ask("emergency-plan")):
        answer_last_year(again, question.id, full_value(question))
    easier = share.model_copy(update={"criterion": share.criterion.model_copy(update={"target": Decimal(1)})})
    change_version(again, (share, easier))
    again.submit()
    page = again.open("result").text
    assert "新旧规则对照" in page and "两次都答的2道题" in page


def test_without_another_version_nothing_of_it_is_said(again: Respondent) -> None:
    answer_last_year(again, "emergency-plan", True)
    assert "题目版本与此前不同" not in again.open("check").text
    assert "题目没有变化" in again.open("version").text
