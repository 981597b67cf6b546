"""The bell that rings when something is owed: NOTIFY on PostgreSQL; SQLite has none, there one looks every second."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import sqlalchemy as sa
from sqlmodel import Session

TURN = 1.0  # seconds that one waits in one go
Bell = Callable[[], bool]  # waits for a turn at most; whether it is worth looking at the table


def ring(session: Session) -> None:
    """Wake who waits for work, once this session's act is written."""
    if session.get_bind().dialect.name == "postgresql":
        session.connection().execute(sa.text("NOTIFY survey_jobs"))


@contextmanager
def hear_bell(engine: sa.Engine) -> Iterator[Bell]:
    """Hear the bell from now on, on a connection of one's own."""
    if engine.dialect.name != "postgresql":
        yield _wait
        return
    with engine.execution_options(isolation_level="AUTOCOMMIT").connect() as connection:
        connection.execute(sa.text("LISTEN survey_jobs"))
        driver = connection.connection.driver_connection
        assert driver is not None
        yield lambda: any(True for _ in driver.notifies(timeout=TURN, stop_after=1))


def _wait() -> bool:
    time.sleep(TURN)
    return True
