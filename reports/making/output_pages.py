"""The page of one output of a round: ask for it, watch it being made, download it."""

import hashlib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from flask import Blueprint, abort, current_app, flash, redirect, render_template, request, send_file, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from reports.making.batches import FILE
from reports.making.outputs import OutputStatus, Wish, find_standing, order
from reports.printing.paper import find_reports
from reports.rounds.places import list_of_place, name_scope
from survey.app import Output
from survey.rounds.reach import find_round
from survey.rounds.rounds import name_round
from survey.storage.states import REVIEWERS, Role
from survey.storage.tables import Round
from survey.web.access import current_person, get_engine, get_session
from survey.web.downloads import note_download
from survey.web.marks import expensive

bp = Blueprint("outputs", __name__, template_folder="../templates")
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@dataclass(frozen=True)
class Form:
    """A form of output: what it is, who may have it, how its file is sent, and what the trail says then."""

    title: Any
    roles: tuple[Role, ...]
    mimetype: str
    suffix: str
    act: str


FORMS = {
    "pdf": Form(
        _l("Report on the round (PDF)"), (*REVIEWERS, Role.ADMINISTRATOR), "application/pdf", "", "round.report"
    ),
    "csv": Form(
        _l("Bureaus, domains, gaps and questions, with a data dictionary (CSV in one ZIP)"),
        (Role.ADMINISTRATOR,),
        "application/zip",
        ".zip",
        "round.export",
    ),
    "xlsx": Form(
        _l("Bureaus, domains, gaps and questions as one workbook (XLSX)"),
        (Role.ADMINISTRATOR,),
        XLSX,
        ".xlsx",
        "round.export",
    ),
}
ADDRESS = "/rounds/<slug>/outputs/<any(pdf, csv, xlsx):form>"


@dataclass(frozen=True)
class OutputRequest:
    """What the address and the signed-in person come to."""

    round: Round
    form: Form
    wish: Wish
    scope: str
    city: str


@bp.get(ADDRESS)
def show(slug: str, form: str) -> Any:
    asked = _find(slug, form)
    return render_template("making/output.html", asked=asked, round=asked.round, standing=_look(asked), form=form)


@bp.post(ADDRESS)
@expensive(30)
def make(slug: str, form: str) -> Any:
    asked = _find(slug, form)
    order(get_engine(), asked.wish, _folder(), current_app.config["TIME_ZONE"])
    return redirect(url_for("outputs.show", slug=slug, form=form, city=asked.city or None))


@bp.get(f"{ADDRESS}/file")
@expensive(60)
def download(slug: str, form: str) -> Any:
    asked = _find(slug, form)
    made = _look(asked).made
    if made is None:
        flash(_("It has not been made yet."))
        return redirect(url_for("outputs.show", slug=slug, form=form, city=asked.city or None))
    path = _folder() / made.payload[FILE]
    with path.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    what = {"form": form, "scope": asked.scope, "sha256": digest}
    note_download(asked.form.act, name_round(asked.round), what)
    name = asked.round.slug + asked.form.suffix
    if form == "pdf":
        name = f"{asked.scope}{asked.round.as_of.year}年自评总体报告.pdf"
    return send_file(path, mimetype=asked.form.mimetype, as_attachment=True, download_name=name)


def _find(slug: str, form: str) -> OutputRequest:
    """What is asked for; 404 for whoever may not have it, and where there is nothing of the round to be read."""
    person, kind = current_person(), FORMS[form]
    if person.role not in kind.roles:
        abort(404)
    round, city = find_round(slug), request.args.get("city", "")
    place = person.bureau.code if person.bureau else ""
    responses = list_of_place(get_session(), round.id, place)
    if city:  # one that lies above the reviewer's own place is not theirs, though some of its bureaus are
        own, responses = {one.id for one in responses}, list_of_place(get_session(), round.id, city)
        responses = responses if own.issuperset(one.id for one in responses) else []
    if not responses and (city or place):
        abort(404)
    place = city or place
    return OutputRequest(round, kind, Wish(round.id, form, place), name_scope(get_session(), responses, place), city)


def _folder() -> Path:
    return find_reports(Path(current_app.config["DATA_FOLDER"]))


def _look(asked: OutputRequest) -> OutputStatus:
    return find_standing(get_session(), asked.wish, _folder(), current_app.config["TIME_ZONE"])


OUTPUTS = (
    Output("outputs.show", FORMS["csv"].title, "round", {"form": "csv"}),
    Output("outputs.show", FORMS["xlsx"].title, "round", {"form": "xlsx"}),
)
