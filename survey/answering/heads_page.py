"""What a head of the bureau reads before signing: text, no fields of the form; signed, or sent back with remarks."""

from typing import Any

from flask import Blueprint, current_app, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from questionnaires.criteria.words import read_words
from questionnaires.messages import Refused
from survey.answering.beside_content import list_beside
from survey.answering.external_content import compare_with_external
from survey.answering.head_content import find_mentioned, make_page
from survey.evidence.listing import list_evidence
from survey.responses.assessing import Case
from survey.responses.head_remarks import keep_remarks
from survey.responses.steps_taken import list_changes
from survey.responses.workflow import NotReady, StateTransitionError, list_actions, move
from survey.rounds.issued import applying_questionnaire
from survey.rounds.reach import find_own_response
from survey.rounds.standings import find_standings
from survey.storage.states import WITH_BUREAU, Action, Role, State
from survey.storage.tables import MOST_REASON, Response
from survey.web.access import current_person, get_engine, get_session
from survey.web.languages import local_time, local_today, say_refusal
from survey.web.words import OBSTACLES, OUTCOMES

bp = Blueprint("heads", __name__)
STEPS = {  # what each button does, one step after the other
    "sign": (Action.SIGN_OFF,),
    "submit": (Action.SIGN_OFF, Action.SUBMIT),
    "back": (Action.SEND_BACK,),
}


@bp.get("/responses/<int:response_id>/head")
def show(response_id: int) -> Any:
    response = find_own_response(response_id, Role.HEAD)
    if response.state not in WITH_BUREAU:
        return redirect(url_for("results.show", response_id=response_id))
    case, changes = Case(get_session(), response), list_changes(get_session(), response_id)
    page, assessment = make_page(get_session(), case.assessment), case.assessment
    is_presented = response.state is State.PRESENTED
    return render_template(
        "answering/head.html",
        response=response,
        page=page,
        assessment=assessment,
        external=compare_with_external(get_session(), response, assessment.card),
        beside=list_beside(assessment, list_evidence(get_session(), response_id)),
        actions=list_actions(case, current_person()),
        presented=changes[-1] if is_presented else None,
        waited=(local_today() - local_time(changes[-1].at).date()).days if is_presented else 0,
        due=find_standings(get_session(), [response], current_app.config["TIME_ZONE"])[response.id].due,
        mentioned=find_mentioned(page),
    )


@bp.post("/responses/<int:response_id>/head")
def act(response_id: int) -> Any:
    """Keep the remarks; then sign, sign and submit, or send back, as the button says."""
    response, here = find_own_response(response_id, Role.HEAD), url_for("heads.show", response_id=response_id)
    asked = applying_questionnaire(response).by_id
    remarks = {id: request.form[f"remark-{id}"] for id in asked if f"remark-{id}" in request.form}
    button, reason = request.form.get("do", ""), request.form.get("reason", "").strip()[:MOST_REASON]
    try:
        kept = (
            keep_remarks(get_engine(), response_id, remarks, current_person().id) if _is_kept(response, button) else 0
        )
        reason = read_words(reason, MOST_REASON)  # last, so that the remarks are kept at least
        if button == "back" and kept and not reason:
            reason = _("See the remarks at the questions.")
        for action in STEPS.get(button, ()):
            move(get_engine(), response_id, action, current_person().id, reason if button == "back" else "")
            said = str(OUTCOMES[action])
        flash(said if button in STEPS else _("The remarks are kept; the clerk reads them once you send it back."))
    except Refused as refused:
        flash(say_refusal(refused))
        return redirect(here)
    except NotReady as obstacle:
        flash(str(OBSTACLES[obstacle.why]))
        return redirect(here)
    except StateTransitionError:
        flash(_("Nothing was done: the response has moved on meanwhile, or this step is not yours."))
    return redirect(here if button not in STEPS else url_for("home.start"))


def _is_kept(response: Response, button: str) -> bool:
    """Remarks are of what is presented; signing ends them."""
    return response.state is State.PRESENTED and button not in ("sign", "submit")
