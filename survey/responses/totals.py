"""The totals of many responses under their schemes, as stored beside the scores, and the vetoes that stand."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Any

from sqlmodel import Session, col, select

from questionnaires.outcomes import read_fraction
from questionnaires.scoring import KNOWN_RULES
from survey.rounds.issued import open_questionnaire
from survey.storage.beside import ReviewEntry
from survey.storage.states import Basis, EntryKind
from survey.storage.tables import IssuedQuestionnaire, Response, StoredOutcome


@dataclass(frozen=True, slots=True)
class StandingTotals:
    """The totals of a response, self-assessed and verified, where its scheme makes them another thing than the score;
    and the titles of its vetoes."""

    own: Fraction | None = None
    verified: Fraction | None = None
    vetoes: tuple[str, ...] = ()


NO_TOTALS = StandingTotals()


def read_totals(session: Session, *which: Any) -> Mapping[int, StandingTotals]:
    """By response, of those that have any; `which` are conditions on Response."""
    stored = (
        select(StoredOutcome.response_id, StoredOutcome.basis, StoredOutcome.total)
        .join(Response)
        .where(col(StoredOutcome.total).is_not(None), col(StoredOutcome.rules).in_(KNOWN_RULES), *which)
    )
    found: dict[int, StandingTotals] = {}
    for id, basis, total in session.exec(stored):
        points, known = read_fraction(total or ""), found.get(id, NO_TOTALS)
        found[id] = replace(known, own=points) if basis is Basis.OWN else replace(known, verified=points)
    for id, titles in _list_vetoes(session, which).items():
        found[id] = replace(found.get(id, NO_TOTALS), vetoes=tuple(titles))
    return found


def _list_vetoes(session: Session, which: tuple[Any, ...]) -> dict[int, dict[str, None]]:
    """The titles of the vetoes that stand, by response, each once."""
    query = (
        select(ReviewEntry.response_id, Response.questionnaire_id, ReviewEntry.item_id)
        .join(Response)
        .where(ReviewEntry.kind == EntryKind.VETO, col(ReviewEntry.ended_at).is_(None), *which)
        .order_by(col(ReviewEntry.id))
    )
    found: dict[int, dict[str, None]] = {}
    for id, asked, item in session.exec(query):
        scheme = open_questionnaire(session.get_one(IssuedQuestionnaire, asked)).scheme
        title = next((one.title for one in scheme.vetoes if one.id == item), item) if scheme else item
        found.setdefault(id, {})[title] = None
    return found
