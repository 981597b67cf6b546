"""Checking one's answers before the head signs off and the bureau submits."""

from typing import Any

from flask import Blueprint, redirect, render_template, url_for

from survey.responses.assessing import Case
from survey.responses.saving import list_waiting
from survey.responses.unlocked import find_returned
from survey.responses.workflow import list_actions
from survey.rounds.reach import find_own_response
from survey.storage.states import WITH_BUREAU
from survey.web.access import current_person, get_session

bp = Blueprint("check", __name__)


@bp.get("/responses/<int:response_id>/check")
def check(response_id: int) -> Any:
    response = find_own_response(response_id)
    if response.state not in WITH_BUREAU:
        return redirect(url_for("results.show", response_id=response_id))
    session = get_session()
    case = Case(session, response)
    return render_template(
        "answering/check.html",
        response=response,
        assessment=case.assessment,
        waiting=list_waiting(session, response_id),
        returned=find_returned(session, response_id),
        actions=list_actions(case, current_person()),
        results={one.question.id: one for one in case.assessment.card.results},
    )
