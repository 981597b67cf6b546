"""The facts of a bureau that decide which questions it is asked."""

from typing import Any

import sqlalchemy as sa
from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_wtf import FlaskForm

from survey.responses.saving import ResponseFrozen
from survey.responses.unlocked import is_all_open
from survey.rounds.issued import open_questionnaire
from survey.rounds.reach import find_own_response
from survey.rounds.rounds import lock_response
from survey.storage.database import writing
from survey.storage.states import Role
from survey.storage.trail import record
from survey.web.access import current_person, get_engine

bp = Blueprint("profile", __name__)


class ProfileMovedOn(Exception):
    """A colleague saved the profile since this page was opened."""


def save_profile(
    engine: sa.Engine, response_id: int, profile: dict[str, bool], base_version: int, person_id: int
) -> None:
    """Save the facts that were given on top of `base_version`. Answers that no longer apply stay stored, uncounted.

    Raises ProfileMovedOn, ResponseFrozen.
    """
    with writing(engine) as session:
        response = lock_response(session, response_id)
        if not is_all_open(response):
            raise ResponseFrozen(response_id)
        if response.profile == profile:
            return
        if response.profile_version != base_version:
            raise ProfileMovedOn(response_id)
        before, response.profile = response.profile, profile
        response.profile_version += 1
        session.add(response)
        record(session, person_id, "profile.save", f"response {response_id}", before, profile)


@bp.route("/responses/<int:response_id>/profile", methods=["GET", "POST"])
def edit(response_id: int) -> Any:
    response = find_own_response(response_id, Role.CLERK)
    if not is_all_open(response):
        return redirect(url_for("results.show", response_id=response_id))
    form, facts = FlaskForm(), open_questionnaire(response.questionnaire).facts
    given = (
        {fact.id: request.form.get(fact.id) for fact in facts}
        if form.is_submitted()
        else {fact: "yes" if holds else "no" for fact, holds in (response.profile or {}).items()}
    )
    page = {"form": form, "response": response, "facts": facts, "given": given, "version": response.profile_version}
    if not form.validate_on_submit():
        return render_template("answering/profile.html", **page, missing=[], moved_on=False)
    missing = [fact for fact in facts if given[fact.id] not in ("yes", "no")]
    if missing:
        return render_template("answering/profile.html", **page, missing=missing, moved_on=False), 422
    try:
        base = request.form.get("version", 0, int)
        profile = {fact: choice == "yes" for fact, choice in given.items()}
        save_profile(get_engine(), response_id, profile, base, current_person().id)
    except ProfileMovedOn:
        return render_template("answering/profile.html", **page, missing=[], moved_on=True), 409
    except ResponseFrozen:
        return redirect(url_for("results.show", response_id=response_id))
    flash(_("Saved. Only what applies to your bureau is asked now."))
    return redirect(url_for("answering.start", response_id=response_id))
