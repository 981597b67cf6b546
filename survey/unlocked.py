"""Which questions of a response may be answered now: all of a draft, the named ones of a return, none after."""

from sqlmodel import Session, col, select

from survey.columns import now
from survey.states import Decision, State
from survey.tables import Response, Review, Round


def find_returned(session: Session, response_id: int) -> dict[str, Review]:
    """The returns that have gone to the bureau and were not decided anew, by question."""
    query = select(Review).where(
        Review.response_id == response_id,
        Review.decision == Decision.RETURNED,
        col(Review.ended_at).is_(None),
        col(Review.sent_at).is_not(None),
    )
    return {review.question_id: review for review in session.exec(query)}


def has_begun(round: Round) -> bool:
    """Whether a round may be answered yet; before, its questions can be read."""
    return round.opens_at is None or round.opens_at <= now()


def is_open(session: Session, response: Response, question_id: str) -> bool:
    """Whether a question may be answered now."""
    if response.state is State.RETURNED and response.excused_at is None:
        return question_id in find_returned(session, response.id)
    return is_all_open(response)


def is_all_open(response: Response) -> bool:
    """Whether every question and the profile may be changed."""
    is_draft = response.state in (State.DRAFTING, State.REOPENED)
    return is_draft and response.excused_at is None and has_begun(response.round)


def list_open(session: Session, response: Response) -> set[str] | None:
    """The questions that may be answered now; None: all of them."""
    if is_all_open(response):
        return None
    if response.state is State.RETURNED and response.excused_at is None:
        return set(find_returned(session, response.id))
    return set()
