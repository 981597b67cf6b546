"""What the page of a new text shows, as plain values: each clause with the one that it was and what has changed."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Literal

from questionnaires.documents import flatten
from questionnaires.drafting.deciding.aligning import align
from questionnaires.drafting.deciding.decided import DecidedClause

MOST_COMPARED = 4_000_000  # letters of one text times those of the other: some seconds
Fate = Literal["new", "same", "changed", "unknown"]
Words = tuple[Literal["kept", "gone", "came"], str]


@dataclass(frozen=True)
class AlignedClause:
    """A clause of the new text, the place of the one that it was, and its words beside those of before, if changed."""

    clause: DecidedClause
    pair: int | None
    fate: Fate
    words: tuple[Words, ...]


def align_clauses(old: Sequence[DecidedClause], new: Sequence[DecidedClause]) -> list[AlignedClause]:
    """The clauses of a new text with those that they most likely were."""
    return [
        AlignedClause(one, place, *_compare(None if place is None else old[place], one))
        for one, place in zip(new, align(old, new), strict=True)
    ]


def _compare(before: DecidedClause | None, now: DecidedClause) -> tuple[Fate, tuple[Words, ...]]:
    if before is None:
        return "new", ()
    if before.is_anchored:  # its text is not kept
        return "unknown", ()
    if flatten(before.body) == flatten(now.body):
        return "same", ()
    if len(before.body) * len(now.body) > MOST_COMPARED:
        return "changed", ()
    return "changed", tuple(_list_words(before.body, now.body))


def _list_words(before: str, now: str) -> Iterator[Words]:
    for how, start, end, at, until in SequenceMatcher(None, before, now, autojunk=False).get_opcodes():
        if how == "equal":
            yield "kept", now[at:until]
            continue
        if end > start:
            yield "gone", before[start:end]
        if until > at:
            yield "came", now[at:until]
