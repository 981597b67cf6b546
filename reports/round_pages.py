"""The report on a round: a province's or a city's, as a page and as a PDF."""

from io import BytesIO
from pathlib import Path
from typing import Any

from flask import Blueprint, abort, current_app, render_template, request, send_file
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from reports.fonts import FontProblem
from reports.round_content import RoundReport
from reports.round_reading import read_round
from reports.round_report import describe_round_report, keep_round_report
from survey.access import current_person, get_session, list_readable, only
from survey.app import Output
from survey.closings import find_place
from survey.noting import note_download
from survey.reviewing import find_round, list_cities
from survey.rounds import name_round
from survey.states import REVIEWERS, Role
from survey.tables import Response, Round

bp = Blueprint("round_pages", __name__, template_folder="templates")


@bp.errorhandler(FontProblem)
def show_font_problem(error: FontProblem) -> Any:
    remedy = _(error.message) % error.details
    return render_template("error.html", title=_("This server cannot print the report"), remedy=remedy), 503


@bp.get("/rounds/<slug>/report")
@only(*REVIEWERS, Role.ADMINISTRATOR)
def show(slug: str) -> Any:
    round = find_round(slug)
    responses = list_readable(round)
    report = _read(round, responses)
    cities = list_cities(responses)
    chosen = request.args.get("city", "")
    return render_template(
        "round_page.html", round=round, cities=cities, chosen=chosen, **describe_round_report(report, str)
    )


@bp.get("/rounds/<slug>/report.pdf")
@only(*REVIEWERS, Role.ADMINISTRATOR)
def download(slug: str) -> Any:
    round = find_round(slug)
    report = _read(round, list_readable(round))
    written = keep_round_report(report, Path(current_app.config["DATA_FOLDER"], "reports"))
    note_download("round.report", name_round(round), report.scope)
    name = f"{report.scope}{round.as_of.year}年自评总体报告.pdf"
    return send_file(BytesIO(written), mimetype="application/pdf", as_attachment=True, download_name=name)


def _read(round: Round, responses: list[Response]) -> RoundReport:
    """The report on what the signed-in person may read, or on one city of it; 404 where there is nothing."""
    city = request.args.get("city", "")
    shown = [one for one in responses if not city or find_place(one.bureau).code == city]
    if not shown and (city or current_person().role is not Role.ADMINISTRATOR):
        abort(404)
    return read_round(get_session(), round, shown, _name_scope(shown), current_app.config["TIME_ZONE"])


def _name_scope(responses: list[Response]) -> str:
    """Whose report it is: a city's, that of the reviewer's place, otherwise the whole round's."""
    places = {find_place(one.bureau).name for one in responses}
    if len(places) == 1:
        return places.pop()
    bureau = current_person().bureau
    return bureau.name if bureau else "全部填报单位"


OUTPUTS = tuple(Output("round_pages.show", _l("Report on the round"), of) for of in ("round", "overview"))
