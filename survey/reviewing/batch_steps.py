"""One step for many bureaus of a round at once: what could be done now, and what was done or refused and why."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

import sqlalchemy as sa
from sqlmodel import Session, col, select

from questionnaires.questionnaire import Questionnaire
from survey.responses.claims import find_scheme
from survey.responses.entries import list_undecided
from survey.responses.workflow import TRANSITIONS, NotReady, StateTransitionError, may_act, move
from survey.rounds.closings import find_closings, find_levels_above, is_shut_to
from survey.rounds.issued import apply_profile
from survey.rounds.plain import read_profiles
from survey.storage.columns import is_among
from survey.storage.states import Action, Decision, Role
from survey.storage.tables import Person, Response, Review

# What a reviewer does with a response that is fully reviewed.
LAST_STEP = {Role.CITY_REVIEWER: Action.PASS_ON, Role.PROVINCIAL_REVIEWER: Action.ACCEPT}
MOVED_ON = "moved-on"


@dataclass(frozen=True)
class Candidate:
    """A bureau before the step: what is in its way (None: nothing), and how many questions were decided in each way."""

    response: Response
    obstacle: str | None
    counts: Counter[Decision]


@dataclass(frozen=True)
class Done:
    """What became of one bureau: `why` it was refused, a key of OBSTACLES or MOVED_ON; None: the step was taken."""

    response: Response
    why: str | None


def list_candidates(session: Session, responses: Iterable[Response], person: Person) -> list[Candidate]:
    """The responses of a round for which this person's last step is next, with what `workflow` would find in its way;
    asked of all of them at once."""
    action = LAST_STEP[person.role]
    rows = {row.source: row for row in TRANSITIONS if row.action is action}
    here = [one for one in responses if one.state in rows and one.absent_at is None]
    here = [one for one in here if may_act(person, one, rows[one.state])]
    shut = find_closings(session, here[0].round_id) if here else {}
    found: list[Candidate] = []
    for asked, members in _group(session, here):
        counts, decided = _count_decisions(session, members, asked)
        for one in members:
            above = [place for place in find_levels_above(one.bureau) if place.id in shut]
            obstacle = "closed" if is_shut_to(above, one.state) else None
            if obstacle is None and decided[one.id] < len(asked):
                obstacle = "undecided"
            elif obstacle is None and find_scheme(one) is not None:
                obstacle = "undecided-claims" if list_undecided(session, one) else None
            found.append(Candidate(one, obstacle, counts[one.id]))
    return sorted(found, key=lambda one: one.response.bureau.code)


def _group(session: Session, responses: Sequence[Response]) -> list[tuple[set[str], list[Response]]]:
    """Those that are asked the same, with the questions of it that are scored."""
    profiles, groups = read_profiles(session, responses), dict[int, tuple[Questionnaire, list[Response]]]()
    for one in responses:
        asked = apply_profile(one.questionnaire, profiles[one.id])
        groups.setdefault(id(asked), (asked, []))[1].append(one)
    return [({one.id for one in asked.questions if one.is_scored}, members) for asked, members in groups.values()]


def _count_decisions(
    session: Session, responses: Sequence[Response], asked: Collection[str]
) -> tuple[dict[int, Counter[Decision]], Counter[int]]:
    """How many questions of each response were decided in each way, and how many of those `asked` are done with."""
    is_asked = sa.func.sum(sa.case((col(Review.question_id).in_(asked), 1), else_=0))
    query = select(Review.response_id, Review.decision, sa.func.count(), is_asked).where(
        is_among(Review.response_id, [one.id for one in responses]), col(Review.ended_at).is_(None)
    )
    counts: dict[int, Counter[Decision]] = defaultdict(Counter)
    done = Counter[int]()
    for id, decision, count, of_asked in session.exec(query.group_by(col(Review.response_id), col(Review.decision))):
        counts[id][Decision(decision)] = count
        done[id] += 0 if decision is Decision.RETURNED else of_asked
    return counts, done


def take_last_step(
    engine: sa.Engine, responses: Iterable[Response], chosen: Collection[int], person_id: int, action: Action
) -> list[Done]:
    """Take the step for each of the chosen responses, each in a transaction of its own."""
    return [Done(one, _try_step(engine, one.id, person_id, action)) for one in responses if one.id in chosen]


def _try_step(engine: sa.Engine, response_id: int, person_id: int, action: Action) -> str | None:
    try:
        move(engine, response_id, action, person_id)
    except NotReady as obstacle:
        return obstacle.why
    except StateTransitionError:
        return MOVED_ON
    return None
