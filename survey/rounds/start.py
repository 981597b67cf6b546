"""What the administrator finds on the start page: how each round stands, and where somebody is missing."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import sqlalchemy as sa
from flask import current_app
from sqlmodel import Session, col, select

from survey.bureaus.staff import list_staff
from survey.rounds.external import list_asked_rounds
from survey.rounds.plain import list_plain
from survey.rounds.rounds import LISTED, RUNS
from survey.rounds.standings import find_dues
from survey.storage.states import IN, OF_A_BUREAU, WITH_BUREAU, Absence, Role, State
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


def gather_rounds(session: Session, under_way: Sequence[Response], today: date) -> list[RoundCounts]:
    """Each round that runs and how far it is; `under_way` are the responses of `list_under_way`."""
    rounds = list_asked_rounds(session, RUNS)
    open_ones = [one for one in under_way if one.state in WITH_BUREAU]
    dues = find_dues(session, open_ones, current_app.config["TIME_ZONE"])
    late = Counter(one.round_id for one in open_ones if (due := dues[one.id]) is not None and due < today)
    states = count_states(session, LISTED)
    return [_count(round, states[round.id], late[round.id], today) for round in rounds]


def _count(round: Round, states: Counter[State | Absence], late: int, today: date) -> RoundCounts:
    return RoundCounts(
        round=round,
        bureaus=states.total(),
        submitted=sum(states[state] for state in IN),
        late=late,
        returned=states[State.RETURNED],
        accepted=states[State.ACCEPTED],
        excused=states[Absence.EXCUSED],
        unsubmitted=states[Absence.UNSUBMITTED],
        days_left=(round.closes_on - today).days,
    )


def count_states(session: Session, *which: Any) -> dict[int, Counter[State | Absence]]:
    """How many responses there are in each state, or out of their round in each way, by round; `which` are conditions
    on Response."""
    place = (col(Response.round_id), col(Response.state), col(Response.absence))
    query = select(Response.round_id, Response.state, Response.absence, sa.func.count()).where(*which)
    found: dict[int, Counter[State | Absence]] = defaultdict(Counter)
    for round_id, state, absence, count in session.exec(query.group_by(*place)):
        found[round_id][State(state) if absence is None else Absence(absence)] += count
    return found


def list_under_way(
    session: Session,
    *which: Any,
    keep: Callable[[Bureau], bool] | None = None,
    bureaus: Mapping[int, Bureau] | None = None,
) -> list[Response]:
    """The responses that are neither accepted nor out of their round, as `list_plain` gives them."""
    is_open = (Response.state != State.ACCEPTED, col(Response.absent_at).is_(None))
    return list_plain(session, *is_open, *which, keep=keep, bureaus=bureaus)


def list_unstaffed(session: Session, under_way: Iterable[Response]) -> list[Unstaffed]:
    """The bureaus with a response under way that lack a clerk or a head, by code."""
    staff = list_staff(session, OF_A_BUREAU)
    bureaus = {one.bureau.code: one.bureau for one in under_way}
    found = [
        Unstaffed(bureau, [role for role in OF_A_BUREAU if not staff.has(bureau.id, role)])
        for bureau in bureaus.values()
    ]
    return [one for one in found if one.missing]
