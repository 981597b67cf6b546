"""The decisions as the bureau may see them: those that the reviewers have handed on, never half a review.

While a city or the province is still looking, its decisions are a draft that may change with every click. They are
shown to the bureau once the step is done: returned, passed on, accepted. From then on the bureau sees each of them with
its reason, so that it can object.
"""

from collections.abc import Mapping
from datetime import datetime

import sqlalchemy as sa
from sqlmodel import Session, col, select

from survey.responses.reviews import list_reviews
from survey.storage.states import OF_A_BUREAU, Action
from survey.storage.tables import Person, Response, Review, StateChange

HANDED_ON = (Action.RETURN, Action.PASS_ON, Action.ACCEPT, Action.ACCEPT_SELF)


def find_handed_on(session: Session, response_id: int) -> datetime | None:
    """When the reviewers last finished a step; None: never, or everything was cleared by reopening since."""
    query = (
        select(StateChange)
        .where(StateChange.response_id == response_id, col(StateChange.action).in_([*HANDED_ON, Action.REOPEN]))
        .order_by(col(StateChange.id).desc())
    )
    last = session.exec(query).first()
    return None if last is None or last.action == Action.REOPEN else last.at


def list_published(session: Session, response_id: int) -> dict[str, Review]:
    """The decisions as they stood when the reviewers last finished a step, by question."""
    at = find_handed_on(session, response_id)
    if at is None:
        return {}
    still = sa.or_(col(Review.ended_at).is_(None), col(Review.ended_at) > at)
    query = select(Review).where(Review.response_id == response_id, Review.made_at <= at, still)
    return {review.question_id: review for review in session.exec(query)}


def list_shown(session: Session, response: Response, person: Person) -> Mapping[str, Review]:
    """The decisions that a person sees: its reviewers all that stand, the bureau itself those that were handed on."""
    if person.role in OF_A_BUREAU:
        return list_published(session, response.id)
    return list_reviews(session, response.id)
