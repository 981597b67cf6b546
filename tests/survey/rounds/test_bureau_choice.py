"""Picking bureaus out of the tree: under which place each stands, and ticking a level or a place at once."""

import pytest

from questionnaires.catalogue import Level
from questionnaires.loading import load_library
from survey.rounds.bureau_choice import BureauGroup, count_levels, list_groups, tick
from survey.rounds.planning import Notices
from survey.storage.tables import Bureau
from tests.conftest import PLACES

ASKED = Notices(load_library(), "shanxi-2021-101", nearest=False)  # it asks no townships
PROVINCE, CITY, LEFT, TUOKETUO, OTHER_CITY, RIGHT = range(1, 7)
TOWNSHIP = 7


def grow(township: bool = False) -> list[Bureau]:
    """The region of the tests, its bureaus numbered in the order of PLACES; with a township, number 7."""
    grown: dict[str, Bureau] = {}
    places = [*PLACES, *([("150121001", "察素齐镇", "township", "150121")] if township else [])]
    for id, (code, name, level, parent) in enumerate(places, 1):
        above = grown[parent] if parent else None
        grown[code] = Bureau(id=id, code=code, name=name, level=level, parent_id=above.id if above else None)
        if above:
            grown[code].parent = above
    return list(grown.values())


def pick(*ticked: int, township: bool = False) -> list[BureauGroup]:
    return list_groups(grow(township), ASKED, set(ticked))


def test_bureaus_stand_under_their_city_and_a_province_by_itself() -> None:
    assert [(one.place.code, [choice.bureau.id for choice in one.choices]) for one in pick()] == [
        ("150000", [PROVINCE]),
        ("150100", [CITY, LEFT, TUOKETUO]),
        ("150200", [OTHER_CITY, RIGHT]),
    ]


def test_a_county_directly_below_the_province_stands_there() -> None:
    province = grow()[0]
    county = Bureau(id=8, code="150999", name="直管县", level="county", parent_id=1, parent=province)
    [group] = list_groups([province, county], ASKED, ())
    assert [choice.bureau.id for choice in group.choices] == [PROVINCE, 8]


def test_who_is_asked_nothing_cannot_be_ticked() -> None:
    groups = pick(LEFT, TOWNSHIP, township=True)
    [city] = [one for one in groups if one.place.code == "150100"]
    assert {choice.bureau.id: choice.ticked for choice in city.choices} == {
        CITY: False,
        LEFT: True,
        TUOKETUO: False,
        TOWNSHIP: False,
    }
    assert city.ticked == 1
    assert [choice.notice for choice in city.choices if choice.bureau.id == TOWNSHIP] == [None]


def test_levels_that_can_be_ticked_are_counted_from_the_highest_down() -> None:
    counts = count_levels(pick(township=True))
    assert list(counts.items()) == [(Level.PROVINCE, 1), (Level.CITY, 2), (Level.COUNTY, 3)]


@pytest.mark.parametrize(
    ("step", "after"),
    [
        ("on:level:county", {CITY, LEFT, TUOKETUO, RIGHT}),
        ("on:level:township", {CITY, LEFT}),  # nothing asks it
        ("on:place:150200", {CITY, LEFT, OTHER_CITY, RIGHT}),
        ("on:place:150121", {CITY, LEFT}),  # no place of the list
        ("off:level:city", {LEFT}),
        ("off:place:150100", set()),
        ("off:place:150200", {CITY, LEFT}),
        ("", {CITY, LEFT}),
        ("on", {CITY, LEFT}),
        ("all:level:county", {CITY, LEFT}),
        ("on:bureau:150121", {CITY, LEFT}),
        ("on:level:county:", {CITY, LEFT}),
    ],
)
def test_a_step_ticks_or_unticks_and_nonsense_does_nothing(step: str, after: set[int]) -> None:
    assert tick(pick(township=True), frozenset({CITY, LEFT}), step) == after


def test_a_notice_that_is_gone_from_the_library_asks_nobody() -> None:
    gone = Notices(load_library(), "gone", nearest=False)
    assert [choice.notice for group in list_groups(grow(False), gone, set()) for choice in group.choices] == [None] * 6
