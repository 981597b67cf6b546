"""Checking one's answers before the head signs off and the bureau submits: what is in the way, for both."""

from typing import Any

from flask import Blueprint, redirect, render_template, url_for

from questionnaires.counting import count_questions
from questionnaires.scoring import Verdict, list_missing_quantities
from survey.answering.beside_content import list_beside
from survey.answering.doubt_content import write_doubts
from survey.answering.form_state import find_locks
from survey.answering.returned import list_remarked, list_returned
from survey.bureaus.staff import lacks_head
from survey.evidence.listing import list_evidence
from survey.responses.assessing import Case
from survey.responses.doubts import find_doubts
from survey.responses.last_year import find_version_change
from survey.responses.profiles import lacks_profile
from survey.responses.saving import list_waiting
from survey.responses.steps_taken import list_changes
from survey.responses.unlocked import is_all_open
from survey.responses.workflow import list_actions
from survey.rounds.reach import find_own_response
from survey.storage.states import WITH_BUREAU, Action, Role, State
from survey.web.access import current_person, get_session

bp = Blueprint("check", __name__)


@bp.get("/responses/<int:response_id>/check")
def check(response_id: int) -> Any:
    response = find_own_response(response_id)
    if response.state not in WITH_BUREAU:
        return redirect(url_for("results.show", response_id=response_id))
    session, person, case = get_session(), current_person(), Case(get_session(), response)
    assessment, actions = case.assessment, list_actions(case, person)
    card, locks = assessment.card, find_locks(session, response, person, assessment.saved)
    is_clerk = person.role is Role.CLERK
    doubts = find_doubts(session, response, assessment.questionnaire, assessment.saved)
    return render_template(
        "answering/check.html",
        response=response,
        assessment=assessment,
        waiting=list_waiting(session, response),
        unanswered=[one.question.id for one in card.results if one.verdict is Verdict.UNANSWERED],
        asked=count_questions(assessment.questionnaire.questions),
        owed=[one.id for one in list_missing_quantities(assessment.questionnaire, assessment.answers)],
        beside=list_beside(assessment, list_evidence(session, response_id)),
        doubted=write_doubts(assessment.questionnaire, doubts),
        bare=write_doubts(assessment.questionnaire, doubts, bare=True),
        remarks=list_remarked(session, assessment),
        returned=list_returned(session, assessment),
        mendings=locks.returned,
        changeable={one.id for one in assessment.questionnaire.questions if not locks.locked(one.id)},
        version=find_version_change(session, response),
        lacks_profile=lacks_profile(response),
        lacks_head=lacks_head(session, response.bureau),
        may_change_profile=is_clerk and is_all_open(response),
        may_change_claims=is_clerk and is_all_open(response),
        actions=actions,
        changes=list_changes(session, response_id),
        is_signed_off=response.state is State.SIGNED_OFF,
        is_with_head=response.state is State.PRESENTED,
        is_to_be_sent=Action.PRESENT in actions and actions[Action.PRESENT] is None,
        may_sign=Action.SIGN_OFF in actions and actions[Action.SIGN_OFF] is None,
        results={one.question.id: one for one in card.results},
    )
