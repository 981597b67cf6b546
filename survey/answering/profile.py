"""The page of a bureau's facts that decide which questions it is asked."""

from http import HTTPStatus
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from questionnaires.catalogue import Fact
from questionnaires.counting import count_questions
from survey.answering.page_content import say_answer
from survey.responses.profiles import ProfileChange, ProfileMovedOn, compare_profiles, save_profile
from survey.responses.saving import ResponseFrozen
from survey.responses.unlocked import is_all_open
from survey.rounds.issued import applying_questionnaire, open_questionnaire
from survey.rounds.reach import find_own_response
from survey.storage.states import Role
from survey.storage.tables import Response
from survey.web.access import current_person, get_engine, get_session

bp = Blueprint("profile", __name__)


@bp.get("/responses/<int:response_id>/profile")
def edit(response_id: int) -> Any:
    """The facts as they stand: to be changed by a clerk while all is open, otherwise to be read."""
    response = find_own_response(response_id)
    if not _list_facts(response):
        return redirect(url_for("answering.start", response_id=response_id))
    if current_person().role is Role.CLERK and is_all_open(response):
        given = {fact: "yes" if holds else "no" for fact, holds in (response.profile or {}).items()}
        return _draw_form(response, given, response.profile_version)
    asked = count_questions(applying_questionnaire(response).questions)
    return render_template("answering/profile_read.html", response=response, facts=_list_facts(response), count=asked)


@bp.post("/responses/<int:response_id>/profile")
def save(response_id: int) -> Any:
    """Save the facts; where that brings or takes questions, only once this was shown and `confirmed`."""
    response = find_own_response(response_id, Role.CLERK)
    if not is_all_open(response):
        return _say_frozen(response)
    facts, base = _list_facts(response), request.form.get("version", 0, int)
    given = {fact.id: request.form.get(fact.id, "") for fact in facts}
    missing = [fact for fact in facts if given[fact.id] not in ("yes", "no")]
    if missing:
        return _draw_form(response, given, base, missing=missing), HTTPStatus.UNPROCESSABLE_ENTITY
    if "back" in request.form:
        return _draw_form(response, given, base)
    profile = {fact: choice == "yes" for fact, choice in given.items()}
    if profile != response.profile and base != response.profile_version:
        return _draw_form(response, given, base, moved_on=True), HTTPStatus.CONFLICT
    change = compare_profiles(get_session(), response, profile)
    if "confirmed" not in request.form and _is_to_be_confirmed(response, change):
        return _draw_change(response, given, base, change)
    try:
        save_profile(get_engine(), response_id, profile, base, current_person().id)
    except ProfileMovedOn:
        return _draw_form(response, given, base, moved_on=True), HTTPStatus.CONFLICT
    except ResponseFrozen:
        return _say_frozen(response)
    flash(_("Saved. Only what applies to your bureau is asked now."))
    return redirect(url_for("answering.start", response_id=response_id))


def _list_facts(response: Response) -> tuple[Fact, ...]:
    return open_questionnaire(response.questionnaire).facts


def _is_to_be_confirmed(response: Response, change: ProfileChange) -> bool:
    """A first profile takes questions as a matter of course, as long as nothing is answered there."""
    if response.profile is None:
        return bool(change.left_unseen)
    return bool(change.brought or change.taken)


def _draw_form(
    response: Response, given: dict[str, str], version: int, missing: list[Fact] | None = None, moved_on: bool = False
) -> str:
    return render_template(
        "answering/profile.html",
        response=response,
        facts=_list_facts(response),
        given=given,
        version=version,
        missing=missing or [],
        moved_on=moved_on,
    )


def _draw_change(response: Response, given: dict[str, str], version: int, change: ProfileChange) -> str:
    before = response.profile or {}
    return render_template(
        "answering/profile_change.html",
        response=response,
        given=given,
        version=version,
        change=change,
        say_kept=lambda one: say_answer(one.question, one.answer),
        changed=[one for one in _list_facts(response) if before.get(one.id) is not (given[one.id] == "yes")],
    )


def _say_frozen(response: Response) -> Any:
    flash(_("This part of the response is locked; nothing more is saved to it."))
    return redirect(url_for("profile.edit", response_id=response.id))
