"""From the database to the members of a round, each with what is stored of its score."""

from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col, select

from reports.gap.words import name_standing
from reports.rounds.content import Member, OtherRound, RoundReport
from reports.rounds.plan_totals import PlanCount, RoundPlans
from reports.tables.gathering import describe_round
from reports.tables.quantity_gathering import gather_givers
from survey.bureaus.places import find_place, walk_back
from survey.maps.keeping import read_county_rings
from survey.plans.overview import sum_plans
from survey.responses.steps_taken import UNREVIEWED, find_mark
from survey.responses.stored_outcomes import Counted, find_basis, read_outcomes
from survey.responses.totals import NO_TOTALS, StandingTotals, read_totals
from survey.rounds.external import find_external
from survey.rounds.rounds import OWED
from survey.rounds.standings import find_dues
from survey.rounds.years import list_of_year
from survey.storage.columns import is_among
from survey.storage.external import ExternalResult
from survey.storage.states import IN, Absence, Basis, State
from survey.storage.tables import IssuedQuestionnaire, Response, Round
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
    dues = find_dues(session, responses, time_zone)
    late = {id for id, due in dues.items() if due is not None and due < today}
    these = is_among(Response.id, [one.id for one in responses])
    basis = find_basis(session, these)
    read = _read_scores(session, round, these, basis)
    info = describe_round(session, round)
    return RoundReport(
        title=round.title,
        scope=scope,
        as_of=round.as_of,
        today=today,
        questionnaires=info.questionnaires,
        members=[_describe(session, one, one.id in late, read) for one in responses],
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


@dataclass(frozen=True, slots=True)
class _Scores:
    """What is stored of the responses, by their ids, by the basis of the report and as verified; and of the round
    before, by bureau, document and level."""

    counted: Mapping[int, Counted]
    verified: Mapping[int, Counted]
    before: Mapping[Hashable, Fraction]
    verified_before: Mapping[Hashable, Fraction]
    totals: Mapping[int, StandingTotals]


def _read_scores(session: Session, round: Round, these: Any, basis: Basis) -> _Scores:
    counted, before = read_outcomes(session, these, basis=basis), _find_before(session, round, basis)
    totals = read_totals(session, these)
    if basis is Basis.VERIFIED:
        return _Scores(counted, counted, before, before, totals)
    accepted = col(Response.state) == State.ACCEPTED
    verified = read_outcomes(session, these, accepted, basis=Basis.VERIFIED)
    return _Scores(counted, verified, before, _find_before(session, round, Basis.VERIFIED), totals)


def _describe(session: Session, response: Response, is_late: bool, read: _Scores) -> Member:
    bureau, place, issued = response.bureau, find_place(response.bureau), response.questionnaire
    earlier = walk_back(session, bureau.id) if bureau.replaces_id is not None else [bureau.id]
    keys = [(id, issued.document, issued.level) for id in earlier]
    counted, verified = read.counted.get(response.id), read.verified.get(response.id)
    mark = find_mark(session, response)
    is_reviewed = counted is not None and counted.verified is not None and mark != UNREVIEWED
    return Member(
        code=bureau.code,
        name=bureau.name,
        place=(place.code, place.name),
        is_city=place.level == "city",
        key=(issued.document, issued.level),
        state=name_standing(session, response),
        is_late=is_late,
        is_excused=response.absence is Absence.EXCUSED,
        is_unsubmitted=response.absence is Absence.UNSUBMITTED,
        outcome=counted.outcome if counted else None,
        own=counted.own if counted else None,
        verified=counted.verified if counted and is_reviewed else None,
        last=next((read.before[key] for key in keys if key in read.before), None),
        totals=_pick_totals(read.totals.get(response.id, NO_TOTALS), counted),
        verified_outcome=verified.outcome if verified and is_reviewed else None,
        verified_last=next((read.verified_before[key] for key in keys if key in read.verified_before), None),
        mark=mark,
    )


def _pick_totals(totals: StandingTotals, counted: Counted | None) -> StandingTotals:
    """Those that count: nothing of a bureau that is not in, the verified one once it is accepted."""
    if counted is None:
        return NO_TOTALS
    return totals if counted.verified is not None else replace(totals, verified=None)


def _find_before(session: Session, round: Round, basis: Basis) -> dict[Hashable, Fraction]:
    """The scores of one basis in the round before, by bureau, document and level.

    Results from elsewhere have neither document nor level: they stand beside whatever is asked now.
    """
    asked = IssuedQuestionnaire
    if find_external(session, round.previous_id) is not None:
        results = session.exec(select(ExternalResult).where(ExternalResult.round_id == round.previous_id)).all()
        keys = session.exec(select(asked.document, asked.level).where(asked.round_id == round.id)).all()
        return {(one.bureau_id, *key): Fraction(one.score) for one in results for key in keys}
    score, states = (Response.score, IN) if basis is Basis.OWN else (Response.verified_score, (State.ACCEPTED,))
    query = (
        sa.select(Response.bureau_id, asked.document, asked.level, score)  # type: ignore[call-overload]
        .join(asked)
        .where(Response.round_id == round.previous_id, col(Response.state).in_(states))
        .where(col(Response.absent_at).is_(None), col(score).is_not(None))
    )
    return {tuple(key): Fraction(found) for *key, found in session.execute(query)}
