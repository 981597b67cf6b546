"""Living plans in the sample: one of the year before, with an item in every state, and some of the round that is open,
each at another step.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import Enum, auto

import sqlalchemy as sa
from sqlmodel import Session, col, select

from survey.bureaus.places import walk_up
from survey.demo.days import SampleDays, be_at
from survey.demo.evidence import receiving_sample
from survey.demo.teamwork import FilledSample
from survey.evidence.listing import Dates
from survey.evidence.shelf import put_on_shelf
from survey.evidence.store import EvidenceStore
from survey.plans.drafting import Choice, draft_promises
from survey.plans.files import tie_to_item
from survey.plans.keeping import NewItem, PlanChange, add_item, add_progress, change_items, draft_items, move_item
from survey.plans.overseeing import agree, check_item, give_back, mark_seen, sign
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
FROM_ABOVE = "演示数据：参加全省药品检查员集中培训"
WHY_BACK = "演示数据：措施不具体，请写明完成数量和责任股室。"
CHECKED, DONE, UNDER_WAY, LATE, CANNOT = range(5)  # places of items
DAYS = {LATE: -2, UNDER_WAY: 20, DONE: -1, CHECKED: -1}


class PlanFate(Enum):
    """How far a plan of the sample has got."""

    DRAFTED = auto()
    SIGNED = auto()  # and waiting for the reviewer
    GIVEN_BACK = auto()  # two items of it
    AGREED = auto()
    GOING_ON = auto()  # an item in every state
    HALF_DONE = auto()  # every other item done and checked


PLANS: Mapping[str, PlanFate] = {
    "220502": PlanFate.GOING_ON,
    "220503": PlanFate.SIGNED,
    "220521": PlanFate.DRAFTED,
    "220523": PlanFate.HALF_DONE,
    "222401": PlanFate.GOING_ON,
    "222402": PlanFate.GIVEN_BACK,
    "222403": PlanFate.AGREED,
    "222404": PlanFate.HALF_DONE,
}


@dataclass(frozen=True)
class _Sample:
    """A plan of the sample, and who acts on it."""

    engine: sa.Engine
    store: EvidenceStore
    one: FilledSample
    fate: PlanFate
    looked_at: date

    @property
    def id(self) -> int:
        return self.one.response_id

    @property
    def reviewer_id(self) -> int:
        return _list_reviewers(self.engine, self.one)[0]

    def items(self) -> list[PlanItem]:
        with Session(self.engine, expire_on_commit=False) as session:
            return list_items(session, self.id)

    def act(self, place: int, act: Callable[[int, PlanItem], object]) -> None:
        """Do something with the item at a place, as it stands."""
        items = self.items()
        if place < len(items):
            act(items[place].id, items[place])

    def once(self, number: int) -> str:
        """What a form carries that is sent once, another one for each plan."""
        return f"{number}{self.id:031d}"


def plan_last_year(engine: sa.Engine, store: EvidenceStore, one: FilledSample, days: SampleDays, today: date) -> None:
    """Make the plan of a response that was accepted the year before; it goes on since."""
    sample = _Sample(engine, store, one, PlanFate.GOING_ON, today)
    be_at(days.planning(0))
    _make(sample)
    be_at(days.mending(0))
    _go_on(sample)


def plan_samples(
    engine: sa.Engine, store: EvidenceStore, samples: Mapping[str, FilledSample], days: SampleDays
) -> None:
    """Make the plans of this year, by the codes of the bureaus, and let them go as far as they have got."""
    plans = [_Sample(engine, store, samples[code], fate, days.looked_at) for code, fate in PLANS.items()]
    for number, one in enumerate(plans):
        be_at(days.planning(number / len(plans)))
        _make(one)
    for number, one in enumerate(plans):
        be_at(days.mending(number / len(plans)))
        if one.fate is PlanFate.GOING_ON:
            _go_on(one)
        elif one.fate is PlanFate.HALF_DONE:
            _finish_half(one)


def _make(sample: _Sample) -> None:
    """Draft a plan of all gaps, with an item set by the province; sign it and agree to it, where it has got so far."""
    engine, id, fate, one = sample.engine, sample.id, sample.fate, sample.one
    with Session(engine) as session:
        promises = draft_promises(judge(session, session.get_one(Response, id)), Choice.ALL)
    draft_items(engine, id, promises, one.clerk_id)
    if fate is PlanFate.GOING_ON:
        training = Promise(FROM_ABOVE, *OFFICES[0], None, sample.looked_at + timedelta(days=45))
        province = _list_reviewers(engine, one)[-1]
        add_item(engine, id, NewItem(training, title="检查员集中培训"), sample.once(1), province)
    change_items(engine, id, _fill_in(sample.items(), sample.looked_at), one.clerk_id)
    if fate is PlanFate.DRAFTED:
        return
    sign(engine, id, mark_seen(sample.items()), one.head_id)
    if fate is PlanFate.GIVEN_BACK:
        back = {item.id: (item.version, WHY_BACK) for item in sample.items()[:2]}
        give_back(engine, id, back, sample.reviewer_id)
    elif fate is not PlanFate.SIGNED:
        agree(engine, id, mark_seen(sample.items()), sample.reviewer_id)


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


def _go_on(sample: _Sample) -> None:
    """Take one item to each state."""
    engine, id, clerk = sample.engine, sample.id, sample.one.clerk_id
    file_id = _put_file(sample)
    for done in (CHECKED, DONE):
        sample.act(done, lambda item_id, item: _finish(sample, item_id, item, file_id))
    sample.act(CHECKED, lambda item_id, item: check_item(engine, id, item_id, item.version, None, sample.reviewer_id))
    for going in (UNDER_WAY, LATE):
        sample.act(
            going, lambda item_id, item: move_item(engine, id, item_id, item.version, PlanStatus.UNDER_WAY, "", clerk)
        )
    sample.act(UNDER_WAY, lambda item_id, item: add_progress(engine, id, item_id, TOLD, sample.once(2), clerk))
    sample.act(
        CANNOT, lambda item_id, item: move_item(engine, id, item_id, item.version, PlanStatus.CANNOT, WHY, clerk)
    )


def _finish_half(sample: _Sample) -> None:
    """Have every other item done and checked."""
    file_id = _put_file(sample)
    for item in sample.items()[::2]:
        _finish(sample, item.id, item, file_id)
    for item in sample.items()[::2]:
        check_item(sample.engine, sample.id, item.id, item.version, None, sample.reviewer_id)


def _finish(sample: _Sample, item_id: int, item: PlanItem, file_id: int) -> None:
    """Prove an item by a file and say that it is done."""
    clerk = sample.one.clerk_id
    tie_to_item(sample.engine, sample.store, sample.id, item_id, [file_id], [], clerk)
    move_item(sample.engine, sample.id, item_id, item.version, PlanStatus.DONE, "", clerk)


def _put_file(sample: _Sample) -> int:
    """A file on the bureau's shelf that proves what was done."""
    with Session(sample.engine) as session:
        response = session.get_one(Response, sample.id)
        bureau_id, place, as_of = response.bureau_id, response.bureau.name, response.round.as_of
    with receiving_sample(sample.store, FILE, place, Dates(as_of, None)) as upload:
        return put_on_shelf(sample.engine, sample.store, bureau_id, upload, sample.one.clerk_id)[0].id


def _list_reviewers(engine: sa.Engine, one: FilledSample) -> list[int]:
    """The reviewers above the bureau, the nearest first."""
    with Session(engine) as session:
        above = [place.id for place in walk_up(session.get_one(Response, one.response_id).bureau)]
        query = select(Person).where(col(Person.bureau_id).in_(above), col(Person.role).in_(REVIEWERS))
        return [each.id for each in sorted(session.exec(query), key=lambda person: above.index(person.bureau_id or 0))]
