"""A plan exported as a table, sent back, looked through and taken: all of it in one transaction, or nothing."""

import hashlib
from http import HTTPStatus
from io import BytesIO
from typing import Any

from flask import Blueprint, current_app, flash, redirect, render_template, request, send_file, url_for
from flask_babel import gettext as _

from questionnaires.messages import Refused
from survey.plans.holding import MovedOn, holding
from survey.plans.keeping import Collided
from survey.plans.sheet import gather_sheet
from survey.plans.table import PROGRESS, STATE, TablePlan, choose_sides, plan_table
from survey.plans.table_keeping import keep_table
from survey.plans.table_writing import write_plan
from survey.plans.words import FIELDS, say_closed
from survey.rounds.reach import find_involved, find_own_response
from survey.sheets.imports import Shelf
from survey.sheets.reading import SheetFault
from survey.storage.tables import Response
from survey.storage.trail import record
from survey.web.access import current_person, get_engine, get_session
from survey.web.downloads import note_download
from survey.web.languages import local_today, say_refusal
from survey.web.marks import expensive

bp = Blueprint("plan_tables", __name__)
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@bp.get("/responses/<int:response_id>/plan.xlsx")
@expensive(60)
def download(response_id: int) -> Any:
    response = find_involved(response_id)
    if response.submitted_at is None:
        return redirect(url_for("check.check", response_id=response_id))
    content = write_plan(get_session(), gather_sheet(get_session(), response, local_today()))
    note_download("plan.export", f"response {response_id}", {"form": "xlsx"})
    name = f"{response.bureau.name}{response.round.as_of.year}年整改台账.xlsx"
    return send_file(BytesIO(content), mimetype=XLSX, as_attachment=True, download_name=name)


@bp.get("/responses/<int:response_id>/plan/import")
def choose(response_id: int) -> Any:
    response = find_own_response(response_id)
    return _lead_back(response_id) if say_closed(response) else _ask(response, TablePlan())


@bp.post("/responses/<int:response_id>/plan/import")
@expensive(60)
def preview(response_id: int) -> Any:
    """Look a table through; nothing is taken from it yet."""
    response = find_own_response(response_id)
    if say_closed(response):
        return _lead_back(response_id)
    file = request.files.get("file")
    content = file.read() if file else b""
    if not content:
        empty = TablePlan(faults=(SheetFault(0, "", _("Choose a file that is not empty.")),))
        return _ask(response, empty), HTTPStatus.UNPROCESSABLE_ENTITY
    plan = plan_table(get_session(), response, content, current_person().role)
    if plan.faults:
        return _ask(response, plan), HTTPStatus.UNPROCESSABLE_ENTITY
    return _show(response, plan, _shelf().put(content))


@bp.post("/responses/<int:response_id>/plan/import/<key>")
def confirm(response_id: int, key: str) -> Any:
    """Take what was looked through, with what was chosen where two changed the same."""
    response, content = find_own_response(response_id), _shelf().get(key)
    if content is None:
        return _say_gone(response_id)
    try:
        with holding(get_engine(), response_id, current_person().id) as hold:
            plan = plan_table(hold.session, hold.response, content, hold.person.role)
            if not plan.faults and not plan.changes:  # the same file at once, from a second tab
                return _say_gone(response_id)
            if plan.faults or plan.mark != request.form.get("mark"):
                flash(_("Meanwhile something has changed. Nothing was written yet; look at the list again."))
                return (_ask(response, plan) if plan.faults else _show(response, plan, key)), HTTPStatus.CONFLICT
            new, changed = keep_table(hold, list(choose_sides(plan, request.form)))
            after = {"file": hashlib.sha256(content).hexdigest(), "changed": changed, "new": new}
            record(hold.session, hold.person.id, "plan.import", f"response {response_id}", None, after)
    except KeyError:
        return _show(response, plan, key, lacks_choice=True), HTTPStatus.UNPROCESSABLE_ENTITY
    except (Refused, Collided, MovedOn) as error:
        flash(
            say_refusal(error)
            if isinstance(error, Refused)
            else _("Meanwhile something has changed. Nothing was written yet; look at the list again.")
        )
        return redirect(url_for("plan_tables.choose", response_id=response_id))
    _shelf().drop(key)
    flash(_("Imported into the plan: %(new)s new, %(changed)s changed.", new=new, changed=changed))
    return redirect(url_for("plans.show", response_id=response_id))


def _say_gone(response_id: int) -> Any:
    flash(_("This file was imported already, or has waited for more than a day. Nothing was changed now."))
    return _lead_back(response_id)


def _lead_back(response_id: int) -> Any:
    """To the plan, where it stands why nothing of it can be changed."""
    return redirect(url_for("plans.show", response_id=response_id))


def _ask(response: Response, plan: TablePlan) -> str:
    return render_template("plans/import.html", response=response, plan=plan)


def _show(response: Response, plan: TablePlan, key: str, lacks_choice: bool = False) -> str:
    return render_template(
        "plans/import_check.html",
        response=response,
        plan=plan,
        key=key,
        fields={"title": _("Item"), **FIELDS, STATE: _("State"), PROGRESS: _("Progress to add")},
        lacks_choice=lacks_choice,
        chosen=request.form,
    )


def _shelf() -> Shelf:
    return Shelf(current_app.config["DATA_FOLDER"], current_person().id)
