"""What the cells of a row of a plan's table say: a promise, how far the item is; and what is not theirs to say."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from flask_babel import lazy_gettext as _l

from questionnaires.criteria import InvalidAnswer
from questionnaires.messages import Refused
from survey.plans.columns import KEY, PROMISES, REASON, STATUS, TITLE
from survey.plans.forms import EARLIEST, LATEST
from survey.plans.promise import DAYS, FIELDS, ItemState, Promise
from survey.plans.steps import CHANGEABLE, find_move
from survey.plans.words import STATUSES
from survey.sheets.reading import SheetColumn
from survey.storage.plans import MOST_LINE, PlanItem
from survey.storage.states import PlanStatus, Role
from survey.web.typed import read_typed_day


class WrongCell(Exception):
    """What is wrong with a row, by column."""

    def __init__(self, column: SheetColumn, why: object) -> None:
        super().__init__(str(column.name))
        self.column, self.why = column, why


def read_title(values: Mapping[str, str]) -> str:
    """What a new item is called. Raises WrongCell."""
    title = values.get("title", "")
    if not title:
        raise WrongCell(TITLE, _l("A new row needs a title."))
    if len(title) > MOST_LINE:
        raise WrongCell(TITLE, _l("At most %(most)s characters.", most=MOST_LINE))
    return title


def read_row_promise(values: Mapping[str, str], base: Promise) -> Promise:
    """The promise of a row; columns that are not there say what was there before. Raises WrongCell."""
    told: dict[str, Any] = {}
    for name in FIELDS:
        if name in values:
            told[name] = _read_day(PROMISES[name], values[name]) if name in DAYS else values[name]
    promise = replace(base, **told)
    try:
        promise.check()
    except Refused as refused:
        raise WrongCell(PROMISES["start"], _l(refused.message)) from None
    return promise


def _read_day(column: SheetColumn, words: str) -> date | None:
    try:
        day = read_typed_day(words)
    except InvalidAnswer as error:
        raise WrongCell(column, _l(error.message, **error.details)) from None
    if day is not None and not EARLIEST <= date.fromisoformat(day) < LATEST:
        raise WrongCell(column, _l("Give a day between 2000 and 2099."))
    return None if day is None else date.fromisoformat(day)


def read_row_state(values: Mapping[str, str], base: ItemState, is_new: bool) -> ItemState:
    """How far a row says that its item is, and why it cannot be done in time. Raises WrongCell."""
    if "status" in values and not values["status"] and not is_new:
        raise WrongCell(STATUS, _l("The cell is empty."))
    status = PlanStatus(values.get("status") or base.status)
    reason = values.get("reason", base.reason)
    if status is PlanStatus.CANNOT:
        if not reason:
            raise WrongCell(REASON, _l("Say why."))
        return ItemState(status, reason)
    if reason not in ("", base.reason):
        raise WrongCell(REASON, _l("There is a reason only where the state is “not in time”."))
    return ItemState(status)


def refuse_locked(item: PlanItem, fields: Collection[str], after: PlanStatus) -> None:
    """Refuse to change the promise of what is done and stays so, and a last day that was set from above."""
    promised = [one for one in FIELDS if one in fields]
    if promised and item.status not in CHANGEABLE and after not in CHANGEABLE:
        why = _l("The item is done and is not changed any more. Put back what stood there.")
        raise WrongCell(PROMISES[promised[0]], why)
    if item.due_set_by_id is not None and "due" in promised:
        raise WrongCell(PROMISES["due"], _l("The last day was set from above. Put back what stood there."))


def refuse_step(before: ItemState, after: ItemState, role: Role, files: Sequence[object]) -> None:
    """Refuse a step that the sender could not take on the page of the item."""
    step = find_move(before.status, after.status, role)
    if after.status is PlanStatus.CHECKED:
        raise WrongCell(STATUS, _l("Only the reviewer checks an item, on its page. Put back what stood there."))
    if step is None:
        words = {"before": STATUSES[before.status], "after": STATUSES[after.status]}
        raise WrongCell(STATUS, _l("From “%(before)s” the item does not get to “%(after)s”.", **words))
    if step.file and not files:
        raise WrongCell(STATUS, _l("Tick at least one file that proves it first, on the page of the item."))


def refuse_second(rows: Mapping[object, int], column: SheetColumn, what: object) -> None:
    """Refuse what another row or, as row 0, the plan has already."""
    if what in rows:
        raise WrongCell(
            column,
            _l("The same item stands in row %(row)s already.", row=rows[what])
            if rows[what]
            else _l("There is an item of this title already; change that one."),
        )


def refuse_key(is_wrong: bool, why: object) -> None:
    """Refuse what the hidden first column says."""
    if is_wrong:
        raise WrongCell(KEY, why)
