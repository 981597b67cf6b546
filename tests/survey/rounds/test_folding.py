"""Bureaus by the thousand are picked place by place: what is not shown is carried, and nothing is lost on the way."""

from dataclasses import replace
from typing import Any

import pytest

from survey.rounds import folding
from survey.rounds.folding import FoldedGroup, Opened, fold, read_opened, read_ticked
from tests.survey.rounds.test_bureau_choice import CITY, LEFT, OTHER_CITY, PROVINCE, RIGHT, TUOKETUO, grow, pick


@pytest.fixture(autouse=True)
def very_many(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(folding, "MOST_OPEN", 5)  # there are six


def show(*ticked: int, **opened: Any) -> dict[str, FoldedGroup]:
    return {one.group.place.code: one for one in fold(pick(*ticked), replace(Opened(), **opened))}


def list_shown(groups: dict[str, FoldedGroup]) -> list[int]:
    return [choice.bureau.id for one in groups.values() for choice in one.shown]


def send(groups: dict[str, FoldedGroup]) -> frozenset[int]:
    """What a form with these groups says is ticked."""
    shown = [choice for one in groups.values() for choice in (*one.shown, *one.kept)]
    ids = {choice.bureau.id for choice in shown if choice.ticked}
    return read_ticked(grow(), ids, {code for code, one in groups.items() if one.is_whole})


def test_a_place_is_one_line_until_it_is_opened_or_a_bureau_of_it_is_searched() -> None:
    assert list_shown(show(LEFT)) == []
    assert list_shown(show(LEFT, places=frozenset({"150200"}))) == [OTHER_CITY, RIGHT]
    assert list_shown(show(LEFT, words="呼和浩特 托克托")) == [TUOKETUO]


def test_of_few_bureaus_all_are_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(folding, "MOST_OPEN", 6)
    assert list_shown(show()) == [PROVINCE, CITY, LEFT, TUOKETUO, OTHER_CITY, RIGHT]


@pytest.mark.parametrize("ticked", [(), (LEFT,), (CITY, LEFT, TUOKETUO), (PROVINCE, RIGHT), range(1, 7)])
@pytest.mark.parametrize("opened", [{}, {"places": frozenset({"150100"})}, {"words": "托克托"}])
def test_whatever_is_shown_the_form_carries_what_is_ticked(ticked: tuple[int, ...], opened: dict[str, Any]) -> None:
    assert send(show(*ticked, **opened)) == set(ticked)


def test_a_place_that_is_ticked_whole_takes_one_field() -> None:
    city = show(CITY, LEFT, TUOKETUO)["150100"]
    assert (city.is_whole, list(city.kept)) == (True, [])
    city = show(CITY, LEFT)["150100"]
    assert (city.is_whole, [one.bureau.id for one in city.kept]) == (False, [CITY, LEFT])


def test_a_step_opens_a_place_and_folds_it_up() -> None:
    assert read_opened({"q": " 左 旗 "}, ["150200"], "open:150100") == Opened(frozenset({"150100", "150200"}), "左 旗")
    assert read_opened({}, ["150200", "150100"], "fold:150100").places == {"150200"}
