"""The pages of a reader: the clauses that they were asked to read, and each with its text beside its questions."""

from http import HTTPStatus
from typing import Any

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from questionnaires.criteria.words import read_words
from questionnaires.messages import Refused
from survey.catalogues.reach import get_library
from survey.storage.tables import MOST_REASON
from survey.studio.drafts import OpenDraft
from survey.studio.forms import read_version
from survey.studio.page_content import cut_pieces
from survey.studio.reach import get_read
from survey.studio.reading_content import ReadLine, list_read_lines, list_read_measures
from survey.studio.readings import keep_reading
from survey.web.access import get_engine
from survey.web.languages import say_refusal

bp = Blueprint("studio_reading", __name__)


@bp.get("/studio/<int:draft_id>/reading")
def clauses(draft_id: int) -> Any:
    draft = get_read(draft_id)
    return render_template("studio/readings.html", draft=draft, lines=list_read_lines(draft))


@bp.get("/studio/<int:draft_id>/reading/<int:number>")
def clause(draft_id: int, number: int) -> Any:
    draft = get_read(draft_id)
    return _draw(draft, _find_line(draft, number))


@bp.post("/studio/<int:draft_id>/reading/<int:number>")
def keep(draft_id: int, number: int) -> Any:
    """What the reader says of the clause: a remark, or that there is no objection."""
    draft, has_remark = get_read(draft_id), request.form.get("said") == "remark"
    line, typed = _find_line(draft, number), request.form.get("remark", "")
    try:
        remark = read_words(typed.replace("\r\n", "\n"), MOST_REASON) if has_remark else ""
        if has_remark and not remark:
            raise Refused("Write the remark first.")
        keep_reading(get_engine(), draft_id, line.reading.id, read_version(request.form), remark)
    except Refused as why:
        again = get_read(draft_id)
        return _draw(again, _find_line(again, number), typed, say_refusal(why)), HTTPStatus.UNPROCESSABLE_ENTITY
    flash(_("Kept. The authors see it at the clause."))
    left = [one.number for one in list_read_lines(get_read(draft_id)) if one.reading.is_waiting]
    after = [*(one for one in left if one > number), *left]
    if after:
        return redirect(url_for("studio_reading.clause", draft_id=draft_id, number=after[0]))
    return redirect(url_for("studio_reading.clauses", draft_id=draft_id))


def _find_line(draft: OpenDraft, number: int) -> ReadLine:
    found = next((one for one in list_read_lines(draft) if one.number == number), None)
    return found if found is not None else abort(404)


def _draw(draft: OpenDraft, line: ReadLine, typed: str = "", problem: str | None = None) -> str:
    return render_template(
        "studio/reading.html",
        draft=draft,
        line=line,
        version=draft.rows[line.number - 1].version,
        pieces=cut_pieces(line.clause),
        measures=list_read_measures(draft, line.number, get_library()),
        typed=typed,
        problem=problem,
        most=MOST_REASON,
        left=sum(one.reading.is_waiting for one in list_read_lines(draft)),
    )
