"""Answering: one domain a page, every answer saved as it is given, two answers never overwriting each other."""

from collections.abc import Mapping
from http import HTTPStatus
from typing import Any

from flask import Blueprint, abort, flash, jsonify, redirect, request, url_for
from flask_babel import gettext as _

from questionnaires.messages import Refused
from questionnaires.questionnaire import Question, Questionnaire, Section
from survey.answering.form_page import Chosen, draw_page
from survey.answering.form_state import find_state
from survey.answering.forms import AnswerForm, answer_of, build_form, build_forms, fingerprint
from survey.answering.replies import collision_json, saved_json
from survey.answering.requests import is_said_to_be_carried, read_choice, read_typed, read_version, refuse_unknown
from survey.answering.to_do import Only, choose_sections, find_next, find_section
from survey.responses.doubts import say_word
from survey.responses.edits import find_last_edit
from survey.responses.last_year import find_source, keep_answer, suggest
from survey.responses.of_year import find_offers
from survey.responses.profiles import lacks_profile
from survey.responses.saving import (
    UNTOUCHED,
    Collision,
    NothingToSettle,
    ResponseFrozen,
    list_answers,
    save_answer,
    settle,
)
from survey.rounds.issued import applying_questionnaire
from survey.rounds.reach import find_own_asked, find_own_response
from survey.storage.states import Role, Source
from survey.storage.tables import Response
from survey.web.access import current_account, current_person, get_engine, get_session
from survey.web.languages import say_refusal
from survey.web.paths import local_path

bp = Blueprint("answering", __name__)
MOST_SOUGHT = 60  # characters of a search


@bp.get("/responses/<int:response_id>/")
def start(response_id: int) -> Any:
    response = find_own_response(response_id)
    if current_person().role is Role.CLERK and lacks_profile(response):
        return redirect(url_for("profile.edit", response_id=response_id))
    return redirect(_find_next(response, ""))


@bp.get("/responses/<int:response_id>/next")
def go_on(response_id: int) -> Any:
    """To the next question with something to do, behind the one that `after` names; at the end to the check."""
    return redirect(_find_next(find_own_response(response_id), request.args.get("after", "")))


@bp.get("/responses/<int:response_id>/domains/<domain_id>")
def domain(response_id: int, domain_id: str) -> Any:
    response = find_own_response(response_id)
    section = _find_section(applying_questionnaire(response), domain_id)
    since = find_last_edit(get_session(), response_id)  # before the answers: what comes between is told again
    return draw_page(response, [section], since)


@bp.get("/responses/<int:response_id>/questions")
def choose(response_id: int) -> Any:
    """The questions of all domains that are of the kind `only` and have the words `q`."""
    response = find_own_response(response_id)
    chosen, since = _read_chosen(), find_last_edit(get_session(), response_id)
    questionnaire = applying_questionnaire(response)
    state = find_state(get_session(), response, current_person(), questionnaire.questions)
    sections = choose_sections(questionnaire, None if chosen.only is None else state.to_do[chosen.only], chosen.words)
    return draw_page(response, sections, since, chosen, state=state)


@bp.post("/responses/<int:response_id>/domains/<domain_id>")
def save_page(response_id: int, domain_id: str) -> Any:
    """The whole page at once, for browsers without JavaScript."""
    response = find_own_response(response_id, Role.CLERK)
    section = _find_section(applying_questionnaire(response), domain_id)
    here = url_for("answering.domain", response_id=response_id, domain_id=domain_id)
    return _save_sections(response, [section], here)


@bp.post("/responses/<int:response_id>/questions")
def save_chosen(response_id: int) -> Any:
    """The same for what was chosen: the questions that were on the page, whatever would be chosen by now."""
    response = find_own_response(response_id, Role.CLERK)
    questionnaire, chosen = applying_questionnaire(response), _read_chosen()
    sent = [one.id for one in questionnaire.questions if f"{one.id}-version" in request.form]
    return _save_sections(response, choose_sections(questionnaire, sent, ""), request.full_path, chosen)


def _save_sections(response: Response, sections: list[Section], here: str, chosen: Chosen | None = None) -> Any:
    questions = [one for section in sections for one in section.questions]
    forms = build_forms(questions, {}, request.form)
    go = request.form.get("go", "")
    way = _find_way(response, go, questions[-1].id) if go and questions else here
    try:
        wrong, saved, collided = _save_forms(response, forms)
        if "settle" in request.form:
            _settle(response, questions, request.form["settle"])
        if "checked" in request.form:
            _say_checked(response, questions, request.form["checked"])
        saved += _take_offered(response, questions)
    except ResponseFrozen:
        flash(_("This part of the response is locked; nothing more is saved to it."))
        return redirect(here)
    if wrong:
        since = find_last_edit(get_session(), response.id)
        return draw_page(response, sections, since, chosen, wrong), HTTPStatus.UNPROCESSABLE_ENTITY
    if collided:
        flash(_("A colleague has answered meanwhile. Both answers are shown; choose one."))
        return redirect(here)
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
    return redirect(_find_place(response, question_id))


def _read_chosen() -> Chosen:
    """What the address asks for; 400 for a kind that there is not."""
    only, words = request.args.get("only", ""), request.args.get("q", "").strip()
    if only and only not in set(Only):
        abort(400)
    return Chosen(Only(only) if only else None, words[:MOST_SOUGHT])


def _find_next(response: Response, after: str) -> str:
    """Where there is something to do behind a question; where nothing is left, the check of the answers."""
    steps = find_state(get_session(), response, current_person()).steps
    question = find_next(applying_questionnaire(response), steps, after)
    return url_for("check.check", response_id=response.id) if question is None else _find_place(response, question.id)


def _find_place(response: Response, question_id: str) -> str:
    section, anchor = find_section(applying_questionnaire(response), question_id), f"question-{question_id}"
    return url_for("answering.domain", response_id=response.id, domain_id=section.id, _anchor=anchor)


def _find_way(response: Response, go: str, last: str) -> str:
    """Where a button leads that saves the page and goes on: to the check of the answers, to what is next to do behind
    the `last` question of the page, to a choice or a search, or to a domain by its id."""
    if go == "check":
        return url_for("check.check", response_id=response.id)
    if go == "next":
        return url_for("answering.go_on", response_id=response.id, after=last)
    if go == "search":
        return url_for("answering.choose", response_id=response.id, q=request.form.get("q", "")[:MOST_SOUGHT])
    if go.startswith("last-year="):
        target = _find_section(applying_questionnaire(response), go.partition("=")[2], 400)
        return url_for("carrying.show", response_id=response.id, domain_id=target.id)
    if go in set(Only):
        return url_for("answering.choose", response_id=response.id, only=go)
    target = _find_section(applying_questionnaire(response), go, 400)
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


def _settle(response: Response, questions: list[Question], chosen: str) -> None:
    """Make the choice that a button of the page names: the question, the edit, whose answer to take."""
    asked = {one.id: one for one in questions}
    edit_id, take = read_choice(chosen, set(asked))
    try:
        settle(get_engine(), response.id, asked[chosen.split(":")[0]], edit_id, take, _person_id())
    except NothingToSettle:
        flash(_("A colleague has chosen already."))


def _say_checked(response: Response, questions: list[Question], chosen: str) -> None:
    """Say to a reason to look at an answer what is typed beside it; the button names the question and the reason."""
    question_id, _colon, mark = chosen.partition(":")
    if question_id not in {one.id for one in questions}:
        abort(400)
    words = request.form.get(f"{question_id}-word-{mark}", "")
    try:
        say_word(get_engine(), response.id, question_id, mark, words, _person_id())
    except Refused as refused:
        flash(say_refusal(refused))


def _carry(response: Response, questions: list[Question], question_id: str) -> int:
    """Confirm last year's answer to one question; how many were saved."""
    question = next((one for one in questions if one.id == question_id), None) or abort(400)
    saved = list_answers(get_session(), response)
    last = suggest(get_session(), response, [question], saved).get(question_id)
    if last is None:
        return 0
    stands = saved.get(question_id, UNTOUCHED)
    answer = keep_answer(last, stands.answer)
    source = find_source(get_session(), response, question, answer)
    save_answer(get_engine(), response.id, question, answer, stands.version, _person_id(), source)
    return 1


def _take(response: Response, questions: list[Question], question_id: str) -> int:
    """Take the answer that was given to another notice of the year; how many were saved."""
    question = next((one for one in questions if one.id == question_id), None) or abort(400)
    saved = list_answers(get_session(), response)
    offer = find_offers(get_session(), response, [question], saved).get(question_id)
    if offer is None or offer.given.answer is None:
        return 0
    stands = saved.get(question_id, UNTOUCHED)
    answer = keep_answer(offer.given.answer, stands.answer)
    save_answer(get_engine(), response.id, question, answer, stands.version, _person_id())
    return 1


def _take_offered(response: Response, questions: list[Question]) -> int:
    """What a button takes that is offered beside a question; how many were saved."""
    acts = {"carry": _carry, "take": _take}
    return sum(act(response, questions, request.form[name]) for name, act in acts.items() if name in request.form)


def _find_section(questionnaire: Questionnaire, domain_id: str, otherwise: int = 404) -> Section:
    return next((one for one in questionnaire.domains if one.id == domain_id), None) or abort(otherwise)


def _find_question(response: Response, question_id: str) -> Question:
    return applying_questionnaire(response).by_id.get(question_id) or abort(404)


def _say_frozen() -> Any:
    return jsonify(error=_("This part of the response is locked; nothing more is saved to it.")), HTTPStatus.LOCKED


def _person_id() -> int:
    return current_account().id
