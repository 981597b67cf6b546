"""A bureau's own shelf: files put there once, described, looked at, deleted when nothing uses them."""

from collections.abc import Sequence
from datetime import date
from http import HTTPStatus
from typing import Any

from flask import Blueprint, abort, flash, jsonify, redirect, render_template, request, url_for
from flask_babel import gettext as _

from questionnaires.messages import Refused
from survey.evidence.file_names import clean_name
from survey.evidence.forms import EvidenceDatesForm, ParticularsForm, fill_particulars
from survey.evidence.proved import list_items
from survey.evidence.sending import NotWhole, can_show, say_in_frame, send_away, show_in_frame
from survey.evidence.shelf import change_file, delete_file, find_particulars, find_shelved, put_on_shelf
from survey.evidence.shelf_listing import Use, list_last_year, list_open_responses, list_shelf, list_uses, show_shelved
from survey.evidence.uploads import get_store, receiving, say_known, size_of_file, size_of_form
from survey.responses.unlocked import is_all_open
from survey.rounds.issued import find_asking
from survey.storage.beside import ShelfFile
from survey.storage.states import OF_A_BUREAU, Role
from survey.web.access import LARGEST_ID, current_person, get_engine, get_session, only
from survey.web.languages import local_today, say_refusal
from survey.web.marks import expensive, takes

bp = Blueprint("shelf", __name__)


@bp.get("/shelf")
@only(*OF_A_BUREAU)
def show() -> Any:
    return _draw_shelf(EvidenceDatesForm())


@bp.post("/shelf")
@only(Role.CLERK)
@expensive(300)
@takes(size_of_form)
def put() -> Any:
    """Several files at once, for browsers without JavaScript."""
    form = EvidenceDatesForm(request.form)
    files = [one for one in request.files.getlist("files") if one.filename]
    refused = [] if files else [_("Choose a file first.")]
    for file in files if form.validate() else ():
        try:
            with receiving(file.stream, None, file.filename or "", form) as upload:
                known, is_new = put_on_shelf(get_engine(), get_store(), _bureau_id(), upload, current_person().id)
            flash(_("Saved.") if is_new else say_known(known.name))
        except Refused as error:
            refused.append(f"{clean_name(file.filename or '')}{_(': ')}{say_refusal(error)}")
    if refused or form.errors:
        return _draw_shelf(form, refused), HTTPStatus.UNPROCESSABLE_ENTITY
    return redirect(url_for("shelf.show"))


@bp.put("/shelf")
@only(Role.CLERK)
@expensive(300)
@takes(size_of_file)
def receive() -> Any:
    """One file as the body, from the page's script; its name and dates are in the address."""
    form = EvidenceDatesForm(request.args)
    if request.content_length is None:
        abort(HTTPStatus.LENGTH_REQUIRED)
    if not form.validate():
        return jsonify(error=form.say_errors(), again=True), HTTPStatus.UNPROCESSABLE_ENTITY
    try:
        with receiving(request.stream, request.content_length, request.args.get("name", ""), form) as upload:
            known, is_new = put_on_shelf(get_engine(), get_store(), _bureau_id(), upload, current_person().id)
    except Refused as error:
        return jsonify(error=say_refusal(error), again=False), HTTPStatus.UNPROCESSABLE_ENTITY
    if not is_new:
        flash(say_known(known.name))  # the page is drawn anew when all is there
    return jsonify(known="" if is_new else say_known(known.name)), HTTPStatus.CREATED


@bp.get("/shelf/<int:file_id>")
@only(*OF_A_BUREAU)
def file(file_id: int) -> Any:
    found = _find(file_id)
    return _draw_file(found, fill_particulars(find_particulars(found)))


@bp.post("/shelf/<int:file_id>")
@only(Role.CLERK)
def change(file_id: int) -> Any:
    found, form = _find(file_id), ParticularsForm(request.form)
    if not form.validate():
        return _draw_file(found, form), HTTPStatus.UNPROCESSABLE_ENTITY
    change_file(get_engine(), _bureau_id(), file_id, form.read_particulars(found.kind), current_person().id)
    flash(_("Saved."))
    return redirect(url_for("shelf.file", file_id=file_id))


@bp.post("/shelf/<int:file_id>/delete")
@only(Role.CLERK)
def delete(file_id: int) -> Any:
    name = _find(file_id).name
    try:
        delete_file(get_engine(), get_store(), _bureau_id(), file_id, current_person().id)
    except Refused as error:
        flash(say_refusal(error))
        return redirect(url_for("shelf.file", file_id=file_id))
    flash(_("Deleted from the shelf: %(name)s", name=name))
    return redirect(url_for("shelf.show"))


@bp.get("/shelf/<int:file_id>/file")
@only(*OF_A_BUREAU)
def download(file_id: int) -> Any:
    found = _find(file_id)
    try:
        return send_away(found, found.name)
    except NotWhole as fault:
        flash(str(fault))
        return redirect(url_for("shelf.file", file_id=file_id))


@bp.get("/shelf/<int:file_id>/preview")
@only(*OF_A_BUREAU)
@expensive(300)
def preview(file_id: int) -> Any:
    found = _find(file_id)
    if not can_show(found.kind):
        abort(404)
    try:
        return show_in_frame(found, found.name)
    except NotWhole as fault:
        return say_in_frame(str(fault))


def _draw_shelf(form: EvidenceDatesForm, refused: Sequence[str] = ()) -> str:
    session = get_session()
    session.commit()  # what was put there by this very request is shown, too
    responses = list_open_responses(session, _bureau_id())
    files = list_shelf(session, _bureau_id(), _find_day())
    return render_template(
        "evidence/shelf.html",
        files=files,
        uses=list_uses(session, [one.id for one in files]),
        responses=responses,
        with_last_year=[one for one in responses if is_all_open(one) and list_last_year(session, one)],
        form=form,
        refused=refused,
        is_clerk=current_person().role is Role.CLERK,
    )


def _draw_file(found: ShelfFile, form: ParticularsForm) -> str:
    uses = list_uses(get_session(), [found.id]).get(found.id, [])
    return render_template(
        "evidence/shelf_file.html",
        file=show_shelved(found, _find_day()),
        form=form,
        uses=[(use, _name_questions(use)) for use in uses],
        responses=list_open_responses(get_session(), _bureau_id()),
        is_clerk=current_person().role is Role.CLERK,
    )


def _name_questions(use: Use) -> list[str]:
    """What a file proves in a response, in words."""
    asking = {id: find_asking(get_session(), use.response.questionnaire, id) for id in use.question_ids}
    named = [f"{one.numbers[id]} {one.by_id[id].title}" for id, one in asking.items() if one is not None]
    items = [one.title for one in list_items(use.response) if one.id in use.question_ids]
    return [*named, *(f"{_('Bonus claims')}{_(': ')}{title}" for title in items)]


def _find_day() -> date:
    """The day on which files have to hold: the reference date of what is answered now, or today."""
    return min((one.round.as_of for one in list_open_responses(get_session(), _bureau_id())), default=local_today())


def _find(file_id: int) -> ShelfFile:
    """A file of the own bureau's shelf, or 404."""
    found = find_shelved(get_session(), _bureau_id(), file_id) if file_id <= LARGEST_ID else None
    return found if found is not None else abort(404)


def _bureau_id() -> int:
    bureau_id = current_person().bureau_id
    return bureau_id if bureau_id is not None else abort(404)
