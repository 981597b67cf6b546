"""The rules of a plan as tables: who takes which step, and how two changes of a promise meet."""

from dataclasses import replace
from itertools import product

import pytest

from questionnaires.messages import Refused
from survey.plans.promise import FIELDS, Promise, merge
from survey.plans.steps import MOVES, find_move
from survey.storage.states import PlanStatus, Role
from tests.machine import TODAY
from tests.survey.plans.planning import LATER

NOT_STARTED, UNDER_WAY, DONE, CHECKED, CANNOT = PlanStatus
STEPS = {  # (before, after): who takes it
    (NOT_STARTED, UNDER_WAY): "bureau",
    (UNDER_WAY, NOT_STARTED): "bureau",
    (NOT_STARTED, DONE): "bureau",
    (UNDER_WAY, DONE): "bureau",
    (CANNOT, DONE): "bureau",
    (NOT_STARTED, CANNOT): "bureau",
    (UNDER_WAY, CANNOT): "bureau",
    (CANNOT, CANNOT): "bureau",
    (CANNOT, UNDER_WAY): "bureau",
    (DONE, UNDER_WAY): "both",
    (DONE, CHECKED): "reviewer",
    (CHECKED, UNDER_WAY): "reviewer",
}
MAY = {"": (False, False), "bureau": (True, False), "reviewer": (False, True), "both": (True, True)}


@pytest.mark.parametrize(("before", "after"), list(product(PlanStatus, PlanStatus)))
def test_the_steps_of_an_item_are_these_and_no_others(before: PlanStatus, after: PlanStatus) -> None:
    bureau, reviewer = MAY[STEPS.get((before, after), "")]
    for role in (Role.CLERK, Role.HEAD):
        assert (find_move(before, after, role) is not None) is bureau
    for role in (Role.CITY_REVIEWER, Role.PROVINCIAL_REVIEWER):
        assert (find_move(before, after, role) is not None) is reviewer
    assert find_move(before, after, Role.ADMINISTRATOR) is None


def test_no_step_is_there_twice_for_one_role() -> None:
    steps = [(one.before, one.after, role) for one in MOVES for role in one.roles]
    assert len(steps) == len(set(steps))


BASE = Promise("甲", "股", "张")
MERGES = {  # mine, what stands now -> merged, fields that both changed
    "nothing": (BASE, BASE, BASE, ()),
    "mine": (replace(BASE, owner="李"), BASE, replace(BASE, owner="李"), ()),
    "theirs": (BASE, replace(BASE, owner="李"), replace(BASE, owner="李"), ()),
    "both, apart": (
        replace(BASE, owner="李"),
        replace(BASE, office="科"),
        replace(BASE, owner="李", office="科"),
        (),
    ),
    "both, alike": (replace(BASE, owner="李"), replace(BASE, owner="李"), replace(BASE, owner="李"), ()),
    "both, otherwise": (
        replace(BASE, owner="李"),
        replace(BASE, owner="王"),
        replace(BASE, owner="李"),
        ("owner",),
    ),
    "a day taken away": (BASE, replace(BASE, due=LATER), replace(BASE, due=LATER), ()),
}


@pytest.mark.parametrize("name", MERGES)
def test_two_changes_meet(name: str) -> None:
    mine, stands, merged, collided = MERGES[name]
    found = merge(BASE, mine, stands)
    assert (found.promise, found.collided) == (merged, collided)


def test_a_promise_has_no_field_that_merging_forgets() -> None:
    assert FIELDS == ("measure", "office", "owner", "start", "due", "resources")
    assert Promise(start=LATER, due=TODAY).lacks == ["measure", "office", "owner"]
    with pytest.raises(Refused, match="start is after"):
        Promise(start=LATER, due=TODAY).check()
