"""Attaching evidence to a question or a bonus claim, dating and removing it: a page, and what its script sends."""

from collections.abc import Mapping, Sequence
from http import HTTPStatus
from types import MappingProxyType
from typing import IO, Any

from flask import Blueprint, abort, flash, jsonify, redirect, render_template, request, url_for
from flask_babel import gettext as _

from questionnaires.messages import Refused
from survey.evidence.file_names import clean_name, name_file
from survey.evidence.files import MOST_FILES, add_evidence, date_evidence, remove_evidence
from survey.evidence.forms import EvidenceDatesForm, MendingForm, fill_dates
from survey.evidence.listing import Filed, find_evidence, list_evidence
from survey.evidence.proved import Proved, find_proved
from survey.evidence.uploads import get_store, receiving, say_known, size_of_file, size_of_form
from survey.responses.mending import Mending, list_mendings
from survey.responses.saving import list_answers
from survey.responses.unlocked import find_returned, is_open
from survey.rounds.reach import find_own_response
from survey.storage.states import Role
from survey.storage.tables import Evidence, Response
from survey.web.access import LARGEST_ID, current_person, get_engine, get_session
from survey.web.languages import say_refusal
from survey.web.marks import expensive, takes

bp = Blueprint("attaching", __name__)


@bp.get("/responses/<int:response_id>/questions/<question_id>/evidence")
def show(response_id: int, question_id: str) -> Any:
    response = find_own_response(response_id)
    return _draw_page(response, _find_question(response, question_id), _make_form(response, question_id))


@bp.post("/responses/<int:response_id>/questions/<question_id>/evidence")
@expensive(300)
@takes(size_of_form)
def attach(response_id: int, question_id: str) -> Any:
    """Several files at once, for browsers without JavaScript."""
    response = find_own_response(response_id, Role.CLERK)
    question, form = _find_question(response, question_id), _make_form(response, question_id, request.form)
    files = [one for one in request.files.getlist("files") if one.filename]
    if not form.validate() or not files:
        refused = [] if files else [_("Choose a file first.")]
        return _draw_page(response, question, form, refused=refused), HTTPStatus.UNPROCESSABLE_ENTITY
    refused = []
    for file in files:
        try:
            row = _take(response, question, file.stream, None, file.filename or "", form)
            if row.name != name_file(file.filename or "", row.kind):
                flash(say_known(row.name))
        except Refused as error:
            refused.append(f"{clean_name(file.filename or '')}{_(': ')}{say_refusal(error)}")
    if refused:
        return _draw_page(response, question, form, refused=refused), HTTPStatus.UNPROCESSABLE_ENTITY
    flash(_("Saved."))
    return redirect(_page_of(response, question_id))


@bp.put("/responses/<int:response_id>/questions/<question_id>/evidence")
@expensive(300)
@takes(size_of_file)
def receive(response_id: int, question_id: str) -> Any:
    """One file as the body, from the form's script; its name and dates are in the address."""
    response = find_own_response(response_id, Role.CLERK)
    question, form = _find_question(response, question_id), _make_form(response, question_id, request.args)
    if request.content_length is None:
        abort(HTTPStatus.LENGTH_REQUIRED)
    if not form.validate():
        return jsonify(error=form.say_errors(), again=True), HTTPStatus.UNPROCESSABLE_ENTITY
    try:
        name = request.args.get("name", "")
        row = _take(response, question, request.stream, request.content_length, name, form)
    except Refused as error:
        return jsonify(error=say_refusal(error), again=False), HTTPStatus.UNPROCESSABLE_ENTITY
    files = [one for one in _look_again(response.id).get(question_id, []) if one.removed_at is None]
    listed = render_template("evidence/listed.html", response=response, question=question, files=files)
    mending = _find_mending(response.id, question_id)
    known = "" if row.name == name_file(name, row.kind) else say_known(row.name)
    return jsonify(list=listed, mended=mending is not None and mending.is_mended, known=known), HTTPStatus.CREATED


@bp.post("/responses/<int:response_id>/evidence/<int:evidence_id>/dates")
def set_dates(response_id: int, evidence_id: int) -> Any:
    response = find_own_response(response_id, Role.CLERK)
    row = _find_row(response, evidence_id)
    if row is None:
        return _say_gone(response)
    form = EvidenceDatesForm(request.form, prefix=_prefix(evidence_id))
    if not form.validate():
        question = _find_question(response, row.question_id)
        new = _make_form(response, question.id)
        return _draw_page(response, question, new, {evidence_id: form}), HTTPStatus.UNPROCESSABLE_ENTITY
    try:
        date_evidence(get_engine(), response_id, evidence_id, form.dates, current_person().id)
        flash(_("Saved."))
    except Refused as error:
        flash(say_refusal(error))
    return redirect(_page_of(response, row.question_id))


@bp.post("/responses/<int:response_id>/evidence/<int:evidence_id>/remove")
def remove(response_id: int, evidence_id: int) -> Any:
    response = find_own_response(response_id, Role.CLERK)
    row = _find_row(response, evidence_id)
    if row is None:
        return _say_gone(response)
    try:
        remove_evidence(get_engine(), get_store(), response_id, evidence_id, current_person().id)
        flash(_("Taken off this question. The file stays on the bureau’s shelf, where it can be deleted."))
    except Refused as error:
        flash(say_refusal(error))
    return redirect(_page_of(response, row.question_id))


def _take(
    response: Response, question: Proved, stream: IO[bytes], expected: int | None, name: str, form: EvidenceDatesForm
) -> Evidence:
    """Take one file in, or nothing of it. Raises Refused."""
    if not is_open(get_session(), response, question.id):
        raise Refused("This part of the response is locked; nothing more is saved to it.")
    with receiving(stream, expected, name, form) as upload:
        return add_evidence(get_engine(), get_store(), response.id, question.id, upload, current_person().id)


def _draw_page(
    response: Response,
    question: Proved,
    form: EvidenceDatesForm,
    wrong: Mapping[int, EvidenceDatesForm] = MappingProxyType({}),
    refused: Sequence[str] = (),
) -> str:
    """The page of a question's files; `wrong` are dates of single files that could not be read, as they were typed."""
    files = _look_again(response.id).get(question.id, [])
    standing = [one for one in files if one.removed_at is None]
    is_clerk = current_person().role is Role.CLERK
    can_change = is_clerk and is_open(get_session(), response, question.id)
    return render_template(
        "evidence/question.html",
        response=response,
        question=question,
        files=standing,
        removed=[one for one in files if one.removed_at],
        forms={one.id: wrong.get(one.id) or fill_dates(one, _prefix(one.id)) for one in standing},
        form=form,
        refused=refused,
        is_clerk=is_clerk,
        can_change=can_change,
        room=MOST_FILES - len(standing),
        mending=_find_mending(response.id, question.id),
    )


def _look_again(response_id: int) -> dict[str, list[Filed]]:
    """The files as they are now, the removed ones too: this request's reading session saw what was there before."""
    get_session().commit()
    get_session().expire_all()
    return list_evidence(get_session(), response_id, removed=True)


def _make_form(response: Response, question_id: str, typed: Any = None) -> EvidenceDatesForm:
    """What is asked of files: of those for a returned question also what was done."""
    is_returned = question_id in find_returned(get_session(), response.id)
    return MendingForm(typed) if is_returned else EvidenceDatesForm(typed)


def _find_mending(response_id: int, question_id: str) -> Mending | None:
    """What became of the return of a question, if it was returned."""
    saved = list_answers(get_session(), get_session().get_one(Response, response_id))
    return list_mendings(get_session(), response_id, saved).get(question_id)


def _find_question(response: Response, question_id: str) -> Proved:
    return find_proved(response, question_id) or abort(404)


def _find_row(response: Response, evidence_id: int) -> Evidence | None:
    return find_evidence(get_session(), response.id, evidence_id) if evidence_id <= LARGEST_ID else None


def _say_gone(response: Response) -> Any:
    flash(_("This file is not there any more; a colleague has removed it."))
    return redirect(url_for("evidence.show", response_id=response.id))


def _page_of(response: Response, question_id: str) -> str:
    return url_for("attaching.show", response_id=response.id, question_id=question_id)


def _prefix(evidence_id: int) -> str:
    return f"file-{evidence_id}"
