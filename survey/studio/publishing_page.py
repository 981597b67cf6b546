"""What comes of a draft: each level's questions as they stand, as a list and as a workbook, and publishing it."""

from http import HTTPStatus
from typing import Any

from flask import Blueprint, Response, abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from questionnaires.catalogue import Level, Library
from questionnaires.counting import QuestionCount, count_questions
from questionnaires.coverage import cover
from questionnaires.drafting.deciding.assembling import assemble, write_catalogue
from questionnaires.drafting.deciding.seen import leave_unseen
from questionnaires.faults import CatalogueFault
from questionnaires.generator import build_questionnaire, list_levels
from questionnaires.loading import CatalogueError
from questionnaires.messages import Refused
from questionnaires.questionnaire import Questionnaire
from survey.catalogues.page_content import gather_preview
from survey.catalogues.publishing import encode, inspect_catalogue, list_editions, publish_catalogue
from survey.catalogues.reach import get_library
from survey.catalogues.words import CHANGES, say_changes, say_faults
from survey.storage.database import writing
from survey.storage.states import Role
from survey.studio.doubles import find_others, keep_apart, list_lines
from survey.studio.drafts import OpenDraft, mark_published
from survey.studio.figure_content import list_unseen_figures
from survey.studio.joining import join_draft
from survey.studio.page_content import list_openness, list_unasked
from survey.studio.reach import get_draft
from survey.studio.readings import refuse_open
from survey.studio.words import say_reading
from survey.web.access import current_person, get_engine, get_session, only
from survey.web.languages import say_refusal
from survey.web.marks import expensive
from survey.workbooks.writing import write_empty

bp = Blueprint("studio_publishing", __name__)
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@bp.get("/studio/<int:draft_id>/preview")
def preview(draft_id: int) -> Any:
    """The questionnaire of a level with what is accepted so far."""
    draft = get_draft(draft_id)
    library, faults = join_draft(draft.notice, get_library())
    levels = list_levels(library, draft.facts.id) if library else []
    wanted = request.args.get("level", "")
    level = next((one for one in levels if one.value == wanted), levels[0] if levels else None)
    doubles = list_lines(draft, library, get_library())
    questionnaire = build_questionnaire(library, draft.facts.id, level) if library and level else None
    return render_template(
        "studio/preview.html",
        draft=draft,
        levels=levels,
        level=level,
        questionnaire=questionnaire,
        asked=count_questions(questionnaire.questions if questionnaire else ()),
        faults=say_faults(faults, draft.facts.id),
        find_others=lambda id: find_others([one for one in doubles if level in one.levels], id),
        doubles=doubles,
        unseen=list_unseen_figures(draft),
        say_reading=say_reading,
        count=list_openness(draft, get_library()).count,
    )


@bp.get("/studio/<int:draft_id>/preview/<level>.xlsx")
@expensive(60)
def workbook(draft_id: int, level: str) -> Response:
    draft = get_draft(draft_id)
    questionnaire = _build(draft, level)
    disposition = f"attachment; filename={draft.facts.id}-{questionnaire.level}.xlsx"
    return Response(write_empty(questionnaire), mimetype=XLSX, headers={"Content-Disposition": disposition})


def _build(draft: OpenDraft, level: str) -> Questionnaire:
    """The questionnaire of a level as it stands, or 404."""
    library, _faults = join_draft(draft.notice, get_library())
    if library is None or level not in list_levels(library, draft.facts.id):
        abort(404)
    return build_questionnaire(library, draft.facts.id, level)


@bp.get("/studio/<int:draft_id>/publish")
def publish(draft_id: int) -> Any:
    return _draw(get_draft(draft_id))


@bp.post("/studio/<int:draft_id>/publish")
@only(Role.ADMINISTRATOR)
@expensive(30)
def confirm(draft_id: int) -> Any:
    """The deliberate button: the catalogue is published as the next version of its notice."""
    draft, library, note = get_draft(draft_id), get_library(), request.form.get("note", "")
    if request.form.get("mark", "") != _mark(draft):
        problem = _("Meanwhile something has changed. Nothing was published yet; look at it again.")
        return _draw(draft, problem=problem), HTTPStatus.CONFLICT
    doubles = list_lines(draft, join_draft(draft.notice, library)[0], library)
    if doubles and not request.form.get("apart"):
        problem = _("Questions of one level are alike. Merge them, or say that each asks for something of its own.")
        return _draw(draft, problem=problem), HTTPStatus.UNPROCESSABLE_ENTITY
    try:
        text = assemble(draft.notice, library, _choose_edition(draft))
        with writing(get_engine()) as session:
            refuse_open(session, draft_id)
            published = publish_catalogue(session, text, current_person().id, note)
            mark_published(session, draft.row.id, published.document)
            keep_apart(session, draft, doubles, current_person().id)
    except Refused as why:
        return _draw(get_draft(draft_id), problem=say_refusal(why)), HTTPStatus.UNPROCESSABLE_ENTITY
    except CatalogueError as error:
        return _draw(get_draft(draft_id), faults=tuple(error.faults)), HTTPStatus.UNPROCESSABLE_ENTITY
    flash(_("Published as version %(number)s; a round can be opened from it now.", number=published.number))
    return redirect(url_for("opening.begin", notice=published.document))


def _mark(draft: OpenDraft) -> str:
    """What was looked at: the versions of the head and of every clause, and which edition they would make."""
    versions = (draft.row.version, *(one.version for one in draft.rows))
    return "-".join([*map(str, versions), _choose_edition(draft)])


def _choose_edition(draft: OpenDraft) -> str:
    """The next version of the notice, as a number above those that there are."""
    numbers = [int(one) for one in list_editions(get_session(), draft.facts.id) if one.isdecimal()]
    return str(max(numbers, default=0) + 1)


@bp.get("/studio/<int:draft_id>/catalogue.yaml")
def catalogue(draft_id: int) -> Response:
    """What is accepted so far as a file, to be kept or looked at elsewhere; nothing that asks for an unseen figure."""
    draft = get_draft(draft_id)
    text = write_catalogue(leave_unseen(draft.notice), get_library(), _choose_edition(draft))
    disposition = f"attachment; filename={draft.facts.id}.yaml"
    return Response(text, mimetype="application/yaml", headers={"Content-Disposition": disposition})


def _draw(draft: OpenDraft, problem: str | None = None, faults: tuple[CatalogueFault, ...] = ()) -> str:
    library = get_library()
    openness, preview = list_openness(draft, library), None
    if not openness.count and not faults:
        read = inspect_catalogue(get_session(), encode(assemble(draft.notice, library, _choose_edition(draft))))
        faults = read.faults
        preview = gather_preview(library, read.document) if read.document and not faults else None
    joined, _faults = join_draft(draft.notice, get_library())
    ledger = cover(joined, draft.facts.id)[0] if joined else None
    counts = _count_questions(joined, draft.facts.id) if joined else {}
    doubles = list_lines(draft, joined, library)
    return render_template(
        "studio/publish.html",
        draft=draft,
        openness=openness,
        unseen=list_unseen_figures(draft),
        say_reading=say_reading,
        faults=say_faults(faults, draft.facts.id),
        problem=problem,
        ledger=ledger,
        unasked=list_unasked(draft.facts),
        doubles=doubles,
        twice={at.question.clause for one in doubles for at in (one.first, one.second) if at.number},
        questions=counts,
        preview=preview,
        say_changes=say_changes,
        changes=CHANGES,
        edition=_choose_edition(draft),
        mark=_mark(draft),
        waiting=sum(one.is_waiting for one in draft.readings),
        may_publish=current_person().role is Role.ADMINISTRATOR,
    )


def _count_questions(library: Library, id: str) -> dict[Level, QuestionCount]:
    return {
        level: count_questions(build_questionnaire(library, id, level).questions) for level in list_levels(library, id)
    }
