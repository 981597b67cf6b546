"""The reviewer's table: every bureau below, where it stands and what it scored."""

from typing import Any

from flask import Blueprint, abort, current_app, render_template, request
from sqlmodel import select

from survey.access import current_person, get_session, list_readable, only
from survey.issued import name_notices
from survey.standings import find_standings
from survey.states import REVIEWERS, Role, State
from survey.tables import Response, Round
from survey.words import clean_search, local_today

bp = Blueprint("reviewing", __name__)

ORDERS = {
    "code": lambda response: response.bureau.code,
    "score": lambda response: (response.score is None, response.score),
    "submitted": lambda response: (response.submitted_at is None, response.submitted_at),
}


def find_round(slug: str) -> Round:
    """A round by its short name, or 404."""
    round = get_session().exec(select(Round).where(Round.slug == slug)).one_or_none()
    return round if round is not None else abort(404)


@bp.get("/rounds/<slug>")
@only(*REVIEWERS, Role.ADMINISTRATOR)
def bureaus(slug: str) -> Any:
    round = find_round(slug)
    responses = list_readable(round)
    if not responses and current_person().role is not Role.ADMINISTRATOR:
        abort(404)
    words, state = clean_search(request.args.get("q", "")), request.args.get("state", "")
    order = request.args.get("order", "code")
    shown = [one for one in responses if _matches(one, words) and state in ("", one.state)]
    shown.sort(key=ORDERS.get(order, ORDERS["code"]))
    outputs = current_app.extensions["survey_outputs"]
    return render_template(
        "bureaus.html",
        round=round,
        notices=name_notices(response.questionnaire for response in responses),
        responses=responses,
        shown=shown,
        words=words,
        state=state,
        order=order,
        states=list(State),
        standings=find_standings(get_session(), shown, current_app.config["TIME_ZONE"]),
        today=local_today(),
        outputs=[one for one in outputs if one.of == "response"],
    )


def _matches(response: Response, words: str) -> bool:
    bureau = response.bureau
    place = f"{bureau.parent.name if bureau.parent else ''} {bureau.name} {bureau.code}"
    return all(word in place for word in words.split())
