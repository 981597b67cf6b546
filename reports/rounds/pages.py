"""The report on a round as a page: a province's or a city's."""

from typing import Any

from flask import Blueprint, abort, current_app, render_template, request
from flask_babel import lazy_gettext as _l

from reports.rounds.content import RoundReport
from reports.rounds.own import recall, recall_own
from reports.rounds.places import name_scope
from reports.rounds.recalled import recall_report
from reports.rounds.remembering import name_reader, remember
from reports.rounds.report import describe_round_report
from survey.app import Output
from survey.bureaus.places import find_place
from survey.reviewing.round_table import list_cities
from survey.rounds.reach import find_round
from survey.storage.states import REVIEWERS, Role
from survey.storage.tables import Response, Round
from survey.web.access import current_person, get_session, only
from survey.web.marks import expensive

bp = Blueprint("round_report", __name__, template_folder="../templates")


@bp.get("/rounds/<slug>/report")
@only(*REVIEWERS, Role.ADMINISTRATOR)
@expensive(120)
def show(slug: str) -> Any:
    round, person = find_round(slug), current_person()
    chosen = request.args.get("city", "")
    key = ("report", round.id, *name_reader(person), chosen)
    shown = remember(get_session(), key, lambda: _describe(round), recall(round).version)
    return render_template("rounds/report_page.html", round=round, chosen=chosen, **shown)


def _describe(round: Round) -> dict[str, Any]:
    """All that the page shows but the round itself."""
    responses = recall_own(round)
    name, ids = ("cities", *name_reader(current_person())), [one.id for one in responses]
    cities = recall(round).parts.recall(name, ids, lambda: list_cities(responses))
    return {"cities": cities, **describe_round_report(_read(round, responses), str)}


def _read(round: Round, responses: list[Response]) -> RoundReport:
    """The report on what the signed-in person may read, or on one city of it; 404 where there is nothing."""
    city, bureau = request.args.get("city", ""), current_person().bureau
    shown = [one for one in responses if not city or find_place(one.bureau).code == city]
    if not shown and (city or current_person().role is not Role.ADMINISTRATOR):
        abort(404)
    scope = name_scope(get_session(), shown, city or (bureau.code if bureau else ""))
    return recall_report(get_session(), round, shown, scope, current_app.config["TIME_ZONE"])


OUTPUTS = tuple(Output("round_report.show", _l("Report on the round"), of) for of in ("round", "overview"))
