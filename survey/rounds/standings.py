"""Where many responses stand: whose turn each is, since when, and until when."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from zoneinfo import ZoneInfo

import sqlalchemy as sa
from sqlmodel import Session, col, select

from survey.bureaus.staff import find_roles, list_staff
from survey.rounds.rounds import find_last_day
from survey.rounds.turns import whose_turn
from survey.storage.columns import is_among
from survey.storage.states import WITH_BUREAU, Decision, Role, State
from survey.storage.tables import Response, Review, StateChange

SOON = 7  # days before the last one from when on one is reminded


@dataclass(frozen=True)
class Standing:
    """One response: whose turn it is, the day since when it stands so, and the last day for it, if there is one."""

    response: Response
    turn: Role | None
    since: date
    due: date | None

    def count_waiting(self, today: date) -> int:
        """Days since it came to where it stands; none where the round opens only later."""
        return max((today - self.since).days, 0)

    def count_left(self, today: date) -> int | None:
        """Days to the last one, negative where it is late; None where there is none."""
        return None if self.due is None else (self.due - today).days

    def is_soon(self, today: date) -> bool:
        """Whether the last day is near or past."""
        left = self.count_left(today)
        return left is not None and left <= SOON

    def is_late(self, today: date) -> bool:
        return self.due is not None and self.due < today


def find_standings(session: Session, responses: Sequence[Response], time_zone: str) -> dict[int, Standing]:
    """Where each of the responses stands, by its id: three queries, however many there are."""
    if not responses:
        return {}
    ids = [one.id for one in responses]
    staff = list_staff(session, bureaus={one.bureau_id: one.bureau for one in responses}.values())
    changes = _find_moments(session, ids, time_zone)
    mend_by = _find_mending(session, _list_back(responses))
    return {
        one.id: Standing(
            response=one,
            turn=whose_turn(one.state, find_roles(one.bureau, staff), one.absent_at is not None),
            since=changes.get(one.id, one.round.opens_on),
            due=_find_due(one, changes.get(one.id), mend_by.get(one.id)),
        )
        for one in responses
    }


def find_dues(session: Session, responses: Sequence[Response], time_zone: str) -> dict[int, date | None]:
    """The last day for each of the responses, by its id, without asking whose turn it is."""
    # Nobody has a day for what is with the reviewers; for what was never handed in it is the round's.
    back = _list_back(responses)
    changes, mend_by = _find_moments(session, back, time_zone), _find_mending(session, back)
    return {one.id: _find_due(one, changes.get(one.id), mend_by.get(one.id)) for one in responses}


def _list_back(responses: Sequence[Response]) -> list[int]:
    """Those that were handed in and are with their bureau again: of no others is anything to be mended."""
    return [one.id for one in responses if one.submitted_at is not None and one.state in WITH_BUREAU]


def _find_moments(session: Session, ids: Sequence[int], time_zone: str) -> dict[int, date]:
    """The day of each response's last step, where the bureaus are."""
    if not ids:
        return {}
    query = (
        select(StateChange.response_id, sa.func.max(StateChange.at))
        .where(is_among(StateChange.response_id, ids))
        .group_by(col(StateChange.response_id))
    )
    zone = ZoneInfo(time_zone)
    return {id: at.astimezone(zone).date() for id, at in session.exec(query)}


def _find_mending(session: Session, ids: Sequence[int]) -> dict[int, date]:
    """The first day by which something that went back is to be mended."""
    if not ids:
        return {}
    query = (
        select(Review.response_id, sa.func.min(Review.mend_by))
        .where(
            is_among(Review.response_id, ids),
            Review.decision == Decision.RETURNED,
            col(Review.ended_at).is_(None),
            col(Review.sent_at).is_not(None),
        )
        .group_by(col(Review.response_id))
    )
    return {id: day for id, day in session.exec(query) if day is not None}


def _find_due(response: Response, since: date | None, mend_by: date | None) -> date | None:
    """The last day for a bureau to hand in: the round's, its own, or that of the return. A response that was reopened
    after the round's end has none."""
    if response.state not in WITH_BUREAU or response.absent_at is not None:
        return None
    if response.submitted_at is not None and mend_by is not None:
        return mend_by
    closes_on = find_last_day(response)
    reopened_late = response.submitted_at is not None and since is not None and since > closes_on
    is_anew = response.state in (State.REOPENED, State.PRESENTED, State.SIGNED_OFF)
    return None if reopened_late and is_anew else closes_on
