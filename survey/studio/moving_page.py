"""A round moved to the versions of its notices in force, looked at bureau by bureau first; and both scores of bureaus
whose questions are of another version than before."""

from collections.abc import Iterator, Sequence
from http import HTTPStatus
from math import ceil
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from sqlmodel import Session

from questionnaires.applying import SchemeRefused
from questionnaires.both_rules import RulesCompared
from questionnaires.messages import Refused
from survey.catalogues.reach import get_library
from survey.responses.last_year import compare_with_last, has_other_rules
from survey.responses.moving import Move, look_at_moves, mark_moves, move_round
from survey.responses.saving import list_answers, list_given
from survey.rounds.issued import applying_questionnaire
from survey.rounds.reach import find_round, list_readable
from survey.storage.states import IN, Role
from survey.storage.tables import Response, Round
from survey.web.access import current_person, get_engine, get_session, only
from survey.web.languages import say_refusal
from survey.web.marks import expensive

bp = Blueprint("moving", __name__)
PER_PAGE = 10  # each is judged four times: 80 ms of processor in all


@bp.get("/rounds/<slug>/version")
@only(Role.ADMINISTRATOR)
def look(slug: str) -> Any:
    return _draw(find_round(slug))


@bp.post("/rounds/<slug>/version")
@only(Role.ADMINISTRATOR)
@expensive(30)
def move(slug: str) -> Any:
    """The deliberate button: the whole round is asked by the versions in force from now on."""
    round, reason = find_round(slug), " ".join(request.form.get("reason", "").split())
    mark = request.form.get("mark", "")
    try:
        moved = move_round(get_engine(), get_library(), round.id, reason, mark, current_person().id)
    except (Refused, SchemeRefused) as why:
        return _draw(round, say_why(why)), HTTPStatus.UNPROCESSABLE_ENTITY
    flash(
        ngettext(
            "%(num)s bureau is asked by the newer version now.",
            "%(num)s bureaus are asked by the newer version now.",
            moved,
        )
    )
    return redirect(url_for("moving.look", slug=slug))


def say_why(why: Refused | SchemeRefused) -> str:
    if isinstance(why, Refused):
        return say_refusal(why)
    return str(_("The scheme of the round does not fit the newer version; nothing was moved."))


def _draw(round: Round, problem: str | None = None) -> str:
    session, moves = get_session(), list[Move]()
    session.expire_all()
    try:
        moves = look_at_moves(session, get_library(), round)
    except SchemeRefused as why:
        problem = say_why(why)
    handed_in = [one for one in list_readable(round) if one.state in IN]
    pages = max(1, ceil(len(handed_in) / PER_PAGE))
    page = min(max(1, request.args.get("page", 1, type=int)), pages)
    return render_template(
        "studio/moving.html",
        round=round,
        moves=moves,
        mark=mark_moves(moves),
        in_the_way=sum(each.is_in for one in moves for each in one.bureaus),
        scored=list(_score(session, handed_in[(page - 1) * PER_PAGE : page * PER_PAGE])),
        page=page,
        pages=pages,
        bureaus=len(handed_in),
        problem=problem,
    )


def _score(session: Session, responses: Sequence[Response]) -> Iterator[tuple[Response, RulesCompared]]:
    """Those of the responses whose questions are of another version than before, by the rules of both."""
    for row in responses:
        response = session.get_one(Response, row.id)
        if not has_other_rules(session, response):
            continue
        answers = list_given(applying_questionnaire(response), list_answers(session, response))
        rules = compare_with_last(session, response, answers)
        if rules is not None:
            yield response, rules
