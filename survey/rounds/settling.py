"""Closing a level of a round: as it stands, or with its stragglers, each excused or not submitted, in the same act."""

from collections.abc import Mapping

import sqlalchemy as sa
from sqlmodel import Session, col, select

from survey.rounds.absences import leave_out_here
from survey.rounds.closings import list_levels
from survey.rounds.rounds import lock_running, name_round
from survey.storage.columns import now
from survey.storage.database import writing
from survey.storage.states import Absence
from survey.storage.tables import Response, Round
from survey.storage.together import Closing
from survey.storage.trail import record


class StillOpen(Exception):
    """Something below is not done yet; `left` is how much."""

    def __init__(self, left: int) -> None:
        super().__init__(left)
        self.left = left


def close_level(engine: sa.Engine, round_id: int, bureau_id: int, person_id: int) -> None:
    """Say that all below a bureau are done with a round; the caller has checked who may. Twice changes nothing.

    Raises StillOpen, LookupError where the round has no such level, Refused where it is over.
    """
    with writing(engine) as session:
        _close(session, _hold(session, round_id), bureau_id, person_id)


def settle_level(
    engine: sa.Engine,
    round_id: int,
    bureau_id: int,
    ways: Mapping[int, Absence],
    reason: str,
    closes: bool,
    person_id: int,
) -> int:
    """Leave stragglers of a level out of the round, each in its way, and close the level where `closes`: all of it, or
    nothing; how many were left out.

    Raises what `close_level` and `leave_out` do.
    """
    with writing(engine) as session:
        round = _hold(session, round_id)
        count = leave_out_here(session, ways, reason, person_id)
        if closes:
            _close(session, round, bureau_id, person_id)
        return count


def _hold(session: Session, round_id: int) -> Round:
    """Hold a round with all its responses where they stand."""
    round = lock_running(session, round_id)
    held = select(Response.id).where(Response.round_id == round_id).order_by(col(Response.id))
    session.exec(held.with_for_update()).all()
    return round


def _close(session: Session, round: Round, bureau_id: int, person_id: int) -> None:
    level = next((one for one in list_levels(session, round.id) if one.bureau.id == bureau_id), None)
    if level is None:
        raise LookupError(bureau_id)
    if level.closing is not None:
        return
    if level.obstacles:
        raise StillOpen(len(level.obstacles))
    session.add(Closing(round_id=round.id, bureau_id=bureau_id, closed_at=now(), closed_by_id=person_id))
    record(session, person_id, "round.close", name_round(round), None, level.bureau.code)
