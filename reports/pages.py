"""The gap report of a bureau, to be downloaded; and all that the reports bring to the site."""

import hashlib
from io import BytesIO
from typing import Any

from flask import Blueprint, current_app, render_template, send_file
from flask_babel import gettext
from flask_babel import lazy_gettext as _l

from reports.gap.content import Annex
from reports.gap.gathering import gather_report
from reports.gap.report import keep_gap_report
from reports.making import batch_pages, output_pages
from reports.printing.fonts import FontProblem
from reports.printing.paper import find_reports
from reports.rounds import pages as round_pages
from survey.app import Extension, Output
from survey.rounds.reach import find_response
from survey.storage.tables import Response
from survey.web.access import get_session
from survey.web.downloads import note_download
from survey.web.languages import say_refusal
from survey.web.marks import expensive

bp = Blueprint("reports", __name__)


@bp.errorhandler(FontProblem)
def show_font_problem(error: FontProblem) -> Any:
    title = gettext("This server cannot print the report")
    return render_template("web/error.html", title=title, remedy=say_refusal(error)), 503


@bp.get("/responses/<int:response_id>/report.pdf")
@expensive(200)  # a provincial reviewer may fetch a whole round's, one by one
def gap_report(response_id: int) -> Any:
    return _send_report(find_response(response_id), frozenset())


@bp.get("/responses/<int:response_id>/report-with-ledger.pdf")
@expensive(200)
def gap_report_with_ledger(response_id: int) -> Any:
    """The report with all its annexes."""
    return _send_report(find_response(response_id), frozenset(Annex))


def _send_report(response: Response, annexes: frozenset[Annex]) -> Any:
    report = gather_report(get_session(), response, annexes)
    written = keep_gap_report(report, find_reports(current_app.config["DATA_FOLDER"])).read_bytes()
    digest = hashlib.sha256(written).hexdigest()  # by it the file is known again, whoever shows it
    note_download("report.download", f"response {response.id}", {"sha256": digest})
    name = f"{response.bureau.name}{response.round.as_of.year}年差距报告.pdf"
    return send_file(BytesIO(written), mimetype="application/pdf", as_attachment=True, download_name=name)


EXTENSION = Extension(
    (bp, batch_pages.bp, output_pages.bp, round_pages.bp),
    (
        Output("reports.gap_report", _l("Gap report (PDF)"), "response"),
        Output(
            "reports.gap_report_with_ledger",
            _l("with all annexes: questions and answers, evidence, ledger of clauses"),
            "result",
        ),
        *round_pages.OUTPUTS,
        Output("batches.show", _l("All gap reports of this round (PDF in one ZIP)"), "round"),
        *output_pages.OUTPUTS,
    ),
)
