"""The page of the map: which outlines are there, of which counties, and a file in their place."""

import hashlib
from contextlib import closing
from http import HTTPStatus
from pathlib import PurePath
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from questionnaires.messages import Refused
from survey.maps.geojson import MOST_BYTES, read_outlines
from survey.maps.keeping import SentMap, find_map, match_map, put_map, remove_map
from survey.sheets.characters import keep_seen
from survey.storage.database import writing
from survey.storage.states import Role
from survey.web.access import current_person, get_engine, get_session, only
from survey.web.languages import say_refusal
from survey.web.limits import from_people
from survey.web.marks import expensive, takes

bp = Blueprint("maps", __name__)
LONGEST_NAME = 120
REST_OF_FORM = 64 * 1024


@bp.get("/map")
@only(Role.ADMINISTRATOR)
def show() -> Any:
    return _show()


@bp.post("/map")
@only(Role.ADMINISTRATOR)
@takes(from_people(MOST_BYTES + REST_OF_FORM))
@expensive(30)
def put() -> Any:
    """Put the outlines of a file in place of those that were shown."""
    file = request.files.get("file")
    content = b""
    if file is not None:
        with closing(file):
            content = file.read()
    if not content:
        return _show(_("Choose a file that is not empty.")), HTTPStatus.UNPROCESSABLE_ENTITY
    name = keep_seen(PurePath(file.filename or "").name)[:LONGEST_NAME] if file else ""
    try:
        outlines = read_outlines(content)  # which may take seconds, in which nobody waits for the database
        with writing(get_engine()) as session:
            new = SentMap(name, hashlib.sha256(content).hexdigest(), outlines)
            is_new = put_map(session, new, request.form.get("seen", ""), current_person().id)
    except Refused as why:
        return _show(say_refusal(why)), HTTPStatus.UNPROCESSABLE_ENTITY
    flash(_("The map is in place.") if is_new else _("This very file is in place already."))
    return redirect(url_for("maps.show"))


@bp.post("/map/remove")
@only(Role.ADMINISTRATOR)
def remove() -> Any:
    try:
        with writing(get_engine()) as session:
            remove_map(session, request.form.get("seen", ""), current_person().id)
    except Refused as why:
        return _show(say_refusal(why)), HTTPStatus.CONFLICT
    flash(_("There is no map any more; the reports show tiles."))
    return redirect(url_for("maps.show"))


def _show(fault: str = "") -> str:
    session = get_session()
    map = find_map(session)
    match = match_map(session)
    return render_template(
        "maps/map.html",
        map=map,
        fault=fault,
        matched=len(match.outlines),
        without_outline=match.without_outline if map else (),
        without_bureau=[f"{one.name} {one.code}".strip() for one in match.without_bureau],
        most=MOST_BYTES // 2**20,
    )
