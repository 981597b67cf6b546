"""Saving answers: one transaction each, nothing overwritten unseen, everything ever given kept as an Edit."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col, select

from questionnaires.answers import Answer, read_answer
from questionnaires.questionnaire import Questionnaire
from survey.responses.unlocked import Openness, is_answerable
from survey.storage.columns import now, table_of
from survey.storage.database import writing
from survey.storage.states import EditState, Source
from survey.storage.tables import Edit, Person, Response, Round, StoredAnswer
from survey.storage.trail import record

# What answers.read_answer takes: {"value": …} or {"not_applicable": …}, with a remark; a remark alone is no
# answer, nor is None, where the answer was taken back.
Content = dict[str, Any] | None


class ResponseFrozen(Exception):
    """The response is with the reviewers, or the question was not returned: nothing more is saved to it."""


class NothingToSettle(LookupError):
    """The edit to choose from is not waiting any more: someone has chosen."""


def is_answer(content: Content) -> bool:
    """Whether a content answers its question: a remark alone does not."""
    return content is not None and ("value" in content or "not_applicable" in content)


@dataclass(frozen=True)
class NewEdit:
    """An answer that somebody gives now, on top of a version; the fields of an Edit."""

    response_id: int
    question_id: str
    base_version: int
    content: Content
    source: Source
    made_by_id: int
    made_at: datetime = field(default_factory=now)


@dataclass(frozen=True)
class Saved:
    """The answer that counts. Version 0 with no content: nobody has answered yet."""

    version: int
    content: Content
    saved_at: datetime | None
    saved_by: str
    source: Source = Source.TYPED

    def followed_by(self, edit: NewEdit, made_by: str) -> "Saved":
        """What stands where an edit takes the place of this."""
        return Saved(self.version + 1, edit.content, edit.made_at, made_by, edit.source)


@dataclass(frozen=True)
class Collision:
    """Two answers to one question: `mine` waits beside `theirs` until a person chooses."""

    edit_id: int
    mine: Content
    mine_by: str
    mine_at: datetime
    mine_source: Source
    theirs: Saved


UNTOUCHED = Saved(0, None, None, "")

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
LOCK = (  # the name of whom saves, and the fields of a Standing
    sa.select(NAME, RESPONSES.c.id, RESPONSES.c.state, RESPONSES.c.excused_at, ROUNDS.c.opens_at)
    .join_from(RESPONSES, ROUNDS)
    .where(RESPONSES.c.id == sa.bindparam("response"))
    .with_for_update(of=RESPONSES)
)


def save_answer(
    engine: sa.Engine,
    response_id: int,
    question_id: str,
    content: Content,
    base_version: int,
    person_id: int,
    source: Source = Source.TYPED,
) -> Saved | Collision:
    """Save one answer that was given on top of `base_version`.

    The same content twice changes nothing. If the answer has moved on since, the new content is kept as a
    waiting edit and both are returned. Raises ResponseFrozen.
    """
    with writing(engine) as session:
        name = _lock_open(session, response_id, question_id, person_id)
        stands = find_saved(session, response_id, question_id)
        if content == stands.content:
            return stands
        edit = NewEdit(response_id, question_id, base_version, content, source, person_id)
        if base_version != stands.version:
            return let_wait(session, edit, stands)
        put_edit(session, edit, stands, "answer.save")
        return stands.followed_by(edit, name)


def settle(
    engine: sa.Engine, response_id: int, question_id: str, edit_id: int, take_edit: bool, person_id: int
) -> Saved:
    """Choose between a waiting edit and the answer that stands. Raises ResponseFrozen, NothingToSettle."""
    with writing(engine) as session:
        name = _lock_open(session, response_id, question_id, person_id)
        waiting = session.get(Edit, edit_id)
        if (
            waiting is None
            or waiting.state is not EditState.WAITING
            or (waiting.response_id, waiting.question_id) != (response_id, question_id)
        ):
            raise NothingToSettle(edit_id)
        stands = find_saved(session, response_id, question_id)
        waiting.state = EditState.SETTLED
        session.add(waiting)
        if not take_edit:
            record(session, person_id, "answer.keep", _place(waiting), waiting.content, stands.content)
            return stands
        chosen = NewEdit(response_id, question_id, stands.version, waiting.content, waiting.source, person_id)
        put_edit(session, chosen, stands, "answer.choose")
        return stands.followed_by(chosen, name)


def list_answers(session: Session, response_id: int) -> dict[str, Saved]:
    """The answers that stand, by question; those taken back are there without content."""
    return {id: Saved(*rest) for id, *rest in session.execute(STANDING, {"response": response_id})}


def find_saved(session: Session, response_id: int, question_id: str) -> Saved:
    """The answer that stands."""
    found = session.execute(STANDING_ONE, {"response": response_id, "question": question_id}).one_or_none()
    return Saved(*found[1:]) if found else UNTOUCHED


def list_waiting(session: Session, response_id: int) -> dict[str, list[Collision]]:
    """The edits that wait for a person to choose, by question, oldest first."""
    edits = session.exec(
        select(Edit).where(Edit.response_id == response_id, Edit.state == EditState.WAITING).order_by(col(Edit.id))
    ).all()
    collisions: dict[str, list[Collision]] = {}
    for edit in edits:
        theirs = find_saved(session, response_id, edit.question_id)
        collisions.setdefault(edit.question_id, []).append(_collide(edit, theirs))
    return collisions


def read_stored(questionnaire: Questionnaire, saved: Mapping[str, Saved], response: Response) -> dict[str, Answer]:
    """The stored answers as scoring takes them: those that the questionnaire asks of this bureau."""
    return {
        question.id: read_answer(question, one.content, response.round.as_of)
        for question in questionnaire.questions
        if (one := saved.get(question.id)) is not None and is_answer(one.content)
    }


def _lock_open(session: Session, response_id: int, question_id: str, person_id: int) -> str:
    """Hold the response; the name of whom does. Raises ResponseFrozen where the question is locked."""
    name, *found = session.execute(LOCK, {"response": response_id, "person": person_id}).one()
    standing = Openness(*found)
    if not is_answerable(session, standing, question_id):
        raise ResponseFrozen(response_id)
    return str(name)


def put_edit(session: Session, edit: NewEdit, stands: Saved, act: str) -> None:
    """Keep an edit and make it the answer that stands instead of `stands`."""
    connection = session.connection()
    connection.execute(KEEP, {**vars(edit), "state": EditState.KEPT})
    answer = {
        "version": stands.version + 1,
        "content": edit.content,
        "source": edit.source,
        "saved_at": edit.made_at,
        "saved_by_id": edit.made_by_id,
    }
    if stands.version:
        connection.execute(REPLACE, {"response": edit.response_id, "question": edit.question_id, **answer})
    else:
        connection.execute(ADD, {"response_id": edit.response_id, "question_id": edit.question_id, **answer})
    record(session, edit.made_by_id, act, _place(edit), stands.content, edit.content)


def _place(edit: Edit | NewEdit) -> str:
    return f"response {edit.response_id} question {edit.question_id}"


def let_wait(session: Session, edit: NewEdit, stands: Saved) -> Collision:
    """Keep an edit beside the answer that stands, once only, until a person chooses."""
    same = session.exec(
        select(Edit).where(
            Edit.response_id == edit.response_id,
            Edit.question_id == edit.question_id,
            Edit.state == EditState.WAITING,
            Edit.made_by_id == edit.made_by_id,
        )
    ).all()
    twin = next((one for one in same if one.content == edit.content), None)
    if twin is None:
        twin = Edit(**vars(edit), state=EditState.WAITING)
        session.add(twin)
        session.flush()
        record(session, edit.made_by_id, "answer.wait", _place(edit), stands.content, edit.content)
    return _collide(twin, stands, session.get_one(Person, edit.made_by_id).name)


def _collide(edit: Edit, theirs: Saved, made_by: str | None = None) -> Collision:
    return Collision(edit.id, edit.content, made_by or edit.made_by.name, edit.made_at, edit.source, theirs)
