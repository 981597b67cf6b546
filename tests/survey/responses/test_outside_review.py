"""Nobody reviews their own bureau, the province's included: somebody from outside does, or the reports say so."""

import pytest
import sqlalchemy as sa
from sqlmodel import Session, select

from questionnaires.messages import Refused
from reports.gap.gathering import gather_report
from reports.gap.words import name_standing
from survey.bureaus.outside import name_reviewer
from survey.bureaus.places import find_bureau
from survey.bureaus.reach import may_read
from survey.responses.reviews import may_decide
from survey.responses.workflow import NotReady, StateTransitionError, move
from survey.rounds.absences import may_leave_out
from survey.storage.columns import now
from survey.storage.database import writing
from survey.storage.states import Action, State
from survey.storage.tables import Person, Response
from tests.machine import ZONE
from tests.survey.bureaus.linking import find
from tests.survey.bureaus.outsiders import add_outsider


@pytest.fixture
def own(engine: sa.Engine) -> int:
    """The response of the province's own bureau, as it was submitted."""
    with writing(engine) as session:
        top = find_bureau(session, "150000")
        assert top is not None
        response = session.exec(select(Response)).first()
        assert response is not None
        response.bureau_id, response.state, response.submitted_at = top.id, State.SUBMITTED, now()
        return response.id


def look(engine: sa.Engine, response_id: int, login: str) -> tuple[bool, bool, bool]:
    """Whether somebody may read the response, decide on it, excuse its bureau."""
    person = find(engine, login)
    with Session(engine) as session:
        response = session.get_one(Response, response_id)
        return may_read(person, response.bureau), may_decide(person, response), may_leave_out(person, response.bureau)


def test_the_provinces_own_reviewers_read_and_decide_nothing(own: int, engine: sa.Engine) -> None:
    for action in (Action.TAKE_UP, Action.REOPEN):
        with pytest.raises(StateTransitionError):
            move(engine, own, action, find(engine, "province").id, "理由")
    assert look(engine, own, "province") == (True, False, False)


def test_whoever_is_named_from_outside_reviews_it_and_nobody_else(own: int, engine: sa.Engine) -> None:
    outsider = add_outsider(engine, named=False)
    assert look(engine, own, "outsider") == (False, False, False)
    with writing(engine) as session:
        top = session.get_one(Response, own).bureau_id
        name_reviewer(session, find(engine, "admin").id, top, "outsider")
    move(engine, own, Action.TAKE_UP, outsider)
    assert look(engine, own, "outsider") == (True, True, True)
    assert look(engine, own, "province") == (True, False, False)
    with writing(engine) as session:
        session.get_one(Person, outsider).is_active = False
    assert look(engine, own, "outsider") == (False, False, False)


def test_without_anybody_the_administrator_accepts_it_as_not_reviewed(own: int, engine: sa.Engine) -> None:
    admin = find(engine, "admin").id
    with pytest.raises(NotReady):
        move(engine, own, Action.ACCEPT_SELF, admin)
    with pytest.raises(StateTransitionError):
        move(engine, own, Action.ACCEPT_SELF, find(engine, "province").id, "本省无其他审核员")
    assert move(engine, own, Action.ACCEPT_SELF, admin, "本省无其他审核员") is State.ACCEPTED
    with Session(engine) as session:
        response = session.get_one(Response, own)
        report = gather_report(session, response, ZONE)
        assert (report.note, report.verified) == ("自评，未经审核", None)
        assert name_standing(session, response) == "自评，未经审核"


def test_where_somebody_is_named_or_above_it_is_reviewed(own: int, engine: sa.Engine) -> None:
    admin = find(engine, "admin").id
    add_outsider(engine)
    with pytest.raises(StateTransitionError):
        move(engine, own, Action.ACCEPT_SELF, admin, "理由")
    with writing(engine) as session:
        county = find_bureau(session, "150121")
        assert county is not None
        session.get_one(Response, own).bureau_id = county.id
    with pytest.raises(StateTransitionError):
        move(engine, own, Action.ACCEPT_SELF, admin, "理由")


@pytest.mark.parametrize("login", ["province", "city", "admin", "nobody"])
def test_only_a_provincial_reviewer_of_another_bureau_is_named(login: str, own: int, engine: sa.Engine) -> None:
    with pytest.raises(Refused, match="of another bureau"), writing(engine) as session:
        top = session.get_one(Response, own).bureau_id
        name_reviewer(session, find(engine, "admin").id, top, login)
