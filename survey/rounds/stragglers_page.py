"""Who is not in when a level is to be closed: for each is chosen whether the round is closed without it, whether it is
excused, or whether one waits for it.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from questionnaires.messages import Refused
from survey.rounds.absences import may_leave_out
from survey.rounds.closing_pages import may_close, may_see
from survey.rounds.closings import ClosableLevel, list_levels
from survey.rounds.forms import ReasonForm
from survey.rounds.reach import find_round
from survey.rounds.rounds import find_last_day
from survey.rounds.settling import StillOpen, settle_level
from survey.storage.states import REVIEWERS, WITH_BUREAU, Absence, Role
from survey.storage.tables import Response, Round
from survey.web.access import current_person, get_engine, get_session, only
from survey.web.languages import local_today, say_refusal

bp = Blueprint("stragglers", __name__)
WAYS = (Absence.UNSUBMITTED, Absence.EXCUSED)


@bp.get("/rounds/<slug>/levels/<int:bureau_id>/stragglers")
@only(*REVIEWERS, Role.ADMINISTRATOR)
def choose(slug: str, bureau_id: int) -> Any:
    round = find_round(slug)
    return _draw(round, _find_level(round, bureau_id), {}, ReasonForm(), "")


@bp.post("/rounds/<slug>/levels/<int:bureau_id>/stragglers")
@only(*REVIEWERS, Role.ADMINISTRATOR)
def settle(slug: str, bureau_id: int) -> Any:
    """Record what was chosen, and close the level where that is pressed; what is wrong is said with all as chosen."""
    round, form, person = find_round(slug), ReasonForm(), current_person()
    level, closes = _find_level(round, bureau_id), request.form.get("step") == "close"
    ways = _read_ways(_list_stragglers(level))
    if closes and not may_close(person, level.bureau):
        abort(404)
    if not ways and not closes:
        return _draw(round, level, ways, form, _("Choose for at least one bureau.")), 422
    if ways and not form.validate():
        return _draw(round, level, ways, form, ""), 422
    try:
        count = settle_level(get_engine(), round.id, bureau_id, ways, form.reason.data or "", closes, person.id)
    except StillOpen as still:
        left = ngettext("%(num)s is still in the way", "%(num)s are still in the way", still.left)
        problem = _("Nothing was recorded or closed: %(left)s. Choose for each, or record without closing.", left=left)
        return _draw(round, level, ways, form, problem), 422
    except Refused as refused:
        return _draw(round, _find_level(round, bureau_id), ways, form, say_refusal(refused)), 422
    flash(ngettext("Recorded for %(num)s bureau.", "Recorded for %(num)s bureaus.", count))
    if closes:
        flash(_("%(bureau)s is closed.", bureau=level.bureau.name))
    return redirect(url_for("closing.show", slug=slug))


def _find_level(round: Round, bureau_id: int) -> ClosableLevel:
    """The level of a round that the signed-in person may see, or 404."""
    levels = list_levels(get_session(), round.id)
    found = next((one for one in levels if one.bureau.id == bureau_id and may_see(current_person(), one.bureau)), None)
    return found if found is not None else abort(404)


def _list_stragglers(level: ClosableLevel) -> list[Response]:
    """Whom the signed-in person may leave out of those who are not in."""
    return [
        one
        for one in level.responses
        if one.absent_at is None and one.state in WITH_BUREAU and may_leave_out(current_person(), one.bureau)
    ]


def _read_ways(stragglers: Sequence[Response]) -> dict[int, Absence]:
    """What was chosen for those who are listed; for the others nothing."""
    chosen = {one.id: request.form.get(f"way-{one.id}", "") for one in stragglers}
    return {id: Absence(way) for id, way in chosen.items() if way in WAYS}


def _draw(round: Round, level: ClosableLevel, ways: Mapping[int, Absence], form: ReasonForm, problem: str) -> str:
    stragglers = _list_stragglers(level)
    return render_template(
        "rounds/stragglers.html",
        round=round,
        level=level,
        stragglers=stragglers,
        days={one.id: find_last_day(one) for one in stragglers},
        today=local_today(),
        others=[one for one in level.obstacles if one.response is None or one.response.state not in WITH_BUREAU],
        ways=ways,
        form=form,
        problem=problem,
        can_close=level.closing is None and may_close(current_person(), level.bureau),
    )
