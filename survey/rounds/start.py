"""What the administrator finds on the start page: how each round stands, and where somebody is missing."""

from dataclasses import dataclass
from datetime import date

from flask import current_app
from sqlmodel import Session, col, select

from survey.bureaus.places import WITH_PLACES
from survey.bureaus.staff import find_roles, list_staff
from survey.rounds.external import list_asked_rounds
from survey.rounds.rounds import LISTED, RUNS
from survey.rounds.standings import Standing, find_standings
from survey.storage.states import IN, OF_A_BUREAU, Absence, Role, State
from survey.storage.tables import Bureau, Response, Round


@dataclass(frozen=True)
class RoundCounts:
    """A round in figures: bureaus in all, in, late, returned, accepted, and out: excused, or not submitted."""

    round: Round
    bureaus: int
    submitted: int
    late: int
    returned: int
    accepted: int
    excused: int
    unsubmitted: int
    days_left: int


@dataclass(frozen=True)
class Unstaffed:
    """A bureau that is asked, but has nobody of these roles."""

    bureau: Bureau
    missing: list[Role]


def gather_rounds(session: Session, today: date) -> list[RoundCounts]:
    return [_count(session, round, today) for round in list_asked_rounds(session, RUNS)]


def _count(session: Session, round: Round, today: date) -> RoundCounts:
    standings = _find_standings(session, Response.round_id == round.id, LISTED)
    states = [one.response.state for one in standings if one.response.absent_at is None]
    return RoundCounts(
        round=round,
        bureaus=len(standings),
        submitted=sum(state in IN for state in states),
        late=sum(one.is_late(today) for one in standings),
        returned=states.count(State.RETURNED),
        accepted=states.count(State.ACCEPTED),
        excused=sum(one.response.absence is Absence.EXCUSED for one in standings),
        unsubmitted=sum(one.response.absence is Absence.UNSUBMITTED for one in standings),
        days_left=(round.closes_on - today).days,
    )


def _find_standings(session: Session, *where: object) -> list[Standing]:
    query = select(Response).join(Bureau).where(*where).order_by(col(Bureau.code))  # type: ignore[arg-type]
    responses = session.exec(query.options(WITH_PLACES)).all()
    return list(find_standings(session, responses, current_app.config["TIME_ZONE"]).values())


def list_unstaffed(session: Session) -> list[Unstaffed]:
    """The bureaus with a response under way that lack a clerk or a head, by code."""
    under_way = _find_standings(session, Response.state != State.ACCEPTED, col(Response.absent_at).is_(None))
    staff = list_staff(session)
    bureaus = {one.response.bureau.code: one.response.bureau for one in under_way}
    found = [
        Unstaffed(bureau, [role for role in OF_A_BUREAU if role not in find_roles(bureau, staff)])
        for bureau in bureaus.values()
    ]
    return [one for one in found if one.missing]
