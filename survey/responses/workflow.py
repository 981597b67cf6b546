"""How a response goes from draft to accepted: one table that a reader can check by eye, one writer of a state."""

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal

import sqlalchemy as sa
from sqlmodel import Session, col, select

from questionnaires.scoring import Scorecard, list_missing_quantities
from questionnaires.wording import round_half_up
from survey.bureaus.places import find_city_above
from survey.bureaus.staff import is_above
from survey.responses.assessing import Case
from survey.responses.entries import end_grants, list_undecided
from survey.responses.mending import list_mendings, list_unmended
from survey.responses.profiles import lacks_profile
from survey.responses.reviews import end_reviews, list_reviews, send_returns
from survey.responses.saving import list_waiting
from survey.responses.stored_outcomes import drop_verified, seal_outcome, store_outcome
from survey.rounds.closings import PAST_THE_CITY, find_shut, lift_closings
from survey.rounds.issued import applying_questionnaire
from survey.rounds.rounds import lock_response, name_round
from survey.storage.columns import now
from survey.storage.database import writing
from survey.storage.states import Action, Basis, Decision, Role, State
from survey.storage.tables import MOST_REASON, Person, Response, StateChange
from survey.storage.trail import record

CLERK, HEAD, CITY, PROVINCE = Role.CLERK, Role.HEAD, Role.CITY_REVIEWER, Role.PROVINCIAL_REVIEWER
ADMINISTRATOR = Role.ADMINISTRATOR


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


# Of a case's assessment a guard reads what the bureau said, never the decisions: those may be what one person sees.
Guard = Callable[[Case], str | None]
Effect = Callable[[Case, Person], None]


def _is_complete(case: Case) -> str | None:
    """Complete is not submitted: every question is answered, and no two answers wait for a choice."""
    judged = case.assessment
    if not judged.card.finished or list_missing_quantities(judged.questionnaire, judged.answers):
        return "unanswered"
    return "two-answers" if list_waiting(case.session, case.response) else None


def _is_begun_and_complete(case: Case) -> str | None:
    """The facts of the bureau are given, too: they decide which questions there are."""
    return _is_complete(case) or ("no-profile" if lacks_profile(case.response) else None)


def _is_mended(case: Case) -> str | None:
    """Something was done about every returned question, be it only a remark that says why the answer stays."""
    mendings = list_mendings(case.session, case.response.id, case.assessment.saved)
    return "unmended" if list_unmended(mendings) else _is_complete(case)


def _is_decided(case: Case) -> str | None:
    """Every scored question that applies is confirmed or set aside, and every claim is granted or refused."""
    reviews = list_reviews(case.session, case.response.id)
    decided = {id for id, one in reviews.items() if one.decision is not Decision.RETURNED}
    asked = {one.id for one in applying_questionnaire(case.response).questions if one.is_scored}
    if not asked <= decided:
        return "undecided"
    return "undecided-claims" if list_undecided(case.session, case.response) else None


def _has_returns(case: Case) -> str | None:
    """At least one question goes back, and what came back from an earlier return was looked at again."""
    reviews = list_reviews(case.session, case.response.id)
    returns = [one for one in reviews.values() if one.decision is Decision.RETURNED]
    if any(one.sent_at for one in returns):
        return "unlooked"
    return None if returns else "nothing-returned"


def _under_a_city(case: Case) -> str | None:
    return None if find_city_above(case.response.bureau) else "elsewhere"


def _under_no_city(case: Case) -> str | None:
    return None if find_city_above(case.response.bureau) is None else "elsewhere"


def _came_from(state: State) -> Guard:
    """A withdrawn sign-off goes back to where the head took the response from."""
    return lambda case: None if find_last_change(case.session, case.response).from_state is state else "elsewhere"


def _keep_score(case: Case, person: Person) -> None:
    response, card = case.response, case.assessment.card
    response.submitted_at, response.submitted_by_id = now(), person.id
    response.score, response.grade = _round(card)
    store_outcome(case.session, response, Basis.OWN, card)
    _drop_verified(case)


def _keep_verified(case: Case, person: Person) -> None:
    response, verified = case.response, case.assessment.verified
    response.verified_score, response.verified_grade = _round(verified)
    store_outcome(case.session, response, Basis.VERIFIED, verified)


def _drop_verified(case: Case) -> None:
    case.response.verified_score = case.response.verified_grade = None
    drop_verified(case.session, case.response)


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


TRANSITIONS = (
    Transition(Action.SIGN_OFF, State.DRAFTING, State.SIGNED_OFF, (HEAD,), _is_begun_and_complete),
    Transition(Action.SIGN_OFF, State.RETURNED, State.SIGNED_OFF, (HEAD,), _is_mended),
    Transition(Action.SIGN_OFF, State.REOPENED, State.SIGNED_OFF, (HEAD,), _is_begun_and_complete),
    Transition(Action.WITHDRAW, State.SIGNED_OFF, State.DRAFTING, (CLERK, HEAD), _came_from(State.DRAFTING)),
    Transition(Action.WITHDRAW, State.SIGNED_OFF, State.RETURNED, (CLERK, HEAD), _came_from(State.RETURNED)),
    Transition(Action.WITHDRAW, State.SIGNED_OFF, State.REOPENED, (CLERK, HEAD), _came_from(State.REOPENED)),
    Transition(Action.SUBMIT, State.SIGNED_OFF, State.SUBMITTED, (CLERK, HEAD), _is_complete, _keep_score),
    # The province may stand in for a city that has no reviewer; no stage is skipped by that.
    Transition(Action.TAKE_UP, State.SUBMITTED, State.CITY_REVIEW, (CITY, PROVINCE), _under_a_city),
    Transition(Action.TAKE_UP, State.SUBMITTED, State.PROVINCIAL_REVIEW, (PROVINCE,), _under_no_city),
    Transition(
        Action.PASS_ON, State.CITY_REVIEW, State.PROVINCIAL_REVIEW, (CITY, PROVINCE), _is_decided, _keep_verified
    ),
    Transition(Action.RETURN, State.CITY_REVIEW, State.RETURNED, (CITY, PROVINCE), _has_returns, _send_back),
    Transition(Action.RETURN, State.PROVINCIAL_REVIEW, State.RETURNED, (PROVINCE,), _has_returns, _send_back),
    Transition(Action.ACCEPT, State.PROVINCIAL_REVIEW, State.ACCEPTED, (PROVINCE,), _is_decided, _keep_verified),
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
        is_here = row.source is case.response.state and case.response.excused_at is None
        if is_here and may_act(person, case.response, row):
            obstacle = _find_obstacle(case, row)
            if obstacle != "elsewhere":
                found[row.action] = obstacle
    return found


def is_ready(case: Case) -> bool:
    """Whether the head could sign off now: all is answered and mended."""
    rows = [one for one in TRANSITIONS if (one.action, one.source) == (Action.SIGN_OFF, case.response.state)]
    return any(one.guard is None or one.guard(case) is None for one in rows)


def _find_obstacle(case: Case, row: Transition) -> str | None:
    """What is in the way of a step: its guard, or a closed level. Below a closed city only the province goes on, below
    a closed province there is only reopening."""
    obstacle = row.guard(case) if row.guard else None
    if obstacle == "elsewhere" or row.action is Action.REOPEN:
        return obstacle
    shut = find_shut(case.session, case.response)
    if shut and (shut[-1].parent_id is None or row.source not in PAST_THE_CITY):
        return "closed"
    return obstacle


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
        record(session, person_id, f"response.{action}", f"response {response_id}", source, said)
        return row.target


def _find_row(case: Case, action: Action, person: Person) -> Transition:
    """The row that is meant, its guard passed."""
    response = case.response
    rows = [one for one in TRANSITIONS if (one.action, one.source) == (action, response.state)]
    for row in rows:
        if response.excused_at is not None or not may_act(person, response, row):
            continue
        obstacle = _find_obstacle(case, row)
        if obstacle is None:
            return row
        if obstacle != "elsewhere":
            raise NotReady(obstacle)
    raise StateTransitionError(action, response.state)


def find_last_change(session: Session, response: Response) -> StateChange:
    """The step that brought a response to where it stands; it is not a draft any more."""
    query = select(StateChange).where(StateChange.response_id == response.id).order_by(col(StateChange.id).desc())
    found = session.exec(query).first()
    assert found is not None  # every state but the first was moved to
    return found


def list_changes(session: Session, response_id: int) -> list[StateChange]:
    """Every step of a response, oldest first."""
    query = select(StateChange).where(StateChange.response_id == response_id).order_by(col(StateChange.id))
    return list(session.exec(query))
