"""A bureau that is out of a round: excused, closed without it, or taken out before it handed in. Each has a reason; its
answers stay as they are, locked, and it goes on from where it stood when it is asked again.
"""

from collections.abc import Iterable, Mapping, Sequence

import sqlalchemy as sa
from sqlmodel import Session, col, select

from questionnaires.messages import Refused
from survey.bureaus.places import WITH_PLACES
from survey.bureaus.staff import is_above
from survey.rounds.closings import lift_closings
from survey.rounds.rounds import refuse_ended
from survey.storage.columns import is_among, now
from survey.storage.database import writing
from survey.storage.states import REVIEWERS, WITH_BUREAU, Absence, Role
from survey.storage.tables import Bureau, Person, Response
from survey.storage.trail import record, record_all

ACTS = {
    Absence.EXCUSED: "round.excuse",
    Absence.UNSUBMITTED: "round.miss",
    Absence.TAKEN_OUT: "round.take-out",
    Absence.WITHDRAWN: "round.void",
}
ASK_AGAIN = "round.ask-again"


def leave_out(engine: sa.Engine, ways: Mapping[int, Absence], reason: str, person_id: int) -> int:
    """Let bureaus be out of their round, each in its way: all of them, or none; how many were not out already.

    Raises Refused where one has handed in meanwhile, where one that is to be taken out ever did, and for a round that
    is over.
    """
    with writing(engine) as session:
        return leave_out_here(session, ways, reason, person_id)


def leave_out_here(session: Session, ways: Mapping[int, Absence], reason: str, person_id: int) -> int:
    """As `leave_out` does, in the act that is under way."""
    responses = [one for one in lock_responses(session, ways) if one.absent_at is None]
    for response in responses:
        refuse_ended(response.round)
        _refuse_handed_in(response, ways[response.id])
    for absence in Absence:
        put_out(session, [one for one in responses if ways[one.id] is absence], absence, reason, person_id)
    return len(responses)


def put_out(session: Session, responses: Sequence[Response], absence: Absence, reason: str, person_id: int) -> None:
    """Put responses that are held out of their round, with a line of the trail for each."""
    if not responses:
        return
    for response in responses:
        response.absence, response.absent_at, response.absent_reason = absence, now(), reason
        session.add(response)
    record_all(session, person_id, ACTS[absence], [(f"response {one.id}", None, reason) for one in responses])


def _refuse_handed_in(response: Response, absence: Absence) -> None:
    if response.state not in WITH_BUREAU:
        raise Refused(
            "Nothing was done: %(bureau)s has submitted meanwhile, and what was submitted counts. Return it first if "
            "it is to be out of the round.",
            bureau=response.bureau.name,
        )
    if absence is Absence.TAKEN_OUT and response.submitted_at is not None:
        raise Refused(
            "Nothing was done: %(bureau)s has submitted before, so it cannot be taken out of the round. Excuse it, or "
            "close the round without it.",
            bureau=response.bureau.name,
        )


def ask_again(engine: sa.Engine, response_id: int, person_id: int) -> None:
    """Ask a bureau again that is out of its round, from where it stood; what was closed above it is open again.

    Raises Refused for a round that is over.
    """
    with writing(engine) as session:
        (response,) = lock_responses(session, [response_id])
        if response.absent_at is None:
            return
        refuse_ended(response.round)
        reason = response.absent_reason
        response.absence, response.absent_at, response.absent_reason = None, None, ""
        session.add(response)
        lifted = lift_closings(session, response)
        record(session, person_id, ASK_AGAIN, f"response {response_id}", reason, {"lifted": lifted})


def lock_responses(session: Session, ids: Iterable[int]) -> list[Response]:
    """Hold responses where they stand until this act ends, always in the same order."""
    query = select(Response).where(is_among(Response.id, ids)).order_by(col(Response.id))
    return list(session.exec(query.with_for_update(of=Response)))


def list_taken_out(session: Session, round_id: int) -> list[Response]:
    """The responses of the bureaus that were taken out of a round, in the order of codes."""
    query = select(Response).join(Bureau).where(Response.round_id == round_id, Response.absence == Absence.TAKEN_OUT)
    return list(session.exec(query.order_by(col(Bureau.code)).options(WITH_PLACES)))


def may_leave_out(person: Person, bureau: Bureau) -> bool:
    """The administrator, and the reviewers above a bureau."""
    return person.role is Role.ADMINISTRATOR or (person.role in REVIEWERS and is_above(person, bureau))
