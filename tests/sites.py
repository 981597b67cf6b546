"""Sites for the tests, and worlds in which something has happened before."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from types import CodeType
from typing import Any, ClassVar

import sqlalchemy as sa
from flask import Flask
from flask_babel import get_domain
from jinja2 import BytecodeCache
from jinja2.bccache import Bucket
from sqlalchemy import event
from werkzeug.routing import Map, Rule

from reports.pages import EXTENSION
from survey.app import create_app
from survey.installing.settings import Settings
from survey.storage.database import closing_engine
from tests.databases import World
from tests.machine import ZONE
from tests.people import Respondent, full_value


class KeptTemplates(BytecodeCache):
    """Templates compiled once for all sites: every test has a site of its own, and compiling was half of its time."""

    def __init__(self) -> None:
        self._kept: dict[tuple[str, str], CodeType | None] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        bucket.code = self._kept.get((bucket.key, bucket.checksum))

    def dump_bytecode(self, bucket: Bucket) -> None:
        self._kept[bucket.key, bucket.checksum] = bucket.code


class KeptRule(Rule):
    """A rule of the address map that is compiled once for all sites: to compile some two hundred of them for each took
    longer than all else of an ordinary test."""

    _kept: ClassVar[dict[tuple[object, ...], Rule]] = {}

    def bind(self, map: Map, rebind: bool = False) -> None:
        key = (self.rule, self.endpoint, frozenset(self.methods or ()), repr(self.defaults))
        if key in self._kept:
            vars(self).update(vars(self._kept[key]), map=map)
        else:
            super().bind(map, rebind)
            self._kept[key] = self


TEMPLATES = KeptTemplates()
# Words as they were read, by the folders of translations: to read them took a third of the first page of each site.
WORDS: dict[tuple[str, ...], dict[Any, Any]] = {}
Flask.url_rule_class = KeptRule


Happen = Callable[[Respondent], object]  # what somebody does, or what is done to them
Relive = Callable[[Happen], None]
FIRST: dict[str, sa.Engine] = {}


def spare_engine(engine: sa.Engine) -> None:
    """Let an engine use what statements were compiled to for the first one of its kind; and on SQLite wait for no disk,
    as what a crash of the machine would lose is of no worth here."""
    first = FIRST.setdefault(engine.dialect.name, engine)
    engine.dialect, engine._compiled_cache = first.dialect, first._compiled_cache
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", lambda connection, _: connection.execute("PRAGMA synchronous = OFF"))


@contextmanager
def spared_engine(url: str) -> Iterator[sa.Engine]:
    """An engine for one test or for what happened before it, spared like those of the sites."""
    with closing_engine(url) as engine:
        spare_engine(engine)
        yield engine


@contextmanager
def open_site(settings: Settings) -> Iterator[Flask]:
    """The whole site, whose forms need no token; its connections are closed at the end."""
    site = create_app(settings, [EXTENSION])
    site.config["WTF_CSRF_ENABLED"] = False
    site.jinja_env.bytecode_cache = TEMPLATES
    with site.app_context():
        get_domain().cache = WORDS.setdefault(tuple(get_domain().translation_directories), {})
    spare_engine(site.extensions["survey_engine"])
    yield site
    site.extensions["survey_engine"].dispose()


@contextmanager
def pass_time(world: World, folder: Path, happen: Callable[[Callable[[str], Respondent]], object]) -> Iterator[World]:
    """A copy of the world after something has happened in it; `happen` is told how to find a clerk."""
    with world.copy(folder) as url:
        with open_site(Settings(folder, url, "for tests", time_zone=ZONE)) as site:
            happen(lambda login: Respondent(site, site.extensions["survey_engine"], login))
        yield World(world.server, url)


@dataclass(frozen=True)
class Pasts:
    """What happened before many tests, lived through once for all of them."""

    stack: ExitStack
    make_folder: Callable[[str], Path]
    kept: dict[tuple[str, Happen], World] = field(default_factory=dict)

    def find(self, world: World, happen: Happen) -> World:
        """The world after `happen` was done to the bureau in it."""
        key = (world.url, happen)
        if key not in self.kept:
            lived = pass_time(world, self.make_folder("past"), lambda find: happen(find("bureau")))
            self.kept[key] = self.stack.enter_context(lived)
        return self.kept[key]


def submit_all(*logins: str) -> Callable[[Callable[[str], Respondent]], None]:
    """What happens where some clerks' bureaus submit with full credit."""

    def happen(respondent: Callable[[str], Respondent]) -> None:
        for login in logins:
            bureau = respondent(login)
            bureau.answer_all()
            bureau.submit()

    return happen


def submit_two(respondent: Callable[[str], Respondent]) -> list[Respondent]:
    """Two of the three banners submit: one at full credit, one with a single no."""
    bureau, foreigner = respondent("bureau"), respondent("foreigner")
    bureau.answer_all()
    refused = next(one.id for one in foreigner.questionnaire.questions if one.criterion.kind == "yes_no")
    foreigner.answer_all(lambda question: False if question.id == refused else full_value(question))
    for one in (bureau, foreigner):
        one.submit()
    return [bureau, foreigner]
