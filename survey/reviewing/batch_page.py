"""The page on which a reviewer passes on, or accepts, many bureaus of a round that are fully reviewed."""

from typing import Any

from flask import Blueprint, abort, render_template, request

from survey.reviewing.batch_steps import LAST_STEP, list_candidates, take_last_step
from survey.rounds.reach import find_round, list_readable
from survey.storage.states import REVIEWERS
from survey.web.access import current_person, get_engine, get_session, only
from survey.web.typed import read_ids

bp = Blueprint("batch_steps", __name__)


@bp.get("/rounds/<slug>/accept")
@only(*REVIEWERS)
def choose(slug: str) -> Any:
    return _draw(slug)


@bp.post("/rounds/<slug>/accept")
@only(*REVIEWERS)
def take(slug: str) -> Any:
    """Take the step for the bureaus of the fields `response`; then the page says what became of each."""
    person, responses = current_person(), list_readable(find_round(slug))
    chosen = read_ids(request.form.getlist("response"))
    done = take_last_step(get_engine(), responses, chosen, person.id, LAST_STEP[person.role])
    get_session().commit()  # to see where they stand now
    return _draw(slug, {one.response.id: one.why for one in done})


def _draw(slug: str, done: dict[int, str | None] | None = None) -> str:
    """The page; `done` says by response why the step was refused, None where it was taken."""
    person, round = current_person(), find_round(slug)
    responses = list_readable(round) or abort(404)
    candidates = list_candidates(get_session(), responses, person)
    return render_template(
        "reviewing/batch.html",
        round=round,
        action=LAST_STEP[person.role],
        ready=[one for one in candidates if one.obstacle is None],
        held_up=[one for one in candidates if one.obstacle is not None],
        taken=[one for one in responses if done and one.id in done and done[one.id] is None],
        refused=[(one, done[one.id]) for one in responses if done and done.get(one.id)],
        nothing_chosen=done == {},
    )
