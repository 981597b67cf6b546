"""Which questions of a response may be answered now: all of a draft, the named ones of a return, none after."""

from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session, col, select

from survey.rounds.rounds import is_past
from survey.storage.states import Decision, State
from survey.storage.tables import Response, Review


def find_returned(session: Session, response_id: int) -> dict[str, Review]:
    """The returns that have gone to the bureau and were not decided anew, by question."""
    query = select(Review).where(
        Review.response_id == response_id,
        Review.decision == Decision.RETURNED,
        col(Review.ended_at).is_(None),
        col(Review.sent_at).is_not(None),
    )
    return {review.question_id: review for review in session.exec(query)}


@dataclass(frozen=True)
class Openness:
    """What decides which questions of a response may be answered."""

    response_id: int
    state: State
    absent_at: datetime | None
    opens_at: datetime | None

    @property
    def is_all_open(self) -> bool:
        """Whether every question and the profile may be changed."""
        is_draft = self.state in (State.DRAFTING, State.REOPENED)
        return is_draft and self.absent_at is None and is_past(self.opens_at)

    @property
    def is_partly_open(self) -> bool:
        """Whether the returned questions may be changed, and no others."""
        return self.state is State.RETURNED and self.absent_at is None


def find_standing(response: Response) -> Openness:
    return Openness(response.id, response.state, response.absent_at, response.round.opens_at)


def is_answerable(session: Session, standing: Openness, question_id: str) -> bool:
    """Whether a question may be answered now."""
    returned = standing.is_partly_open and question_id in find_returned(session, standing.response_id)
    return standing.is_all_open or returned


def is_open(session: Session, response: Response, question_id: str) -> bool:
    """Whether a question may be answered now."""
    return is_answerable(session, find_standing(response), question_id)


def is_all_open(response: Response) -> bool:
    """Whether every question and the profile may be changed."""
    return find_standing(response).is_all_open


def list_open(session: Session, response: Response) -> set[str] | None:
    """The questions that may be answered now; None: all of them."""
    standing = find_standing(response)
    if standing.is_all_open:
        return None
    return set(find_returned(session, response.id)) if standing.is_partly_open else set()
