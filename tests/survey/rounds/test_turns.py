"""Whose turn it is in every state, and where many responses stand at once."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
import sqlalchemy as sa
from sqlmodel import Session, select

from survey.rounds.standings import Standing, find_standings
from survey.rounds.turns import NEXT, whose_turn
from survey.storage.columns import now
from survey.storage.database import writing
from survey.storage.states import Absence, Action, Role, State
from survey.storage.tables import Person, Response, Round
from tests.machine import TODAY, ZONE
from tests.people import Respondent
from tests.survey.responses.test_workflow import MEND_BY, decide_all, send_back

ALL = set(Role)
TURNS = {
    State.DRAFTING: Role.CLERK,
    State.PRESENTED: Role.HEAD,
    State.SIGNED_OFF: Role.CLERK,
    State.SUBMITTED: Role.CITY_REVIEWER,
    State.CITY_REVIEW: Role.CITY_REVIEWER,
    State.PROVINCIAL_REVIEW: Role.PROVINCIAL_REVIEWER,
    State.RETURNED: Role.CLERK,
    State.ACCEPTED: None,
    State.REOPENED: Role.CLERK,
}


def stand(person: Respondent) -> Standing:
    with Session(person.engine) as session:
        response = session.get_one(Response, person.response_id)
        return find_standings(session, [response], ZONE)[response.id]


def test_every_state_has_whose_turn_it_is() -> None:
    assert {state: whose_turn(state, ALL) for state in NEXT} == TURNS
    assert set(NEXT) == set(State)


@pytest.mark.parametrize("state", State)
def test_it_is_nobodys_where_a_bureau_is_excused(state: State) -> None:
    assert whose_turn(state, ALL, is_excused=True) is None


def test_the_province_stands_in_for_a_city_without_reviewer() -> None:
    assert whose_turn(State.SUBMITTED, {Role.CLERK, Role.PROVINCIAL_REVIEWER}) is Role.PROVINCIAL_REVIEWER


def test_the_head_submits_where_there_is_no_clerk() -> None:
    assert whose_turn(State.SIGNED_OFF, {Role.HEAD}) is Role.HEAD


@pytest.mark.parametrize(("state", "roles"), [(State.DRAFTING, {Role.HEAD}), (State.PROVINCIAL_REVIEW, {Role.CLERK})])
def test_where_nobody_is_there_the_administrator_invites_somebody(state: State, roles: set[Role]) -> None:
    assert whose_turn(state, roles) is Role.ADMINISTRATOR


def test_a_draft_stands_since_the_round_opened_and_until_it_closes(bureau: Respondent) -> None:
    standing = stand(bureau)
    assert (standing.count_waiting(TODAY), standing.count_left(TODAY)) == (9, 9)
    assert not standing.is_late(TODAY + timedelta(days=9)) and standing.is_late(TODAY + timedelta(days=10))


def test_what_is_with_the_reviewers_has_no_last_day_for_the_bureau(bureau: Respondent) -> None:
    bureau.answer_all()
    bureau.submit()
    standing = stand(bureau)
    assert (standing.turn, standing.due, standing.count_waiting(TODAY)) == (Role.CITY_REVIEWER, None, 0)


def test_what_was_returned_is_due_when_it_is_to_be_mended(bureau: Respondent) -> None:
    bureau.answer_all()
    bureau.submit()
    send_back(bureau, bureau.questionnaire.questions[0].id)
    assert (stand(bureau).turn, stand(bureau).due) == (Role.CLERK, MEND_BY)


def test_what_is_reopened_after_the_round_closed_has_no_last_day(bureau: Respondent, engine: sa.Engine) -> None:
    bureau.answer_all()
    bureau.submit()
    bureau.act(Action.REOPEN, bureau.find(Role.PROVINCIAL_REVIEWER), "数据有误")
    assert stand(bureau).due == TODAY + timedelta(days=9)
    with writing(engine) as session:
        session.exec(select(Round)).one().closes_on = TODAY - timedelta(days=1)
    assert stand(bureau).due is None


def test_without_the_citys_reviewer_the_province_takes_it_up(bureau: Respondent, engine: sa.Engine) -> None:
    bureau.answer_all()
    bureau.submit()
    with writing(engine) as session:
        session.exec(select(Person).where(Person.login == "city")).one().is_active = False
    assert stand(bureau).turn is Role.PROVINCIAL_REVIEWER


def test_an_excused_bureau_is_never_late(bureau: Respondent, engine: sa.Engine) -> None:
    with writing(engine) as session:
        response = session.get_one(Response, bureau.response_id)
        response.absence, response.absent_at, response.absent_reason = Absence.EXCUSED, now(), "机构合并"
    assert (stand(bureau).turn, stand(bureau).is_late(date(2099, 1, 1))) == (None, False)


def test_an_accepted_response_is_nobodys(bureau: Respondent, respondent: Callable[[str], Respondent]) -> None:
    bureau.answer_all()
    bureau.submit()
    bureau.act(Action.TAKE_UP, bureau.find(Role.CITY_REVIEWER))
    decide_all(bureau)
    bureau.act(Action.PASS_ON, bureau.find(Role.CITY_REVIEWER))
    assert stand(bureau).turn is Role.PROVINCIAL_REVIEWER
    bureau.act(Action.ACCEPT, bureau.find(Role.PROVINCIAL_REVIEWER))
    assert stand(bureau).turn is None
