"""The pages of a form that open without a network, and for whom they do."""

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack

import pytest
from flask import Flask
from playwright.sync_api import Browser, BrowserContext, Page, expect
from playwright.sync_api import Error as BrowserError
from werkzeug.serving import BaseWSGIServer, make_server

from tests.databases import ON_SQLITE
from tests.machine import LOOK_EVERY, WAIT, find_port
from tests.people import Respondent
from tests.survey.answering.sample_questions import give_questions, make_question
from tests.survey.browsing import SAVED, open_context, sign_in, state, stored

pytestmark = ON_SQLITE  # what a browser does is the same on every database

LIST_KEPT = """async () => {
  const names = (await caches.keys()).filter((name) => name.startsWith("survey-form/"));
  const pages = await Promise.all(names.map(async (name) => (await (await caches.open(name)).keys()).map(
    (page) => new URL(page.url).pathname)));
  return pages.flat().sort();
}"""


class Line:
    """A site that can be out of reach: nobody listens at its address then, as where the network is lost."""

    def __init__(self, site: Flask) -> None:
        self._site = site
        self._server: BaseWSGIServer | None = None
        self.port = find_port()
        self.mend()

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def mend(self) -> None:
        self._server = make_server("127.0.0.1", self.port, self._site, threaded=True)
        threading.Thread(target=self._server.serve_forever, args=(LOOK_EVERY,), daemon=True).start()

    def cut(self) -> None:
        if self._server is not None:
            self._server.shutdown()
            self._server.server_close()
            self._server = None


@pytest.fixture
def line(site: Flask, bureau: Respondent) -> Iterator[Line]:
    """A live site whose bureau is asked in two domains."""
    document = bureau.questionnaire.document
    give_questions(bureau, *((make_question(kind, document=document),) for kind in ("yes_no", "number")))
    site.config["WTF_CSRF_ENABLED"] = True
    line = Line(site)
    yield line
    line.cut()


@pytest.fixture
def pages(bureau: Respondent) -> list[str]:
    """The pages of the form."""
    own = f"/responses/{bureau.response_id}"
    return [f"{own}/check", f"{own}/domains/N01", f"{own}/domains/N02"]


Open = Callable[..., Page]


@pytest.fixture
def open_form(browser: Browser, line: Line, pages: list[str]) -> Iterator[Open]:
    """Sign in and open the first domain; all of the form is kept then."""

    def open_form(login: str = "bureau", context: BrowserContext | None = None) -> Page:
        own = context or contexts.enter_context(open_context(browser, service_workers="allow"))
        page = own.new_page()
        page.goto(f"{line.address}/sign-in?next={pages[1]}")
        sign_in(page, login)
        wait_for(page, pages)
        return page

    with ExitStack() as contexts:
        yield open_form


def wait_for(page: Page, pages: list[str]) -> None:
    """Until these are the pages that are kept."""
    until = time.monotonic() + WAIT
    while (kept := page.evaluate(LIST_KEPT)) != pages and time.monotonic() < until:
        page.wait_for_timeout(100)
    assert kept == pages


def go_to(page: Page, domain: str) -> None:
    page.locator(f"[data-domain='{domain}'] a").click()
    expect(page.locator(f"[data-domain='{domain}'].here")).to_be_visible()
    page.wait_for_load_state()


def test_the_next_domain_opens_without_a_network_and_what_is_typed_is_saved_later(
    open_form: Open, line: Line, bureau: Respondent
) -> None:
    page = open_form()
    line.cut()
    page.check("[name=q-yes_no-value][value=yes]")
    expect(state(page, "yes_no")).to_contain_text("暂存")
    go_to(page, "N02")
    expect(page.locator("#network")).to_contain_text("的存底，填写的内容保存在本机，联网后自动上传")
    page.fill("[name=q-number-value]", "38")
    page.locator("h1").click()
    expect(state(page, "number")).to_contain_text("暂存")
    go_to(page, "N01")
    expect(page.locator("[name=q-yes_no-value][value=yes]")).to_be_checked()
    page.locator(".walk-end a", has_text="提交前核对").click()
    expect(page.locator("#network")).to_contain_text("的存底，联网后再提交")
    expect(page.locator("#unsent li")).to_have_count(2)
    line.mend()
    page.go_back()
    expect(page.locator("#network")).to_be_hidden()
    expect(state(page, "yes_no")).to_have_class(SAVED)
    go_to(page, "N02")
    expect(page.locator("[name=q-number-value]")).to_have_value("38")
    remark = {"remark": ""}
    assert stored(bureau) == {"q-yes_no": {"value": True, **remark}, "q-number": {"value": 38, **remark}}


def test_a_page_that_is_not_kept_leaves_the_one_that_is_open(open_form: Open, line: Line) -> None:
    page = open_form()
    line.cut()
    page.locator(".walk-end a", has_text="分工").click()
    expect(page.locator("#network")).to_contain_text("本机没有该页的存底")
    expect(page.locator("#answers")).to_be_visible()


def test_with_a_network_a_page_is_always_fresh_and_no_old_answer_is_kept(
    open_form: Open, line: Line, pages: list[str]
) -> None:
    page = open_form()
    page.check("[name=q-yes_no-value][value=yes]")
    expect(state(page, "yes_no")).to_have_class(SAVED)
    wait_for(page, pages[2:])
    wait_for(page, pages[1:])
    go_to(page, "N02")
    assert page.evaluate("document.documentElement.dataset.kept") is None
    wait_for(page, pages)
    line.cut()
    go_to(page, "N01")
    expect(page.locator("[name=q-yes_no-value][value=yes]")).to_be_checked()
    expect(state(page, "yes_no")).to_contain_text("已保存")


def test_what_is_typed_on_a_kept_page_is_saved_once_a_new_session_makes_its_token_old(
    open_form: Open, line: Line, bureau: Respondent
) -> None:
    page = open_form()
    line.cut()
    go_to(page, "N02")
    page.fill("[name=q-number-value]", "38")
    page.locator("h1").click()
    expect(state(page, "number")).to_contain_text("暂存")
    page.context.clear_cookies()
    line.mend()
    other = page.context.new_page()
    other.goto(f"{line.address}/sign-in?next=/account")
    sign_in(other, awaited=".who")
    page.evaluate("window.dispatchEvent(new Event('focus'))")
    expect(state(page, "number")).to_have_class(SAVED)
    expect(page.locator("#network")).to_be_hidden()
    assert stored(bureau) == {"q-number": {"value": 38, "remark": ""}}


def test_signing_out_leaves_nothing_even_without_a_network(open_form: Open, line: Line, pages: list[str]) -> None:
    page = open_form()
    beside = page.context.new_page()
    beside.goto(f"{line.address}{pages[2]}")
    wait_for(beside, pages)
    line.cut()
    page.locator("[data-sign-out] button").click()
    wait_for(beside, [])
    line.mend()
    beside.locator("[data-sign-out] button").click()
    expect(beside.locator("[name=password]")).to_be_visible()
    assert beside.evaluate(LIST_KEPT) == []


def test_whoever_does_nothing_for_as_long_as_a_session_lasts_leaves_nothing(open_form: Open, pages: list[str]) -> None:
    page = open_form()
    page.clock.install()
    page.reload()
    wait_for(page, pages)
    page.clock.fast_forward("10:30")
    wait_for(page, [])


def test_whoever_opens_the_browser_anew_sees_nothing_without_a_network(
    open_form: Open, line: Line, pages: list[str]
) -> None:
    page = open_form()
    context = page.context
    line.cut()
    page.close()
    other = context.new_page()
    for path in pages:
        with pytest.raises(BrowserError):
            other.goto(f"{line.address}{path}")


def test_another_person_at_the_same_browser_sees_nothing_of_it(
    open_form: Open, line: Line, pages: list[str], bureau: Respondent
) -> None:
    page = open_form()
    context = page.context
    page.close()
    context.clear_cookies()  # the session has run out
    other = context.new_page()
    other.goto(f"{line.address}/sign-in")
    wait_for(other, [])
    other.close()
    mine = open_form("colleague", context)
    line.cut()
    go_to(mine, "N02")
    expect(mine.locator(".who")).to_have_text("colleague的人")
