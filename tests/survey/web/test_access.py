"""Every address × every kind of person × whose response it is, a draft and submitted, by real requests.

An address without a row fails. A row is a path and an audience; `{id}` is the response. Who stands how to the county's
response (its own people, a sibling's, the city's above it, foreign ones) is in LOGINS; the same rows are tried with
the response of the city itself, where the people of its office take the place of the county's.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import product
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask import session as cookie
from flask.testing import FlaskClient
from sqlmodel import Session, col, select
from werkzeug.exceptions import HTTPException

from questionnaires.loading import load_library
from questionnaires.scheme import Scheme
from survey.accounts.accounts import add_person
from survey.installing.settings import Settings
from survey.messages.telling import GivenFile, NewMessage, tell
from survey.rounds.kept_schemes import keep_scheme
from survey.rounds.rounds import invite_bureaus, issue_questionnaire, open_round
from survey.storage.columns import now
from survey.storage.database import writing
from survey.storage.external import ExternalResult, ExternalRound
from survey.storage.states import Action, Role
from survey.storage.tables import Bureau, Person, Response, Round
from survey.web.marks import find_marks
from tests.conftest import NOTICE
from tests.databases import ON_POSTGRESQL, ON_SQLITE, World
from tests.machine import ZONE
from tests.people import Respondent, sign_in
from tests.sites import open_site, pass_time, spared_engine, submit_all
from tests.survey.evidence.worlds import add_shelves
from tests.survey.reviewing.deciding import confirm
from tests.survey.studio.worlds import add_draft
from tests.survey.web.addresses import ENDS_SESSION, PUBLIC, ROWS, TABLES
from tests.survey.web.audiences import KEEPER, LOGINS, READ_ONLY, SAMPLE


def test_every_address_has_a_row(site: Flask) -> None:
    rules = {
        (method, rule.endpoint)
        for rule in site.url_map.iter_rules()
        for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}
        if rule.endpoint not in PUBLIC
    }
    assert rules == set(ROWS)


def test_these_and_no_other_pages_take_strangers(site: Flask) -> None:
    assert {endpoint for endpoint, view in site.view_functions.items() if find_marks(view).is_public} == PUBLIC


def test_the_sample_has_somebody_for_every_address() -> None:
    audiences = {row: TABLES[row[0]][row[1]][1] for row in ROWS}
    assert [row for row, one in audiences.items() if not (one.submitted | one.accepted) & set(SAMPLE)] == []


@ON_SQLITE
@pytest.mark.parametrize(("method", "endpoint"), ROWS)
def test_a_stranger_is_asked_to_sign_in(method: str, endpoint: str, shared_site: Flask) -> None:
    path = TABLES[method][endpoint][0].format(id=1)
    answer = shared_site.test_client().open(path, method=method, json={} if method == "PUT" else None)
    assert answer.status_code in (302, 401)
    assert "市场监督管理局" not in answer.text


def test_a_nul_in_an_address_or_a_user_name_is_no_fault_of_ours(site: Flask) -> None:
    stranger, administrator = site.test_client(), sign_in(site, "admin")
    assert stranger.get("/reports/check/%00").status_code == 404
    assert {administrator.get(f"/{one}/%00").status_code for one in ("rounds", "overview", "catalogues")} == {404}
    assert "不可见字符" in stranger.post("/sign-in", data={"login": "a\0", "password": "x"}).text


@pytest.fixture(scope="module")
def worlds(world: World, tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[bool, World]]:
    """The world with a response of the city's own, all of it drafts (False), and with everything submitted (True)."""
    drafts, submitted = tmp_path_factory.mktemp("drafts"), tmp_path_factory.mktemp("submitted")
    with world.copy(drafts) as url:
        add_city_response(url)
        add_shelves(url)
        add_scheme(url)
        add_draft(url)
        add_results(url)
        add_keeper(url)
        add_message(url)
        before = World(world.server, url)
        with pass_time(before, submitted, submit_all("bureau", "city-clerk")) as later:
            yield {False: before, True: later}


def add_scheme(url: str) -> None:
    with spared_engine(url) as engine, writing(engine) as session:
        keep_scheme(session, Scheme(title="本省方案"), session.exec(select(Person.id)).first() or 0)


def add_results(url: str) -> None:
    """Results from elsewhere for the first county, with which no round is compared."""
    with spared_engine(url) as engine, writing(engine) as session:
        before = open_round(
            session, "2025-before", "2025年度外部结果", date(2025, 6, 30), date(2025, 6, 30), date(2025, 6, 30)
        )
        person = session.exec(select(Person.id)).first() or 0
        kept = ExternalRound(round_id=before.id, file_name="", sha256="0" * 64, made_at=now(), made_by_id=person)
        session.add(kept)
        county = session.exec(select(Bureau).where(Bureau.code == "150121")).one()
        session.add(
            ExternalResult(round_id=before.id, bureau_id=county.id, score=Decimal("80"), domains={}, credits={})
        )


def add_keeper(url: str) -> None:
    """A second reviewer of the city, who is its administrator, too."""
    with spared_engine(url) as engine, writing(engine) as session:
        city = session.exec(select(Bureau).where(Bureau.code == "150100")).one()
        add_person(session, KEEPER, "管理人员", Role.CITY_REVIEWER, city).keeps_city = True


def add_message(url: str, *codes: str) -> None:
    """What the administrator tells the county, and bureaus with these codes, with a file."""
    with spared_engine(url) as engine, writing(engine) as session:
        told = session.exec(select(Bureau).where(col(Bureau.code).in_(["150121", *codes]))).all()
        admin = session.exec(select(Person).where(Person.login == "admin")).one()
        draft = NewMessage("报送提醒", "请尽快报送。", "once", GivenFile("通知.pdf", b"%PDF-1.4\n%%EOF\n"))
        tell(session, admin.id, draft, told, by_mail=False)


def add_city_response(url: str) -> None:
    with spared_engine(url) as engine, writing(engine) as session:
        city = session.exec(select(Bureau).where(col(Bureau.level) == "city").order_by(col(Bureau.code))).all()[0]
        issued = issue_questionnaire(
            session, session.exec(select(Round).where(Round.slug == "2026")).one(), load_library(), NOTICE, "city"
        )
        invite_bureaus(session, issued, [city])


@pytest.fixture(scope="module")
def shared_site(worlds: dict[bool, World], tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    """One site for all scenes, each of which puts a database of its own under it; it keeps the reports it has made."""
    folder = tmp_path_factory.mktemp("access")
    with open_site(Settings(folder, worlds[False].url, "for tests", time_zone=ZONE, processes=1)) as site:
        say_little_where_nothing_is(site)
        yield site


def say_little_where_nothing_is(site: Flask) -> None:
    """Whoever finds nothing is told so on a whole page the first time, and in no words then: most of what is tried here
    comes out so, and the page takes most of the time."""
    tell = site.error_handler_spec[None][None][HTTPException]
    told: set[str] = set()

    @site.errorhandler(404)
    def say_little(error: HTTPException) -> Any:
        if error.response is None and (who := cookie.get("_user_id", "")) in told:
            return "", 404
        told.add(who)
        return tell(error)


def sign_in_at_once(site: Flask, login: str) -> FlaskClient:
    """A session as signing in makes it, without the slow hashing."""
    client = site.test_client()
    with Session(site.extensions["survey_engine"]) as database, client.session_transaction() as session:
        person = database.exec(select(Person).where(Person.login == login)).one()
        session["_user_id"], session.permanent = person.get_id(), True
    return client


@dataclass(frozen=True)
class Scene:
    """The site where all responses are drafts, or all submitted, perhaps `accepted`; whose response is looked at."""

    site: Flask
    submitted: bool
    owner: str
    accepted: bool = False

    def try_rows(self, login: str, *methods: str) -> list[str]:
        """Try every row as this person; what came out other than its row says.

        What belongs to no response is the same whoever's is looked at, and is tried with the bureau's.
        """
        with Session(self.site.extensions["survey_engine"]) as session:
            owned = select(Person.bureau_id).where(Person.login == self.owner)
            found = session.exec(select(Response.id).where(Response.bureau_id == owned.scalar_subquery())).one()
        client, wrong = sign_in_at_once(self.site, login), []
        for method in methods:
            for endpoint, (path, audience) in sorted(TABLES[method].items(), key=lambda row: row[0] in ENDS_SESSION):
                if "{id}" not in path and self.owner != "bureau":
                    continue
                expected = audience.lets_in(login, self.submitted, self.owner)
                expected |= self.accepted and method == "GET" and login in audience.accepted
                address, follows = path.format(id=found), method == "GET"
                body: Any = {} if method == "PUT" else None
                answer = client.open(address, method=method, buffered=True, json=body, follow_redirects=follows)
                if ((code := answer.status_code) != 404) != expected or (method == "GET" and code not in (200, 404)):
                    wrong.append(f"{method} {endpoint}: {code}")
        return wrong


@pytest.fixture(scope="module")
def accepted(worlds: dict[bool, World], tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    """The world where the county and the city are accepted."""
    with pass_time(worlds[True], tmp_path_factory.mktemp("accepted"), accept_both) as later:
        yield later


def accept_both(respondent: Callable[[str], Respondent]) -> None:
    county, city = respondent("bureau"), respondent("city-clerk")
    county.act(Action.TAKE_UP, county.find(Role.CITY_REVIEWER))
    confirm(county, *(one.id for one in county.questionnaire.questions))
    county.act(Action.PASS_ON, county.find(Role.CITY_REVIEWER))
    county.act(Action.ACCEPT, county.find(Role.PROVINCIAL_REVIEWER))
    province = city.find(Role.PROVINCIAL_REVIEWER)
    city.act(Action.TAKE_UP, province)
    confirm(city, *(one.id for one in city.questionnaire.questions), role=Role.PROVINCIAL_REVIEWER)
    city.act(Action.ACCEPT, province)


@ON_SQLITE
@pytest.mark.parametrize("login", READ_ONLY)
def test_those_who_only_read_find_what_is_accepted_and_change_nothing(
    login: str, accepted: World, tmp_path: Path, shared_site: Flask
) -> None:
    shared_site.extensions["survey_engine"].dispose()
    with accepted.copy(tmp_path) as url, spared_engine(url) as engine:
        own, shared_site.extensions["survey_engine"] = shared_site.extensions["survey_engine"], engine
        wrong = Scene(shared_site, True, "bureau", True).try_rows(login, "GET", "PUT", "POST")
        shared_site.extensions["survey_engine"] = own
    assert wrong == []


SCENES = list(product((False, True), ("bureau", "city-clerk")))  # whether all is submitted, and whose response it is


@pytest.fixture
def scene(
    request: pytest.FixtureRequest, worlds: dict[bool, World], tmp_path: Path, shared_site: Flask
) -> Iterator[Scene]:
    submitted, owner = request.param
    shared_site.extensions["survey_engine"].dispose()  # a database that is copied must be let go of
    with worlds[submitted].copy(tmp_path) as url, spared_engine(url) as engine:
        own, shared_site.extensions["survey_engine"] = shared_site.extensions["survey_engine"], engine
        yield Scene(shared_site, submitted, owner)
        shared_site.extensions["survey_engine"] = own


@ON_SQLITE
@pytest.mark.parametrize("scene", SCENES, indirect=True, ids=str)
@pytest.mark.parametrize("login", [*LOGINS, KEEPER])
def test_everyone_sees_what_is_theirs_and_no_more(login: str, scene: Scene) -> None:
    assert scene.try_rows(login, "GET") == []


@ON_SQLITE
@pytest.mark.parametrize("scene", SCENES, indirect=True, ids=str)
@pytest.mark.parametrize("login", [*LOGINS, KEEPER])
def test_nobody_acts_for_another_bureau(login: str, scene: Scene) -> None:
    assert scene.try_rows(login, "PUT", "POST") == []


@ON_POSTGRESQL
@pytest.mark.parametrize("scene", [(True, "bureau")], indirect=True, ids=str)
@pytest.mark.parametrize("login", SAMPLE)
def test_each_address_is_tried_on_postgresql(login: str, scene: Scene) -> None:
    assert scene.try_rows(login, "GET", "PUT", "POST") == []


def test_a_reviewer_sees_only_the_bureaus_below(site: Flask) -> None:
    page = sign_in(site, "city").get("/rounds/2026").text
    assert "托克托县" in page
    assert "土默特右旗" not in page
