"""What a bureau has promised about its gaps, as others need it: beside the questions of the next round, in reminders,
among its files. How plans are made and kept is the room `plans`.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col, select

from survey.responses.last_year import trace_last
from survey.rounds.rounds import RUNS, find_before
from survey.storage.columns import is_among
from survey.storage.plans import Plan, PlanItem
from survey.storage.states import PlanStatus
from survey.storage.tables import Response, Round

PLACE = "plan."
AWAITED = (PlanStatus.NOT_STARTED, PlanStatus.UNDER_WAY, PlanStatus.CANNOT)  # the bureau has still to do it
DATED = ("start", "due", "checked_as_of")
STANDS = col(PlanItem.ended_at).is_(None)


def name_item(item_id: int) -> str:
    """Where the files of an item stand among those of questions, whose ids have no point."""
    return f"{PLACE}{item_id}"


def is_late(item: PlanItem, today: date) -> bool:
    """Whether the day of an item is past and it is not said to be done."""
    return item.status in AWAITED and item.due is not None and item.due < today


def list_items(session: Session, response_id: int) -> list[PlanItem]:
    """The items of a response's plan that stand, in the order in which they were added."""
    query = select(PlanItem).where(PlanItem.response_id == response_id, STANDS).order_by(col(PlanItem.id))
    return list(session.exec(query))


def list_promised(session: Session, response: Response) -> Mapping[str, PlanItem]:
    """The items of the bureau's plan of the round before that are not checked yet, by the question that is asked now
    in place of theirs."""
    last = find_before(session, response)
    items = [] if last is None else list_items(session, last.id)
    still = {one.question_id: one for one in items if one.question_id and one.status is not PlanStatus.CHECKED}
    if last is None or not still:
        return {}
    found = {}
    for id, passage in trace_last(response, last).items():
        item = next((still[one.id] for one in passage.sources if one.id in still), None)
        if item is not None:
            found[id] = item
    return found


@dataclass(frozen=True)
class PromiseLoad:
    """The days of what a bureau has still to do by a day; `since` is when its head signed the plan."""

    days: Sequence[date]
    since: datetime


def list_due(session: Session, until: date, ids: Collection[int] | None = None) -> Mapping[int, PromiseLoad]:
    """What bureaus have still to do by a day, by response, the first day first; of signed items alone, in rounds that
    run. `ids`: of these responses alone."""
    query = (
        select(PlanItem, Plan)
        .join(Plan, col(Plan.response_id) == PlanItem.response_id)
        .join(Response, col(Response.id) == PlanItem.response_id)
        .join(Round, col(Round.id) == Response.round_id)
        .where(STANDS, col(PlanItem.status).in_(AWAITED), col(PlanItem.due) <= until, PlanItem.signed > 0, RUNS)
        .where(col(Response.absent_at).is_(None), sa.true() if ids is None else is_among(Response.id, ids))
        .order_by(col(PlanItem.due), col(PlanItem.id))
    )
    days: dict[int, list[date]] = {}
    since: dict[int, datetime] = {}
    for item, plan in session.exec(query):
        if item.due is not None and plan.signed_at is not None:
            days.setdefault(item.response_id, []).append(item.due)
            since[item.response_id] = plan.signed_at
    return {id: PromiseLoad(found, since[id]) for id, found in days.items()}


def name_subject(item: PlanItem) -> str:
    """How the trail names an item."""
    return f"response {item.response_id} item {item.id}"


def say_item(item: PlanItem) -> dict[str, Any]:
    """All that an item says, as plain JSON without what is empty."""
    days = {name: day.isoformat() for name in DATED if (day := getattr(item, name))}
    whole = {
        **{"question": item.question_id, "title": item.title, "status": item.status.value},
        **{"measure": item.measure, "office": item.office, "owner": item.owner, **days, "resources": item.resources},
        **{"reason": item.reason, "remark": item.remark, "content": item.content, "set_by": item.set_by_id},
        **{"promised": item.promised, "signed": item.signed, "agreed": item.agreed, "due_set_by": item.due_set_by_id},
    }
    return {name: value for name, value in whole.items() if value not in (None, "", 0)}
