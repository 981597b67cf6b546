"""Every kind of page as axe-core sees it, on the screen of an office and on a phone: one walk for each kind of person.

The pages are those of the table of addresses, so that a new one is walked without being named here.
"""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from flask import Flask
from flask.testing import FlaskClient
from playwright.sync_api import Browser, Page, ViewportSize, expect
from sqlmodel import Session, select

from survey.storage.tables import Person, Response, Round
from tests.databases import ON_SQLITE, World
from tests.survey.browsing import open_context, serve, sign_in
from tests.survey.bureaus.linking import NEW, make_links
from tests.survey.catalogues.drafts import JILIN, LATER, revise
from tests.survey.walked import SERIAL, walk_in
from tests.survey.web.addresses import DOWNLOADS, GET

pytestmark = ON_SQLITE  # what a browser draws is the same on every database

PHONE: ViewportSize = {"width": 375, "height": 812}
DESK: ViewportSize = {"width": 1366, "height": 768}
LEFT_OUT = DOWNLOADS | {"evidence.download", "trail.export"}  # files, and what leads to pages that are walked
LEFT_OUT |= {"answering.start", "answering.go_on"}
LEFT_OUT |= {"leading_duties.duty"}  # of a question that nobody is asked here; walked in test_leader_in_browser
PEOPLE = "用户名,姓名,角色,单位代码\nzhang,张某,{},150122\n"
SENT = (  # a form, a file for it, and what the page has that it leads to
    ("/bureaus/150121/people/new", b"", ".error-summary"),
    ("/rounds/new/form?notice=inner-mongolia-2022-26", b"", ".error-summary"),
    ("/imports/people", PEOPLE.format("管家").encode(), ".error-summary"),
    ("/imports/people", PEOPLE.format("填报员").encode(), "[name=mark]"),
    ("/publish-catalogue", revise(JILIN, LATER).encode(), "[name=mark]"),
)
# Everything is unfolded; of what repeats, the first are looked at: fourteen rows or entries, two domains. A frame that
# is still on its way would take axe's question with it and never answer: each is there first.
UNFOLD = """() => {
  document.querySelectorAll("details").forEach((one) => { one.open = true; });
  const rest = "tr:nth-child(n+15), li:nth-child(n+15), section[id^=N] ~ section[id^=N] ~ section[id^=N]";
  document.querySelectorAll(rest).forEach((one) => { one.remove(); });
  const frames = [...document.querySelectorAll("iframe[loading=lazy]")].map((one) => new Promise((done) => {
    one.addEventListener("load", done);
    one.loading = "eager";
    one.src = one.src;
  }));
  const drawn = new Promise((done) => { requestAnimationFrame(() => { setTimeout(done); }); });
  return Promise.all([drawn, ...frames]);  // what is unfolded is told
}"""
LOOK = "(options) => axe.run(options).then((found) => found.violations)"
EVERYTHING = {"resultTypes": ["violations"], "preload": False}  # no file is fetched once more
# Contrast takes three quarters of the time, and no colour hangs on the width (tests/survey/web/test_styles.py).
LAYOUT = {**EVERYTHING, "rules": {"color-contrast": {"enabled": False}}}
Open = Callable[..., Page]


@dataclass(frozen=True)
class Walk:
    """Who walks, by whose response, and as whom of the table of addresses.

    What somebody before may open is left out, but for what looks otherwise to this one (`again`).
    """

    login: str
    owner: str
    role: str
    again: tuple[str, ...] = ()

    def may_open(self, endpoint: str) -> bool:
        submitted = self.role not in ("bureau", "head")
        return endpoint not in LEFT_OUT and GET[endpoint][1].lets_in(self.role, submitted)


START = "home.start"
OF_PLANS = ("plans.show", "plan_items.show", "plans.begin")
FORM = (START, "answering.domain", "check.check")
WALKS = (
    Walk("bureau", "bureau", "bureau"),
    Walk("city-head", "city-clerk", "head", (*FORM, "sharing.show", "profile.edit")),
    Walk("sibling", "sibling", "bureau", (*FORM, "results.show", "claims.show", *OF_PLANS)),
    Walk("foreigner", "foreigner", "bureau", (*FORM, "notes.thread", "attaching.show")),
    Walk(
        "city", "sibling", "city", (START, "results.show", "evidence.show", "history.show", "notes.thread", *OF_PLANS)
    ),
    Walk("province", "sibling", "province", (START, "reviewing.review", "round_table.bureaus")),
    Walk("admin", "sibling", "admin", (START, "round_table.bureaus")),
    Walk("auditor", "sibling", "auditor", (START,)),
)


@pytest.fixture(scope="module")
def world(world: World, tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    with walk_in(world, tmp_path_factory.mktemp("before"), tmp_path_factory.mktemp("walked")) as later:
        yield later


@pytest.fixture
def address(site: Flask) -> Iterator[str]:
    with serve(site) as address:
        yield address


def list_pages(site: Flask, walk: Walk) -> list[str]:
    seen = {one for before in WALKS[: WALKS.index(walk)] for one in GET if before.may_open(one)} - set(walk.again)
    chosen = [path for one, (path, _) in GET.items() if walk.may_open(one) and one not in seen]
    with Session(site.extensions["survey_engine"]) as session:
        place = session.exec(select(Person.bureau_id).where(Person.login == walk.owner)).one()
        asked = select(Response.id).join(Round).where(Response.bureau_id == place, Round.slug == "2026")
        id = session.exec(asked).one()
    return [path.format(id=id).replace("N12", "N01") for path in chosen]


def examine(page: Page) -> list[str]:
    """What axe finds on a page that is open, on the phone and then at the desk."""
    found = []
    for screen, looked_for in ((PHONE, LAYOUT), (DESK, EVERYTHING)):
        page.set_viewport_size(screen)
        page.evaluate(UNFOLD)
        for fault in page.evaluate(LOOK, looked_for):
            path = page.url.partition("//")[2].partition("/")[2]
            found += [f"/{path} {screen['width']} {fault['id']}: {one['html'][:160]}" for one in fault["nodes"]]
    return found


@pytest.fixture
def walk(browser: Browser, address: str) -> Iterator[Open]:
    """A page of one's own with axe in it, on a phone, signed in where a login is given."""

    def walk(login: str = "") -> Page:
        context = contexts.enter_context(open_context(browser, viewport=PHONE))
        context.add_init_script(AXE_SCRIPT)
        page = context.new_page()
        page.goto(f"{address}/sign-in")
        if login:
            sign_in(page, login, "nav.ways")
        return page

    with ExitStack() as contexts:
        yield walk


def visit(page: Page, address: str, *paths: str) -> list[str]:
    """What axe finds on these pages, each of which is there."""
    found = []
    for path in paths:
        page.set_viewport_size(PHONE)
        answer = page.goto(address + path)
        assert answer is not None and answer.status == 200, path
        found += examine(page)
    return found


@pytest.mark.parametrize("one", WALKS, ids=lambda one: one.login)
def test_axe_finds_nothing_on_the_pages_of(one: Walk, site: Flask, address: str, walk: Open) -> None:
    assert visit(walk(one.login), address, *list_pages(site, one)) == []


@pytest.fixture
def invitation(administrator: FlaskClient) -> str:
    """The path of one; it is made before the site is served, which protects its forms."""
    [path] = make_links(administrator, "/bureaus/150121/people/new", **NEW)
    return path


def test_axe_finds_nothing_on_the_pages_of_strangers(invitation: str, address: str, walk: Open) -> None:
    page = walk()
    found = visit(page, address, "/sign-in", "/reports/check", f"/reports/check/{SERIAL}", invitation)
    page.goto(f"{address}/no-such-page")
    found += examine(page)
    page.goto(f"{address}/sign-in")
    page.click("main button")
    expect(page.locator(".error-summary")).to_be_visible()
    assert found + examine(page) == []


def test_axe_finds_nothing_in_english(address: str, walk: Open) -> None:
    page = walk("bureau")
    page.click("button[lang=en]")
    expect(page.locator("html")).to_have_attribute("lang", "en")
    assert visit(page, address, "/responses/1/domains/N01", "/responses/1/check") == []


def test_axe_finds_nothing_where_something_is_wrong_or_is_to_be_confirmed(address: str, walk: Open) -> None:
    page, found = walk("admin"), []
    for path, file, awaited in SENT:
        page.set_viewport_size(PHONE)
        page.goto(address + path)
        if file:
            page.set_input_files("main [type=file]", {"name": "sent.csv", "mimeType": "text/csv", "buffer": file})
        page.locator("main form .button").last.click()
        expect(page.locator(awaited).first).to_be_attached()
        found += examine(page)
    assert found == []
