"""What a bureau does with its plan: drafts it from the gaps, adds, changes and ends items, says how far they are."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

import sqlalchemy as sa

from questionnaires.messages import Refused
from survey.plans.holding import Hold, find_promise_at, holding, may_oversee
from survey.plans.promise import Promise, find_promise, merge, put_promise
from survey.plans.steps import CHANGEABLE, find_move
from survey.responses.promises import list_items, name_item, say_item
from survey.rounds.issued import applying_questionnaire
from survey.storage.columns import now
from survey.storage.plans import PlanItem
from survey.storage.states import PlanAct, PlanStatus
from survey.storage.tables import Response


@dataclass(frozen=True)
class NewItem:
    """An item to be added: about a question, or (`title`) about something else."""

    promise: Promise
    question_id: str | None = None
    title: str = ""


@dataclass(frozen=True)
class PlanChange:
    """A change of an item's promise, made from one of its versions."""

    item_id: int
    version: int
    promise: Promise


class Collided(Exception):
    """A colleague has changed the same meanwhile, by item and field; nothing was saved. `merged` is what it came to."""

    def __init__(self, fields: Mapping[int, tuple[str, ...]], merged: Mapping[int, Promise]) -> None:
        super().__init__(", ".join(f"{id}: {' '.join(names)}" for id, names in fields.items()))
        self.fields, self.merged = fields, merged


def draft_items(engine: sa.Engine, response_id: int, promises: Mapping[str, Promise], person_id: int) -> int:
    """Add an item for each of these questions that has none yet; how many."""
    with holding(engine, response_id, person_id) as hold:
        there = {one.question_id for one in list_items(hold.session, response_id)}
        new = [NewItem(promise, id) for id, promise in promises.items() if id not in there]
        put_items(hold, new)
        return len(new)


def add_item(engine: sa.Engine, response_id: int, new: NewItem, once: str, person_id: int) -> None:
    """Add an item; the same form twice is one. What an office above adds is named as set by it. Raises Refused."""
    with holding(engine, response_id, person_id) as hold:
        if not hold.knows(once):
            new.promise.check()
            _refuse_second(hold, new)
            put_items(hold, [new], once)


def _refuse_second(hold: Hold, new: NewItem) -> None:
    items = list_items(hold.session, hold.response.id)
    if new.question_id is None:
        if new.title in name_items(hold.response, items).values():
            raise Refused("There is an item of this title already; change that one.")
        return
    if new.question_id not in applying_questionnaire(hold.response).by_id:
        raise Refused("The bureau is not asked this question.")
    if any(one.question_id == new.question_id for one in items):
        raise Refused("There is an item about this question already; change that one.")


def name_items(response: Response, items: Iterable[PlanItem]) -> dict[int, str]:
    """What items are called, by id: as their question, or by a title of their own."""
    asked = applying_questionnaire(response).by_id
    found = [(one, asked.get(one.question_id or "")) for one in items]
    return {one.id: question.title if question else one.title for one, question in found}


def put_items(hold: Hold, new: Sequence[NewItem], once: str | None = None) -> list[PlanItem]:
    """Add items to a plan that is held."""
    above = hold.person.id if may_oversee(hold.person, hold.response) else None
    hold.find_plan()
    items = [
        PlanItem(
            response_id=hold.response.id,
            question_id=one.question_id,
            title=one.title,
            set_by_id=above,
            due_set_by_id=above if one.promise.due else None,
        )
        for one in new
    ]
    for item, one in zip(items, new, strict=True):
        put_promise(item, one.promise)
    hold.session.add_all(items)
    hold.session.flush()
    if once is None:
        hold.write_all(PlanAct.ADD, [(item, None) for item in items])
    else:
        hold.write(items[0], PlanAct.ADD, None, once=once)
    return items


def change_items(engine: sa.Engine, response_id: int, changes: Sequence[PlanChange], person_id: int) -> int:
    """Change promises, all or none; how many were. Raises Collided where somebody changed the same meanwhile, Refused
    where one cannot be changed."""
    with holding(engine, response_id, person_id) as hold:
        return put_changes(hold, changes)


def put_changes(hold: Hold, changes: Sequence[PlanChange]) -> int:
    """Change the promises of a plan that is held."""
    collided, merged = {}, {}
    for one in changes:
        item = hold.find_item(one.item_id)
        base = find_promise_at(hold.session, item, one.version)
        found = merge(base or find_promise(item), one.promise, find_promise(item))
        merged[item.id] = found.promise
        if found.collided:
            collided[item.id] = found.collided
    if collided:
        raise Collided(collided, merged)
    changed = [(hold.find_item(id), promise) for id, promise in merged.items()]
    real = [(item, promise) for item, promise in changed if find_promise(item) != promise]
    lines: list[tuple[PlanItem, object]] = []
    for item, promise in real:
        _refuse_change(hold, item, promise)
        lines.append((item, say_item(item)))
        put_promise(item, promise)
        item.version += 1
        item.promised, item.remark = item.version, ""
    hold.write_all(PlanAct.CHANGE, lines)
    return len(real)


def _refuse_change(hold: Hold, item: PlanItem, promise: Promise) -> None:
    promise.check()
    if item.status not in CHANGEABLE:
        raise Refused("An item that is done is not changed any more; take it back to “under way” first.")
    if item.due_set_by_id is not None and promise.due != item.due and not may_oversee(hold.person, hold.response):
        raise Refused("The last day was set from above. If it cannot be kept, say so with a reason.")


def set_due(engine: sa.Engine, response_id: int, item_id: int, version: int, due: date, person_id: int) -> None:
    """Set the last day of an item from above; the bureau does not change it. Raises Refused, MovedOn."""
    with holding(engine, response_id, person_id) as hold:
        item = hold.find_item(item_id, version)
        if not may_oversee(hold.person, hold.response):
            raise Refused("Only an office above sets a last day.")
        promise = replace(find_promise(item), due=due)
        _refuse_change(hold, item, promise)
        before = say_item(item)
        put_promise(item, promise)
        item.version += 1
        item.promised, item.due_set_by_id = item.version, person_id
        hold.write(item, PlanAct.SET, before)


def end_item(engine: sa.Engine, response_id: int, item_id: int, version: int, person_id: int) -> None:
    """Take an item out of the plan: what was set from above or signed stays. Raises Refused, MovedOn."""
    with holding(engine, response_id, person_id) as hold:
        item = hold.find_item(item_id, version)
        if item.set_by_id is not None and not may_oversee(hold.person, hold.response):
            raise Refused("The item was set from above and stays. If it cannot be done in time, say so with a reason.")
        if item.signed:
            raise Refused("The item was signed and stays. If it cannot be done in time, say so with a reason.")
        before = say_item(item)
        item.version += 1
        item.ended_at = now()
        hold.write(item, PlanAct.END, before)


def add_progress(engine: sa.Engine, response_id: int, item_id: int, text: str, once: str, person_id: int) -> None:
    """Say something of how an item goes on; the same form twice is one, and so are the same words one after the other,
    as the browser's way back brings them. Raises Refused."""
    with holding(engine, response_id, person_id) as hold:
        item = hold.find_item(item_id)
        if not hold.knows(once) and not hold.was_last_said(item, text):
            item.version += 1
            hold.write(item, PlanAct.NOTE, None, text, once)


def move_item(
    engine: sa.Engine, response_id: int, item_id: int, version: int, after: PlanStatus, reason: str, person_id: int
) -> None:
    """Say how far an item is. Raises Refused, MovedOn."""
    with holding(engine, response_id, person_id) as hold:
        move_held(hold, hold.find_item(item_id, version), after, reason, PlanAct.MOVE)


def move_held(
    hold: Hold,
    item: PlanItem,
    after: PlanStatus,
    reason: str,
    act: PlanAct,
    content: dict[str, Any] | None = None,
    as_of: date | None = None,
) -> None:
    """Take a step with an item that is held; `content` is the answer that its gap has by it, `as_of` a later day of
    which it was looked at. Raises Refused."""
    move = find_move(item.status, after, hold.person.role)
    if move is None:
        raise Refused("This step is not possible now. Look at the item again.")
    if move.reason and not reason:
        raise Refused("Say why.")
    if move.file and not count_files(hold, item):
        raise Refused("Tick at least one file that proves it first.")
    if move.signed and item.signed < item.promised:
        raise Refused("The head of the bureau has not signed this item as it stands; it is checked after that.")
    before = say_item(item)
    item.version += 1
    item.status, item.reason = after, reason if move.reason else ""
    item.checked_at, item.checked_by_id = None, None
    if after is PlanStatus.CHECKED:  # whoever passes it agrees to what was promised
        item.checked_at, item.checked_by_id, item.agreed, item.remark = now(), hold.person.id, item.promised, ""
    item.content, item.checked_as_of = content, as_of
    hold.write(item, act, before, reason)


def count_files(hold: Hold, item: PlanItem) -> int:
    """How many files prove an item."""
    there = sa.and_(
        sa.column("response_id") == item.response_id,
        sa.column("question_id") == name_item(item.id),
        sa.column("removed_at").is_(None),
    )
    query = sa.select(sa.func.count()).select_from(sa.table("evidence")).where(there)
    return int(hold.session.execute(query).scalar_one())
