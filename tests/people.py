"""People with verbs, and the answers they give."""

import io
from collections.abc import Callable
from datetime import date
from typing import Any

import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient
from sqlmodel import Session, col, select
from werkzeug.test import TestResponse

from questionnaires.answers import Answer, read_stored
from questionnaires.criteria import (
    Checklist,
    DoneBy,
    Grade,
    Growth,
    Number,
    Quantity,
    Rate,
    Recency,
    Share,
    Stage,
    Text,
    YesNo,
)
from questionnaires.questionnaire import Question, Questionnaire
from survey.bureaus.places import walk_up
from survey.evidence.files import add_evidence
from survey.evidence.listing import Dates
from survey.evidence.shelf import UploadedFile
from survey.responses.profiles import save_profile
from survey.responses.saving import UNTOUCHED, Collision, NewEdit, Saved, list_answers, put_edit, save_answer
from survey.responses.unlocked import is_open
from survey.responses.workflow import move
from survey.rounds.issued import applying_questionnaire, find_asked, open_questionnaire
from survey.storage.database import writing
from survey.storage.states import Action, Role, Source, State
from survey.storage.tables import Evidence, Person, Response, StoredAnswer

PASSWORD = "Correct-Horse-1"


def sign_in(site: Flask, login: str) -> FlaskClient:
    client = site.test_client()
    answer = client.post("/sign-in", data={"login": login, "password": PASSWORD})
    assert answer.status_code == 302, answer.text
    return client


class Respondent:
    """A clerk with verbs, in the newest round of the bureau."""

    def __init__(self, site: Flask, engine: sa.Engine, login: str) -> None:
        self.client = sign_in(site, login)
        self.engine = engine
        with Session(engine) as session:
            person = session.exec(select(Person).where(Person.login == login)).one()
            newest = select(Response).where(Response.bureau_id == person.bureau_id).order_by(col(Response.id).desc())
            response = session.exec(newest.limit(1)).one()
            self.id, self.response_id = person.id, response.id

    @property
    def questionnaire(self) -> Questionnaire:
        with Session(self.engine) as session:
            return applying_questionnaire(session.get_one(Response, self.response_id))

    def open(self, page: str = "") -> TestResponse:
        return self.client.get(f"/responses/{self.response_id}/{page}", follow_redirects=True)

    def answer(self, question: str, value: Any, base: int = 0) -> Saved:
        saved = self.try_answer(question, value, base)
        assert isinstance(saved, Saved)
        return saved

    def try_answer(self, question: str, value: Any, base: int = 0) -> Saved | Collision:
        return self.save(question, {"value": value, "remark": ""}, base)

    def save(
        self, question: str, content: dict[str, Any] | None, base: int = 0, source: Source = Source.TYPED
    ) -> Saved | Collision:
        """Save JSON as it would be stored, whether or not the question takes it."""
        asked, as_of = self._find(question)
        answer = read_stored(asked, content, as_of)
        return save_answer(self.engine, self.response_id, asked, answer, base, self.id, source)

    def ask(self, question: str) -> Question:
        return self._find(question)[0]

    def read(self, question: str, content: dict[str, Any] | None) -> Answer:
        """JSON as it would be stored, as an answer."""
        asked, as_of = self._find(question)
        return read_stored(asked, content, as_of)

    def _find(self, question: str) -> tuple[Question, date]:
        """A question, whether or not it applies, and the reference date: one statement where it does."""
        with Session(self.engine) as session:
            asked = find_asked(session, self.response_id)
            assert asked is not None
            if question in asked.questionnaire.by_id:
                return asked.questionnaire.by_id[question], asked.as_of
            whole = open_questionnaire(session.get_one(Response, self.response_id).questionnaire)
            return whole.by_id[question], asked.as_of

    def stored(self) -> dict[str, dict[str, Any] | None]:
        """The JSON of the answers that stand, by question."""
        query = select(StoredAnswer).where(StoredAnswer.response_id == self.response_id)
        with Session(self.engine) as session:
            return {one.question_id: one.content for one in session.exec(query)}

    def give_facts(self) -> None:
        """Say that the bureau has everything, unless it has said what it has."""
        with Session(self.engine) as session:
            response = session.get_one(Response, self.response_id)
            facts = {one.id: True for one in open_questionnaire(response.questionnaire).facts}
            if response.profile is not None:
                return
        save_profile(self.engine, self.response_id, facts, 0, self.id)

    def answer_all(self, make: Callable[[Question], Any] | None = None) -> None:
        """Answer what is not answered yet, as one after the other would be saved, in one transaction."""
        self.give_facts()
        with writing(self.engine) as session:
            response = session.get_one(Response, self.response_id)
            standing, as_of = list_answers(session, response), response.round.as_of
            for question in applying_questionnaire(response).questions:
                stands = standing.get(question.id, UNTOUCHED)
                content = {"value": (make or full_value)(question), "remark": ""}
                if (answer := read_stored(question, content, as_of)) != stands.answer:
                    assert is_open(session, response, question.id)
                    assert stands.version == 0
                    edit = NewEdit(self.response_id, question, 0, answer, Source.TYPED, self.id)
                    put_edit(session, edit, stands, "answer.save")

    def attach(
        self, question: str, content: bytes, name: str = "证书.pdf", done: str = "", kind: str = "pdf", **dates: date
    ) -> Evidence:
        """Attach a file to a question; to a returned one with what was `done`."""
        store = self.client.application.extensions["evidence_store"]
        with store.receive(io.BytesIO(content)) as arrival:
            upload = UploadedFile(arrival, name, kind, Dates(**dates), done)
            return add_evidence(self.engine, store, self.response_id, question, upload, self.id)

    def submit(self) -> None:
        """The head signs off, then the clerk submits."""
        self.act(Action.SIGN_OFF, self.find(Role.HEAD))
        self.act(Action.SUBMIT)

    def hand_in(self) -> None:
        """Everything is answered with full credit, and submitted."""
        self.answer_all()
        self.submit()

    def act(self, action: Action, person_id: int | None = None, reason: str = "") -> State:
        return move(self.engine, self.response_id, action, person_id or self.id, reason)

    def find(self, role: Role) -> int:
        """Somebody of a role for this bureau: of its own people, or of those above."""
        with Session(self.engine) as session:
            bureau = session.get_one(Response, self.response_id).bureau
            for place in [bureau, *walk_up(bureau), None]:  # None: of the whole installation
                query = select(Person.id).where(Person.role == role, Person.bureau_id == (place and place.id))
                if (found := session.exec(query).first()) is not None:
                    return found
            raise LookupError(role)


def full_value(question: Question) -> Any:
    """The raw value that earns full credit."""
    return FULL_VALUES[type(question.criterion)](question.criterion)


def _grow(criterion: Growth) -> dict[str, int]:
    change = int(criterion.target) * (1 if criterion.direction == "up" else -1)
    return {"baseline": 100, "current": 100 + change}


FULL_VALUES: dict[type, Callable[[Any], Any]] = {
    YesNo: lambda _: True,
    Stage: lambda criterion: criterion.aim(),
    Grade: lambda criterion: criterion.target,
    Number: lambda criterion: int(criterion.target),
    Share: lambda _: {"part": 8, "whole": 8},
    Rate: lambda criterion: {"count": int(criterion.target), "base": criterion.per},
    Growth: _grow,
    Recency: lambda _: "2026-06-30",
    DoneBy: lambda _: "2021-01-01",
    Checklist: lambda criterion: [item.value for item in criterion.items],
    Quantity: lambda _: 12,
    Text: lambda _: "words",
}
