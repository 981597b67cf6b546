"""The figures of a draft as pages show them: those at which nobody has looked, and who decided on the others."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import joinedload
from sqlmodel import Session, col, select

from questionnaires.drafting.deciding.decided import DecidedClause, DecidedFigure
from questionnaires.drafting.deciding.seen import list_unseen
from survey.storage.records import DraftEdit
from survey.studio.drafts import OpenDraft
from survey.studio.stored import read_clause

STOPS = "。；;\n"
MOST_AROUND = 80  # letters of its sentence on each side of a figure


@dataclass(frozen=True)
class UnseenFigure:
    """A figure that nobody has confirmed: the number of its clause, its own, and its sentence around it."""

    number: int
    clause: DecidedClause
    at: int
    figure: DecidedFigure
    before: str
    after: str


@dataclass(frozen=True)
class FigureDecision:
    """Who said last what a figure is, and when."""

    name: str
    at: datetime


def list_unseen_figures(draft: OpenDraft) -> list[UnseenFigure]:
    """Every figure of a draft at which nobody has looked yet, in the order of the notice."""
    return [
        UnseenFigure(number, clause, at, clause.figures[at], *cut_sentence(clause.body, clause.figures[at]))
        for number, clause in enumerate(draft.notice.clauses, 1)
        for at in list_unseen(clause)
    ]


def cut_sentence(body: str, figure: DecidedFigure) -> tuple[str, str]:
    """What stands in its sentence before a figure and behind it, cut where it is long."""
    start = max(body.rfind(stop, 0, figure.start) for stop in STOPS) + 1
    ends = [place + 1 for stop in STOPS if (place := body.find(stop, figure.end)) >= 0]
    before, after = body[start : figure.start].lstrip(), body[figure.end : min(ends, default=len(body))].rstrip()
    return (
        before if len(before) <= MOST_AROUND else "…" + before[-MOST_AROUND:],
        after if len(after) <= MOST_AROUND else after[:MOST_AROUND] + "…",
    )


def find_deciders(session: Session, clause_id: int, clause: DecidedClause) -> dict[int, FigureDecision]:
    """Who decided on each confirmed figure of a clause, by its number; what an undo brings back is whose it was."""
    query = select(DraftEdit).where(DraftEdit.clause_id == clause_id).order_by(col(DraftEdit.id))
    edits = list(session.exec(query.options(joinedload(DraftEdit.made_by))))  # type: ignore[arg-type]
    states = [read_clause(one.before) for one in edits] + [clause]
    found: dict[tuple[int, int, str, str], FigureDecision] = {}
    for edit, before, after in zip(edits, states, states[1:], strict=False):
        known = {_key(one) for one in before.figures if one.settled}
        for one in after.figures:
            if one.settled and _key(one) not in known and not (edit.undoes_id and _key(one) in found):
                found[_key(one)] = FigureDecision(edit.made_by.name, edit.made_at)
    return {number: found[_key(one)] for number, one in enumerate(clause.figures) if one.settled and _key(one) in found}


def _key(one: DecidedFigure) -> tuple[int, int, str, str]:
    return one.start, one.end, one.reading, one.reason
