"""The steps that a response has taken, as they are kept."""

from sqlmodel import Session, col, select

from survey.storage.states import Action, State
from survey.storage.tables import Response, StateChange


def find_last_change(session: Session, response: Response, action: Action | None = None) -> StateChange:
    """The step that brought a response to where it stands, or the last one of a kind; there is one."""
    query = select(StateChange).where(StateChange.response_id == response.id).order_by(col(StateChange.id).desc())
    if action is not None:
        query = query.where(StateChange.action == action)
    found = session.exec(query).first()
    assert found is not None  # every state but the first was moved to
    return found


def is_unreviewed(session: Session, response: Response) -> bool:
    """Whether a response was accepted as what the bureau says of itself, as nobody could review it."""
    if response.state is not State.ACCEPTED or response.bureau.parent_id is not None:
        return False
    query = select(StateChange.action).where(StateChange.response_id == response.id)
    return session.exec(query.order_by(col(StateChange.id).desc()).limit(1)).first() == Action.ACCEPT_SELF


def is_verified(session: Session, response: Response) -> bool:
    """Whether reviewers accepted a response as it counts."""
    return response.state is State.ACCEPTED and not is_unreviewed(session, response)


def list_changes(session: Session, response_id: int) -> list[StateChange]:
    """Every step of a response, oldest first."""
    query = select(StateChange).where(StateChange.response_id == response_id).order_by(col(StateChange.id))
    return list(session.exec(query))
