"""Deciding on single questions: who may, what is refused, what is kept; and what the bureau sees of it."""

from collections.abc import Callable
from typing import Any

import pytest
import sqlalchemy as sa
from sqlmodel import Session, col, select

from questionnaires.answers import BLANK, UNANSWERED, Answer
from questionnaires.criteria import InvalidAnswer
from survey.responses.assessing import assess
from survey.responses.published import list_published
from survey.responses.reviews import (
    DecisionRefused,
    confirm_all,
    decide,
    list_history,
    list_reviews,
    mark_seen,
    take_back,
)
from survey.responses.saving import list_answers
from survey.storage.database import writing
from survey.storage.records import TrailEntry
from survey.storage.states import Absence, Action, Decision, Role
from survey.storage.tables import Person, Response
from tests.people import Respondent
from tests.sites import Relive
from tests.survey.reviewing.deciding import INSTEAD, begin_review, confirm, find_yes_no, mark_returned, set_aside


@pytest.fixture
def reviewed(bureau: Respondent, relive: Relive) -> Respondent:
    relive(begin_review)
    return bureau


def refuse(bureau: Respondent, question: str, decision: Decision, person: int, *rest: Any, **named: Any) -> str:
    """Why a decision is refused."""
    with pytest.raises(DecisionRefused) as refused:
        decide(bureau.engine, bureau.response_id, question, decision, person, *rest, **named)
    return refused.value.why


def published(bureau: Respondent) -> dict[str, Decision]:
    with Session(bureau.engine) as session:
        return {id: one.decision for id, one in list_published(session, bureau.response_id).items()}


def pass_on(bureau: Respondent) -> None:
    """The city confirms what is left and passes on."""
    city = bureau.find(Role.CITY_REVIEWER)
    confirm_all(bureau.engine, bureau.response_id, city, {one.id: 1 for one in bureau.questionnaire.questions})
    bureau.act(Action.PASS_ON, city)


def test_nothing_is_decided_before_the_review_begins_or_after_it_ends(bureau: Respondent) -> None:
    bureau.answer_all()
    bureau.submit()
    city, question = bureau.find(Role.CITY_REVIEWER), find_yes_no(bureau)[0]
    assert refuse(bureau, question, Decision.CONFIRMED, city) == "not-under-review"


@pytest.mark.parametrize("login", ["foreigner", "sibling"])
def test_only_the_reviewers_above_decide(
    login: str, reviewed: Respondent, respondent: Callable[[str], Respondent]
) -> None:
    other = respondent(login)
    outsider = other.find(Role.CITY_REVIEWER) if login == "foreigner" else other.id
    assert refuse(reviewed, find_yes_no(reviewed)[0], Decision.CONFIRMED, outsider) == "not-yours"


def test_the_city_decides_no_more_once_it_has_passed_on(reviewed: Respondent) -> None:
    pass_on(reviewed)
    city, question = reviewed.find(Role.CITY_REVIEWER), find_yes_no(reviewed)[0]
    assert refuse(reviewed, question, Decision.CONFIRMED, city) == "not-yours"
    set_aside(reviewed, question, Role.PROVINCIAL_REVIEWER)


@pytest.mark.parametrize(
    ("decision", "answer", "reason", "why"),
    [
        (Decision.SET_ASIDE, INSTEAD, " \n", "no-reason"),
        (Decision.SET_ASIDE, INSTEAD, "长" * 501, "long-reason"),
        (Decision.SET_ASIDE, UNANSWERED, "无文件", "no-answer"),
        (Decision.SET_ASIDE, Answer(BLANK, remark="只有备注"), "无文件", "no-answer"),
        (Decision.RETURNED, UNANSWERED, "请附文件", "no-date"),
    ],
)
def test_a_decision_that_is_not_whole_is_refused(
    decision: Decision, answer: Answer, reason: str, why: str, reviewed: Respondent
) -> None:
    city, question = reviewed.find(Role.CITY_REVIEWER), find_yes_no(reviewed)[0]
    assert refuse(reviewed, question, decision, city, answer, reason) == why
    assert refuse(reviewed, "no-such-question", Decision.CONFIRMED, city) == "no-question"


def test_an_answer_that_the_question_does_not_take_is_refused(reviewed: Respondent) -> None:
    city, question = reviewed.find(Role.CITY_REVIEWER), find_yes_no(reviewed)[0]
    with pytest.raises(InvalidAnswer):
        decide(
            reviewed.engine,
            reviewed.response_id,
            question,
            Decision.SET_ASIDE,
            city,
            reviewed.read(question, {"value": 7, "remark": ""}),
            "无文件",
        )


def test_the_bureaus_own_answer_stays_and_a_changed_decision_keeps_the_first(
    reviewed: Respondent, engine: sa.Engine
) -> None:
    question = find_yes_no(reviewed)[0]
    set_aside(reviewed, question)
    confirm(reviewed, question)
    with Session(engine) as session:
        history = list_history(session, reviewed.response_id)[question]
        own = list_answers(session, session.get_one(Response, reviewed.response_id))[question]
        acts = session.exec(select(TrailEntry.act).where(col(TrailEntry.act) == "review.decide")).all()
    assert reviewed.stored()[question] == {"value": True, "remark": ""} and own.version == 1
    assert [one.decision for one in history] == [Decision.CONFIRMED, Decision.SET_ASIDE]
    assert (history[0].ended_at, history[1].ended_at is not None, len(acts)) == (None, True, 2)


def test_a_decision_on_something_else_than_was_seen_is_refused(reviewed: Respondent, engine: sa.Engine) -> None:
    city, question = reviewed.find(Role.CITY_REVIEWER), find_yes_no(reviewed)[0]
    seen = mark_seen(1, None)
    set_aside(reviewed, question, Role.PROVINCIAL_REVIEWER)  # meanwhile
    assert refuse(reviewed, question, Decision.CONFIRMED, city, seen=seen) == "outdated"


def test_confirming_the_rest_leaves_what_is_decided_and_takes_all_or_nothing(
    reviewed: Respondent, engine: sa.Engine
) -> None:
    city, (first, second, third) = reviewed.find(Role.CITY_REVIEWER), find_yes_no(reviewed)[:3]
    set_aside(reviewed, first)
    with pytest.raises(DecisionRefused, match="outdated"):
        confirm_all(engine, reviewed.response_id, city, {second: 1, third: 2})
    assert confirm_all(engine, reviewed.response_id, city, {first: 1, second: 1, third: 1}) == 2
    with Session(engine) as session:
        decisions = {id: one.decision for id, one in list_reviews(session, reviewed.response_id).items()}
    assert decisions == {first: Decision.SET_ASIDE, second: Decision.CONFIRMED, third: Decision.CONFIRMED}


def test_decisions_are_taken_back_by_who_made_them_unless_they_took_anothers_place(
    reviewed: Respondent, engine: sa.Engine
) -> None:
    city, (first, second, third) = reviewed.find(Role.CITY_REVIEWER), find_yes_no(reviewed)[:3]
    set_aside(reviewed, first)
    confirm(reviewed, first)
    confirm_all(engine, reviewed.response_id, city, {second: 1})
    confirm(reviewed, third, role=Role.PROVINCIAL_REVIEWER)
    with Session(engine) as session:
        standing = [one.id for one in list_reviews(session, reviewed.response_id).values()]
    assert take_back(engine, reviewed.response_id, city, standing) == 1
    with Session(engine) as session:
        assert set(list_reviews(session, reviewed.response_id)) == {first, third}


def test_nobody_decides_for_an_excused_bureau(reviewed: Respondent, engine: sa.Engine) -> None:
    with writing(engine) as session:
        response = session.get_one(Response, reviewed.response_id)
        response.absence, response.absent_at, response.absent_reason = (
            Absence.EXCUSED,
            response.round.created_at,
            "机构撤并",
        )
    city = reviewed.find(Role.CITY_REVIEWER)
    assert refuse(reviewed, find_yes_no(reviewed)[0], Decision.CONFIRMED, city) == "not-under-review"


def test_the_bureau_sees_no_decision_until_the_step_is_done(reviewed: Respondent) -> None:
    question = find_yes_no(reviewed)[0]
    set_aside(reviewed, question)
    assert published(reviewed) == {}
    pass_on(reviewed)
    assert published(reviewed)[question] is Decision.SET_ASIDE


def test_the_bureau_sees_the_citys_decision_while_the_province_is_still_looking(reviewed: Respondent) -> None:
    question = find_yes_no(reviewed)[0]
    set_aside(reviewed, question)
    pass_on(reviewed)
    confirm(reviewed, question, role=Role.PROVINCIAL_REVIEWER)
    assert published(reviewed)[question] is Decision.SET_ASIDE
    reviewed.act(Action.ACCEPT, reviewed.find(Role.PROVINCIAL_REVIEWER))
    assert published(reviewed)[question] is Decision.CONFIRMED


def test_a_return_is_seen_with_the_others_and_reopening_takes_all_back(reviewed: Respondent) -> None:
    first, second = find_yes_no(reviewed)[:2]
    set_aside(reviewed, first)
    mark_returned(reviewed, second)
    reviewed.act(Action.RETURN, reviewed.find(Role.CITY_REVIEWER))
    assert published(reviewed) == {first: Decision.SET_ASIDE, second: Decision.RETURNED}
    reviewed.answer(second, False, base=1)
    reviewed.submit()
    reviewed.act(Action.REOPEN, reviewed.find(Role.ADMINISTRATOR), "口径有变")
    assert published(reviewed) == {}


def test_each_judges_by_the_decisions_that_they_see(reviewed: Respondent, engine: sa.Engine) -> None:
    set_aside(reviewed, find_yes_no(reviewed)[0])
    with Session(engine) as session:
        response = session.get_one(Response, reviewed.response_id)
        clerk, city = (session.get_one(Person, id) for id in (reviewed.id, reviewed.find(Role.CITY_REVIEWER)))
        assert assess(session, response, clerk).verified.score == 100
        assert (assess(session, response, city).verified.score or 0) < 100
