"""The later life of a round on the web: renamed, withdrawn, archived; and the rounds that are not listed any more."""

from http import HTTPStatus
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from sqlmodel import col, select

from questionnaires.messages import Refused
from survey.rounds.ending import archive_round, rename_round, take_from_archive, withdraw_round
from survey.rounds.forms import ReasonForm, TitleForm
from survey.rounds.reach import find_round, list_readable
from survey.storage.states import REVIEWERS, Role, State
from survey.storage.tables import Round
from survey.web.access import current_person, get_engine, get_session, only
from survey.web.languages import say_refusal

bp = Blueprint("ending", __name__)


@bp.get("/rounds/<slug>/title")
@only(Role.ADMINISTRATOR)
def ask_title(slug: str) -> Any:
    round = find_round(slug)
    return _draw_title(round, TitleForm(formdata=None, data={"title": round.title, "seen": round.title}), "")


@bp.post("/rounds/<slug>/title")
@only(Role.ADMINISTRATOR)
def rename(slug: str) -> Any:
    round, form = find_round(slug), TitleForm()
    if not form.validate():
        return _draw_title(round, form, ""), HTTPStatus.UNPROCESSABLE_ENTITY
    try:
        rename_round(get_engine(), round.id, form.seen.data or "", form.title.data, current_person().id)
    except Refused as refused:
        return _draw_title(round, form, say_refusal(refused)), HTTPStatus.UNPROCESSABLE_ENTITY
    flash(_("The round is called “%(title)s” now.", title=form.title.data))
    return redirect(url_for("rounds.show", slug=slug))


def _draw_title(round: Round, form: TitleForm, problem: str) -> str:
    return render_template("rounds/title.html", round=round, form=form, problem=problem)


@bp.get("/rounds/<slug>/withdrawal")
@only(Role.ADMINISTRATOR)
def ask_withdrawal(slug: str) -> Any:
    """What withdrawing would do, before it is done: it cannot be undone."""
    return _draw_withdrawal(find_round(slug), ReasonForm(), "")


@bp.post("/rounds/<slug>/withdrawal")
@only(Role.ADMINISTRATOR)
def withdraw(slug: str) -> Any:
    round, form = find_round(slug), ReasonForm()
    if not form.validate():
        return _draw_withdrawal(round, form, ""), HTTPStatus.UNPROCESSABLE_ENTITY
    try:
        is_new = withdraw_round(get_engine(), round.id, form.reason.data, current_person().id)
    except Refused as refused:
        return _draw_withdrawal(round, form, say_refusal(refused)), HTTPStatus.UNPROCESSABLE_ENTITY
    flash(_("The round is withdrawn.") if is_new else _("The round was withdrawn already."))
    return redirect(url_for("rounds.show", slug=slug))


def _draw_withdrawal(round: Round, form: ReasonForm, problem: str) -> str:
    responses = list_readable(round)
    return render_template(
        "rounds/withdrawal.html",
        round=round,
        form=form,
        problem=problem,
        bureaus=len(responses),
        submitted=sum(one.submitted_at is not None for one in responses),
        accepted=sum(one.state is State.ACCEPTED for one in responses),
    )


@bp.post("/rounds/<slug>/archive")
@only(Role.ADMINISTRATOR)
def archive(slug: str) -> Any:
    """Put the round into the archive, or take it out where `back` is pressed."""
    round, person_id = find_round(slug), current_person().id
    try:
        if "back" in request.form:
            take_from_archive(get_engine(), round.id, person_id)
            flash(_("The round is out of the archive."))
        else:
            archive_round(get_engine(), round.id, person_id)
            flash(_("The round is archived: it is read only, and out of the lists."))
    except Refused as refused:
        flash(say_refusal(refused))
    return redirect(url_for("rounds.show", slug=slug))


@bp.get("/archived-rounds")
@only(*REVIEWERS, Role.ADMINISTRATOR)
def list_past() -> Any:
    """The archived rounds; for the administrator those that were withdrawn, too."""
    session, is_administrator = get_session(), current_person().role is Role.ADMINISTRATOR
    past = select(Round).where(col(Round.archived_at).is_not(None)).order_by(col(Round.closes_on).desc())
    gone = select(Round).where(col(Round.withdrawn_at).is_not(None)).order_by(col(Round.withdrawn_at).desc())
    archived = [one for one in session.exec(past) if is_administrator or list_readable(one)]
    withdrawn = session.exec(gone).all() if is_administrator else []
    return render_template(
        "rounds/past.html", archived=archived, withdrawn=withdrawn, is_administrator=is_administrator
    )
