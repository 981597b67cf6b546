"""Two clerks in one form, each in a browser of their own."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.people import Respondent
from tests.survey.browsing import SAVED, Enter, block, state, stored

NUMBER = "[name=q-number-value]"


def ask(page: Page) -> None:
    """What the page does every twenty seconds, and whenever one comes back to it."""
    with page.expect_response(re.compile("/changes")):
        page.evaluate("window.dispatchEvent(new Event('focus'))")


def answer(page: Page, value: str) -> None:
    page.fill(NUMBER, value)
    page.locator("h1").click()
    expect(state(page, "number")).to_have_class(SAVED)


def test_what_a_colleague_answers_appears_without_loading_the_page_anew(enter: Enter) -> None:
    mine, theirs = enter(), enter("colleague")
    answer(theirs, "41")
    theirs.check("[name=q-grade-value][value=B]")
    expect(state(theirs, "grade")).to_have_class(SAVED)
    ask(mine)
    expect(mine.locator(NUMBER)).to_have_value("41")
    expect(mine.locator("[name=q-grade-value][value=B]")).to_be_checked()
    expect(state(mine, "number")).to_contain_text("同事colleague的人")
    expect(mine.locator("[data-progress]")).to_contain_text("2")
    answer(mine, "42")  # on top of the colleague's: no collision


def test_what_is_being_typed_is_left_alone_and_meets_the_other_answer(enter: Enter, bureau: Respondent) -> None:
    mine, theirs = enter(), enter("colleague")
    mine.route("**/answers/q-number", lambda route: route.abort())
    mine.fill(NUMBER, "38")
    answer(theirs, "41")
    ask(mine)
    expect(mine.locator(NUMBER)).to_have_value("38")
    mine.unroute("**/answers/q-number")
    mine.evaluate("window.dispatchEvent(new Event('online'))")
    expect(block(mine, "number").locator(".collision")).to_contain_text("41学时")
    assert stored(bureau)["q-number"] == {"value": 41, "remark": ""}
    ask(theirs)
    expect(block(theirs, "number").locator(".collision")).to_contain_text("38学时")


@pytest.mark.parametrize("width", [375, 1366])
def test_both_answers_and_their_buttons_have_their_room_over_a_short_question(enter: Enter, width: int) -> None:
    mine, theirs = enter(viewport={"width": width, "height": 768}), enter("colleague")
    mine.route("**/answers/q-yes_no", lambda route: route.abort())
    mine.check("[name=q-yes_no-value][value=yes]")
    theirs.check("[name=q-yes_no-value][value=no]")
    expect(state(theirs, "yes_no")).to_have_class(SAVED)
    mine.unroute("**/answers/q-yes_no")
    mine.evaluate("window.dispatchEvent(new Event('online'))")
    expect(block(mine, "yes_no").locator(".collision")).to_be_visible()
    hidden = "one => one.scrollHeight - one.clientHeight"
    assert block(mine, "yes_no").locator("[data-collisions]").evaluate(hidden) <= 1


def test_a_field_that_one_is_in_changes_only_when_one_leaves_it(enter: Enter) -> None:
    mine, theirs = enter(), enter("colleague")
    mine.focus(NUMBER)
    answer(theirs, "41")
    ask(mine)
    expect(mine.locator(NUMBER)).to_have_value("")
    mine.locator("[name=q-share-part]").focus()
    expect(mine.locator(NUMBER)).to_have_value("41")


def test_the_changes_of_an_answer_unfold_beside_it(enter: Enter) -> None:
    page = enter()
    answer(page, "38")
    link = block(page, "number").locator("[data-history]")
    link.click()
    expect(block(page, "number").locator("table")).to_contain_text("38学时")
    expect(link).to_have_attribute("aria-expanded", "true")
    link.click()
    expect(block(page, "number").locator("table")).to_be_hidden()
