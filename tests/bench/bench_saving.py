"""Saving one answer over HTTP, against a bare Flask view with one upsert under the same server.

Run `python -m tests.bench.bench_saving [SECONDS [RUNS]]`. All sides run behind the product's own gunicorn settings,
each on its own copy of one database with 3,000 × 150 answers, through the product's own engine: the same pragmas, the
same pool, a commit for each answer. The bare view knows no session and no rights, and keeps neither edit nor trail; a
second one keeps these two and does nothing else, which is the floor for what the product promises. All are asked in
turns, over connections that are kept open, by one client that sends changed answers of all bureaus. With
SURVEY_TEST_SERVER set the databases are on that PostgreSQL server.
"""

import json
import random
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from pathlib import Path
from statistics import median

import sqlalchemy as sa
from flask import Flask
from flask import session as browser_session
from flask_wtf.csrf import generate_csrf
from sqlmodel import Session, col, select

from questionnaires.answers import read_answer
from questionnaires.questionnaire import Question
from survey.accounts.signing_in import open_session
from survey.answering.forms import fields_of
from survey.app import create_app
from survey.installing.settings import Settings
from survey.rounds.issued import applying_questionnaire
from survey.serving import Site
from survey.storage.columns import now
from survey.storage.database import make_engine, migrate
from survey.storage.states import Role, State
from survey.storage.tables import Person, Response
from survey.web.languages import compile_translations
from tests.bench.keeping import make_bare, make_keeping
from tests.bench.load import Load, load
from tests.bench.samples import fill_province, make_raw
from tests.databases import RUNNING, Server, World
from tests.machine import find_port
from tests.reports.samples import AS_OF

BUREAUS, TURNS, CONNECTIONS = 3000, 5, (1, 50)
BROWSER = "bench"
SAYS = {"product": "saving an answer", "keeping": "the least that keeps edit and trail"}
SIDES = {"product": create_app, "keeping": make_keeping, "bare": make_bare}


def fill(url: str, bureaus: int = BUREAUS) -> None:
    """A province of drafts with every question answered, and a clerk in each of its bureaus."""
    migrate(url)
    engine = make_engine(url)
    fill_province(engine, bureaus)
    with Session(engine) as session:
        session.execute(sa.update(Response).values(state=State.DRAFTING, submitted_at=None))
        clerk = {"role": Role.CLERK, "session_key": "bench", "created_at": now(), "password_set_at": now()}
        ids = session.exec(select(Response.bureau_id).order_by(col(Response.id))).all()
        session.execute(
            sa.insert(Person), [clerk | {"login": f"c{id}", "name": f"填报员{id}", "bureau_id": id} for id in ids]
        )
        session.commit()
    engine.dispose()


class Clerks:
    """What the clerks of all bureaus send: each time another answer of another bureau, changed."""

    def __init__(self, settings: Settings) -> None:
        self.chance, self.versions = random.Random(1), dict[tuple[int, str], int]()
        site = create_app(settings)
        with Session(site.extensions["survey_engine"]) as session:
            query = select(Response, Person).join(Person, col(Person.bureau_id) == Response.bureau_id)
            people = session.exec(query.order_by(col(Response.id)).where(Person.login != "bench")).all()
            self.questions = applying_questionnaire(people[0][0]).questions
            self.responses = [(response.id, sign_in(site, person)) for response, person in people]
        self.contents = make_raw(applying_questionnaire(people[0][0]), 1)
        site.extensions["survey_engine"].dispose()

    def deal(self, connections: int) -> list[Iterator[bytes]]:
        """What goes over each connection: each has responses of its own, as each clerk has. Two requests for one answer
        that were under way at once came in any order, and one of them was told that it was late."""
        return [self._go_on(self.responses[at::connections]) for at in range(connections)]

    def _go_on(self, responses: list[tuple[int, str]]) -> Iterator[bytes]:
        while True:
            response_id, headers = self.chance.choice(responses)
            yield self.write(response_id, headers, self.chance.choice(self.questions))

    def write(self, response_id: int, headers: str, question: Question) -> bytes:
        place = (response_id, question.id)
        self.versions[place] = base = self.versions.get(place, 0) + 1
        answer = read_answer(question, self.contents[question.id] | {"remark": f"第{base}次修改"}, AS_OF)
        fields = {name: "y" if one is True else one for name, one in fields_of(question, answer).items() if one}
        body = json.dumps({"base_version": base, "fields": fields})
        return (
            f"PUT /responses/{response_id}/answers/{question.id} HTTP/1.1\r\nHost: localhost\r\n{headers}"
            f"Content-Type: application/json\r\nContent-Length: {len(body)}\r\n\r\n{body}"
        ).encode()


def make_session(site: Flask, person: Person, browser: Mapping[str, str]) -> tuple[str, str]:
    """The cookie of a person's session in a browser that sends these headers, and the token of its forms."""
    with site.test_request_context(headers=browser, environ_base={"REMOTE_ADDR": "127.0.0.1"}):
        open_session(person)
        token = generate_csrf()
        serializer = site.session_interface.get_signing_serializer(site)  # type: ignore[attr-defined]
        return serializer.dumps(dict(browser_session)), token


def sign_in(site: Flask, person: Person) -> str:
    """The headers that a browser of this person sends."""
    browser = {"User-Agent": BROWSER, "Accept": "application/json", "Accept-Encoding": "gzip, deflate"}
    cookie, browser["X-CSRFToken"] = make_session(site, person, browser)
    browser["Cookie"] = f"{site.config['SESSION_COOKIE_NAME']}={cookie}"
    return "".join(f"{name}: {value}\r\n" for name, value in browser.items())


@contextmanager
def serving(side: str, url: str, folder: Path) -> Iterator[int]:
    """One side's server as a program of its own; gives its port."""
    port = find_port()
    server = subprocess.Popen([sys.executable, "-m", "tests.bench.bench_saving", side, url, str(folder), str(port)])
    try:
        deadline = time.monotonic() + 60
        while time.monotonic() < deadline:
            try:
                socket.create_connection(("127.0.0.1", port)).close()
                break
            except OSError:
                time.sleep(0.1)
        time.sleep(3)  # every process has made its site
        yield port
    finally:
        server.terminate()
        server.wait()


def serve(side: str, url: str, folder: str, port: str) -> None:
    settings = Settings(data_folder=Path(folder), database_url=url, secret_key="bench", port=int(port))
    Site(settings, lambda: SIDES[side](settings)).run()


def bench(urls: dict[str, str], folder: Path, seconds: float, times: int) -> None:
    clerks = {
        side: Clerks(Settings(data_folder=folder, database_url=url, secret_key="bench")) for side, url in urls.items()
    }
    with ExitStack() as servers:
        ports = {side: servers.enter_context(serving(side, url, folder)) for side, url in urls.items()}
        for side, port in ports.items():
            load(port, 1, clerks[side].deal(20))
        for connections in CONNECTIONS * times:
            runs: dict[str, list[Load]] = {side: [] for side in ports}
            for _ in range(TURNS):
                for side, port in ports.items():
                    runs[side].append(load(port, seconds, clerks[side].deal(connections)))
            show(connections, runs)


def show(connections: int, runs: dict[str, list[Load]]) -> None:
    sums = {
        side: Load([time for one in each for time in one.times], sum(one.seconds for one in each))
        for side, each in runs.items()
    }
    print(f"{connections} connections: " + "; ".join(f"{side} {one}" for side, one in sums.items()))
    for side, words in SAYS.items():
        pairs = zip(runs[side], runs["bare"], strict=True)
        ratio = median(bare.per_second / other.per_second for other, bare in pairs)
        print(f"  {words} takes {ratio:.2f} times the bare view's time", flush=True)


def main() -> None:
    seconds = float(sys.argv[1]) if len(sys.argv) > 1 else 4
    times = int(sys.argv[2]) if len(sys.argv) > 2 else 1
    compile_translations()
    server = Server(RUNNING)
    with tempfile.TemporaryDirectory() as name, server.make_database(Path(name)) as url:
        folder, twin = Path(name), Path(name) / "twins"
        for side in SIDES:
            (twin / side).mkdir(parents=True)
        fill(url)
        print(f"{'PostgreSQL' if RUNNING else 'SQLite'}, {BUREAUS * 150:,} answers", flush=True)
        with ExitStack() as copies:
            urls = {side: copies.enter_context(World(server, url).copy(twin / side)) for side in SIDES}
            bench(urls, folder, seconds, times)


if __name__ == "__main__":
    if len(sys.argv) == 5:
        serve(*sys.argv[1:])
    else:
        main()
