"""A draft of a catalogue: what was found in a notice, how it would be asked, and what a person has still to settle."""

from dataclasses import dataclass, field
from typing import Any, Literal

from questionnaires.catalogue import Level
from questionnaires.drafting.level_names import LocalLevels
from questionnaires.drafting.parts import AnnexTask, NoticeHead, UnaskedText
from questionnaires.drafting.plain_questions import PARTS

NAMED_PARTS = ("part", "whole", "count", "base", "baseline", "current")
# Matched with certainty; matched, to be looked over; to be worded by a person; nothing that could be assessed.
Status = Literal["usable", "edit", "write", "vague"]


@dataclass(frozen=True, slots=True)
class DraftMeasure:
    """One thing that a clause asks, from `start` to `end` of its body.

    `asks` has the placeholders of a catalogue; `text` is the question as the highest of `levels` would read it, empty
    where the part is vague. `library` is the duty that it carries, `carries_out` the parent's measures. `unsure` says
    that the first of `domains` is hardly ahead of the second.
    """

    id: str
    start: int
    end: int
    source: str
    phrase: str
    title: str
    asks: str | dict[Level, str]
    text: str
    levels: tuple[Level, ...]
    levels_basis: str
    domain: str
    domains: tuple[str, ...]
    unsure: bool
    library: str | None
    likeness: float
    criterion: dict[str, Any] | None
    status: Status
    carries_out: tuple[str, ...] = ()
    may_not_apply: bool = False

    @property
    def incomplete(self) -> bool:
        """Whether its figure is asked with words that only stand in for what is counted."""
        told = self.criterion or {}
        parts = PARTS.get(str(told.get("kind")), {})
        return any(told.get(key) == words for key, words in parts.items() if key in NAMED_PARTS)


@dataclass(frozen=True, slots=True)
class NoTargetFound:
    """A figure that is no target, and why."""

    figure: str
    reason: str


@dataclass(frozen=True, slots=True)
class DraftClause:
    """A clause as it is printed, and what was made of it; `looks_back`: it tells of what was, by its heading."""

    path: str
    heading: str
    body: str
    responsible: tuple[str, ...]
    measures: tuple[DraftMeasure, ...]
    not_targets: tuple[NoTargetFound, ...]
    looks_back: bool = False


@dataclass(frozen=True, slots=True)
class OpenPoint:
    """What a person has to settle: an English message with its details, of a clause or of the whole (None)."""

    clause: str | None
    message: str
    details: dict[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class DraftedTask:
    """A row of an annex and the levels of its units."""

    task: AnnexTask
    levels: tuple[Level, ...]


@dataclass(frozen=True, slots=True)
class Draft:
    """A drafted notice."""

    head: NoticeHead
    place: LocalLevels
    parent: str | None
    clauses: tuple[DraftClause, ...]
    annex: tuple[DraftedTask, ...]
    open: tuple[OpenPoint, ...]
    unasked: tuple[UnaskedText, ...] = ()
