"""The steps that a response has taken, as they are kept."""

import json

from sqlmodel import Session, col, select

from survey.storage.records import TrailEntry
from survey.storage.states import Action, State
from survey.storage.tables import Person, Response, StateChange

UNREVIEWED, BY_ITS_OWN = "unreviewed", "own"
MARKS = (UNREVIEWED, BY_ITS_OWN)


def find_last_change(session: Session, response: Response, action: Action | None = None) -> StateChange:
    """The step that brought a response to where it stands, or the last one of a kind; there is one."""
    query = select(StateChange).where(StateChange.response_id == response.id).order_by(col(StateChange.id).desc())
    if action is not None:
        query = query.where(StateChange.action == action)
    found = session.exec(query).first()
    assert found is not None  # every state but the first was moved to
    return found


def find_mark(session: Session, response: Response) -> str:
    """What is to be said of an acceptance wherever its score is compared, one of MARKS; empty of others.

    Nobody stands above such a bureau. Before somebody from outside could be named its own reviewers accepted it; that
    is told where the last step and the trail prove it.
    """
    if response.state is not State.ACCEPTED or response.bureau.parent_id is not None:
        return ""
    query = select(StateChange).where(StateChange.response_id == response.id)
    last = session.exec(query.order_by(col(StateChange.id).desc()).limit(1)).first()
    if last is None:
        return ""
    if last.action == Action.ACCEPT_SELF:
        return UNREVIEWED
    return BY_ITS_OWN if find_code_then(session, last) == response.bureau.code else ""


def find_code_then(session: Session, change: StateChange) -> str | None:
    """The code of the bureau of which a person was when they took a step: who was moved since says so in the trail."""
    moves = select(TrailEntry.change).where(
        TrailEntry.act == "account.move", TrailEntry.subject == f"person {change.person_id}", TrailEntry.at > change.at
    )
    moved = session.exec(moves.order_by(col(TrailEntry.number)).limit(1)).first()
    if moved is not None:
        code: str | None = json.loads(moved)["before"]["bureau_code"]
        return code
    person = session.get(Person, change.person_id)
    return person.bureau.code if person and person.bureau else None


def is_unreviewed(session: Session, response: Response) -> bool:
    """Whether a response was accepted as what the bureau says of itself, as nobody could review it."""
    return find_mark(session, response) == UNREVIEWED


def is_verified(session: Session, response: Response) -> bool:
    """Whether reviewers accepted a response as it counts."""
    return response.state is State.ACCEPTED and not is_unreviewed(session, response)


def list_changes(session: Session, response_id: int) -> list[StateChange]:
    """Every step of a response, oldest first."""
    query = select(StateChange).where(StateChange.response_id == response_id).order_by(col(StateChange.id))
    return list(session.exec(query))
