"""The page of a plan: its items and figures, drafted in one go, signed by the head, agreed to by the reviewer."""

from collections.abc import Callable
from http import HTTPStatus
from typing import Any

from flask import Blueprint, abort, current_app, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from sqlmodel import col, select

from questionnaires.messages import Refused
from survey.plans.drafting import Choice, draft_promises
from survey.plans.forms import NewItemForm, fill_promise
from survey.plans.holding import MovedOn, may_keep, may_oversee
from survey.plans.keeping import NewItem, add_item, draft_items
from survey.plans.overseeing import agree, mark_seen, sign
from survey.plans.page_content import ORDERS, make_page
from survey.plans.promise import Promise
from survey.plans.running import judge
from survey.plans.sheet import gather_sheet
from survey.plans.words import say_closed, say_fault
from survey.responses.promises import list_items
from survey.rounds.issued import applying_questionnaire
from survey.rounds.reach import find_involved, find_own_response, find_response
from survey.storage.states import OF_A_BUREAU, REVIEWERS, Role
from survey.storage.tables import Response, Round
from survey.teamwork.typed_fields import is_once, make_once
from survey.web.access import current_person, get_engine, get_session, only
from survey.web.languages import local_today, say_refusal

bp = Blueprint("plans", __name__)


@bp.get("/plan")
@only(*OF_A_BUREAU)
def mine() -> Any:
    """The plan of the bureau's newest response that was handed in."""
    query = (
        select(Response)
        .join(Round)
        .where(
            Response.bureau_id == current_person().bureau_id,
            col(Response.submitted_at).is_not(None),
            col(Round.withdrawn_at).is_(None),
        )
    )
    newest = get_session().exec(query.order_by(col(Round.as_of).desc(), col(Response.id).desc())).first()
    if newest is None:
        return render_template("plans/none.html")
    return redirect(url_for("plans.show", response_id=newest.id))


@bp.get("/responses/<int:response_id>/plan")
def show(response_id: int) -> Any:
    response = find_involved(response_id)
    if response.submitted_at is None:
        return redirect(url_for("check.check", response_id=response_id))
    return draw_plan(response)


@bp.post("/responses/<int:response_id>/plan/draft")
def draft(response_id: int) -> Any:
    """Draft items from the gaps that the button names."""
    response = find_own_response(response_id)
    try:
        choice = Choice(request.form.get("choice", ""))
    except ValueError:
        flash(_("Choose which gaps become items."))
        return _go_back(response_id)
    promises = draft_promises(judge(get_session(), response), choice) if response.submitted_at else {}

    def act() -> None:
        count = draft_items(get_engine(), response_id, promises, current_person().id)
        flash(ngettext("%(num)s item drafted.", "%(num)s items drafted.", count))

    return _try(response_id, act)


@bp.post("/responses/<int:response_id>/plan/sign")
def sign_plan(response_id: int) -> Any:
    """The head signs the plan as it was shown."""
    find_own_response(response_id, Role.HEAD)

    def act() -> None:
        count = sign(get_engine(), response_id, request.form.get("seen", ""), current_person().id)
        flash(ngettext("%(num)s item signed.", "%(num)s items signed.", count))

    return _try(response_id, act)


@bp.post("/responses/<int:response_id>/plan/agree")
def agree_to_plan(response_id: int) -> Any:
    """The reviewer agrees to all signed items that were not given back, as they were shown."""
    find_overseen(response_id)

    def act() -> None:
        count = agree(get_engine(), response_id, request.form.get("seen", ""), current_person().id)
        flash(ngettext("%(num)s item agreed to.", "%(num)s items agreed to.", count))

    return _try(response_id, act)


@bp.get("/responses/<int:response_id>/plan/new")
def begin(response_id: int) -> Any:
    response = _find_planned(response_id)
    if response.submitted_at is None:
        return redirect(url_for("check.check", response_id=response_id))
    if say_closed(response):
        return _go_back(response_id)  # where it stands why
    return _draw_new(response, fill_promise(Promise(), 0, NewItemForm))


@bp.post("/responses/<int:response_id>/plan/new")
def add(response_id: int) -> Any:
    """Add an item about a question that has none, or about something else."""
    response = _find_planned(response_id)
    form = fill_promise(Promise(), 0, NewItemForm, request.form)
    form.offer(_list_free(response))
    if not form.validate():
        return _draw_new(response, form), HTTPStatus.UNPROCESSABLE_ENTITY
    once = form.once.data if is_once(form.once.data or "") else make_once()
    new = NewItem(form.read(), form.question.data or None, form.title.data or "")
    try:
        add_item(get_engine(), response_id, new, once, current_person().id)
    except Refused as refused:
        return _draw_new(response, form, say_refusal(refused)), HTTPStatus.UNPROCESSABLE_ENTITY
    flash(_("Saved."))
    return _go_back(response_id)


def find_overseen(response_id: int) -> Response:
    """A response whose plan the signed-in reviewer agrees to and checks, or 404."""
    if current_person().role not in REVIEWERS:
        abort(404)
    response = find_response(response_id)
    return response if may_oversee(current_person(), response) else abort(404)


def _find_planned(response_id: int) -> Response:
    """A response to whose plan the signed-in person may add, or 404."""
    response = find_involved(response_id)
    person = current_person()
    return response if may_keep(person, response) or may_oversee(person, response) else abort(404)


def draw_plan(response: Response) -> str:
    sheet = gather_sheet(get_session(), response, local_today())
    return render_template(
        "plans/plan.html",
        response=response,
        page=make_page(sheet, current_person()),
        sheet=sheet,
        seen=mark_seen(sheet.items),
        orders=ORDERS,
        outputs=[one for one in current_app.extensions["survey_outputs"] if one.of == "plan"],
        is_own=current_person().role in OF_A_BUREAU,
    )


def _list_free(response: Response) -> list[tuple[str, str]]:
    """The scored questions that have no item yet, with what they are called."""
    there = {one.question_id for one in list_items(get_session(), response.id)}
    asked = applying_questionnaire(response)
    free = [one for one in asked.questions if one.is_scored and one.id not in there]
    return [(one.id, f"{asked.numbers[one.id]} {one.title}") for one in free]


def _draw_new(response: Response, form: NewItemForm, problem: str = "") -> str:
    if form.question.choices is None:
        form.offer(_list_free(response))
    once = form.once.data if is_once(form.once.data or "") else make_once()
    return render_template("plans/new.html", response=response, form=form, problem=problem, once=once)


def _try(response_id: int, act: Callable[[], None]) -> Any:
    try:
        act()
    except (Refused, MovedOn) as error:
        flash(say_fault(error))
    return _go_back(response_id)


def _go_back(response_id: int) -> Any:
    return redirect(url_for("plans.show", response_id=response_id))
