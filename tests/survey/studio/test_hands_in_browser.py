"""Fast hands on the page of a clause, on a slow line and beside another author: nothing is decided that nobody did."""

from collections.abc import Iterator
from contextlib import ExitStack

import pytest
import sqlalchemy as sa
from axe_playwright_python.base import AXE_SCRIPT
from flask import Flask
from playwright.sync_api import Browser, BrowserContext, Dialog, Page, ViewportSize, expect
from sqlmodel import Session, select

from survey.storage.records import DraftEdit
from tests.databases import ON_SQLITE
from tests.sites import Relive
from tests.survey.browsing import another_page, open_context, serve, sign_in
from tests.survey.studio.authoring import Author, send_and_confirm_head
from tests.survey.studio.keys import press, wait_for_keys
from tests.survey.test_axe_in_browser import DESK, EVERYTHING, LOOK, PHONE, UNFOLD

pytestmark = ON_SQLITE
CLAUSE = "/studio/1/clauses/1"

# As fast as no hand is: keys, and buttons of other forms, all before the next page is there.
HURRY = """() => {
  for (const key of "ffas") { document.body.dispatchEvent(new KeyboardEvent("keydown", {key, bubbles: true})); }
  document.querySelectorAll("[data-key=f], .bit-acts button[value=accept]").forEach((one) => one.click());
}"""


@pytest.fixture
def author(relive: Relive, site: Flask, engine: sa.Engine) -> Author:
    """A notice whose head is confirmed, sent in by the administrator."""
    relive(send_and_confirm_head)
    return Author(site, engine, id=1)


@pytest.fixture
def context(browser: Browser, site: Flask, author: Author) -> Iterator[BrowserContext]:
    with ExitStack() as stack:
        address = stack.enter_context(serve(site))
        yield stack.enter_context(open_context(browser, viewport={"width": 1366, "height": 768}, base_url=address))
        site.config["WTF_CSRF_ENABLED"] = False


@pytest.fixture
def page(context: BrowserContext) -> Page:
    """The first clause, opened by the administrator."""
    page = context.new_page()
    page.goto("/sign-in")
    sign_in(page, "admin", "h1")
    page.goto(CLAUSE)
    return page


def list_acts(author: Author) -> list[str]:
    with Session(author.engine) as session:
        return [one.act for one in session.exec(select(DraftEdit)) if one.clause_id is not None]


def test_keys_and_clicks_behind_the_first_are_not_sent(page: Page, author: Author) -> None:
    wait_for_keys(page)
    sent: list[str] = []
    page.on("request", lambda request: sent.append(request.method) if request.is_navigation_request() else None)
    with another_page(page):
        page.evaluate(HURRY)
    assert sent == ["POST", "GET"]
    assert list_acts(author) == ["figures"]


def test_a_key_decides_only_once_the_page_was_seen(page: Page, author: Author) -> None:
    page.clock.install(time=0)
    page.clock.pause_at(1000)
    page.reload()
    page.locator("body").press("f")
    assert list_acts(author) == []
    page.clock.run_for(400)
    with another_page(page):
        press(page, "f")
    assert list_acts(author) == ["figures"]


def test_ticks_by_their_numbers_are_adopted_with_what_is_complete(page: Page, author: Author) -> None:
    with another_page(page):
        press(page, "f")
    whole = page.locator("[name=complete]").count()
    ticks = page.locator("[data-tick]")
    assert whole and ticks.count()
    number = ticks.first.get_attribute("data-tick") or ""
    press(page, number)
    expect(ticks.first).to_be_checked()
    expect(page.locator("[data-ticked]")).to_have_text("（1）")
    with another_page(page):
        press(page, "s")
    assert len([one for one in author.clause(1).measures if one.state == "accepted"]) == whole + 1
    with another_page(page):
        press(page, "u")
    assert not [one for one in author.clause(1).measures if one.state == "accepted"]


def test_enter_presses_the_button_beside_the_field_and_no_other(page: Page, author: Author) -> None:
    second = author.clause(1).measures[1].id
    page.goto(f"{CLAUSE}?measure={second}")
    page.locator("#title").press("Enter")
    page.locator("#title").press("Escape")  # leaves the field
    press(page, "d")
    page.locator(".bit.now [data-key=d] [name=own_reason]").fill("由其他文件规定")
    with another_page(page):
        page.locator(".bit.now [data-key=d] [name=own_reason]").press("Enter")
    assert [one.reason for one in author.clause(1).measures if one.id == second] == ["由其他文件规定"]
    last = len(author.clause(1).figures) - 1
    page.locator(f"[name=reading-{last}]").select_option("none")
    page.locator(f"[name=figure-reason-{last}]").fill("现状数")
    with another_page(page):
        page.locator(f"[name=figure-reason-{last}]").press("Enter")
    assert [one.settled for one in author.clause(1).figures] == [False] * last + [True]
    assert list_acts(author) == ["aside", "figure"]


def test_what_was_typed_is_not_left_behind_without_being_asked(page: Page, author: Author) -> None:
    asked: list[str] = []

    def stay(dialog: Dialog) -> None:
        asked.append(dialog.type)
        dialog.dismiss()

    page.on("dialog", stay)
    page.locator("#measure-form summary").last.click()
    page.fill("#help", "写到一半的说明")
    page.locator("h1").click()
    press(page, "f")
    expect(page.locator("#help")).to_have_value("写到一半的说明")
    assert asked == ["beforeunload"] and list_acts(author) == []
    with another_page(page):
        page.locator("#measure-form [value=save]").click()
    assert asked == ["beforeunload"] and list_acts(author) == ["change"]


def test_beside_another_author_going_back_and_loading_again_decide_nothing(
    page: Page, author: Author, site: Flask
) -> None:
    site.config["WTF_CSRF_ENABLED"] = False
    wait_for_keys(page)
    author.act(1, "aside", author.clause(1).measures[-1].id, reason="与其他题重复")
    site.config["WTF_CSRF_ENABLED"] = True
    with another_page(page):
        press(page, "f")
    expect(page.locator("#error-summary")).to_contain_text("已被他人先行修改")
    assert list_acts(author) == ["aside"]
    page.goto(CLAUSE)
    with another_page(page):
        press(page, "f")
    page.go_back()
    page.go_forward()
    page.reload()
    assert list_acts(author) == ["aside", "figures"]


@pytest.mark.parametrize("screen", [PHONE, DESK], ids=["phone", "desk"])
def test_the_page_of_a_clause_fits_its_screen_and_has_no_violation(
    page: Page, author: Author, screen: ViewportSize
) -> None:
    page.set_viewport_size(screen)
    for act in ("f", "s"):  # with figures open, and then with measures that are complete
        page.goto(CLAUSE)
        page.evaluate(UNFOLD)
        assert page.evaluate("document.documentElement.scrollWidth") <= screen["width"]
        page.evaluate(AXE_SCRIPT)
        assert [one["id"] for one in page.evaluate(LOOK, EVERYTHING)] == []
        page.goto(CLAUSE)
        with another_page(page):
            press(page, act)
