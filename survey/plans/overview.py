"""The plans of a round, bureau by bureau, as those above see them: promised, done, checked, late, moved."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

import sqlalchemy as sa
from sqlmodel import Session, col, select

from survey.plans.sheet import PlanState, awaits_check, find_state
from survey.responses.promises import STANDS, is_late
from survey.storage.columns import is_among, now
from survey.storage.plans import Plan, PlanEntry, PlanItem
from survey.storage.states import PlanAct, PlanStatus
from survey.storage.tables import Response

RECENT = timedelta(days=30)
PROGRESS = (PlanAct.MOVE, PlanAct.NOTE, PlanAct.CHECK, PlanAct.REFUSE)


@dataclass(frozen=True)
class PlanSum:
    """One bureau's plan in numbers of items; `to_check` are those that are done and signed; `moved` is how often
    something was said of its progress in 30 days, `last` when anything was done to it."""

    response: Response
    state: PlanState
    promised: int
    under_way: int
    done: int
    to_check: int
    checked: int
    cannot: int
    late: int
    moved: int
    last: datetime | None

    @property
    def waits(self) -> bool:
        """Whether it waits for those above: to be agreed to, or checked."""
        return self.state is PlanState.SIGNED or self.to_check > 0


@dataclass(frozen=True)
class PlanFigures:
    """All of them in one line."""

    bureaus: int
    with_plan: int
    signed: int
    promised: int
    done: int
    checked: int
    late: int


def sum_plans(session: Session, responses: Sequence[Response], today: date) -> list[PlanSum]:
    """The plans of these responses, of those that were handed in, in their order."""
    ids = [one.id for one in responses if one.submitted_at is not None]
    plans = {one.response_id: one for one in session.exec(select(Plan).where(is_among(Plan.response_id, ids)))}
    items: dict[int, list[PlanItem]] = {}
    for item in session.exec(select(PlanItem).where(is_among(PlanItem.response_id, ids), STANDS)):
        items.setdefault(item.response_id, []).append(item)
    moves = _count_moves(session, ids)
    return [
        _sum(one, plans.get(one.id), items.get(one.id, []), moves.get(one.id, (0, None)), today)
        for one in responses
        if one.submitted_at is not None
    ]


def _count_moves(session: Session, ids: Sequence[int]) -> Mapping[int, tuple[int, datetime | None]]:
    recent = sa.and_(col(PlanEntry.act).in_(PROGRESS), col(PlanEntry.made_at) >= now() - RECENT)
    query = (
        sa.select(PlanItem.response_id, sa.func.sum(sa.case((recent, 1), else_=0)), sa.func.max(PlanEntry.made_at))  # type: ignore[call-overload]
        .join(PlanItem, col(PlanItem.id) == PlanEntry.item_id)
        .where(is_among(PlanItem.response_id, ids))
        .group_by(PlanItem.response_id)
    )
    return {id: (int(count), at) for id, count, at in session.execute(query)}


def _sum(
    response: Response, plan: Plan | None, items: list[PlanItem], moves: tuple[int, datetime | None], today: date
) -> PlanSum:
    def count(status: PlanStatus) -> int:
        return sum(one.status is status for one in items)

    return PlanSum(
        response=response,
        state=find_state(plan, items),
        promised=len(items),
        under_way=count(PlanStatus.UNDER_WAY),
        done=count(PlanStatus.DONE),
        to_check=sum(map(awaits_check, items)),
        checked=count(PlanStatus.CHECKED),
        cannot=count(PlanStatus.CANNOT),
        late=sum(is_late(one, today) for one in items),
        moved=moves[0],
        last=moves[1],
    )


def add_up(sums: Sequence[PlanSum]) -> PlanFigures:
    """What they come to together."""
    return PlanFigures(
        bureaus=len(sums),
        with_plan=sum(one.promised > 0 for one in sums),
        signed=sum(one.state in (PlanState.SIGNED, PlanState.AGREED) for one in sums),
        promised=sum(one.promised for one in sums),
        done=sum(one.done for one in sums),
        checked=sum(one.checked for one in sums),
        late=sum(one.late for one in sums),
    )
