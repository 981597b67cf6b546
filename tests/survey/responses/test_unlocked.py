"""Which questions may be answered: a table over states, excuses and the first day, and the returned ones by name."""

from datetime import datetime, timedelta

import pytest
import sqlalchemy as sa
from sqlmodel import Session, select

from survey.responses.unlocked import Openness, find_returned, is_all_open, is_answerable, is_open, list_open
from survey.storage.columns import now
from survey.storage.database import writing
from survey.storage.states import Action, Role, State
from survey.storage.tables import Response, Review
from tests.people import Respondent
from tests.survey.reviewing.deciding import begin_review, find_yes_no, mark_returned

YESTERDAY, TOMORROW = now() - timedelta(days=1), now() + timedelta(days=1)
OPEN = {State.DRAFTING: "all", State.REOPENED: "all", State.RETURNED: "returned"}  # all others: nothing


def say_open(state: State, absent_at: datetime | None = None, opens_at: datetime | None = YESTERDAY) -> str:
    standing = Openness(1, state, absent_at, opens_at)
    assert not (standing.is_all_open and standing.is_partly_open)
    return "all" if standing.is_all_open else "returned" if standing.is_partly_open else "nothing"


@pytest.mark.parametrize("state", State)
@pytest.mark.parametrize("opens_at", [None, YESTERDAY], ids=["no first moment", "since yesterday"])
def test_a_draft_is_open_whole_a_return_in_part_and_nothing_else(state: State, opens_at: datetime | None) -> None:
    assert say_open(state, opens_at=opens_at) == OPEN.get(state, "nothing")


@pytest.mark.parametrize("state", State)
def test_nothing_is_open_to_whoever_is_excused(state: State) -> None:
    assert say_open(state, absent_at=YESTERDAY) == "nothing"


def test_a_draft_is_shut_until_the_round_opens_and_a_return_is_not() -> None:
    assert say_open(State.DRAFTING, opens_at=TOMORROW) == say_open(State.REOPENED, opens_at=TOMORROW) == "nothing"
    assert say_open(State.RETURNED, opens_at=TOMORROW) == "returned"


@pytest.mark.parametrize(("state", "answerable"), [(State.DRAFTING, True), (State.SUBMITTED, False)])
def test_only_a_return_depends_on_the_question(state: State, answerable: bool) -> None:
    assert is_answerable(Session(), Openness(1, state, None, None), "any-question") is answerable  # nothing is asked


def list_names(engine: sa.Engine, response_id: int) -> list[set[str] | None]:
    """The open questions by the two ways of asking: at once, and question by question."""
    with Session(engine) as session:
        response = session.get_one(Response, response_id)
        asked = [one.question_id for one in session.exec(select(Review).where(Review.response_id == response_id))]
        one_by_one = {id for id in [*asked, "no-such-question"] if is_open(session, response, id)}
        assert not is_all_open(response)
        return [list_open(session, response), one_by_one]


def test_of_a_return_the_named_questions_are_open_from_sending_until_its_end(
    bureau: Respondent, engine: sa.Engine
) -> None:
    begin_review(bureau)
    question = find_yes_no(bureau)[0]
    mark_returned(bureau, question)
    assert list_names(engine, bureau.response_id) == [set(), set()]  # marked, with the reviewer still
    bureau.act(Action.RETURN, bureau.find(Role.CITY_REVIEWER))
    assert list_names(engine, bureau.response_id) == [{question}, {question}]
    with writing(engine) as session:
        find_returned(session, bureau.response_id)[question].ended_at = now()
    assert list_names(engine, bureau.response_id) == [set(), set()]


def test_a_draft_has_no_list_as_all_of_it_is_open(bureau: Respondent, engine: sa.Engine) -> None:
    with Session(engine) as session:
        response = session.get_one(Response, bureau.response_id)
        assert (list_open(session, response), is_all_open(response)) == (None, True)
