"""The page of the trail: the auditor reads and exports it, the administrator reads it, nobody changes it."""

import csv
import io
from collections.abc import Iterator
from datetime import date
from typing import Any

from flask import Blueprint, Response, current_app, render_template, request, stream_with_context
from flask_babel import gettext as _

from questionnaires.criteria import InvalidAnswer
from survey.auditing.search import TooManyMatches, TrailQuery, build_conditions, find_lines, read_head, read_lines
from survey.auditing.words import Reader
from survey.sheets.cells import guard_words
from survey.sheets.characters import clean_line, is_seen
from survey.storage.database import reading
from survey.storage.records import TrailEntry
from survey.storage.states import Role
from survey.web.access import current_person, get_engine, get_session, only
from survey.web.act_words import ACTS, say_act
from survey.web.downloads import note_download
from survey.web.languages import local_time, say_refusal
from survey.web.marks import expensive
from survey.web.typed import read_typed_day

bp = Blueprint("trail", __name__)
A_PAGE = 100
LONGEST_WORDS = 60
FILTERS = ("person", "act", "place", "since", "until")
HEADERS = ("序号", "时间", "用户名", "来源地址", "操作", "操作代码", "对象", "变更（JSON）", "校验值")
LAST = "末行校验"


@bp.get("/trail")
@only(Role.AUDITOR, Role.ADMINISTRATOR)
def show() -> Any:
    conditions, problem = read_conditions()
    lines = [] if problem else find_lines(get_session(), conditions, _read_before(), A_PAGE)
    is_auditor = current_person().role is Role.AUDITOR
    reader = Reader(get_session(), lines, hides_drafts=not is_auditor)
    return render_template(
        "auditing/trail.html",
        lines=[reader.read(line) for line in lines],
        head=read_head(get_session()),
        asked=_list_asked(),
        problem=problem,
        older=lines[-1].number if len(lines) == A_PAGE else None,
        acts=ACTS,
        longest_words=LONGEST_WORDS,
        is_auditor=is_auditor,
    )


@bp.get("/trail/export.csv")
@only(Role.AUDITOR)
@expensive(20)
def export() -> Any:
    """The lines that are looked for, as CSV; at its end the trail's last number and hash."""
    conditions, problem = read_conditions()
    if problem:
        return render_template("web/error.html", title=_("Nothing was exported"), remedy=problem), 422
    note_download("trail.export", "trail", _list_asked() or None)
    with reading(get_engine()) as session:
        head = read_head(session)
    return Response(
        stream_with_context(write_file(conditions, head.number, head.hash)),
        mimetype="text/csv",
        headers={"Content-Disposition": f"attachment; filename=trail-{head.number}-{head.hash[:12]}.csv"},
    )


def write_file(conditions: list[Any], number: int, hash: str) -> Iterator[str]:
    """The file in pieces: only a chunk of lines is in memory."""
    yield "\ufeff" + _write([HEADERS])
    for chunk in read_lines(get_engine(), conditions, number):
        yield _write([_make_row(entry) for entry in chunk])
    yield _write([(number, "", "", "", LAST, "", "", "", hash)])


def _write(rows: Any) -> str:
    piece = io.StringIO()
    csv.writer(piece).writerows(rows)
    return piece.getvalue()


def _make_row(entry: TrailEntry) -> list[Any]:
    at = local_time(entry.at).isoformat(timespec="seconds")
    words = (entry.login, entry.address, say_act(entry.act), entry.act, entry.subject, entry.change)
    return [entry.number, at, *map(guard_words, words), entry.hash]


def read_conditions() -> tuple[list[Any], str]:
    """What the lines have to fulfil by the address of the page, and what is wrong with it."""
    asked = _list_asked()
    try:
        days = {name: _read_day(asked.get(name, "")) for name in ("since", "until")}
        wanted = TrailQuery(asked.get("person", ""), asked.get("act", ""), asked.get("place", ""), **days)
        return build_conditions(get_session(), wanted, current_app.config["TIME_ZONE"]), ""
    except InvalidAnswer as error:
        return [], say_refusal(error)
    except TooManyMatches:
        return [], str(_("Too many people or bureaus match. Type more of the name."))


def _list_asked() -> dict[str, str]:
    """What the address of the page asks for, without what no page can show."""
    asked = {name: "".join(filter(is_seen, clean_line(request.args.get(name, "")))).strip() for name in FILTERS}
    return {name: words[:LONGEST_WORDS] for name, words in asked.items() if words}


def _read_day(text: str) -> date | None:
    day = read_typed_day(text)
    return date.fromisoformat(day) if day else None


def _read_before() -> int | None:
    text = request.args.get("before", "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else None
