"""One bureau under two schemes, as PDF: what the page of both shows."""

from io import BytesIO
from typing import Any

from flask import Blueprint, flash, redirect, request, send_file, url_for

from questionnaires.applying import SchemeRefused
from reports.schemes.paper import write_two_schemes
from survey.rounds.reach import find_response
from survey.rounds.scheme_choice import say_refusals
from survey.schemes.side_by_side import compare_schemes, list_others
from survey.storage.states import REVIEWERS, Role
from survey.web.access import only
from survey.web.downloads import note_download
from survey.web.languages import local_today
from survey.web.marks import expensive

bp = Blueprint("two_schemes", __name__)


@bp.get("/responses/<int:response_id>/schemes.pdf")
@only(*REVIEWERS, Role.ADMINISTRATOR)
@expensive(60)
def download(response_id: int) -> Any:
    """Of what was handed in; 404 as the page, to which it leads back where the round cannot be scored so."""
    response = find_response(response_id)
    chosen = request.args.get("scheme") or next(iter(list_others(response)))
    try:
        shown = compare_schemes(response, chosen)
    except SchemeRefused as error:
        flash(" ".join(say_refusals(error)))
        return redirect(url_for("side_by_side.show", response_id=response_id, scheme=chosen))
    written = write_two_schemes(shown, local_today())
    note_download("report.schemes", f"response {response.id}", {"scheme": shown.other.title or ""})
    name = f"{response.bureau.name}{response.round.as_of.year}年两种评分方案对照（试算）.pdf"
    return send_file(BytesIO(written), mimetype="application/pdf", as_attachment=True, download_name=name)
