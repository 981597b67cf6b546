"""Two versions of a catalogue compared, measure by measure and clause by clause."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from questionnaires.catalogue import Measure, PolicyDocument


class Change(StrEnum):
    """What became of a measure or a clause; of what is in both versions several things may be so."""

    NEW = "new"
    GONE = "gone"
    FIGURE = "figure"
    ANSWER = "answer"
    LEVELS = "levels"
    COUNTED = "counted"
    REWORDED = "reworded"
    KEPT = "kept"


NEW, GONE = (Change.NEW,), (Change.GONE,)
FIGURES = frozenset(
    {
        *("target", "op", "unit", "per", "base_unit", "direction", "period_months", "per_year"),
        *("due", "within_months", "all_or_nothing"),
    }
)
PLAUSIBLE = frozenset({"range", "base_range"})
LEVELS = frozenset({"levels", "levels_basis"})
COUNTED = frozenset({"weight", "critical", "applies_if", "allow_not_applicable", "carries_out", "presumes", "beside"})


@dataclass(frozen=True)
class _Placed:
    """A measure and the path of its clause."""

    clause: str
    measure: Measure

    @property
    def title(self) -> str:
        return self.measure.title


@dataclass(frozen=True)
class FieldChange:
    """A field that says something else, as plain values; `what` is the change that this is."""

    field: str
    before: Any
    after: Any
    what: Change = Change.REWORDED


@dataclass(frozen=True)
class MeasureChange:
    """A measure with where it stands in either version (None: nowhere), and what says something else."""

    id: str
    title: str
    before: str | None
    after: str | None
    changes: tuple[Change, ...]
    fields: tuple[FieldChange, ...] = ()


@dataclass(frozen=True)
class ClauseChange:
    """A clause that is new, gone, or otherwise headed or explained."""

    path: str
    heading: str
    change: Change
    fields: tuple[FieldChange, ...] = ()


@dataclass(frozen=True)
class Comparison:
    """All that a version says otherwise than the one before; measures that are kept are among `measures`."""

    head: tuple[FieldChange, ...]
    clauses: tuple[ClauseChange, ...]
    measures: tuple[MeasureChange, ...]

    def count(self) -> dict[Change, int]:
        """How many measures have each change, those that nothing has left out."""
        found = {change: sum(change in one.changes for one in self.measures) for change in Change}
        return {change: number for change, number in found.items() if number}


def compare_catalogues(before: PolicyDocument, after: PolicyDocument) -> Comparison:
    """What `after` says otherwise: in the order of `after`, and what is gone at the end."""
    old, new = _place(before), _place(after)
    measures = [
        _compare_measures(old[id], placed) if id in old else MeasureChange(id, placed.title, None, placed.clause, NEW)
        for id, placed in new.items()
    ]
    measures += [
        MeasureChange(id, placed.title, placed.clause, None, GONE) for id, placed in old.items() if id not in new
    ]
    return Comparison(_compare_heads(before, after), tuple(_compare_clauses(before, after)), tuple(measures))


def _place(document: PolicyDocument) -> dict[str, _Placed]:
    return {one.id: _Placed(clause.path, one) for clause in document.clauses for one in clause.measures}


def _compare_heads(before: PolicyDocument, after: PolicyDocument) -> tuple[FieldChange, ...]:
    old, new = (one.model_dump(exclude={"clauses", "version"}) for one in (before, after))
    return tuple(_compare_fields(old, new))


def _compare_clauses(before: PolicyDocument, after: PolicyDocument) -> Iterator[ClauseChange]:
    old, new = ({one.path: one for one in document.clauses} for document in (before, after))
    for path, clause in new.items():
        if path not in old:
            yield ClauseChange(path, clause.heading, Change.NEW)
        elif fields := tuple(_compare_fields(*(one.model_dump(exclude={"measures"}) for one in (old[path], clause)))):
            yield ClauseChange(path, clause.heading, Change.REWORDED, fields)
    yield from (ClauseChange(path, one.heading, Change.GONE) for path, one in old.items() if path not in new)


def _compare_measures(old: _Placed, new: _Placed) -> MeasureChange:
    fields = tuple(_compare_fields(_flatten(old.measure), _flatten(new.measure)))
    changes = tuple(change for change in Change if any(one.what is change for one in fields)) or (Change.KEPT,)
    return MeasureChange(new.measure.id, new.title, old.clause, new.clause, changes, fields)


def _flatten(measure: Measure) -> dict[str, Any]:
    """The fields of a measure, those of its criterion and the wordings of its levels each for itself."""
    fields = measure.model_dump(exclude={"id", "criterion", "asks"})
    fields["levels"] = tuple(sorted(measure.levels))
    asks = {f"asks.{level}": measure.word_for(level) for level in measure.levels}
    return {**fields, **asks, **{f"criterion.{key}": value for key, value in measure.criterion.model_dump().items()}}


def _compare_fields(old: Mapping[str, Any], new: Mapping[str, Any]) -> Iterator[FieldChange]:
    for field in dict.fromkeys([*old, *new]):
        before, after = old.get(field), new.get(field)
        if before != after and not (field.startswith("asks.") and None in (before, after)):  # of a level that changed
            yield FieldChange(field, before, after, _judge(field))


def _judge(field: str) -> Change:
    outer, _, inner = field.partition(".")
    if outer == "criterion" and inner not in PLAUSIBLE:
        return Change.FIGURE if inner in FIGURES else Change.ANSWER
    return Change.LEVELS if field in LEVELS else Change.COUNTED if field in COUNTED else Change.REWORDED
