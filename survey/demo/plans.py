"""A living plan in the sample: the gaps of a county's response of the year before, with an item in every state."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

import sqlalchemy as sa
from sqlmodel import Session, col, select

from survey.bureaus.places import walk_up
from survey.demo.evidence import receiving_sample
from survey.demo.teamwork import FilledSample
from survey.evidence.listing import Dates
from survey.evidence.shelf import put_on_shelf
from survey.evidence.store import EvidenceStore
from survey.plans.drafting import Choice, draft_promises
from survey.plans.files import tie_to_item
from survey.plans.keeping import NewItem, PlanChange, add_item, add_progress, change_items, draft_items, move_item
from survey.plans.overseeing import agree, check_item, mark_seen, sign
from survey.plans.promise import Promise, find_promise
from survey.plans.running import judge
from survey.responses.promises import list_items
from survey.storage.plans import PlanItem
from survey.storage.states import REVIEWERS, PlanStatus
from survey.storage.tables import Person, Response

OFFICES = (("药品监管股", "赵明"), ("医疗器械监管股", "钱亮"), ("稽查大队", "孙伟"), ("办公室", "李静"))
FILE = "整改落实情况材料（演示数据）"
WHY = "演示数据：所需经费未列入本年预算，已申请追加，预计延至下一季度完成。"
TOLD = "演示数据：已召开专题会议，方案征求意见中。"
FROM_ABOVE = "演示数据：参加全市药品检查员集中培训"
CHECKED, DONE, UNDER_WAY, LATE, CANNOT = range(5)  # places of items
DAYS = {LATE: -12, UNDER_WAY: 20, DONE: -5, CHECKED: -30}


@dataclass(frozen=True)
class _Sample:
    """A plan of the sample, and who acts on it."""

    engine: sa.Engine
    one: FilledSample
    reviewer_id: int

    def items(self) -> list[PlanItem]:
        with Session(self.engine, expire_on_commit=False) as session:
            return list_items(session, self.one.response_id)

    def act(self, place: int, act: Callable[[int, PlanItem], object]) -> None:
        """Do something with the item at a place, as it stands."""
        items = self.items()
        if place < len(items):
            act(items[place].id, items[place])


def plan_sample(engine: sa.Engine, store: EvidenceStore, one: FilledSample, today: date) -> None:
    """Make the plan of an accepted response: drafted, signed, agreed to, and going on."""
    sample = _Sample(engine, one, _find_reviewer(engine, one))
    id, clerk = one.response_id, one.clerk_id
    with Session(engine) as session:
        promises = draft_promises(judge(session, session.get_one(Response, id)), Choice.ALL)
    draft_items(engine, id, promises, clerk)
    training = Promise(FROM_ABOVE, *OFFICES[0], None, today + timedelta(days=45))
    add_item(engine, id, NewItem(training, title="检查员集中培训"), "1" * 32, sample.reviewer_id)
    change_items(engine, id, _fill_in(sample.items(), today), clerk)
    sign(engine, id, mark_seen(sample.items()), one.head_id)
    agree(engine, id, mark_seen(sample.items()), sample.reviewer_id)
    _go_on(sample, store)


def _fill_in(items: list[PlanItem], today: date) -> list[PlanChange]:
    """An office, a person and a day for each item of the bureau's own."""
    own = [one for one in items if one.set_by_id is None]
    return [
        PlanChange(
            item.id,
            item.version,
            Promise(
                find_promise(item).measure or "按要求补齐短板",
                *OFFICES[place % len(OFFICES)],
                None,
                today + timedelta(days=DAYS.get(place, 40 + 15 * (place % 6))),
            ),
        )
        for place, item in enumerate(own)
    ]


def _go_on(sample: _Sample, store: EvidenceStore) -> None:
    engine, id, clerk = sample.engine, sample.one.response_id, sample.one.clerk_id
    with Session(engine) as session:
        response = session.get_one(Response, id)
        bureau_id, place, as_of = response.bureau_id, response.bureau.name, response.round.as_of
    with receiving_sample(store, FILE, place, Dates(as_of, None)) as upload:
        file, _ = put_on_shelf(engine, store, bureau_id, upload, clerk)
    for done in (CHECKED, DONE):
        sample.act(done, lambda item_id, item: tie_to_item(engine, store, id, item_id, [file.id], [], clerk))
        sample.act(done, lambda item_id, item: move_item(engine, id, item_id, item.version, PlanStatus.DONE, "", clerk))
    sample.act(CHECKED, lambda item_id, item: check_item(engine, id, item_id, item.version, None, sample.reviewer_id))
    for going in (UNDER_WAY, LATE):
        sample.act(
            going, lambda item_id, item: move_item(engine, id, item_id, item.version, PlanStatus.UNDER_WAY, "", clerk)
        )
    sample.act(UNDER_WAY, lambda item_id, item: add_progress(engine, id, item_id, TOLD, "2" * 32, clerk))
    sample.act(
        CANNOT, lambda item_id, item: move_item(engine, id, item_id, item.version, PlanStatus.CANNOT, WHY, clerk)
    )


def _find_reviewer(engine: sa.Engine, one: FilledSample) -> int:
    """The nearest reviewer above the bureau."""
    with Session(engine) as session:
        above = [place.id for place in walk_up(session.get_one(Response, one.response_id).bureau)]
        query = select(Person).where(col(Person.bureau_id).in_(above), col(Person.role).in_(REVIEWERS))
        return min(session.exec(query), key=lambda person: above.index(person.bureau_id or 0)).id
