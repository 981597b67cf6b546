"""Saving answers: one transaction each, nothing overwritten unseen, everything ever given kept as an Edit."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col, select

from questionnaires.answers import UNANSWERED, Answer, is_given, read_stored
from questionnaires.questionnaire import Question, Questionnaire
from survey.responses.unlocked import Openness, is_answerable
from survey.rounds.issued import applying_questionnaire, open_questionnaire
from survey.storage.columns import now, table_of
from survey.storage.database import writing
from survey.storage.states import EditState, Source
from survey.storage.tables import Edit, Person, Response, Round, StoredAnswer
from survey.storage.trail import record


class ResponseFrozen(Exception):
    """The response is with the reviewers, or the question was not returned: nothing more is saved to it."""


class NothingToSettle(LookupError):
    """The edit to choose from is not waiting any more: someone has chosen."""


@dataclass(frozen=True)
class NewEdit:
    """An answer that somebody gives now, on top of a version."""

    response_id: int
    question: Question
    base_version: int
    answer: Answer
    source: Source
    made_by_id: int
    made_at: datetime = field(default_factory=now)

    def write(self) -> dict[str, Any]:
        """The columns of an Edit."""
        columns = vars(self) | {"question_id": self.question.id, "content": self.answer.write(self.question)}
        return {name: value for name, value in columns.items() if name not in ("question", "answer")}


@dataclass(frozen=True)
class Saved:
    """The answer that counts. Version 0: nobody has answered yet; empty with a later one: it was taken back."""

    version: int
    answer: Answer
    saved_at: datetime | None
    saved_by: str
    source: Source = Source.TYPED

    def followed_by(self, edit: NewEdit, made_by: str) -> "Saved":
        """What stands where an edit takes the place of this."""
        return Saved(self.version + 1, edit.answer, edit.made_at, made_by, edit.source)


@dataclass(frozen=True)
class Collision:
    """Two answers to one question: `mine` waits beside `theirs` until a person chooses."""

    edit_id: int
    mine: Answer
    mine_by: str
    mine_at: datetime
    mine_source: Source
    theirs: Saved


UNTOUCHED = Saved(0, UNANSWERED, None, "")

# Columns instead of objects: a form page reads some hundred answers, and everybody saves.
ANSWERS, EDITS, PEOPLE = table_of(StoredAnswer), table_of(Edit), table_of(Person)
RESPONSES, ROUNDS = table_of(Response), table_of(Round)
_ONE = ANSWERS.c
STANDING = (
    sa.select(_ONE.question_id, _ONE.version, _ONE.content, _ONE.saved_at, PEOPLE.c.name, _ONE.source)
    .join_from(ANSWERS, PEOPLE)
    .where(_ONE.response_id == sa.bindparam("response"))
)
STANDING_ONE = STANDING.where(_ONE.question_id == sa.bindparam("question"))
KEEP, ADD = sa.insert(EDITS).inline(), sa.insert(ANSWERS).inline()  # nobody asks for the ids
REPLACE = sa.update(ANSWERS).where(
    _ONE.response_id == sa.bindparam("response"), _ONE.question_id == sa.bindparam("question")
)
NAME = sa.select(PEOPLE.c.name).where(PEOPLE.c.id == sa.bindparam("person")).scalar_subquery()
LOCK = (  # the name of whom saves, the reference date, and the fields of an Openness
    sa.select(NAME, ROUNDS.c.as_of, RESPONSES.c.id, RESPONSES.c.state, RESPONSES.c.absent_at, ROUNDS.c.opens_at)
    .join_from(RESPONSES, ROUNDS)
    .where(RESPONSES.c.id == sa.bindparam("response"))
    .with_for_update(of=RESPONSES)
)


def save_answer(
    engine: sa.Engine,
    response_id: int,
    question: Question,
    answer: Answer,
    base_version: int,
    person_id: int,
    source: Source = Source.TYPED,
) -> Saved | Collision:
    """Save one answer that was given on top of `base_version`.

    The same answer twice changes nothing. If the answer has moved on since, the new one is kept as a waiting edit
    and both are returned. Raises ResponseFrozen.
    """
    with writing(engine) as session:
        name, as_of = _lock_open(session, response_id, question, person_id)
        stands = find_saved(session, response_id, question, as_of)
        if answer == stands.answer:
            return stands
        edit = NewEdit(response_id, question, base_version, answer, source, person_id)
        if base_version != stands.version:
            return let_wait(session, edit, stands, as_of)
        put_edit(session, edit, stands, "answer.save")
        return stands.followed_by(edit, name)


def settle(
    engine: sa.Engine, response_id: int, question: Question, edit_id: int, take_edit: bool, person_id: int
) -> Saved:
    """Choose between a waiting edit and the answer that stands. Raises ResponseFrozen, NothingToSettle."""
    with writing(engine) as session:
        name, as_of = _lock_open(session, response_id, question, person_id)
        waiting = session.get(Edit, edit_id)
        if (
            waiting is None
            or waiting.state is not EditState.WAITING
            or (waiting.response_id, waiting.question_id) != (response_id, question.id)
        ):
            raise NothingToSettle(edit_id)
        stands = find_saved(session, response_id, question, as_of)
        answer = read_stored(question, waiting.content, as_of)
        waiting.state = EditState.SETTLED
        session.add(waiting)
        chosen = NewEdit(response_id, question, stands.version, answer, waiting.source, person_id)
        if not take_edit:
            _record(session, "answer.keep", chosen, answer, stands.answer)
            return stands
        put_edit(session, chosen, stands, "answer.choose")
        return stands.followed_by(chosen, name)


def list_answers(session: Session, response: Response, only: Iterable[str] | None = None) -> dict[str, Saved]:
    """The answers that stand, by question; those taken back are there, empty. `only`: to these questions (else all)."""
    asked, as_of = open_questionnaire(response.questionnaire).by_id, response.round.as_of
    if only is not None:
        asked = {id: asked[id] for id in only if id in asked}
    rows = session.execute(STANDING, {"response": response.id})
    return {id: _make_saved(asked[id], as_of, *rest) for id, *rest in rows if id in asked}


def list_given_ids(session: Session, questionnaire_id: int) -> dict[int, set[str]]:
    """Which questions every response to a questionnaire answers, by response: all in one reading, and no answer read
    by its question."""
    query = sa.select(_ONE.response_id, _ONE.question_id, _ONE.content).join_from(ANSWERS, RESPONSES)
    found: dict[int, set[str]] = {}
    for response_id, question_id, content in session.execute(
        query.where(RESPONSES.c.questionnaire_id == questionnaire_id)
    ):
        if is_given(content):
            found.setdefault(response_id, set()).add(question_id)
    return found


def find_saved(session: Session, response_id: int, question: Question, as_of: date) -> Saved:
    """The answer that stands."""
    found = session.execute(STANDING_ONE, {"response": response_id, "question": question.id}).one_or_none()
    return _make_saved(question, as_of, *found[1:]) if found else UNTOUCHED


def _make_saved(question: Question, as_of: date, version: int, content: dict[str, Any] | None, *rest: Any) -> Saved:
    return Saved(version, read_stored(question, content, as_of), *rest)


def list_waiting(session: Session, response: Response) -> dict[str, list[Collision]]:
    """The edits that wait for a person to choose, by question, oldest first; where a question is not asked any more,
    nobody has to."""
    query = select(Edit).where(Edit.response_id == response.id, Edit.state == EditState.WAITING)
    asked, as_of = applying_questionnaire(response).by_id, response.round.as_of
    collisions: dict[str, list[Collision]] = {}
    for edit in session.exec(query.order_by(col(Edit.id))).all():
        if (question := asked.get(edit.question_id)) is not None:
            mine = read_stored(question, edit.content, as_of)
            theirs = find_saved(session, response.id, question, as_of)
            collisions.setdefault(question.id, []).append(_collide(edit, mine, edit.made_by.name, theirs))
    return collisions


def list_given(questionnaire: Questionnaire, saved: Mapping[str, Saved]) -> dict[str, Answer]:
    """The answers as scoring takes them: those that the questionnaire asks of this bureau. Raises InvalidAnswer."""
    return {
        question.id: one.answer.check()
        for question in questionnaire.questions
        if (one := saved.get(question.id)) is not None and one.answer.is_given
    }


def _lock_open(session: Session, response_id: int, question: Question, person_id: int) -> tuple[str, date]:
    """Hold the response; the name of whom does, and its reference date. Raises ResponseFrozen where it is locked."""
    name, as_of, *found = session.execute(LOCK, {"response": response_id, "person": person_id}).one()
    if not is_answerable(session, Openness(*found), question.id):
        raise ResponseFrozen(response_id)
    return name, as_of


def put_edit(session: Session, edit: NewEdit, stands: Saved, act: str) -> None:
    """Keep an edit and make it the answer that stands instead of `stands`."""
    connection, kept = session.connection(), edit.write()
    connection.execute(KEEP, {**kept, "state": EditState.KEPT})
    answer = {
        "version": stands.version + 1,
        "content": kept["content"],
        "source": edit.source,
        "saved_at": edit.made_at,
        "saved_by_id": edit.made_by_id,
    }
    if stands.version:
        connection.execute(REPLACE, {"response": edit.response_id, "question": edit.question.id, **answer})
    else:
        connection.execute(ADD, {"response_id": edit.response_id, "question_id": edit.question.id, **answer})
    _record(session, act, edit, stands.answer, edit.answer)


def _record(session: Session, act: str, edit: NewEdit, before: Answer, after: Answer) -> None:
    subject = f"response {edit.response_id} question {edit.question.id}"
    record(session, edit.made_by_id, act, subject, before.write(edit.question), after.write(edit.question))


def let_wait(session: Session, edit: NewEdit, stands: Saved, as_of: date) -> Collision:
    """Keep an edit beside the answer that stands, once only, until a person chooses."""
    same = session.exec(
        select(Edit).where(
            Edit.response_id == edit.response_id,
            Edit.question_id == edit.question.id,
            Edit.state == EditState.WAITING,
            Edit.made_by_id == edit.made_by_id,
        )
    ).all()
    twin = next((one for one in same if read_stored(edit.question, one.content, as_of) == edit.answer), None)
    if twin is None:
        twin = Edit(**edit.write(), state=EditState.WAITING)
        session.add(twin)
        session.flush()
        _record(session, "answer.wait", edit, stands.answer, edit.answer)
    return _collide(twin, edit.answer, session.get_one(Person, edit.made_by_id).name, stands)


def _collide(edit: Edit, mine: Answer, mine_by: str, theirs: Saved) -> Collision:
    return Collision(edit.id, mine, mine_by, edit.made_at, edit.source, theirs)
