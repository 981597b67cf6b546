"""The database that migrating makes is the one that the tables describe, and it guards itself."""

import subprocess
import sys
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from sqlalchemy import event

from survey.installing.settings import Settings
from survey.storage.beside import ShelfFile
from survey.storage.columns import METADATA, table_of
from survey.storage.database import MIGRATIONS, closing_engine, make_engine, migrate
from survey.storage.states import Absence, Source
from survey.storage.tables import Evidence, Person, Response, Round, StoredAnswer
from tests.databases import Server
from tests.people import Respondent

EVIDENCE, SHELF = table_of(Evidence), table_of(ShelfFile)
PEOPLE = table_of(Person).c
PLACE = "(response_id, question_id, source, saved_at, saved_by_id, version)"
REFUSED = {  # what somebody might do to the database by hand -> the constraint that refuses it
    "UPDATE response SET state = 'lost', submitted_at = '2026-07-01'": "ck_response_state",
    "UPDATE response SET state = 'submitted'": "ck_response_submitted_has_time",
    "UPDATE response SET absent_at = '2026-07-01', absence = 'excused'": "ck_response_absent_has_reason",
    "UPDATE response SET absent_at = '2026-07-01', absent_reason = 'x'": "ck_response_absent_has_kind",
    "UPDATE response SET due_on = '2026-07-01'": "ck_response_due_has_reason",
    "UPDATE round SET withdrawn_at = '2026-07-01'": "ck_round_withdrawn_has_reason",
    "INSERT INTO trailhead VALUES (2, 0, '')": "ck_trailhead_one_row",
    "UPDATE person SET role = 'king' WHERE login = 'bureau'": "ck_person_role",
    "UPDATE person SET bureau_id = NULL WHERE login = 'bureau'": "ck_person_has_bureau",
    "UPDATE person SET bureau_id = NULL WHERE login = 'city'": "ck_person_has_bureau",
    "UPDATE round SET opens_on = '2999-01-01'": "ck_round_opens_before_it_closes",
    f"INSERT INTO storedanswer {PLACE} VALUES (1, 'x', 'typed', '2026-07-01', 1, 0)": "ck_storedanswer_version",
    f"INSERT INTO storedanswer {PLACE} VALUES (99, 'x', 'typed', '2026-07-01', 1, 1)": "(?i)foreign key",
    "UPDATE response SET bureau_id = 3": "UNIQUE.*response.bureau_id|uq_response_round_id_bureau_id",
    "UPDATE person SET login = 'bureau'": "UNIQUE constraint failed: person.login|uq_person_login",
    "DELETE FROM bureau": "(?i)foreign key",
}

MIGRATE = "import sys; from survey.storage.database import migrate; migrate(sys.argv[1])"
PERSON = "INSERT INTO person (id, login, name, role, bureau_id, is_active, failures, session_key, created_at)"
RESPONSE = "INSERT INTO response (id, round_id, bureau_id, questionnaire_id, state, profile_version, submitted_at)"
EMPTY = (  # a questionnaire without a question
    '{"document": "x", "version": "1", "level": "city", "level_name": "市", '
    '"sources": [], "bands": [], "facts": [], "domains": []}'
)
OLD = [  # a small database as the first version left it
    "INSERT INTO bureau (id, code, name, level) VALUES (1, '150000', '省局', 'province')",
    "INSERT INTO bureau (id, code, name, level, parent_id) VALUES (2, '150100', '市局', 'city', 1)",
    f"{PERSON} VALUES (1, 'province', '甲', 'reviewer', 1, TRUE, 0, 'k', '2026-07-01')",
    f"{PERSON} VALUES (2, 'city', '乙', 'reviewer', 2, TRUE, 0, 'k', '2026-07-01')",
    f"{PERSON} VALUES (3, 'clerk', '丙', 'clerk', 2, TRUE, 0, 'k', '2026-07-01')",
    f"{PERSON} VALUES (4, 'admin', '丁', 'administrator', NULL, TRUE, 0, 'k', '2026-07-01')",
    "INSERT INTO round (id, slug, title, as_of, opens_on, closes_on, is_demo, created_at) "
    "VALUES (1, '2026', '自评', '2026-06-30', '2026-07-01', '2026-07-31', FALSE, '2026-07-01')",
    f"INSERT INTO issuedquestionnaire VALUES (1, 1, 'x', 'city', '1', 'h', '{EMPTY}')",
    f"{RESPONSE} VALUES (1, 1, 1, 1, 'submitted', 0, '2026-07-02')",
    f"{RESPONSE} VALUES (2, 1, 2, 1, 'drafting', 0, NULL)",
    "INSERT INTO storedanswer (response_id, question_id, version, content, saved_at, saved_by_id) "
    "VALUES (1, 'q', 1, '{\"value\": true}', '2026-07-01', 3)",
]


@pytest.fixture
def url(database_server: Server, tmp_path: Path) -> Iterator[str]:
    """An empty database that has been migrated."""
    with database_server.make_database(tmp_path) as url:
        migrate(url)
        yield url


@pytest.fixture
def database(settings: Settings) -> Iterator[sa.Engine]:
    engine = make_engine(settings.database_url)
    yield engine
    engine.dispose()


def dump(url: str) -> dict[str, list[str]]:
    """Everything in a database, by table."""
    engine = make_engine(url)
    with engine.connect() as connection:
        found = {table.name: sorted(map(str, connection.execute(table.select()))) for table in METADATA.sorted_tables}
    engine.dispose()
    return found


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


def test_machines_that_start_at_once_take_turns(database_server: Server, tmp_path: Path) -> None:
    with database_server.make_database(tmp_path) as url:
        starts = [subprocess.Popen([sys.executable, "-c", MIGRATE, url]) for _ in range(3)]
        assert [start.wait() for start in starts] == [0, 0, 0]


def test_a_migration_that_breaks_off_leaves_what_stood_before(database_server: Server, tmp_path: Path) -> None:
    """All steps are one transaction, so that a machine that waits for its turn never meets half the way."""

    def stop(connection: object, cursor: object, statement: str, *rest: object) -> None:
        if "CREATE TABLE keptscheme" in statement:
            raise InterruptedError

    with database_server.make_database(tmp_path) as url:
        event.listen(sa.Engine, "before_cursor_execute", stop)
        try:
            with pytest.raises(InterruptedError):
                migrate(url)
        finally:
            event.remove(sa.Engine, "before_cursor_execute", stop)
        with closing_engine(url) as engine:
            assert sa.inspect(engine).get_table_names() == []


def test_answers_survive_migrating(bureau: Respondent, settings: Settings) -> None:
    bureau.answer_all()
    bureau.submit()
    before = dump(settings.database_url)
    migrate(settings.database_url)
    assert dump(settings.database_url) == before
    assert len(before["storedanswer"]) == len(bureau.questionnaire.questions)


def test_a_sqlite_database_is_as_durable_as_promised(tmp_path: Path) -> None:
    engine = make_engine(f"sqlite:///{tmp_path / 'durable.sqlite3'}")
    with engine.connect() as connection:
        pragmas = [connection.scalar(sa.text(f"PRAGMA {name}")) for name in ("journal_mode", "synchronous")]
    engine.dispose()
    assert pragmas == ["wal", 2]  # 2 is FULL


@pytest.mark.parametrize("statement", REFUSED)
def test_the_database_itself_refuses_what_cannot_be(statement: str, database: sa.Engine) -> None:
    with pytest.raises(sa.exc.IntegrityError, match=REFUSED[statement]), database.begin() as connection:
        connection.execute(sa.text(statement))


def test_a_database_of_the_first_tables_is_brought_over(database_server: Server, tmp_path: Path) -> None:
    """Reviewers of a province and of a city part, a submitted response stays submitted, a draft a draft."""
    with database_server.make_database(tmp_path) as url:
        migrate(url, "0001")
        bring_over(url)


FILE = (
    "INSERT INTO evidence (id, response_id, question_id, sha256, size, kind, name, valid_until, done, added_at, "
    "added_by_id, removed_at) VALUES"
)
FILED = [  # what was attached before there was a shelf: one content thrice in a bureau, once in another; one removed
    f"{FILE} (1, 1, 'a', '{'0' * 64}', 9, 'pdf', '旧名.pdf', NULL, '', '2026-07-01', 3, NULL)",
    f"{FILE} (2, 1, 'b', '{'0' * 64}', 9, 'pdf', '新名.pdf', '2027-01-01', '', '2026-07-01', 3, NULL)",
    f"{FILE} (3, 1, 'c', '{'0' * 64}', 9, 'pdf', '删除.pdf', NULL, '', '2026-07-01', 3, '2026-07-02')",
    f"{FILE} (4, 2, 'a', '{'0' * 64}', 9, 'pdf', '市局.pdf', NULL, '', '2026-07-01', 3, NULL)",
    f"{FILE} (5, 2, 'a', '{'1' * 64}', 9, 'pdf', '另件.pdf', NULL, '', '2026-07-01', 3, NULL)",
]


def test_what_was_attached_before_comes_onto_the_shelf_of_its_bureau(database_server: Server, tmp_path: Path) -> None:
    with database_server.make_database(tmp_path) as url:
        migrate(url, "0001")
        execute(url, OLD)
        migrate(url, "0016")
        execute(url, FILED)
        migrate(url)
        shelf, ties = SHELF.c, EVIDENCE.c
        on_shelf = read(url, sa.select(shelf.bureau_id, shelf.name, shelf.valid_until).order_by(shelf.id))
        tied = read(
            url,
            sa.select(ties.id, ties.name, ties.number, shelf.name).outerjoin_from(EVIDENCE, SHELF).order_by(ties.id),
        )
    assert on_shelf == [(1, "新名.pdf", date(2027, 1, 1)), (2, "市局.pdf", None), (2, "另件.pdf", None)]
    assert tied == [
        (1, "旧名.pdf", "", "新名.pdf"),
        (2, "新名.pdf", "", "新名.pdf"),
        (3, "删除.pdf", "", None),
        (4, "市局.pdf", "", "市局.pdf"),
        (5, "另件.pdf", "", "另件.pdf"),
    ]


def execute(url: str, statements: list[str]) -> None:
    with closing_engine(url) as engine, engine.begin() as connection:
        for statement in statements:
            connection.execute(sa.text(statement))


def read(url: str, query: sa.Select[Any]) -> list[tuple[Any, ...]]:
    with closing_engine(url) as engine, engine.connect() as connection:
        return [tuple(row) for row in connection.execute(query)]


def bring_over(url: str) -> None:
    execute(url, OLD)
    migrate(url)
    engine = make_engine(url)
    with engine.connect() as connection:
        roles = connection.execute(sa.text("SELECT role FROM person ORDER BY id")).scalars().all()
        states = connection.execute(sa.text("SELECT state FROM response ORDER BY id")).scalars().all()
        content = connection.execute(sa.select(StoredAnswer.content, StoredAnswer.source)).one()  # type: ignore[call-overload]
    engine.dispose()
    assert roles == ["provincial_reviewer", "city_reviewer", "clerk", "administrator"]
    assert states == ["submitted", "drafting"]
    assert tuple(content) == ({"value": True}, Source.TYPED)


def test_a_leader_goes_back_as_an_auditor_who_is_out(database_server: Server, tmp_path: Path) -> None:
    with database_server.make_database(tmp_path) as url:
        migrate(url)
        person = (
            "INSERT INTO person (login, name, role, post, telephone, totp_step, is_active, keeps_city, session_key, "
            "created_at) VALUES ('leader', '甲', 'leader', '', '', 0, TRUE, FALSE, 'k', '2026-07-01')"
        )
        execute(url, [person])
        config = Config()
        config.set_main_option("script_location", str(MIGRATIONS))
        config.attributes["url"] = url
        command.downgrade(config, "0027")
        found = read(url, sa.select(PEOPLE.role, PEOPLE.is_active))
        with pytest.raises(sa.exc.IntegrityError, match="ck_person_"):
            execute(url, [person.replace("'leader', '甲'", "'other', '乙'")])
        migrate(url)
    assert [(role, bool(active)) for role, active in found] == [("auditor", False)]


def test_who_was_excused_is_out_as_excused_and_titles_come_apart(database_server: Server, tmp_path: Path) -> None:
    with database_server.make_database(tmp_path) as url:
        migrate(url, "0001")
        execute(url, OLD)
        migrate(url, "0022")
        twin = "SELECT 2, '2026-b', title, as_of, year, opens_on, closes_on, nearest, is_demo, created_at FROM round"
        execute(
            url,
            [
                "UPDATE response SET excused_at = '2026-07-05', excused_reason = '机构撤并' WHERE id = 2",
                "INSERT INTO round (id, slug, title, as_of, year, opens_on, closes_on, nearest, is_demo, created_at) "
                + twin,
            ],
        )
        migrate(url)
        response, round = table_of(Response).c, table_of(Round).c
        out = read(url, sa.select(response.absence, response.absent_reason).order_by(response.id))
        titles = read(url, sa.select(round.title).order_by(round.id))
    assert out == [(None, ""), (Absence.EXCUSED, "机构撤并")]
    assert titles == [("自评",), ("自评（2026-b）",)]
