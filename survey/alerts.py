"""The small count in the bar: days that come near for a bureau, work that waits for a reviewer, new notes for both."""

from dataclasses import dataclass
from datetime import date

import sqlalchemy as sa
from flask import current_app
from sqlalchemy.orm import joinedload
from sqlmodel import Session, col, select

from survey.bureaus.places import walk_up
from survey.bureaus.staff import find_reviewers, list_staff, reviews_from_outside
from survey.rounds.standings import SOON, find_dues
from survey.rounds.turns import whose_turn
from survey.storage.columns import is_among
from survey.storage.states import OF_A_BUREAU, REVIEWERS, WITH_BUREAU, State
from survey.storage.tables import Bureau, Person, Response
from survey.teamwork.notes import list_new

WITH_REVIEWERS = (State.SUBMITTED, State.CITY_REVIEW, State.PROVINCIAL_REVIEW)


@dataclass(frozen=True)
class Alerts:
    """How many responses ask for something: because of their day (a bureau), or as work (a reviewer); and how many
    notes about questions the person has not seen."""

    soon: int = 0
    late: int = 0
    waiting: int = 0
    said: int = 0


def count_alerts(session: Session, person: Person, today: date) -> Alerts:
    said = sum(one.count for one in list_new(session, person))
    if person.role in OF_A_BUREAU:
        query = select(Response).where(col(Response.state).in_(WITH_BUREAU), Response.bureau_id == person.bureau_id)
        dues = find_dues(session, session.exec(query).all(), current_app.config["TIME_ZONE"]).values()
        left = [(day - today).days for day in dues if day is not None]
        late = sum(days < 0 for days in left)
        return Alerts(soon=sum(days <= SOON for days in left) - late, late=late, said=said)
    return Alerts(waiting=count_waiting(session, person), said=said) if person.role in REVIEWERS else Alerts()


def count_waiting(session: Session, person: Person) -> int:
    """How many responses wait for a reviewer. This is asked on every page, so siblings are counted together: whose
    turn it is depends on who is above them."""
    siblings = sa.func.coalesce(Bureau.parent_id, -col(Bureau.id))  # who has nobody above stands alone
    query = (
        select(Response.state, siblings, sa.func.count())
        .join(Bureau)
        .where(col(Response.state).in_(WITH_REVIEWERS), col(Response.absent_at).is_(None))
        .group_by(col(Response.state), siblings)
    )
    staff, waiting = list_staff(session, REVIEWERS), 0
    found = session.exec(query).all()
    with_parent = select(Bureau).options(joinedload(Bureau.parent))  # type: ignore[arg-type]
    places = session.exec(with_parent.where(is_among(Bureau.id, {abs(id) for _, id, _ in found}))).all()
    by_id = {one.id: one for one in places}
    for state, place_id, count in found:
        place = by_id[abs(place_id)]
        above = [place, *walk_up(place)] if place_id > 0 else []
        roles = find_reviewers(place.id, above, staff)
        is_above = person.bureau_id in {one.id for one in above} or (not above and reviews_from_outside(person, place))
        if whose_turn(State(state), roles) is person.role and is_above:
            waiting += count
    return waiting
