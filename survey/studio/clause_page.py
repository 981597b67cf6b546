"""One clause on a page: its text, its figures, its measures, and every act on them as a plain form."""

from http import HTTPStatus
from typing import Any

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from wtforms.fields.choices import SelectChoice

from questionnaires.catalogue import Level, Library
from questionnaires.drafting.deciding.at_once import list_assumed, list_held, list_told
from questionnaires.drafting.deciding.cutting import list_cuts
from questionnaires.drafting.deciding.decided import DecidedClause, DecidedMeasure
from questionnaires.drafting.deciding.lacking import accept
from questionnaires.drafting.deciding.scales import load_scales
from questionnaires.drafting.plain_questions import choose_kind
from questionnaires.messages import Refused
from survey.catalogues.reach import get_library
from survey.storage.records import DraftedClause
from survey.studio import page_content
from survey.studio.acts import change_measure, find_act
from survey.studio.drafts import OpenDraft, Overtaken, change_clause, find_undoable, undo_clause
from survey.studio.figure_content import find_deciders
from survey.studio.forms import PARTS, MeasureForm, read_version, write_items
from survey.studio.reach import get_draft, get_redrafter, has_redrafter
from survey.studio.words import NO_TARGETS, WHY_NOT, say_reading
from survey.web.access import current_person, get_engine, get_session
from survey.web.languages import say_refusal

bp = Blueprint("studio_clause", __name__)
DECIDING = ("accept", "aside", "merge", "once")  # after these the next measure is open
TYPED = ("kind", "op", "direction", "target", "unit", "per", "base_unit", "period_months")  # as the criterion has it


@bp.get("/studio/<int:draft_id>/clauses/<int:number>")
def clause(draft_id: int, number: int) -> Any:
    draft = get_draft(draft_id)
    _find_row(draft, number)
    return _draw(draft, number, request.args.get("measure", ""))


@bp.post("/studio/<int:draft_id>/clauses/<int:number>")
def act(draft_id: int, number: int) -> Any:
    """One act on the clause or on one of its measures, named by the button that was pressed."""
    draft = get_draft(draft_id)
    row, wanted = _find_row(draft, number), request.form.get("measure", "")
    name, _sep, value = request.form.get("act", "").partition(":")
    try:
        change = find_act(name)(draft, get_library(), wanted, value, request.form)
        change_clause(get_engine(), row.id, read_version(request.form), name, current_person().id, change)
        _tell_held(draft, number, request.form.getlist("ticked") if name == "complete" else [])
    except Overtaken as other:
        return _draw_again(draft_id, number, wanted, overtaken=other), HTTPStatus.CONFLICT
    except Refused as why:
        return _draw(draft, number, wanted, problem=say_refusal(why)), HTTPStatus.UNPROCESSABLE_ENTITY
    if name == "once":
        flash(_("Merged: the first question only is asked of the levels that both had."))
    if name == "once" and request.form.get("back") == "publish":
        return redirect(url_for("studio_publishing.publish", draft_id=draft_id, _anchor="doubles"))
    return _go_on(draft_id, number, wanted if name not in DECIDING else "", wanted)


@bp.post("/studio/<int:draft_id>/clauses/<int:number>/measure")
def change(draft_id: int, number: int) -> Any:
    """All fields of the open measure at once, and on the other button its acceptance."""
    draft, form, wanted = get_draft(draft_id), MeasureForm(), request.form.get("measure", "")
    row, accepts = _find_row(draft, number), request.form.get("then") == "accept"
    if not form.validate():
        return _draw(draft, number, wanted, form=form), HTTPStatus.UNPROCESSABLE_ENTITY

    def put(before: DecidedClause) -> DecidedClause:
        after = change_measure(before, wanted, form, get_library())
        return accept(after, wanted, draft.facts, get_library()) if accepts else after

    try:
        change_clause(get_engine(), row.id, form.version.data or 0, "change", current_person().id, put)
    except Overtaken as other:
        return _draw_again(draft_id, number, wanted, form=form, overtaken=other), HTTPStatus.CONFLICT
    except Refused as why:
        return _draw(draft, number, wanted, form=form, problem=say_refusal(why)), HTTPStatus.UNPROCESSABLE_ENTITY
    return _go_on(draft_id, number, "" if accepts else wanted, wanted)


@bp.post("/studio/<int:draft_id>/clauses/<int:number>/undo")
def undo(draft_id: int, number: int) -> Any:
    row = _find_row(get_draft(draft_id), number)
    try:
        undo_clause(get_engine(), row.id, read_version(request.form), current_person().id)
    except Overtaken as other:
        return _draw_again(draft_id, number, "", overtaken=other), HTTPStatus.CONFLICT
    except Refused as why:
        return _draw(get_draft(draft_id), number, "", problem=say_refusal(why)), HTTPStatus.UNPROCESSABLE_ENTITY
    return _go_on(draft_id, number, request.form.get("measure", ""), "")


def _tell_held(draft: OpenDraft, number: int, ticked: list[str]) -> None:
    """Say which of the ticked measures were not adopted, and what is open about each of them."""
    shown = draft.notice.clauses[number - 1]
    for one, why in list_held(shown, ticked, draft.facts, get_library()):
        told = {"number": shown.measures.index(one) + 1, "title": one.title, "why": say_refusal(why)}
        flash(_("Measure %(number)s “%(title)s” was not adopted and stays open: %(why)s", **told))


def _find_row(draft: OpenDraft, number: int) -> DraftedClause:
    if not 0 < number <= len(draft.rows):
        abort(404)
    return draft.rows[number - 1]


def _go_on(draft_id: int, number: int, wanted: str, done: str) -> Any:
    """Back to the clause, where the open measure is; `done` is the one that was just decided."""
    query: dict[str, Any] = {"measure": wanted} if wanted else {"after": done} if done else {}
    if wanted or done:
        query["_anchor"] = f"m-{wanted or done}"
    return redirect(url_for("studio_clause.clause", draft_id=draft_id, number=number, **query))


def _draw_again(draft_id: int, number: int, wanted: str, **rest: Any) -> str:
    """The page with what stands now, after somebody else was faster."""
    return _draw(get_draft(draft_id), number, wanted, **rest)


def _draw(
    draft: OpenDraft,
    number: int,
    wanted: str,
    form: MeasureForm | None = None,
    problem: str | None = None,
    overtaken: Overtaken | None = None,
) -> str:
    library, row = get_library(), _find_row(draft, number)
    shown = draft.notice.clauses[number - 1]
    current = page_content.find_current(shown, wanted, request.args.get("after", ""))
    blocks, pieces = page_content.list_blocks(shown, draft, library), page_content.cut_pieces(shown)
    at = next((place for place, one in enumerate(blocks) if one.measure is current), -1)
    return render_template(
        "studio/clause.html",
        draft=draft,
        clause=shown,
        number=number,
        version=row.version,
        blocks=blocks,
        pieces=pieces,
        letters=page_content.count_letters(pieces),
        current=current,
        next_measure=blocks[at + 1].measure.id if at + 1 < len(blocks) else None,
        previous_measure=blocks[at - 1].measure.id if at > 0 else None,
        told=len(list_told(shown)),
        assumed=len(list_assumed(shown)),
        figures=page_content.list_figures(shown),
        deciders=find_deciders(get_session(), row.id, shown),
        say_reading=say_reading,
        openness=page_content.list_openness(draft, library),
        readings=draft.list_readings(number),
        around=_list_around(draft, number),
        undoable=find_undoable(get_session(), row.id),
        **_list_choices(draft, shown, current, form),
        standing=fill_form(current, draft) if overtaken and form and current else None,
        problem=problem,
        overtaken=overtaken,
    )


def _list_around(draft: OpenDraft, number: int) -> tuple[str, str]:
    """The end of the clause before and the beginning of the one after."""
    clauses = draft.notice.clauses
    before = page_content.tail(clauses[number - 2].body) if number > 1 else ""
    after = page_content.head(f"{clauses[number].heading}。{clauses[number].body}") if number < len(clauses) else ""
    return before, after


def _list_choices(
    draft: OpenDraft, shown: DecidedClause, current: DecidedMeasure | None, form: MeasureForm | None
) -> dict[str, Any]:
    """What the open measure and the domain of the clause can be chosen from."""
    library = get_library()
    domains = list(dict.fromkeys(id for one in shown.measures for id in one.domains))[:3]
    told: dict[str, Any] = {"domains": domains, "all_domains": library.domains, "reasons": WHY_NOT}
    told |= {"no_targets": NO_TARGETS, "is_typed": form is not None, "form": None, "cuts": [], "near": []}
    if current is None:
        return told
    filled = form or fill_form(current, draft)
    offer_choices(filled, draft, library)
    cuts = [(at, shown.body[current.start : at]) for at in list_cuts(shown, current.id)]
    asked = "near" in request.args or has_redrafter(library)
    near = get_redrafter(library).list_near(shown, current) if asked else None
    return told | {"form": filled, "cuts": cuts, "near": near, "duty_files": library.duty_files}


def offer_choices(form: MeasureForm, draft: OpenDraft, library: Library) -> None:
    """What the fields of a measure can be chosen from."""
    if form.kind.data != "quantity":  # a basic figure stays one; others are written in the catalogue
        form.kind.choices = [one for one in form.kind.choices if one.value != "quantity"]
    form.domain.choices = [SelectChoice(id, one.title) for id, one in library.domains.items()]
    form.levels.choices = [SelectChoice(level.value, names.name) for level, names in draft.facts.levels.items()]
    form.step.choices = [SelectChoice(one.value, one.label) for one in load_scales()["laboratory"][1:]]
    facts = [SelectChoice(one.id, one.question) for one in library.facts.values()]
    form.applies_if.choices = [SelectChoice("", _("everywhere")), *facts]


def fill_form(one: DecidedMeasure, draft: OpenDraft) -> MeasureForm:
    """The form of a measure as it stands."""
    told = one.criterion or {"kind": choose_kind(one.source)}
    parts = PARTS.get(str(told["kind"]), ("part", "whole"))
    by_level = {} if isinstance(one.asks, str) else {f"asks_{level}": words for level, words in one.asks.items()}
    same = one.asks if isinstance(one.asks, str) else ""
    critical = {None: "", True: "y", False: "n"}[one.critical]
    return MeasureForm(
        formdata=None,
        data={
            **{key: str(told[key]) for key in TYPED if key in told},
            "per_year": bool(told.get("per_year")),
            "step": told.get("target"),
            "first": told.get(parts[0], ""),
            "second": told.get(parts[1], ""),
            "due": told.get("due") or "",
            "items": write_items(told),
            "title": one.title,
            "domain": one.domain,
            "levels": [Level(level).value for level in one.levels],
            "levels_basis": one.levels_basis,
            "asks": same,
            **by_level,
            "duty": one.duty,
            "help": one.help,
            "evidence": "\n".join(one.evidence),
            "advice": one.advice,
            "phrase": one.phrase,
            "weight": "" if one.weight is None else f"{one.weight.normalize():f}",
            "critical": critical,
            "applies_if": one.applies_if or "",
        },
    )
