"""A new text of a notice put beside a draft of its catalogue: its clauses are aligned, the author confirms them, and a
draft comes of it in which what is unchanged stays decided."""

from http import HTTPStatus
from typing import Any

from flask import Blueprint, current_app, redirect, render_template, request, url_for
from flask_babel import gettext as _

from questionnaires.drafting.deciding.decided import DecidedClause
from questionnaires.drafting.parts import Outline
from questionnaires.drafting.reading.notice import MOST_BYTES
from questionnaires.messages import Refused
from survey.evidence.file_names import clean_name
from survey.sheets.imports import Shelf
from survey.studio.beside_content import align_clauses
from survey.studio.drafting_work import read_clauses
from survey.studio.drafts import OpenDraft
from survey.studio.reach import get_draft
from survey.studio.sent import Beside, owe_draft
from survey.studio.words import FATES
from survey.web.access import current_person, get_engine
from survey.web.languages import say_refusal
from survey.web.limits import from_people
from survey.web.marks import expensive, takes

bp = Blueprint("studio_beside", __name__)
UNPROCESSABLE = HTTPStatus.UNPROCESSABLE_ENTITY
BESIDE = 100_000  # bytes of a request beside its file


@bp.get("/studio/<int:draft_id>/text")
def choose(draft_id: int) -> Any:
    return _ask(get_draft(draft_id))


@bp.post("/studio/<int:draft_id>/text")
@expensive(30)
@takes(from_people(MOST_BYTES + BESIDE))
def send(draft_id: int) -> Any:
    """Read the new text and show which clause is which; nothing is changed yet."""
    draft, file = get_draft(draft_id), request.files.get("file")
    if file is None or not file.filename:
        return _ask(draft, _("Choose the file of a notice.")), UNPROCESSABLE
    name, content = clean_name(file.filename), file.read(MOST_BYTES + 1)
    try:
        outline = read_clauses(content, name)
    except Refused as why:
        return _ask(draft, f"{name}{_(': ')}{say_refusal(why)}"), UNPROCESSABLE
    return _show(draft, outline, name, _shelf().put(content))


@bp.post("/studio/<int:draft_id>/text/<key>")
@expensive(30)
def confirm(draft_id: int, key: str) -> Any:
    """The alignment as the author has it: a draft comes of it, made by the worker."""
    draft, content, name = get_draft(draft_id), _shelf().get(key), clean_name(request.form.get("name", ""))
    if content is None:
        return _ask(draft, _("The file has waited for more than a day; send it again.")), UNPROCESSABLE
    try:
        outline = read_clauses(content, name)
        pairs = _read_pairs(len(outline.clauses), len(draft.rows))
    except Refused as why:
        return _ask(draft, say_refusal(why)), UNPROCESSABLE
    folder, person_id = current_app.config["DATA_FOLDER"], current_person().id
    beside = Beside(draft_id, tuple(pairs))
    job_id = owe_draft(get_engine(), folder, content, name, draft.facts.parent, person_id, beside)
    _shelf().drop(key)
    return redirect(url_for("studio.sent", job_id=job_id))


def _read_pairs(clauses: int, before: int) -> list[int | None]:
    """For each clause the place of the one that it was; raises Refused."""
    typed = [request.form.get(f"pair-{number}", "") for number in range(1, clauses + 1)]
    places = {str(place + 1): place for place in range(before)}
    pairs = [places.get(one) for one in typed]
    chosen = [one for one in pairs if one is not None]
    if len(set(chosen)) < len(chosen):
        raise Refused("A clause of before was chosen twice; choose each once.")
    return pairs


def _show(draft: OpenDraft, outline: Outline, name: str, key: str) -> str:
    new = [DecidedClause(path=one.path, heading=one.heading, body=one.body) for one in outline.clauses]
    clauses = align_clauses(draft.notice.clauses, new)
    pairs = {one.pair for one in clauses}
    return render_template(
        "studio/beside.html",
        draft=draft,
        clauses=clauses,
        fates=FATES,
        left=[one for place, one in enumerate(draft.notice.clauses) if place not in pairs],
        name=name,
        key=key,
        problem=None,
    )


def _ask(draft: OpenDraft, problem: str | None = None) -> str:
    return render_template("studio/beside.html", draft=draft, clauses=None, left=[], problem=problem)


def _shelf() -> Shelf:
    return Shelf(current_app.config["DATA_FOLDER"], current_person().id)
