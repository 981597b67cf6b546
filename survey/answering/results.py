"""The scorecard on screen, and where its documents are downloaded."""

from typing import Any

from flask import Blueprint, current_app, redirect, render_template, request, url_for

from questionnaires.what_if import close_gaps
from survey.answering.beside_content import list_beside
from survey.answering.external_content import compare_with_external
from survey.evidence.listing import list_evidence
from survey.responses.assessing import Case
from survey.responses.handed_in import find_end
from survey.responses.last_year import compare_with_last
from survey.responses.reviews import DECIDES
from survey.responses.steps_taken import find_mark, list_changes
from survey.responses.workflow import list_actions
from survey.rounds.reach import find_response
from survey.rounds.standings import find_standings
from survey.storage.states import OF_A_BUREAU, READING_ONLY, REVIEWERS, WITH_BUREAU
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
    is_own, judged = person.role in OF_A_BUREAU, case.assessment
    counting = judged.verified if judged.is_reviewed else judged.card
    what_if = close_gaps(judged.questionnaire, counting, request.args.getlist("close")) if is_own else None
    outputs = [one for one in current_app.extensions["survey_outputs"] if one.of in ("response", "result")]
    return render_template(
        "answering/result.html",
        response=response,
        assessment=judged,
        card=judged.card,
        counting=counting,
        beside=list_beside(judged, list_evidence(get_session(), response_id, until=find_end(response, person))),
        standing=find_standings(get_session(), [response], current_app.config["TIME_ZONE"])[response_id],
        today=local_today(),
        outputs=outputs,
        actions=list_actions(case, person),
        changes=list_changes(get_session(), response_id),
        what_if=what_if if counting.gaps else None,
        is_own=is_own,
        external=compare_with_external(get_session(), response, counting),
        rules=compare_with_last(get_session(), response, judged.answers),
        mark=find_mark(get_session(), response),
        is_reviewer=person.role in REVIEWERS,
        may_compare=person.role not in READING_ONLY,
        is_with_bureau=response.state in WITH_BUREAU,
        waits_for_review=is_own and response.state in DECIDES,
    )
