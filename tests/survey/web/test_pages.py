"""Every page that a person can open: strict HTML where everything has a name, in both languages, kept to itself."""

import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import product
from pathlib import Path
from typing import Any, cast
from urllib.parse import urldefrag
from xml.etree.ElementTree import Element

import html5lib
import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlmodel import select
from werkzeug.test import TestResponse

from questionnaires.scheme import Scheme
from survey.accounts.accounts import invite
from survey.installing.settings import Settings
from survey.rounds.kept_schemes import keep_scheme
from survey.storage.database import writing
from survey.storage.states import Action, Role
from survey.storage.tables import Person
from tests.databases import ON_POSTGRESQL, ON_SQLITE, World
from tests.machine import ZONE
from tests.people import Respondent, sign_in
from tests.sites import open_site
from tests.survey.evidence.worlds import add_shelves
from tests.survey.plans.worlds import add_plan
from tests.survey.reviewing.deciding import decide_each_way
from tests.survey.studio.worlds import add_draft
from tests.survey.web.addresses import DOWNLOADS, GET
from tests.survey.web.test_access import add_message, add_results

MOST_BYTES = 60_000
LANGUAGES = {"zh_Hans_CN": "zh-Hans-CN", "en": "en"}
# Who looks, and whose rights in the table of addresses they have. The sibling has submitted, the bureau is drafting.
VISITORS = {"bureau": "bureau", "sibling": "bureau", "city": "city", "province": "province", "admin": "admin"}
SUBMITTED = ("sibling", "province", "admin")  # these look at the one that is submitted
FOR_STRANGERS = ["sign-in", "invitation", "used invitation", "report check"]
NAMES = [
    (login, endpoint)
    for (login, like), (endpoint, (_, audience)) in product(VISITORS.items(), GET.items())
    if endpoint not in DOWNLOADS and audience.lets_in(like, login in SUBMITTED)
]
HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cache-Control": "no-store",
}


@dataclass(frozen=True)
class Page:
    """A page as it came, what is on it, and what a strict parser says of it."""

    language: str
    answer: TestResponse
    root: Element
    faults: list[Any]

    def list_all(self, *tags: str) -> list[Element]:
        return [one for one in self.root.iter() if one.tag in tags]


@dataclass(frozen=True)
class Visit:
    """A site where one bureau has two answers to a question and another has submitted."""

    clients: dict[str, FlaskClient]
    responses: dict[str, int]
    invitation: str

    def open(self, login: str, endpoint: str) -> TestResponse:
        path = GET[endpoint][0].format(id=self.responses[login])
        headers = {"Accept-Encoding": "gzip"}
        return self.clients[login].get(path, follow_redirects=True, headers=headers, buffered=True)

    def open_as_stranger(self, page: str) -> TestResponse:
        paths = {"sign-in": "/sign-in", "invitation": self.invitation, "used invitation": "/invitations/used"}
        paths["report check"] = "/reports/check"
        return self.clients["stranger"].get(paths[page], headers={"Accept-Encoding": "gzip"})


@pytest.fixture(scope="module")
def visit(world: World, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Visit]:
    folder = tmp_path_factory.mktemp("pages")
    with world.copy(folder) as url, open_site(Settings(folder, url, "for tests", time_zone=ZONE, processes=1)) as site:
        add_draft(url)
        add_results(url)
        add_message(url, "150122")
        add_shelves(url)
        yield prepare_visit(site)


def prepare_visit(site: Flask) -> Visit:
    engine = site.extensions["survey_engine"]
    bureau, colleague, sibling = (Respondent(site, engine, login) for login in ("bureau", "colleague", "sibling"))
    question = next(one for one in bureau.questionnaire.questions if one.criterion.kind == "yes_no")
    bureau.answer(question.id, True)
    colleague.try_answer(question.id, False)
    sibling.answer_all()
    sibling.submit()
    add_plan(sibling)
    sibling.act(Action.TAKE_UP, sibling.find(Role.CITY_REVIEWER))
    decide_each_way(sibling)
    with writing(engine) as session:
        invited = session.exec(select(Person).where(Person.login == "foreigner")).one()
        token = invite(session, invited)
        keep_scheme(session, Scheme(title="本省方案"), invited.id)
    clients = {login: sign_in(site, login) for login in VISITORS} | {"stranger": site.test_client()}
    clients["admin"].post("/rounds/2026/reports")
    drafting, submitted = bureau.response_id, sibling.response_id
    return Visit(
        clients,
        {"bureau": drafting, "city": drafting, "sibling": submitted, "province": submitted, "admin": submitted},
        f"/invitations/{token}",
    )


@pytest.fixture(scope="module", params=LANGUAGES)
def language(request: pytest.FixtureRequest, visit: Visit) -> str:
    for client in visit.clients.values():
        client.post("/language", data={"language": request.param})
    return LANGUAGES[request.param]


@pytest.fixture(scope="module", params=[*NAMES, *FOR_STRANGERS], ids=str)
def page(request: pytest.FixtureRequest, visit: Visit, language: str) -> Page:
    answer = visit.open(*request.param) if request.param in NAMES else visit.open_as_stranger(request.param)
    return Page(language, answer, *read_html(answer))


def read_html(answer: TestResponse) -> tuple[Element, list[Any]]:
    """What is on a page, and what a strict parser says of it."""
    packed = answer.headers.get("Content-Encoding") == "gzip"
    text = (zlib.decompress(answer.data, 31) if packed else answer.data).decode()
    parser = html5lib.HTMLParser(namespaceHTMLElements=False)
    return cast(Any, parser.parse(text)), parser.errors


@ON_SQLITE
def test_it_is_strict_html(page: Page) -> None:
    assert page.faults == []


@ON_SQLITE
def test_it_has_one_heading_a_title_and_its_language(page: Page) -> None:
    [title] = page.list_all("title")
    assert len(page.list_all("h1")) == 1
    assert (title.text or "").split(" – ")[0].strip()
    assert page.root.get("lang") == page.language


@ON_SQLITE
def test_style_and_script_come_from_files_only(page: Page) -> None:
    assert page.list_all("style") + [one for one in page.root.iter() if "style" in one.attrib] == []
    assert [one for one in page.list_all("script") if "src" not in one.attrib] == []
    assert [name for one in page.root.iter() for name in one.attrib if name.startswith("on")] == []


@ON_SQLITE
def test_every_field_has_a_label(page: Page) -> None:
    labels = page.list_all("label")
    inside = {id(one) for label in labels for one in label.iter()}
    named = {label.get("for") for label in labels}
    assert [
        one.attrib
        for one in page.list_all("input", "select", "textarea")
        if one.get("type") != "hidden"
        if id(one) not in inside and one.get("id", "-") not in named and not one.get("aria-label")
    ] == []


@ON_SQLITE
def test_every_button_and_link_has_words(page: Page) -> None:
    assert [
        one.attrib
        for one in page.list_all("button", "a")
        if not "".join(one.itertext()).strip() and not one.get("aria-label") and "hidden" not in one.attrib
    ] == []


@ON_SQLITE
def test_every_table_has_header_cells_that_say_what_they_head(page: Page) -> None:
    for table in page.list_all("table"):
        cells = list(table.iter("th"))
        assert {cell.get("scope") for cell in cells} >= {"col"}
        assert {cell.get("scope") for cell in cells} <= {"col", "colgroup", "row", "rowgroup"}


@ON_SQLITE
def test_every_id_is_there_once_and_what_is_named_is_there(page: Page) -> None:
    ids = [one.attrib["id"] for one in page.root.iter() if "id" in one.attrib]
    named = {one.get(name) for one in page.root.iter() for name in ("for", "aria-describedby", "aria-labelledby")}
    inside = {(one.get("href") or "").removeprefix("#") for one in page.list_all("a") if one.get("href", "")[:1] == "#"}
    assert len(ids) == len(set(ids))
    assert (named - {None} | inside) - set(ids) == set()


@ON_SQLITE
def test_it_is_never_kept_framed_or_guessed_at(page: Page) -> None:
    headers = page.answer.headers
    assert {name: headers.get(name) for name in HEADERS} == HEADERS
    for rule in ("default-src 'self'", "object-src 'none'", "base-uri 'none'", "frame-ancestors 'none'"):
        assert rule in headers["Content-Security-Policy"]
    assert "unsafe" not in headers["Content-Security-Policy"]


@ON_SQLITE
def test_it_is_light(page: Page) -> None:
    assert len(page.answer.data) < MOST_BYTES


@ON_POSTGRESQL
@pytest.mark.parametrize(("login", "endpoint"), NAMES)
def test_each_page_opens_on_postgresql(login: str, endpoint: str, visit: Visit) -> None:
    answer = visit.open(login, endpoint)
    assert (answer.status_code, read_html(answer)[1]) == (200, [])


def test_a_download_is_not_kept_either(visit: Visit) -> None:
    headers = visit.open("admin", "reports.gap_report").headers
    assert {name: headers.get(name) for name in HEADERS} == HEADERS


def test_english_pages_are_english(visit: Visit) -> None:
    visit.clients["bureau"].post("/language", data={"language": "en"})
    for words in ("Open until", "Skip to the content", "Sign out"):
        assert words in visit.clients["bureau"].get("/").text


@ON_SQLITE
@pytest.mark.parametrize("name", ["web/style.css", "answering/form.js"])
def test_what_is_the_same_for_everyone_comes_packed_and_is_kept_for_a_year(name: str, visit: Visit) -> None:
    client = visit.clients["bureau"]
    path = f"{client.application.static_url_path}/{name}"
    answer = client.get(path, headers={"Accept-Encoding": "gzip"}, buffered=True)
    assert answer.headers["Cache-Control"] == "private, max-age=31536000, immutable"
    assert zlib.decompress(answer.data, 31) == (Path("survey/static") / name).read_bytes()


def test_the_list_of_answers_leads_to_each_question(visit: Visit) -> None:
    client, found = visit.clients["bureau"], set()
    checked: Any = html5lib.parse(client.get(f"/responses/{visit.responses['bureau']}/check").text)
    links = {one.get("href") for one in checked.iter() if "/domains/" in (one.get("href") or "")}
    for path in {urldefrag(link).url for link in links}:
        root: Any = html5lib.parse(client.get(path).text)
        found |= {f"{path}#{one.get('id')}" for one in root.iter() if one.get("id")}
    assert links - found == set()
