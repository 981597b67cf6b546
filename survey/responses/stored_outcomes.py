"""What submitted responses came to, stored with the step that fixed it: reports on many bureaus read these."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import aliased
from sqlmodel import Session, col, select

from questionnaires.outcomes import Outcome, Written, keep_outcome, read_fraction, write_fractions
from questionnaires.questionnaire import Questionnaire
from questionnaires.scoring import RULES_VERSION, Scorecard
from survey.responses.assessing import assess
from survey.rounds.issued import open_questionnaire
from survey.storage.states import IN, Basis, State
from survey.storage.tables import IssuedQuestionnaire, Response, StoredOutcome


@dataclass(frozen=True, slots=True)
class Counted:
    """What counts of a response: `outcome` is by the verified answers once it is accepted, until then by its own."""

    own: Fraction | None
    verified: Fraction | None
    outcome: Outcome


def store_outcome(session: Session, response: Response, basis: Basis, card: Scorecard) -> None:
    """Keep what a response comes to, instead of what was kept before."""
    asked, outcome = open_questionnaire(response.questionnaire), keep_outcome(card)
    row = StoredOutcome(
        response_id=response.id,
        basis=basis,
        rules=RULES_VERSION,
        score=None if outcome.score is None else str(outcome.score),
        grade=outcome.grade,
        domains=write_fractions([section.id for section in asked.domains], outcome.domains),
        credits=write_fractions(asked.by_id, outcome.credits),
    )
    session.merge(row)


def drop_verified(session: Session, response: Response) -> None:
    session.execute(
        sa.delete(StoredOutcome).where(
            col(StoredOutcome.response_id) == response.id, col(StoredOutcome.basis) == Basis.VERIFIED
        )
    )


def read_outcomes(session: Session, *which: Any, with_credits: bool = True) -> dict[int, Counted]:
    """What counts of those responses that are in and not excused, by their ids; `which` are conditions on Response.

    What is not stored, or was by rules that are not today's, is judged again, and is not written.
    """
    conditions = (col(Response.state).in_(IN), col(Response.excused_at).is_(None), *which)
    found = _read_stored(session, conditions, with_credits)
    ids = session.exec(select(Response.id).where(*conditions)).all()
    missing = [session.get_one(Response, id) for id in ids if id not in found]
    return found | {one.id: _judge(session, one) for one in missing}


def _read_stored(session: Session, conditions: Sequence[Any], with_credits: bool) -> dict[int, Counted]:
    own, counting = aliased(StoredOutcome), aliased(StoredOutcome)
    is_accepted = col(Response.state) == State.ACCEPTED
    basis = sa.case((is_accepted, Basis.VERIFIED.value), else_=Basis.OWN.value)
    words = counting.credits if with_credits else sa.literal("")
    query = (
        sa.select(Response.id, Response.questionnaire_id, is_accepted, own.score)  # type: ignore[call-overload]
        .add_columns(counting.score, counting.grade, counting.domains, words)
        .join(own, sa.and_(col(own.response_id) == Response.id, col(own.basis) == Basis.OWN))
        .join(counting, sa.and_(col(counting.response_id) == Response.id, col(counting.basis) == basis))
        .where(own.rules == RULES_VERSION, counting.rules == RULES_VERSION, *conditions)
    )
    issued: dict[int, Questionnaire] = {}
    found = {}
    for id, asked_id, accepted, own_score, score, grade, domains, credits in session.execute(query):
        if asked_id not in issued:
            issued[asked_id] = open_questionnaire(session.get_one(IssuedQuestionnaire, asked_id))
        asked = issued[asked_id]
        counted = None if score is None else read_fraction(score)
        found[id] = Counted(
            own=(None if own_score is None else read_fraction(own_score)) if accepted else counted,
            verified=counted if accepted else None,
            outcome=Outcome(
                counted, grade, Written(asked.domain_places, domains), Written(asked.places, credits) if credits else {}
            ),
        )
    return found


def _judge(session: Session, response: Response) -> Counted:
    assessment = assess(session, response)
    own = assessment.card.score
    if response.state is not State.ACCEPTED:
        return Counted(own, None, keep_outcome(assessment.card))
    return Counted(own, assessment.verified.score, keep_outcome(assessment.verified))
