"""One step for many bureaus of a round at once: what could be done now, and what was done or refused and why."""

from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import dataclass

import sqlalchemy as sa
from sqlmodel import Session

from survey.responses.assessing import Case
from survey.responses.reviews import list_reviews
from survey.responses.workflow import TRANSITIONS, NotReady, StateTransitionError, list_actions, move
from survey.storage.states import Action, Decision, Role
from survey.storage.tables import Person, Response

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
    """The responses for which this person's last step is next."""
    action = LAST_STEP[person.role]
    found: list[Candidate] = []
    sources = {row.source for row in TRANSITIONS if row.action is action}
    for response in responses:
        if response.state not in sources:
            continue
        actions = list_actions(Case(session, response, shown_to=person), person)
        if action in actions:
            counts = Counter(one.decision for one in list_reviews(session, response.id).values())
            found.append(Candidate(response, actions[action], counts))
    return found


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
