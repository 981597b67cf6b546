"""Who works on a draft: its authors, whom an administrator names, and its readers, whom any author asks."""

from http import HTTPStatus
from typing import Any

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from questionnaires.criteria.words import read_words
from questionnaires.messages import Refused
from survey.storage.states import Role
from survey.storage.tables import MOST_REASON
from survey.studio.authors import CAN_BE_AUTHORS, end_author, list_authored, list_authors, list_possible, name_author
from survey.studio.drafts import OpenDraft
from survey.studio.reach import get_draft
from survey.studio.readings import answer_remark, ask_reader, group_by_person, list_tasks, withdraw_reader
from survey.web.access import current_person, get_engine, get_session, only
from survey.web.languages import say_refusal
from survey.web.typed import read_line

bp = Blueprint("studio_people", __name__)


@bp.app_context_processor
def add_drafts() -> dict[str, Any]:
    """For the start pages: the drafts that a person writes on, and those of which they are to read clauses."""
    return {
        "list_own_drafts": lambda: list_authored(get_session(), current_person()),
        "list_own_readings": lambda: list_tasks(get_session(), current_person().id),
    }


@bp.get("/studio/<int:draft_id>/people")
def show(draft_id: int) -> Any:
    return _draw(get_draft(draft_id))


@bp.post("/studio/<int:draft_id>/authors")
@only(Role.ADMINISTRATOR)
def name(draft_id: int) -> Any:
    draft = get_draft(draft_id)
    try:
        person = name_author(get_engine(), draft_id, read_line(request.form.get("author", "")), current_person().id)
    except Refused as why:
        return _refuse(draft, why)
    flash(_("%(name)s is an author of this draft now and finds it on the start page.", name=person.name))
    return redirect(url_for("studio_people.show", draft_id=draft_id))


@bp.post("/studio/<int:draft_id>/authors/<int:person_id>/end")
@only(Role.ADMINISTRATOR)
def end(draft_id: int, person_id: int) -> Any:
    draft = get_draft(draft_id)
    try:
        end_author(get_engine(), draft_id, person_id, current_person().id)
    except Refused as why:
        return _refuse(draft, why)
    flash(_("Taken back. What was written stays."))
    return redirect(url_for("studio_people.show", draft_id=draft_id))


@bp.post("/studio/<int:draft_id>/readings")
def ask(draft_id: int) -> Any:
    """Ask a person to read the clauses that are ticked, or all."""
    draft, ticked = get_draft(draft_id), request.form.getlist("clause")
    takes_all = request.form.get("which") == "all"
    numbers = {one.number for one in draft.rows if takes_all or str(one.number) in ticked}
    try:
        login = read_line(request.form.get("reader", ""))
        new = ask_reader(get_engine(), draft_id, login, numbers, current_person().id)
    except Refused as why:
        return _refuse(draft, why)
    flash(ngettext("%(num)s clause is to be read now.", "%(num)s clauses are to be read now.", new))
    return redirect(url_for("studio_people.show", draft_id=draft_id))


@bp.post("/studio/<int:draft_id>/readings/<int:person_id>/end")
def withdraw(draft_id: int, person_id: int) -> Any:
    draft = get_draft(draft_id)
    try:
        withdraw_reader(get_engine(), draft_id, person_id, current_person().id)
    except Refused as why:
        return _refuse(draft, why)
    flash(_("Taken back. What was remarked already stays."))
    return redirect(url_for("studio_people.show", draft_id=draft_id))


@bp.post("/studio/<int:draft_id>/remarks/<int:reading_id>")
def answer(draft_id: int, reading_id: int) -> Any:
    """Settle a remark with a word."""
    draft = get_draft(draft_id)
    reading = next((one for one in draft.readings if one.id == reading_id), None) or abort(404)
    number = next(one.number for one in draft.rows if one.id == reading.clause_id)
    try:
        words = read_words(request.form.get("answer", "").replace("\r\n", "\n"), MOST_REASON)
        answer_remark(get_engine(), draft_id, reading_id, words, current_person().id)
    except Refused as why:
        return _refuse(draft, why)
    flash(_("The remark is settled."))
    return redirect(url_for("studio_clause.clause", draft_id=draft_id, number=number, _anchor="remarks"))


def _refuse(draft: OpenDraft, why: Refused) -> Any:
    return _draw(get_draft(draft.row.id), say_refusal(why)), HTTPStatus.UNPROCESSABLE_ENTITY


def _draw(draft: OpenDraft, problem: str | None = None) -> str:
    session = get_session()
    return render_template(
        "studio/people.html",
        draft=draft,
        authors=list_authors(session, draft.row.id),
        readers=group_by_person(draft.readings).values(),
        numbers={
            row.id: (row.number, clause.path) for row, clause in zip(draft.rows, draft.notice.clauses, strict=True)
        },
        possible=list_possible(session, CAN_BE_AUTHORS),
        may_name=current_person().role is Role.ADMINISTRATOR,
        problem=problem,
    )
