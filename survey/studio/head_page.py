"""The head of a notice: what it is called, who issued it when, and its place's own words for its levels."""

import re
from http import HTTPStatus
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from questionnaires.drafting.deciding.decided import NoticeFacts
from questionnaires.drafting.yaml_writing import NO_ID
from survey.bureaus.places import find_code
from survey.catalogues.reach import get_library
from survey.studio.drafts import OpenDraft, Overtaken, change_facts
from survey.studio.forms import LEVEL_PARTS, FactsForm, read_levels
from survey.studio.reach import get_draft
from survey.web.access import current_person, get_engine, get_session

bp = Blueprint("studio_head", __name__)
NUMBERED = re.compile(r"[〔\[（(](\d{4})[〕\]）)]第?(\d+)号")


@bp.get("/studio/<int:draft_id>/head")
def facts(draft_id: int) -> Any:
    draft = get_draft(draft_id)
    form = FactsForm(obj=draft.facts, version=draft.row.version)
    if not draft.facts.settled:
        propose(form, draft.facts)
    form.issued.data = draft.facts.issued.isoformat() if draft.facts.issued else ""
    return _draw(draft, form)


def propose(form: FactsForm, facts: NoticeFacts) -> None:
    """Fill in what no text says: the code of the place, as its bureau has it here, and a short name where the file's
    name gives none."""
    form.division.data = facts.division or find_code(get_session(), facts.issuer, facts.level)
    if facts.id.startswith(NO_ID) and (found := NUMBERED.search(facts.number or "")):
        form.id.data = "-".join(one for one in (NO_ID, form.division.data, *found.groups()) if one)


@bp.post("/studio/<int:draft_id>/head")
def save(draft_id: int) -> Any:
    draft, form = get_draft(draft_id), FactsForm()
    levels, wrong = read_levels(request.form, draft.facts)
    form.fill(draft.facts, get_library())
    known = {one.value for one in form.parent.choices}
    if not form.validate() or wrong or form.parent.data not in known:
        return _draw(draft, form, wrong), HTTPStatus.UNPROCESSABLE_ENTITY
    try:
        change_facts(get_engine(), draft_id, form.version.data, current_person().id, lambda one: form.take(one, levels))
    except Overtaken as other:
        return _draw(get_draft(draft_id), form, overtaken=other), HTTPStatus.CONFLICT
    flash(_("The head is confirmed."))
    return redirect(url_for("studio.draft", draft_id=draft_id))


def _draw(draft: OpenDraft, form: FactsForm, wrong: list[str] | None = None, overtaken: Overtaken | None = None) -> str:
    """The form; `wrong` are fields of levels, `overtaken` tells who changed the head meanwhile."""
    form.fill(draft.facts, get_library())
    words = {
        f"{level}-{part}": request.form.get(f"{level}-{part}", getattr(names, part))
        for level, names in draft.facts.levels.items()
        for part in LEVEL_PARTS
    }
    return render_template(
        "studio/head.html",
        draft=draft,
        form=form,
        words=words,
        parts_of_level=LEVEL_PARTS,
        wrong=wrong or [],
        overtaken=overtaken,
    )
