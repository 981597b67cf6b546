"""The quantities of a round as its bureaus gave them, to be added up."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from operator import attrgetter
from typing import Any

from sqlmodel import Session, col, select

from questionnaires.answers import read_stored
from questionnaires.criteria import NotKept
from questionnaires.questionnaire import Question
from survey.rounds.issued import apply_profile, open_questionnaire
from survey.rounds.plain import list_plain, read_profiles
from survey.rounds.rounds import OWED
from survey.storage.columns import is_among
from survey.storage.states import IN, Absence, Basis, Decision, State
from survey.storage.tables import IssuedQuestionnaire, Response, Review, Round, StoredAnswer


@dataclass(frozen=True, slots=True)
class GivenQuantities:
    """What one bureau that has to hand in is asked, and what it gave or keeps not, by question, as far as it counts."""

    response_id: int
    bureau_id: int
    document: str
    level: str
    asked: tuple[Question, ...]
    values: Mapping[str, Fraction | NotKept]


def read_quantities(
    session: Session, round: Round, basis: Basis, responses: Sequence[Response] | None = None
) -> list[GivenQuantities]:
    """Of every bureau that has to hand in, or of those of some `responses` of the round. What counts is what those that
    are in gave; where it is verified, what the accepted gave, with the reviewers' answers."""
    if responses is None:
        responses = list_plain(session, Response.round_id == round.id, OWED)
        these = _count(round, basis)
    else:
        responses = [one for one in responses if one.absence in (None, Absence.UNSUBMITTED)]
        these = (*_count(round, basis), is_among(Response.id, [one.id for one in responses]))
    issued = session.exec(select(IssuedQuestionnaire).where(IssuedQuestionnaire.round_id == round.id))
    names = {one.id for each in issued for one in open_questionnaire(each).questions if one.is_quantity}
    contents = _read_contents(session, these, names, basis)
    found = []
    responses = sorted(responses, key=attrgetter("id"))
    profiles = read_profiles(session, responses)
    quantities: dict[int, tuple[Question, ...]] = {}  # of what applies, of which there are few for very many bureaus
    for one in responses:
        applying = apply_profile(one.questionnaire, profiles[one.id])
        if id(applying) not in quantities:
            quantities[id(applying)] = tuple(question for question in applying.questions if question.is_quantity)
        asked = quantities[id(applying)]
        answers = {
            question.id: read_stored(question, contents.get((one.id, question.id)), round.as_of) for question in asked
        }
        values = {id: answer.value for id, answer in answers.items() if isinstance(answer.value, Fraction | NotKept)}
        by = one.questionnaire
        found.append(GivenQuantities(one.id, one.bureau_id, by.document, by.level, asked, values))
    return found


def _count(round: Round, basis: Basis) -> tuple[Any, ...]:
    """Which responses count, as conditions."""
    states = IN if basis is Basis.OWN else (State.ACCEPTED,)
    return Response.round_id == round.id, col(Response.state).in_(states), col(Response.absent_at).is_(None)


def _read_contents(
    session: Session, these: tuple[Any, ...], names: set[str], basis: Basis
) -> dict[tuple[int, str], Any]:
    """What is stored of these responses, by response and question; what a reviewer set instead counts where it is
    verified."""
    own = (
        select(StoredAnswer.response_id, StoredAnswer.question_id, StoredAnswer.content)
        .join(Response)
        .where(*these, col(StoredAnswer.question_id).in_(names))
    )
    instead = (
        select(Review.response_id, Review.question_id, Review.content)
        .join(Response)
        .where(*these, col(Review.question_id).in_(names))
        .where(col(Review.ended_at).is_(None), Review.decision == Decision.SET_ASIDE)
    )
    contents: dict[tuple[int, str], Any] = {(id, name): content for id, name, content in session.exec(own)}
    if basis is Basis.VERIFIED:
        contents |= {(id, name): content for id, name, content in session.exec(instead)}
    return contents
