"""Opening a round on the web: choose a notice or last year's round, fill in, check, and only then open."""

from http import HTTPStatus
from typing import Any

from flask import Blueprint, abort, current_app, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from sqlmodel import select

from questionnaires.applying import SchemeRefused
from questionnaires.calendar import default_year
from questionnaires.messages import Refused
from survey.bureaus.places import follow_successors
from survey.catalogues.reach import get_library
from survey.rounds.bureau_choice import count_levels, list_groups, tick
from survey.rounds.external import list_asked_rounds
from survey.rounds.folding import fold, read_opened, read_ticked
from survey.rounds.forms import RoundDraft, RoundForm, begin_draft, copy_draft, default_bounds
from survey.rounds.opening import BureauGone, SlugTaken, open_planned
from survey.rounds.planning import Notices, find_lacking, list_tree, share_out
from survey.rounds.reach import find_round
from survey.rounds.rounds import COUNTS, LISTED, find_by_slug, find_by_title
from survey.rounds.scheme_choice import say_refusals
from survey.storage.states import Role
from survey.storage.tables import Bureau, Response
from survey.web.access import current_person, get_engine, get_session, only
from survey.web.languages import local_today, say_refusal

bp = Blueprint("opening", __name__)
CARRIED = ("scheme", "sent_scheme")  # which may say something else than what was typed
OF_THE_PAGE = ("csrf_token", "step", "editions", *CARRIED)


@bp.get("/rounds/new")
@only(Role.ADMINISTRATOR)
def choose() -> Any:
    """Rounds to copy and notices to begin with, those of places that there are first."""
    session = get_session()
    rounds, places = list_asked_rounds(session, COUNTS), set(session.exec(select(Bureau.code)))
    documents = sorted(get_library().documents.values(), key=lambda one: one.division not in places)
    return render_template("rounds/choose.html", documents=documents, rounds=rounds)


@bp.get("/rounds/new/form")
@only(Role.ADMINISTRATOR)
def begin() -> Any:
    """The form, filled in from a notice or from the round that is copied."""
    library = get_library()
    if "notice" in request.args:
        document = request.args["notice"]
        if document not in library.documents:
            abort(404)
        others = list_asked_rounds(get_session())
        return _draw(begin_draft(library, document, list_tree(get_session()), local_today(), others))
    previous = find_round(request.args.get("from", ""))
    if previous.withdrawn_at is not None:
        flash(_("That round was withdrawn; choose another."))
        return redirect(url_for("opening.choose"))
    if previous.document is not None and previous.document not in library.documents:
        flash(_("The notice of that round is not in the catalogue any more; choose another."))
        return redirect(url_for("opening.choose"))
    invited = get_session().exec(select(Response.bureau_id).where(Response.round_id == previous.id, LISTED))
    return _draw(copy_draft(library, previous, follow_successors(list_tree(get_session()), invited)))


@bp.post("/rounds/new/form")
@only(Role.ADMINISTRATOR)
def fill() -> Any:
    """Tick or untick many bureaus, go on to the check, or come back from it."""
    draft, step = _read_draft(), request.form.get("step", "")
    return _check(draft) if step == "check" else _draw(draft, step)


@bp.post("/rounds/new")
@only(Role.ADMINISTRATOR)
def open_round() -> Any:
    """The deliberate button of the check page."""
    draft = _read_draft()
    if not _is_sound(draft):
        return _check(draft)
    if request.form.get("editions", _name_editions(draft)) != _name_editions(draft):
        flash(_("Meanwhile another version of a notice was published. Nothing was written yet; look at it again."))
        return _check(draft)
    plan = draft.plan(default_bounds(get_library(), draft.document))
    engine, zone = get_engine(), current_app.config["TIME_ZONE"]
    try:
        slug = open_planned(engine, get_library(), plan, zone, current_person().id)
    except SlugTaken:  # somebody was faster
        return _check(draft)
    except Refused as refused:
        flash(say_refusal(refused))
        return _check(draft)
    except BureauGone:
        flash(_("Meanwhile a bureau was deleted. Nothing was written yet; look at the list again."))
        return _check(draft)
    flash(_("The round is open; %(bureaus)s bureaus have their questionnaires.", bureaus=len(plan.bureau_ids)))
    return redirect(url_for("rounds.show", slug=slug))


def _read_draft() -> RoundDraft:
    """What was sent; a bureau that the notice asks nothing cannot be ticked."""
    document, previous = request.form.get("document") or None, request.form.get("previous")
    if document is not None and document not in get_library().documents:
        abort(404)
    draft = RoundDraft(document, find_round(previous) if previous else None, RoundForm(), frozenset())
    draft.form.take_file(get_library())
    bureaus, notices = list_tree(get_session()), _notices(draft)
    wanted = read_ticked(bureaus, set(request.form.getlist("bureau", int)), request.form.getlist("whole"))
    ticked = frozenset(one.id for one in bureaus if one.id in wanted and notices.find(one))
    return RoundDraft(draft.document, draft.previous, draft.form, ticked)


def _notices(draft: RoundDraft) -> Notices:
    return Notices(get_library(), draft.document, bool(draft.form.nearest.data))


def _is_sound(draft: RoundDraft) -> bool:
    """Whether a draft can be opened; what is wrong is left at its form."""
    form, sound = draft.form, draft.form.validate()
    if find_by_slug(get_session(), form.slug.data or "") is not None:
        form.slug.errors = [_("There is a round with this short name already; choose another.")]
        sound = False
    if find_by_title(get_session(), form.title.data or "") is not None:
        form.title.errors = [_("There is a round with this title already; choose another.")]
        sound = False
    return sound and bool(draft.ticked) and _fits(draft)


def _fits(draft: RoundDraft) -> bool:
    """Whether the scheme fits every questionnaire that is asked; what is wrong is left at its field."""
    try:
        share_out(get_library(), _notices(draft), _list_ticked(draft), draft.form.open_scheme())
    except SchemeRefused as error:
        draft.form.scheme.errors = say_refusals(error)
        return False
    return True


def _name_editions(draft: RoundDraft) -> str:
    """The notices that a sound draft asks by, in the versions that were looked at."""
    shares = share_out(get_library(), _notices(draft), _list_ticked(draft))
    return " ".join(sorted({f"{one.notice.id}:{one.notice.version}" for one in shares}))


def _list_ticked(draft: RoundDraft) -> list[Bureau]:
    return [one for one in list_tree(get_session()) if one.id in draft.ticked]


def _draw(draft: RoundDraft, step: str = "", problem: str | None = None) -> str:
    """The form; `step` ticks or unticks many bureaus first."""
    library, notices, bureaus = get_library(), _notices(draft), list_tree(get_session())
    ticked = tick(list_groups(bureaus, notices, draft.ticked), draft.ticked, step)
    groups = list_groups(bureaus, notices, ticked)
    opened = read_opened(request.form, request.form.getlist("open"), step)
    return render_template(
        "rounds/form.html",
        form=draft.form,
        sent=draft.form.open_scheme() if draft.form.sent_scheme.data else None,
        notice=library.documents[draft.document] if draft.document else None,
        has_nearer=draft.document is not None and Notices(library, draft.document, nearest=True).has_nearer(),
        previous=draft.previous,
        groups=fold(groups, opened),
        opened=opened,
        levels=count_levels(groups),
        problem=problem,
    )


def _check(draft: RoundDraft) -> Any:
    """What would be opened, before it is; back to the form where that cannot be."""
    if not _is_sound(draft):
        problem = None if draft.ticked else _("Tick at least one bureau.")
        return _draw(draft, problem=problem), HTTPStatus.UNPROCESSABLE_ENTITY
    library, session, bureaus = get_library(), get_session(), _list_ticked(draft)
    plan = draft.plan(default_bounds(library, draft.document))
    typed = [one for one in request.form.items(multi=True) if one[0] not in OF_THE_PAGE]
    return render_template(
        "rounds/check.html",
        plan=plan,
        year=plan.year or default_year(plan.as_of),
        bounds=draft.form.bounds,
        previous=draft.previous,
        shares=share_out(library, _notices(draft), bureaus, plan.scheme),
        lacking=find_lacking(session, bureaus),
        typed=[
            *typed,
            *((name, draft.form[name].data or "") for name in CARRIED),
            ("editions", _name_editions(draft)),
        ],
    )
