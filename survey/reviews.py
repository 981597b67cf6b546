"""The reviewers' decisions on single questions; the bureau's own answer is never touched."""

from collections.abc import Mapping
from datetime import date

import sqlalchemy as sa
from sqlmodel import Session, col, select

from questionnaires.answers import Answer, read_answer
from questionnaires.questionnaire import Questionnaire
from survey.columns import now
from survey.database import writing
from survey.saving import Content, find_answer, is_answer
from survey.states import Decision, State
from survey.tables import Response, Review
from survey.trail import record

UNDER_REVIEW = (State.CITY_REVIEW, State.PROVINCIAL_REVIEW)


class NotUnderReview(Exception):
    """Nothing is decided on a response that is not under review."""


def list_reviews(session: Session, response_id: int) -> dict[str, Review]:
    """The decisions that stand, by question."""
    query = select(Review).where(Review.response_id == response_id, col(Review.ended_at).is_(None))
    return {review.question_id: review for review in session.exec(query)}


def decide(
    engine: sa.Engine,
    response_id: int,
    question_id: str,
    decision: Decision,
    person_id: int,
    content: Content = None,
    reason: str = "",
    mend_by: date | None = None,
) -> Review:
    """Decide on one question; an earlier decision ends. The same decision twice changes nothing.

    `content` is the answer that counts instead (SET_ASIDE), `mend_by` the last day to mend (RETURNED). The caller has
    checked who may. Raises NotUnderReview.
    """
    with writing(engine) as session:
        response = session.exec(select(Response).where(Response.id == response_id).with_for_update()).one()
        if response.state not in UNDER_REVIEW:
            raise NotUnderReview(response_id)
        standing = list_reviews(session, response_id).get(question_id)
        answer = find_answer(session, response_id, question_id)
        review = Review(
            response_id=response_id,
            question_id=question_id,
            stage=response.state,
            decision=decision,
            answer_version=answer.version if answer else 0,
            content=content,
            reason=reason,
            mend_by=mend_by,
            made_at=now(),
            made_by_id=person_id,
        )
        if standing is not None and _say(standing) == _say(review) and standing.sent_at is None:
            return standing
        _replace(session, standing, review)
        before = _say(standing) if standing else None
        record(
            session, person_id, "review.decide", f"response {response_id} question {question_id}", before, _say(review)
        )
        return review


def _say(review: Review) -> dict[str, object]:
    return {
        "decision": review.decision.value,
        "answer_version": review.answer_version,
        "content": review.content,
        "reason": review.reason,
        "mend_by": review.mend_by and review.mend_by.isoformat(),
    }


def _replace(session: Session, standing: Review | None, review: Review) -> None:
    if standing is not None:
        standing.ended_at = review.made_at
        session.add(standing)
        session.flush()  # before the new one: only one stands at a time
    session.add(review)
    session.flush()


def send_returns(session: Session, response: Response) -> list[str]:
    """Mark the returns that go to the bureau now; their questions."""
    sent = [one for one in list_reviews(session, response.id).values() if one.decision is Decision.RETURNED]
    for review in sent:
        review.sent_at = now()
        session.add(review)
    return [review.question_id for review in sent]


def end_reviews(session: Session, response: Response) -> None:
    """Clear every decision; what was decided stays on record."""
    for review in list_reviews(session, response.id).values():
        review.ended_at = now()
        session.add(review)


def read_verified(
    questionnaire: Questionnaire, answers: Mapping[str, Answer], reviews: Mapping[str, Review], response: Response
) -> dict[str, Answer]:
    """The answers that count after review: the reviewer's where there is one, otherwise the bureau's own."""
    instead = {
        id: read_answer(questionnaire.by_id[id], review.content, response.round.as_of)
        for id, review in reviews.items()
        if review.decision is Decision.SET_ASIDE and is_answer(review.content) and id in questionnaire.by_id
    }
    return {**answers, **instead}
