"""From the database to the members of a round, each with what is stored of its score."""

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

import sqlalchemy as sa
from sqlmodel import Session, col

from reports.gap.words import EXCUSED, STATE_NAMES
from reports.rounds.content import Member, RoundReport
from reports.tables.gathering import describe_round
from reports.tables.quantity_sums import Given
from survey.bureaus.places import find_place, walk_back
from survey.responses.quantities import read_quantities
from survey.responses.stored_outcomes import Counted, find_basis, read_outcomes
from survey.rounds.standings import find_standings
from survey.storage.columns import is_among
from survey.storage.states import IN, Basis, State
from survey.storage.tables import IssuedQuestionnaire, Response, Round
from survey.web.languages import local_day


def read_round(
    session: Session, round: Round, responses: Sequence[Response], scope: str, time_zone: str
) -> RoundReport:
    """The report on these responses of a round as they stand now."""
    today = local_day(time_zone)
    standings = find_standings(session, responses, time_zone)
    late = {id for id, one in standings.items() if one.is_late(today)}
    these = is_among(Response.id, [one.id for one in responses])
    basis = find_basis(session, these)
    counted, before = read_outcomes(session, these, basis=basis), _find_before(session, round, basis)
    figures = _read_figures(session, round, basis)
    info = describe_round(session, round)
    return RoundReport(
        title=round.title,
        scope=scope,
        as_of=round.as_of,
        today=today,
        questionnaires=info.questionnaires,
        members=[_describe(session, one, counted.get(one.id), one.id in late, before, figures) for one in responses],
        demo=round.is_demo,
        has_last=round.previous_id is not None,
        is_verified=basis is Basis.VERIFIED,
    )


@dataclass(frozen=True)
class _RoundFigures:
    """Quantities by response, and those of the round before by bureau, document and level."""

    now: Mapping[int, Given]
    before: Mapping[Hashable, Given]


def _read_figures(session: Session, round: Round, basis: Basis) -> _RoundFigures:
    last = session.get(Round, round.previous_id) if round.previous_id is not None else None
    then = read_quantities(session, last, basis) if last is not None else []
    return _RoundFigures(
        {one.response_id: one.values for one in read_quantities(session, round, basis)},
        {(one.bureau_id, one.document, one.level): one.values for one in then},
    )


def _describe(
    session: Session,
    response: Response,
    counted: Counted | None,
    is_late: bool,
    before: Mapping[Hashable, Fraction],
    figures: _RoundFigures,
) -> Member:
    bureau, place, issued = response.bureau, find_place(response.bureau), response.questionnaire
    earlier = walk_back(session, bureau.id) if bureau.replaces_id is not None else [bureau.id]
    keys = [(id, issued.document, issued.level) for id in earlier]
    return Member(
        code=bureau.code,
        name=bureau.name,
        place=(place.code, place.name),
        is_city=place.level == "city",
        key=(issued.document, issued.level),
        state=EXCUSED if response.excused_at is not None else STATE_NAMES[response.state],
        is_late=is_late,
        is_excused=response.excused_at is not None,
        outcome=counted.outcome if counted else None,
        own=counted.own if counted else None,
        verified=counted.verified if counted else None,
        last=next((before[key] for key in keys if key in before), None),
        quantities=figures.now.get(response.id, {}),
        last_quantities=next((figures.before[key] for key in keys if key in figures.before), {}),
    )


def _find_before(session: Session, round: Round, basis: Basis) -> dict[Hashable, Fraction]:
    """The scores of one basis in the round before, by bureau, document and level."""
    asked = IssuedQuestionnaire
    score, states = (Response.score, IN) if basis is Basis.OWN else (Response.verified_score, (State.ACCEPTED,))
    query = (
        sa.select(Response.bureau_id, asked.document, asked.level, score)  # type: ignore[call-overload]
        .join(asked)
        .where(Response.round_id == round.previous_id, col(Response.state).in_(states))
        .where(col(Response.excused_at).is_(None), col(score).is_not(None))
    )
    return {tuple(key): Fraction(found) for *key, found in session.execute(query)}
