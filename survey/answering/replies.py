"""What the form's script is told, as JSON: an answer that stands, a collision, what colleagues changed."""

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from flask_babel import gettext as _
from sqlmodel import Session

from questionnaires.questionnaire import Question, Questionnaire
from survey.answering.forms import fields_of
from survey.answering.page_content import count_domains, say_saved, say_time, show_collision
from survey.answering.ratios import work_out
from survey.responses.edits import find_last_edit, list_edits_since
from survey.responses.left import count_open
from survey.responses.saving import Collision, Saved, list_answers, list_waiting
from survey.rounds.issued import applying_questionnaire
from survey.storage.states import EditState
from survey.storage.tables import Response


def collision_json(question: Question, collision: Collision) -> dict[str, Any]:
    return asdict(show_collision(question, collision))


def saved_json(question: Question, saved: Saved) -> dict[str, Any]:
    """An answer that stands. How far the form is with it the page counts for itself."""
    return {
        "version": saved.version,
        "saved_at": saved.saved_at and saved.saved_at.isoformat(),
        "saved_by": saved.saved_by,
        "answered": saved.answer.is_given,
        "message": say_saved(saved),
        "fields": fields_of(question, saved.answer),
        "worked_out": work_out(question, saved.answer),
    }


def changes_json(session: Session, response: Response, since: int, person_id: int) -> dict[str, Any]:
    """What was changed since an edit, by question, as it stands now; `since` is where to go on next time."""
    last = find_last_edit(session, response.id)
    if last <= since:
        return {"since": since, "changes": []}
    questionnaire = applying_questionnaire(response)
    answers, waiting = list_answers(session, response), list_waiting(session, response)
    domains, changes = _count_by_question(questionnaire, answers), []
    for id, edits in list_edits_since(session, response.id, since).items():
        if id not in questionnaire.by_id or id not in answers:
            continue
        question = questionnaire.by_id[id]
        change = {**saved_json(question, answers[id]), "domain": domains[id]}
        kept_by = [one.made_by_id for one in edits if one.state is EditState.KEPT]
        if kept_by and kept_by[-1] != person_id:
            change["message"] = _("Changed %(at)s by your colleague %(name)s", **_name(answers[id]))
        if id in waiting:
            change["collision"] = collision_json(question, waiting[id][0])
        changes.append({"question": id, **change})
    left = count_open(questionnaire.questions, answers)
    return {"since": last, "changes": changes, "left": asdict(left)}


def _count_by_question(questionnaire: Questionnaire, answers: Mapping[str, Saved]) -> dict[str, dict[str, Any]]:
    """How far the domain of each question is."""
    lines = zip(questionnaire.domains, count_domains(questionnaire, answers, {}), strict=True)
    return {
        question.id: {"id": line.id, "answered": line.answered, "asked": line.asked, "figures": line.figures}
        for section, line in lines
        for question in section.questions
    }


def _name(saved: Saved) -> dict[str, str]:
    return {"at": say_time(saved), "name": saved.saved_by}
