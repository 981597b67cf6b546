"""From the database to the members of a round: where each stands, and what is stored of its score."""

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col, select

from reports.gap.words import name_standing
from reports.rounds.content import Member
from survey.bureaus.places import find_place, walk_back
from survey.responses.steps_taken import UNREVIEWED, find_mark
from survey.responses.stored_outcomes import Counted, read_outcomes
from survey.responses.totals import NO_TOTALS, StandingTotals, read_totals
from survey.rounds.external import find_external
from survey.rounds.standings import find_dues
from survey.storage.columns import is_among
from survey.storage.external import ExternalResult
from survey.storage.states import IN, Absence, Basis, State
from survey.storage.tables import IssuedQuestionnaire, Response, Round

Before = Mapping[Hashable, Fraction]  # by bureau, document and level


@dataclass(frozen=True, slots=True)
class ScoresBefore:
    """The scores of the round before, by the basis of a report and as verified."""

    counted: Before
    verified: Before


@dataclass(frozen=True, slots=True)
class _Scores:
    """What is stored of the responses, by their ids, by the basis of the report and as verified; and before."""

    counted: Mapping[int, Counted]
    verified: Mapping[int, Counted]
    before: ScoresBefore
    totals: Mapping[int, StandingTotals]


def read_members(
    session: Session, responses: Sequence[Response], basis: Basis, before: ScoresBefore, today: date, time_zone: str
) -> list[Member]:
    """These responses of a round as they stand now, in their order."""
    dues = find_dues(session, responses, time_zone)
    late = {id for id, due in dues.items() if due is not None and due < today}
    these = is_among(Response.id, [one.id for one in responses])
    read = _read_scores(session, these, basis, before)
    return [_describe(session, one, one.id in late, read) for one in responses]


def _read_scores(session: Session, these: Any, basis: Basis, before: ScoresBefore) -> _Scores:
    counted = read_outcomes(session, these, basis=basis)
    totals = read_totals(session, these)
    if basis is Basis.VERIFIED:
        return _Scores(counted, counted, before, totals)
    accepted = col(Response.state) == State.ACCEPTED
    verified = read_outcomes(session, these, accepted, basis=Basis.VERIFIED)
    return _Scores(counted, verified, before, totals)


def _describe(session: Session, response: Response, is_late: bool, read: _Scores) -> Member:
    bureau, place, issued = response.bureau, find_place(response.bureau), response.questionnaire
    earlier = walk_back(session, bureau.id) if bureau.replaces_id is not None else [bureau.id]
    keys = [(id, issued.document, issued.level) for id in earlier]
    counted, verified = read.counted.get(response.id), read.verified.get(response.id)
    mark = find_mark(session, response)
    is_reviewed = counted is not None and counted.verified is not None and mark != UNREVIEWED
    before, verified_before = read.before.counted, read.before.verified
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
        last=next((before[key] for key in keys if key in before), None),
        totals=_pick_totals(read.totals.get(response.id, NO_TOTALS), counted),
        verified_outcome=verified.outcome if verified and is_reviewed else None,
        verified_last=next((verified_before[key] for key in keys if key in verified_before), None),
        mark=mark,
    )


def _pick_totals(totals: StandingTotals, counted: Counted | None) -> StandingTotals:
    """Those that count: nothing of a bureau that is not in, the verified one once it is accepted."""
    if counted is None:
        return NO_TOTALS
    return totals if counted.verified is not None else replace(totals, verified=None)


def read_before(session: Session, round: Round, basis: Basis) -> ScoresBefore:
    """The scores of the round before, by one basis and as verified."""
    counted = _find_before(session, round, basis)
    return ScoresBefore(counted, counted if basis is Basis.VERIFIED else _find_before(session, round, Basis.VERIFIED))


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
