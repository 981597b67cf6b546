"""Pages of an administrator on the province's schemes: listed, written, tried on a round, taken away as a file."""

from http import HTTPStatus
from typing import Any

from flask import Blueprint, Response, abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from sqlmodel import col, func, select

from questionnaires.applying import SchemeRefused, apply_scheme
from questionnaires.generator import build_questionnaire, list_levels
from questionnaires.scheme import Scheme
from questionnaires.scheme_reading import parse_scheme
from survey.bureaus.places import WITH_PLACES
from survey.catalogues.reach import get_library
from survey.rounds.kept_schemes import SchemeChanged, drop_scheme, find_kept, keep_scheme, list_kept, read_kept
from survey.rounds.rounds import COUNTS, WITH_ROUND
from survey.rounds.scheme_choice import SHIPPED, list_named, load_shipped, read_sent, say_refusals
from survey.schemes.fields import LISTS, count_rows, find_field, read_fields, tidy_fields, write_fields
from survey.schemes.files import write_file
from survey.schemes.stored_trial import try_stored
from survey.schemes.trial import MOST_TRIED
from survey.storage.database import writing
from survey.storage.records import KeptScheme
from survey.storage.states import Role
from survey.storage.tables import Bureau, Person, Round
from survey.storage.tables import Response as Answered
from survey.web.access import LARGEST_ID, current_person, get_engine, get_session, only
from survey.web.languages import say_refusal

bp = Blueprint("schemes", __name__)
SPARE = 3  # empty rows below those of a list


@bp.get("/schemes")
@only(Role.ADMINISTRATOR)
def show() -> Any:
    session = get_session()
    people = {one.id: one.name for one in session.exec(select(Person))}
    kept = [(one, read_kept(one), people[one.saved_by_id]) for one in list_kept(session)]
    return render_template("schemes/list.html", kept=kept, shipped={one: load_shipped(one) for one in SHIPPED})


@bp.get("/schemes/new")
@only(Role.ADMINISTRATOR)
def begin() -> Any:
    """A new scheme, filled in from one that is there."""
    scheme = _find(request.args.get("from", SHIPPED[0]))
    return _draw({**write_fields(scheme), "title": ""}, None)


@bp.post("/schemes/read")
@only(Role.ADMINISTRATOR)
def read() -> Any:
    """A new scheme, filled in from a file that is sent."""
    sent = request.files.get("file")
    if not sent:
        flash(_("Choose the file of the scheme, YAML or JSON."))
        return redirect(url_for("schemes.show"))
    try:
        scheme = read_sent(sent.filename or "", sent.read(), get_library())
    except SchemeRefused as error:
        for words in say_refusals(error):
            flash(words)
        return redirect(url_for("schemes.show"))
    return _draw(write_fields(scheme), None)


@bp.get("/schemes/<int:kept_id>")
@only(Role.ADMINISTRATOR)
def edit(kept_id: int) -> Any:
    kept = _find_kept(kept_id)
    return _draw(write_fields(read_kept(kept)), kept)


@bp.post("/schemes/new", defaults={"kept_id": None})
@bp.post("/schemes/<int:kept_id>")
@only(Role.ADMINISTRATOR)
def save(kept_id: int | None) -> Any:
    """Keep what is typed; what is wrong in it is left at its field, what somebody else saved meanwhile is told."""
    kept = None if kept_id is None else _find_kept(kept_id)
    typed = tidy_fields(request.form)
    if request.form.get("step") == "rows":
        return _draw(typed, kept, spare=2 * SPARE)
    try:
        scheme = parse_scheme(read_fields(typed), get_library())
    except SchemeRefused as error:
        wrong = {find_field(one.place, typed): say_refusal(one.why) for one in error.refusals}
        return _draw(typed, kept, wrong=wrong), HTTPStatus.UNPROCESSABLE_ENTITY
    try:
        with writing(get_engine()) as session:
            id = keep_scheme(session, scheme, current_person().id, kept_id, _read_version())
    except SchemeChanged:
        newest = _find_kept(kept_id or 0)
        flash(_("Somebody saved this scheme meanwhile. What you typed stands here; save again to replace it."))
        return _draw(typed, newest), HTTPStatus.CONFLICT
    flash(_("The scheme is saved. It can be chosen when a round is opened."))
    return redirect(url_for("schemes.edit", kept_id=id))


@bp.post("/schemes/<int:kept_id>/delete")
@only(Role.ADMINISTRATOR)
def delete(kept_id: int) -> Any:
    try:
        with writing(get_engine()) as session:
            drop_scheme(session, kept_id, _read_version(), current_person().id)
        flash(_("The scheme is deleted. Rounds that were opened under it keep it."))
    except SchemeChanged:
        flash(_("Somebody saved or deleted this scheme meanwhile; look at it again."))
    return redirect(url_for("schemes.show"))


@bp.get("/schemes/<name>/scheme.yaml")
@only(Role.ADMINISTRATOR)
def download(name: str) -> Response:
    content = write_file(_find(name))
    return Response(content, mimetype="application/yaml", headers={"Content-Disposition": "attachment"})


@bp.get("/schemes/<name>/trial")
@only(Role.ADMINISTRATOR)
def try_out(name: str) -> Any:
    """How a round would have come out under a scheme; without a choice, the newest one that something is in of."""
    session, scheme = get_session(), _find(name)
    handed_in = select(Answered.round_id).where(col(Answered.submitted_at).is_not(None))
    tried_on = select(Round).where(col(Round.id).in_(handed_in), COUNTS)
    rounds = list(session.exec(tried_on.order_by(col(Round.as_of).desc())))
    chosen = next((one for one in rounds if one.slug == request.args.get("round")), rounds[0] if rounds else None)
    tried, problem, whole = [], "", 0
    if chosen is not None:
        counts = (col(Answered.submitted_at).is_not(None), col(Answered.absent_at).is_(None))
        which = (Answered.round_id == chosen.id, *counts)
        whole = session.exec(select(func.count(col(Answered.id))).where(*which)).one()
        first = select(Answered).join(Bureau).options(*WITH_ROUND, WITH_PLACES).where(*which)
        responses = session.exec(first.order_by(col(Bureau.code)).limit(MOST_TRIED)).all()
        try:
            tried = try_stored(session, responses, scheme, get_library())
        except SchemeRefused as error:
            problem = " ".join(say_refusals(error))
    return render_template(
        "schemes/trial.html",
        name=name, choice=_name_choice(name, scheme), scheme=scheme, rounds=rounds, chosen=chosen,
        tried=tried, whole=whole, problem=problem,
    )  # fmt: skip


def _name_choice(name: str, scheme: Scheme) -> str:
    """How the scheme of an address is chosen where one of all is."""
    return next((choice for choice, one in list_named().items() if choice == name or one == scheme), name)


def _find(name: str) -> Scheme:
    """A scheme that ships, by its name, or one that is kept, by its number; or 404."""
    if name in SHIPPED:
        return load_shipped(name)
    return read_kept(_find_kept(int(name) if name.isascii() and name.isdigit() and len(name) < 10 else 0))


def _find_kept(kept_id: int) -> KeptScheme:
    kept = find_kept(get_session(), kept_id) if kept_id <= LARGEST_ID else None
    return kept if kept is not None else abort(404)


def _read_version() -> int:
    return request.form.get("version", 0, int)


def _draw(
    typed: dict[str, str], kept: KeptScheme | None, wrong: dict[str, str] | None = None, spare: int = SPARE
) -> str:
    library = get_library()
    return render_template(
        "schemes/edit.html",
        typed=typed,
        kept=kept,
        wrong=wrong or {},
        domains=library.domains.values(),
        rows={name: range(count_rows(typed, name) + spare) for name in LISTS},
        misfits=[] if wrong or kept is None else _list_misfits(read_kept(kept)),
    )


def _list_misfits(scheme: Scheme) -> list[str]:
    """The domains without points that a notice asks in, each with the remedy: a round on that notice cannot take it."""
    library, found = get_library(), dict[str, None]()
    for document in library.documents:
        for level in list_levels(library, document):
            try:
                apply_scheme(scheme, build_questionnaire(library, document, level))
            except SchemeRefused as error:
                found |= dict.fromkeys(say_refusals(error))
    return list(found)
