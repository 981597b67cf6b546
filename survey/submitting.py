"""Checking one's answers before the head signs off and the bureau submits."""

from typing import Any

from flask import Blueprint, redirect, render_template, url_for

from survey.access import current_person, get_session
from survey.assessing import assess
from survey.reach import find_own_response
from survey.saving import list_waiting
from survey.states import WITH_BUREAU
from survey.unlocked import find_returned
from survey.workflow import list_actions

bp = Blueprint("submitting", __name__)


@bp.get("/responses/<int:response_id>/check")
def check(response_id: int) -> Any:
    response = find_own_response(response_id)
    if response.state not in WITH_BUREAU:
        return redirect(url_for("results.show", response_id=response_id))
    session = get_session()
    assessment = assess(session, response)
    return render_template(
        "check.html",
        response=response,
        assessment=assessment,
        waiting=list_waiting(session, response_id),
        returned=find_returned(session, response_id),
        actions=list_actions(session, current_person(), response),
        results={one.question.id: one for one in assessment.card.results},
    )
