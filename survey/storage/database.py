"""One engine per process, one session per request, one transaction per act."""

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from contextvars import ContextVar
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from alembic import command
from alembic.config import Config
from sqlalchemy import event
from sqlmodel import Session, create_engine

from survey.installing.settings import BadSetting
from survey.storage.columns import CLOCK

_READER: ContextVar[Session | None] = ContextVar("reader", default=None)
MIGRATIONS = Path(__file__).parent / "migrations"
# A server that is gone without a word is found out within a minute: in seconds, in seconds, times.
KEEP_ALIVE = {"keepalives_idle": 30, "keepalives_interval": 10, "keepalives_count": 3}


def make_engine(url: str) -> sa.Engine:
    """Make an engine. SQLite gets write-ahead logging and writes through to the disk: an acknowledged answer stays."""
    CLOCK.set(None)
    if not url.startswith("sqlite"):
        engine = create_engine(url, connect_args=KEEP_ALIVE, pool_pre_ping=True)
        event.listen(engine, "checkout", _read_clock)
        return engine
    engine = create_engine(url, connect_args={"timeout": 30})
    event.listen(engine, "connect", _prepare_sqlite)
    event.listen(engine, "begin", _begin_at_once)
    return engine


def _read_clock(connection: Any, record: object, proxy: object) -> None:
    """Set our clock by the server's, once in a while."""
    if CLOCK.is_due:
        before = CLOCK.tick()
        at = connection.execute("SELECT clock_timestamp()").fetchone()[0]
        CLOCK.set(at, (before + CLOCK.tick()) / 2)
        connection.rollback()


def look_at_clock(engine: sa.Engine) -> None:
    """Read the database's clock before anything is asked of it, where it can be reached."""
    if engine.dialect.name != "sqlite":
        with suppress(sa.exc.OperationalError), engine.connect():
            pass


def is_missing(engine: sa.Engine) -> bool:
    """Whether it is a file of SQLite that is not there: to look into it would make it."""
    return engine.dialect.name == "sqlite" and not Path(engine.url.database or "").exists()


@contextmanager
def closing_engine(url: str) -> Iterator[sa.Engine]:
    """An engine for one command, its connections closed at the end."""
    engine = make_engine(url)
    try:
        yield engine
    finally:
        engine.dispose()


def _prepare_sqlite(connection: Any, record: object) -> None:
    connection.isolation_level = None  # sqlite3 must not begin by itself: _begin_at_once does
    for pragma in ("journal_mode = WAL", "synchronous = FULL", "foreign_keys = ON"):
        connection.execute(f"PRAGMA {pragma}")


def _begin_at_once(connection: sa.Connection) -> None:
    """Take SQLite's write lock first where a session will write, so that it waits instead of failing half way."""
    writing = connection.get_execution_options().get("writing", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writing else "BEGIN")


def migrate(url: str, version: str = "head") -> None:
    """Bring the tables of a database up to a version. Raises BadSetting where it cannot be opened."""
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    config.attributes["url"] = url
    with naming_fault(url):
        command.upgrade(config, version)


@contextmanager
def naming_fault(url: str) -> Iterator[None]:
    """Raises BadSetting where a database cannot be opened, or not written to."""
    try:
        yield
    except (sa.exc.ArgumentError, sa.exc.OperationalError, ImportError) as error:
        raise BadSetting(f"SURVEY_DATABASE_URL={url!r} cannot be opened: {str(error).splitlines()[0]}") from None


def use_reader(session: Session | None) -> Session | None:
    """Name the session that reads for whoever acts here, such as a request; give back the one that did before."""
    before = _READER.get()
    _READER.set(session)
    return before


def _end_reading() -> None:
    """End what was read up to now for whoever acts here; what is read next is what stands then.

    On SQLite a reader that stays while its own request writes keeps the write-ahead log from being started anew: the
    log grows for ever, and every commit tries to clear it in vain.
    """
    if (reader := _READER.get()) is not None:
        reader.commit()


def reading(engine: sa.Engine) -> Session:
    """A session to read with.

    On SQLite all that it reads stands at one moment. On PostgreSQL each statement reads what stands then, within a
    transaction as without one; so there is none, and two questions less for the server.
    """
    return _read(engine, "AUTOCOMMIT")


def reading_at_once(engine: sa.Engine) -> Session:
    """A session all of whose reading stands at one moment: for what is made of many statements and then kept."""
    return _read(engine, "REPEATABLE READ")


def _read(engine: sa.Engine, level: str) -> Session:
    if engine.dialect.name != "sqlite":
        engine = engine.execution_options(isolation_level=level)
    return Session(engine, expire_on_commit=False)


@contextmanager
def writing(engine: sa.Engine) -> Iterator[Session]:
    """A session for one act: all of it is written at the end, or nothing."""
    _end_reading()
    with Session(engine.execution_options(writing=True), expire_on_commit=False) as session, session.begin():
        yield session
