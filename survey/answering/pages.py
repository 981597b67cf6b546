"""Answering: one domain a page, every answer saved as it is given, two answers never overwriting each other."""

from collections.abc import Mapping
from http import HTTPStatus
from typing import Any

from flask import Blueprint, abort, flash, jsonify, redirect, render_template, request, url_for
from flask_babel import gettext as _

from questionnaires.questionnaire import Question, Questionnaire, Section
from survey.answering.forms import AnswerForm, answer_of, build_form, build_forms, fingerprint
from survey.answering.page_content import count_domains, find_first_open, find_locks, make_blocks
from survey.answering.replies import collision_json, saved_json
from survey.answering.requests import is_said_to_be_carried, read_choice, read_typed, read_version, refuse_unknown
from survey.evidence.forms import EvidenceDatesForm, MendingForm
from survey.evidence.listing import list_evidence
from survey.responses.edits import find_last_edit
from survey.responses.last_year import find_source, keep_answer, recall, suggest
from survey.responses.mending import list_mendings, list_unmended
from survey.responses.profiles import lacks_profile
from survey.responses.saving import (
    UNTOUCHED,
    Collision,
    NothingToSettle,
    ResponseFrozen,
    list_answers,
    list_waiting,
    save_answer,
    settle,
)
from survey.rounds.issued import applying_questionnaire
from survey.rounds.reach import find_own_asked, find_own_response
from survey.rounds.rounds import has_begun
from survey.storage.states import WITH_BUREAU, Role, Source, State
from survey.storage.tables import Response
from survey.web.access import current_account, current_person, get_engine, get_session
from survey.web.paths import local_path

bp = Blueprint("answering", __name__)


@bp.get("/responses/<int:response_id>/")
def start(response_id: int) -> Any:
    response = find_own_response(response_id)
    if current_person().role is Role.CLERK and lacks_profile(response):
        return redirect(url_for("profile.edit", response_id=response_id))
    questionnaire = applying_questionnaire(response)
    saved = list_answers(get_session(), response)
    section = find_first_open(questionnaire, saved, list_unmended(list_mendings(get_session(), response_id, saved)))
    if section is None:
        return redirect(url_for("check.check", response_id=response_id))
    return redirect(url_for("answering.domain", response_id=response_id, domain_id=section.id))


@bp.get("/responses/<int:response_id>/domains/<domain_id>")
def domain(response_id: int, domain_id: str) -> Any:
    response = find_own_response(response_id)
    section = _find_section(applying_questionnaire(response), domain_id)
    since = find_last_edit(get_session(), response_id)  # before the answers: what comes between is told again
    return _draw_page(response, section, build_forms(section.questions, list_answers(get_session(), response)), since)


@bp.post("/responses/<int:response_id>/domains/<domain_id>")
def save_page(response_id: int, domain_id: str) -> Any:
    """The whole page at once, for browsers without JavaScript."""
    response = find_own_response(response_id, Role.CLERK)
    section = _find_section(applying_questionnaire(response), domain_id)
    forms = build_forms(section.questions, {}, request.form)
    way = _find_way(response, request.form.get("go", section.id))
    try:
        wrong, saved, collided = _save_forms(response, forms)
        if "settle" in request.form:
            _settle(response, section, request.form["settle"])
        if "carry" in request.form:
            saved += _carry(response, section, request.form["carry"])
    except ResponseFrozen:
        flash(_("This part of the response is locked; nothing more is saved to it."))
        return redirect(url_for("answering.domain", response_id=response_id, domain_id=domain_id))
    if wrong:
        right = build_forms(section.questions, list_answers(get_session(), response))
        since = find_last_edit(get_session(), response_id)
        return _draw_page(response, section, {**right, **wrong}, since), HTTPStatus.UNPROCESSABLE_ENTITY
    if collided:
        flash(_("A colleague has answered meanwhile. Both answers are shown; choose one."))
        return redirect(url_for("answering.domain", response_id=response_id, domain_id=domain_id))
    if saved:
        flash(_("Saved."))
    return redirect(way)


@bp.put("/responses/<int:response_id>/answers/<question_id>")
def save(response_id: int, question_id: str) -> Any:
    """One answer as it was typed, from the form's script."""
    asked = find_own_asked(response_id, Role.CLERK)
    question = asked.questionnaire.by_id.get(question_id) or abort(404)
    base_version, typed = read_typed(question, _person_id())
    form = build_form(question, typed=typed)
    refuse_unknown(typed, form)
    reading = answer_of(form, asked.as_of)
    if not reading.ready:
        return jsonify(errors=reading.errors, missing=reading.missing), HTTPStatus.UNPROCESSABLE_ENTITY
    try:
        source = Source.TYPED
        if is_said_to_be_carried():
            source = find_source(get_session(), find_own_response(response_id), question, reading.answer)
        outcome = save_answer(get_engine(), response_id, question, reading.answer, base_version, _person_id(), source)
    except ResponseFrozen:
        return _say_frozen()
    if isinstance(outcome, Collision):
        words = collision_json(question, outcome)
        return jsonify(collision=words, version=outcome.theirs.version), HTTPStatus.CONFLICT
    return jsonify(saved_json(question, outcome))


@bp.post("/responses/<int:response_id>/answers/<question_id>/settle")
def settle_answer(response_id: int, question_id: str) -> Any:
    """Choose between two answers; `take` is "mine" for the one that waits, "theirs" for the one that stands."""
    response = find_own_response(response_id, Role.CLERK)
    question = _find_question(response, question_id)
    chosen = request.get_json() if request.is_json else request.form
    if not isinstance(chosen, dict):
        abort(400)
    edit_id, take = read_choice(f"{question_id}:{chosen.get('edit_id')}:{chosen.get('take')}", {question_id})
    try:
        outcome = settle(get_engine(), response_id, question, edit_id, take, _person_id())
    except ResponseFrozen:
        return _say_frozen()
    except NothingToSettle:
        outcome = list_answers(get_session(), response).get(question_id) or abort(404)
    if request.is_json:
        return jsonify(saved_json(question, outcome))
    if "next" in chosen:
        return redirect(local_path(chosen["next"]))
    section = _find_section_of(applying_questionnaire(response), question_id)
    anchor = f"question-{question_id}"
    return redirect(url_for("answering.domain", response_id=response_id, domain_id=section.id, _anchor=anchor))


def _draw_page(response: Response, section: Section, forms: Mapping[str, AnswerForm], since: int) -> str:
    questionnaire = applying_questionnaire(response)
    saved, waiting = list_answers(get_session(), response), list_waiting(get_session(), response)
    locks = find_locks(get_session(), response, current_person(), saved)
    open_ones = [one for one in section.questions if not locks.locked(one.id)]
    suggested = suggest(get_session(), response, open_ones, saved) if open_ones else {}
    quantities = [one for one in section.questions if one.is_quantity]
    figures = recall(get_session(), response, quantities) if quantities else {}
    domains = count_domains(questionnaire, saved, waiting, locks.returned)
    place, files = questionnaire.domains.index(section), list_evidence(get_session(), response.id)
    return render_template(
        "answering/domain.html",
        response=response,
        section=section,
        begun=has_begun(response.round),
        lacks_profile=lacks_profile(response),
        has_facts=bool(questionnaire.facts),
        has_bonus=bool(questionnaire.scheme and questionnaire.scheme.bonus),
        since=since,
        frozen=not open_ones,
        is_head=current_account().role is Role.HEAD,
        only_returned=bool(open_ones) and response.state is State.RETURNED,
        can_check=response.state in WITH_BUREAU,
        blocks=make_blocks(
            questionnaire, section, forms, saved, waiting, locks, suggested, figures, files, response.round.as_of
        ),
        dates_form=MendingForm() if response.state is State.RETURNED else EvidenceDatesForm(),
        domains=domains,
        answered=sum(one.answered for one in domains),
        asked=sum(one.asked for one in domains),
        previous=domains[place - 1] if place else None,
        next=domains[place + 1] if place + 1 < len(domains) else None,
    )


def _find_way(response: Response, go: str) -> str:
    """Where a button leads that saves the page and goes on: to a domain by its id, or to the check of the answers."""
    if go == "check":
        return url_for("check.check", response_id=response.id)
    domains = applying_questionnaire(response).domains
    target = next((one for one in domains if one.id == go), None) or abort(400)
    return url_for("answering.domain", response_id=response.id, domain_id=target.id)


def _save_forms(response: Response, forms: Mapping[str, AnswerForm]) -> tuple[dict[str, AnswerForm], int, int]:
    """Save what was changed and can be read; give back the other forms, and how many were saved and collided."""
    wrong, saved, collided = {}, 0, 0
    for id, form in forms.items():
        if not form.version:
            continue  # drawn without fields: it waits for a choice
        reading = answer_of(form, response.round.as_of)
        if reading.errors or reading.missing:
            if reading.missing:
                form.form_errors.append(reading.missing)
            wrong[id] = form
        elif fingerprint(form.question, reading.answer) != form.seen:
            version = read_version(form.version)
            outcome = save_answer(get_engine(), response.id, form.question, reading.answer, version, _person_id())
            saved, collided = saved + 1, collided + isinstance(outcome, Collision)
    return wrong, saved, collided


def _settle(response: Response, section: Section, chosen: str) -> None:
    """Make the choice that a button of the page names: the question, the edit, whose answer to take."""
    asked = {one.id: one for one in section.questions}
    edit_id, take = read_choice(chosen, set(asked))
    try:
        settle(get_engine(), response.id, asked[chosen.split(":")[0]], edit_id, take, _person_id())
    except NothingToSettle:
        flash(_("A colleague has chosen already."))


def _carry(response: Response, section: Section, question_id: str) -> int:
    """Confirm last year's answer to one question; how many were saved."""
    question = next((one for one in section.questions if one.id == question_id), None) or abort(400)
    saved = list_answers(get_session(), response)
    last = suggest(get_session(), response, [question], saved).get(question_id)
    if last is None:
        return 0
    stands = saved.get(question_id, UNTOUCHED)
    answer = keep_answer(last, stands.answer)
    save_answer(get_engine(), response.id, question, answer, stands.version, _person_id(), Source.CARRIED)
    return 1


def _find_section(questionnaire: Questionnaire, domain_id: str) -> Section:
    return next((one for one in questionnaire.domains if one.id == domain_id), None) or abort(404)


def _find_section_of(questionnaire: Questionnaire, question_id: str) -> Section:
    return next(one for one in questionnaire.domains if question_id in {question.id for question in one.questions})


def _find_question(response: Response, question_id: str) -> Question:
    return applying_questionnaire(response).by_id.get(question_id) or abort(404)


def _say_frozen() -> Any:
    return jsonify(error=_("This part of the response is locked; nothing more is saved to it.")), HTTPStatus.LOCKED


def _person_id() -> int:
    return current_account().id
