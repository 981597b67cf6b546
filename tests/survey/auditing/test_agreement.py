"""What stands in the tables is what the trail says: a change by hand is named by response and question."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
import sqlalchemy as sa
from sqlmodel import Session, select

from survey.auditing.agreement import Disagreement, Told
from survey.responses.reviews import decide, take_back
from survey.responses.saving import Saved
from survey.responses.workflow import move
from survey.rounds.absences import ask_again, leave_out
from survey.storage.states import Absence, Action, Decision
from survey.storage.tables import Person
from survey.storage.trail import verify_trail
from tests.people import Respondent, full_value
from tests.sites import Relive

PLAN = "emergency-plan"
OUT = "absence = 'excused', absent_at = submitted_at, absent_reason = 'x'"


def find(engine: sa.Engine) -> tuple[list[Disagreement], set[int]]:
    told = Told()
    with Session(engine) as session:
        assert isinstance(verify_trail(session, told.heed), int)
        return list(told.find_disagreements(session)), told.unproved


def change(engine: sa.Engine, statement: str) -> None:
    with engine.begin() as connection:
        connection.execute(sa.text(statement))


def find_id(engine: sa.Engine, login: str) -> int:
    with Session(engine) as session:
        return session.exec(select(Person.id).where(Person.login == login)).one()


def review(bureau: Respondent) -> None:
    """A response is submitted and, after decisions of the city, returned."""
    bureau.hand_in()
    engine, id, city = bureau.engine, bureau.response_id, find_id(bureau.engine, "city")
    move(engine, id, Action.TAKE_UP, city)
    for question in bureau.questionnaire.questions:
        if question.id == PLAN:
            due = date.today() + timedelta(days=9)
            decide(engine, id, PLAN, Decision.RETURNED, city, reason="缺文号", mend_by=due)
        else:
            decide(engine, id, question.id, Decision.CONFIRMED, city)
    move(engine, id, Action.RETURN, city)


@pytest.fixture
def reviewed(bureau: Respondent, relive: Relive) -> int:
    relive(review)
    return bureau.response_id


def test_what_people_did_agrees(
    reviewed: int, bureau: Respondent, respondent: Callable[[str], Respondent], engine: sa.Engine
) -> None:
    assert find(engine) == ([], set())
    leave_out(engine, {respondent("sibling").response_id: Absence.EXCUSED}, "撤并", find_id(engine, "admin"))
    mended = {"value": full_value(bureau.questionnaire.by_id[PLAN]), "remark": "已补充"}
    assert isinstance(bureau.save(PLAN, mended, base=1), Saved)
    assert find(engine) == ([], set())
    ask_again(engine, respondent("sibling").response_id, find_id(engine, "admin"))
    assert find(engine) == ([], set())


def test_a_decision_that_was_taken_back_agrees(bureau: Respondent, engine: sa.Engine) -> None:
    bureau.answer_all()
    bureau.submit()
    id, city = bureau.response_id, find_id(engine, "city")
    move(engine, id, Action.TAKE_UP, city)
    assert take_back(engine, id, city, [decide(engine, id, PLAN, Decision.CONFIRMED, city).id]) == 1
    assert find(engine) == ([], set())


def test_what_was_fixed_before_the_trail_had_hashes_is_counted(reviewed: int, engine: sa.Engine) -> None:
    told = Told()
    with Session(engine) as session:
        verify_trail(session, told.heed)
        told.seals = dict.fromkeys(told.seals)
        assert (list(told.find_disagreements(session)), told.unproved) == ([], {reviewed})


@pytest.mark.parametrize(
    ("statement", "what", "question"),
    [
        ("UPDATE storedanswer SET content = NULL WHERE question_id = '{plan}'", "answer", PLAN),
        ("UPDATE storedanswer SET version = 7 WHERE question_id = '{plan}'", "answer", PLAN),
        ("DELETE FROM storedanswer WHERE question_id = '{plan}'", "answer", PLAN),
        ("UPDATE review SET reason = 'x' WHERE question_id = '{plan}'", "decision", PLAN),
        ("UPDATE review SET ended_at = made_at WHERE question_id = '{plan}'", "decision", PLAN),
        ("UPDATE response SET state = 'accepted' WHERE id = {id}", "state", ""),
        ("UPDATE response SET grade = 'x' WHERE id = {id}", "score", ""),
        (f"UPDATE response SET {OUT} WHERE id = {{id}}", "absence", ""),
        ("UPDATE storedoutcome SET score = '200/3' WHERE response_id = {id}", "score", ""),
        ("DELETE FROM storedoutcome WHERE response_id = {id}", "score", ""),
    ],
)
def test_a_change_by_hand_is_named(statement: str, what: str, question: str, reviewed: int, engine: sa.Engine) -> None:
    change(engine, statement.format(plan=PLAN, id=reviewed))
    assert find(engine) == ([Disagreement(what, reviewed, question)], set())


def test_an_emptied_trail_with_its_head_leaves_answers_that_nobody_gave(
    reviewed: int, bureau: Respondent, engine: sa.Engine
) -> None:
    with engine.begin() as connection:
        guards = {
            "sqlite": ["DROP TRIGGER trailentry_no_delete"],
            "postgresql": ["DROP TRIGGER trailentry_no_change ON trailentry"],
        }
        emptied = ["DELETE FROM trailentry", "UPDATE trailhead SET number = 0, hash = ''"]
        for statement in [*guards[engine.dialect.name], *emptied]:
            connection.execute(sa.text(statement))
    found, _ = find(engine)
    assert {one.what for one in found} == {"answer", "decision", "state", "score", "profile"}
    assert len([one for one in found if one.what == "answer"]) == len(bureau.questionnaire.questions)
