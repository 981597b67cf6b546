"""What submitted responses came to, stored with the step that fixed it: reports on many bureaus read these."""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import aliased
from sqlmodel import Session, col, select

from questionnaires.outcomes import Outcome, Written, keep_outcome, read_fraction, write_fractions
from questionnaires.questionnaire import Questionnaire
from questionnaires.scoring import KNOWN_RULES, RULES_VERSION, Scorecard
from survey.responses.assessing import assess
from survey.responses.claims import find_scheme
from survey.rounds.issued import open_questionnaire
from survey.storage.states import IN, Basis, State
from survey.storage.tables import IssuedQuestionnaire, Response, StoredOutcome


@dataclass(frozen=True, slots=True)
class Counted:
    """What a response came to: both scores, and the whole outcome by the one basis that was asked for.

    `verified` is there once it is accepted; so is an `outcome` by that basis.
    """

    own: Fraction | None
    verified: Fraction | None
    outcome: Outcome | None


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
        total=_write_total(response, card),
    )
    session.merge(row)


def _write_total(response: Response, card: Scorecard) -> str | None:
    """The total, where the scheme makes it another thing than the score."""
    has_total = find_scheme(response) is not None and card.total is not None and card.total.points is not None
    return str(card.total.points) if has_total and card.total else None


def seal_outcome(session: Session, response: Response) -> str | None:
    """The hash of all that is stored of what a response came to, for the trail; None where nothing is."""
    session.flush()
    query = select(StoredOutcome).where(StoredOutcome.response_id == response.id).order_by(col(StoredOutcome.basis))
    return hash_outcome(response, session.exec(query).all())


def hash_outcome(response: Response, stored: Sequence[StoredOutcome]) -> str | None:
    """The hash of the scores of a response and of its stored outcomes, by basis; None where there are none."""
    scores = [response.score, response.grade, response.verified_score, response.verified_grade]
    outcomes = [
        [one.basis, one.rules, one.score, one.grade, one.domains, one.credits]
        + ([] if one.total is None else [one.total])  # those without one have the hash that they always had
        for one in stored
    ]
    if not outcomes and not any(one is not None for one in scores):
        return None
    words = json.dumps([scores, outcomes], ensure_ascii=False, default=str)
    return hashlib.sha256(words.encode()).hexdigest()


def drop_outcome(session: Session, response: Response, basis: Basis) -> None:
    session.execute(
        sa.delete(StoredOutcome).where(col(StoredOutcome.response_id) == response.id, col(StoredOutcome.basis) == basis)
    )


def find_basis(session: Session, *which: Any) -> Basis:
    """The one basis on which responses that are in can be compared: verified where all of them are accepted."""
    query = select(col(Response.state)).where(*_count_in(which)).distinct()
    return Basis.VERIFIED if set(session.exec(query)) == {State.ACCEPTED} else Basis.OWN


def read_outcomes(session: Session, *which: Any, basis: Basis, with_credits: bool = True) -> dict[int, Counted]:
    """What those responses that are in and count came to, by their ids; `which` are conditions on Response.

    What is not stored, or was by rules that are not known, is judged again, and is not written.
    """
    conditions = _count_in(which)
    found = _read_stored(session, conditions, basis, with_credits)
    ids = session.exec(select(Response.id).where(*conditions)).all()
    missing = [session.get_one(Response, id) for id in ids if id not in found]
    return found | {one.id: _judge(session, one, basis) for one in missing}


def _count_in(which: Sequence[Any]) -> tuple[Any, ...]:
    return (col(Response.state).in_(IN), col(Response.absent_at).is_(None), *which)


def _read_stored(session: Session, conditions: Sequence[Any], basis: Basis, with_credits: bool) -> dict[int, Counted]:
    own, verified = aliased(StoredOutcome), aliased(StoredOutcome)
    is_accepted = col(Response.state) == State.ACCEPTED
    is_verified = sa.and_(col(verified.response_id) == Response.id, col(verified.basis) == Basis.VERIFIED, is_accepted)
    asked_for = own if basis is Basis.OWN else verified
    words = asked_for.credits if with_credits else sa.literal("")
    query = (
        sa.select(Response.id, Response.questionnaire_id, own.score, verified.score)  # type: ignore[call-overload]
        .add_columns(asked_for.grade, asked_for.domains, words)
        .join(own, sa.and_(col(own.response_id) == Response.id, col(own.basis) == Basis.OWN))
        .outerjoin(verified, is_verified)
        .where(col(own.rules).in_(KNOWN_RULES), sa.or_(~is_accepted, col(verified.rules).in_(KNOWN_RULES)), *conditions)
    )
    issued: dict[int, Questionnaire] = {}
    found = {}
    for id, asked_id, own_words, verified_words, grade, domains, credits in session.execute(query):
        if asked_id not in issued:
            issued[asked_id] = open_questionnaire(session.get_one(IssuedQuestionnaire, asked_id))
        asked = issued[asked_id]
        own_score, verified_score = (None if one is None else read_fraction(one) for one in (own_words, verified_words))
        found[id] = Counted(
            own=own_score,
            verified=verified_score,
            outcome=None
            if domains is None
            else Outcome(
                own_score if basis is Basis.OWN else verified_score,
                grade,
                Written(asked.domain_places, domains),
                Written(asked.places, credits) if credits else {},
            ),
        )
    return found


def _judge(session: Session, response: Response, basis: Basis) -> Counted:
    assessment = assess(session, response)
    verified = assessment.verified if response.state is State.ACCEPTED else None
    card = assessment.card if basis is Basis.OWN else verified
    outcome = None if card is None else keep_outcome(card)
    return Counted(assessment.card.score, None if verified is None else verified.score, outcome)
