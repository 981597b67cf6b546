"""What is said about a question, read and written: inside the bureau, or between it and its reviewers."""

from http import HTTPStatus
from typing import Any

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from questionnaires.messages import Refused
from survey.bureaus.staff import is_above
from survey.responses.unlocked import find_returned
from survey.rounds.issued import find_asking, open_questionnaire
from survey.rounds.reach import find_involved, find_own_response
from survey.storage.states import OF_A_BUREAU, REVIEWERS, Circle
from survey.storage.tables import Response
from survey.storage.together import MOST_NOTE
from survey.teamwork.notes import add_note, is_read, is_talked_about, list_all_notes, list_notes, mark_read
from survey.teamwork.typed_fields import is_once, make_once, read_note
from survey.web.access import current_person, get_engine, get_session
from survey.web.languages import say_refusal

bp = Blueprint("notes", __name__)


@bp.get("/responses/<int:response_id>/notes")
def overview(response_id: int) -> Any:
    """All that is said about a response, in the order of its questions, to be read and printed; at the end about those
    that are not asked any more."""
    response, person = find_involved(response_id), current_person()
    said, places = list_all_notes(get_session(), response_id, person), open_questionnaire(response.questionnaire).places
    ids = sorted(dict.fromkeys(id for id, _circle in said), key=lambda id: places.get(id, len(places)))
    asking = {id: find_asking(get_session(), response.questionnaire, id) for id in ids}
    return render_template(
        "teamwork/overview.html",
        response=response,
        questions=[(one.numbers[id], one.by_id[id]) for id, one in asking.items() if one is not None],
        said=said,
        circles=list(Circle),
        is_own=person.role in OF_A_BUREAU,
    )


@bp.get("/responses/<int:response_id>/questions/<question_id>/notes")
def inside(response_id: int, question_id: str) -> Any:
    """Inside the bureau."""
    return _draw(find_own_response(response_id), question_id, Circle.BUREAU)


@bp.get("/responses/<int:response_id>/questions/<question_id>/thread")
def thread(response_id: int, question_id: str) -> Any:
    """With the reviewers, about a question that was returned."""
    return _draw(find_involved(response_id), question_id, Circle.REVIEW)


@bp.post("/responses/<int:response_id>/questions/<question_id>/notes")
def say_inside(response_id: int, question_id: str) -> Any:
    return _say(find_own_response(response_id), question_id, Circle.BUREAU)


@bp.post("/responses/<int:response_id>/questions/<question_id>/thread")
def say(response_id: int, question_id: str) -> Any:
    response = find_involved(response_id)
    return _say(response, question_id, Circle.REVIEW) if _may_say(response) else abort(404)


def _may_say(response: Response) -> bool:
    """Whether somebody is one of the two sides: of the bureau, or a reviewer above it."""
    person = current_person()
    return person.role in OF_A_BUREAU or (person.role in REVIEWERS and is_above(person, response.bureau))


def _say(response: Response, question_id: str, circle: Circle) -> Any:
    """Keep a note, or draw the page again with what was typed and why it is not kept."""
    if question_id not in open_questionnaire(response.questionnaire).by_id:
        abort(404)
    typed, once = request.form.get("text", ""), request.form.get("once", "")
    if not is_once(once):
        once = make_once()
    try:
        add_note(get_engine(), response.id, question_id, circle, read_note(typed), once, current_person().id)
    except Refused as refused:
        get_session().commit()
        return _draw(response, question_id, circle, typed, say_refusal(refused)), HTTPStatus.UNPROCESSABLE_ENTITY
    flash(_("Said."))
    page = "notes.inside" if circle is Circle.BUREAU else "notes.thread"
    return redirect(url_for(page, response_id=response.id, question_id=question_id, said=once))


def _draw(response: Response, question_id: str, circle: Circle, typed: str = "", problem: str = "") -> str:
    questionnaire, person = (
        find_asking(get_session(), response.questionnaire, question_id) or abort(404),
        current_person(),
    )
    question, is_asked = questionnaire.by_id[question_id], questionnaire is open_questionnaire(response.questionnaire)
    notes = list_notes(get_session(), response.id, question_id, circle)
    takes_part = person.role in (*OF_A_BUREAU, *REVIEWERS)
    if notes and takes_part and not is_read(get_session(), notes[-1], person.id):
        mark_read(get_engine(), notes[-1], person.id)
    is_own = person.role in OF_A_BUREAU
    return render_template(
        "teamwork/thread.html",
        response=response,
        question=question,
        number=questionnaire.numbers[question_id],
        section=next(one for one in questionnaire.domains if question in one.questions) if is_asked else None,
        circle=circle,
        notes=notes,
        returned=find_returned(get_session(), response.id).get(question_id) if circle is Circle.REVIEW else None,
        may_say=is_asked and _may_say(response) and is_talked_about(get_session(), response, question_id, circle),
        is_own=is_own,
        is_reviewer=person.role in REVIEWERS,
        typed=typed,
        problem=problem,
        once=make_once(),
        most_note=MOST_NOTE,
    )
