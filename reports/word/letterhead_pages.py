"""The administrator's page of the letterhead: put there, tried, taken off."""

from base64 import b64decode
from contextlib import closing
from http import HTTPStatus
from io import BytesIO
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, send_file, url_for
from flask_babel import gettext as _

from questionnaires.messages import Refused
from reports.word.letterhead_checks import MOST_BYTES
from reports.word.letterheads import drop_letterhead, find_letterhead, find_seen, put_letterhead, read_letterhead
from reports.word.letters import write_sample
from reports.word.pages import DOCX
from reports.word.styles import STYLES
from survey.evidence.file_names import name_file
from survey.storage.states import Role
from survey.web.access import current_person, get_engine, get_session, only
from survey.web.languages import say_refusal
from survey.web.marks import expensive

bp = Blueprint("letterhead", __name__, template_folder="../templates")


@bp.get("/letterhead")
@only(Role.ADMINISTRATOR)
def show() -> Any:
    return _draw()


@bp.post("/letterhead")
@only(Role.ADMINISTRATOR)
@expensive(30)
def put() -> Any:
    sent = request.files.get("file")
    if sent is None or not sent.filename:
        return _draw(_("Choose a Word file (.docx) first.")), HTTPStatus.UNPROCESSABLE_ENTITY
    with closing(sent):
        content = sent.read(MOST_BYTES + 1)
    try:
        put_letterhead(get_engine(), current_person().id, name_file(sent.filename, "docx"), content, _read_seen())
    except Refused as error:
        return _draw(say_refusal(error)), HTTPStatus.UNPROCESSABLE_ENTITY
    flash(_("The letterhead is there. Download the sample and look at it in Word or WPS."))
    return redirect(url_for("letterhead.show"))


@bp.post("/letterhead/remove")
@only(Role.ADMINISTRATOR)
def remove() -> Any:
    try:
        drop_letterhead(get_engine(), current_person().id, _read_seen())
    except Refused as error:
        return _draw(say_refusal(error)), HTTPStatus.UNPROCESSABLE_ENTITY
    flash(_("The letterhead is taken off. Papers are written as the standard has them."))
    return redirect(url_for("letterhead.show"))


@bp.get("/letterhead/sample.docx")
@only(Role.ADMINISTRATOR)
@expensive(60)
def sample() -> Any:
    """A paper with every style, on the letterhead that counts."""
    return _send(write_sample(read_letterhead(get_session())), "版式样张.docx")


@bp.get("/letterhead/file.docx")
@only(Role.ADMINISTRATOR)
def download() -> Any:
    """The letterhead as it was kept."""
    found = find_letterhead(get_session())
    if found is None:
        return redirect(url_for("letterhead.show"))
    return _send(b64decode(found.content), found.name)


def _read_seen() -> int:
    """The letterhead that the person saw, as the form names it."""
    return request.form.get("seen", -1, int)


def _send(content: bytes, name: str) -> Any:
    return send_file(BytesIO(content), mimetype=DOCX, as_attachment=True, download_name=name)


def _draw(problem: str = "") -> str:
    return render_template(
        "word/letterhead_page.html",
        problem=problem,
        letterhead=find_letterhead(get_session()),
        seen=find_seen(get_session()),
        styles=[one.name for one in STYLES],
    )
