"""Databases for the tests: a SQLite file each, or on the PostgreSQL server that SURVEY_TEST_SERVER names."""

import os
import secrets
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import sqlalchemy as sa

# Such as postgresql+psycopg://user@/postgres?host=/run/postgresql; its user makes and drops databases.
SERVER = os.environ.get("SURVEY_TEST_SERVER", "")


@dataclass(frozen=True)
class World:
    """A database to be copied; nobody may be connected to it meanwhile."""

    url: str

    @contextmanager
    def copy(self, folder: Path) -> Iterator[str]:
        """The address of a copy of one's own, gone afterwards."""
        if not SERVER:
            file = folder / "survey.sqlite3"
            shutil.copy(self.url.removeprefix("sqlite:///"), file)
            yield f"sqlite:///{file}"
        else:
            with make_database(folder, template=sa.make_url(self.url).database or "") as url:
                yield url


@contextmanager
def make_database(folder: Path, template: str = "template1") -> Iterator[str]:
    """The address of an empty database, gone afterwards."""
    if not SERVER:
        yield f"sqlite:///{folder / 'survey.sqlite3'}"
        return
    name = f"survey_{secrets.token_hex(6)}"
    _command(f"CREATE DATABASE {name} TEMPLATE {template} STRATEGY file_copy")
    yield sa.make_url(SERVER).set(database=name).render_as_string(hide_password=False)
    _command(f"DROP DATABASE {name} WITH (FORCE)")


def _command(statement: str) -> None:
    engine = sa.create_engine(SERVER, isolation_level="AUTOCOMMIT", poolclass=sa.NullPool)
    with engine.connect() as connection:
        connection.execute(sa.text(statement))
