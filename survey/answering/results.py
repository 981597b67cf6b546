"""The scorecard on screen, and where its documents are downloaded."""

from typing import Any

from flask import Blueprint, current_app, redirect, render_template, url_for

from survey.answering.beside_content import list_beside
from survey.responses.assessing import Case
from survey.responses.reviews import DECIDES
from survey.responses.workflow import list_actions, list_changes
from survey.rounds.reach import find_response
from survey.rounds.standings import find_standings
from survey.storage.states import OF_A_BUREAU, REVIEWERS, WITH_BUREAU
from survey.web.access import current_person, get_session
from survey.web.languages import local_today

bp = Blueprint("results", __name__)


@bp.get("/responses/<int:response_id>/result")
def show(response_id: int) -> Any:
    response = find_response(response_id)
    if response.submitted_at is None:
        return redirect(url_for("check.check", response_id=response_id))
    person = current_person()
    case = Case(get_session(), response, shown_to=person)
    outputs = [one for one in current_app.extensions["survey_outputs"] if one.of in ("response", "result")]
    return render_template(
        "answering/result.html",
        response=response,
        assessment=case.assessment,
        card=case.assessment.card,
        beside=list_beside(case.assessment),
        standing=find_standings(get_session(), [response], current_app.config["TIME_ZONE"])[response_id],
        today=local_today(),
        outputs=outputs,
        actions=list_actions(case, person),
        changes=list_changes(get_session(), response_id),
        is_own=person.role in OF_A_BUREAU,
        is_reviewer=person.role in REVIEWERS,
        is_with_bureau=response.state in WITH_BUREAU,
        waits_for_review=person.role in OF_A_BUREAU and response.state in DECIDES,
    )
