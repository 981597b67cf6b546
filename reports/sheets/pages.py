"""The questionnaire as PDF from the site: of one's own response, filled in or blank, and blank for any level."""

from io import BytesIO
from typing import Any

from flask import Blueprint, abort, current_app, redirect, request, send_file, url_for

from questionnaires.generator import UnknownDocument, build_questionnaire, list_levels
from questionnaires.questionnaire import Questionnaire
from reports.printing.paper import find_reports
from reports.sheets.sheet import OfficeHeading, QuestionSheet, keep_sheet, write_sheet
from survey.catalogues.reach import get_library
from survey.responses.saving import list_answers
from survey.rounds.issued import applying_questionnaire
from survey.rounds.reach import find_own_response
from survey.teamwork.offices import find_sheet
from survey.web.access import get_session
from survey.web.downloads import note_download
from survey.web.languages import local_time
from survey.web.marks import expensive

bp = Blueprint("sheets", __name__)


@bp.get("/responses/<int:response_id>/questionnaire.pdf")
@expensive(60)
def print_filled(response_id: int) -> Any:
    """The questionnaire with the answers as they stand; with `domain` one domain of it."""
    return _print_own(response_id, is_filled=True)


@bp.get("/responses/<int:response_id>/questionnaire-blank.pdf")
@expensive(60)
def print_blank(response_id: int) -> Any:
    """The same to be written on, such as by an office that supplies some of the answers."""
    return _print_own(response_id, is_filled=False)


@bp.get("/notices/<document_id>/<level>.pdf")
@expensive(60)
def print_level(document_id: str, level: str) -> Any:
    """The blank questionnaire of a notice for a level."""
    library = get_library()
    try:
        levels = list_levels(library, document_id)
    except UnknownDocument:
        abort(404)
    if level not in levels:
        abort(404)
    asked = build_questionnaire(library, document_id, level)
    written = _write(QuestionSheet(asked))
    note_download("questionnaire.print", f"notice {document_id}", {"level": level})
    return _send(written, f"{document_id}{asked.level_name}自评问卷.pdf")


@bp.get("/responses/<int:response_id>/requests/<int:request_id>/sheet.pdf")
@expensive(60)
def print_request(response_id: int, request_id: int) -> Any:
    """The questions that an office outside was asked for, with room for its answers and its stamp."""
    response = find_own_response(response_id)
    asked = applying_questionnaire(response)
    found = find_sheet(get_session(), response_id, request_id, asked.places)
    if found is None:
        return redirect(url_for("sharing.show", response_id=response_id))
    asking = found.request
    sheet = QuestionSheet(
        asked.keep_questions({one.question_id for one in found.questions}),
        response.round.as_of,
        response.bureau.name,
        response.round.title,
        is_demo=current_app.extensions["survey_settings"].is_demo,
        heading=OfficeHeading(asking.office, asking.contact, local_time(asking.made_at).date(), asking.due),
    )
    written = write_sheet(sheet)
    note_download("questionnaire.print", f"response {response.id}", {"office": asking.office})
    return _send(written, f"{asking.office}{response.round.as_of.year}年自评协助填报表.pdf")


def _print_own(response_id: int, is_filled: bool) -> Any:
    response = find_own_response(response_id)
    saved = list_answers(get_session(), response) if is_filled else {}
    sheet = QuestionSheet(
        _choose_domain(applying_questionnaire(response), request.args.get("domain")),
        response.round.as_of,
        response.bureau.name,
        response.round.title,
        {id: one.answer for id, one in saved.items()},
        current_app.extensions["survey_settings"].is_demo,
    )
    written = _write(sheet)
    note_download("questionnaire.print", f"response {response.id}", {"filled": is_filled})
    return _send(
        written, f"{response.bureau.name}{response.round.as_of.year}年自评问卷{'' if is_filled else '（空白）'}.pdf"
    )


def _choose_domain(questionnaire: Questionnaire, domain_id: str | None) -> Questionnaire:
    """The questionnaire, or one domain of it under the same numbers; 404 for one that is not asked."""
    if domain_id is None:
        return questionnaire
    if domain_id not in questionnaire.domain_places:
        abort(404)
    return questionnaire.keep_domain(domain_id)


def _write(sheet: QuestionSheet) -> bytes:
    """A blank sheet is the same for everyone and kept; one with answers changes with each of them."""
    if sheet.answers:
        return write_sheet(sheet)
    return keep_sheet(sheet, find_reports(current_app.config["DATA_FOLDER"])).read_bytes()


def _send(written: bytes, name: str) -> Any:
    return send_file(BytesIO(written), mimetype="application/pdf", as_attachment=True, download_name=name)
