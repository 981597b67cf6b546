"""The questionnaire as a workbook: downloaded, filled in without network, uploaded, looked through, taken."""

from http import HTTPStatus
from io import BytesIO
from pathlib import Path
from typing import Any

from flask import Blueprint, current_app, flash, redirect, render_template, request, send_file, url_for
from flask_babel import gettext as _
from sqlmodel import Session

from questionnaires.counting import count_questions
from questionnaires.messages import Refused
from survey.answering.form_state import find_locks
from survey.answering.returned import list_returned
from survey.responses.assessing import assess
from survey.responses.claims import find_claims, find_scheme
from survey.responses.profiles import lacks_profile
from survey.responses.saving import list_answers
from survey.responses.unlocked import is_all_open
from survey.rounds.reach import find_own_response
from survey.storage.states import WITH_BUREAU, Role
from survey.storage.tables import Response
from survey.web.access import current_person, get_engine, get_session
from survey.web.downloads import note_download
from survey.web.languages import say_refusal
from survey.web.marks import expensive
from survey.workbooks.claims_sheet import ClaimFinding, compare_claims
from survey.workbooks.differences import compare_all
from survey.workbooks.issuing import issue_workbook
from survey.workbooks.marking import mark_file
from survey.workbooks.merging import take_claims, take_workbook
from survey.workbooks.page_content import describe_findings, list_choices, list_missing
from survey.workbooks.uploads import UploadedWorkbook, drop_upload, find_upload, keep_upload, read_upload

bp = Blueprint("workbooks", __name__)
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
MOST_LEFT_OVER = 200  # places that are named one by one


@bp.get("/responses/<int:response_id>/workbook")
def show(response_id: int) -> Any:
    return _draw_page(find_own_response(response_id))


@bp.get("/responses/<int:response_id>/workbook.xlsx")
@expensive(60)
def download(response_id: int) -> Any:
    response = find_own_response(response_id)
    locks = find_locks(get_session(), response, current_person(), list_answers(get_session(), response))
    is_clerk = current_person().role is Role.CLERK
    written = issue_workbook(get_session(), response, locks.locked, not (is_clerk and is_all_open(response)))
    note_download("workbook.download", f"response {response_id}")
    return _send(written, f"{response.bureau.name}{response.round.as_of.year}年自评问卷.xlsx")


@bp.post("/responses/<int:response_id>/workbook")
@expensive(60)
def upload(response_id: int) -> Any:
    """Keep a workbook to look through; nothing is taken from it yet."""
    response = find_own_response(response_id, Role.CLERK)
    sent = request.files.get("workbook")
    content = sent.read() if sent else b""
    if not content:
        return _draw_page(response, _("Choose the workbook that you have filled in.")), HTTPStatus.UNPROCESSABLE_ENTITY
    try:
        read_upload(content, response)
    except Refused as refused:
        return _draw_page(response, say_refusal(refused)), HTTPStatus.UNPROCESSABLE_ENTITY
    keep_upload(_folder(), response_id, current_person().id, content)
    return redirect(url_for("workbooks.show", response_id=response_id))


@bp.post("/responses/<int:response_id>/workbook/take")
def take(response_id: int) -> Any:
    """Take the upload that was looked through, or drop it; only what is wrong stays to be corrected."""
    response, person = find_own_response(response_id, Role.CLERK), current_person()
    found = find_upload(_folder(), response, person.id)
    if found is None or found.digest != request.form.get("digest"):
        flash(_("This upload is not there any more. Send the workbook again."))
    elif "drop" in request.form:
        drop_upload(_folder(), response_id, person.id)
        flash(_("Nothing was imported from the workbook."))
    else:
        engine = get_engine()
        taken = take_workbook(engine, response_id, found.origin, found.given, person.id, found.digest)
        claimed = take_claims(engine, response_id, found.claims, person.id)
        if not taken.left and not claimed.left:
            drop_upload(_folder(), response_id, person.id)
        flash(_("%(changed)s answers imported, %(waiting)s to choose from.", **vars(taken)))
        if claimed.changed:
            flash(_("%(num)s bonus claims imported.", num=claimed.changed))
    return redirect(url_for("workbooks.show", response_id=response_id))


@bp.get("/responses/<int:response_id>/workbook/marked.xlsx")
def download_marked(response_id: int) -> Any:
    response = find_own_response(response_id, Role.CLERK)
    found = find_upload(_folder(), response, current_person().id)
    if found is None:
        return redirect(url_for("workbooks.show", response_id=response_id))
    return _send(mark_file(found.file, found.faults), f"{response.bureau.name}自评问卷（标注有误）.xlsx")


def _draw_page(response: Response, problem: str = "") -> str:
    person, session = current_person(), get_session()
    found = find_upload(_folder(), response, person.id) if person.role is Role.CLERK else None
    findings = compare_all(session, response, found.origin, found.given, person.id) if found else []
    assessment = assess(session, response)
    locks = find_locks(session, response, person, assessment.saved)
    return render_template(
        "workbooks/workbook.html",
        response=response,
        problem=problem,
        upload=found,
        claims=_compare_claims(session, response, found),
        count=count_questions,
        findings=describe_findings(response, findings),
        missing=list_missing(response, found.missing if found else ()),
        most_left_over=MOST_LEFT_OVER,
        choices=list_choices(session, response),
        changeable={one.id for one in assessment.questionnaire.questions if not locks.locked(one.id)},
        returned=list_returned(session, assessment) if response.state in WITH_BUREAU else (),
        lacks_profile=person.role is Role.CLERK and lacks_profile(response),
    )


def _compare_claims(session: Session, response: Response, found: UploadedWorkbook | None) -> list[ClaimFinding]:
    scheme = find_scheme(response)
    if found is None or scheme is None:
        return []
    return compare_claims(scheme, found.claims, find_claims(session, response).claims, is_all_open(response))


def _send(content: bytes, name: str) -> Any:
    return send_file(BytesIO(content), mimetype=XLSX, as_attachment=True, download_name=name)


def _folder() -> Path:
    return Path(current_app.config["DATA_FOLDER"])
