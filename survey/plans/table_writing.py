"""A plan as the table that is filled in and comes back: XLSX, printed on A3 across."""

from collections.abc import Mapping

from flask_babel import gettext as _
from sqlalchemy.orm import joinedload
from sqlmodel import Session, col, select

from survey.plans.columns import (
    CHECKED,
    CLAUSE,
    GAIN,
    KEY,
    LATEST,
    MISSING,
    NUMBER,
    PROGRESS,
    PROMISES,
    REASON,
    STATUS,
    TITLE,
)
from survey.plans.promise import FIELDS, find_item_state
from survey.plans.sheet import PlanLine, PlanSheet
from survey.plans.words import STATUSES
from survey.sheets.cells import Cell
from survey.sheets.writing import FormColumn, write_form
from survey.storage.plans import PlanEntry
from survey.storage.states import PlanAct
from survey.web.languages import local_time

SPARE = 10  # empty rows for new items
WIDTHS = {"measure": 38, "office": 12, "owner": 9, "start": 11, "due": 11, "resources": 14}


def write_plan(session: Session, sheet: PlanSheet) -> bytes:
    """The plan as an XLSX file whose yellow cells may be filled in, with some rows for new items."""
    columns = [
        FormColumn(str(KEY.header), 12, is_hidden=True),
        FormColumn(str(NUMBER), 5),
        FormColumn(str(TITLE.header), 22, is_open=True),
        FormColumn(str(CLAUSE), 11),
        FormColumn(str(MISSING), 24),
        *(FormColumn(str(PROMISES[one].header), WIDTHS[one], is_open=True) for one in FIELDS),
        FormColumn(str(STATUS.header), 10, is_open=True, choices=tuple(map(str, STATUS.choices))),
        FormColumn(str(REASON.header), 16, is_open=True),
        FormColumn(str(LATEST), 18),
        FormColumn(str(PROGRESS.header), 18, is_open=True),
        FormColumn(str(CHECKED), 13),
        FormColumn(str(GAIN), 7),
    ]
    told = _list_latest(session, sheet)
    rows = [_write_row(number, one, told) for number, one in enumerate(sheet.lines, 1)]
    return write_form("整改台账", columns, rows, SPARE)


def _write_row(number: int, line: PlanLine, told: Mapping[int, str]) -> list[Cell]:
    item, state = line.item, find_item_state(line.item)
    key = f"{item.response_id}-{item.id}.{item.version}"
    promised: list[Cell] = [getattr(item, one) for one in FIELDS]
    so_far: list[Cell] = [str(STATUSES[state.status]), state.reason, told.get(item.id, ""), ""]
    return [key, number, line.title, line.clause, line.missing, *promised, *so_far, _say_check(line), line.gain]


def _say_check(line: PlanLine) -> str:
    """Who checked an item, as of which day, and at which answer."""
    item = line.item
    if item.checked_by is None or item.checked_at is None:
        return ""
    words = f"{item.checked_by.name} {local_time(item.checked_at):%Y-%m-%d}"
    later = _("checked as of %(day)s", day=item.checked_as_of) if item.checked_as_of else ""
    return "；".join(filter(None, (words, later, line.confirmed)))


def _list_latest(session: Session, sheet: PlanSheet) -> dict[int, str]:
    """The newest that was said of how each item goes on, with its day."""
    ids = [one.id for one in sheet.items]
    query = select(PlanEntry).where(col(PlanEntry.item_id).in_(ids), PlanEntry.act == PlanAct.NOTE)
    query = query.order_by(col(PlanEntry.id)).options(joinedload(PlanEntry.made_by))  # type: ignore[arg-type]
    return {
        one.item_id: f"{local_time(one.made_at):%Y-%m-%d} {one.made_by.name} {one.text}" for one in session.exec(query)
    }
