"""The promise of an item: what will be done, by whom, until when, with what; and how two changes of it meet."""

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from datetime import date
from typing import Any

from questionnaires.messages import Refused
from survey.storage.plans import PlanItem
from survey.storage.states import PlanStatus


@dataclass(frozen=True)
class Promise:
    """What an item promises. Words are one line each."""

    measure: str = ""
    office: str = ""
    owner: str = ""
    start: date | None = None
    due: date | None = None
    resources: str = ""

    @property
    def lacks(self) -> list[str]:
        """What is missing before a head can sign it, by the names of the fields."""
        return [one for one in ("measure", "office", "owner", "due") if not getattr(self, one)]

    def check(self) -> None:
        """Raises Refused where it begins after it ends."""
        if self.start is not None and self.due is not None and self.start > self.due:
            raise Refused("The start is after the last day. Set one of the two.")


@dataclass(frozen=True)
class ItemState:
    """How far an item is; `reason` is why it cannot be done in time, one line, empty in every other status."""

    status: PlanStatus = PlanStatus.NOT_STARTED
    reason: str = ""


FIELDS = tuple(one.name for one in fields(Promise))
DAYS = ("start", "due")


@dataclass(frozen=True)
class Merged:
    """What two changes of a promise come to; `collided` are the fields that both changed, each otherwise."""

    promise: Promise
    collided: tuple[str, ...]


def merge(base: Promise, mine: Promise, stands: Promise) -> Merged:
    """Mine where I changed something of what I had before me, otherwise what stands now; mine too where both did."""
    changed = [one for one in FIELDS if getattr(mine, one) != getattr(base, one)]
    collided = tuple(one for one in changed if getattr(stands, one) not in (getattr(base, one), getattr(mine, one)))
    return Merged(replace(stands, **{one: getattr(mine, one) for one in changed}), collided)


def find_promise(item: PlanItem) -> Promise:
    """What an item promises now."""
    return Promise(**{one: getattr(item, one) for one in FIELDS})


def put_promise(item: PlanItem, promise: Promise) -> None:
    for one in FIELDS:
        setattr(item, one, getattr(promise, one))


def read_promise(said: Mapping[str, Any]) -> Promise:
    """The promise of an item as `promises.say_item` said it, whatever else stands beside it."""
    told: dict[str, Any] = {one: said.get(one, "") for one in FIELDS if one not in DAYS}
    return Promise(**told | {one: date.fromisoformat(said[one]) if said.get(one) else None for one in DAYS})


def find_item_state(item: PlanItem) -> ItemState:
    """How far an item is now."""
    return ItemState(item.status, fold_reason(item.reason))


def read_item_state(said: Mapping[str, Any]) -> ItemState:
    """How far an item was as `promises.say_item` said it."""
    return ItemState(PlanStatus(said["status"]), fold_reason(said.get("reason", "")))


def fold_reason(text: str) -> str:
    """A reason of several lines as one, as the cell of a table has it."""
    return " ".join(text.split())
