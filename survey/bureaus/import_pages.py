"""Sending in a table of bureaus or of people: first what it would do, then, on one button, all of it at once."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from flask import Blueprint, Response, current_app, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlmodel import Session

from survey.accounts.waiting_links import list_waiting
from survey.bureaus.bureau_import import COLUMNS as BUREAU_COLUMNS
from survey.bureaus.bureau_import import plan_bureaus, write_bureaus
from survey.bureaus.people import invite_people
from survey.bureaus.people_import import list_columns, plan_people, write_people
from survey.bureaus.reach import only_keepers
from survey.sheets.imports import ImportPlan, Shelf
from survey.sheets.reading import SheetColumn, SheetFault
from survey.sheets.writing import explain, write_blank, write_csv
from survey.storage.database import writing
from survey.storage.tables import Person
from survey.storage.trail import take_turn
from survey.web.access import current_person, get_engine, get_session
from survey.web.marks import expensive

bp = Blueprint("imports", __name__)
MIME_TYPES = {"csv": "text/csv", "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"}


@dataclass(frozen=True)
class ImportKind:
    """What can be imported: its name, the page that lists it, its columns as somebody may fill them in, and who plans
    and writes it; `write` tells who is to be invited."""

    name: str
    title: object
    home: str
    columns: Callable[[Person], tuple[SheetColumn, ...]]
    plan: Callable[[Session, bytes, Person], ImportPlan]
    write: Callable[[Session, int, ImportPlan], list[Person]]


def _list_bureau_columns(_actor: Person) -> tuple[SheetColumn, ...]:
    return BUREAU_COLUMNS


KINDS = {
    "bureaus": ImportKind(
        "bureaus", _l("Import bureaus"), "bureaus.tree", _list_bureau_columns, plan_bureaus, write_bureaus
    ),
    "people": ImportKind("people", _l("Import people"), "people.everyone", list_columns, plan_people, write_people),
}


@bp.get("/imports/<any(bureaus, people):name>")
@only_keepers
def choose(name: str) -> Any:
    return _ask(KINDS[name])


@bp.get("/imports/<any(bureaus, people):name>/blank.<any(csv, xlsx):form>")
@only_keepers
def blank(name: str, form: str) -> Response:
    columns = KINDS[name].columns(current_person())
    content = write_blank(columns) if form == "xlsx" else write_csv([str(one.header) for one in columns], [])
    disposition = f"attachment; filename={name}.{form}"
    return Response(content, mimetype=MIME_TYPES[form], headers={"Content-Disposition": disposition})


@bp.post("/imports/<any(bureaus, people):name>")
@only_keepers
@expensive(60)
def preview(name: str) -> Any:
    file = request.files.get("file")
    content = file.read() if file else b""
    if not content:
        return _ask(KINDS[name], ImportPlan(faults=(SheetFault(0, "", _("Choose a file that is not empty.")),))), 422
    plan = KINDS[name].plan(get_session(), content, current_person())
    if plan.faults:
        return _ask(KINDS[name], plan), 422
    return _show(KINDS[name], plan, _shelf().put(content))


@bp.post("/imports/<any(bureaus, people):name>/<key>")
@only_keepers
def confirm(name: str, key: str) -> Any:
    kind, content = KINDS[name], _shelf().get(key)
    if content is None:
        return _say_gone(kind)
    with writing(get_engine()) as session:
        take_turn(session)
        plan = kind.plan(session, content, session.get_one(Person, current_person().id))
        if not plan.faults and not plan.lines:  # the same file at once, from a second tab
            return _say_gone(kind)
        if plan.faults or plan.mark != request.form.get("mark"):
            flash(_("Meanwhile something has changed. Nothing was written yet; look at the list again."))
            return (_ask(kind, plan) if plan.faults else _show(kind, plan, key)), 409
        invited = kind.write(session, current_person().id, plan)
        if invited:
            invite_people(session, current_person().id, invited, current_app.config["SECRET_KEY"])
        flash(_("Imported: %(new)s new, %(changed)s changed.", new=len(plan.new), changed=len(plan.changed)))
    _shelf().drop(key)
    return redirect(url_for("links.show" if invited else kind.home))


def _say_gone(kind: ImportKind) -> Any:
    """What to say of a file that is not there any more: as a rule it was sent twice, and its links wait."""
    key: str = current_app.config["SECRET_KEY"]
    if kind.name == "people" and list_waiting(get_session(), key, current_person().id):
        flash(_("This file was imported already, or has waited for more than a day. Links that wait are below."))
        return redirect(url_for("links.show"))
    flash(_("This file was imported already, or has waited for more than a day. Nothing was changed now."))
    return redirect(url_for("imports.choose", name=kind.name))


def _ask(kind: ImportKind, plan: ImportPlan | None = None) -> str:
    columns = [(column, explain(column)) for column in kind.columns(current_person())]
    return render_template("bureaus/import_choose.html", kind=kind, columns=columns, plan=plan or ImportPlan())


def _show(kind: ImportKind, plan: ImportPlan, key: str) -> str:
    return render_template(
        "bureaus/import_preview.html", kind=kind, columns=kind.columns(current_person()), plan=plan, key=key
    )


def _shelf() -> Shelf:
    return Shelf(current_app.config["DATA_FOLDER"], current_person().id)
