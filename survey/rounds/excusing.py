"""Excusing a bureau from a round, with a reason; an excused bureau is listed as such, never as 0 and never as late."""

from typing import Any

import sqlalchemy as sa
from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from survey.bureaus.staff import is_above
from survey.rounds.closings import lift_closings
from survey.rounds.forms import ExcuseForm
from survey.rounds.rounds import lock_response
from survey.storage.columns import now
from survey.storage.database import writing
from survey.storage.states import REVIEWERS, WITH_BUREAU, Role
from survey.storage.tables import Bureau, Person, Response
from survey.storage.trail import record
from survey.web.access import LARGEST_ID, current_person, get_engine, get_session, only

bp = Blueprint("excusing", __name__)


class NotWithBureau(Exception):
    """Only a response that is with its bureau can be excused; what was handed in counts."""


def excuse(engine: sa.Engine, response_id: int, reason: str, person_id: int) -> None:
    """Excuse a bureau; its answers stay as they are, locked. Twice changes nothing. Raises NotWithBureau."""
    with writing(engine) as session:
        response = lock_response(session, response_id)
        if response.excused_at is not None:
            return
        if response.state not in WITH_BUREAU:
            raise NotWithBureau(response_id)
        response.excused_at, response.excused_reason = now(), reason
        session.add(response)
        record(session, person_id, "round.excuse", f"response {response_id}", None, reason)


def lift_excuse(engine: sa.Engine, response_id: int, person_id: int) -> None:
    """Ask an excused bureau again, from where it stood; what was closed above it is open again."""
    with writing(engine) as session:
        response = lock_response(session, response_id)
        if response.excused_at is None:
            return
        reason, response.excused_at, response.excused_reason = response.excused_reason, None, ""
        session.add(response)
        lifted = lift_closings(session, response)
        record(session, person_id, "round.ask-again", f"response {response_id}", reason, {"lifted": lifted})


def may_excuse(person: Person, bureau: Bureau) -> bool:
    """The administrator, and the reviewers above a bureau."""
    return person.role is Role.ADMINISTRATOR or (person.role in REVIEWERS and is_above(person, bureau))


@bp.get("/responses/<int:response_id>/excuse")
@only(*REVIEWERS, Role.ADMINISTRATOR)
def show(response_id: int) -> Any:
    return _draw(_find(response_id), ExcuseForm())


@bp.post("/responses/<int:response_id>/excuse")
@only(*REVIEWERS, Role.ADMINISTRATOR)
def save(response_id: int) -> Any:
    """Excuse, or ask again where `ask-again` is pressed."""
    response, form, engine = _find(response_id), ExcuseForm(), get_engine()
    if "ask-again" in request.form:
        lift_excuse(engine, response_id, current_person().id)
        flash(_("%(bureau)s is asked again.", bureau=response.bureau.name))
    elif not form.validate():
        return _draw(response, form), 422
    else:
        try:
            excuse(engine, response_id, form.reason.data, current_person().id)
        except NotWithBureau:
            flash(_("Nothing was done: the bureau has submitted meanwhile. Return it first if it is to be excused."))
        else:
            flash(_("%(bureau)s is excused from this round.", bureau=response.bureau.name))
    return redirect(url_for("closing.show", slug=response.round.slug))


def _find(response_id: int) -> Response:
    response = get_session().get(Response, response_id) if response_id <= LARGEST_ID else None
    if response is None or not may_excuse(current_person(), response.bureau):
        abort(404)
    return response


def _draw(response: Response, form: ExcuseForm) -> str:
    can_be = response.excused_at is None and response.state in WITH_BUREAU
    return render_template("rounds/excuse.html", response=response, can_be=can_be, form=form)
