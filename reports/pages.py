"""Reports to download from the site: a bureau's gap report, a round's aggregate."""

import hashlib
import tempfile
import zipfile
from io import BytesIO
from pathlib import Path
from typing import Any

from flask import Blueprint, current_app, render_template, send_file
from flask_babel import gettext
from flask_babel import lazy_gettext as _l

from reports import batch_pages, round_pages
from reports.batches import find_reports
from reports.fonts import FontProblem
from reports.gap_content import Annex
from reports.gap_report import keep_gap_report
from reports.gathering import export_files, export_workbook, gather_report
from reports.workbook import TooWide
from survey.access import find_response, get_session, only
from survey.app import Extension, Output
from survey.noting import note_download
from survey.reviewing import find_round
from survey.rounds import name_round
from survey.states import Role
from survey.tables import Response, Round

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

bp = Blueprint("reports", __name__)


@bp.errorhandler(FontProblem)
def show_font_problem(error: FontProblem) -> Any:
    remedy = gettext(error.message) % error.details
    return render_template("error.html", title=gettext("This server cannot print the report"), remedy=remedy), 503


@bp.get("/responses/<int:response_id>/report.pdf")
def gap_report(response_id: int) -> Any:
    return _send_report(find_response(response_id), frozenset())


@bp.get("/responses/<int:response_id>/report-with-ledger.pdf")
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


@bp.get("/rounds/<slug>/aggregate.zip")
@only(Role.ADMINISTRATOR)
def aggregate(slug: str) -> Any:
    round = find_round(slug)
    with tempfile.TemporaryDirectory() as folder:
        packed = Path(folder, "aggregate.zip")
        with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
            for name in export_files(get_session(), round, Path(folder), current_app.config["TIME_ZONE"]):
                archive.write(Path(folder, name), name)
        return _stream(packed, round, "application/zip")


@bp.get("/rounds/<slug>/aggregate.xlsx")
@only(Role.ADMINISTRATOR)
def aggregate_workbook(slug: str) -> Any:
    round = find_round(slug)
    with tempfile.TemporaryDirectory() as folder:
        [name] = export_workbook(get_session(), round, Path(folder), current_app.config["TIME_ZONE"])
        return _stream(Path(folder, name), round, XLSX)


@bp.errorhandler(TooWide)
def show_too_wide(error: TooWide) -> Any:
    remedy = gettext(error.message) % error.details
    return render_template("error.html", title=gettext("This round does not fit into a workbook"), remedy=remedy), 422


def _stream(path: Path, round: Round, mimetype: str) -> Any:
    """Send a file piece by piece. It may be deleted meanwhile: open, it lives on until it has been sent."""
    note_download("round.export", name_round(round), {"format": path.suffix[1:]})
    name = round.slug + path.suffix
    answer = send_file(path.open("rb"), mimetype=mimetype, as_attachment=True, download_name=name)
    answer.content_length = path.stat().st_size
    return answer


EXTENSION = Extension(
    (bp, batch_pages.bp, round_pages.bp),
    (
        Output("reports.gap_report", _l("Gap report (PDF)"), "response"),
        Output(
            "reports.gap_report_with_ledger",
            _l("with all annexes: questions and answers, evidence, ledger of clauses"),
            "result",
        ),
        *round_pages.OUTPUTS,
        Output("batches.show", _l("All gap reports of this round (PDF in one ZIP)"), "round"),
        Output(
            "reports.aggregate",
            _l("Bureaus, domains, gaps and questions, with a data dictionary (CSV in one ZIP)"),
            "round",
        ),
        Output("reports.aggregate_workbook", _l("The same as one workbook (XLSX)"), "round"),
    ),
)
