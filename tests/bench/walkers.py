"""Who asks for pages in the benchmark of pages, what each may ask for, and what asking took."""

import os
import pickle
import time
from collections.abc import Iterator
from dataclasses import dataclass, replace

import brotli
import sqlalchemy as sa
from flask import Flask
from sqlalchemy import event
from sqlmodel import Session, col, select

from survey.responses.workflow import move
from survey.rounds import issued
from survey.rounds.issued import applying_questionnaire
from survey.storage.states import Action, State
from survey.storage.tables import Person, Response
from tests.bench.bench_saving import make_session
from tests.survey.web.addresses import DOWNLOADS, GET
from tests.survey.web.audiences import READ_ONLY

BROWSER = {"User-Agent": "bench", "Accept-Encoding": "gzip, deflate, br"}
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
TOO_SLOW = 2000  # milliseconds; who waits so long for a page that was asked before is not made to wait for it again


@dataclass(frozen=True)
class Seen:
    """A page as one asked for it: milliseconds of the processor, once it was asked before, after an act, and by a
    process that has just begun; statements, bytes of the page and bytes as it is sent, packed."""

    time: float
    statements: int
    size: int
    sent: int
    login: str
    path: str
    acted: float = 0
    cold: float = 0

    @property
    def slowest(self) -> float:
        """What one waits for it where the process is not new."""
        return max(self.time, self.acted)

    def __str__(self) -> str:
        times = f"{self.cold:8.1f} {self.time:8.1f} {self.acted:8.1f} ms"
        sizes = f"{self.size / 1024:5.0f} {self.sent / 1024:4.0f} KB"
        return f"{times} {self.statements:5} {sizes}  {self.login:9} {self.path}"


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
        self.engine: sa.Engine = site.extensions["survey_engine"]
        self.site, self.role, self.login, self.client = site, LOGINS[login], login, site.test_client()
        with Session(self.engine) as session:
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

    def walk(self, path: str, actor: Actor, runs: int) -> Seen | None:
        """What a page takes, by a process of its own that has read nothing of the database yet: the first request, the
        quickest of some more, and one after an act. None where the province has no such thing."""
        self.engine.dispose()
        reads, writes = os.pipe()
        child = os.fork()
        if child == 0:
            with os.fdopen(writes, "wb") as said:
                said.write(pickle.dumps(self._walk(path, actor, runs)))
            os._exit(0)
        os.close(writes)
        with os.fdopen(reads, "rb") as told:
            found: bytes = told.read()
        os.waitpid(child, 0)
        if not found:
            raise SystemExit(f"{self.login} {path}: no page")
        seen: Seen | None
        seen, actor.is_in = pickle.loads(found)
        return seen

    def _walk(self, path: str, actor: Actor, runs: int) -> tuple[Seen | None, bool]:
        if (first := self.ask(path)) is None:
            return None, actor.is_in
        found = [one for _ in range(runs if first.time < TOO_SLOW else 1) if (one := self.ask(path))]
        actor.act()
        acted = self.ask(path)
        quickest = min(found, key=lambda one: one.time)
        return replace(quickest, cold=first.time, acted=acted.time if acted else 0), actor.is_in

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
            forget_tallies(self.engine)
            return self.ask(path)
        if answer.status_code >= 500 or "/sign-in" in answer.headers.get("Location", ""):
            raise SystemExit(f"{path}: {answer.status}")
        if answer.status_code != 200:
            return None
        page = brotli.decompress(answer.data) if answer.headers.get("Content-Encoding") == "br" else answer.data
        return Seen(took, told, len(page), len(answer.data), self.login, path)


def _fits(role: str, response: Response) -> bool:
    return role != "city" or (response.bureau.parent is not None and response.bureau.parent.code == "140100")


def forget_tallies(engine: sa.Engine) -> None:
    """That anyone asked for anything, which a site counts."""
    with engine.execution_options(writing=True).begin() as connection:
        connection.execute(sa.text("DELETE FROM tally"))


def forget_all() -> None:
    """As a process is that has read nothing of the database yet."""
    issued._ISSUED.clear()
    issued._APPLYING.clear()
