"""Reasons to look that are counted anew, because what a response is compared with has changed."""

from sqlmodel import Session, select

from survey.bureaus.places import list_successors
from survey.storage.columns import is_among
from survey.storage.forgetting import forget_flags
from survey.storage.tables import Response, Round


def forget_next_year(session: Session, response: Response) -> None:
    """What was decided on a response, or a step of it, changes what that of the round after is compared with.

    Call it when the turn to write has been taken (`trail.record`): whoever hands that one in meanwhile is done by then.
    """
    later = session.exec(select(Round.id).where(Round.previous_id == response.round_id)).all()
    if not later:
        return
    bureaus = list_successors(session, response.bureau_id)
    forget_flags(session, is_among(Response.round_id, later), is_among(Response.bureau_id, bureaus))
