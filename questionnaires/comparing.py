"""Two versions of a catalogue compared, measure by measure and clause by clause."""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Protocol

from questionnaires.catalogue import Clause, Measure, PolicyDocument


class Change(StrEnum):
    """What became of a measure or a clause; of what is in both versions several things may be so."""

    NEW = "new"
    GONE = "gone"
    SPLIT = "split"
    MERGED = "merged"
    FIGURE = "figure"
    ANSWER = "answer"
    LEVELS = "levels"
    COUNTED = "counted"
    REWORDED = "reworded"
    MOVED = "moved"
    KEPT = "kept"


class Successor(Protocol):
    """What may take the place of something of the version before: a measure, or its question."""

    @property
    def id(self) -> str: ...

    @property
    def replaces(self) -> tuple[str, ...]: ...


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
    """A measure with where it stands in either version (None: nowhere), and what says something else.

    `sources` are the measures of the version before that it comes from, by their titles, where it was split or merged.
    """

    id: str
    title: str
    before: str | None
    after: str | None
    changes: tuple[Change, ...]
    fields: tuple[FieldChange, ...] = ()
    sources: tuple[str, ...] = ()


@dataclass(frozen=True)
class ClauseChange:
    """A clause that is not as it was; `before` are the paths that what is in it had, where those are others."""

    path: str
    heading: str
    changes: tuple[Change, ...]
    fields: tuple[FieldChange, ...] = ()
    before: tuple[str, ...] = ()


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
    sources = find_sources(old, after.measures)
    links = judge_links(sources)
    measures = [
        _compare_measures([old[source] for source in sources[id]], placed, links[id])
        if sources[id]
        else MeasureChange(id, placed.title, None, placed.clause, NEW)
        for id, placed in new.items()
    ]
    taken = {source for found in sources.values() for source in found}
    measures += [
        MeasureChange(id, placed.title, placed.clause, None, GONE) for id, placed in old.items() if id not in taken
    ]
    changes = {one.id: one.changes for one in measures}
    clauses = tuple(_compare_clauses(before, after, sources, changes))
    return Comparison(_compare_heads(before, after), clauses, tuple(measures))


def find_sources(before: Collection[str], after: Iterable[Successor]) -> dict[str, tuple[str, ...]]:
    """From which ids of the version before each of `after` comes: its own, and those whose place it takes."""
    return {
        one.id: tuple(dict.fromkeys(source for source in (one.id, *one.replaces) if source in before)) for one in after
    }


def judge_links(sources: Mapping[str, Collection[str]]) -> dict[str, tuple[Change, ...]]:
    """Which of them were split or merged, by their sources; nothing of what is one to one."""
    takers = Counter(source for found in sources.values() for source in found)
    split = {id for id, found in sources.items() if any(takers[source] > 1 for source in found)}
    return {
        id: ((Change.SPLIT,) if id in split else ()) + ((Change.MERGED,) if len(found) > 1 else ())
        for id, found in sources.items()
    }


def _place(document: PolicyDocument) -> dict[str, _Placed]:
    return {one.id: _Placed(clause.path, one) for clause in document.clauses for one in clause.measures}


def _compare_heads(before: PolicyDocument, after: PolicyDocument) -> tuple[FieldChange, ...]:
    old, new = (one.model_dump(exclude={"clauses", "version"}) for one in (before, after))
    return tuple(compare_fields(old, new))


def _compare_clauses(
    before: PolicyDocument,
    after: PolicyDocument,
    sources: Mapping[str, tuple[str, ...]],
    changes: Mapping[str, tuple[Change, ...]],
) -> Iterator[ClauseChange]:
    origins, parts = _pair_clauses(before, after, sources)
    old, heirs = {one.path: one for one in before.clauses}, Counter(origins.values())
    for clause in after.clauses:
        origin = origins.get(clause.path)
        if origin is None:
            yield ClauseChange(clause.path, clause.heading, NEW)
            continue
        fields = tuple(compare_fields(*(one.model_dump(exclude={"measures", "path"}) for one in (old[origin], clause))))
        of_measures = {change for one in clause.measures for change in changes[one.id]}
        also = tuple(path for path, heir in parts.items() if heir == clause.path)
        found = (
            (Change.SPLIT, heirs[origin] > 1),
            (Change.MERGED, bool(also)),
            (Change.FIGURE, Change.FIGURE in of_measures),
            (Change.LEVELS, Change.LEVELS in of_measures),
            (Change.REWORDED, bool(fields)),
            (Change.MOVED, origin != clause.path and heirs[origin] == 1 and not also),
        )
        if kinds := tuple(change for change, is_so in found if is_so):
            paths = (origin, *also)
            yield ClauseChange(clause.path, clause.heading, kinds, fields, () if paths == (clause.path,) else paths)
    used = {*origins.values(), *parts}
    yield from (ClauseChange(path, one.heading, GONE) for path, one in old.items() if path not in used)


def _pair_clauses(
    before: PolicyDocument, after: PolicyDocument, sources: Mapping[str, tuple[str, ...]]
) -> tuple[dict[str, str], dict[str, str]]:
    """The clause of `before` that each of `after` comes from, by its path, where there is one; and of those that no
    clause comes from, which one took up their measures."""
    homes = {one.id: clause.path for clause in before.clauses for one in clause.measures}
    shared = {
        clause.path: Counter(homes[source] for one in clause.measures for source in sources[one.id])
        for clause in after.clauses
    }
    origins: dict[str, str] = {}
    for clause in after.clauses:
        if found := shared[clause.path]:
            origins[clause.path] = max(found, key=lambda path: (found[path], path == clause.path))
    idle = [one for one in before.clauses if not any(found[one.path] for found in shared.values())]
    for by_heading in (True, False):
        for clause in after.clauses:
            free = [one for one in idle if one.path not in origins.values()]
            if clause.path not in origins and (other := _find_like(clause, free, by_heading)) is not None:
                origins[clause.path] = other.path
    parts = {
        one.path: max(shared, key=lambda path: shared[path][one.path])
        for one in before.clauses
        if one.path not in origins.values() and one not in idle
    }
    return origins, parts


def _find_like(clause: Clause, others: Iterable[Clause], by_heading: bool) -> Clause | None:
    """Another clause of the same heading, or of the same path."""
    if by_heading:
        return next((one for one in others if one.heading == clause.heading), None)
    return next((one for one in others if one.path == clause.path), None)


def _compare_measures(olds: list[_Placed], new: _Placed, links: tuple[Change, ...]) -> MeasureChange:
    fields = tuple(compare_fields(_flatten(olds[0].measure), _flatten(new.measure)))
    found = (*links, *(one.what for one in fields))
    changes = tuple(change for change in Change if change in found) or (Change.KEPT,)
    titles = tuple(one.title for one in olds) if links or olds[0].measure.id != new.measure.id else ()
    return MeasureChange(new.measure.id, new.title, olds[0].clause, new.clause, changes, fields, titles)


def _flatten(measure: Measure) -> dict[str, Any]:
    """The fields of a measure, those of its criterion and the wordings of its levels each for itself."""
    fields = measure.model_dump(exclude={"id", "criterion", "asks", "replaces"})
    fields["levels"] = tuple(sorted(measure.levels))
    asks = {f"asks.{level}": measure.word_for(level) for level in measure.levels}
    return {**fields, **asks, **{f"criterion.{key}": value for key, value in measure.criterion.model_dump().items()}}


def compare_fields(old: Mapping[str, Any], new: Mapping[str, Any]) -> Iterator[FieldChange]:
    """The fields that say something else, in their order."""
    for field in dict.fromkeys([*old, *new]):
        before, after = old.get(field), new.get(field)
        if before != after and not (field.startswith("asks.") and None in (before, after)):  # of a level that changed
            yield FieldChange(field, before, after, _judge(field))


def _judge(field: str) -> Change:
    outer, _, inner = field.partition(".")
    if outer == "criterion" and inner not in PLAUSIBLE:
        return Change.FIGURE if inner in FIGURES else Change.ANSWER
    return Change.LEVELS if field in LEVELS else Change.COUNTED if field in COUNTED else Change.REWORDED
