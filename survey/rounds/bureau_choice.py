"""Picking bureaus for a round out of the whole tree: city by city, or all of a level at once."""

from collections.abc import Container, Iterable, Sequence
from dataclasses import dataclass

from questionnaires.catalogue import Level, PolicyDocument
from survey.bureaus.places import find_place
from survey.rounds.planning import Notices
from survey.storage.tables import Bureau


@dataclass(frozen=True)
class BureauChoice:
    """A bureau to tick, with the notice that asks it; None: none has questions for it, it cannot be ticked."""

    bureau: Bureau
    notice: PolicyDocument | None
    ticked: bool


@dataclass(frozen=True)
class BureauGroup:
    """A city with everything below it, or a province with what comes directly under it."""

    place: Bureau
    choices: Sequence[BureauChoice]

    @property
    def ticked(self) -> int:
        return sum(one.ticked for one in self.choices)


def list_groups(bureaus: Iterable[Bureau], notices: Notices, ticked: Container[int]) -> list[BureauGroup]:
    """Every bureau that can be picked, in the order of codes."""
    groups: dict[int, tuple[Bureau, list[BureauChoice]]] = {}
    for bureau in bureaus:
        notice, place = notices.find(bureau), find_place(bureau)
        choice = BureauChoice(bureau, notice, notice is not None and bureau.id in ticked)
        groups.setdefault(place.id, (place, []))[1].append(choice)
    return [BureauGroup(place, choices) for place, choices in groups.values()]


def count_levels(groups: Iterable[BureauGroup]) -> dict[Level, int]:
    """How many bureaus of each level can be ticked, highest level first."""
    levels = [one.bureau.level for group in groups for one in group.choices if one.notice]
    return {level: levels.count(level) for level in Level if level in levels}


def tick(groups: Iterable[BureauGroup], ticked: frozenset[int], step: str) -> frozenset[int]:
    """Tick ("on") or untick ("off") all of a level or of a place: "on:level:county", "off:place:150100"."""
    act, _, meant = step.partition(":")
    found = {
        one.bureau.id
        for group in groups
        for one in group.choices
        if one.notice and meant in (f"level:{one.bureau.level}", f"place:{group.place.code}")
    }
    return ticked | found if act == "on" else ticked - found if act == "off" else ticked
