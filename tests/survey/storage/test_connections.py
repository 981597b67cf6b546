"""Connections: one that PostgreSQL closed is not used, reading keeps no transaction open, or one moment throughout."""

from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
import sqlalchemy as sa

from survey.storage.database import closing_engine, reading, reading_at_once, writing
from survey.storage.tables import Bureau
from tests.databases import Server

ONE, OWN = sa.text("SELECT 1"), sa.text("SELECT pg_backend_pid()")


@pytest.fixture
def empty(postgresql: Server, tmp_path: Path) -> Iterator[sa.Engine]:
    """An engine on an empty database."""
    with postgresql.make_database(tmp_path) as url, closing_engine(url) as engine:
        yield engine


def end_idle(engine: sa.Engine) -> int:
    """Have the server close the connection that the pool keeps; its number."""
    with reading(engine) as session:
        number = session.execute(OWN).scalar_one()
    address = engine.url.set(drivername="postgresql").render_as_string(hide_password=False)
    with psycopg.connect(address) as judge:
        judge.execute("SELECT pg_terminate_backend(%s, 5000)", [number])
    return int(number)


def test_a_connection_that_the_server_closed_is_not_used_again(empty: sa.Engine) -> None:
    ended = end_idle(empty)
    with reading(empty) as session:
        assert session.execute(OWN).scalar_one() != ended


def test_an_act_is_written_over_a_new_connection_where_the_old_one_is_closed(empty: sa.Engine) -> None:
    with writing(empty) as session:
        session.execute(sa.text("CREATE TABLE answer (value text)"))
    end_idle(empty)
    with writing(empty) as session:
        session.execute(sa.text("INSERT INTO answer VALUES ('kept')"))
    with reading(empty) as session:
        assert session.execute(sa.text("SELECT value FROM answer")).scalar_one() == "kept"


def test_a_connection_that_lives_is_used_again(empty: sa.Engine) -> None:
    with reading(empty) as session, reading(empty) as other:
        numbers = {session.execute(OWN).scalar_one(), other.execute(OWN).scalar_one()}
    with writing(empty) as session:
        assert session.execute(OWN).scalar_one() in numbers


def test_what_only_reads_keeps_no_transaction_open(empty: sa.Engine) -> None:
    with reading(empty) as session:
        session.execute(ONE)
        driver = session.connection().connection.driver_connection
        assert isinstance(driver, psycopg.Connection)
        assert driver.info.transaction_status == psycopg.pq.TransactionStatus.IDLE


def test_what_writes_after_something_was_read_is_one_transaction_again(empty: sa.Engine) -> None:
    with reading(empty) as session:
        session.execute(ONE)
    with pytest.raises(ZeroDivisionError), writing(empty) as session:
        session.execute(sa.text("CREATE TABLE answer (value text)"))
        raise ZeroDivisionError
    with reading(empty) as session:
        assert session.execute(sa.text("SELECT to_regclass('answer')")).scalar_one() is None


def test_what_is_made_of_many_statements_reads_one_moment(engine: sa.Engine) -> None:
    count = sa.select(sa.func.count()).select_from(Bureau)
    with reading_at_once(engine) as session:
        before = session.execute(count).scalar_one()
        with writing(engine) as other:
            other.add(Bureau(code="150900", name="乌兰察布市市场监督管理局", level="city"))
        assert session.execute(count).scalar_one() == before
    with reading_at_once(engine) as session:
        assert session.execute(count).scalar_one() == before + 1
