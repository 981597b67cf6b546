"""The plan of a bureau as PDF and CSV, to be downloaded."""

from io import BytesIO
from typing import Any

from flask import Blueprint, current_app, redirect, send_file, url_for
from flask_babel import lazy_gettext as _l

from reports.plans.content import gather_plan
from reports.plans.paper import write_plan_pdf
from reports.plans.rows import HEADERS, list_rows
from reports.printing.fonts import find_fonts
from survey.app import Output
from survey.rounds.reach import find_involved
from survey.sheets.writing import write_csv
from survey.storage.tables import Response
from survey.web.access import get_session
from survey.web.downloads import note_download
from survey.web.languages import local_today
from survey.web.marks import expensive

bp = Blueprint("plan_reports", __name__)


@bp.get("/responses/<int:response_id>/plan.pdf")
@expensive(60)
def pdf(response_id: int) -> Any:
    response = find_involved(response_id)
    if response.submitted_at is None:
        return _lead_away(response_id)
    time_zone = current_app.config["TIME_ZONE"]
    plan = gather_plan(get_session(), response, time_zone, local_today(), find_fonts().substitute)
    return _send(response, write_plan_pdf(plan), "pdf", "application/pdf")


@bp.get("/responses/<int:response_id>/plan.csv")
@expensive(60)
def csv(response_id: int) -> Any:
    response = find_involved(response_id)
    if response.submitted_at is None:
        return _lead_away(response_id)
    plan = gather_plan(get_session(), response, current_app.config["TIME_ZONE"], local_today())
    return _send(response, write_csv(HEADERS, list_rows(plan)), "csv", "text/csv")


def _lead_away(response_id: int) -> Any:
    """Before anything was submitted there is no plan."""
    return redirect(url_for("check.check", response_id=response_id))


def _send(response: Response, content: bytes, form: str, kind: str) -> Any:
    note_download("plan.export", f"response {response.id}", {"form": form})
    name = f"{response.bureau.name}{response.round.as_of.year}年整改台账.{form}"
    return send_file(BytesIO(content), mimetype=kind, as_attachment=True, download_name=name)


OUTPUTS = (Output("plan_reports.pdf", _l("Plan (PDF)"), "plan"), Output("plan_reports.csv", _l("Plan (CSV)"), "plan"))
