"""An empty site leads its first administrator in five steps to an open round; then the steps are gone."""

import sqlalchemy as sa
from flask.testing import FlaskClient
from sqlmodel import Session, select

from questionnaires.loading import load_library
from survey.rounds.first_steps import list_first_steps
from survey.storage.database import writing
from survey.storage.tables import IssuedQuestionnaire, Person, Response, Round


def test_the_steps_say_what_is_done_and_what_is_next(administrator: FlaskClient, engine: sa.Engine) -> None:
    assert "五个步骤" not in administrator.get("/").text
    with writing(engine) as session:
        for table in (Response, IssuedQuestionnaire, Round):
            session.execute(sa.delete(table))
    page = administrator.get("/").text
    assert "五个步骤" in page and 'aria-current="step"' in page
    with Session(engine) as session:
        steps = list_first_steps(session, load_library())
    assert [(one.name, one.is_done, one.count, one.missing) for one in steps] == [
        ("bureaus", True, 6, 0), ("people", True, 4, 2), ("notice", True, 1, 0), ("scheme", False, 0, 0),
        ("round", False, 0, 0),
    ]  # fmt: skip
    assert [one.name for one in steps if one.is_next] == ["round"]


def test_people_come_next_where_nobody_fills_in(engine: sa.Engine) -> None:
    with writing(engine) as session:
        session.execute(sa.delete(Response))
        session.execute(sa.delete(IssuedQuestionnaire))
        session.execute(sa.delete(Round))
        for person in session.exec(select(Person)):
            person.is_active = False
    with Session(engine) as session:
        steps = list_first_steps(session, load_library())
    assert [one.name for one in steps if one.is_next] == ["people"]
