"""What the trail says, as the tests ask it."""

import sqlalchemy as sa
from sqlmodel import Session, col, select

from survey.storage.records import TrailEntry


def list_acts(engine: sa.Engine, *begins: str) -> list[tuple[str, str]]:
    """The acts whose names begin so, each with its subject, in order."""
    return [(one.act, one.subject) for one in list_lines(engine, *begins)]


def list_lines(engine: sa.Engine, *begins: str) -> list[TrailEntry]:
    with Session(engine) as session:
        lines = session.exec(select(TrailEntry).order_by(col(TrailEntry.number))).all()
    return [one for one in lines if one.act.startswith(begins)]
