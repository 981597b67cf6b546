"""Checking one's answers and submitting them: after that nothing changes any more."""

from typing import Any

import sqlalchemy as sa
from flask import Blueprint, current_app, flash, redirect, render_template, url_for
from flask_babel import gettext as _
from flask_wtf import FlaskForm
from sqlmodel import select

from questionnaires.wording import round_half_up
from survey.access import current_person, find_own_response, get_session
from survey.assessing import assess
from survey.database import writing
from survey.saving import ResponseFrozen, list_waiting
from survey.tables import Response, State, now

bp = Blueprint("submitting", __name__)


class NotReady(Exception):
    """A response with unanswered questions, or with two answers to one question."""


def submit_response(engine: sa.Engine, response_id: int, person_id: int) -> None:
    """Submit a response and keep its score. Raises NotReady, ResponseFrozen."""
    with writing(engine) as session:
        response = session.exec(select(Response).where(Response.id == response_id).with_for_update()).one()
        if response.state is not State.DRAFTING:
            raise ResponseFrozen(response_id)
        card = assess(session, response).card
        if not card.finished or list_waiting(session, response_id):
            raise NotReady(response_id)
        response.state, response.submitted_at, response.submitted_by_id = State.SUBMITTED, now(), person_id
        response.score = None if card.score is None else round_half_up(card.score)
        response.grade = card.grade.grade if card.grade else None
        session.add(response)


@bp.get("/responses/<int:response_id>/check")
def check(response_id: int) -> Any:
    response = find_own_response(response_id)
    if response.state is not State.DRAFTING:
        return redirect(url_for("results.show", response_id=response_id))
    assessment = assess(get_session(), response)
    waiting = list_waiting(get_session(), response_id)
    return render_template(
        "check.html",
        form=FlaskForm(),
        response=response,
        assessment=assessment,
        waiting=waiting,
        results={one.question.id: one for one in assessment.card.results},
    )


@bp.post("/responses/<int:response_id>/submit")
def submit(response_id: int) -> Any:
    response = find_own_response(response_id)
    person = current_person()
    try:
        submit_response(current_app.extensions["survey_engine"], response_id, person.id)
    except NotReady:
        flash(_("Not submitted: some questions are still open. They are listed first."))
        return redirect(url_for("submitting.check", response_id=response.id))
    except ResponseFrozen:
        flash(_("This response was submitted already."))
    else:
        flash(_("Submitted. The result is below; the reviewer can see it from now on."))
    return redirect(url_for("results.show", response_id=response_id))
