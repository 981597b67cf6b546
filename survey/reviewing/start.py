"""What a reviewer finds on the start page: first what waits for them, then the rounds."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import sqlalchemy as sa
from flask import current_app
from sqlmodel import Session, col, select

from survey.bureaus.staff import is_above
from survey.rounds.closings import list_levels
from survey.rounds.external import list_asked_rounds
from survey.rounds.issued import applying_questionnaire
from survey.rounds.reach import list_readable
from survey.rounds.rounds import RUNS
from survey.rounds.standings import Standing, find_standings
from survey.storage.states import IN, Absence, Decision, State
from survey.storage.tables import Person, Response, Review, Round


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
    """The work before a reviewer, the longest waiting first; `undecided` counts questions by response."""

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
    readable = {round.id: list_readable(round) for round in rounds}
    every = [one for responses in readable.values() for one in responses]
    standings = sorted(
        find_standings(session, every, current_app.config["TIME_ZONE"]).values(), key=lambda one: one.since
    )
    mine = [one for one in standings if one.turn is person.role and is_above(person, one.response.bureau)]
    to_decide = [one for one in mine if one.response.state is not State.SUBMITTED]
    late = [one for one in standings if one.is_late(today)]
    lines = [sum_round(session, round, readable[round.id], person, today) for round in rounds]
    return Desk(
        to_take_up=[one for one in mine if one.response.state is State.SUBMITTED],
        to_decide=to_decide,
        undecided=_count_undecided(session, [one.response for one in to_decide]),
        late_returns=[one for one in late if one.response.submitted_at],
        late=[one for one in late if not one.response.submitted_at],
        lines=[line for line in lines if line.bureaus],
    )


def _count_undecided(session: Session, responses: Sequence[Response]) -> dict[int, int]:
    """How many scored questions of each response have no decision on the answer that is there now."""
    query = (
        select(Review.response_id, Review.question_id)
        .where(col(Review.response_id).in_([one.id for one in responses]), col(Review.ended_at).is_(None))
        .where(sa.or_(col(Review.decision) != Decision.RETURNED, col(Review.sent_at).is_(None)))
    )
    decided = set(session.exec(query))
    return {
        one.id: sum(
            question.is_scored and (one.id, question.id) not in decided
            for question in applying_questionnaire(one).questions
        )
        for one in responses
    }


def sum_round(session: Session, round: Round, responses: Sequence[Response], person: Person, today: date) -> RoundLine:
    levels = [level for level in list_levels(session, round.id) if level.bureau.id == person.bureau_id]
    return RoundLine(
        round=round,
        submitted=sum(one.state in IN and one.absence is None for one in responses),
        excused=sum(one.absence is Absence.EXCUSED for one in responses),
        unsubmitted=sum(one.absence is Absence.UNSUBMITTED for one in responses),
        bureaus=len(responses),
        days_left=(round.closes_on - today).days,
        is_closable=any(level.closing is None and not level.obstacles for level in levels),
    )
