"""Closing a level of a round: who has closed, and what is still in the way, bureau by bureau."""

from typing import Any

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from questionnaires.messages import Refused
from survey.bureaus.places import walk_up
from survey.rounds.absences import may_leave_out
from survey.rounds.closings import list_levels
from survey.rounds.reach import find_round
from survey.rounds.settling import StillOpen, close_level
from survey.storage.states import REVIEWERS, WITH_BUREAU, Role
from survey.storage.tables import Bureau, Person, Response
from survey.web.access import LARGEST_ID, current_person, get_engine, get_session, only
from survey.web.languages import say_refusal

bp = Blueprint("closing", __name__)
MOST_LISTED = 300  # bureaus that are in the way: of more those of one level are listed, up to so many


def may_close(person: Person, place: Bureau) -> bool:
    """A city is closed by its reviewers, or by the province for it; a province by its own."""
    if person.role is Role.CITY_REVIEWER:
        return place.level == "city" and person.bureau_id == place.id
    return person.role is Role.PROVINCIAL_REVIEWER and person.bureau_id in {one.id for one in (place, *walk_up(place))}


def may_see(person: Person, place: Bureau) -> bool:
    return person.role is Role.ADMINISTRATOR or may_close(person, place)


@bp.get("/rounds/<slug>/levels")
@only(*REVIEWERS, Role.ADMINISTRATOR)
def show(slug: str) -> Any:
    round, person, session = find_round(slug), current_person(), get_session()
    levels = [level for level in list_levels(session, round.id) if may_see(person, level.bureau)]
    if not levels and person.role is not Role.ADMINISTRATOR:
        abort(404)
    waiting = [level for level in levels if level.closing is None and level.obstacles]
    is_short = sum(len(level.obstacles) for level in waiting) <= MOST_LISTED
    opened = {request.args.get("open") or waiting[0].bureau.code} if waiting and not is_short else set()
    closers = {one.closing.closed_by_id for one in levels if one.closing}
    return render_template(
        "rounds/levels.html",
        round=round,
        levels=levels,
        waiting=waiting,
        listed=[one for one in waiting if is_short or one.bureau.code in opened],
        most=MOST_LISTED,
        closable={level.bureau.id for level in levels if may_close(person, level.bureau)},
        excusable={one.id for level in levels for one in level.responses if _can_excuse(person, one)},
        names={id: session.get_one(Person, id).name for id in closers},
    )


def _can_excuse(person: Person, response: Response) -> bool:
    return response.state in WITH_BUREAU and may_leave_out(person, response.bureau)


@bp.post("/rounds/<slug>/levels/<int:bureau_id>")
@only(*REVIEWERS)
def close(slug: str, bureau_id: int) -> Any:
    round = find_round(slug)
    place = get_session().get(Bureau, bureau_id) if bureau_id <= LARGEST_ID else None
    if place is None or not may_close(current_person(), place):
        abort(404)
    try:
        close_level(get_engine(), round.id, bureau_id, current_person().id)
    except LookupError:
        abort(404)
    except Refused as refused:
        flash(say_refusal(refused))
    except StillOpen:
        flash(_("Not closed: what is still in the way is listed below."))
    else:
        flash(
            _(
                "%(bureau)s is closed. Nothing below it changes any more, unless it is returned or reopened.",
                bureau=place.name,
            )
        )
    return redirect(url_for("closing.show", slug=slug))
