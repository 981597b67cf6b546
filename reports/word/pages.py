"""Papers of an office as Word files: of one response, and of a round, for whoever may read them."""

import hashlib
from dataclasses import dataclass
from io import BytesIO
from typing import Any

from flask import Blueprint, abort, current_app, flash, redirect, render_template, request, send_file, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from questionnaires.catalogue import Level
from questionnaires.messages import Refused
from questionnaires.wording import write_date
from reports.gap.gathering import gather_report
from reports.plans.content import gather_plan
from reports.rounds.content import RoundReport
from reports.rounds.gathering import read_round
from reports.rounds.places import name_scope
from reports.rounds.rows import shorten
from reports.word.circular import describe_circular
from reports.word.letterheads import find_letterhead, read_letterhead
from reports.word.letters import pack_letters, write_circular, write_letters, write_notice
from reports.word.office import LateBureau, LateLetters, find_sender, gather_late, gather_notice, name_office
from reports.word.papers import write_gap_docx, write_plan_docx, write_round_docx
from survey.app import Output
from survey.bureaus.places import find_place, walk_up
from survey.reviewing.round_table import list_cities
from survey.rounds.reach import find_involved, find_response, find_round, list_own
from survey.rounds.rounds import name_round
from survey.storage.states import REVIEWERS, Role
from survey.storage.tables import Bureau, Response, Round
from survey.web.access import current_person, get_session, only
from survey.web.downloads import note_download
from survey.web.languages import local_today, say_refusal
from survey.web.marks import expensive
from survey.web.words import LEVELS

bp = Blueprint("papers", __name__, template_folder="../templates")
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
ZIP = "application/zip"


@dataclass(frozen=True)
class ReadableRound:
    """A round with those of its responses that a paper tells of; `offices` are the bureaus with nobody above them of
    which the signed-in person may read: each has papers of its own."""

    round: Round
    responses: list[Response]
    offices: list[Bureau]

    @property
    def levels(self) -> list[str]:
        asked = {one.questionnaire.level for one in self.responses}
        return [one.value for one in Level if one.value in asked]


@bp.get("/responses/<int:response_id>/report.docx")
@expensive(120)
def gap(response_id: int) -> Any:
    """The gap report, to be edited."""
    response = find_response(response_id)
    report = gather_report(get_session(), response, current_app.config["TIME_ZONE"], frozenset(), current_person())
    written = write_gap_docx(report, read_letterhead(get_session()))
    name = f"{response.bureau.name}{response.round.as_of.year}年差距报告.docx"
    return _send(written, name, "gap", f"response {response.id}")


@bp.get("/responses/<int:response_id>/plan.docx")
@expensive(120)
def plan(response_id: int) -> Any:
    """The plan of a bureau about its gaps, to be edited."""
    response = find_involved(response_id)
    if response.submitted_at is None:  # before that there is none
        return redirect(url_for("check.check", response_id=response_id))
    content = gather_plan(get_session(), response, current_app.config["TIME_ZONE"], local_today())
    written = write_plan_docx(content, read_letterhead(get_session()))
    name = f"{response.bureau.name}{response.round.as_of.year}年整改台账.docx"
    return _send(written, name, "plan", f"response {response.id}")


@bp.get("/rounds/<slug>/papers")
@only(*REVIEWERS, Role.ADMINISTRATOR)
def show(slug: str) -> Any:
    found = _find(slug)
    late = _gather_late(found)
    return render_template(
        "word/papers_page.html",
        round=found.round,
        cities=list_cities(found.responses),
        levels=found.levels,
        offices=found.offices,
        office=request.args.get("office") or None,
        late=late,
        letterhead=find_letterhead(get_session()),
        is_administrator=current_person().role is Role.ADMINISTRATOR,
    )


@bp.get("/rounds/<slug>/papers/report.docx")
@only(*REVIEWERS, Role.ADMINISTRATOR)
@expensive(60)
def report(slug: str) -> Any:
    """The report on a round, or on one city of it."""
    found = _find(slug)
    report = _read(found, request.args.get("city", ""))
    written = write_round_docx(report, read_letterhead(get_session()))
    return _send(written, f"{found.round.title}总体报告{_name_part(report)}.docx", "report", name_round(found.round))


@bp.get("/rounds/<slug>/papers/circular.docx")
@only(*REVIEWERS, Role.ADMINISTRATOR)
@expensive(60)
def circular(slug: str) -> Any:
    """The circular about a round, of all levels or of one."""
    found, level = _find(slug), request.args.get("level", "")
    if level and level not in found.levels:
        abort(404)
    told = _read(found, request.args.get("city", ""))
    content = describe_circular(told, level)
    office = name_office(current_person(), [one.bureau for one in found.responses])
    written = write_circular(content, read_letterhead(get_session()), office)
    return _send(
        written, f"{found.round.title}结果通报{_name_part(told, level)}.docx", "circular", name_round(found.round)
    )


@bp.get("/rounds/<slug>/papers/letters.<any(docx, zip):suffix>")
@only(*REVIEWERS, Role.ADMINISTRATOR)
@expensive(60)
def letters(slug: str, suffix: str) -> Any:
    """A letter to each bureau that is late: all in one file, or a file for each."""
    found = _find(slug)
    late = _gather_late(found)
    if not late:
        flash(_("Nobody is late, so there is no letter to write."))
        return redirect(url_for("papers.show", slug=slug))
    sender, round = find_sender(current_person()), found.round
    content = LateLetters(round.title, write_date(local_today()), late, sender, _find_site(), round.is_demo)
    write = write_letters if suffix == "docx" else pack_letters
    try:
        written = write(content, read_letterhead(get_session()))
    except Refused as refused:
        flash(say_refusal(refused))
        return redirect(url_for("papers.show", slug=slug))
    return _send(written, f"{round.title}催办函.{suffix}", "letters", name_round(round))


@bp.get("/rounds/<slug>/papers/notice.docx")
@only(*REVIEWERS, Role.ADMINISTRATOR)
@expensive(60)
def notice(slug: str) -> Any:
    """The notice that a round opens, with the list of its bureaus."""
    found = _find(slug)
    content = gather_notice(get_session(), found.round, found.responses, current_person(), _find_site())
    written = write_notice(content, read_letterhead(get_session()))
    return _send(written, f"关于开展{found.round.title}的通知.docx", "notice", name_round(found.round))


def _find(slug: str) -> ReadableRound:
    """A round with what the person may read of it, or what of that is of one office; 404 where that is nothing, but for
    an administrator who asked for no office."""
    round, office = find_round(slug), request.args.get("office", "")
    own = [(one, [one.bureau, *walk_up(one.bureau)][-1]) for one in list_own(round)]
    responses = [one for one, top in own if office in ("", top.code)]
    if not responses and (office or current_person().role is not Role.ADMINISTRATOR):
        abort(404)
    offices = {top.code: top for _, top in own}
    return ReadableRound(round, responses, [offices[code] for code in sorted(offices)])


def _gather_late(found: ReadableRound) -> list[LateBureau]:
    time_zone = current_app.config["TIME_ZONE"]
    return gather_late(get_session(), found.round, found.responses, time_zone, local_today(), current_person())


def _read(found: ReadableRound, city: str) -> RoundReport:
    """The report on the round or on one of its cities; 404 where there is nothing."""
    shown = [one for one in found.responses if not city or find_place(one.bureau).code == city]
    if not shown:
        abort(404)
    bureau = current_person().bureau
    scope = name_scope(get_session(), shown, city or (bureau.code if bureau else ""))
    return read_round(get_session(), found.round, shown, scope, current_app.config["TIME_ZONE"])


def _name_part(report: RoundReport, level: str = "") -> str:
    """Of which city and level a paper tells, where it is not of the whole: files of one name are taken for another."""
    words = [shorten(report.scope)] if request.args.get("city") else []
    words += [str(LEVELS[level])] if level else []
    return f"（{'，'.join(words)}）" if words else ""


def _find_site() -> str:
    return str(current_app.extensions["survey_settings"].site_url)


def _send(written: bytes, name: str, kind: str, subject: str) -> Any:
    digest = hashlib.sha256(written).hexdigest()
    note_download("paper.download", subject, {"paper": kind, "sha256": digest})
    mimetype = ZIP if name.endswith(".zip") else DOCX
    return send_file(BytesIO(written), mimetype=mimetype, as_attachment=True, download_name=name)


OUTPUTS = (
    Output("papers.gap", _l("Gap report (Word)"), "result"),
    Output("papers.plan", _l("Plan (Word)"), "plan"),
    Output("papers.show", _l("Word papers: report, circular, letters, notice"), "round"),
    Output("papers.show", _l("Word papers"), "overview"),
)
