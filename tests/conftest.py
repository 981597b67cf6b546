"""The people of the tests, and a site of their own for each test."""

import gc
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from datetime import date, timedelta
from functools import cache
from pathlib import Path

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient
from pwdlib import PasswordHash
from pwdlib.hashers.argon2 import Argon2Hasher

from questionnaires.loading import load_library
from reports.printing import paper
from reports.printing.pdf import render_pdf
from survey.accounts.accounts import add_person
from survey.installing.settings import Settings
from survey.rounds.rounds import invite_bureaus, issue_questionnaire, open_round
from survey.storage.columns import CLOCK, now
from survey.storage.database import make_engine, migrate, writing
from survey.storage.states import Role
from survey.storage.tables import Bureau
from survey.web.languages import compile_translations
from tests.databases import KINDS, Server, World, choose_runs, start_postgresql
from tests.machine import TODAY, ZONE, StillClock
from tests.people import PASSWORD, Respondent, sign_in
from tests.printed import print_once
from tests.sites import Happen, Pasts, Relive, open_site

AS_OF = date(2026, 6, 30)
NOTICE = "inner-mongolia-2022-26"
PLACES: list[tuple[str, str, str, str | None]] = [  # code, name, level, parent
    ("150000", "内蒙古自治区药品监督管理局", "province", None),
    ("150100", "呼和浩特市市场监督管理局", "city", "150000"),
    ("150121", "土默特左旗市场监督管理局", "county", "150100"),
    ("150122", "托克托县市场监督管理局", "county", "150100"),
    ("150200", "包头市市场监督管理局", "city", "150000"),
    ("150221", "土默特右旗市场监督管理局", "county", "150200"),
]
PEOPLE: list[tuple[str, Role, str | None]] = [  # login, role, bureau
    ("bureau", Role.CLERK, "150121"),
    ("colleague", Role.CLERK, "150121"),
    ("head", Role.HEAD, "150121"),
    ("sibling", Role.CLERK, "150122"),
    ("sibling-head", Role.HEAD, "150122"),
    ("foreigner", Role.CLERK, "150221"),
    ("foreign-head", Role.HEAD, "150221"),
    ("city-clerk", Role.CLERK, "150100"),
    ("city-head", Role.HEAD, "150100"),
    ("city", Role.CITY_REVIEWER, "150100"),
    ("foreign-city", Role.CITY_REVIEWER, "150200"),
    ("province", Role.PROVINCIAL_REVIEWER, "150000"),
    ("admin", Role.ADMINISTRATOR, None),
    ("auditor", Role.AUDITOR, None),
    ("leader", Role.LEADER, None),
    ("city-leader", Role.LEADER, "150100"),
]


@pytest.hookimpl(trylast=True)  # once they stand by their databases
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    items[:], left_out = choose_runs(items)
    config.hook.pytest_deselected(items=left_out)


def pytest_collection_finish() -> None:
    """What is there before the first test stays to the end: to look it through for garbage again and again took an
    eighth of the time. What a test leaves is looked for once in a few tests."""
    gc.freeze()
    gc.set_threshold(20_000, 50, 20)


@pytest.fixture(scope="session", autouse=True)
def words() -> None:
    compile_translations()


@pytest.fixture(scope="session", autouse=True)
def zone() -> Iterator[None]:
    """Programs that a test starts are where its bureaus are."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SURVEY_TIME_ZONE", ZONE)
        yield


@pytest.fixture(scope="session", autouse=True)
def printed() -> Iterator[None]:
    """Whatever is printed is printed once."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(paper, "render_pdf", print_once)
        yield


@pytest.fixture
def printed_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    """Here it is printed again each time."""
    monkeypatch.setattr(paper, "render_pdf", render_pdf)


@cache
def hash_password() -> str:
    """As signing in verifies it, but a thousand times as cheap: the hash itself says what it costs."""
    return PasswordHash((Argon2Hasher(time_cost=1, memory_cost=8, parallelism=1),)).hash(PASSWORD)


def fill_world(engine: sa.Engine) -> None:
    """A region with two leagues, three banners and their people; one round for the banners."""
    with writing(engine) as session:
        bureaus: dict[str, Bureau] = {}
        for code, name, level, parent in PLACES:
            bureaus[code] = Bureau(code=code, name=name, level=level, parent_id=bureaus[parent].id if parent else None)
            session.add(bureaus[code])
            session.flush()
        for login, role, place in PEOPLE:
            person = add_person(session, login, f"{login}的人", role, bureaus.get(place or ""))
            person.password_hash, person.password_set_at = hash_password(), now()
        round = open_round(session, "2026", "2026年度自评", AS_OF, TODAY - timedelta(days=9), TODAY + timedelta(days=9))
        issued = issue_questionnaire(session, round, load_library(), NOTICE, "county")
        invite_bureaus(session, issued, [bureaus[code] for code in ("150121", "150122", "150221")])


@pytest.fixture(scope="session")
def postgresql() -> Iterator[Server]:
    with start_postgresql() as server:
        yield server


@pytest.fixture(scope="session", params=KINDS)
def database_server(request: pytest.FixtureRequest) -> Server:
    """Where the databases of a test are made: every test that uses it, through whatever, runs on each kind."""
    return Server() if request.param == "sqlite" else request.getfixturevalue("postgresql")


@pytest.fixture(scope="session")
def world(database_server: Server, tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    """A database with the world in it, to be copied."""
    with database_server.make_database(tmp_path_factory.mktemp("world")) as url:
        migrate(url)
        engine = make_engine(url)
        fill_world(engine)
        engine.dispose()
        yield World(database_server, url)


@pytest.fixture(scope="session")
def pasts(database_server: Server, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Pasts]:
    with ExitStack() as stack:
        yield Pasts(stack, tmp_path_factory.mktemp)


@pytest.fixture
def settings(tmp_path: Path, world: World) -> Iterator[Settings]:
    with world.copy(tmp_path) as url:
        yield Settings(data_folder=tmp_path, database_url=url, secret_key="for tests", time_zone=ZONE)


@pytest.fixture
def site(settings: Settings) -> Iterator[Flask]:
    with open_site(settings) as found:
        yield found


@pytest.fixture
def engine(site: Flask) -> sa.Engine:
    found = site.extensions["survey_engine"]
    assert isinstance(found, sa.Engine)
    return found


@pytest.fixture
def respondent(site: Flask, engine: sa.Engine) -> Callable[[str], Respondent]:
    return lambda login: Respondent(site, engine, login)


@pytest.fixture
def bureau(respondent: Callable[[str], Respondent]) -> Respondent:
    return respondent("bureau")


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> StillClock:
    """From now on time stands still for all that is in this process."""
    clock = StillClock()
    monkeypatch.setattr(CLOCK, "tell", clock.tell)
    return clock


@pytest.fixture
def relive(world: World, pasts: Pasts, engine: sa.Engine, settings: Settings) -> Relive:
    """Let something have happened to the bureau, without a file: what stood in the database up to now is gone."""

    def relive(happen: Happen) -> None:
        later = pasts.find(world, happen)
        engine.dispose()
        later.take_place(settings.database_url)

    return relive


@pytest.fixture
def reviewer(site: Flask) -> FlaskClient:
    return sign_in(site, "city")


@pytest.fixture
def administrator(site: Flask) -> FlaskClient:
    return sign_in(site, "admin")


@pytest.fixture
def stranger(site: Flask) -> FlaskClient:
    return site.test_client()
