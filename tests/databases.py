"""Databases for the tests: every test that needs one runs on SQLite and on a PostgreSQL server of the tests' own."""

import os
import secrets
import shutil
import subprocess
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
import sqlalchemy as sa

from survey.installing.system_parts import find_postgresql

KINDS = ("sqlite", "postgresql")
# Where statements, locks and migrations are, and each page by its address: these run whole on both kinds. Of any other
# file PostgreSQL runs the first test that needs a database: its rules are Python, and its statements are those that
# stand here or in that test. A test marked for a kind runs on that one, wherever it stands.
WHOLE_ON_BOTH = (
    "tests/reports/gap/test_gathering.py",
    "tests/reports/making/test_outputs.py",
    "tests/reports/rounds",
    "tests/reports/tables/test_export.py",
    "tests/survey/accounts",
    "tests/survey/answering/test_check_page.py",
    "tests/survey/answering/test_results.py",
    "tests/survey/auditing/test_search.py",
    "tests/survey/bureaus/test_links.py",
    "tests/survey/bureaus/test_mending.py",
    "tests/survey/evidence/test_inventory.py",
    "tests/survey/jobs",
    "tests/survey/mail/test_reminders.py",
    "tests/survey/mail/test_sending.py",
    "tests/survey/responses",
    "tests/survey/rounds/test_opening.py",
    "tests/survey/rounds/test_turns.py",
    "tests/survey/storage",
)
# These take longest and begin first, so that no process ends alone with one of them.
LONGEST = (
    "tests/survey/test_server.py",
    "tests/survey/test_round_in_browser.py",
    "tests/survey/studio/test_in_browser.py",
    "tests/survey/responses/test_workflow_at_random.py",
    "tests/test_house.py",
)
ON_SQLITE, ON_POSTGRESQL = (
    pytest.mark.parametrize("database_server", [kind], indirect=True, scope="session") for kind in KINDS
)
# A server that is there already, such as postgresql+psycopg://user@/postgres?host=/run/postgresql, is used instead of
# one of our own; its user makes and drops databases.
RUNNING = os.environ.get("SURVEY_TEST_SERVER", "")
# Nothing is listened to but the socket. What a crash of the machine would lose is of no worth here.
ROOM = 1_000_000_000  # bytes, of which the tests need a tenth
OPTIONS = {"listen_addresses": "", "max_connections": "100", "fsync": "off", "full_page_writes": "off"}


def choose_runs(items: Iterable[pytest.Item]) -> tuple[list[pytest.Item], list[pytest.Item]]:
    """Tests as they were collected: those that run, the longest first, and those that PostgreSQL leaves to SQLite."""
    run, left_out, sampled = [], [], set()
    for item in items:
        file = item.location[0]
        if not _is_for_both(item) or file.startswith(WHOLE_ON_BOTH) or file not in sampled:
            run.append(item)
        else:
            left_out.append(item)
        if _is_for_both(item):
            sampled.add(file)
    return sorted(run, key=lambda item: not item.location[0].startswith(LONGEST)), left_out


def _is_for_both(item: pytest.Item) -> bool:
    """Whether it is a test on PostgreSQL that SQLite runs too."""
    call = getattr(item, "callspec", None)
    own = any("database_server" in mark.args[0] for mark in item.iter_markers("parametrize"))
    return call is not None and call.params.get("database_server") == KINDS[1] and not own


@dataclass(frozen=True)
class Server:
    """Where databases are made: on the PostgreSQL server at an address, or as files where there is none."""

    address: str = ""

    @contextmanager
    def make_database(self, folder: Path, template: str = "template1") -> Iterator[str]:
        """The address of an empty database, gone afterwards."""
        if not self.address:
            yield f"sqlite:///{folder / 'survey.sqlite3'}"
            return
        name = f"survey_{secrets.token_hex(6)}"
        self.create(name, template)
        yield sa.make_url(self.address).set(database=name).render_as_string(hide_password=False)
        self.drop(name)

    def create(self, name: str, template: str) -> None:
        self._command(f"CREATE DATABASE {name} TEMPLATE {template} STRATEGY file_copy")

    def drop(self, name: str) -> None:
        self._command(f"DROP DATABASE {name} WITH (FORCE)")

    def _command(self, statement: str) -> None:
        engine = sa.create_engine(self.address, isolation_level="AUTOCOMMIT", poolclass=sa.NullPool)
        with engine.connect() as connection:
            connection.execute(sa.text(statement))


@dataclass(frozen=True)
class World:
    """A database to be copied; nobody may be connected to it meanwhile."""

    server: Server
    url: str

    @contextmanager
    def copy(self, folder: Path) -> Iterator[str]:
        """The address of a copy of one's own, gone afterwards."""
        source = sa.make_url(self.url).database or ""
        with self.server.make_database(folder, template=source) as url:
            if not self.server.address:
                shutil.copy(source, sa.make_url(url).database or "")
            yield url

    def take_place(self, url: str) -> None:
        """Put a copy of it in the place of a database that nobody is connected to."""
        source, place = (sa.make_url(one).database or "" for one in (self.url, url))
        if self.server.address:
            self.server.drop(place)
            self.server.create(place, source)
        else:
            assert not Path(f"{place}-wal").exists(), "somebody is connected to it"
            shutil.copy(source, place)


def find_memory() -> Path | None:
    """A disk in memory with room enough: a database is made there four times as fast. None: where there is none."""
    memory = Path("/dev/shm")
    return memory if memory.is_dir() and shutil.disk_usage(memory).free > ROOM else None


@contextmanager
def start_postgresql() -> Iterator[Server]:
    """The server that is named, or one of our own, gone afterwards."""
    if RUNNING:
        yield Server(RUNNING)
        return
    folder = Path(tempfile.mkdtemp(prefix="survey-postgresql-", dir=find_memory()))  # a socket's name has to be short
    try:
        with run_postgresql(folder):
            yield Server(f"postgresql+psycopg://survey@/postgres?host={folder}")
    finally:
        shutil.rmtree(folder)


@contextmanager
def run_postgresql(folder: Path) -> Iterator[None]:
    """A server with its data, kept where they are there already, and its socket in `folder`; it refuses to be root's,
    so root hands it to `postgres`."""
    owner = "postgres" if os.geteuid() == 0 else None
    if owner:
        shutil.chown(folder, owner, owner)
    data = folder / "data"
    if not data.exists():
        made = ("--pgdata", data, "--auth=trust", "--username=survey", "--encoding=UTF8", "--locale=C.UTF-8")
        _run("initdb", owner, *made)
    options = " ".join(f"-c {name}={value or chr(39) * 2}" for name, value in OPTIONS.items())
    control = ("pg_ctl", owner, "--pgdata", data, "--silent", "--wait")
    _run(*control, f"--log={folder / 'log'}", "--options", f"{options} -k {folder}", "start")
    try:
        yield
    finally:
        _run(*control, "--mode=immediate", "stop")


def _run(program: str, owner: str | None, *arguments: str | Path) -> None:
    command = [str(Path(find_postgresql()).parent / program), *map(str, arguments)]
    done = subprocess.run(command, user=owner, group=owner, cwd="/", capture_output=True, text=True, check=False)
    assert done.returncode == 0, f"{program}: {done.stderr}"
