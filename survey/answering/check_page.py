"""Checking one's answers before the head signs off and the bureau submits."""

from typing import Any

from flask import Blueprint, redirect, render_template, url_for

from questionnaires.scoring import Verdict
from survey.responses.assessing import Case
from survey.responses.saving import list_waiting
from survey.responses.workflow import list_actions
from survey.rounds.reach import find_own_response
from survey.storage.states import WITH_BUREAU, Role, State
from survey.web.access import current_person, get_session

bp = Blueprint("check", __name__)


@bp.get("/responses/<int:response_id>/check")
def check(response_id: int) -> Any:
    response = find_own_response(response_id)
    if response.state not in WITH_BUREAU:
        return redirect(url_for("results.show", response_id=response_id))
    session, person = get_session(), current_person()
    case, waiting = Case(session, response), list_waiting(session, response)
    card, is_signed_off = case.assessment.card, response.state is State.SIGNED_OFF
    return render_template(
        "answering/check.html",
        response=response,
        assessment=case.assessment,
        waiting=waiting,
        unanswered=[one.question.id for one in card.results if one.verdict is Verdict.UNANSWERED],
        actions=list_actions(case, person),
        is_signed_off=is_signed_off,
        waits_for_head=not is_signed_off and person.role is Role.CLERK and card.finished and not waiting,
        is_head=person.role is Role.HEAD,
        results={one.question.id: one for one in card.results},
    )
