"""Putting off the last day of bureaus that are picked from a list."""

from collections.abc import Sequence
from datetime import date
from http import HTTPStatus
from typing import Any

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from questionnaires.messages import Refused
from survey.rounds.absences import may_leave_out
from survey.rounds.extending import extend
from survey.rounds.forms import ExtensionForm
from survey.rounds.reach import find_round, list_readable
from survey.rounds.rounds import find_last_day
from survey.storage.states import REVIEWERS, WITH_BUREAU, Role
from survey.storage.tables import Response, Round
from survey.web.access import current_person, get_engine, only
from survey.web.languages import clean_search, local_today, say_refusal

bp = Blueprint("extending", __name__)
MOST_SHOWN = 300


@bp.get("/rounds/<slug>/extensions")
@only(*REVIEWERS, Role.ADMINISTRATOR)
def choose(slug: str) -> Any:
    round = find_round(slug)
    return _draw(round, _list_able(round), frozenset(), ExtensionForm(formdata=None), "")


@bp.post("/rounds/<slug>/extensions")
@only(*REVIEWERS, Role.ADMINISTRATOR)
def save(slug: str) -> Any:
    """Put off the last day of those that are ticked, or give them the round's again where `back` is pressed."""
    round, form, back = find_round(slug), ExtensionForm(), "back" in request.form
    able = _list_able(round)
    ticked = frozenset(request.form.getlist("response", int)) & {one.id for one in able}
    problem = "" if ticked else _("Tick at least one bureau.")
    day = None if back or not form.validate() else date.fromisoformat(form.due_on.day or "")
    if problem or (not back and day is None):
        return _draw(round, able, ticked, form, problem), HTTPStatus.UNPROCESSABLE_ENTITY
    try:
        count = extend(get_engine(), ticked, day, form.reason.data or "", current_person().id)
    except Refused as refused:
        return _draw(round, able, ticked, form, say_refusal(refused)), HTTPStatus.UNPROCESSABLE_ENTITY
    flash(ngettext("The last day of %(num)s bureau is changed.", "The last day of %(num)s bureaus is changed.", count))
    return redirect(url_for("extending.choose", slug=slug))


def _list_able(round: Round) -> list[Response]:
    """Those with their bureau of whom this person may put off the last day; 404 where nobody is theirs."""
    readable = list_readable(round)
    if not readable and current_person().role is not Role.ADMINISTRATOR:
        abort(404)
    return [
        one
        for one in readable
        if one.absence is None and one.state in WITH_BUREAU and may_leave_out(current_person(), one.bureau)
    ]


def _draw(round: Round, able: Sequence[Response], ticked: frozenset[int], form: ExtensionForm, problem: str) -> str:
    words = clean_search(request.args.get("q", ""))
    found = [one for one in able if one.id in ticked or all(word in _name(one) for word in words.split())]
    return render_template(
        "rounds/extensions.html",
        round=round,
        found=found[:MOST_SHOWN],
        count=len(found),
        days={one.id: find_last_day(one) for one in found[:MOST_SHOWN]},
        ticked=ticked,
        q=words,
        form=form,
        problem=problem,
        today=local_today(),
    )


def _name(response: Response) -> str:
    above = response.bureau.parent
    return f"{above.name if above else ''} {response.bureau.name} {response.bureau.code}"
