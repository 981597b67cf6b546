"""The trail: one line for every act, in order, and a changed, missing or cut-off line is found."""

import pytest
import sqlalchemy as sa
from sqlmodel import Session, select

from survey.storage.database import writing
from survey.storage.records import TrailEntry
from survey.storage.trail import BrokenLine, record, verify_trail
from tests.people import Respondent
from tests.sites import Relive


def tamper(engine: sa.Engine, statement: str) -> None:
    """What somebody with the database in their hands may do, the triggers put out of the way first."""
    with engine.begin() as connection:
        guards = {
            "sqlite": ["DROP TRIGGER trailentry_no_update", "DROP TRIGGER trailentry_no_delete"],
            "postgresql": ["DROP TRIGGER trailentry_no_change ON trailentry"],
        }
        for drop in guards[engine.dialect.name]:
            connection.execute(sa.text(drop))
        connection.execute(sa.text(statement))


def verify(engine: sa.Engine) -> BrokenLine | int:
    with Session(engine) as session:
        return verify_trail(session)


@pytest.fixture
def written(engine: sa.Engine, relive: Relive) -> sa.Engine:
    """A trail with some lines."""
    relive(Respondent.hand_in)
    return engine


def test_an_answer_leaves_who_when_and_what_before_and_after(bureau: Respondent, engine: sa.Engine) -> None:
    question = next(one for one in bureau.questionnaire.questions if one.criterion.kind == "yes_no")
    bureau.answer(question.id, True)
    bureau.answer(question.id, False, base=1)
    with Session(engine) as session:
        last = session.exec(select(TrailEntry).order_by(sa.desc("number"))).first()
    assert last is not None
    assert (last.login, last.act) == ("bureau", "answer.save")
    assert last.subject == f"response {bureau.response_id} question {question.id}"
    assert last.change == '{"after":{"remark":"","value":false},"before":{"remark":"","value":true}}'


def test_an_honest_trail_verifies(written: sa.Engine) -> None:
    count = verify(written)
    assert isinstance(count, int) and count > 40


@pytest.mark.parametrize(
    ("statement", "fault"),
    [
        ("UPDATE trailentry SET login = 'sibling' WHERE number = 7", BrokenLine(7, "changed")),
        ("UPDATE trailentry SET change = '{}' WHERE number = 1", BrokenLine(1, "changed")),
        ("UPDATE trailentry SET at = '2026-01-01 00:00:00.000000' WHERE number = 3", BrokenLine(3, "changed")),
        ("DELETE FROM trailentry WHERE number = 5", BrokenLine(5, "missing")),
    ],
)
def test_a_tampered_line_is_found(statement: str, fault: BrokenLine, written: sa.Engine) -> None:
    tamper(written, statement)
    assert verify(written) == fault


def test_a_cut_off_end_is_found(written: sa.Engine) -> None:
    count = verify(written)
    tamper(written, f"DELETE FROM trailentry WHERE number > {count} - 2")
    assert verify(written) == BrokenLine(int(str(count)) - 1, "cut off")


@pytest.mark.parametrize("statement", ["UPDATE trailentry SET login = 'x'", "DELETE FROM trailentry"])
def test_the_database_itself_refuses_changes(statement: str, written: sa.Engine) -> None:
    with pytest.raises(sa.exc.DatabaseError, match="only added to"), written.begin() as connection:
        connection.execute(sa.text(statement))


def test_an_act_that_fails_leaves_no_line(bureau: Respondent, engine: sa.Engine) -> None:
    before = verify(engine)
    with pytest.raises(ZeroDivisionError), writing(engine) as session:
        record(session, bureau.id, "answer.save", "response 1")
        raise ZeroDivisionError
    assert verify(engine) == before


def test_an_item_that_was_set_apart_may_be_called_as_its_catalogue_calls_it(
    engine: sa.Engine, bureau: Respondent
) -> None:
    with writing(engine) as session:
        after = {"value": [], "set_apart": {"secret-formulas": "本地没有"}}
        record(session, bureau.id, "answer.save", "response 1, question tcm-formula-collection", after=after)


def test_secrets_are_refused(engine: sa.Engine, bureau: Respondent) -> None:
    with pytest.raises(ValueError, match="no secrets"), writing(engine) as session:
        record(session, bureau.id, "account.change", "person 1", None, {"password_hash": "x"})
