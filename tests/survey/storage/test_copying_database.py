"""Carrying a database over: everything arrives as it was, or nothing does."""

from collections.abc import Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa
from sqlmodel import Session

from questionnaires.messages import Refused, say_why
from survey.installing.settings import Settings
from survey.responses.saving import list_answers
from survey.storage.copying_database import carry_over
from survey.storage.database import closing_engine
from survey.storage.tables import Bureau, Response
from survey.storage.trail import verify_trail
from tests.databases import Server
from tests.people import Respondent


@pytest.fixture
def target(postgresql: Server, tmp_path: Path) -> Iterator[str]:
    """An empty database, where the one that is carried over is to go."""
    with postgresql.make_database(tmp_path) as url:
        yield url


def test_every_row_is_there_and_the_trail_still_verifies(bureau: Respondent, settings: Settings, target: str) -> None:
    bureau.answer_all()
    bureau.submit()
    rows = {table.name: table.rows for table in carry_over(settings.database_url, target)}
    with closing_engine(target) as engine, Session(engine) as there, Session(bureau.engine) as here:
        both = [list_answers(one, one.get_one(Response, bureau.response_id)) for one in (there, here)]
        assert both[0] == both[1]
        assert verify_trail(there) == verify_trail(here) == rows["trailentry"]
    assert rows["storedanswer"] == len(bureau.questionnaire.questions) and rows["statechange"] == 2


def test_bureaus_arrive_after_those_above_them(engine: sa.Engine, settings: Settings, target: str) -> None:
    with engine.begin() as connection:  # a county that was added before its city
        connection.execute(sa.text("UPDATE bureau SET parent_id = 6 WHERE id = 3"))
    carry_over(settings.database_url, target)
    with closing_engine(target) as there, Session(there) as session:
        assert session.get_one(Bureau, 3).parent_id == 6


def test_new_rows_get_new_ids_afterwards(settings: Settings, target: str) -> None:
    carry_over(settings.database_url, target)
    with closing_engine(target) as engine, Session(engine) as session:
        added = Bureau(code="150199", name="某区市场监督管理局", level="county", parent_id=2)
        session.add(added)
        session.commit()
        assert added.id == 7


def test_a_target_with_data_is_refused_and_stays_as_it_is(settings: Settings, target: str) -> None:
    carry_over(settings.database_url, target)
    with pytest.raises(Refused) as refused:
        carry_over(settings.database_url, target)
    assert "目标数据库中已有数据" in say_why(refused.value)


def test_a_database_is_not_carried_over_to_itself(settings: Settings) -> None:
    with pytest.raises(Refused) as refused:
        carry_over(settings.database_url, settings.database_url)
    assert "自身" in say_why(refused.value)
