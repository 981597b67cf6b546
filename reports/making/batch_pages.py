"""The administrator's page of all gap reports of a round: begin, watch, cancel, download."""

import hashlib
from typing import Any

from flask import Blueprint, current_app, flash, redirect, render_template, send_file, url_for
from flask_babel import gettext as _

from reports.making.batches import cancel_batch, find_batch, list_items, start_batch
from reports.making.packing import keep_pack
from survey.rounds.reach import find_round
from survey.rounds.rounds import name_round
from survey.storage.states import JobState, Role
from survey.web.access import current_person, get_engine, get_session, only
from survey.web.downloads import note_download
from survey.web.marks import expensive

bp = Blueprint("batches", __name__, template_folder="../templates")


@bp.get("/rounds/<slug>/reports")
@only(Role.ADMINISTRATOR)
def show(slug: str) -> Any:
    round, session = find_round(slug), get_session()
    batch = find_batch(session, round)
    stopped = list_items(session, round, batch, JobState.FAILED, JobState.CANCELLED) if batch else []
    return render_template(
        "making/batch.html",
        round=round,
        batch=batch,
        failed=[one for one in stopped if one.job.error],
        cancelled=sum(not one.job.error for one in stopped),
    )


@bp.post("/rounds/<slug>/reports")
@only(Role.ADMINISTRATOR)
@expensive(20)
def start(slug: str) -> Any:
    round = find_round(slug)
    if not start_batch(get_engine(), round.id, current_person().id):
        flash(_("No bureau of this round has submitted yet, so there is no report to make."))
    return redirect(url_for("batches.show", slug=slug))


@bp.post("/rounds/<slug>/reports/cancel")
@only(Role.ADMINISTRATOR)
def cancel(slug: str) -> Any:
    round = find_round(slug)
    cancelled = cancel_batch(get_engine(), round.id, current_person().id)
    flash(_("Cancelled: %(num)s. What was made already is kept.", num=cancelled))
    return redirect(url_for("batches.show", slug=slug))


@bp.get("/rounds/<slug>/reports.zip")
@only(Role.ADMINISTRATOR)
@expensive(20)
def download(slug: str) -> Any:
    round, session = find_round(slug), get_session()
    batch = find_batch(session, round)
    if batch is None or batch.left or not batch.made:
        flash(_("There is no ZIP yet: it can be downloaded once the reports are made."))
        return redirect(url_for("batches.show", slug=slug))
    packed = keep_pack(session, round, batch, current_app.config["DATA_FOLDER"])
    with packed.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    what = {"batch": batch.number, "reports": batch.made, "sha256": digest}
    note_download("report.download-all", name_round(round), what)
    name = f"{round.title}差距报告.zip"
    return send_file(packed, mimetype="application/zip", as_attachment=True, download_name=name)
