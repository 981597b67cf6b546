"""Measures joined and cut: one into the one above it, one into two at a comma."""

from collections.abc import Callable
from typing import Any

from questionnaires.drafting.deciding.decided import DecidedClause, DecidedMeasure
from questionnaires.drafting.segments import COMMAS, ENDS, cut_at
from questionnaires.messages import Refused

CUTS = COMMAS + ENDS + "、"
SHORTEST = 2
Redraft = Callable[[DecidedClause, DecidedMeasure], DecidedMeasure]


def merge_up(clause: DecidedClause, id: str) -> DecidedClause:
    """Join a measure to the one above it, which keeps its wording and takes over the items. Raises Refused."""
    place = clause.measures.index(clause.find(id))
    if place == 0:
        raise Refused("There is no measure above this one to merge it into.")
    above, one = clause.measures[place - 1 : place + 1]
    changed = above.model_copy(
        update={
            "start": min(above.start, one.start),
            "end": max(above.end, one.end),
            "source": above.source if above.source == one.source else above.source + one.source,
            "criterion": _join_items(above.criterion, one.criterion),
            "levels": tuple(dict.fromkeys((*above.levels, *one.levels))) if above.is_asked else one.levels,
            "levels_settled": above.levels_settled and one.levels_settled,
            "carries_out": tuple(dict.fromkeys((*above.carries_out, *one.carries_out))),
            "replaces": _join_replaced(above, one),
            "state": "undecided",
            "reason": "",
        }
    )
    changed = changed.model_copy(
        update={"levels": tuple(sorted(changed.levels, key=list(type(changed.levels[0])).index))}
    )
    measures = (*clause.measures[: place - 1], changed, *clause.measures[place + 1 :])
    return clause.model_copy(update={"measures": measures})


def _join_replaced(above: DecidedMeasure, one: DecidedMeasure) -> tuple[str, ...]:
    """What the measure above replaces once the other one is merged into it, which an earlier version may have had."""
    came_from = (*above.replaces, *one.replaces, *(() if one.kept is None else (one.id,)))
    return tuple(id for id in dict.fromkeys(came_from) if id != above.id)


def _join_items(above: dict[str, Any] | None, one: dict[str, Any] | None) -> dict[str, Any] | None:
    """The criterion above, its list with the items that only the other has."""
    if not above or not one or above["kind"] != "checklist" or one["kind"] != "checklist":
        return above or one
    labels = {item["label"] for item in above["items"]}
    values = {item["value"] for item in above["items"]}
    added: list[dict[str, Any]] = []
    for item in one["items"]:
        if item["label"] not in labels:
            value = item["value"] if item["value"] not in values else f"item-{len(above['items']) + len(added) + 1}"
            values.add(value)
            added.append({**item, "value": value})
    return {**above, "items": [*above["items"], *added][:20]}


def list_cuts(clause: DecidedClause, id: str) -> list[int]:
    """Where a measure can be cut: behind its commas, by their places in the clause's body."""
    one = clause.find(id)
    ends = [end for _, end in cut_at(clause.body, one.start, one.end, CUTS)]
    return [end for end in ends if one.start + SHORTEST <= end <= one.end - SHORTEST]


def split(clause: DecidedClause, id: str, at: int, redraft: Redraft) -> DecidedClause:
    """Cut a measure in two behind a comma; `redraft` words each half anew. Raises Refused."""
    one = clause.find(id)
    if at not in list_cuts(clause, id):
        raise Refused("The measure cannot be cut there; choose one of its commas.")
    halves = [
        _take_part(clause, one, one.start, at, one.id),
        _take_part(clause, one, at, one.end, _spare_id(clause, one)),
    ]
    measures: list[DecidedMeasure] = []
    for each in clause.measures:
        measures += [_trace_part(one, redraft(clause, half)) for half in halves] if each is one else [each]
    return clause.model_copy(update={"measures": tuple(measures)})


def _trace_part(one: DecidedMeasure, part: DecidedMeasure) -> DecidedMeasure:
    """A part of a measure worded anew; of one that an earlier version had, with its id where it has another."""
    came_from = one.replaces if one.kept is None else (*one.replaces, one.id)
    return part.model_copy(
        update={"kept": None, "was": None, "replaces": tuple(id for id in came_from if id != part.id)}
    )


def _take_part(clause: DecidedClause, one: DecidedMeasure, start: int, end: int, id: str) -> DecidedMeasure:
    source = "".join(clause.body[start:end].split())
    return one.model_copy(
        update={"id": id, "start": start, "end": end, "source": source, "state": "undecided", "reason": ""}
    )


def _spare_id(clause: DecidedClause, one: DecidedMeasure) -> str:
    """An id that no measure of the clause has, made of the one that is cut."""
    taken = {each.id for each in clause.measures}
    stem, number = one.id[:50], 2
    while f"{stem}-part-{number}" in taken:
        number += 1
    return f"{stem}-part-{number}"
