"""The history of an answer: everything that anyone gave, and what became of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlmodel import Session, col, func, select

from questionnaires.answers import Answer, read_stored
from questionnaires.questionnaire import Question
from survey.storage.states import EditState, Source
from survey.storage.tables import Edit, Response

ReadEdit = tuple[Edit, Answer]


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
    answer: Answer
    fate: Fate


def list_steps(
    session: Session, response: Response, question: Question, until: datetime | None = None
) -> list[HistoryEntry]:
    """The edits of a question up to a moment (None: all), newest first."""
    query = select(Edit).where(Edit.response_id == response.id, Edit.question_id == question.id)
    if until is not None:
        query = query.where(Edit.made_at <= until)
    edits = [
        (one, read_stored(question, one.content, response.round.as_of))
        for one in session.exec(query.order_by(col(Edit.id)))
    ]
    steps = [
        HistoryEntry(one.made_at, one.made_by.name, one.source, answer, _find_fate(edits, place))
        for place, (one, answer) in enumerate(edits)
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


def _find_fate(edits: Sequence[ReadEdit], place: int) -> Fate:
    here = edits[place]
    state = here[0].state
    if state is EditState.WAITING:
        return Fate.WAITING
    if state is EditState.KEPT:
        waited = any(one[0].state is EditState.SETTLED and _is_same(one, here) for one in edits[:place])
        return Fate.CHOSEN if waited else Fate.KEPT
    followed = any(one[0].state is EditState.KEPT and _is_same(one, here) for one in edits[place:])
    return Fate.TAKEN_UP if followed else Fate.PASSED_OVER


def _is_same(one: ReadEdit, other: ReadEdit) -> bool:
    return one[1] == other[1] and one[0].source is other[0].source
