"""The studio's first pages: the drafts there are, a file that comes in, one draft with all that is open in it."""

import logging
from http import HTTPStatus
from typing import Any

from flask import Blueprint, Response, abort, current_app, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from questionnaires.drafting.deciding.opening import open_notice
from questionnaires.drafting.reading.notice import MOST_BYTES
from questionnaires.messages import Refused
from survey.catalogues.reach import get_library
from survey.catalogues.versions import find_edition
from survey.evidence.file_names import clean_name
from survey.storage.states import Role
from survey.studio.drafting_work import read_clauses
from survey.studio.drafts import begin_draft, find_bodies, list_drafts, put_away
from survey.studio.page_content import list_openness, list_unasked
from survey.studio.reach import get_draft
from survey.studio.sent import STEPS, find_sent, list_sent, owe_draft
from survey.studio.stored import UnknownToThisEdition
from survey.web.access import LARGEST_ID, current_person, get_engine, get_session, only
from survey.web.errors import tell_trouble
from survey.web.languages import say_refusal
from survey.web.limits import from_people
from survey.web.marks import expensive, takes

log = logging.getLogger(__name__)
bp = Blueprint("studio", __name__)
BESIDE = 100_000  # bytes of a request beside its file
SHOWN = ("all", "open", "figures", "levels")


@bp.app_errorhandler(UnknownToThisEdition)
def tell_unknown(error: UnknownToThisEdition) -> Response:
    """A draft that a newer edition of the site wrote, wherever it is asked for: no fault, and nothing of it is lost."""
    log.error("a stored draft cannot be read by this edition: %s", error)
    remedy = _(
        "Nothing of it is lost. While the site is being upgraded, wait for a few minutes and load the page again; if "
        "it stays like this, ask the administrator to restart the site, or to upgrade it to the newest edition in use."
    )
    return tell_trouble(
        HTTPStatus.SERVICE_UNAVAILABLE, _("The draft was written by a newer edition of the site"), remedy
    )


@bp.get("/studio")
@only(Role.ADMINISTRATOR)
def drafts() -> Any:
    return _list()


@bp.post("/studio")
@only(Role.ADMINISTRATOR)
@expensive(30)
@takes(from_people(MOST_BYTES + BESIDE))
def send() -> Any:
    """Take the file of a notice, whose draft the worker makes; nothing is kept of one that cannot be read."""
    file, parent = request.files.get("file"), request.form.get("parent") or None
    if file is None or not file.filename:
        return _list(_("Choose the file of a notice.")), HTTPStatus.UNPROCESSABLE_ENTITY
    if parent is not None and parent not in get_library().documents:
        abort(404)
    name, content = clean_name(file.filename), file.read(MOST_BYTES + 1)
    try:
        read_clauses(content, name)  # what cannot be read is told at once
    except Refused as why:
        return _list(f"{name}{_(': ')}{say_refusal(why)}"), HTTPStatus.UNPROCESSABLE_ENTITY
    job_id = owe_draft(get_engine(), current_app.config["DATA_FOLDER"], content, name, parent, current_person().id)
    return redirect(url_for("studio.sent", job_id=job_id))


@bp.get("/studio/sent/<int:job_id>")
def sent(job_id: int) -> Any:
    """How far the draft of a file is, for who sent it in and administrators; the head of the draft once it is there."""
    found, person = find_sent(get_session(), job_id) if job_id <= LARGEST_ID else None, current_person()
    if found is None or (person.role is not Role.ADMINISTRATOR and person.id != found.person_id):
        abort(404)
    if found.draft_id is not None:
        return redirect(url_for("studio_head.facts", draft_id=found.draft_id))
    return render_template("studio/sent.html", sent=found, steps=STEPS)


def _list(problem: str | None = None) -> str:
    session = get_session()
    return render_template(
        "studio/drafts.html",
        drafts=list_drafts(session),
        waiting=list_sent(session),
        documents=get_library().documents,
        problem=problem,
    )


@bp.post("/studio/from/<document_id>")
@only(Role.ADMINISTRATOR)
@expensive(30)
def open_published(document_id: str) -> Any:
    """Open the version of a notice that is in force as a draft of its next one."""
    session, library = get_session(), get_library()
    document = library.documents.get(document_id) or abort(404)
    content = find_edition(session, document_id, document.version) or abort(404)
    notice = open_notice(content, document, library, find_bodies(session, document_id))
    name = _("version %(edition)s of %(document)s", edition=document.version, document=document_id)
    id = begin_draft(get_engine(), notice, name, current_person().id)
    flash(_("Opened. Nothing is changed yet; what you do not touch is published again as it stands."))
    return redirect(url_for("studio.draft", draft_id=id, show="all"))


@bp.get("/studio/<int:draft_id>")
def draft(draft_id: int) -> Any:
    """The clauses of a draft, and everything that is open."""
    found = get_draft(draft_id)
    show = request.args.get("show", "open")
    openness = list_openness(found, get_library())
    return render_template(
        "studio/draft.html",
        draft=found,
        open=openness,
        unasked=list_unasked(found.facts),
        show=show if show in SHOWN else "open",
        may_put_away=current_person().role is Role.ADMINISTRATOR,
    )


@bp.post("/studio/<int:draft_id>/put-away")
@only(Role.ADMINISTRATOR)
def discard(draft_id: int) -> Any:
    get_draft(draft_id)
    put_away(get_engine(), draft_id, current_person().id)
    flash(_("The draft is put away."))
    return redirect(url_for("studio.drafts"))
