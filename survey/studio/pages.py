"""The studio's first pages: the drafts there are, a file that comes in, one draft with all that is open in it."""

from http import HTTPStatus
from typing import Any

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from questionnaires.drafting.deciding.beginning import begin_notice
from questionnaires.drafting.deciding.decided import DecidedNotice
from questionnaires.drafting.deciding.opening import open_notice
from questionnaires.drafting.drafting import draft_notice
from questionnaires.drafting.reading.notice import MOST_BYTES, read_notice
from questionnaires.messages import Refused
from survey.catalogues.reach import get_library
from survey.catalogues.versions import find_edition
from survey.evidence.file_names import clean_name
from survey.storage.states import Role
from survey.studio.drafts import begin_draft, find_bodies, list_drafts, put_away
from survey.studio.page_content import list_openness
from survey.studio.reach import get_draft
from survey.web.access import current_person, get_engine, get_session, only
from survey.web.languages import say_refusal
from survey.web.marks import expensive, takes

bp = Blueprint("studio", __name__)
BESIDE = 100_000  # bytes of a request beside its file
SHOWN = ("all", "open", "figures", "levels")


@bp.get("/studio")
@only(Role.ADMINISTRATOR)
def drafts() -> Any:
    return _list()


@bp.post("/studio")
@only(Role.ADMINISTRATOR)
@expensive(30)
@takes(lambda: MOST_BYTES + BESIDE)
def send() -> Any:
    """Read and draft the file of a notice; nothing is kept of one that cannot be read."""
    file, parent = request.files.get("file"), request.form.get("parent") or None
    if file is None or not file.filename:
        return _list(_("Choose the file of a notice.")), HTTPStatus.UNPROCESSABLE_ENTITY
    if parent is not None and parent not in get_library().documents:
        abort(404)
    name = clean_name(file.filename)
    try:
        notice = _draft(file.read(MOST_BYTES + 1), name, parent)
    except Refused as why:
        return _list(f"{name}{_(': ')}{say_refusal(why)}"), HTTPStatus.UNPROCESSABLE_ENTITY
    id = begin_draft(get_engine(), notice, name, current_person().id)
    measures = sum(len(one.measures) for one in notice.clauses)
    flash(_("Drafted: %(clauses)s clauses, %(measures)s measures.", clauses=len(notice.clauses), measures=measures))
    return redirect(url_for("studio_head.facts", draft_id=id))


def _draft(data: bytes, name: str, parent: str | None) -> DecidedNotice:
    library = get_library()
    draft = draft_notice(read_notice(data, name), library, parent)
    if not draft.clauses:
        raise Refused("No clause was found in the text.")
    return begin_notice(draft, name.rpartition(".")[0], library.duties)


def _list(problem: str | None = None) -> str:
    return render_template(
        "studio/drafts.html", drafts=list_drafts(get_session()), documents=get_library().documents, problem=problem
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
@only(Role.ADMINISTRATOR)
def draft(draft_id: int) -> Any:
    """The clauses of a draft, and everything that is open."""
    found = get_draft(draft_id)
    show = request.args.get("show", "open")
    openness = list_openness(found, get_library())
    return render_template("studio/draft.html", draft=found, open=openness, show=show if show in SHOWN else "open")


@bp.post("/studio/<int:draft_id>/put-away")
@only(Role.ADMINISTRATOR)
def discard(draft_id: int) -> Any:
    get_draft(draft_id)
    put_away(get_engine(), draft_id, current_person().id)
    flash(_("The draft is put away."))
    return redirect(url_for("studio.drafts"))
