"""Every page of the site as every role, in a province of 200 and of 3,000 bureaus with three years.

Run `python -m tests.bench.bench_pages`, or with `--help` to see how to ask for one size, one role or some addresses
only, for fewer runs, or on PostgreSQL. A province is built once in a folder and asked again by later runs.

Each address of the table that the access tests walk is asked for by whoever is let in; what is a file of its own is
left out. A line is printed as soon as a page is measured, in milliseconds of the processor of whoever answers, which on
PostgreSQL is without the server's own: the first request of a process that has read nothing of the database yet, the
least of several runs after it, and the first after somebody handed a response in or took it back. Then statements,
and kilobytes of the page: whole, and packed as a browser is sent it.
"""

import argparse
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from itertools import islice
from pathlib import Path

import sqlalchemy as sa
from sqlmodel import Session, select

from reports.pages import EXTENSION
from survey.app import create_app
from survey.installing.settings import Settings
from survey.serving import settle
from survey.storage.copying_database import set_sequences
from survey.storage.database import closing_engine, migrate
from survey.storage.tables import Person
from survey.web.languages import compile_translations
from tests.bench.province import build_province
from tests.bench.walkers import LOGINS, Actor, Seen, Walker, forget_all, forget_tallies
from tests.databases import RUNNING, run_postgresql

SLOWEST, GOAL = 10, 150.0
NAMES = {"sqlite": "SQLite", "postgresql": "PostgreSQL"}
HEAD = "    cold     warm    after an act; statements, KB whole and sent, role, page"


def read_arguments(words: Sequence[str] | None = None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="python -m tests.bench.bench_pages", description=(__doc__ or "").split("\n")[0]
    )
    parser.add_argument("bureaus", nargs="*", type=int, default=[200, 3000], help="sizes of provinces; 200 3000")
    parser.add_argument("--database", choices=[*NAMES], default="postgresql" if RUNNING else "sqlite")
    parser.add_argument("--folder", type=Path, default=Path("/var/tmp/survey-pages"), help="where provinces are kept")
    parser.add_argument("--runs", type=int, default=3, help="runs of which the least is the warm figure; 3")
    parser.add_argument("--pages", type=int, default=1000, help="at most so many pages of a province; 1000")
    parser.add_argument("--role", action="append", choices=[*LOGINS], help="only as these; may be given again")
    parser.add_argument("--only", default="", metavar="TEXT", help="only addresses that have this text")
    return parser.parse_args(words)


@contextmanager
def find_server(database: str, folder: Path) -> Iterator[str]:
    """The address of the PostgreSQL server: the one of SURVEY_TEST_SERVER, or one of our own that keeps its data in the
    folder; nothing for SQLite."""
    if database == "sqlite" or RUNNING:
        yield RUNNING if database == "postgresql" else ""
        return
    place = folder / "postgresql"
    place.mkdir(parents=True, exist_ok=True)
    with run_postgresql(place):
        yield f"postgresql+psycopg://survey@/postgres?host={place}"


def find_database(folder: Path, size: int, server: str = RUNNING) -> str:
    """The address of a province, built where it is not there yet."""
    url = f"sqlite:///{folder / f'pages-{size}.sqlite3'}"
    if server:
        name = f"survey_pages_{size}"
        url = sa.make_url(server).set(database=name).render_as_string(hide_password=False)
        with sa.create_engine(server, isolation_level="AUTOCOMMIT").connect() as connection:
            if not connection.scalar(sa.text("SELECT 1 FROM pg_database WHERE datname = :name"), {"name": name}):
                connection.execute(sa.text(f"CREATE DATABASE {name}"))
    migrate(url)
    with closing_engine(url) as engine:
        with Session(engine) as session:
            is_there = session.exec(select(Person)).first() is not None
        if not is_there:
            begun = time.perf_counter()
            build_province(engine, size)
            with engine.execution_options(isolation_level="AUTOCOMMIT").connect() as connection:
                connection.execute(sa.text("ANALYZE"))
            with engine.begin() as connection:
                set_sequences(connection)  # the builder numbers rows by itself
            print(f"built {size} in {time.perf_counter() - begun:.0f} s", flush=True)
    return url


def walk_all(url: str, given: argparse.Namespace) -> Iterator[Seen]:
    """Every page that is asked for, as it is measured."""
    site = create_app(Settings(data_folder=given.folder, database_url=url, secret_key="bench"), [EXTENSION])
    engine: sa.Engine = site.extensions["survey_engine"]
    actor = Actor(engine)
    walkers = [Walker(site, login) for login in given.role or LOGINS]
    forget_all()
    settle()
    asked = [(walker, path) for walker in walkers for path in walker.list_paths() if given.only in path]
    print(f"{len(asked)} addresses, at most {given.pages} pages, {given.runs} runs each", HEAD, sep="\n", flush=True)
    try:
        yield from islice(filter(None, (_ask(walker, path, actor, given.runs) for walker, path in asked)), given.pages)
    finally:
        if not actor.is_in:
            actor.act()
        forget_tallies(engine)
        engine.dispose()


def _ask(walker: Walker, path: str, actor: Actor, runs: int) -> Seen | None:
    walker.sign_in()  # the last time may be too long ago
    return walker.walk(path, actor, runs)


def main() -> None:
    given = read_arguments()
    given.folder.mkdir(parents=True, exist_ok=True)
    compile_translations()
    with find_server(given.database, given.folder) as server:
        for size in given.bureaus:
            url = find_database(given.folder, size, server)
            print(f"{NAMES[given.database]}, {size} bureaus", flush=True)
            seen = []
            for one in walk_all(url, given):
                print(one, flush=True)
                seen.append(one)
            over = sum(one.slowest > GOAL for one in seen)
            print(
                f"{NAMES[given.database]}, {size} bureaus, {len(seen)} pages, {over} of them over {GOAL:.0f} ms warm or"
            )
            print("after an act; the slowest:", HEAD, sep="\n")
            slowest = sorted(seen, key=lambda one: -one.slowest)[: max(SLOWEST, over)]
            print(*slowest, sep="\n", flush=True)


if __name__ == "__main__":
    main()
