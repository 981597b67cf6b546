"""The small count in the bar: days that come near for a bureau, work that waits for a reviewer."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from flask import current_app
from sqlalchemy.orm import joinedload
from sqlmodel import Session, col, select

from survey.access import may_read
from survey.standings import Standing, find_standings, find_turn, list_staff
from survey.states import OF_A_BUREAU, REVIEWERS, WITH_BUREAU, State
from survey.tables import Bureau, Person, Response

SOON = 7  # days before the last one from when on one is reminded
WITH_REVIEWERS = (State.SUBMITTED, State.CITY_REVIEW, State.PROVINCIAL_REVIEW)


@dataclass(frozen=True)
class Alerts:
    """How many responses ask for something: because of their day (a bureau), or as work (a reviewer)."""

    soon: int = 0
    late: int = 0
    waiting: int = 0


def is_soon(standing: Standing, today: date) -> bool:
    """Whether the last day is near or past."""
    left = standing.count_left(today)
    return left is not None and left <= SOON


def count_alerts(session: Session, person: Person, today: date) -> Alerts:
    if person.role in OF_A_BUREAU:
        responses = _find(session, WITH_BUREAU, Response.bureau_id == person.bureau_id)
        own = find_standings(session, responses, current_app.config["TIME_ZONE"]).values()
        late = sum(one.is_late(today) for one in own)
        return Alerts(soon=sum(is_soon(one, today) for one in own) - late, late=late)
    if person.role in REVIEWERS:
        waiting = _find(session, WITH_REVIEWERS)
        staff = list_staff(session)
        return Alerts(
            waiting=sum(find_turn(one, staff) is person.role and may_read(person, one.bureau) for one in waiting)
        )
    return Alerts()


def _find(session: Session, states: Sequence[State], *where: object) -> Sequence[Response]:
    with_places = joinedload(Response.bureau).joinedload(Bureau.parent)  # type: ignore[arg-type]
    query = select(Response).where(col(Response.state).in_(states), *where).options(with_places)  # type: ignore[arg-type]
    return session.exec(query).all()
