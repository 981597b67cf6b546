"""The server as an operator starts it: killed in the middle of fifty savings, and kept busy by slow senders."""

import http.client
import json
import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, suppress
from dataclasses import dataclass, field
from http.cookies import SimpleCookie
from itertools import product
from urllib.parse import urlencode

import pytest
from sqlmodel import Session

from questionnaires.answers import BLANK, Answer
from survey.installing.settings import ROOT, Settings
from survey.responses.saving import list_answers
from survey.storage.installation import open_installation
from survey.storage.tables import Response
from survey.storage.trail import verify_trail
from tests.databases import ON_SQLITE
from tests.machine import WAIT, find_port, list_descendants, list_living, wait_for, wait_for_port
from tests.people import PASSWORD, Respondent

KILLS, SAVINGS = 1, 50  # hundreds of kills are for tests/bench/kills.py
AT_ONCE = 20  # seconds; three where nothing else runs, and never the thirty that Gunicorn gives its requests


@dataclass
class Server:
    """`run.py serve` as an operator starts it, in a process group of its own."""

    settings: Settings
    port: int
    process: subprocess.Popen[bytes] = field(init=False)

    def start(self) -> None:
        own = {
            "SURVEY_DATA_FOLDER": str(self.settings.data_folder),
            "SURVEY_DATABASE_URL": self.settings.database_url,
            "SURVEY_PORT": str(self.port),
            "SURVEY_PROCESSES": "2",
            "SURVEY_SECRET_KEY": "for tests",
        }
        self.process = subprocess.Popen(
            ["env", "--default-signal=HUP", sys.executable, ROOT / "run.py", "serve"],  # tests may run with nohup
            env={**os.environ, **own},
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
        wait_for(self.is_there)

    def is_there(self) -> bool:
        try:
            return self.send("GET", "/sign-in")[0] == 200
        except OSError:
            return False

    def kill(self) -> None:
        with suppress(ProcessLookupError):  # it has ended already
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()
        wait_for_port(self.port)

    def send(
        self, method: str, path: str, body: str = "", headers: Mapping[str, str] | None = None
    ) -> tuple[int, str, str]:
        """Status, body and cookie of one request; OSError or HTTPException where the server is gone."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=WAIT)
        try:
            connection.request(method, path, body.encode(), headers or {})
            answer = connection.getresponse()
            cookie = SimpleCookie(answer.getheader("Set-Cookie") or "")
            return answer.status, answer.read().decode(), "; ".join(f"{one.key}={one.value}" for one in cookie.values())
        finally:
            connection.close()


@dataclass
class Clerk:
    """A clerk's browser, signed in once; the session outlives the server."""

    server: Server
    response_id: int
    cookie: str = ""
    token: str = ""

    def sign_in(self) -> None:
        _, page, cookie = self.server.send("GET", "/sign-in")
        form = urlencode({"login": "bureau", "password": PASSWORD, "csrf_token": read_token(page)})
        kind = "application/x-www-form-urlencoded"
        _, _, self.cookie = self.server.send("POST", "/sign-in", form, {"Cookie": cookie, "Content-Type": kind})
        _, page, renewed = self.server.send("GET", "/help", headers={"Cookie": self.cookie})
        self.cookie, self.token = renewed or self.cookie, read_token(page)

    def save(self, question: str, version: int, remark: str) -> int | None:
        """The version that the server acknowledged, or None."""
        body = json.dumps({"base_version": version, "fields": {"remark": remark}})
        address = f"/responses/{self.response_id}/answers/{question}"
        headers = {"Cookie": self.cookie, "X-CSRFToken": self.token, "Content-Type": "application/json"}
        try:
            status, answer, _ = self.server.send("PUT", address, body, headers)
        except (OSError, http.client.HTTPException):
            return None
        return int(json.loads(answer)["version"]) if status == 200 else None


def read_token(page: str) -> str:
    found = re.search(r'name="csrf-token" content="([^"]+)"', page)
    assert found is not None, page
    return found[1]


@pytest.fixture
def server(settings: Settings) -> Iterator[Server]:
    server = Server(settings, find_port())
    open_installation(settings.database_url, settings.data_folder)
    unknown = settings.data_folder / "evidence" / "ab" / ("ab" * 32)  # to this database
    unknown.parent.mkdir(parents=True)
    unknown.write_bytes(b"of another database")
    server.start()
    assert unknown.exists()  # a start deletes nothing, whatever database it was given
    yield server
    server.kill()


def test_every_acknowledged_answer_survives_kills(server: Server, bureau: Respondent) -> None:
    questions = [one.id for one in bureau.questionnaire.questions][:SAVINGS]
    clerk = Clerk(server, bureau.response_id)
    clerk.sign_in()
    acknowledged = 0
    for round in range(KILLS):
        with Session(bureau.engine) as session:
            standing = list_answers(session, session.get_one(Response, bureau.response_id))
            versions = {id: one.version for id, one in standing.items()}
        with ThreadPoolExecutor(SAVINGS) as pool:
            savings = {id: pool.submit(clerk.save, id, versions.get(id, 0), f"第{round}次") for id in questions}
            while sum(one.done() for one in savings.values()) < SAVINGS // 3:
                time.sleep(0.005)
            server.kill()
        server.start()
        with Session(bureau.engine) as session:
            stored = list_answers(session, session.get_one(Response, bureau.response_id))
            assert isinstance(verify_trail(session), int)
        given = {id: version for id, saving in savings.items() if (version := saving.result()) is not None}
        assert {id: (stored[id].version, stored[id].answer) for id in given} == {
            id: (version, Answer(BLANK, remark=f"第{round}次")) for id, version in given.items()
        }
        acknowledged += len(given)
    assert acknowledged >= KILLS * (SAVINGS // 3)


def find_family(server: Server) -> set[int]:
    """The server with its two web processes, its worker, and the two of that."""
    wait_for(lambda: len(list_descendants(server.process.pid)) >= 6)
    return list_descendants(server.process.pid)


def test_when_the_master_is_killed_nobody_stays_and_the_port_is_free(server: Server) -> None:
    """Not even where somebody has begun a request and does not end it."""
    family = find_family(server)
    with ExitStack() as stack:
        for _ in range(6):
            slow = stack.enter_context(socket.create_connection(("127.0.0.1", server.port)))
            slow.sendall(b"POST /sign-in HTTP/1.1\r\nHost: x\r\nContent-Length: 999\r\n\r\nl")
        time.sleep(0.5)  # for each to be in somebody's hands
        os.kill(server.process.pid, signal.SIGKILL)
        wait_for(lambda: not list_living(family), AT_ONCE)
        wait_for_port(server.port, AT_ONCE)


def test_when_its_terminal_is_closed_the_server_ends(server: Server) -> None:
    family = find_family(server)
    os.killpg(server.process.pid, signal.SIGHUP)
    wait_for(lambda: not list_living(family), AT_ONCE)


KIND = "Content-Type: application/x-www-form-urlencoded"
SLOW = {  # what each sends before it goes silent: the beginning of a head, of a form, of a file
    "head": "GET /sign-in HTTP/1.1\r\nHost: x\r\nX-Slow: 1",
    "body": f"POST /sign-in HTTP/1.1\r\nHost: x\r\n{KIND}\r\nContent-Length: 999\r\n\r\nl",
    "file": f"POST /sign-in HTTP/1.1\r\nHost: x\r\n{KIND}\r\nContent-Length: 999999\r\n\r\nl",
}


def is_open(connection: socket.socket) -> bool:
    """Whether the server holds a connection still, and has said nothing."""
    connection.setblocking(False)
    try:
        return bool(connection.recv(1))
    except BlockingIOError:
        return True


@ON_SQLITE
def test_slow_senders_hold_up_nobody_else(server: Server) -> None:
    """Whoever asks is answered while all of them are held, and they are dropped for their own slowness alone."""
    with ExitStack() as stack:
        slow: list[socket.socket] = []
        for begun, count in product(SLOW.values(), (12, 200)):
            for _ in range(count):
                slow.append(stack.enter_context(socket.create_connection(("127.0.0.1", server.port), WAIT)))
                slow[-1].sendall(begun.encode())
            assert [server.send("GET", "/sign-in")[0] for _ in range(4)] == [200] * 4
            assert all(map(is_open, slow[-count:]))
        slow[0].settimeout(WAIT)
        assert slow[0].recv(1) == b""


@ON_SQLITE
def test_requests_that_come_in_pieces_or_one_after_the_other_are_answered(server: Server) -> None:
    asked = b"GET /health HTTP/1.1\r\nHost: x\r\n\r\n"
    with socket.create_connection(("127.0.0.1", server.port), WAIT) as slow:
        for piece in (
            asked[:9],
            asked[9:-2],
            asked[-2:] + asked + asked[:5],
            asked[5:-4] + b"\r\nConnection: close\r\n\r\n",
        ):
            slow.sendall(piece)
            time.sleep(0.2)
        with slow.makefile("rb") as answers:
            assert answers.read().count(b"HTTP/1.1 200 OK") == 3
