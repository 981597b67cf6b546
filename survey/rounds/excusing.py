"""One bureau out of a round, or asked again: excused, not submitted or taken out, with a reason; such a bureau is
listed as what it is, never as 0 and never as late."""

from typing import Any

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from questionnaires.messages import Refused
from survey.rounds.absences import ask_again, leave_out, may_leave_out
from survey.rounds.forms import AbsenceForm
from survey.storage.states import REVIEWERS, WITH_BUREAU, Absence, Role
from survey.storage.tables import Response
from survey.web.access import LARGEST_ID, current_person, get_engine, get_session, only
from survey.web.languages import say_refusal
from survey.web.words import OUT

bp = Blueprint("excusing", __name__)


@bp.get("/responses/<int:response_id>/excuse")
@only(*REVIEWERS, Role.ADMINISTRATOR)
def show(response_id: int) -> Any:
    response = _find(response_id)
    return _draw(response, _make_form(response))


@bp.post("/responses/<int:response_id>/excuse")
@only(*REVIEWERS, Role.ADMINISTRATOR)
def save(response_id: int) -> Any:
    """Leave the bureau out, or ask it again where `ask-again` is pressed."""
    response, engine = _find(response_id), get_engine()
    form, name = _make_form(response), response.bureau.name
    try:
        if "ask-again" in request.form:
            ask_again(engine, response_id, current_person().id)
            flash(_("%(bureau)s is asked again.", bureau=name))
        elif not form.validate():
            return _draw(response, form), 422
        else:
            absence = Absence(form.absence.data)
            leave_out(engine, {response_id: absence}, form.reason.data, current_person().id)
            flash(_("%(bureau)s: %(absence)s.", bureau=name, absence=OUT[absence]))
    except Refused as refused:
        flash(say_refusal(refused))
    return redirect(url_for("closing.show", slug=response.round.slug))


def _find(response_id: int) -> Response:
    response = get_session().get(Response, response_id) if response_id <= LARGEST_ID else None
    if response is None or not may_leave_out(current_person(), response.bureau):
        abort(404)
    return response


def _make_form(response: Response) -> AbsenceForm:
    """The ways in which this person may leave the bureau out: only the administrator takes it out, and only before it
    ever handed in."""
    form = AbsenceForm()
    is_untouched = current_person().role is Role.ADMINISTRATOR and response.submitted_at is None
    ways = (Absence.EXCUSED, Absence.UNSUBMITTED, *([Absence.TAKEN_OUT] if is_untouched else []))
    form.absence.choices = [(one.value, OUT[one]) for one in ways]
    return form


def _draw(response: Response, form: AbsenceForm) -> str:
    can_be = response.absent_at is None and response.state in WITH_BUREAU
    return render_template("rounds/excuse.html", response=response, can_be=can_be, form=form)
