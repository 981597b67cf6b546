"""Answers are sacred: nothing is lost, nothing overwritten unseen."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from fractions import Fraction
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask
from sqlmodel import Session, select

from questionnaires.answers import UNANSWERED, Answer
from questionnaires.criteria import InvalidAnswer
from survey.responses.assessing import assess
from survey.responses.saving import (
    Collision,
    NothingToSettle,
    ResponseFrozen,
    Saved,
    list_answers,
    list_waiting,
    settle,
)
from survey.storage.columns import now
from survey.storage.database import writing
from survey.storage.tables import Edit, Person, Response, StoredAnswer
from survey.web.access import get_session
from tests.people import Respondent

HOURS = "training-hours-per-person"
People = Callable[[str], Respondent]


@pytest.fixture
def hours(bureau: Respondent) -> str:
    """The id of a question that is answered by a whole number."""
    return next(question.id for question in bureau.questionnaire.questions if question.is_quantity)


def test_it_keeps_what_was_answered_with_its_version(bureau: Respondent, engine: sa.Engine, hours: str) -> None:
    saved = bureau.answer(hours, 38)
    with Session(engine) as session:
        assert list_answers(session, session.get_one(Response, bureau.response_id))[hours] == saved
    assert (saved.version, saved.saved_by) == (1, "bureau的人")
    assert bureau.stored() == {hours: {"value": 38, "remark": ""}} and saved.answer == Answer(Fraction(38))


def test_the_same_answer_sent_twice_changes_nothing(bureau: Respondent, engine: sa.Engine, hours: str) -> None:
    assert bureau.answer(hours, 38) == bureau.answer(hours, 38)
    with Session(engine) as session:
        assert len(session.exec(select(Edit)).all()) == 1


def test_a_second_answer_on_an_old_version_waits_beside_the_first(
    bureau: Respondent, respondent: People, hours: str
) -> None:
    bureau.answer(hours, 38)
    second = respondent("colleague").try_answer(hours, 41, base=0)
    assert isinstance(second, Collision)
    assert (second.mine, second.theirs.answer) == (Answer(Fraction(41)), Answer(Fraction(38)))


def test_a_collision_is_still_there_for_everyone_after_a_restart(
    bureau: Respondent, respondent: People, engine: sa.Engine, hours: str
) -> None:
    bureau.answer(hours, 38)
    respondent("colleague").try_answer(hours, 41, base=0)
    with Session(engine) as session:
        [waiting] = list_waiting(session, session.get_one(Response, bureau.response_id))[hours]
    assert (waiting.mine_by, waiting.theirs.saved_by) == ("colleague的人", "bureau的人")


@pytest.mark.parametrize(("take_edit", "standing", "version"), [(True, 41, 2), (False, 38, 1)])
def test_a_person_chooses_between_the_two(
    bureau: Respondent, respondent: People, engine: sa.Engine, hours: str, take_edit: bool, standing: int, version: int
) -> None:
    bureau.answer(hours, 38)
    collision = respondent("colleague").try_answer(hours, 41, base=0)
    assert isinstance(collision, Collision)
    chosen = settle(engine, bureau.response_id, bureau.ask(hours), collision.edit_id, take_edit, bureau.id)
    assert chosen.answer == Answer(Fraction(standing))
    assert bureau.stored() == {hours: {"value": standing, "remark": ""}}
    assert chosen.version == version
    with Session(engine) as session:
        assert list_waiting(session, session.get_one(Response, bureau.response_id)) == {}


def test_choosing_twice_is_said(bureau: Respondent, respondent: People, engine: sa.Engine, hours: str) -> None:
    bureau.answer(hours, 38)
    collision = respondent("colleague").try_answer(hours, 41, base=0)
    assert isinstance(collision, Collision)
    settle(engine, bureau.response_id, bureau.ask(hours), collision.edit_id, True, bureau.id)
    with pytest.raises(NothingToSettle):
        settle(engine, bureau.response_id, bureau.ask(hours), collision.edit_id, False, bureau.id)


def test_the_same_late_answer_sent_twice_waits_once(
    bureau: Respondent, respondent: People, engine: sa.Engine, hours: str
) -> None:
    bureau.answer(hours, 38)
    colleague = respondent("colleague")
    assert colleague.try_answer(hours, 41, base=0) == colleague.try_answer(hours, 41, base=0)
    with Session(engine) as session:
        assert len(list_waiting(session, session.get_one(Response, bureau.response_id))[hours]) == 1


def test_an_answer_can_be_taken_back_and_given_again(bureau: Respondent, engine: sa.Engine, hours: str) -> None:
    bureau.answer(hours, 38)
    cleared = bureau.save(hours, None, 1)
    assert isinstance(cleared, Saved)
    assert (cleared.version, cleared.answer, bureau.stored()) == (2, UNANSWERED, {hours: None})
    assert bureau.answer(hours, 39, base=2).version == 3


def test_every_edit_is_kept_for_ever(bureau: Respondent, engine: sa.Engine, hours: str) -> None:
    for version, value in enumerate([36, 37, 38]):
        bureau.answer(hours, value, base=version)
    with Session(engine) as session:
        contents = [edit.content for edit in session.exec(select(Edit).order_by(Edit.id))]  # type: ignore[arg-type]
    assert [content and content["value"] for content in contents] == [36, 37, 38]


@pytest.mark.parametrize(
    ("kind", "stored", "given"),
    [
        ("number", {"value": 38}, {"value": 38, "remark": ""}),
        ("number", {"value": 38.0, "remark": ""}, {"value": 38, "remark": ""}),
        ("checklist", {"value": ["stock", "plan"], "remark": ""}, {"value": ["plan", "stock"], "remark": ""}),
        ("text", {"remark": "待核实"}, {"remark": "待核实"}),
    ],
)
def test_what_was_stored_in_other_ways_is_not_changed_by_saying_the_same(
    every_kind: Respondent, kind: str, stored: dict[str, Any], given: dict[str, Any]
) -> None:
    row: dict[str, Any] = {"version": 7, "content": stored, "saved_at": now(), "saved_by_id": every_kind.id}
    with writing(every_kind.engine) as session:
        session.add(StoredAnswer(response_id=every_kind.response_id, question_id=f"q-{kind}", **row))
    same = every_kind.save(f"q-{kind}", given, base=7)
    assert isinstance(same, Saved) and same.version == 7
    assert every_kind.stored() == {f"q-{kind}": stored}


def test_what_the_question_refuses_by_now_is_there_as_it_was_and_is_not_scored(
    every_kind: Respondent, engine: sa.Engine
) -> None:
    every_kind.save("q-stage", {"value": "withdrawn", "remark": "见附件"})
    assert every_kind.stored() == {"q-stage": {"value": "withdrawn", "remark": "见附件"}}
    with Session(engine) as session:
        response = session.get_one(Response, every_kind.response_id)
        answer = list_answers(session, response)["q-stage"].answer
        assert (answer.value, answer.remark, answer.is_given) == ("withdrawn", "见附件", True)
        with pytest.raises(InvalidAnswer):
            assess(session, response)


def test_nothing_is_saved_after_submission(bureau: Respondent, hours: str) -> None:
    bureau.answer_all()
    bureau.submit()
    with pytest.raises(ResponseFrozen):
        bureau.answer(hours, 1, base=1)


def test_parallel_savings_of_one_question_keep_all_values(bureau: Respondent, engine: sa.Engine, hours: str) -> None:
    with ThreadPoolExecutor(8) as pool:
        results = list(pool.map(lambda value: bureau.try_answer(hours, value, base=0), range(1, 25)))
    assert sum(isinstance(result, Saved) for result in results) == 1
    with Session(engine) as session:
        waiting = list_waiting(session, session.get_one(Response, bureau.response_id))[hours]
    standing = bureau.read(hours, bureau.stored()[hours])
    values = {answer.value for answer in [standing, *(one.mine for one in waiting)]}
    assert values == set(range(1, 25))


def test_what_a_request_has_read_is_let_go_before_it_writes(site: Flask, engine: sa.Engine) -> None:
    with site.test_request_context():
        assert get_session().get(Person, 1) is not None
        with writing(engine):
            assert not get_session().in_transaction()
        assert get_session().get(Person, 1) is not None
