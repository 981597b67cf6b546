"""The scorecard on screen, and where its documents are downloaded."""

from typing import Any

from flask import Blueprint, current_app, redirect, render_template, url_for

from survey.access import current_person, get_session
from survey.assessing import assess
from survey.reach import find_response
from survey.reviews import DECIDES
from survey.standings import find_standings
from survey.states import OF_A_BUREAU
from survey.words import local_today
from survey.workflow import list_actions, list_changes

bp = Blueprint("results", __name__)


@bp.get("/responses/<int:response_id>/result")
def show(response_id: int) -> Any:
    response = find_response(response_id)
    if response.submitted_at is None:
        return redirect(url_for("submitting.check", response_id=response_id))
    assessment = assess(get_session(), response, current_person())
    outputs = [one for one in current_app.extensions["survey_outputs"] if one.of in ("response", "result")]
    return render_template(
        "result.html",
        response=response,
        assessment=assessment,
        card=assessment.card,
        standing=find_standings(get_session(), [response], current_app.config["TIME_ZONE"])[response_id],
        today=local_today(),
        outputs=outputs,
        actions=list_actions(get_session(), current_person(), response),
        changes=list_changes(get_session(), response_id),
        waits_for_review=current_person().role in OF_A_BUREAU and response.state in DECIDES,
    )
