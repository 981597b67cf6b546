"""What a reviewer would stumble over, for the bureau to correct or to say in a word why it is right."""

from typing import Any

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from questionnaires.messages import Refused
from survey.answering.doubt_content import write_doubts
from survey.answering.form_state import find_locks
from survey.responses.doubts import find_doubts, say_word
from survey.responses.saving import ResponseFrozen, list_answers
from survey.rounds.issued import applying_questionnaire
from survey.rounds.reach import find_own_response
from survey.storage.states import Role
from survey.web.access import current_person, get_engine, get_session
from survey.web.languages import say_refusal
from survey.web.paths import local_path

bp = Blueprint("doubts", __name__)


@bp.get("/responses/<int:response_id>/doubts")
def show(response_id: int) -> Any:
    """All of them by question; the form's script takes from here what it shows at a question."""
    response, session = find_own_response(response_id), get_session()
    questionnaire, saved = applying_questionnaire(response), list_answers(session, response)
    locks = find_locks(session, response, current_person(), saved)
    return render_template(
        "answering/doubts.html",
        response=response,
        doubted=write_doubts(questionnaire, find_doubts(session, response, questionnaire, saved)),
        open_ids={one.id for one in questionnaire.questions if not locks.locked(one.id)},
    )


@bp.post("/responses/<int:response_id>/questions/<question_id>/doubts")
def say(response_id: int, question_id: str) -> Any:
    """Say that an answer was checked, and why it is right; `mark` names the reason as it was shown."""
    response = find_own_response(response_id, Role.CLERK)
    if question_id not in applying_questionnaire(response).by_id:
        abort(404)
    mark, words = request.form.get("mark", ""), request.form.get("words", "")
    try:
        say_word(get_engine(), response_id, question_id, mark, words, current_person().id)
    except Refused as refused:
        flash(say_refusal(refused))
    except ResponseFrozen:
        flash(_("This part of the response is locked; nothing more is saved to it."))
    back = url_for("check.check", response_id=response_id, _anchor=f"doubts-{question_id}")
    return redirect(local_path(request.form.get("next") or back))
