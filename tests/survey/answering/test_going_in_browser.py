"""Getting through the form in a real browser: to the next open question, by keys, by what is left."""

import re
from urllib.parse import urljoin

from playwright.sync_api import Page, expect

from tests.databases import ON_SQLITE
from tests.people import Respondent
from tests.survey.browsing import SAVED, Enter, block, state, stored

pytestmark = ON_SQLITE  # what a browser does is the same on every database


def read_focus(page: Page) -> str:
    return str(page.evaluate("(document.activeElement.closest('[data-question]') || {dataset: {}}).dataset.question"))


def test_what_is_left_follows_each_answer_and_next_brings_the_keys_there(enter: Enter, bureau: Respondent) -> None:
    page = enter()
    left, figures = map(int, re.findall("[0-9]+", page.locator("[data-left-words]").inner_text()))
    page.check("[name=q-yes_no-value][value=yes]")
    expect(state(page, "yes_no")).to_have_class(SAVED)
    expect(page.locator("[data-left-words]")).to_have_text(f"还剩{left - 1}题，另有{figures}项基础数据")
    expect(page.locator("[data-only=unanswered]")).to_have_text(f"未作答 {left - 1}+{figures}")
    page.locator("[data-go-on]").click()
    assert read_focus(page) == "q-stage"
    top = block(page, "stage").bounding_box()
    line = page.locator(".stay").bounding_box()
    assert top and line and top["y"] >= line["y"] + line["height"] - 1  # not under the line


def test_basic_figures_are_counted_down_beside_the_questions(enter: Enter, bureau: Respondent) -> None:
    page = enter()
    domain = page.locator("[data-domain]", has=page.locator("[aria-current=page]")).locator("[data-figures]")
    expect(domain).to_have_text("基础数据还剩1项")
    left, figures = map(int, re.findall("[0-9]+", page.locator("[data-left-words]").inner_text()))
    assert figures == 1
    page.fill("[name=q-quantity-value]", "12")
    page.locator("h1").click()
    expect(state(page, "quantity")).to_have_class(SAVED)
    expect(domain).to_have_text("基础数据已齐")
    expect(page.locator("[data-left-words]")).to_have_text(f"还剩{left}题")
    expect(page.locator("[data-only=unanswered]")).to_have_text(f"未作答 {left}")


def test_how_far_one_is_fits_the_page_of_a_phone(enter: Enter) -> None:
    page = enter(viewport={"width": 360, "height": 740})
    for path in ("/", "../check"):
        page.goto(urljoin(page.url, path))
        expect(page.locator(".progress")).to_contain_text("基础数据")
        assert page.evaluate("document.documentElement.scrollWidth") <= 360, path
        page.go_back()


def test_keys_lead_on_and_choose_but_never_while_one_types(enter: Enter, bureau: Respondent) -> None:
    page = enter()
    page.keyboard.press("n")
    assert read_focus(page) == "q-yes_no"
    page.keyboard.press("2")
    expect(state(page, "yes_no")).to_have_class(SAVED)
    page.keyboard.press("j")
    page.keyboard.press("j")
    assert read_focus(page) == "q-grade"
    page.keyboard.press("k")
    assert read_focus(page) == "q-stage"
    page.fill("[name=q-number-value]", "")
    page.keyboard.type("1n2j")
    expect(page.locator("[name=q-number-value]")).to_have_value("1n2j")
    page.fill("[name=q-number-value]", "38")
    page.locator("h1").click()
    expect(state(page, "number")).to_have_class(SAVED)
    assert stored(bureau)["q-yes_no"] == {"value": False, "remark": ""}
    page.locator(".form-keys summary").click()
    page.uncheck("[data-keys]")
    page.locator("[name=q-stage-value]").first.focus()
    page.keyboard.press("j")
    assert read_focus(page) == "q-stage"


def test_the_tools_of_a_question_are_one_stop_and_the_arrows_go_along_them(enter: Enter, bureau: Respondent) -> None:
    page = enter()
    bar = block(page, "yes_no").get_by_role("toolbar", name="本题工具")
    bar.locator("summary").first.focus()
    page.keyboard.press("ArrowRight")
    assert read_focus(page) == "q-yes_no"
    second = page.evaluate("document.activeElement.textContent")
    page.keyboard.press("Tab")
    assert read_focus(page) == "q-stage"
    page.keyboard.press("Shift+Tab")
    assert page.evaluate("document.activeElement.textContent") == second  # where one left it


def test_what_a_fold_of_the_tools_holds_is_a_stop_as_ever(enter: Enter, bureau: Respondent) -> None:
    page = enter()
    remark = block(page, "yes_no").locator(".tools summary").first
    remark.focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.id") == "q-yes_no-remark"
    page.keyboard.type("见附件")
    page.keyboard.press("Home")  # in a field the keys are the field's
    assert page.evaluate("document.activeElement.id") == "q-yes_no-remark"
