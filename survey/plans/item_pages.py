"""The page of one item: its promise, how far it is, what proves it, what the reviewer says, and all that was done."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from http import HTTPStatus
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from sqlalchemy.orm import joinedload
from sqlmodel import col, select

from questionnaires.criteria import InvalidAnswer
from questionnaires.messages import Refused
from survey.answering.forms import AnswerForm, answer_of, build_form
from survey.answering.requests import read_version
from survey.evidence.shelf_listing import list_shelf
from survey.evidence.uploads import get_store
from survey.plans.files import tie_to_item
from survey.plans.forms import CheckForm, DueForm, ProgressForm, PromiseForm, WordsForm, doubt_answer, fill_promise
from survey.plans.holding import MovedOn, may_keep, may_oversee
from survey.plans.keeping import Collided, PlanChange, add_progress, change_items, end_item, move_item, set_due
from survey.plans.overseeing import check_item, give_back, refuse_item
from survey.plans.pages import find_overseen
from survey.plans.promise import find_promise, read_promise
from survey.plans.sheet import PlanLine, gather_sheet
from survey.plans.steps import CHANGEABLE, list_moves
from survey.plans.words import say_closed, say_fault
from survey.rounds.issued import applying_questionnaire
from survey.rounds.reach import find_involved, find_own_response
from survey.storage.plans import PlanEntry
from survey.storage.states import PlanStatus
from survey.storage.tables import Response
from survey.teamwork.typed_fields import is_once, make_once
from survey.web.access import current_person, get_engine, get_session
from survey.web.languages import local_today, say_refusal
from survey.web.typed import read_ids

bp = Blueprint("plan_items", __name__)


@dataclass
class ItemDraft:
    """What was typed on the page and not saved, and why not; `collided` are the fields that somebody changed too."""

    promise: PromiseForm | None = None
    words: str = ""
    day: str = ""
    answer: AnswerForm | None = None
    check: CheckForm | None = None
    problem: str = ""
    collided: tuple[str, ...] = ()


@bp.get("/responses/<int:response_id>/plan/<int:item_id>")
def show(response_id: int, item_id: int) -> Any:
    return _draw(find_involved(response_id), item_id, ItemDraft())


@bp.post("/responses/<int:response_id>/plan/<int:item_id>")
def save(response_id: int, item_id: int) -> Any:
    """Save the promise. What a colleague changed meanwhile in other fields stays; in the same ones a person chooses."""
    response = find_own_response(response_id)
    line = _find_line(response, item_id)
    if line is None:
        return _say_gone(response_id)
    form = fill_promise(find_promise(line.item), line.item.version, typed=request.form)
    if not form.validate():
        return _draw(response, item_id, ItemDraft(form, problem=_say_errors(form))), HTTPStatus.UNPROCESSABLE_ENTITY
    change = PlanChange(item_id, read_version(form.version.data or "0"), form.read())
    try:
        count = change_items(get_engine(), response_id, [change], current_person().id)
    except Collided as found:
        get_session().commit()  # to see what was changed meanwhile
        stands = _find_line(response, item_id)
        version = stands.item.version if stands else 0
        draft = ItemDraft(fill_promise(found.merged[item_id], version), collided=found.fields[item_id])
        return _draw(response, item_id, draft), HTTPStatus.CONFLICT
    except Refused as refused:
        return _draw(response, item_id, ItemDraft(form, problem=say_refusal(refused))), HTTPStatus.UNPROCESSABLE_ENTITY
    flash(_("Saved.") if count else _("Nothing was changed."))
    return _go_back(response_id, item_id)


@bp.post("/responses/<int:response_id>/plan/<int:item_id>/act")
def act(response_id: int, item_id: int) -> Any:
    """What the bureau does with an item, as the button says: a step, files, taking it out."""
    response = find_own_response(response_id)
    engine, person_id, version = get_engine(), current_person().id, read_version(request.form.get("version", "0"))
    wanted, form = request.form.get("act", ""), WordsForm(request.form)
    if wanted == "files":
        new, old = _read_files()
        return _try(response, item_id, form, lambda: _tie(response_id, item_id, new, old))
    if wanted == "end":
        return _try(response, item_id, form, lambda: end_item(engine, response_id, item_id, version, person_id), True)
    try:
        status = PlanStatus(wanted)
    except ValueError:
        flash(_("Choose what is to be done."))
        return _go_back(response_id, item_id)
    return _try(
        response,
        item_id,
        form,
        lambda: move_item(engine, response_id, item_id, version, status, form.text.data, person_id),
    )


@bp.post("/responses/<int:response_id>/plan/<int:item_id>/progress")
def say_progress(response_id: int, item_id: int) -> Any:
    """Say how an item goes on: the people of the bureau, and the reviewers above it."""
    response = find_involved(response_id)
    if not may_keep(current_person(), response):
        find_overseen(response_id)
    form = ProgressForm(request.form)
    once = form.once.data if is_once(form.once.data or "") else make_once()
    return _try(
        response,
        item_id,
        form,
        lambda: add_progress(get_engine(), response_id, item_id, form.text.data, once, current_person().id),
    )


@bp.post("/responses/<int:response_id>/plan/<int:item_id>/oversight")
def oversee(response_id: int, item_id: int) -> Any:
    """What a reviewer does with an item, as the button says: set its day, give it back, pass it or not."""
    response = find_overseen(response_id)
    engine, person_id, version = get_engine(), current_person().id, read_version(request.form.get("version", "0"))
    wanted, form = request.form.get("act", ""), WordsForm(request.form)
    words = form.text.data or ""
    if wanted == "due":
        return _set_due(response, item_id, version)
    if wanted == "check":
        return _check(response, item_id, version)
    if wanted == "give-back":
        remarks = {item_id: (version, words)}
        return _try(response, item_id, form, lambda: give_back(engine, response_id, remarks, person_id))
    if wanted == "refuse":
        return _try(
            response, item_id, form, lambda: refuse_item(engine, response_id, item_id, version, words, person_id)
        )
    flash(_("Choose what is to be done."))
    return _go_back(response_id, item_id)


def _set_due(response: Response, item_id: int, version: int) -> Any:
    form = DueForm(request.form)
    if not form.validate():
        draft = ItemDraft(day=form.due.data or "", problem=_say_errors(form))
        return _draw(response, item_id, draft), HTTPStatus.UNPROCESSABLE_ENTITY
    day = date.fromisoformat(form.due.day or "")
    engine, person_id = get_engine(), current_person().id
    return _try(response, item_id, None, lambda: set_due(engine, response.id, item_id, version, day, person_id))


def _check(response: Response, item_id: int, version: int) -> Any:
    """Pass an item: its question is met, or has the answer that the reviewer typed, as of the day that they typed."""
    line = _find_line(response, item_id)
    if line is None:
        return _say_gone(response.id)
    check, answered = CheckForm(request.form, response.round.as_of, local_today()), None
    why = "" if check.validate() else _say_errors(check)
    form = None if line.question is None else build_form(line.question, typed=request.form)
    if line.question is not None and form is not None and not why:
        reading = answer_of(form, check.day)
        why = doubt_answer(form, reading, request.form.get("as") == "answer")
        answered = (line.question, reading.answer) if reading.answer.is_given else None
    if why:
        draft = ItemDraft(answer=form if request.form.get("as") == "answer" else None, check=check, problem=why)
        return _draw(response, item_id, draft), HTTPStatus.UNPROCESSABLE_ENTITY
    given = (get_engine(), response.id, item_id, version, answered, current_person().id, check.day)
    return _try(response, item_id, None, lambda: check_item(*given))


def _read_files() -> tuple[list[int], list[int]]:
    """The files that were ticked, and those that were and are no more."""
    ticked, was = (read_ids(request.form.getlist(name)) for name in ("file", "was"))
    return sorted(ticked - was), sorted(was - ticked)


def _tie(response_id: int, item_id: int, new: list[int], old: list[int]) -> None:
    tie_to_item(get_engine(), get_store(), response_id, item_id, new, old, current_person().id)


def _try(response: Response, item_id: int, form: WordsForm | None, do: Callable[[], Any], to_plan: bool = False) -> Any:
    """Do something with an item; where it is refused, what was typed stays on the page with why."""
    words = (form.text.data or "") if form is not None else ""
    if form is not None and not form.validate():
        draft = ItemDraft(words=words, problem=_say_errors(form))
        return _draw(response, item_id, draft), HTTPStatus.UNPROCESSABLE_ENTITY
    try:
        do()
    except (Refused, MovedOn, InvalidAnswer) as error:
        get_session().commit()  # to see what stands now
        draft = ItemDraft(words=words, problem=say_fault(error))
        return _draw(response, item_id, draft), HTTPStatus.UNPROCESSABLE_ENTITY
    flash(_("Saved."))
    return redirect(url_for("plans.show", response_id=response.id)) if to_plan else _go_back(response.id, item_id)


def _find_line(response: Response, item_id: int) -> PlanLine | None:
    if response.submitted_at is None:
        return None
    sheet = gather_sheet(get_session(), response, local_today())
    return next((one for one in sheet.lines if one.item.id == item_id), None)


def _draw(response: Response, item_id: int, draft: ItemDraft) -> Any:
    line, person = _find_line(response, item_id), current_person()
    if line is None:
        return _say_gone(response.id)
    item, question = line.item, line.question
    oversees, keeps = may_oversee(person, response), may_keep(person, response)
    closed = say_closed(response)
    is_open = not closed
    can_change = keeps and is_open and item.status in CHANGEABLE
    form = draft.promise or fill_promise(find_promise(item), item.version)
    answer = draft.answer or (build_form(question) if oversees and question else None)
    query = select(PlanEntry).where(PlanEntry.item_id == item.id).order_by(col(PlanEntry.id).desc())
    return render_template(
        "plans/item.html",
        response=response,
        line=line,
        item=item,
        form=form,
        draft=draft,
        closed=closed,
        answer=answer,
        check=draft.check or CheckForm(None, response.round.as_of, local_today()),
        can_change=can_change,
        keeps=keeps and is_open,
        oversees=oversees and is_open,
        moves=[one for one in list_moves(item.status, person.role) if keeps and is_open],
        shelf=list_shelf(get_session(), response.bureau_id, response.round.as_of) if can_change else (),
        tied={one.file_id for one in line.files},
        read_promise=read_promise,
        entries=get_session().exec(query.options(joinedload(PlanEntry.made_by))).all(),  # type: ignore[arg-type]
        once=make_once(),
        asked=applying_questionnaire(response),
    )


def _say_errors(form: Any) -> str:
    return " ".join(f"{field.label.text}{_(': ')}{' '.join(map(str, field.errors))}" for field in form if field.errors)


def _say_gone(response_id: int) -> Any:
    flash(_("This item is not in the plan any more; a colleague has removed it."))
    return redirect(url_for("plans.show", response_id=response_id))


def _go_back(response_id: int, item_id: int) -> Any:
    return redirect(url_for("plan_items.show", response_id=response_id, item_id=item_id))
