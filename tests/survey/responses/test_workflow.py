"""The workflow: who may take a response from where to where, and what is locked meanwhile."""

from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal

import pytest
import sqlalchemy as sa
from sqlmodel import Session, select

from questionnaires.answers import UNANSWERED, Answer
from survey.responses.assessing import Case
from survey.responses.reviews import confirm_all, decide, list_reviews
from survey.responses.saving import ResponseFrozen, list_answers
from survey.responses.workflow import TRANSITIONS, NotReady, StateTransitionError, list_actions
from survey.storage.database import writing
from survey.storage.states import Absence, Action, Decision, Role, State
from survey.storage.tables import Person, Response, StateChange
from tests.machine import TODAY
from tests.people import Respondent, full_value
from tests.sites import Relive
from tests.survey.answering.sample_questions import give_questions, make_question
from tests.survey.auditing.test_agreement import find

MEND_BY = TODAY + timedelta(days=20)
TABLE = """
drafting            present    presented          clerk
returned            present    presented          clerk
reopened            present    presented          clerk
presented           call_back  drafting           clerk
presented           call_back  returned           clerk
presented           call_back  reopened           clerk
presented           send_back  drafting           head
presented           send_back  returned           head
presented           send_back  reopened           head
drafting            sign_off   signed_off         head
returned            sign_off   signed_off         head
reopened            sign_off   signed_off         head
presented           sign_off   signed_off         head
signed_off          withdraw   drafting           head
signed_off          withdraw   returned           head
signed_off          withdraw   reopened           head
signed_off          withdraw   presented          head
signed_off          submit     submitted          clerk head
submitted           recall     signed_off         clerk head
submitted           take_up    city_review        city_reviewer provincial_reviewer
submitted           take_up    provincial_review  provincial_reviewer
city_review         pass_on    provincial_review  city_reviewer provincial_reviewer
city_review         return     returned           city_reviewer provincial_reviewer
provincial_review   return     returned           provincial_reviewer
provincial_review   accept     accepted           provincial_reviewer
submitted           accept_self accepted          administrator
provincial_review   accept_self accepted          administrator
submitted           reopen     reopened           provincial_reviewer administrator
city_review         reopen     reopened           provincial_reviewer administrator
provincial_review   reopen     reopened           provincial_reviewer administrator
accepted            reopen     reopened           provincial_reviewer administrator
"""


@pytest.fixture
def submitted(bureau: Respondent, relive: Relive) -> Respondent:
    relive(Respondent.hand_in)
    return bureau


def decide_all(bureau: Respondent, role: Role = Role.CITY_REVIEWER, leave: tuple[str, ...] = ()) -> None:
    """Confirm whatever is undecided, but for what is left."""
    with Session(bureau.engine) as session:
        saved = list_answers(session, session.get_one(Response, bureau.response_id))
    seen = {one.id: saved[one.id].version for one in bureau.questionnaire.questions if one.id not in leave}
    confirm_all(bureau.engine, bureau.response_id, bureau.find(role), seen)


def send_back(bureau: Respondent, *questions: str) -> None:
    """The city takes the response up and returns some questions."""
    city = bureau.find(Role.CITY_REVIEWER)
    bureau.act(Action.TAKE_UP, city)
    for id in questions:
        decide(bureau.engine, bureau.response_id, id, Decision.RETURNED, city, UNANSWERED, "请附文件", MEND_BY)
    bureau.act(Action.RETURN, city)


def read(bureau: Respondent) -> Response:
    with Session(bureau.engine) as session:
        return session.get_one(Response, bureau.response_id)


def test_the_table_is_the_one_that_was_agreed() -> None:
    rows = [(row.source, row.action, row.target, " ".join(row.roles)) for row in TRANSITIONS]
    assert rows == [tuple(line.split(maxsplit=3)) for line in TABLE.strip().splitlines()]


def test_a_whole_way_from_draft_to_accepted(submitted: Respondent) -> None:
    city, province = submitted.find(Role.CITY_REVIEWER), submitted.find(Role.PROVINCIAL_REVIEWER)
    submitted.act(Action.TAKE_UP, city)
    decide_all(submitted)
    assert submitted.act(Action.PASS_ON, city) is State.PROVINCIAL_REVIEW
    assert submitted.act(Action.ACCEPT, province) is State.ACCEPTED
    with Session(submitted.engine) as session:
        steps = [(one.action, one.to_state) for one in session.exec(select(StateChange))]
    assert [action for action, _ in steps] == ["sign_off", "submit", "take_up", "pass_on", "accept"]


def test_what_is_presented_is_locked_and_taken_back_or_signed(bureau: Respondent) -> None:
    bureau.answer_all()
    question, head = bureau.questionnaire.questions[0], bureau.find(Role.HEAD)
    assert bureau.act(Action.PRESENT, reason="第三题已核") is State.PRESENTED
    with pytest.raises(ResponseFrozen):
        bureau.answer(question.id, None, base=1)
    assert bureau.act(Action.CALL_BACK) is State.DRAFTING
    bureau.act(Action.PRESENT)
    assert bureau.act(Action.SIGN_OFF, head) is State.SIGNED_OFF
    with pytest.raises(StateTransitionError):  # only a head undoes a head's signature
        bureau.act(Action.WITHDRAW)
    assert bureau.act(Action.WITHDRAW, head) is State.PRESENTED


def test_a_head_sends_back_with_words_and_a_return_stays_one(submitted: Respondent) -> None:
    first, head = submitted.questionnaire.questions[0], submitted.find(Role.HEAD)
    send_back(submitted, first.id)
    with pytest.raises(NotReady, match="unmended"):
        submitted.act(Action.PRESENT)
    submitted.save(first.id, {"value": full_value(first), "remark": "已补"}, base=1)
    submitted.act(Action.PRESENT)
    with pytest.raises(NotReady, match="reason"):
        submitted.act(Action.SEND_BACK, head)
    assert submitted.act(Action.SEND_BACK, head, "文号不对") is State.RETURNED


def test_a_submission_is_taken_back_until_the_review_begins(submitted: Respondent) -> None:
    assert submitted.act(Action.RECALL) is State.SIGNED_OFF
    found = read(submitted)
    assert (found.submitted_at, found.score, found.grade) == (None, None, None)
    submitted.act(Action.SUBMIT)
    submitted.act(Action.TAKE_UP, submitted.find(Role.CITY_REVIEWER))
    with pytest.raises(StateTransitionError):
        submitted.act(Action.RECALL)


def test_what_was_handed_in_before_counts_again_when_a_later_submission_is_taken_back(submitted: Respondent) -> None:
    asked, before = submitted.questionnaire.questions, read(submitted)
    first = next(one for one in asked if one.criterion.kind == "yes_no")
    send_back(submitted, first.id)
    submitted.save(first.id, {"value": False, "remark": ""}, base=1)
    submitted.submit()
    assert read(submitted).score != before.score
    submitted.act(Action.RECALL)
    assert find(submitted.engine)[0] == []
    assert (read(submitted).score, read(submitted).grade) == (before.score, before.grade)


def test_a_foreign_city_can_do_nothing_here(submitted: Respondent, respondent: Callable[[str], Respondent]) -> None:
    foreign_city = respondent("foreigner").find(Role.CITY_REVIEWER)
    with pytest.raises(StateTransitionError):
        submitted.act(Action.TAKE_UP, foreign_city)


def test_nothing_is_passed_on_with_a_question_undecided(submitted: Respondent) -> None:
    city = submitted.find(Role.CITY_REVIEWER)
    submitted.act(Action.TAKE_UP, city)
    decide_all(submitted, leave=(submitted.questionnaire.questions[0].id,))
    with pytest.raises(NotReady, match="undecided"):
        submitted.act(Action.PASS_ON, city)


def test_only_returned_questions_can_be_changed(submitted: Respondent) -> None:
    first, second = submitted.questionnaire.questions[:2]
    send_back(submitted, first.id)
    assert submitted.try_answer(first.id, None, base=1) is not None
    with pytest.raises(ResponseFrozen):
        submitted.answer(second.id, None, base=1)


def test_a_return_must_be_mended_before_it_is_signed_off(submitted: Respondent) -> None:
    question = next(one for one in submitted.questionnaire.questions if one.criterion.kind == "yes_no")
    send_back(submitted, question.id)
    with pytest.raises(NotReady, match="unmended"):
        submitted.act(Action.SIGN_OFF, submitted.find(Role.HEAD))
    submitted.answer(question.id, False, base=1)
    submitted.submit()
    assert read(submitted).state is State.SUBMITTED


def test_mended_questions_are_decided_again_and_the_others_stay_decided(submitted: Respondent) -> None:
    question = next(one for one in submitted.questionnaire.questions if one.criterion.kind == "yes_no")
    city = submitted.find(Role.CITY_REVIEWER)
    submitted.act(Action.TAKE_UP, city)
    decide_all(submitted, leave=(question.id,))
    decide(submitted.engine, submitted.response_id, question.id, Decision.RETURNED, city, UNANSWERED, "请核对", MEND_BY)
    submitted.act(Action.RETURN, city)
    submitted.answer(question.id, False, base=1)
    submitted.submit()
    submitted.act(Action.TAKE_UP, city)
    with pytest.raises(NotReady, match="undecided"):
        submitted.act(Action.PASS_ON, city)
    with pytest.raises(NotReady, match="unlooked"):
        submitted.act(Action.RETURN, city)
    decide(submitted.engine, submitted.response_id, question.id, Decision.CONFIRMED, city)
    assert submitted.act(Action.PASS_ON, city) is State.PROVINCIAL_REVIEW


def test_the_verified_score_takes_the_reviewers_answer_and_leaves_the_bureaus_own(submitted: Respondent) -> None:
    questions = submitted.questionnaire.questions
    question = next(one for one in questions if one.criterion.kind == "yes_no" and one.weight == 1)
    city = submitted.find(Role.CITY_REVIEWER)
    submitted.act(Action.TAKE_UP, city)
    decide_all(submitted, leave=(question.id,))
    instead = Answer(False)
    decide(submitted.engine, submitted.response_id, question.id, Decision.SET_ASIDE, city, instead, "无文件佐证")
    submitted.act(Action.PASS_ON, city)
    weights = sum((Decimal(str(one.weight)) for one in questions if one.criterion.scored), Decimal(0))
    assert read(submitted).score == Decimal("100.00")
    assert read(submitted).verified_score == round(100 - 100 / weights, 2)


def test_reopening_needs_a_reason_clears_the_decisions_and_opens_everything(submitted: Respondent) -> None:
    submitted.act(Action.TAKE_UP, submitted.find(Role.CITY_REVIEWER))
    decide_all(submitted)
    with pytest.raises(NotReady, match="reason"):
        submitted.act(Action.REOPEN, submitted.find(Role.ADMINISTRATOR), "  ")
    submitted.act(Action.REOPEN, submitted.find(Role.ADMINISTRATOR), "数据口径有变")
    with Session(submitted.engine) as session:
        assert list_reviews(session, submitted.response_id) == {}
    assert submitted.try_answer(submitted.questionnaire.questions[1].id, None, base=1) is not None


def test_an_excused_bureau_neither_answers_nor_moves(bureau: Respondent, engine: sa.Engine) -> None:
    bureau.answer_all()
    with writing(engine) as session:
        response = session.get_one(Response, bureau.response_id)
        response.absence, response.absent_at, response.absent_reason = (
            Absence.EXCUSED,
            response.round.created_at,
            "机构撤并",
        )
    with pytest.raises(ResponseFrozen):
        bureau.answer(bureau.questionnaire.questions[0].id, None, base=1)
    with pytest.raises(StateTransitionError):
        bureau.submit()


def test_what_one_may_do_is_offered_with_what_is_in_the_way(bureau: Respondent, engine: sa.Engine) -> None:
    with Session(engine) as session:
        response = session.get_one(Response, bureau.response_id)
        head, clerk = (session.get_one(Person, id) for id in (bureau.find(Role.HEAD), bureau.id))
        assert list_actions(Case(session, response), head) == {Action.SIGN_OFF: "unanswered"}
        assert list_actions(Case(session, response), clerk) == {Action.PRESENT: "unanswered"}


def test_a_required_quantity_is_given_or_said_not_to_be_kept_before_it_is_signed_off(bureau: Respondent) -> None:
    give_questions(bureau, (make_question("yes_no"), make_question("quantity")))
    bureau.answer("q-yes_no", True)
    with pytest.raises(NotReady, match="unanswered"):
        bureau.submit()
    bureau.save("q-quantity", {"not_kept": "没有台账"})
    bureau.submit()
    assert read(bureau).score == 100
