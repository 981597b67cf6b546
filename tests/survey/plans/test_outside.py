"""The plan of a bureau that nobody is above: who agrees to it and checks it is named from outside, or nobody does."""

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient
from sqlmodel import Session

from questionnaires.messages import Refused
from reports.plans.content import gather_plan
from survey.bureaus.places import find_bureau
from survey.plans.overseeing import agree, check_item, mark_seen
from survey.responses.promises import list_items
from survey.responses.workflow import move
from survey.storage.database import writing
from survey.storage.plans import Plan
from survey.storage.states import Action, PlanStatus, Role, State
from survey.storage.tables import Person, Response
from tests.machine import TODAY, ZONE
from tests.people import Respondent, sign_in
from tests.survey.bureaus.linking import find
from tests.survey.bureaus.outsiders import add_outsider
from tests.survey.plans.planning import draft, find_item, finish, hand_in, items, promise_all, sign_all


@pytest.fixture
def own(bureau: Respondent) -> Respondent:
    """The province's own response, submitted, with its plan signed and its first item done."""
    hand_in(bureau)
    draft(bureau)
    promise_all(bureau)
    sign_all(bureau)
    finish(bureau, "q-1")
    with writing(bureau.engine) as session:
        top = find_bureau(session, "150000")
        assert top is not None
        session.get_one(Response, bureau.response_id).bureau_id = top.id
        for id in (bureau.id, bureau.find(Role.HEAD)):
            session.get_one(Person, id).bureau_id = top.id
    return bureau


def accept_self(own: Respondent) -> None:
    admin = find(own.engine, "admin").id
    assert move(own.engine, own.response_id, Action.ACCEPT_SELF, admin, "本省无其他审核员") is State.ACCEPTED


@pytest.mark.parametrize("login", ["province", "head", "bureau", "admin", "city"])
def test_nobody_agrees_to_or_checks_their_own(own: Respondent, login: str) -> None:
    accept_self(own)
    person, item = find(own.engine, login).id, find_item(own, "q-1")
    with pytest.raises(Refused, match="reviewer above"):
        agree(own.engine, own.response_id, mark_seen(items(own)), person)
    with pytest.raises(Refused, match="reviewer above"):
        check_item(own.engine, own.response_id, item.id, item.version, None, person)
    assert find_item(own, "q-1").status is PlanStatus.DONE


def look(client: FlaskClient, own: Respondent) -> str:
    return client.get(f"/responses/{own.response_id}/plan").text


def test_without_anybody_the_plan_says_so_and_claims_no_review(own: Respondent, site: Flask) -> None:
    accept_self(own)
    page = look(sign_in(site, "bureau"), own)
    assert "自评，未经审核" in page and "自评得分" in page and "认定得分" not in page
    assert "本单位没有上级单位" in page
    assert "同意4项" not in look(sign_in(site, "province"), own)
    with Session(own.engine) as session:
        plan = gather_plan(session, session.get_one(Response, own.response_id), ZONE, TODAY)
    assert (plan.basis, plan.figures[0].label) == ("自评结果（自评，未经审核）", "自评得分")


def test_whoever_is_named_from_outside_agrees_and_checks(own: Respondent, site: Flask, engine: sa.Engine) -> None:
    accept_self(own)
    outsider = add_outsider(engine)
    with writing(engine) as session:  # with the password of all
        known, new = session.get_one(Person, own.id), session.get_one(Person, outsider)
        new.password_hash, new.password_set_at = known.password_hash, known.password_set_at
    page = look(sign_in(site, "outsider"), own)
    assert "同意4项" in page and "本单位没有上级单位" not in page
    assert agree(engine, own.response_id, mark_seen(items(own)), outsider) == 4
    item = find_item(own, "q-1")
    check_item(engine, own.response_id, item.id, item.version, None, outsider)
    with Session(engine) as session:
        assert session.get_one(Plan, own.response_id).agreed_by_id == outsider
        assert [one.status for one in list_items(session, own.response_id)].count(PlanStatus.CHECKED) == 1
