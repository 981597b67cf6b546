"""The page of all plans of a round, for those above, and the same as CSV."""

from collections.abc import Callable, Mapping
from io import BytesIO
from typing import Any

from flask import Blueprint, abort, render_template, request, send_file
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from survey.plans.overview import PlanSum, add_up, sum_plans
from survey.plans.words import STATES
from survey.rounds.reach import find_round, list_readable, list_seen
from survey.sheets.cells import Cell
from survey.sheets.writing import write_csv
from survey.storage.states import READING_ONLY, REVIEWERS, Role, State
from survey.storage.tables import Round
from survey.web.access import current_person, get_session, only
from survey.web.downloads import note_download
from survey.web.languages import local_today, show_moment
from survey.web.marks import expensive
from survey.web.paging import cut_page

bp = Blueprint("plan_overview", __name__)
FILTERS: Mapping[str, tuple[object, Callable[[PlanSum], bool]]] = {
    "": (_l("all"), lambda one: True),
    "waits": (_l("waiting for a reviewer"), lambda one: one.waits),
    "late": (_l("with items past their day"), lambda one: one.late > 0),
    "cannot": (_l("with items not in time"), lambda one: one.cannot > 0),
    "none": (_l("without a plan"), lambda one: not one.promised),
}


@bp.get("/rounds/<slug>/plans")
@only(*REVIEWERS, Role.ADMINISTRATOR, *READING_ONLY)
def show(slug: str) -> Any:
    """All plans, or those that the filter leaves; the latest first where many are late."""
    round = find_round(slug)
    sums = _sum(round)
    wanted = request.args.get("show", "")
    wanted = wanted if wanted in FILTERS else ""
    return render_template(
        "plans/overview.html",
        round=round,
        page=cut_page([one for one in sums if FILTERS[wanted][1](one)]),
        wanted=wanted,
        totals=add_up(sums),
        is_reviewer=current_person().role not in READING_ONLY,
        filters=[(name, label, sum(map(holds, sums)), name == wanted) for name, (label, holds) in FILTERS.items()],
    )


@bp.get("/rounds/<slug>/plans.csv")
@only(*REVIEWERS, Role.ADMINISTRATOR, *READING_ONLY)
@expensive(60)
def download(slug: str) -> Any:
    round = find_round(slug)
    headers = [_("Code"), _("Bureau"), _("Place above"), _("State"), _("Number of items"), _("in progress")]
    headers += [
        _("done and to be checked"),
        _("checked"),
        _("not in time"),
        _("past its day"),
        _("moved in 30 days"),
        _("Last act"),
    ]
    rows: list[list[Cell]] = [
        [
            one.response.bureau.code,
            one.response.bureau.name,
            one.response.bureau.parent.name if one.response.bureau.parent else "",
            str(STATES[one.state]),
            *(one.promised, one.under_way, one.done, one.checked, one.cannot, one.late, one.moved),
            show_moment(one.last) if one.last else "",
        ]
        for one in _sum(round)
    ]
    note_download("plan.export", f"round {slug}", {"form": "csv"})
    name = f"{round.title}整改台账汇总.csv"
    return send_file(BytesIO(write_csv(headers, rows)), mimetype="text/csv", as_attachment=True, download_name=name)


def _sum(round: Round) -> list[PlanSum]:
    """What those who only read see of it are the plans of what is accepted; 404 for whoever has no bureau in it."""
    person = current_person()
    is_reader = person.role in READING_ONLY
    responses = list_seen(round) if is_reader else list_readable(round)
    if not responses and person.bureau_id is not None:
        abort(404)
    shown = [one for one in responses if one.state is State.ACCEPTED] if is_reader else responses
    return sum_plans(get_session(), shown, local_today())
