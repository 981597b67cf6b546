"""What reviewers made of the sample: some bureaus still wait, some came back, some are accepted."""

from datetime import date, timedelta
from random import Random
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col, select

from questionnaires.answers import Answer
from survey.bureaus.outside import find_named
from survey.bureaus.places import walk_up
from survey.demo.bonus import grant_half
from survey.demo.fates import SampleFate
from survey.demo.teamwork import FilledSample
from survey.responses.reviews import confirm_all, decide
from survey.responses.saving import list_answers
from survey.responses.workflow import move
from survey.rounds.issued import applying_questionnaire
from survey.storage.states import REVIEWERS, Action, Decision, Role
from survey.storage.tables import Person, Response

WHY_RETURNED = "演示数据：请补充发文字号，并上传佐证材料。"
WHY_SET_ASIDE = "演示数据：经核查，所附材料不能证明已经完成。"
DAYS_TO_MEND = 10
DOUBTED = (2, 2, 1)  # how often a reviewer sets aside none, one or two of the claims


def review_sample(engine: sa.Engine, one: FilledSample, today: date) -> None:
    """Let the reviewers of the sample go as far with a submitted response as its fate will have it."""
    _Review(engine, one.response_id).go(one.fate, today)


def accept_sample(engine: sa.Engine, response_id: int) -> None:
    """Let the reviewers accept a response whole, as of a year that is over."""
    _Review(engine, response_id).accept_as_claimed()


class _Review:
    """One response with those who review it."""

    def __init__(self, engine: sa.Engine, response_id: int) -> None:
        self.engine, self.response_id = engine, response_id
        with Session(engine) as session:
            response = session.get_one(Response, response_id)
            places = [response.bureau_id, *(above.id for above in walk_up(response.bureau))]
            query = select(Person).where(col(Person.role).in_(REVIEWERS), col(Person.bureau_id).in_(places))
            people = {one.role: one.id for one in session.exec(query)}
            named = find_named(session, response.bureau)
            self.province = named.id if named is not None else people[Role.PROVINCIAL_REVIEWER]
            under_city = response.bureau.level != "city" and Role.CITY_REVIEWER in people
            self.city = people[Role.CITY_REVIEWER] if under_city else None
            saved = list_answers(session, response)
            self.random = Random(f"{response.round.as_of.year}:{response.bureau.code}:review")
            self.versions = {id: one.version for id, one in saved.items()}
            self.claimed = [
                question.id
                for question in applying_questionnaire(response).questions
                if question.criterion.kind == "yes_no" and saved[question.id].answer.value is True
            ]

    def go(self, fate: SampleFate, today: date) -> None:
        """Take the response up, and return it, or decide on half of it, or on all and accept it."""
        first = self.city or self.province
        self._move(Action.TAKE_UP, first)
        if fate is SampleFate.RETURNED:
            for id in self.claimed[:2]:
                self._decide(id, Decision.RETURNED, first, WHY_RETURNED, mend_by=today + timedelta(days=DAYS_TO_MEND))
            self._move(Action.RETURN, first)
            return
        doubtful = self.random.choices(range(3), DOUBTED)[0]
        for id in self.random.sample(self.claimed, min(doubtful, len(self.claimed))):
            self._decide(id, Decision.SET_ASIDE, first, WHY_SET_ASIDE, answer=Answer(False))
        seen = list(self.versions.items())
        confirm_all(
            self.engine, self.response_id, first, dict(seen[: len(seen) // 2] if fate is SampleFate.BEGUN else seen)
        )
        if fate is SampleFate.ACCEPTED:
            grant_half(self.engine, self.response_id, first)
            self._accept()

    def accept_as_claimed(self) -> None:
        self._move(Action.TAKE_UP, self.city or self.province)
        confirm_all(self.engine, self.response_id, self.city or self.province, self.versions)
        self._accept()

    def _accept(self) -> None:
        if self.city:
            self._move(Action.PASS_ON, self.city)
        self._move(Action.ACCEPT, self.province)

    def _move(self, action: Action, person_id: int) -> None:
        move(self.engine, self.response_id, action, person_id)

    def _decide(self, question: str, decision: Decision, person_id: int, reason: str, **rest: Any) -> None:
        decide(self.engine, self.response_id, question, decision, person_id, reason=reason, **rest)
