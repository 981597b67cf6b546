"""From the database to the report on a round, all of it read anew."""

from collections.abc import Iterable, Sequence
from datetime import date

from sqlmodel import Session, select

from reports.rounds.content import OtherRound, RoundReport
from reports.rounds.members import read_before, read_members
from reports.rounds.plan_totals import PlanCount, RoundPlans
from reports.tables.gathering import describe_round
from reports.tables.quantity_gathering import gather_givers
from survey.bureaus.places import find_place
from survey.maps.keeping import read_county_rings
from survey.plans.overview import sum_plans
from survey.responses.stored_outcomes import find_basis
from survey.rounds.external import find_external
from survey.rounds.rounds import OWED
from survey.rounds.years import list_of_year
from survey.storage.columns import is_among
from survey.storage.states import IN, Basis, State
from survey.storage.tables import Response, Round
from survey.web.languages import local_day


def read_round(
    session: Session,
    round: Round,
    responses: Sequence[Response],
    scope: str,
    time_zone: str,
    with_quantities: bool = True,
) -> RoundReport:
    """The report on these responses of a round as they stand now; reading the quantities takes a third of the time."""
    today = local_day(time_zone)
    basis = find_basis(session, is_among(Response.id, [one.id for one in responses]))
    before = read_before(session, round, basis)
    info = describe_round(session, round)
    return RoundReport(
        title=round.title,
        scope=scope,
        as_of=round.as_of,
        today=today,
        questionnaires=info.questionnaires,
        members=read_members(session, responses, basis, before, today, time_zone),
        demo=round.is_demo,
        has_last=round.previous_id is not None,
        is_last_imported=find_external(session, round.previous_id) is not None,
        others=list_others(session, round, [one.bureau_id for one in responses]),
        givers=gather_givers(session, round, responses, basis) if with_quantities else (),
        is_verified=basis is Basis.VERIFIED,
        plans=count_plans(session, responses, today),
        outlines=read_county_rings(session),
    )


def count_plans(session: Session, responses: Sequence[Response], today: date) -> RoundPlans:
    """The plans of these responses; what a reviewer checked was done as well."""
    return RoundPlans(
        [
            PlanCount(
                code=one.response.bureau.code,
                name=one.response.bureau.name,
                place=(place.code, place.name),
                promised=one.promised,
                done=one.done + one.checked,
                checked=one.checked,
                overdue=one.late,
            )
            for one in sum_plans(session, responses, today)
            if one.promised
            for place in (find_place(one.response.bureau),)
        ]
    )


def list_others(session: Session, round: Round, bureau_ids: Iterable[int]) -> list[OtherRound]:
    """The other rounds of the same year that ask some of these bureaus."""
    ids, found = list(bureau_ids), []
    for other in list_of_year(session, round.year):
        if other.id == round.id or other.is_demo is not round.is_demo:
            continue
        query = select(Response.state).where(Response.round_id == other.id, OWED)
        states = session.exec(query.where(is_among(Response.bureau_id, ids))).all()
        if states:
            submitted = sum(one in IN for one in states)
            found.append(OtherRound(other.title, len(states), submitted, states.count(State.ACCEPTED)))
    return found
