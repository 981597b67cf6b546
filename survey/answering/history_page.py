"""Who changed an answer, when and how, and what was said about it: a page of its own, which the form's script draws
beside the question."""

from typing import Any

from flask import Blueprint, abort, render_template

from survey.answering.page_content import say_answer
from survey.responses.edits import list_steps
from survey.responses.handed_in import find_end
from survey.rounds.issued import open_questionnaire
from survey.rounds.reach import find_involved
from survey.storage.states import OF_A_BUREAU, Circle
from survey.teamwork.notes import list_notes
from survey.web.access import current_person, get_session

bp = Blueprint("history", __name__)


@bp.get("/responses/<int:response_id>/answers/<question_id>/history")
def show(response_id: int, question_id: str) -> Any:
    response = find_involved(response_id)
    questionnaire = open_questionnaire(response.questionnaire)
    question = questionnaire.by_id.get(question_id) or abort(404)
    steps = list_steps(get_session(), response, question, find_end(response, current_person()))
    is_own = current_person().role in OF_A_BUREAU
    circles = (Circle.BUREAU, Circle.REVIEW) if is_own else (Circle.REVIEW,)
    return render_template(
        "answering/history.html",
        response=response,
        question=question,
        section=next(one for one in questionnaire.domains if question in one.questions),
        steps=[(one, say_answer(question, one.answer)) for one in steps],
        talks={circle: list_notes(get_session(), response_id, question_id, circle) for circle in circles},
        is_own=is_own,
    )
