"""How a response goes from draft to accepted: one table that a reader can check by eye, one writer of a state."""

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal

import sqlalchemy as sa
from sqlmodel import Session

from questionnaires.scoring import Scorecard
from questionnaires.wording import round_half_up
from survey.bureaus.staff import is_above
from survey.responses.assessing import Case, assess
from survey.responses.entries import end_grants
from survey.responses.guards import (
    Guard,
    came_from,
    has_returns,
    is_begun_and_complete,
    is_complete,
    is_decided,
    is_mended,
    lacks_reviewer,
    under_a_city,
    under_no_city,
)
from survey.responses.head_remarks import end_remarks, send_remarks
from survey.responses.owed_reports import owe_report
from survey.responses.raised import forget_next_year
from survey.responses.raising import find_partners, raise_all
from survey.responses.reviews import end_reviews, send_returns
from survey.responses.steps_taken import list_changes
from survey.responses.stored_outcomes import drop_outcome, seal_outcome, store_outcome
from survey.rounds.closings import find_shut, is_shut_to, lift_closings
from survey.rounds.rounds import lock_response, name_round
from survey.storage.columns import now
from survey.storage.database import writing
from survey.storage.forgetting import forget_flags
from survey.storage.states import EDITABLE, IN, Action, Basis, Role, State
from survey.storage.tables import MOST_REASON, Person, Response, StateChange
from survey.storage.trail import record, take_turn

CLERK, HEAD, CITY, PROVINCE = Role.CLERK, Role.HEAD, Role.CITY_REVIEWER, Role.PROVINCIAL_REVIEWER
ADMINISTRATOR = Role.ADMINISTRATOR
HANDS = (Action.SUBMIT, Action.RECALL)  # what is handed in is another from then on


class StateTransitionError(Exception):
    """The action is not possible from where the response stands now, or not for this person."""

    def __init__(self, action: Action, state: State) -> None:
        super().__init__(f"{action} from {state}")
        self.action, self.state = action, state


class NotReady(Exception):
    """The action is this person's, but something has still to be done first: `why` is a key of web.words.OBSTACLES."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


Effect = Callable[[Case, Person], None]


def _keep_score(case: Case, person: Person) -> None:
    response, card = case.response, case.assessment.card
    response.submitted_at, response.submitted_by_id = now(), person.id
    response.score, response.grade = _round(card)
    store_outcome(case.session, response, Basis.OWN, card)
    _drop_verified(case)


def _take_back(case: Case, person: Person) -> None:
    """As it was before it was handed in: what was handed in earlier counts again, or nothing."""
    session, response = case.session, case.response
    handed_in = [one for one in list_changes(session, response.id) if one.action == Action.SUBMIT]
    earlier = handed_in[-2] if len(handed_in) > 1 else None
    if earlier is None:
        response.submitted_at = response.submitted_by_id = response.score = response.grade = None
        drop_outcome(session, response, Basis.OWN)
        return
    response.submitted_at, response.submitted_by_id = earlier.at, earlier.person_id
    card = assess(session, response, handed_in=True).card
    response.score, response.grade = _round(card)
    store_outcome(session, response, Basis.OWN, card)


def _keep_verified(case: Case, person: Person) -> None:
    response, verified = case.response, case.assessment.verified
    response.verified_score, response.verified_grade = _round(verified)
    store_outcome(case.session, response, Basis.VERIFIED, verified)


def _keep_unreviewed(case: Case, person: Person) -> None:
    """What the bureau itself says counts: nothing that anybody began to decide on it stands."""
    end_reviews(case.session, case.response)
    end_grants(case.session, case.response, person.id)
    _keep_verified(Case(case.session, case.response), person)


def _drop_verified(case: Case) -> None:
    case.response.verified_score = case.response.verified_grade = None
    drop_outcome(case.session, case.response, Basis.VERIFIED)


def _round(card: Scorecard) -> tuple[Decimal | None, str | None]:
    return (None if card.score is None else round_half_up(card.score), card.grade.grade if card.grade else None)


def _send_back(case: Case, person: Person) -> None:
    send_returns(case.session, case.response)
    _lift(case, person)


def _clear(case: Case, person: Person) -> None:
    end_reviews(case.session, case.response)
    end_grants(case.session, case.response, person.id)
    _lift(case, person)
    _drop_verified(case)


def _send_remarks(case: Case, person: Person) -> None:
    send_remarks(case.session, case.response.id)


def _end_remarks(case: Case, person: Person) -> None:
    end_remarks(case.session, case.response.id)


def _lift(case: Case, person: Person) -> None:
    if lifted := lift_closings(case.session, case.response):
        record(case.session, person.id, "round.lift", name_round(case.response.round), lifted)


@dataclass(frozen=True)
class Transition:
    """One row: who may take a response from where to where, what must hold first, and what comes with it.

    A guard that answers "elsewhere" says that another row is meant.
    """

    action: Action
    source: State
    target: State
    roles: tuple[Role, ...]
    guard: Guard | None = None
    effect: Effect | None = None
    needs_reason: bool = False


def _back_from(
    state: State, by: Action, action: Action, roles: tuple[Role, ...], needs_reason: bool = False
) -> list[Transition]:
    """The rows that take back a step: to wherever it took the response from."""
    effect = _send_remarks if action is Action.SEND_BACK else None
    sources = EDITABLE if by is Action.PRESENT else (*EDITABLE, State.PRESENTED)
    return [Transition(action, state, one, roles, came_from(one, by), effect, needs_reason) for one in sources]


TRANSITIONS = (
    Transition(Action.PRESENT, State.DRAFTING, State.PRESENTED, (CLERK,), is_begun_and_complete, _end_remarks),
    Transition(Action.PRESENT, State.RETURNED, State.PRESENTED, (CLERK,), is_mended, _end_remarks),
    Transition(Action.PRESENT, State.REOPENED, State.PRESENTED, (CLERK,), is_begun_and_complete, _end_remarks),
    *_back_from(State.PRESENTED, Action.PRESENT, Action.CALL_BACK, (CLERK,)),
    *_back_from(State.PRESENTED, Action.PRESENT, Action.SEND_BACK, (HEAD,), needs_reason=True),
    # A head need not wait to be asked.
    Transition(Action.SIGN_OFF, State.DRAFTING, State.SIGNED_OFF, (HEAD,), is_begun_and_complete, _end_remarks),
    Transition(Action.SIGN_OFF, State.RETURNED, State.SIGNED_OFF, (HEAD,), is_mended, _end_remarks),
    Transition(Action.SIGN_OFF, State.REOPENED, State.SIGNED_OFF, (HEAD,), is_begun_and_complete, _end_remarks),
    Transition(Action.SIGN_OFF, State.PRESENTED, State.SIGNED_OFF, (HEAD,), is_complete, _end_remarks),
    # Only a head undoes a head's signature.
    *_back_from(State.SIGNED_OFF, Action.SIGN_OFF, Action.WITHDRAW, (HEAD,)),
    Transition(Action.SUBMIT, State.SIGNED_OFF, State.SUBMITTED, (CLERK, HEAD), is_complete, _keep_score),
    # Until a reviewer has begun; the head's signature stays.
    Transition(Action.RECALL, State.SUBMITTED, State.SIGNED_OFF, (CLERK, HEAD), None, _take_back),
    # The province may stand in for a city that has no reviewer; no stage is skipped by that.
    Transition(Action.TAKE_UP, State.SUBMITTED, State.CITY_REVIEW, (CITY, PROVINCE), under_a_city),
    Transition(Action.TAKE_UP, State.SUBMITTED, State.PROVINCIAL_REVIEW, (PROVINCE,), under_no_city),
    Transition(
        Action.PASS_ON, State.CITY_REVIEW, State.PROVINCIAL_REVIEW, (CITY, PROVINCE), is_decided, _keep_verified
    ),
    Transition(Action.RETURN, State.CITY_REVIEW, State.RETURNED, (CITY, PROVINCE), has_returns, _send_back),
    Transition(Action.RETURN, State.PROVINCIAL_REVIEW, State.RETURNED, (PROVINCE,), has_returns, _send_back),
    Transition(Action.ACCEPT, State.PROVINCIAL_REVIEW, State.ACCEPTED, (PROVINCE,), is_decided, _keep_verified),
    # Who has nobody to review them is accepted as not reviewed, by the administrator and with a reason.
    *(
        Transition(
            Action.ACCEPT_SELF,
            state,
            State.ACCEPTED,
            (ADMINISTRATOR,),
            lacks_reviewer,
            _keep_unreviewed,
            needs_reason=True,
        )
        for state in (State.SUBMITTED, State.PROVINCIAL_REVIEW)
    ),
    *(
        Transition(Action.REOPEN, state, State.REOPENED, (PROVINCE, ADMINISTRATOR), None, _clear, needs_reason=True)
        for state in (State.SUBMITTED, State.CITY_REVIEW, State.PROVINCIAL_REVIEW, State.ACCEPTED)
    ),
)


def may_act(person: Person, response: Response, row: Transition) -> bool:
    """Whether a row is this person's: their role's, and theirs for this bureau."""
    if person.role not in row.roles:
        return False
    if person.role is ADMINISTRATOR:
        return True
    if person.role in (CLERK, HEAD):
        return person.bureau_id == response.bureau_id
    return is_above(person, response.bureau)


def list_actions(case: Case, person: Person) -> dict[Action, str | None]:
    """What this person may do with a response where it stands, each with what is still in its way (None: nothing)."""
    found = {}
    for row in TRANSITIONS:
        is_here = row.source is case.response.state and case.response.absent_at is None
        if is_here and may_act(person, case.response, row):
            obstacle = _find_obstacle(case, row)
            if obstacle != "elsewhere":
                found[row.action] = obstacle
    return found


def _find_obstacle(case: Case, row: Transition) -> str | None:
    """What is in the way of a step: its guard, or a closed level. In an archived round there is no step; below a
    closed city only the province goes on, below a closed province there is only reopening."""
    obstacle = row.guard(case) if row.guard else None
    if obstacle == "elsewhere":
        return obstacle
    if case.response.round.archived_at is not None:
        return "archived"
    if row.action is Action.REOPEN:
        return obstacle
    return "closed" if is_shut_to(find_shut(case.session, case.response), row.source) else obstacle


def move(engine: sa.Engine, response_id: int, action: Action, person_id: int, reason: str = "") -> State:
    """Take a response one step on: the only writer of a state. Returns where it stands now.

    Raises StateTransitionError where there is no such step for this person, NotReady where something is in its way.
    """
    with writing(engine) as session:
        response = lock_response(session, response_id)
        person = session.get_one(Person, person_id)
        case = Case(session, response)  # judged from here on at the earliest: nobody else changes what is held
        row = _find_row(case, action, person)
        if row.needs_reason and not reason.strip():
            raise NotReady("reason")
        partners = _hold_partners(session, response) if action in HANDS else set()
        source, response.state = response.state, row.target
        if row.effect is not None:
            row.effect(case, person)
        change = StateChange(
            response_id=response_id,
            at=now(),
            person_id=person_id,
            action=action,
            from_state=source,
            to_state=row.target,
            reason=reason.strip()[:MOST_REASON],
        )
        session.add_all([response, change])
        seal = seal_outcome(session, response)
        said = [row.target, change.reason, *([seal] if seal else [])]
        if action in HANDS:
            raise_all(session, response, partners, case.assessment if action is Action.SUBMIT else None)
        elif row.target not in IN:
            forget_flags(session, Response.id == response_id)
        record(session, person_id, f"response.{action}", f"response {response_id}", source, said)
        forget_next_year(session, response)
        owe_report(session, change)
        return row.target


def _hold_partners(session: Session, response: Response) -> set[int]:
    """Whom it makes a difference to what this one was handed in with; nobody else is handed in meanwhile."""
    take_turn(session)
    return find_partners(session, response)


def _find_row(case: Case, action: Action, person: Person) -> Transition:
    """The row that is meant, its guard passed."""
    response = case.response
    rows = [one for one in TRANSITIONS if (one.action, one.source) == (action, response.state)]
    for row in rows:
        if response.absent_at is not None or not may_act(person, response, row):
            continue
        obstacle = _find_obstacle(case, row)
        if obstacle is None:
            return row
        if obstacle != "elsewhere":
            raise NotReady(obstacle)
    raise StateTransitionError(action, response.state)
