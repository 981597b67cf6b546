"""A request to an office: its sheet to print, and what came back, ticked off."""

from typing import Any

from flask import Blueprint, current_app, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from survey.rounds.issued import applying_questionnaire
from survey.rounds.reach import find_own_response
from survey.storage.tables import Response
from survey.teamwork.offices import OfficeSheet, find_sheet, tick_off, withdraw_request
from survey.web.access import current_person, get_engine, get_session
from survey.web.languages import local_today

bp = Blueprint("offices", __name__)


@bp.get("/responses/<int:response_id>/requests/<int:request_id>")
def show(response_id: int, request_id: int) -> Any:
    response = find_own_response(response_id)
    sheet = _find(response, request_id)
    if sheet is None:
        return _say_gone(response_id)
    return render_template(
        "teamwork/request.html",
        response=response,
        sheet=sheet,
        questionnaire=applying_questionnaire(response),
        outputs=[one for one in current_app.extensions["survey_outputs"] if one.of == "request"],
        today=local_today(),
    )


@bp.post("/responses/<int:response_id>/requests/<int:request_id>")
def tick(response_id: int, request_id: int) -> Any:
    """Keep what is ticked as come back: `back`, where `was` were ticked before."""
    sheet = _find(find_own_response(response_id), request_id)
    if sheet is None:
        return _say_gone(response_id)
    back, was = request.form.getlist("back"), request.form.getlist("was")
    if tick_off(get_engine(), request_id, back, was, current_person().id):
        flash(_("Saved."))
    return redirect(url_for("offices.show", response_id=response_id, request_id=request_id))


@bp.post("/responses/<int:response_id>/requests/<int:request_id>/withdraw")
def withdraw(response_id: int, request_id: int) -> Any:
    if _find(find_own_response(response_id), request_id) is None:
        return _say_gone(response_id)
    withdraw_request(get_engine(), request_id, current_person().id)
    flash(_("The request is withdrawn."))
    return redirect(url_for("sharing.show", response_id=response_id))


def _find(response: Response, request_id: int) -> OfficeSheet | None:
    return find_sheet(get_session(), response.id, request_id, applying_questionnaire(response).places)


def _say_gone(response_id: int) -> Any:
    flash(_("This request is not there, or was withdrawn meanwhile."))
    return redirect(url_for("sharing.show", response_id=response_id))
