"""The gap report of a bureau, to be downloaded; and all that the reports bring to the site."""

from io import BytesIO
from typing import Any

from flask import Blueprint, current_app, render_template, send_file
from flask_babel import gettext
from flask_babel import lazy_gettext as _l

from reports.gap.content import Annex
from reports.gap.gathering import gather_report
from reports.leading import bureau_pages as leading_bureau_pages
from reports.leading import duty_pages as leading_duty_pages
from reports.leading import pages as leading_pages
from reports.leading import year_pages as leading_year_pages
from reports.making import batch_pages, output_pages
from reports.making.papers import find_paper
from reports.plans import pages as plan_pages
from reports.printing.fonts import FontProblem
from reports.printing.paper import find_reports
from reports.rounds import pages as round_pages
from reports.rounds import quantity_pages
from reports.rounds.warming import warm
from reports.schemes import pages as scheme_pages
from reports.sheets import pages as sheet_pages
from reports.signing import pages as signing_pages
from reports.signing.issuing import issue_gap_report, note_facts
from reports.word import letterhead_pages
from reports.word import pages as word_pages
from survey.app import Extension, Output
from survey.rounds.reach import find_response
from survey.storage.records import IssuedReport
from survey.storage.tables import Response
from survey.web.access import current_person, get_engine, get_session
from survey.web.downloads import note_download
from survey.web.languages import say_refusal
from survey.web.marks import expensive

bp = Blueprint("reports", __name__)


@bp.app_errorhandler(FontProblem)
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


@bp.get("/responses/<int:response_id>/report.pdf.sig")
@expensive(200)
def signature(response_id: int) -> Any:
    """The side file of the report as it stands now."""
    response = find_response(response_id)
    entry = _issue(response, frozenset())[1]
    note_download("report.signature", f"response {response.id}", {"sha256": entry.sha256})
    return signing_pages.send_signature(entry, _name_file(response))


def _issue(response: Response, annexes: frozenset[Annex]) -> tuple[bytes, IssuedReport]:
    """The report with its entry in the register: as the worker made it with the last step, otherwise made now."""
    reports = find_reports(current_app.config["DATA_FOLDER"])
    if not annexes and (made := find_paper(get_session(), response, reports)) is not None:
        return made[0].read_bytes(), made[1]
    report = gather_report(get_session(), response, current_app.config["TIME_ZONE"], annexes, current_person())
    facts = note_facts(report, response)
    kept, entry = issue_gap_report(get_engine(), current_app.config["DATA_FOLDER"], report, facts)
    return kept.read_bytes(), entry


def _name_file(response: Response) -> str:
    return f"{response.bureau.name}{response.round.as_of.year}年差距报告"


def _send_report(response: Response, annexes: frozenset[Annex]) -> Any:
    written, entry = _issue(response, annexes)
    note_download("report.download", f"response {response.id}", {"serial": entry.serial, "sha256": entry.sha256})
    name = f"{_name_file(response)}.pdf"
    return send_file(BytesIO(written), mimetype="application/pdf", as_attachment=True, download_name=name)


EXTENSION = Extension(
    (
        bp,
        batch_pages.bp,
        leading_pages.bp,
        leading_bureau_pages.bp,
        leading_duty_pages.bp,
        leading_year_pages.bp,
        output_pages.bp,
        plan_pages.bp,
        quantity_pages.bp,
        round_pages.bp,
        scheme_pages.bp,
        sheet_pages.bp,
        signing_pages.bp,
        word_pages.bp,
        letterhead_pages.bp,
    ),
    (
        Output("reports.gap_report", _l("Gap report (PDF)"), "response"),
        Output(
            "reports.gap_report_with_ledger",
            _l("with all annexes: questions and answers, evidence, clause coverage"),
            "result",
        ),
        Output("reports.signature", _l("signature of the gap report (.sig)"), "result"),
        Output("sheets.print_blank", _l("Blank questionnaire (PDF), to be printed and written on"), "form"),
        Output("sheets.print_request", _l("Sheet for the office (PDF)"), "request"),
        Output("sheets.print_filled", _l("Questionnaire with the answers so far (PDF)"), "form"),
        Output("sheets.print_level", _l("Blank questionnaire (PDF)"), "notice"),
        Output("lookup.show", _l("Check a report"), "everyone"),
        Output("two_schemes.download", _l("This comparison (PDF), a trial and no result"), "schemes"),
        *plan_pages.OUTPUTS,
        *word_pages.OUTPUTS,
        *leading_pages.OUTPUTS,
        *leading_year_pages.OUTPUTS,
        *round_pages.OUTPUTS,
        *quantity_pages.OUTPUTS,
        Output("batches.show", _l("All gap reports of this round (PDF in one ZIP)"), "round"),
        *output_pages.OUTPUTS,
    ),
    warm,
)
