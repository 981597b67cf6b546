"""Catalogues for administrators: their versions, their files, and a new one sent in, looked at and published."""

from http import HTTPStatus
from typing import Any

from flask import Blueprint, Response, abort, current_app, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from questionnaires.catalogue import PolicyDocument
from questionnaires.joining import CatalogueRead
from questionnaires.loading import CatalogueError
from questionnaires.messages import Refused
from survey.catalogues.page_content import gather_preview, list_catalogues
from survey.catalogues.publishing import inspect_catalogue, publish_catalogue, refuse_known
from survey.catalogues.reach import get_library
from survey.catalogues.versions import find_newest, list_versions, read_version
from survey.catalogues.words import CHANGES, say_changes, say_faults
from survey.sheets.imports import Shelf
from survey.storage.database import writing
from survey.storage.states import Role
from survey.storage.trail import take_turn
from survey.web.access import current_person, get_engine, get_session, only
from survey.web.languages import say_refusal
from survey.web.marks import expensive

bp = Blueprint("catalogues", __name__)
UNPROCESSABLE = HTTPStatus.UNPROCESSABLE_ENTITY
MOST_FAULTS = 500


@bp.get("/catalogues")
@only(Role.ADMINISTRATOR)
def list_all() -> Any:
    return render_template("catalogues/list.html", notices=list_catalogues(get_session(), get_library()))


@bp.get("/catalogues/<document_id>")
@only(Role.ADMINISTRATOR)
def versions(document_id: str) -> Any:
    found = list_versions(get_session(), document_id) or abort(404)
    document = get_library().documents.get(document_id)
    return render_template("catalogues/versions.html", versions=found, document=document)


@bp.get("/catalogues/<document_id>/<int:number>.yaml")
@only(Role.ADMINISTRATOR)
def download(document_id: str, number: int) -> Response:
    content = read_version(get_session(), document_id, number) or abort(404)
    disposition = f"attachment; filename={document_id}.yaml"
    return Response(content, mimetype="application/yaml", headers={"Content-Disposition": disposition})


@bp.get("/publish-catalogue")
@only(Role.ADMINISTRATOR)
def choose() -> Any:
    return _ask()


@bp.post("/publish-catalogue")
@only(Role.ADMINISTRATOR)
@expensive(60)
def preview() -> Any:
    """Look at the file that was sent: all its faults, or what would be published."""
    file = request.files.get("file")
    content = file.read() if file else b""
    if not content:
        return _ask(problem=_("Choose a file that is not empty.")), UNPROCESSABLE
    try:
        refuse_known(get_session(), content)
    except Refused as error:
        return _ask(problem=say_refusal(error)), UNPROCESSABLE
    read = inspect_catalogue(get_session(), content)
    if read.document is None or read.faults:
        return _ask(read), UNPROCESSABLE
    return _show(read.document, _shelf().put(content))


@bp.post("/publish-catalogue/<key>")
@only(Role.ADMINISTRATOR)
def publish(key: str) -> Any:
    """The deliberate button of the preview."""
    content = _shelf().get(key)
    if content is None:
        flash(_("This file was published already, or has waited for more than a day. Nothing was changed now."))
        return redirect(url_for("catalogues.choose"))
    read = inspect_catalogue(get_session(), content)
    if read.document is None:
        return _ask(read), HTTPStatus.CONFLICT
    note = request.form.get("note", "")
    try:
        with writing(get_engine()) as session:
            take_turn(session)
            seen = request.form.get("mark") == str(find_newest(session, read.document.id))
            published = publish_catalogue(session, content.decode(), current_person().id, note) if seen else None
    except CatalogueError as error:
        return _ask(CatalogueRead(read.document, tuple(error.faults))), HTTPStatus.CONFLICT
    except Refused as error:
        return _ask(problem=say_refusal(error)), HTTPStatus.CONFLICT
    if published is None:
        flash(_("Meanwhile another version was published. Nothing was written yet; look at it again."))
        return _show(read.document, key), HTTPStatus.CONFLICT
    _shelf().drop(key)
    flash(_("“%(title)s”, version %(edition)s, is published.", title=published.title, edition=published.edition))
    return redirect(url_for("catalogues.versions", document_id=published.document))


def _ask(read: CatalogueRead | None = None, problem: str | None = None) -> str:
    """The page to send a file in, with what is wrong with the one that was sent."""
    faults = read.faults if read else ()
    id = read.document.id if read and read.document else faults[0].file.removesuffix(".yaml") if faults else ""
    return render_template(
        "catalogues/choose.html", problem=problem, faults=say_faults(faults[:MOST_FAULTS], id), number=len(faults)
    )


def _show(document: PolicyDocument, key: str) -> str:
    return render_template(
        "catalogues/preview.html",
        preview=gather_preview(get_library(), document),
        key=key,
        mark=find_newest(get_session(), document.id),
        say_changes=say_changes,
        changes=CHANGES,
    )


def _shelf() -> Shelf:
    return Shelf(current_app.config["DATA_FOLDER"], current_person().id)
