"""The administrator's page of a round: who is in, city by city, who is late, what was done, and the aggregate."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from flask import Blueprint, current_app, render_template
from sqlmodel import select

from survey.bureaus.places import find_city_above, find_place
from survey.rounds.absences import list_taken_out
from survey.rounds.closings import find_closings, is_closed
from survey.rounds.history import list_steps
from survey.rounds.issued import name_notices
from survey.rounds.reach import find_round, list_readable
from survey.rounds.rounds import open_scheme
from survey.rounds.standings import find_dues, find_standings
from survey.storage.states import IN, WITH_BUREAU, Absence, Role, State
from survey.storage.tables import Bureau, IssuedQuestionnaire, Response, Round
from survey.web.access import get_session, only
from survey.web.languages import local_today

bp = Blueprint("rounds", __name__)
MOST_LATE = 200  # bureaus; the table of the round has the others


@dataclass(frozen=True)
class PlaceLine:
    """How far the bureaus of one place are; what is out of the round is counted as that alone."""

    place: Bureau
    bureaus: int
    with_bureau: int
    with_city: int
    with_province: int
    accepted: int
    excused: int
    unsubmitted: int
    late: int


def count_places(responses: Iterable[Response], late: set[int]) -> list[PlaceLine]:
    """One line for each city, and one for what comes directly under a province; `late` are responses by id."""
    places: dict[int, tuple[Bureau, list[Response]]] = {}
    for one in responses:
        place = find_place(one.bureau)
        places.setdefault(place.id, (place, []))[1].append(one)
    return [_count(place, found, late) for place, found in places.values()]


def _count(place: Bureau, responses: Sequence[Response], late: set[int]) -> PlaceLine:
    counted = [one for one in responses if one.absent_at is None]
    states = [_find_desk(one) for one in counted]
    return PlaceLine(
        place=place,
        bureaus=len(responses),
        with_bureau=sum(state in WITH_BUREAU for state in states),
        with_city=states.count(State.CITY_REVIEW),
        with_province=states.count(State.PROVINCIAL_REVIEW),
        accepted=states.count(State.ACCEPTED),
        excused=sum(one.absence is Absence.EXCUSED for one in responses),
        unsubmitted=sum(one.absence is Absence.UNSUBMITTED for one in responses),
        late=sum(one.id in late for one in responses),
    )


def _find_desk(response: Response) -> State:
    """The state, and for a response that nobody has taken up yet the review that it waits for."""
    if response.state is not State.SUBMITTED:
        return response.state
    return State.CITY_REVIEW if find_city_above(response.bureau) else State.PROVINCIAL_REVIEW


@bp.get("/rounds/<slug>/administration")
@only(Role.ADMINISTRATOR)
def show(slug: str) -> Any:
    round, session, today = find_round(slug), get_session(), local_today()
    query = select(IssuedQuestionnaire).where(IssuedQuestionnaire.round_id == round.id)
    issued = session.exec(query.order_by(IssuedQuestionnaire.document, IssuedQuestionnaire.level)).all()
    responses, zone = list_readable(round), current_app.config["TIME_ZONE"]
    dues = find_dues(session, responses, zone)
    late = [one for one in responses if (due := dues[one.id]) is not None and due < today]
    counted, closed = [one for one in responses if one.absent_at is None], find_closings(session, round.id)
    return render_template(
        "rounds/administration.html",
        round=round,
        scheme=open_scheme(round),
        before=None if round.previous_id is None else session.get_one(Round, round.previous_id),
        today=today,
        issued=issued,
        notices=name_notices(issued),
        asked=Counter(one.questionnaire_id for one in responses),
        submitted=Counter(one.questionnaire_id for one in counted if one.state in IN),
        states={state: count for state in State if (count := sum(one.state is state for one in counted))},
        excused=sum(one.absence is Absence.EXCUSED for one in responses),
        unsubmitted=[one for one in responses if one.absence is Absence.UNSUBMITTED],
        taken_out=list_taken_out(session, round.id),
        bureaus=len(responses),
        places=count_places(responses, {one.id for one in late}),
        late=list(find_standings(session, late[:MOST_LATE], zone).values()),
        late_in_all=len(late),
        closed=closed,
        is_closed=bool(closed or not responses) and is_closed(session, round),
        steps=list_steps(session, round),
        outputs=[one for one in current_app.extensions["survey_outputs"] if one.of == "round"],
    )
