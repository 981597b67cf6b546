"""The history of an answer: everything that anyone gave, and what became of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlmodel import Session, col, func, select

from survey.responses.saving import Content
from survey.storage.states import EditState, Source
from survey.storage.tables import Edit


class Fate(StrEnum):
    """What became of an edit. A choice is an edit of its own, by the one who chose, beside the one that was chosen."""

    KEPT = "kept"
    CHOSEN = "chosen"
    WAITING = "waiting"
    TAKEN_UP = "taken_up"
    PASSED_OVER = "passed_over"


@dataclass(frozen=True)
class HistoryEntry:
    """One edit: who gave what, when and how, and what became of it."""

    at: datetime
    by: str
    source: Source
    content: Content
    fate: Fate


def list_steps(session: Session, response_id: int, question_id: str) -> list[HistoryEntry]:
    """The edits of a question, newest first."""
    query = select(Edit).where(Edit.response_id == response_id, Edit.question_id == question_id).order_by(col(Edit.id))
    edits = session.exec(query).all()
    steps = [
        HistoryEntry(one.made_at, one.made_by.name, one.source, one.content, _find_fate(edits, place))
        for place, one in enumerate(edits)
    ]
    return steps[::-1]


def find_last_edit(session: Session, response_id: int) -> int:
    """The id of the newest edit of a response, 0 where there is none: a mark from which to ask what is new."""
    return session.execute(select(func.max(Edit.id)).where(Edit.response_id == response_id)).scalar() or 0


def list_edits_since(session: Session, response_id: int, since: int) -> dict[str, list[Edit]]:
    """The edits after one, by question, oldest first."""
    query = select(Edit).where(Edit.response_id == response_id, col(Edit.id) > since).order_by(col(Edit.id))
    edits: dict[str, list[Edit]] = {}
    for one in session.exec(query):
        edits.setdefault(one.question_id, []).append(one)
    return edits


def _find_fate(edits: Sequence[Edit], place: int) -> Fate:
    here = edits[place]
    if here.state is EditState.WAITING:
        return Fate.WAITING
    if here.state is EditState.KEPT:
        waited = any(one.state is EditState.SETTLED and _is_same(one, here) for one in edits[:place])
        return Fate.CHOSEN if waited else Fate.KEPT
    followed = any(one.state is EditState.KEPT and _is_same(one, here) for one in edits[place:])
    return Fate.TAKEN_UP if followed else Fate.PASSED_OVER


def _is_same(one: Edit, other: Edit) -> bool:
    return one.content == other.content and one.source is other.source
