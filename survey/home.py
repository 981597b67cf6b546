"""The start page: what to do next."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from flask import Blueprint, current_app, render_template
from sqlmodel import col, select

from survey.access import current_person, get_session, list_readable
from survey.assessing import Assessment, assess
from survey.saving import list_waiting
from survey.states import IN, OF_A_BUREAU, WITH_BUREAU, Role
from survey.tables import Bureau, Response, Round
from survey.words import local_today

bp = Blueprint("home", __name__)


@dataclass(frozen=True)
class Task:
    """A response that a clerk has before them."""

    response: Response
    assessment: Assessment
    waiting: int
    days_left: int


@dataclass(frozen=True)
class RoundLine:
    """A round as a reviewer or administrator sees it: how many of those they may read are in."""

    round: Round
    submitted: int
    bureaus: int
    days_left: int


@bp.get("/")
def start() -> Any:
    outputs = [one for one in current_app.extensions["survey_outputs"] if one.of == "response"]
    today = local_today()
    if current_person().role in OF_A_BUREAU:
        responses = _own_responses()
        tasks = [_make_task(one, today) for one in responses if one.state in WITH_BUREAU]
        done = [one for one in responses if one.state not in WITH_BUREAU]
        return render_template("start_clerk.html", tasks=tasks, done=done, outputs=outputs)
    rounds = get_session().exec(select(Round).order_by(col(Round.closes_on).desc())).all()
    lines = [_sum_round(round, today) for round in rounds]
    return render_template("start_reader.html", lines=[line for line in lines if line.bureaus or _sees_all()])


def _sees_all() -> bool:
    return current_person().role is Role.ADMINISTRATOR


def _own_responses() -> list[Response]:
    return list(
        get_session()
        .exec(
            select(Response)
            .join(Round)
            .join(Bureau, col(Bureau.id) == Response.bureau_id)
            .where(Response.bureau_id == current_person().bureau_id)
            .order_by(col(Round.closes_on).desc())
        )
        .all()
    )


def _make_task(response: Response, today: date) -> Task:
    return Task(
        response,
        assess(get_session(), response),
        len(list_waiting(get_session(), response.id)),
        (response.round.closes_on - today).days,
    )


def _sum_round(round: Round, today: date) -> RoundLine:
    responses = list_readable(round)
    submitted = sum(response.state in IN for response in responses)
    return RoundLine(round, submitted, len(responses), (round.closes_on - today).days)
