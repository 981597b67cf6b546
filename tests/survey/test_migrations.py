"""The database that migrating makes is the one that the tables describe, and it guards itself."""

import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext

from survey.database import make_engine, migrate
from survey.settings import Settings
from survey.tables import METADATA
from tests.people import Respondent

PLACE = "(response_id, question_id, saved_at, saved_by_id, version)"
REFUSED = {  # what somebody might do to the database by hand -> the constraint that refuses it
    "UPDATE response SET state = 'lost', submitted_at = '2026-07-01'": "ck_response_state",
    "UPDATE response SET state = 'submitted'": "ck_response_submitted_has_time",
    "UPDATE response SET submitted_at = '2026-07-01'": "ck_response_submitted_has_time",
    "UPDATE person SET role = 'king' WHERE login = 'bureau'": "ck_person_role",
    "UPDATE person SET bureau_id = NULL WHERE login = 'bureau'": "ck_person_has_bureau",
    "UPDATE person SET bureau_id = NULL WHERE login = 'city'": "ck_person_has_bureau",
    "UPDATE round SET opens_on = '2999-01-01'": "ck_round_opens_before_it_closes",
    f"INSERT INTO storedanswer {PLACE} VALUES (1, 'x', '2026-07-01', 1, 0)": "ck_storedanswer_version",
    f"INSERT INTO storedanswer {PLACE} VALUES (99, 'x', '2026-07-01', 1, 1)": "FOREIGN KEY",
    "UPDATE response SET bureau_id = 3": "UNIQUE constraint failed: response.round_id, response.bureau_id",
    "UPDATE person SET login = 'bureau'": "UNIQUE constraint failed: person.login",
    "DELETE FROM bureau": "FOREIGN KEY",
}


@pytest.fixture
def url(tmp_path: Path) -> str:
    """An empty database that has been migrated."""
    url = f"sqlite:///{tmp_path / 'fresh.sqlite3'}"
    migrate(url)
    return url


@pytest.fixture
def world(settings: Settings) -> Iterator[sa.Engine]:
    engine = make_engine(settings.database_url)
    yield engine
    engine.dispose()


def dump(url: str) -> list[str]:
    connection = sqlite3.connect(url.removeprefix("sqlite:///"))
    lines = list(connection.iterdump())
    connection.close()
    return lines


def read_checks(engine: sa.Engine) -> dict[str, set[str]]:
    inspector = sa.inspect(engine)
    tables = set(inspector.get_table_names()) - {"alembic_version"}
    return {table: {str(check["name"]) for check in inspector.get_check_constraints(table)} for table in tables}


def test_a_migrated_database_equals_the_tables(url: str) -> None:
    engine = make_engine(url)
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True, "compare_server_default": True})
        assert compare_metadata(context, METADATA) == []
    engine.dispose()


def test_its_check_constraints_are_those_of_the_tables(url: str) -> None:
    """Alembic does not compare these."""
    migrated, made = make_engine(url), make_engine("sqlite://")
    METADATA.create_all(made)
    assert read_checks(migrated) == read_checks(made)
    migrated.dispose()
    made.dispose()


def test_migrating_twice_changes_nothing(url: str) -> None:
    before = dump(url)
    migrate(url)
    assert dump(url) == before


def test_answers_survive_migrating(bureau: Respondent, settings: Settings) -> None:
    bureau.answer_all()
    bureau.submit()
    before = dump(settings.database_url)
    migrate(settings.database_url)
    assert dump(settings.database_url) == before
    assert sum('INTO "storedanswer"' in line for line in before) == len(bureau.questionnaire.questions)


def test_the_database_is_as_durable_as_promised(world: sa.Engine) -> None:
    with world.connect() as connection:
        pragmas = [connection.scalar(sa.text(f"PRAGMA {name}")) for name in ("journal_mode", "synchronous")]
    assert pragmas == ["wal", 2]  # 2 is FULL


@pytest.mark.parametrize("statement", REFUSED)
def test_the_database_itself_refuses_what_cannot_be(statement: str, world: sa.Engine) -> None:
    with pytest.raises(sa.exc.IntegrityError, match=REFUSED[statement]), world.begin() as connection:
        connection.execute(sa.text(statement))
