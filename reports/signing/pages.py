"""Is this report ours? Looked up by the number that stands on it, or by the file itself; no account is needed.

Whoever holds a report may be a stranger to the site: an auditor, an office without a login. They are told what page
one of that report says and whether it is the latest, no more; what has changed since is told to those who may read the
response.
"""

from contextlib import closing
from dataclasses import dataclass, replace
from http import HTTPStatus
from io import BytesIO
from typing import Any

from flask import Blueprint, abort, current_app, jsonify, redirect, render_template, request, send_file, url_for
from flask_babel import gettext as _
from flask_login import current_user

from questionnaires.messages import Refused
from reports.gap.attachments import attach, find_serial
from reports.gap.content import Annex, GapReport
from reports.gap.gathering import gather_report
from reports.gap.rows import write_points
from reports.signing.uploads import CheckedFile, FileOutcome, check_file
from survey.bureaus.reach import may_read
from survey.signing.keys import load_keys, publish_keys
from survey.signing.register import find_by_serial
from survey.signing.serials import read_serial
from survey.signing.statements import SUFFIX
from survey.storage.records import IssuedReport
from survey.storage.states import OF_A_BUREAU
from survey.storage.tables import Response
from survey.web.access import current_person, get_session
from survey.web.languages import say_refusal
from survey.web.marks import expensive, public

bp = Blueprint("lookup", __name__, template_folder="../templates")
PDF = b"%PDF-"


@dataclass(frozen=True)
class ReportStanding:
    """Whether a report is the latest of its response; `now` is what the latest would say, for those who may read it."""

    is_latest: bool
    now: GapReport | None = None


@bp.get("/reports/check")
@public
def show() -> Any:
    return _draw()


@bp.post("/reports/check/serial")
@public
@expensive(200)
def find() -> Any:
    serial = read_serial(request.form.get("serial", "")[:80])
    if serial is None:
        return _draw(problem=_("This is no serial number: it has sixteen digits, and one of them is wrong.")), 422
    return redirect(url_for("lookup.result", serial=serial))


@bp.get("/reports/check/<serial>")
@public
@expensive(200)
def result(serial: str) -> Any:
    entries = find_by_serial(get_session(), serial)
    if not entries:
        return _draw(problem=_("No report with this number was issued here.")), HTTPStatus.NOT_FOUND
    return _draw(entry=entries[0])


@bp.get("/reports/check/<serial>/signature")
@public
@expensive(200)
def signature(serial: str) -> Any:
    """The side file of a report, for whoever has the number."""
    entries = find_by_serial(get_session(), serial)
    if not entries:
        abort(404)
    return send_signature(entries[0], serial)


@bp.post("/reports/check/file")
@public
@expensive(60)
def check() -> Any:
    content, side = _read("report"), _read("signature")
    if not content.startswith(PDF):
        return _draw(problem=_("Choose the report first, a PDF file.")), HTTPStatus.UNPROCESSABLE_ENTITY
    found = check_file(get_session(), current_app.config["DATA_FOLDER"], content, side, current_user.is_authenticated)
    return _draw(entry=found.entry, found=found)


@bp.get("/reports/check/keys.json")
@public
@expensive(200)
def keys() -> Any:
    """The public keys, by which whoever has a report with its side file proves it elsewhere."""
    return jsonify(publish_keys(load_keys(current_app.config["DATA_FOLDER"])))


def send_signature(entry: IssuedReport, name: str) -> Any:
    """The side file of an entry, under the name of its report."""
    text = BytesIO(entry.signature.encode())
    return send_file(text, mimetype="text/plain", as_attachment=True, download_name=f"{name}.pdf{SUFFIX}")


def _read(name: str) -> bytes:
    sent = request.files.get(name)
    if sent is None:
        return b""
    with closing(sent):
        content: bytes = sent.read()
    return content


def _draw(entry: IssuedReport | None = None, found: CheckedFile | None = None, problem: str = "") -> str:
    reader = entry is not None and _may_read(entry)
    findings = found.findings if found and (reader or found.outcome is not FileOutcome.DIFFERENT) else ()
    return render_template(
        "signing/lookup.html",
        problem=problem,
        entry=entry,
        found=found,
        findings=[say_refusal(Refused(one.message, **one.details)) for one in findings],
        standing=_find_standing(entry, reader) if entry else None,
        installation=load_keys(current_app.config["DATA_FOLDER"]).installation,
        write_points=write_points,
    )


def _may_read(entry: IssuedReport) -> bool:
    response = get_session().get(Response, entry.response_id) if entry.response_id else None
    if response is None or not current_user.is_authenticated or not may_read(current_person(), response.bureau):
        return False
    return response.submitted_at is not None or current_person().role in OF_A_BUREAU


def _find_standing(entry: IssuedReport, reader: bool) -> ReportStanding | None:
    """How a report stands to what its response says now; None for one of a whole round."""
    response = get_session().get(Response, entry.response_id) if entry.response_id else None
    if response is None:
        return None
    annexes = frozenset(map(Annex, entry.says["annexes"]))
    now = gather_report(get_session(), response, current_app.config["TIME_ZONE"], annexes)
    as_before = replace(now, signatories=None)  # what was issued before they were printed says the same otherwise
    serials = [find_serial(attach(one)) for one in (now, as_before)]
    return ReportStanding(entry.serial in serials, now if reader else None)
