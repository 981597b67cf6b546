"""The administrator's page of a round: what was issued, who is in, and the aggregate to download."""

from collections import Counter
from typing import Any

from flask import Blueprint, current_app, render_template
from sqlmodel import select

from survey.access import get_session, list_readable, only
from survey.issued import name_notices
from survey.reviewing import find_round
from survey.states import IN, Role
from survey.tables import IssuedQuestionnaire

bp = Blueprint("administering", __name__)


@bp.get("/rounds/<slug>/administration")
@only(Role.ADMINISTRATOR)
def show(slug: str) -> Any:
    round = find_round(slug)
    issued = (
        get_session()
        .exec(
            select(IssuedQuestionnaire)
            .where(IssuedQuestionnaire.round_id == round.id)
            .order_by(IssuedQuestionnaire.document, IssuedQuestionnaire.level)
        )
        .all()
    )
    responses = list_readable(round)
    asked = Counter(response.questionnaire_id for response in responses)
    submitted = Counter(one.questionnaire_id for one in responses if one.state in IN)
    outputs = [one for one in current_app.extensions["survey_outputs"] if one.of == "round"]
    return render_template(
        "administration.html",
        round=round,
        issued=issued,
        notices=name_notices(issued),
        asked=asked,
        submitted=submitted,
        responses=responses,
        outputs=outputs,
    )
