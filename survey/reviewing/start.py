"""What a reviewer finds on the start page: first what waits for them, then the rounds."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import sqlalchemy as sa
from flask import current_app
from sqlmodel import Session, col, select

from survey.bureaus.reach import may_read
from survey.bureaus.staff import is_above
from survey.rounds.closings import PAST_THE_CITY, find_closings, list_levels
from survey.rounds.external import list_asked_rounds
from survey.rounds.issued import apply_profile
from survey.rounds.plain import read_profiles
from survey.rounds.rounds import LISTED, RUNS
from survey.rounds.standings import Standing, find_standings
from survey.rounds.start import count_states, list_under_way
from survey.storage.columns import is_among
from survey.storage.plain_rows import read_bureaus
from survey.storage.states import IN, Absence, Decision, State
from survey.storage.tables import Person, Response, Review, Round

SHOWN = 20  # of each heading


@dataclass(frozen=True)
class RoundLine:
    """A round and how far the bureaus below are with it."""

    round: Round
    submitted: int
    excused: int
    unsubmitted: int
    bureaus: int
    days_left: int
    is_closable: bool


@dataclass(frozen=True)
class Desk:
    """The work before a reviewer, the longest waiting first; `undecided` counts questions by response, of those
    that are shown."""

    to_take_up: list[Standing]
    to_decide: list[Standing]
    undecided: dict[int, int]
    late_returns: list[Standing]
    late: list[Standing]
    lines: list[RoundLine]

    @property
    def closable(self) -> list[RoundLine]:
        return [line for line in self.lines if line.is_closable]


def gather_desk(session: Session, person: Person, today: date) -> Desk:
    rounds = list_asked_rounds(session, RUNS)
    bureaus = read_bureaus(session)
    readable = {id for id, one in bureaus.items() if may_read(person, one)}
    places = {round.id: place for place, round in enumerate(rounds)}
    in_rounds = is_among(Response.round_id, places)
    under_way = list_under_way(session, in_rounds, keep=lambda bureau: bureau.id in readable, bureaus=bureaus)
    under_way.sort(key=lambda one: places[one.round_id])
    standings = sorted(
        find_standings(session, under_way, current_app.config["TIME_ZONE"]).values(), key=lambda one: one.since
    )
    mine = [one for one in standings if one.turn is person.role and is_above(person, one.response.bureau)]
    to_decide = [one for one in mine if one.response.state is not State.SUBMITTED]
    late = [one for one in standings if one.is_late(today)]
    states = count_states(session, LISTED, is_among(Response.bureau_id, readable))
    theirs = {round.id: [one for one in under_way if one.round_id == round.id] for round in rounds}
    lines = [sum_round(session, one, states[one.id], theirs[one.id], person, today) for one in rounds]
    return Desk(
        to_take_up=[one for one in mine if one.response.state is State.SUBMITTED],
        to_decide=to_decide,
        undecided=_count_undecided(session, [one.response for one in to_decide[:SHOWN]]),
        late_returns=[one for one in late if one.response.submitted_at],
        late=[one for one in late if not one.response.submitted_at],
        lines=[line for line in lines if line.bureaus],
    )


def _count_undecided(session: Session, responses: Sequence[Response]) -> dict[int, int]:
    """How many scored questions of each response have no decision on the answer that is there now."""
    these = is_among(Review.response_id, [one.id for one in responses])
    query = (
        select(Review.response_id, Review.question_id)
        .where(these, col(Review.ended_at).is_(None))
        .where(sa.or_(col(Review.decision) != Decision.RETURNED, col(Review.sent_at).is_(None)))
    )
    decided = set(session.exec(query)) if responses else set()
    profiles = read_profiles(session, responses)
    return {
        one.id: sum(
            question.is_scored and (one.id, question.id) not in decided
            for question in apply_profile(one.questionnaire, profiles[one.id]).questions
        )
        for one in responses
    }


def sum_round(
    session: Session,
    round: Round,
    states: Counter[State | Absence],
    under_way: Sequence[Response],
    person: Person,
    today: date,
) -> RoundLine:
    return RoundLine(
        round=round,
        submitted=sum(states[state] for state in IN),
        excused=states[Absence.EXCUSED],
        unsubmitted=states[Absence.UNSUBMITTED],
        bureaus=states.total(),
        days_left=(round.closes_on - today).days,
        is_closable=_is_closable(session, round, under_way, person),
    )


def _is_closable(session: Session, round: Round, under_way: Sequence[Response], person: Person) -> bool:
    """Whether the level of a reviewer's own bureau can be closed: looked at closely only where nobody below has it."""
    if person.bureau_id in find_closings(session, round.id) or any(one.state not in PAST_THE_CITY for one in under_way):
        return False
    levels = [level for level in list_levels(session, round.id) if level.bureau.id == person.bureau_id]
    return any(not level.obstacles for level in levels)
