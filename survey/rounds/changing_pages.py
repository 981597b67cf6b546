"""A round that runs: more bureaus, other dates."""

from datetime import date
from http import HTTPStatus
from typing import Any

from flask import Blueprint, current_app, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from sqlmodel import select

from questionnaires.messages import Refused
from survey.catalogues.reach import get_library
from survey.rounds.bureau_choice import count_levels, list_groups, tick
from survey.rounds.folding import fold, read_opened, read_ticked
from survey.rounds.forms import RoundDatesForm
from survey.rounds.opening import BureauGone, add_bureaus, change_dates
from survey.rounds.planning import Notices, list_tree
from survey.rounds.reach import find_round
from survey.rounds.rounds import has_begun
from survey.storage.states import Role
from survey.storage.tables import Bureau, Response, Round
from survey.web.access import current_person, get_engine, get_session, only
from survey.web.languages import say_refusal

bp = Blueprint("changing_round", __name__)


@bp.get("/rounds/<slug>/bureaus")
@only(Role.ADMINISTRATOR)
def choose(slug: str) -> Any:
    return _draw_choice(find_round(slug), frozenset(), "")


@bp.post("/rounds/<slug>/bureaus")
@only(Role.ADMINISTRATOR)
def add(slug: str) -> Any:
    """Add the bureaus that are ticked, or tick many of them first."""
    round, step = find_round(slug), request.form.get("step", "add")
    ticked = read_ticked(_list_others(round), request.form.getlist("bureau", int), request.form.getlist("whole"))
    if step != "add":
        return _draw_choice(round, ticked, step)
    able = [one.bureau.id for group in _list_choices(round, ticked) for one in group.choices if one.ticked]
    engine = get_engine()
    try:
        added = add_bureaus(engine, get_library(), round.id, able, current_person().id)
    except BureauGone:
        flash(_("Meanwhile a bureau was deleted. Nothing was written yet; look at the list again."))
        return redirect(url_for("changing_round.choose", slug=slug))
    except Refused as refused:
        flash(say_refusal(refused))
        return redirect(url_for("rounds.show", slug=slug))
    flash(ngettext("%(num)s bureau was added.", "%(num)s bureaus were added.", added))
    return redirect(url_for("rounds.show", slug=slug))


def _list_choices(round: Round, ticked: frozenset[int]) -> Any:
    """What is not in the round yet."""
    return list_groups(_list_others(round), Notices(get_library(), round.document, round.nearest), ticked)


def _list_others(round: Round) -> list[Bureau]:
    known = set(get_session().exec(select(Response.bureau_id).where(Response.round_id == round.id)))
    return [one for one in list_tree(get_session()) if one.id not in known]


def _draw_choice(round: Round, ticked: frozenset[int], step: str) -> str:
    ticked = tick(_list_choices(round, ticked), ticked, step)
    groups = _list_choices(round, ticked)
    opened = read_opened(request.form, request.form.getlist("open"), step)
    levels = count_levels(groups)
    return render_template("rounds/add.html", round=round, groups=fold(groups, opened), levels=levels, opened=opened)


@bp.route("/rounds/<slug>/dates", methods=["GET", "POST"])
@only(Role.ADMINISTRATOR)
def dates(slug: str) -> Any:
    round = find_round(slug)
    form = RoundDatesForm(data={"opens_on": round.opens_on.isoformat(), "closes_on": round.closes_on.isoformat()})
    if has_begun(round):
        del form.opens_on
    if not form.validate_on_submit():
        status = HTTPStatus.UNPROCESSABLE_ENTITY if form.is_submitted() else HTTPStatus.OK
        return render_template("rounds/dates.html", round=round, form=form), status
    opens_on = date.fromisoformat(form.opens_on.day or "") if "opens_on" in form else round.opens_on
    closes_on = date.fromisoformat(form.closes_on.day or "")
    if closes_on < opens_on:
        form.closes_on.errors = [_("The closing date lies before the opening date.")]
        return render_template("rounds/dates.html", round=round, form=form), HTTPStatus.UNPROCESSABLE_ENTITY
    engine, zone = get_engine(), current_app.config["TIME_ZONE"]
    try:
        change_dates(engine, round.id, opens_on, closes_on, form.reason.data, zone, current_person().id)
        flash(_("The dates are changed."))
    except Refused as refused:
        flash(say_refusal(refused))
    return redirect(url_for("rounds.show", slug=slug))
