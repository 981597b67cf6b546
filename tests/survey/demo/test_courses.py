"""What becomes of the bureaus of the sample: some are late, two cities are ranked, plans stand at every step."""

from collections import Counter
from collections.abc import Sequence

import sqlalchemy as sa
from sqlmodel import Session, col, select

from reports.gap.groups import FEWEST_LIKE
from survey.demo.fates import SHARING
from survey.demo.guide import list_guide
from survey.demo.sample import SLUG, SampleAccount
from survey.plans.sheet import PlanState, gather_sheet
from survey.responses.promises import is_late, list_promised
from survey.rounds.standings import find_standings
from survey.storage.columns import now
from survey.storage.plans import PlanItem
from survey.storage.records import TrailEntry
from survey.storage.states import Absence, PlanStatus, Role, State
from survey.storage.tables import Person, Response, Round
from survey.storage.trail import LOCAL
from tests.machine import ZONE
from tests.survey.demo.conftest import TODAY


def test_two_cities_have_so_many_accepted_counties_that_they_are_ranked(responses: Sequence[Response]) -> None:
    accepted = [one.bureau for one in responses if one.state is State.ACCEPTED and one.bureau.level == "county"]
    by_city = Counter(one.parent.code for one in accepted if one.parent)
    assert sum(count >= 6 for count in by_city.values()) >= 2
    assert any(count < FEWEST_LIKE for count in by_city.values())  # and one of too few


def test_some_are_late_some_may_still_hand_in_and_one_is_left_out(
    session: Session, responses: Sequence[Response]
) -> None:
    late = [one for one in find_standings(session, responses, ZONE).values() if one.is_late(TODAY)]
    assert {one.response.submitted_at is None for one in late} == {True} and len(late) >= 6
    assert {bool(one.response.profile) for one in late} == {True, False}  # half way, and not begun
    [left_out] = [one for one in responses if one.absence]
    assert left_out.absence is Absence.UNSUBMITTED and "演示数据" in left_out.absent_reason
    put_off = [(one.due_on, one.state) for one in responses if one.due_on]
    assert len(put_off) >= 3 and all(day > TODAY and state is State.DRAFTING for day, state in put_off)


def test_everything_was_done_one_after_the_other_and_in_time(session: Session) -> None:
    moments = list(
        session.exec(select(TrailEntry.at).where(TrailEntry.address == LOCAL).order_by(col(TrailEntry.number)))
    )
    assert moments == sorted(moments) and moments[-1].date() < TODAY
    handed_in = [one for one in session.exec(select(Response)) if one.submitted_at]
    assert all(
        one.round.opens_on < one.submitted_at.date() <= one.round.closes_on for one in handed_in if one.submitted_at
    )
    assert now().date() > TODAY  # the clock goes right again


def test_whoever_is_named_first_among_the_accounts_is_there(sample: tuple[sa.Engine, list[SampleAccount]]) -> None:
    logins = {one.login for one in sample[1]}
    named = [login for login, _ in list_guide()]
    assert set(named) <= logins and len(named) == len(set(named)) >= 10


def test_plans_have_got_as_far_as_plans_can(session: Session, responses: Sequence[Response]) -> None:
    sheets = [gather_sheet(session, one, TODAY) for one in responses if one.state is State.ACCEPTED]
    states = {one.state for one in sheets}
    assert states == {
        PlanState.EMPTY,
        PlanState.DRAFTING,
        PlanState.SIGNED,
        PlanState.GIVEN_BACK,
        PlanState.AGREED,
    }
    assert {item.status for one in sheets for item in one.items} == set(PlanStatus)
    assert sum(one.late for one in sheets) >= 2
    risen = [one for one in sheets if (one.running.checked.score or 0) > (one.running.accepted.score or 0)]
    assert len(risen) >= 3
    by = {session.get_one(Person, item.set_by_id).role for one in sheets for item in one.items if item.set_by_id}
    assert by == {Role.PROVINCIAL_REVIEWER}


def test_whoever_planned_the_year_before_sees_what_is_still_open(
    session: Session, responses: Sequence[Response]
) -> None:
    [sharing] = [one for one in responses if one.bureau.code == SHARING]
    assert sharing.state is State.DRAFTING and list_promised(session, sharing)


def test_a_county_had_a_living_plan_the_year_before_with_an_item_in_every_state(session: Session) -> None:
    before = select(PlanItem).join(Response).join(Round).where(Round.slug != SLUG)
    items = session.exec(before).all()
    assert {one.status for one in items} == set(PlanStatus)
    assert any(one.set_by_id is not None for one in items)
    assert any(is_late(one, TODAY) for one in items)
    response = session.get_one(Response, items[0].response_id)
    assert (response.state, response.bureau.level) == (State.ACCEPTED, "county")
    sheet = gather_sheet(session, response, TODAY)
    assert sheet.state is PlanState.AGREED
    assert (sheet.running.checked.score or 0) > (sheet.running.accepted.score or 0)
