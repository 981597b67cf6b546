"""Reasons to look that are forgotten where what a response is compared with has changed: they are counted anew."""

from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col, select

from survey.storage.beside import RaisedFlags
from survey.storage.tables import Response


def forget_flags(session: Session, *which: Any) -> None:
    """Forget those of the responses that meet these conditions."""
    theirs = select(Response.id).where(*which)
    session.execute(sa.delete(RaisedFlags).where(col(RaisedFlags.response_id).in_(theirs)))
