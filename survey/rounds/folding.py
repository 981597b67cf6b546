"""Picking bureaus out of thousands: a place is one line with its counts until it is opened, or a bureau of it searched.

What is ticked is carried by the form itself, without a script: of a place that is not open by one field where all of it
is ticked, else by a field for each.
"""

from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from survey.bureaus.places import find_place
from survey.rounds.bureau_choice import BureauChoice, BureauGroup
from survey.storage.tables import Bureau

MOST_OPEN = 300  # bureaus: up to so many are all shown


@dataclass(frozen=True)
class Opened:
    """Which places are open, by their codes, and the words that are searched."""

    places: frozenset[str] = frozenset()
    words: str = ""


@dataclass(frozen=True)
class FoldedGroup:
    """A group with the choices that are `shown`, all where it `is_open`; `is_whole`: every other one of it is ticked,
    otherwise `kept` are those that are."""

    group: BureauGroup
    shown: Sequence[BureauChoice]
    is_open: bool
    is_whole: bool
    kept: Sequence[BureauChoice]


def read_opened(sent: Mapping[str, Any], places: Iterable[str], step: str) -> Opened:
    """What was open in the form, and what a step opens ("open:150100") or folds up ("fold:150100")."""
    act, _, code = step.partition(":")
    opened = frozenset(places) | {code} if act == "open" else frozenset(places) - ({code} if act == "fold" else set())
    return Opened(opened, " ".join(str(sent.get("q", "")).split()))


def read_ticked(bureaus: Iterable[Bureau], ids: Container[int], places: Container[str]) -> frozenset[int]:
    """The bureaus that are ticked by themselves, or with all of their place."""
    return frozenset(one.id for one in bureaus if one.id in ids or find_place(one).code in places)


def fold(groups: Sequence[BureauGroup], opened: Opened) -> list[FoldedGroup]:
    """What is shown of each group; of a round of few bureaus everything."""
    is_small = sum(len(group.choices) for group in groups) <= MOST_OPEN
    return [_fold(group, opened, is_small) for group in groups]


def _fold(group: BureauGroup, opened: Opened, is_small: bool) -> FoldedGroup:
    is_open, words = is_small or group.place.code in opened.places, opened.words.split()
    shown = [one for one in group.choices if is_open or (words and _matches(one.bureau, words))]
    ids = {one.bureau.id for one in shown}
    rest = [one for one in group.choices if one.notice and one.bureau.id not in ids]
    is_whole = not shown and bool(rest) and all(one.ticked for one in rest)
    return FoldedGroup(group, shown, is_open, is_whole, [] if is_whole else [one for one in rest if one.ticked])


def _matches(bureau: Bureau, words: Sequence[str]) -> bool:
    place = f"{bureau.parent.name if bureau.parent else ''} {bureau.name} {bureau.code}"
    return all(word in place for word in words)
