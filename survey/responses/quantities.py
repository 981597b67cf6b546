"""The quantities of a round as its bureaus gave them, to be added up."""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from sqlmodel import Session, col, select

from questionnaires.answers import read_stored
from questionnaires.criteria import NotKept
from survey.rounds.issued import open_questionnaire
from survey.storage.states import IN, Basis, Decision, State
from survey.storage.tables import IssuedQuestionnaire, Response, Review, Round, StoredAnswer


@dataclass(frozen=True, slots=True)
class GivenQuantities:
    """What one bureau that is in gave, or keeps not, by question."""

    response_id: int
    bureau_id: int
    document: str
    level: str
    values: Mapping[str, Fraction | NotKept]


def read_quantities(session: Session, round: Round, basis: Basis) -> list[GivenQuantities]:
    """Of the bureaus that are in and not excused; where it is verified of the accepted, with the reviewers' answers."""
    responses = session.exec(select(Response).where(*_count(round, basis))).all()
    quantities = {
        one.id: [question for question in open_questionnaire(one).questions if question.is_quantity]
        for one in session.exec(select(IssuedQuestionnaire).where(IssuedQuestionnaire.round_id == round.id))
    }
    names = {one.id for questions in quantities.values() for one in questions}
    contents = _read_contents(session, round, names, basis)
    found = []
    for one in responses:
        applying = [
            question
            for question in quantities[one.questionnaire_id]
            if question.applies_if is None or (one.profile or {}).get(question.applies_if, True)
        ]
        answers = {
            question.id: read_stored(question, contents.get((one.id, question.id)), round.as_of)
            for question in applying
        }
        values = {id: answer.value for id, answer in answers.items() if isinstance(answer.value, Fraction | NotKept)}
        asked = one.questionnaire
        found.append(GivenQuantities(one.id, one.bureau_id, asked.document, asked.level, values))
    return found


def _count(round: Round, basis: Basis) -> tuple[Any, ...]:
    """Which responses count, as conditions."""
    states = IN if basis is Basis.OWN else (State.ACCEPTED,)
    return Response.round_id == round.id, col(Response.state).in_(states), col(Response.excused_at).is_(None)


def _read_contents(session: Session, round: Round, names: set[str], basis: Basis) -> dict[tuple[int, str], Any]:
    """What is stored, by response and question; what a reviewer set instead counts where it is verified."""
    own = (
        select(StoredAnswer.response_id, StoredAnswer.question_id, StoredAnswer.content)
        .join(Response)
        .where(*_count(round, basis), col(StoredAnswer.question_id).in_(names))
    )
    instead = (
        select(Review.response_id, Review.question_id, Review.content)
        .join(Response)
        .where(*_count(round, basis), col(Review.question_id).in_(names))
        .where(col(Review.ended_at).is_(None), Review.decision == Decision.SET_ASIDE)
    )
    contents: dict[tuple[int, str], Any] = {(id, name): content for id, name, content in session.exec(own)}
    if basis is Basis.VERIFIED:
        contents |= {(id, name): content for id, name, content in session.exec(instead)}
    return contents
