"""The workflow walked at random: no way skips a state, no frozen answer changes, nothing is lost."""

import sqlite3
from collections.abc import Callable
from contextlib import ExitStack, closing
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import sqlalchemy as sa
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)
from sqlmodel import Session, col, select

from questionnaires.answers import UNANSWERED, Answer
from survey.auditing.agreement import Told
from survey.installing.settings import Settings
from survey.responses.assessing import Case
from survey.responses.reviews import DecisionRefused, decide
from survey.responses.saving import ResponseFrozen, list_answers, list_waiting, save_answer, settle
from survey.responses.workflow import NotReady, StateTransitionError, list_actions, move
from survey.storage.states import Action, Decision, State
from survey.storage.tables import Edit, Person, Response, StateChange
from survey.storage.trail import verify_trail
from tests.databases import ON_SQLITE, World
from tests.machine import ZONE
from tests.people import Respondent
from tests.sites import open_site
from tests.survey.answering.sample_questions import give_questions, make_question
from tests.survey.responses.test_workflow import MEND_BY, TABLE

QUESTIONS = ("q-one", "q-two", "q-three")
ASKED = {id: make_question("yes_no", id, document="sample") for id in QUESTIONS}
QUESTION = st.sampled_from(QUESTIONS)
CLERKS = ("bureau", "colleague")
PEOPLE = ("bureau", "colleague", "head", "sibling", "city", "foreign-city", "province", "admin", "auditor")
REVIEWING = ("city", "province")
STEPS = {(row[0], row[1], row[2]) for row in map(str.split, TABLE.strip().splitlines())}
LOCKED = (
    State.PRESENTED,
    State.SIGNED_OFF,
    State.SUBMITTED,
    State.CITY_REVIEW,
    State.PROVINCIAL_REVIEW,
    State.ACCEPTED,
)


Act = Callable[..., Any]


class Walk(RuleBasedStateMachine):
    """A county's response of three questions, and everybody who may touch it, in any order."""

    world: World  # with the people in it

    @initialize(start=st.sampled_from([State.DRAFTING, State.CITY_REVIEW, State.RETURNED, State.PROVINCIAL_REVIEW]))
    def begin(self, start: State) -> None:
        """Begin with a draft, or where chance alone seldom gets to."""
        self.stack = ExitStack()
        folder = Path(self.stack.enter_context(TemporaryDirectory()))
        url = self.stack.enter_context(self.world.copy(folder))
        site = self.stack.enter_context(open_site(Settings(folder, url, "for tests", time_zone=ZONE)))
        self.engine: sa.Engine = site.extensions["survey_engine"]
        self.watcher = self.stack.enter_context(closing(sqlite3.connect(folder / "survey.sqlite3")))
        self.seen: tuple[object, ...] = ()
        bureau = Respondent(site, self.engine, "bureau")
        give_questions(bureau, tuple(ASKED.values()))
        self.bureau, self.response_id = bureau, bureau.response_id
        with Session(self.engine) as session:
            self.people = {one.login: one.id for one in session.exec(select(Person))}
        self.given: list[tuple[str, Any]] = []
        self.frozen: dict[str, Any] = {}
        self.state = State.DRAFTING
        self.returned: set[str] = set()
        if start is not State.DRAFTING:
            self.hurry()
        if start is State.RETURNED:
            self.review("q-one", Decision.RETURNED, "city", True)
            self.step(Action.RETURN, "city", "")
        if start is State.PROVINCIAL_REVIEW:
            self.confirm_all()
            self.step(Action.PASS_ON, "city", "")

    def teardown(self) -> None:
        if hasattr(self, "stack"):
            self.stack.close()

    def attempt(self, refusals: type[Exception] | tuple[type[Exception], ...], act: Act, *given: Any) -> bool:
        """Whether an act on the response was let through."""
        try:
            act(self.engine, self.response_id, *given)
        except refusals:
            return False
        return True

    @rule(question=QUESTION, value=st.booleans(), who=st.sampled_from(CLERKS), fresh=st.booleans())
    def answer(self, question: str, value: bool, who: str, fresh: bool) -> None:
        base = self.read_version(question) if fresh else 0
        may = self.state in (State.DRAFTING, State.REOPENED) or (
            self.state is State.RETURNED and question in self.returned
        )
        assert self.attempt(ResponseFrozen, save_answer, ASKED[question], Answer(value), base, self.people[who]) == may
        if may:
            self.given.append((question, {"value": value, "remark": ""}))

    @rule(take=st.booleans())
    def choose(self, take: bool) -> None:
        with Session(self.engine) as session:
            waiting = list_waiting(session, session.get_one(Response, self.response_id))
        for question, [first, *_] in waiting.items():
            self.attempt(ResponseFrozen, settle, ASKED[question], first.edit_id, take, self.people["bureau"])

    @rule(action=st.sampled_from(list(Action)), who=st.sampled_from(PEOPLE), reason=st.sampled_from(["", "口径有变"]))
    def step(self, action: Action, who: str, reason: str) -> None:
        before = self.state
        if self.attempt((NotReady, StateTransitionError), move, action, self.people[who], reason):
            self.state = self.read_state()
            assert (before, action, self.state) in STEPS
            assert who not in ("sibling", "foreign-city", "auditor")
            if self.state in LOCKED:
                self.frozen = self.read_contents()
            if self.state is State.REOPENED:
                self.returned = set()
        else:
            assert self.read_state() is before

    @rule(
        question=QUESTION, decision=st.sampled_from(list(Decision)), who=st.sampled_from(REVIEWING), value=st.booleans()
    )
    def review(self, question: str, decision: Decision, who: str, value: bool) -> None:
        reason = "" if decision is Decision.CONFIRMED else "与档案不一致"
        answer = Answer(value) if decision is Decision.SET_ASIDE else UNANSWERED
        mend_by = MEND_BY if decision is Decision.RETURNED else None
        if self.attempt(DecisionRefused, decide, question, decision, self.people[who], answer, reason, mend_by):
            self.returned = self.returned - {question} | ({question} if mend_by else set())

    def hurry(self) -> None:
        for question in QUESTIONS:
            self.answer(question, True, "bureau", True)
        for action, who in ((Action.SIGN_OFF, "head"), (Action.SUBMIT, "head"), (Action.TAKE_UP, "city")):
            self.step(action, who, "")

    @rule(pick=st.integers(0, 9))
    def go_on(self, pick: int) -> None:
        """Take one of the steps that are offered; chance alone seldom hits on one."""
        with Session(self.engine) as session:
            response = session.get_one(Response, self.response_id)
            offered = [
                (action, login)
                for login, id in self.people.items()
                for action, obstacle in list_actions(Case(session, response), session.get_one(Person, id)).items()
                if obstacle is None and action is not Action.REOPEN
            ]
        if offered:
            self.step(*offered[pick % len(offered)], "口径有变")

    @precondition(lambda self: self.state is State.RETURNED)
    @rule(value=st.booleans())
    def mend(self, value: bool) -> None:
        for question in sorted(self.returned):
            self.answer(question, value, "bureau", True)

    @precondition(lambda self: self.state in (State.CITY_REVIEW, State.PROVINCIAL_REVIEW))
    @rule()
    def confirm_all(self) -> None:
        for question in QUESTIONS:
            self.review(question, Decision.CONFIRMED, "province", True)

    @invariant()
    def it_keeps_its_promises(self) -> None:
        """Looked at where anything is otherwise than when it was looked at last: a refusal writes nothing."""
        if hasattr(self, "stack") and (now := self.read_mark()) != self.seen:
            self.seen = now
            self.frozen_answers_stay()
            self.everything_given_is_kept()
            self.the_steps_join_and_the_trail_verifies()

    def read_mark(self) -> tuple[object, ...]:
        """What differs where anything was written to the database since, or believed to be."""
        [version] = self.watcher.execute("PRAGMA data_version").fetchone()
        return version, self.state, len(self.given)

    def frozen_answers_stay(self) -> None:
        if self.state in LOCKED:
            assert self.read_contents() == self.frozen

    def everything_given_is_kept(self) -> None:
        with Session(self.engine) as session:
            kept = [(one.question_id, one.content) for one in session.exec(select(Edit))]
        assert all(one in kept for one in self.given)

    def the_steps_join_and_the_trail_verifies(self) -> None:
        with Session(self.engine) as session:
            steps = session.exec(select(StateChange).order_by(col(StateChange.id))).all()
            told = Told()
            assert isinstance(verify_trail(session, told.heed), int)
            assert (list(told.find_disagreements(session)), told.unproved) == ([], set())
        states = [State.DRAFTING, *(one.to_state for one in steps)]
        assert [one.from_state for one in steps] == states[:-1]
        assert states[-1] is self.state

    def read_version(self, question: str) -> int:
        with Session(self.engine) as session:
            stands = list_answers(session, session.get_one(Response, self.response_id)).get(question)
            return stands.version if stands else 0

    def read_contents(self) -> dict[str, Any]:
        return self.bureau.stored()

    def read_state(self) -> State:
        with Session(self.engine) as session:
            return session.get_one(Response, self.response_id).state


@ON_SQLITE
def test_any_way_through_the_workflow_keeps_its_promises(world: World) -> None:
    walk = type("WalkHere", (Walk,), {"world": world})
    run_state_machine_as_test(
        walk,
        settings=settings(
            max_examples=40, stateful_step_count=50, deadline=None, suppress_health_check=list(HealthCheck)
        ),
    )
