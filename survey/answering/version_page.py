"""What became of last year's answers where the questions are of another version: nothing of them is hidden."""

from typing import Any

from flask import Blueprint, render_template

from questionnaires.questionnaire import Section
from survey.answering.page_content import say_earlier, say_kept, say_why_changed
from survey.responses.last_year import find_version_change
from survey.responses.saving import list_answers
from survey.rounds.issued import applying_questionnaire
from survey.rounds.reach import find_own_response
from survey.web.access import get_session

bp = Blueprint("version", __name__)


@bp.get("/responses/<int:response_id>/version")
def show(response_id: int) -> Any:
    """The questions of now by what became of the answers of the round before, and those that are asked no more."""
    response, session = find_own_response(response_id), get_session()
    change = find_version_change(session, response)
    questionnaire, saved = applying_questionnaire(response), list_answers(session, response)
    return render_template(
        "answering/version.html",
        response=response,
        change=change,
        questionnaire=questionnaire,
        homes=_find_homes(questionnaire.domains),
        answered={id for id, one in saved.items() if one.answer.is_given},
        say_earlier=say_earlier,
        say_why_changed=say_why_changed,
        say_kept=say_kept,
    )


def _find_homes(domains: tuple[Section, ...]) -> dict[str, str]:
    """The domain of each question."""
    return {question.id: section.id for section in domains for question in section.questions}
