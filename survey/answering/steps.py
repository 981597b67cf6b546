"""Taking a response one step on: every action of the workflow has this one address."""

from typing import Any

from flask import Blueprint, abort, flash, redirect, request, url_for
from flask_babel import gettext as _

from questionnaires.criteria import InvalidAnswer
from questionnaires.criteria.words import read_words
from survey.responses.workflow import NotReady, StateTransitionError, move
from survey.rounds.reach import find_involved
from survey.storage.states import Action
from survey.storage.tables import MOST_REASON
from survey.web.access import current_person, get_engine
from survey.web.languages import say_refusal
from survey.web.paths import local_path
from survey.web.words import OBSTACLES, OUTCOMES

bp = Blueprint("steps", __name__)


@bp.post("/responses/<int:response_id>/actions/<action>")
def act(response_id: int, action: str) -> Any:
    """Do it, or say what is in its way; then back to where `next` says."""
    response = find_involved(response_id)
    if action not in set(Action):
        abort(404)
    reason = request.form.get("reason", "").strip()
    if len(reason) > MOST_REASON:
        flash(_("The reason is too long: %(most)s characters at most.", most=MOST_REASON))
        return redirect(local_path(request.form.get("next")))
    try:
        move(get_engine(), response.id, Action(action), current_person().id, read_words(reason, MOST_REASON))
    except InvalidAnswer as refused:
        flash(say_refusal(refused))
        return redirect(local_path(request.form.get("next")))
    except NotReady as obstacle:
        flash(str(OBSTACLES[obstacle.why]))
    except StateTransitionError:
        flash(_("Nothing was done: the response has moved on meanwhile, or this step is not yours."))
    else:
        flash(str(OUTCOMES[action]))
    return redirect(local_path(request.form.get("next") or url_for("results.show", response_id=response_id)))
