"""Every address × every kind of person × whose response it is, a draft and submitted, by real requests.

An address without a row fails. A row is a path and an audience; `{id}` is the response. Who stands how to the county's
response (its own people, a sibling's, the city's above it, foreign ones) is in LOGINS; the same rows are tried with
the response of the city itself, where the people of its office take the place of the county's.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlmodel import Session, col, select

from questionnaires.loading import load_library
from survey.installing.settings import Settings
from survey.rounds.rounds import invite_bureaus, issue_questionnaire
from survey.storage.database import closing_engine, writing
from survey.storage.tables import Bureau, Person, Response, Round
from survey.web.marks import find_marks
from tests.conftest import NOTICE
from tests.databases import World
from tests.people import sign_in
from tests.sites import open_site, pass_time, submit_all

# Every role: of the bureau itself, of a sibling, of the city's office above, of foreign places, of the installation.
LOGINS = [
    *("bureau", "head", "sibling", "sibling-head", "city-clerk", "city-head", "foreigner", "foreign-head"),
    *("city", "foreign-city", "province", "admin", "auditor"),
]
AT_THE_CITY = {"bureau": "city-clerk", "head": "city-head"}


@dataclass(frozen=True)
class Audience:
    """Who finds a page there while the response is a draft, and who once it is submitted; to others it is not there.

    `from_above`: nobody does it to their own bureau, so that the city's reviewer is left out where it is the city's.
    """

    draft: frozenset[str]
    submitted: frozenset[str]
    from_above: bool = False

    def lets_in(self, login: str, submitted: bool = False, owner: str = "bureau") -> bool:
        """Whether a login is let in to what belongs to the response of `owner`."""
        logins = self.submitted if submitted else self.draft
        if owner == "bureau":
            return login in logins
        return login in {AT_THE_CITY.get(one, one) for one in logins if not (self.from_above and one == "city")}


def let_in(*logins: str, submitted: tuple[str, ...] = ()) -> Audience:
    """These, and those of `submitted` once it is submitted. Strangers are sent to sign in, always."""
    return Audience(frozenset(logins), frozenset((*logins, *submitted)))


CLERKS = let_in("bureau")
OWN_ONLY = let_in("bureau", "head")
READERS = let_in("bureau", "head", submitted=("city", "province", "admin"))
UNDER_REVIEW = let_in(submitted=("city", "province"))
REVIEWERS = let_in("city", "foreign-city", "province", "admin")
ADMINISTRATORS = let_in("admin")
ABOVE = replace(let_in("city", "province", "admin"), from_above=True)
ALL = let_in(*LOGINS)
PUBLIC = {
    *("static", "health.show", "signing_in.sign_in", "code.enter"),
    *("signing_in.accept_invitation", "signing_in.choose_language"),
}

GET = {
    "home.start": ("/", ALL),
    "help.guide": ("/help", ALL),
    "own_account.show": ("/account", ALL),
    "changing_password.change": ("/account/password", ALL),
    "second_factor.set_up": ("/account/second-factor", ALL),
    "second_factor.remove": ("/account/second-factor/remove", ALL),
    "trail.show": ("/trail", let_in("admin", "auditor")),
    "trail.export": ("/trail/export.csv", let_in("auditor")),
    "notices.notices": ("/notices", ALL),
    "notices.crosswalk": ("/crosswalk", ALL),
    "notices.notice": ("/notices/jilin-2021-44", ALL),
    "profile.edit": ("/responses/{id}/profile", CLERKS),
    "answering.start": ("/responses/{id}/", OWN_ONLY),
    "answering.domain": ("/responses/{id}/domains/N12", OWN_ONLY),
    "attaching.show": ("/responses/{id}/questions/emergency-plan/evidence", OWN_ONLY),
    "evidence.show": ("/responses/{id}/evidence", READERS),
    "evidence.download": ("/responses/{id}/evidence/1", READERS),
    "colleagues.list_changes": ("/responses/{id}/changes", OWN_ONLY),
    "history.show": ("/responses/{id}/answers/emergency-plan/history", READERS),
    "workbooks.show": ("/responses/{id}/workbook", OWN_ONLY),
    "workbooks.download": ("/responses/{id}/workbook.xlsx", OWN_ONLY),
    "workbooks.download_marked": ("/responses/{id}/workbook/marked.xlsx", CLERKS),
    "check.check": ("/responses/{id}/check", OWN_ONLY),
    "results.show": ("/responses/{id}/result", READERS),
    "reports.gap_report": ("/responses/{id}/report.pdf", READERS),
    "reports.gap_report_with_ledger": ("/responses/{id}/report-with-ledger.pdf", READERS),
    "reviewing.review": ("/responses/{id}/review", UNDER_REVIEW),
    "round_table.bureaus": ("/rounds/2026", REVIEWERS),
    "rounds.show": ("/rounds/2026/administration", ADMINISTRATORS),
    "opening.choose": ("/rounds/new", ADMINISTRATORS),
    "opening.begin": ("/rounds/new/form?notice=inner-mongolia-2022-26", ADMINISTRATORS),
    "mail.show": ("/mails", ADMINISTRATORS),
    "closing.show": ("/rounds/2026/levels", REVIEWERS),
    "excusing.show": ("/responses/{id}/excuse", ABOVE),
    "changing_round.choose": ("/rounds/2026/bureaus", ADMINISTRATORS),
    "changing_round.dates": ("/rounds/2026/dates", ADMINISTRATORS),
    "round_report.show": ("/rounds/2026/report", REVIEWERS),
    "outputs.show": ("/rounds/2026/outputs/pdf", REVIEWERS),
    "outputs.download": ("/rounds/2026/outputs/pdf/file", REVIEWERS),
    "batches.show": ("/rounds/2026/reports", ADMINISTRATORS),
    "batches.download": ("/rounds/2026/reports.zip", ADMINISTRATORS),
    "bureaus.tree": ("/bureaus", ADMINISTRATORS),
    "bureaus.bureau": ("/bureaus/150121", ADMINISTRATORS),
    "people.everyone": ("/people", ADMINISTRATORS),
    "people.add": ("/bureaus/150121/people/new", ADMINISTRATORS),
    "people.person": ("/people/1", ADMINISTRATORS),
    "imports.choose": ("/imports/people", ADMINISTRATORS),
    "imports.blank": ("/imports/people/blank.xlsx", ADMINISTRATORS),
}
POST = {
    "profile.edit": ("/responses/{id}/profile", CLERKS),
    "answering.save_page": ("/responses/{id}/domains/N12", CLERKS),
    "answering.settle_answer": ("/responses/{id}/answers/emergency-plan/settle", CLERKS),
    "closing.close": ("/rounds/2026/levels/2", let_in("city", "province")),
    "excusing.save": ("/responses/{id}/excuse", ABOVE),
    "changing_round.add": ("/rounds/2026/bureaus", ADMINISTRATORS),
    "changing_round.dates": ("/rounds/2026/dates", ADMINISTRATORS),
    "opening.fill": ("/rounds/new/form", ADMINISTRATORS),
    "opening.open_round": ("/rounds/new", ADMINISTRATORS),
    "attaching.attach": ("/responses/{id}/questions/emergency-plan/evidence", CLERKS),
    "attaching.set_dates": ("/responses/{id}/evidence/1/dates", CLERKS),
    "attaching.remove": ("/responses/{id}/evidence/1/remove", CLERKS),
    "workbooks.upload": ("/responses/{id}/workbook", CLERKS),
    "workbooks.take": ("/responses/{id}/workbook/take", CLERKS),
    "steps.act": ("/responses/{id}/actions/withdraw", READERS),
    "reviewing.decide_one": ("/responses/{id}/review/emergency-plan", UNDER_REVIEW),
    "reviewing.confirm_domain": ("/responses/{id}/review/domains/N12", UNDER_REVIEW),
    "changing_password.change": ("/account/password", ALL),
    "second_factor.set_up": ("/account/second-factor", ALL),
    "second_factor.remove": ("/account/second-factor/remove", ALL),
    "second_factor.remove_for": ("/people/1/second-factor/remove", ADMINISTRATORS),
    "outputs.make": ("/rounds/2026/outputs/pdf", REVIEWERS),
    "batches.start": ("/rounds/2026/reports", ADMINISTRATORS),
    "batches.cancel": ("/rounds/2026/reports/cancel", ADMINISTRATORS),
    "mail.test": ("/mails/test", ADMINISTRATORS),
    "mail.send_again": ("/mails/1/again", ADMINISTRATORS),
    "mail.send_all_again": ("/mails/again", ADMINISTRATORS),
    "bureaus.bureau": ("/bureaus/150121", ADMINISTRATORS),
    "people.add": ("/bureaus/150121/people/new", ADMINISTRATORS),
    "people.person": ("/people/1", ADMINISTRATORS),
    "people.invite_all": ("/people/invitations", ADMINISTRATORS),
    "people.invite_again": ("/people/1/invite", ADMINISTRATORS),
    "people.end": ("/people/1/deactivate", ADMINISTRATORS),
    "people.let_in_again": ("/people/1/reactivate", ADMINISTRATORS),
    "imports.preview": ("/imports/bureaus", ADMINISTRATORS),
    "imports.confirm": (f"/imports/bureaus/{'0' * 64}", ADMINISTRATORS),
    "signing_in.sign_out": ("/sign-out", ALL),
}
PUT = {
    "answering.save": ("/responses/{id}/answers/emergency-plan", CLERKS),
    "attaching.receive": ("/responses/{id}/questions/emergency-plan/evidence", CLERKS),
}
DOWNLOADS = {
    *("imports.blank", "batches.download", "outputs.download", "colleagues.list_changes"),
    *("workbooks.download", "workbooks.download_marked"),
} | {endpoint for endpoint in GET if endpoint.startswith("reports.")}
TABLES = {"GET": GET, "POST": POST, "PUT": PUT}
ENDS_SESSION = ("signing_in.sign_out",)  # tried last
ROWS = [(method, endpoint) for method, table in TABLES.items() for endpoint in table]


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


@pytest.mark.parametrize(("method", "endpoint"), ROWS)
def test_a_stranger_is_asked_to_sign_in(method: str, endpoint: str, shared_site: Flask) -> None:
    path = TABLES[method][endpoint][0].format(id=1)
    answer = shared_site.test_client().open(path, method=method, json={} if method == "PUT" else None)
    assert answer.status_code in (302, 401)
    assert "市场监督管理局" not in answer.text


@pytest.fixture(scope="module")
def worlds(world: World, tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[bool, World]]:
    """The world with a response of the city's own, all of it drafts (False), and with everything submitted (True)."""
    drafts, submitted = tmp_path_factory.mktemp("drafts"), tmp_path_factory.mktemp("submitted")
    with world.copy(drafts) as url:
        add_city_response(url)
        before = World(world.server, url)
        with pass_time(before, submitted, submit_all("bureau", "city-clerk")) as later:
            yield {False: before, True: later}


def add_city_response(url: str) -> None:
    with closing_engine(url) as engine, writing(engine) as session:
        city = session.exec(select(Bureau).where(col(Bureau.level) == "city").order_by(col(Bureau.code))).first()
        assert city is not None
        issued = issue_questionnaire(session, session.exec(select(Round)).one(), load_library(), NOTICE, "city")
        invite_bureaus(session, issued, [city])


@pytest.fixture(scope="module")
def shared_site(worlds: dict[bool, World], tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    """One site for all scenes, each of which puts a database of its own under it; it keeps the reports it has made."""
    settings = Settings(tmp_path_factory.mktemp("access"), worlds[False].url, "for tests", processes=1)
    with open_site(settings) as site:
        yield site


def sign_in_at_once(site: Flask, login: str) -> FlaskClient:
    """A session as signing in makes it, without the slow hashing."""
    client = site.test_client()
    with Session(site.extensions["survey_engine"]) as database, client.session_transaction() as session:
        person = database.exec(select(Person).where(Person.login == login)).one()
        session["_user_id"], session.permanent = person.get_id(), True
    return client


@dataclass(frozen=True)
class Scene:
    """The site where all responses are drafts, or all submitted, and whose response is looked at."""

    site: Flask
    submitted: bool
    owner: str

    def try_rows(self, login: str, *methods: str) -> list[str]:
        """Try every row as this person; what came out other than its row says."""
        with Session(self.site.extensions["survey_engine"]) as session:
            owned = select(Person.bureau_id).where(Person.login == self.owner)
            found = session.exec(select(Response.id).where(Response.bureau_id == owned.scalar_subquery())).one()
        client, wrong = sign_in_at_once(self.site, login), []
        for method in methods:
            for endpoint, (path, audience) in sorted(TABLES[method].items(), key=lambda row: row[0] in ENDS_SESSION):
                expected = audience.lets_in(login, self.submitted, self.owner if "{id}" in path else "bureau")
                code = client.open(
                    path.format(id=found),
                    method=method,
                    buffered=True,
                    json={} if method == "PUT" else None,
                    follow_redirects=method == "GET",
                ).status_code
                if (code != 404) != expected or (method == "GET" and code not in (200, 404)):
                    wrong.append(f"{method} {endpoint}: {code}")
        return wrong


@pytest.fixture(params=["bureau", "city-clerk"], ids=["the county's", "the city's"])
def owner(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture(params=[False, True], ids=["draft", "submitted"])
def scene(
    request: pytest.FixtureRequest, worlds: dict[bool, World], owner: str, tmp_path: Path, shared_site: Flask
) -> Iterator[Scene]:
    shared_site.extensions["survey_engine"].dispose()  # a database that is copied must be let go of
    with worlds[request.param].copy(tmp_path) as url, closing_engine(url) as engine:
        own, shared_site.extensions["survey_engine"] = shared_site.extensions["survey_engine"], engine
        yield Scene(shared_site, request.param, owner)
        shared_site.extensions["survey_engine"] = own


@pytest.mark.parametrize("login", LOGINS)
def test_everyone_sees_what_is_theirs_and_no_more(login: str, scene: Scene) -> None:
    assert scene.try_rows(login, "GET") == []


@pytest.mark.parametrize("login", LOGINS)
def test_nobody_acts_for_another_bureau(login: str, scene: Scene) -> None:
    assert scene.try_rows(login, "PUT", "POST") == []


def test_a_reviewer_sees_only_the_bureaus_below(site: Flask) -> None:
    page = sign_in(site, "city").get("/rounds/2026").text
    assert "托克托县" in page
    assert "土默特右旗" not in page
