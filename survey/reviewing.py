"""The reviewer's table: every bureau below, where it stands, what it scored and what is worth looking at."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Any

import sqlalchemy as sa
from flask import Blueprint, abort, current_app, render_template, request
from sqlmodel import Session, col, select

from survey.access import current_person, get_session, list_readable, only
from survey.closings import find_city_above
from survey.comparing import flag_round
from survey.flag_words import NAMES
from survey.flags import Flag, Kind, weigh
from survey.issued import name_notices
from survey.standings import Standing, find_standings
from survey.states import REVIEWERS, Action, Role, State
from survey.tables import Bureau, Response, Round, StateChange
from survey.words import clean_search, local_time, local_today

bp = Blueprint("reviewing", __name__)


@dataclass(frozen=True)
class Line:
    """A bureau's row: how many days late it first handed in, or still is; what there is to look at."""

    response: Response
    standing: Standing
    days_late: int
    flags: Sequence[Flag]

    @property
    def counts(self) -> list[tuple[str, int]]:
        """How many reasons to look there are of each kind, the most pressing kind first."""
        counted = Counter(flag.kind for flag in self.flags)
        return [(str(NAMES[kind]), counted[kind]) for kind in Kind if counted[kind]]

    @property
    def change(self) -> Fraction:
        """What the review took away or added."""
        response = self.response
        if response.score is None or response.verified_score is None:
            return Fraction(0)
        return Fraction(response.verified_score) - Fraction(response.score)


ORDERS = {
    "code": lambda line: line.response.bureau.code,
    "score": lambda line: (line.response.score is None, line.response.score),
    "verified": lambda line: (line.response.verified_score is None, line.response.verified_score),
    "difference": lambda line: -abs(line.change),
    "flags": lambda line: tuple(-count for count in weigh(line.flags)),
    "late": lambda line: -line.days_late,
    "submitted": lambda line: (line.response.submitted_at is None, line.response.submitted_at),
}


def find_round(slug: str) -> Round:
    """A round by its short name, or 404."""
    round = get_session().exec(select(Round).where(Round.slug == slug)).one_or_none()
    return round if round is not None else abort(404)


@bp.get("/rounds/<slug>")
@only(*REVIEWERS, Role.ADMINISTRATOR)
def bureaus(slug: str) -> Any:
    round = find_round(slug)
    responses = list_readable(round)
    if not responses and current_person().role is not Role.ADMINISTRATOR:
        abort(404)
    asked = {name: clean_search(request.args.get(name, "")) for name in ("q", "state", "city", "flag", "order")}
    shown = make_lines(get_session(), round, _keep(responses, asked), local_today())
    shown = [one for one in shown if asked["flag"] in ("", *(flag.kind for flag in one.flags))]
    shown.sort(key=ORDERS.get(asked["order"], ORDERS["code"]))
    return render_template(
        "bureaus.html",
        round=round,
        notices=name_notices(response.questionnaire for response in responses),
        responses=responses,
        shown=shown,
        asked=asked,
        states=list(State),
        cities=list_cities(responses),
        kinds=NAMES,
        today=local_today(),
        row_opens="verifying.review" if current_person().role in REVIEWERS else "results.show",
        outputs=[one for one in current_app.extensions["survey_outputs"] if one.of == "response"],
        overviews=[one for one in current_app.extensions["survey_outputs"] if one.of == "overview"],
    )


def make_lines(session: Session, round: Round, responses: Sequence[Response], today: date) -> list[Line]:
    """The rows of these responses of a round."""
    standings = find_standings(session, responses, current_app.config["TIME_ZONE"])
    flags, first = flag_round(session, round, responses), _find_first_days(session, round)
    return [
        Line(one, standing, _count_late(one, first.get(one.id), standing, today), flags.get(one.id, ()))
        for one in responses
        for standing in (standings[one.id],)
    ]


def list_cities(responses: Iterable[Response]) -> list[Bureau]:
    """The cities below which there are responses, in the order of their codes."""
    cities = {city.id: city for one in responses if (city := _find_city(one)) is not None}
    return sorted(cities.values(), key=lambda city: city.code)


def _find_city(response: Response) -> Bureau | None:
    """The city that a response belongs to, which may be the bureau itself."""
    return response.bureau if response.bureau.level == "city" else find_city_above(response.bureau)


def _find_first_days(session: Session, round: Round) -> dict[int, date]:
    """The day on which each response of a round was first handed in, where the bureaus are."""
    query = (
        select(StateChange.response_id, sa.func.min(StateChange.at))
        .join(Response)
        .where(Response.round_id == round.id, StateChange.action == Action.SUBMIT)
        .group_by(col(StateChange.response_id))
    )
    return {id: local_time(at).date() for id, at in session.exec(query)}


def _count_late(response: Response, first: date | None, standing: Standing, today: date) -> int:
    """Days that a response came in late, or is late now: with its bureau by its own last day."""
    if standing.is_late(today):
        return -(standing.count_left(today) or 0)
    return max(0, (first - response.round.closes_on).days) if first else 0


def _keep(responses: Iterable[Response], asked: dict[str, str]) -> list[Response]:
    """Those that fit the words, the state and the city that were asked for."""

    def fits(one: Response) -> bool:
        city = _find_city(one)
        in_city = asked["city"] in ("", city and city.code)
        return in_city and asked["state"] in ("", one.state) and _matches(one, asked["q"])

    return [one for one in responses if fits(one)]


def _matches(response: Response, words: str) -> bool:
    bureau = response.bureau
    place = f"{bureau.parent.name if bureau.parent else ''} {bureau.name} {bureau.code}"
    return all(word in place for word in words.split())
