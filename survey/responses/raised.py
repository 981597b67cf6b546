"""Reasons to look that are counted anew, because what a response is compared with has changed."""

from collections.abc import Iterable

import sqlalchemy as sa
from sqlmodel import Session, select

from survey.bureaus.places import list_successors
from survey.storage.beside import RaisedFlags
from survey.storage.columns import is_among
from survey.storage.tables import Response, Round


def forget_next_year(session: Session, response: Response) -> None:
    """What was decided on a response, or a step of it, changes what that of the round after is compared with.

    Call it when the turn to write has been taken (`trail.record`): whoever hands that one in meanwhile is done by then.
    """
    later = session.exec(select(Round.id).where(Round.previous_id == response.round_id)).all()
    if not later:
        return
    bureaus = list_successors(session, response.bureau_id)
    theirs = select(Response.id).where(is_among(Response.round_id, later), is_among(Response.bureau_id, bureaus))
    forget_flags(session, session.exec(theirs))


def forget_flags(session: Session, response_ids: Iterable[int]) -> None:
    session.execute(sa.delete(RaisedFlags).where(is_among(RaisedFlags.response_id, response_ids)))
