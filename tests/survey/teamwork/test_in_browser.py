"""A question given at the form, and a note that is typed, in a real browser."""

from collections.abc import Iterator
from functools import partial

import pytest
from flask import Flask
from playwright.sync_api import Browser, Page, Route, expect

from tests.databases import ON_SQLITE
from tests.people import Respondent
from tests.survey.browsing import open_context, serve, sign_in

pytestmark = ON_SQLITE  # what a browser does is the same on every database


@pytest.fixture
def page(browser: Browser, site: Flask, every_kind: Respondent) -> Iterator[Page]:
    with serve(site) as address, open_context(browser) as context:
        page = context.new_page()
        page.goto(f"{address}/sign-in?next=/responses/{every_kind.response_id}/domains/N01")
        sign_in(page)
        yield page


def test_a_question_is_given_from_the_form_and_found_among_ones_own(page: Page) -> None:
    page.locator("#question-q-number").get_by_text("分工", exact=True).click()
    expect(page.locator("[name=question]:checked")).to_have_count(1)
    page.select_option("#person", label="bureau的人")
    page.fill("#due", "20991231")
    page.get_by_role("button", name="交给该同事").click()
    page.get_by_text("返回题目").click()
    expect(page.locator("#question-q-number .tools")).to_contain_text("bureau的人 12-31")
    page.locator("[data-only=mine]").click()
    expect(page.locator("[data-question]")).to_have_count(1)


def test_a_note_survives_a_closed_page_and_is_said_once(page: Page) -> None:
    page.locator("#question-q-number").get_by_text("讨论", exact=True).click()
    page.wait_for_load_state()  # with its scripts
    page.fill("#text", "去年的数从哪里来？")
    page.goto(page.url.partition("/questions")[0] + "/sharing")  # it is left without sending
    page.go_back()
    page.reload()
    expect(page.locator("#text")).to_have_value("去年的数从哪里来？")
    page.get_by_role("button", name="发送").click()
    expect(page.locator(".note-text")).to_have_text(["去年的数从哪里来？"])
    expect(page.locator("#text")).to_have_value("")
    page.reload()
    expect(page.locator("#text")).to_have_value("")


def hold(held: list[Route], route: Route) -> None:
    held.append(route)


def test_a_note_typed_before_its_script_has_come_is_kept(page: Page) -> None:
    held: list[Route] = []
    page.route("**/thread.js", partial(hold, held))
    page.locator("#question-q-number").get_by_text("讨论", exact=True).click()
    page.fill("#text", "这一题谁来填？")
    held[0].continue_()
    page.wait_for_load_state()
    page.unroute("**/thread.js")
    page.goto(page.url.partition("/questions")[0] + "/sharing")
    page.go_back()
    page.reload()
    expect(page.locator("#text")).to_have_value("这一题谁来填？")
