"""What a table that came back changes, kept: each step as its people could take it on the page, all or none."""

from collections.abc import Sequence

from survey.plans.holding import Hold
from survey.plans.keeping import NewItem, PlanChange, move_held, put_changes, put_items
from survey.plans.promise import find_item_state
from survey.plans.steps import CHANGEABLE
from survey.plans.table import TableChange
from survey.storage.plans import PlanItem
from survey.storage.states import PlanAct


def keep_table(hold: Hold, changes: Sequence[TableChange]) -> tuple[int, int]:
    """Keep what was settled of a table in a plan that is held; how many items were added, and how many changed. Raises
    Refused, Collided, MovedOn."""
    known = [(hold.find_item(one.item_id, one.version), one) for one in changes if one.item_id]
    before = {item.id: item.version for item, _ in known}
    done = [(item, one) for item, one in known if item.status not in CHANGEABLE]
    for item, one in done:  # what is done is taken back first, as its promise could not be changed otherwise
        _move(hold, item, one)
    put_changes(hold, [PlanChange(item.id, one.version, one.comes_to.promise) for item, one in known])
    new = [one for one in changes if not one.item_id]
    items = put_items(hold, [NewItem(one.comes_to.promise, title=one.title) for one in new]) if new else []
    for item, one in [*known, *zip(items, new, strict=True)]:
        _move(hold, item, one)
        if one.progress:
            item.version += 1
            hold.write(item, PlanAct.NOTE, None, one.progress)
    return len(new), sum(item.version > before[item.id] for item, _ in known)


def _move(hold: Hold, item: PlanItem, one: TableChange) -> None:
    """Take the step of a row, where there is one that was not taken yet."""
    after = one.comes_to.state
    if after != find_item_state(item):
        move_held(hold, item, after.status, after.reason, PlanAct.MOVE)
