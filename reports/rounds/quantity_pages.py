"""The quantities of a round added up: a page, and the same as a table to take away."""

from dataclasses import dataclass
from io import BytesIO
from typing import Any

from flask import Blueprint, abort, current_app, render_template, request, send_file
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from reports.rounds.own import recall, recall_own
from reports.rounds.quantity_rows import count_reported, list_cities, list_given, name_city, write_row
from reports.rounds.recalled import recall_givers
from reports.rounds.remembering import name_reader, remember
from reports.rounds.rows import shorten
from reports.tables.aggregate import RoundInfo
from reports.tables.quantity_sums import QuantityGroup, group_givers, leave_out_few
from reports.tables.quantity_table import TITLE, write_quantities
from survey.app import Output
from survey.rounds.reach import find_round
from survey.rounds.rounds import name_round
from survey.sheets.writing import write_csv, write_table
from survey.storage.states import REVIEWERS, WITHOUT_BUREAU, Basis, Role
from survey.storage.tables import Round
from survey.web.access import current_person, get_session, only
from survey.web.downloads import note_download
from survey.web.marks import expensive

bp = Blueprint("quantities", __name__, template_folder="../templates")
MIMETYPES = {"csv": "text/csv", "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"}


@dataclass(frozen=True)
class SummedRound:
    """The quantities of a round as the signed-in person may see them."""

    groups: list[QuantityGroup]
    is_verified: bool


@bp.get("/rounds/<slug>/quantities")
@only(*REVIEWERS, Role.ADMINISTRATOR, Role.AUDITOR)
@expensive(120)
def show(slug: str) -> Any:
    """One level of one province; with `of` one quantity, place by place."""
    round = find_round(slug)
    summed = _sum_round(round)
    asked = request.args.get("group", "")
    fullest = max(summed.groups, key=lambda one: max([each.asked for each in one.sums], default=0), default=None)
    group = next((one for one in summed.groups if _name_group(one) == asked), fullest)
    given = list_given(group.sums) if group else []
    chosen = next((one for one in given if one.question.id == request.args.get("of", "")), None)
    return render_template(
        "rounds/quantities.html",
        round=round,
        may_see_bureaus=current_person().role is not Role.AUDITOR,
        is_verified=summed.is_verified,
        choices=[(_name_group(one), f"{shorten(one.province[1])} {one.level_name}") for one in summed.groups],
        group=_name_group(group) if group else "",
        reported=count_reported(group) if group else None,
        rows=[write_row(one, one.question.title, _(" ({count})")) for one in given],
        cities=list_cities(group) if group else [],
        chosen=chosen,
        places=_list_places(group, chosen.question.id) if group and chosen else [],
    )


def _list_places(group: QuantityGroup, id: str) -> list[Any]:
    """One quantity over all, then city by city."""
    sums = [(_("all places"), group.sums), *((name_city(city, group.province), own) for city, own in group.cities)]
    shown = sums if len(group.cities) > 1 else sums[:1]
    return [write_row(one, name, _(" ({count})")) for name, own in shown for one in own if one.question.id == id]


@bp.get("/rounds/<slug>/quantities.<any(csv, xlsx):form>")
@only(*REVIEWERS, Role.ADMINISTRATOR, Role.AUDITOR)
@expensive(60)
def download(slug: str, form: str) -> Any:
    round = find_round(slug)
    summed = _sum_round(round)
    info = RoundInfo(round.title, round.as_of, (), round.is_demo, is_verified=summed.is_verified)
    headers, rows = write_quantities(info, summed.groups)
    content = write_csv(headers, rows) if form == "csv" else write_table(TITLE, headers, rows)
    note_download("round.quantities", name_round(round), {"form": form})
    name = f"{round.slug}-quantities.{form}"
    return send_file(BytesIO(content), mimetype=MIMETYPES[form], as_attachment=True, download_name=name)


def _sum_round(round: Round) -> SummedRound:
    """What a reviewer or administrator may read, added up; for an auditor, who reads no bureau's work, sums over
    several bureaus alone. 404 for a reviewer of whom nobody is in the round."""
    key = ("quantities", round.id, *name_reader(current_person()))
    return remember(get_session(), key, lambda: _add_up(round), recall(round).version)


def _add_up(round: Round) -> SummedRound:
    role = current_person().role
    responses = recall(round).list_listed() if role is Role.AUDITOR else recall_own(round)
    if not responses and role not in WITHOUT_BUREAU:
        abort(404)
    givers, basis = recall_givers(get_session(), round, responses, current_app.config["TIME_ZONE"])
    groups = group_givers(givers)
    if role is Role.AUDITOR:
        groups = [shown for one in groups if (shown := leave_out_few(one)).sums]
    return SummedRound(groups, basis is Basis.VERIFIED)


def _name_group(group: QuantityGroup) -> str:
    return f"{group.province[0]}-{group.level}"


OUTPUTS = tuple(Output("quantities.show", _l("Basic figures, added up"), of) for of in ("round", "overview", "audit"))
