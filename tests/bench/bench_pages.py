"""Every page of the site as every role, in a province of 200 and of 3,000 bureaus with three years.

Run `python -m tests.bench.bench_pages [FOLDER] [BUREAUS ...]`. A province is built once in FOLDER, which is
/var/tmp/survey-pages unless told, and asked again by later runs; with SURVEY_TEST_SERVER set it is a database of that
PostgreSQL server, kept as well. Each address of the table that the access tests walk is asked for by whoever is let in;
what is a file of its own is left out. Milliseconds of the processor of whoever answers, in three columns: the least of
several runs, the first run after somebody handed a response in or took it back, and the first that a process is asked,
which has read nothing of the database yet.
"""

import os
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import sqlalchemy as sa
from flask import Flask
from sqlalchemy import event
from sqlmodel import Session, col, select

from reports.pages import EXTENSION
from survey.app import create_app
from survey.installing.settings import Settings
from survey.responses.workflow import move
from survey.rounds import issued
from survey.rounds.issued import applying_questionnaire
from survey.storage.database import closing_engine, migrate
from survey.storage.states import Action, State
from survey.storage.tables import Person, Response
from survey.web.languages import compile_translations
from tests.bench.bench_saving import make_session
from tests.bench.province import build_province
from tests.databases import RUNNING
from tests.survey.web.addresses import DOWNLOADS, GET
from tests.survey.web.audiences import READ_ONLY

SLOWEST, RUNS, GOAL = 10, 3, 150.0
BROWSER = {"User-Agent": "bench"}
LOGINS = {"clerk": "clerk", "head": "head", "city0": "city", "province": "province", "admin": "admin"}
LOGINS |= {"auditor": "auditor", "leader": "leader"}
# Whose response is asked for: with its bureau for these, under review for those above.
STATES = {"clerk": State.DRAFTING, "head": State.DRAFTING, "city": State.CITY_REVIEW}
STATES |= dict.fromkeys(READ_ONLY, State.ACCEPTED)
AS = {"clerk": "bureau"}
FOR_FILES = DOWNLOADS | {"outputs.show", "static", "trail.export"}
MORE = {
    "round_table.bureaus": (
        *("?order=flags", "?flag=bare", "?flag=same_remark&order=flags", "?order=score&page=7", "?order=late"),
        *("?q=第12", "?state=submitted", "?city=140200", "?order=difference"),
    ),
    "reviewing.review": ("?show=first", "?only={question}"),
    "people.everyone": ("?q=填报员1",),
    "bureaus.tree": ("?q=第12", "?gaps=yes"),
    "trail.show": ("?act=review.decide", "?q=response 7"),
    "round_report.show": ("?city=140200",),
}


@dataclass(frozen=True)
class Seen:
    """A page as one asked for it: milliseconds of the processor, once it was asked before, after an act, and by a
    process that has just begun; statements and bytes."""

    time: float
    statements: int
    size: int
    login: str
    path: str
    acted: float = 0
    cold: float = 0

    @property
    def slowest(self) -> float:
        """What one waits for it where the process is not new."""
        return max(self.time, self.acted)

    def __str__(self) -> str:
        times = f"{self.time:8.1f} {self.acted:8.1f} {self.cold:8.1f} ms"
        return f"{times} {self.statements:5} {self.size / 1024:6.0f} KB  {self.login:9} {self.path}"


class Actor:
    """The head of a county's bureau, who hands its response in and takes it back, in turn."""

    def __init__(self, engine: sa.Engine) -> None:
        self.engine, self.is_in = engine, True
        query = select(Response).where(Response.round_id == 3, Response.state == State.SUBMITTED)
        with Session(engine) as session:
            found = session.exec(query.order_by(col(Response.id))).all()
            one = next(each for each in found if each.bureau.level == "county")
            head = sa.and_(col(Person.bureau_id) == one.bureau_id, col(Person.login).startswith("head"))
            self.response_id, self.head_id = one.id, session.exec(select(Person.id).where(head)).one()

    def act(self) -> None:
        move(self.engine, self.response_id, Action.RECALL if self.is_in else Action.SUBMIT, self.head_id)
        self.is_in = not self.is_in


class Walker:
    """Somebody signed in, with a response to ask for."""

    def __init__(self, site: Flask, login: str) -> None:
        engine: sa.Engine = site.extensions["survey_engine"]
        self.site, self.role, self.login, self.client = site, LOGINS[login], login, site.test_client()
        with Session(engine) as session:
            self.response_id, self.code, self.person, self.question = self._find(session, login)
        self.sign_in()

    def _find(self, session: Session, login: str) -> tuple[int, str, Person, str]:
        state = STATES.get(self.role, State.PROVINCIAL_REVIEW)
        query = select(Response).where(Response.state == state, Response.round_id == 3).order_by(col(Response.id))
        response = next(one for one in session.exec(query) if one.bureau.level == "county" and _fits(self.role, one))
        wanted = col(Person.login) == login
        if self.role in ("clerk", "head"):
            wanted = sa.and_(col(Person.bureau_id) == response.bureau_id, col(Person.login).startswith(self.role))
        question = applying_questionnaire(response).questions[2].id
        return response.id, response.bureau.code, session.exec(select(Person).where(wanted)).one(), question

    def sign_in(self) -> None:
        cookie, _ = make_session(self.site, self.person, BROWSER)
        self.client.set_cookie(self.site.config["SESSION_COOKIE_NAME"], cookie)

    def list_paths(self) -> Iterator[str]:
        """The addresses where this role finds a page."""
        name = AS.get(self.role, self.role)
        for endpoint, (path, audience) in GET.items():
            is_in = audience.lets_in(name, submitted=self.role not in ("clerk", "head"))
            if endpoint in FOR_FILES or not (is_in or name in audience.accepted):
                continue
            for query in ("", *MORE.get(endpoint, ())):
                whole = f"{path.replace('emergency-plan', self.question).replace('150121', self.code)}{query}"
                yield whole.replace("{id}", str(self.response_id)).replace("{question}", self.question)

    def walk(self, actor: Actor) -> Iterator[Seen]:
        self.sign_in()  # the last time may be too long ago
        for path in self.list_paths():
            first = self.ask(path)
            if first is None:
                continue
            runs = RUNS if first.time < 2000 else 1
            found = min([*filter(None, (self.ask(path) for _ in range(runs)))], key=lambda one: one.time)
            actor.act()
            acted = self.ask(path)
            yield replace(found, acted=acted.time if acted else 0)

    def ask(self, path: str) -> Seen | None:
        """One request; None where the province has no such thing."""
        told = 0

        def tell(*_: object) -> None:
            nonlocal told
            told += 1

        event.listen(sa.Engine, "before_cursor_execute", tell)
        begun = time.process_time()
        answer = self.client.get(path, headers=BROWSER, buffered=True, follow_redirects=False)
        took = 1000 * (time.process_time() - begun)
        event.remove(sa.Engine, "before_cursor_execute", tell)
        if answer.status_code == 429:  # a fast machine asks faster than anyone may
            _forget_tallies(self.site.extensions["survey_engine"])
            return self.ask(path)
        if answer.status_code >= 500 or "/sign-in" in answer.headers.get("Location", ""):
            raise SystemExit(f"{path}: {answer.status}")
        return Seen(took, told, len(answer.data), self.role, path) if answer.status_code == 200 else None


def _fits(role: str, response: Response) -> bool:
    return role != "city" or (response.bureau.parent is not None and response.bureau.parent.code == "140100")


def find_database(folder: Path, size: int) -> str:
    """The address of a province, built where it is not there yet."""
    url = f"sqlite:///{folder / f'pages-{size}.sqlite3'}"
    if RUNNING:
        name = f"survey_pages_{size}"
        url = sa.make_url(RUNNING).set(database=name).render_as_string(hide_password=False)
        with sa.create_engine(RUNNING, isolation_level="AUTOCOMMIT").connect() as connection:
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
            print(f"built {size} in {time.perf_counter() - begun:.0f} s", flush=True)
    return url


def walk_all(url: str, folder: Path) -> list[Seen]:
    """Every page as every role, the slowest first."""
    site = create_app(Settings(data_folder=folder, database_url=url, secret_key="bench"), [EXTENSION])
    engine: sa.Engine = site.extensions["survey_engine"]
    actor = Actor(engine)
    walkers = [Walker(site, login) for login in LOGINS]
    engine.dispose()
    forget_all()
    cold = _walk_cold(walkers)
    seen = [replace(one, cold=cold[walker.login, one.path]) for walker in walkers for one in walker.walk(actor)]
    if not actor.is_in:
        actor.act()
    _forget_tallies(engine)
    engine.dispose()
    return sorted(seen, key=lambda one: -one.slowest)


def _forget_tallies(engine: sa.Engine) -> None:
    with engine.execution_options(writing=True).begin() as connection:
        connection.execute(sa.text("DELETE FROM tally"))


def forget_all() -> None:
    """As a process is that has read nothing of the database yet."""
    issued._ISSUED.clear()
    issued._APPLYING.clear()


def _walk_cold(walkers: list[Walker]) -> dict[tuple[str, str], float]:
    """Each page by a process of its own, forked from this one while this one has not answered anything."""
    found: dict[tuple[str, str], float] = {}
    for walker in walkers:
        walker.sign_in()  # the last time may be too long ago
        walker.site.extensions["survey_engine"].dispose()
        found |= {(walker.login, path): _ask_apart(walker, path) for path in walker.list_paths()}
    return found


def _ask_apart(walker: Walker, path: str) -> float:
    reads, writes = os.pipe()
    if os.fork() == 0:
        seen = walker.ask(path)
        os.write(writes, str(seen.time if seen else 0).encode())
        os._exit(0)
    os.close(writes)
    with os.fdopen(reads) as said:
        found = said.read()
    os.wait()
    return float(found)


def main(folder: Path, sizes: list[int]) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    compile_translations()
    for size in sizes:
        seen = walk_all(find_database(folder, size), folder)
        over = sum(one.slowest > GOAL for one in seen)
        kind = "PostgreSQL" if RUNNING else "SQLite"
        print(f"{kind}, {size} bureaus, {len(seen)} pages, {over} of them over {GOAL:.0f} ms; the slowest:")
        print("    warm, after an act, cold; statements, bytes")
        print("\n".join(map(str, seen[: max(SLOWEST, over)])), flush=True)


if __name__ == "__main__":
    given = sys.argv[1:]
    place = Path(given.pop(0)) if given and not given[0].isdecimal() else Path("/var/tmp/survey-pages")
    main(place, [int(one) for one in given] or [200, 3000])
