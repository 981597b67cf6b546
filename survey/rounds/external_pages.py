"""Last year's results from a file: sent in, looked at, kept as a round of their own, compared with, deleted."""

import hashlib
from collections.abc import Callable
from datetime import date
from http import HTTPStatus
from io import BytesIO
from pathlib import PurePath
from typing import Any

from flask import Blueprint, current_app, flash, redirect, render_template, request, send_file, url_for
from flask_babel import gettext as _
from sqlmodel import Session, col, select

from questionnaires.messages import Refused
from survey.bureaus.places import list_bureaus
from survey.rounds.external import (
    ExternalFile,
    compare_with,
    delete_results,
    find_external,
    import_results,
    list_external,
)
from survey.rounds.external_forms import ResultsForm
from survey.rounds.external_sheet import DOMAIN, OF_ALL, QUESTION, list_columns, plan_results, read_results
from survey.rounds.reach import find_results, find_round
from survey.sheets.characters import keep_seen
from survey.sheets.imports import ImportPlan, Shelf
from survey.sheets.reading import SheetFault
from survey.sheets.writing import write_blank, write_csv
from survey.storage.database import writing
from survey.storage.external import ExternalResult
from survey.storage.states import Role
from survey.storage.tables import Bureau, Round
from survey.web.access import current_person, get_engine, get_session, only
from survey.web.languages import say_refusal
from survey.web.marks import expensive

bp = Blueprint("external", __name__)
MIMETYPES = {"csv": "text/csv", "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"}
LONGEST_NAME = 120


@bp.get("/rounds/<slug>/last-year")
@only(Role.ADMINISTRATOR)
def choose(slug: str) -> Any:
    """With what the round is compared, and a file of results to be sent in."""
    round = find_round(slug)
    return _ask(round, ResultsForm(round))


@bp.get("/rounds/<slug>/last-year/blank.<any(csv, xlsx):form>")
@only(Role.ADMINISTRATOR)
def blank(slug: str, form: str) -> Any:
    round = find_round(slug)
    columns = list_columns(get_session(), round)
    content = write_blank(columns) if form == "xlsx" else write_csv([str(one.header) for one in columns], [])
    return send_file(BytesIO(content), MIMETYPES[form], as_attachment=True, download_name=f"上年结果模板.{form}")


@bp.post("/rounds/<slug>/last-year")
@only(Role.ADMINISTRATOR)
@expensive(60)
def preview(slug: str) -> Any:
    round = find_round(slug)
    form, file = ResultsForm(round), request.files.get("file")
    content = file.read() if file else b""
    if not content:
        plan = ImportPlan(faults=(SheetFault(0, "", _("Choose a file that is not empty.")),))
    else:
        plan = plan_results(get_session(), content, round)
    if not form.validate() or plan.faults:
        return _ask(round, form, plan), HTTPStatus.UNPROCESSABLE_ENTITY
    name = keep_seen(PurePath(file.filename or "").name)[:LONGEST_NAME] if file else ""
    return _show(round, form, plan, _shelf().put(content), name)


@bp.post("/rounds/<slug>/last-year/<key>")
@only(Role.ADMINISTRATOR)
def confirm(slug: str, key: str) -> Any:
    round, content = find_round(slug), _shelf().get(key)
    form = ResultsForm(round)
    if content is None:
        flash(_("This file was imported already, or has waited for more than a day. Nothing was changed now."))
        return redirect(url_for("external.choose", slug=slug))
    if not form.validate():
        return _ask(round, form), HTTPStatus.UNPROCESSABLE_ENTITY
    name, day = request.form.get("file_name", "")[:LONGEST_NAME], date.fromisoformat(form.as_of.day or "")
    try:
        with writing(get_engine()) as session:
            plan = plan_results(session, content, session.get_one(Round, round.id))
            if plan.faults or plan.mark != request.form.get("mark"):
                flash(_("Meanwhile something has changed. Nothing was written yet; look at the list again."))
                return (_ask(round, form, plan) if plan.faults else _show(round, form, plan, key, name)), 409
            results = read_results(session, plan, round)
            sent = ExternalFile(form.title.data, day, name, hashlib.sha256(content).hexdigest(), results)
            new = import_results(session, round.id, sent, current_person().id)
    except Refused as why:
        flash(say_refusal(why))
        return redirect(url_for("external.choose", slug=slug))
    _shelf().drop(key)
    flash(_("The results of %(bureaus)s bureaus are kept; the round is compared with them.", bureaus=len(results)))
    return redirect(url_for("external.show", slug=new))


@bp.post("/rounds/<slug>/last-year/compare")
@only(Role.ADMINISTRATOR)
def compare(slug: str) -> Any:
    """Compare the round with the results that the button names, or with none."""
    round, wanted = find_round(slug), request.form.get("results", "")
    _try(lambda session: compare_with(session, round.id, wanted, current_person().id))
    return redirect(url_for("external.choose", slug=slug))


@bp.get("/results/<slug>")
@only(Role.ADMINISTRATOR)
def show(slug: str) -> Any:
    """Results as they were imported, and which rounds are compared with them."""
    external, session = find_results(slug), get_session()
    query = select(ExternalResult, Bureau).join(Bureau).where(ExternalResult.round_id == external.round_id)
    rows = session.exec(query.order_by(col(Bureau.code))).all()
    used = session.exec(select(Round).where(Round.previous_id == external.round_id)).all()
    list_bureaus(session)  # each place above is read with them, at once
    return render_template("rounds/external.html", external=external, round=external.round, rows=rows, used=used)


@bp.post("/results/<slug>/delete")
@only(Role.ADMINISTRATOR)
def delete(slug: str) -> Any:
    find_results(slug)
    if _try(lambda session: delete_results(session, slug, current_person().id)):
        flash(_("The imported results are deleted."))
        return redirect(url_for("home.start"))
    return redirect(url_for("external.show", slug=slug))


def _try(act: Callable[[Session], None]) -> bool:
    """Do something in a transaction; where it is refused, say why."""
    try:
        with writing(get_engine()) as session:
            act(session)
    except Refused as why:
        flash(say_refusal(why))
        return False
    return True


def _ask(round: Round, form: ResultsForm, plan: ImportPlan | None = None) -> str:
    session = get_session()
    before = None if round.previous_id is None else session.get_one(Round, round.previous_id)
    current = find_external(session, round.previous_id)
    columns = list_columns(session, round)
    return render_template(
        "rounds/last_year.html",
        round=round,
        before=before,
        current=current,
        others=[one for one in list_external(session) if one.round_id != round.previous_id],
        form=form,
        plan=plan or ImportPlan(),
        domains=[str(one.header) for one in columns if one.name.startswith(DOMAIN)],
        questions=sum(one.name.startswith(QUESTION) for one in columns),
    )


def _show(round: Round, form: ResultsForm, plan: ImportPlan, key: str, file_name: str) -> str:
    given = {name for line in plan.lines for name, one in line.values.items() if one}
    columns = list_columns(get_session(), round)
    return render_template(
        "rounds/last_year_check.html",
        round=round,
        form=form,
        as_of=date.fromisoformat(form.as_of.day or ""),
        plan=plan,
        key=key,
        file_name=file_name,
        columns=[*OF_ALL, *(one for one in columns if one.name.startswith(DOMAIN) and one.name in given)],
        questions=sum(one.name.startswith(QUESTION) and one.name in given for one in columns),
    )


def _shelf() -> Shelf:
    return Shelf(current_app.config["DATA_FOLDER"], current_person().id)
