"""The form in a real browser: answered, refused, taken back, on a phone, without JavaScript."""

import re

import pytest
from playwright.sync_api import Request, Route, expect

from survey.storage.columns import now
from survey.storage.database import writing
from survey.storage.states import State
from survey.storage.tables import Response
from tests.databases import ON_SQLITE
from tests.people import Respondent
from tests.survey.answering.sample_questions import CRITERIA
from tests.survey.browsing import ALL_KINDS, SAVED, Enter, answer_every_kind, block, state, stored

pytestmark = ON_SQLITE  # what a browser does is the same on every database


def test_every_kind_is_saved_as_it_is_given_and_found_again(enter: Enter, bureau: Respondent) -> None:
    page = enter()
    faults: list[str] = []
    page.on("console", lambda message: faults.append(message.text) if "Content Security" in message.text else None)
    page.on("pageerror", lambda error: faults.append(str(error)))
    answer_every_kind(page)
    for kind in CRITERIA:
        expect(state(page, kind)).to_have_class(SAVED)
    assert stored(bureau) == {id: {**content, "remark": ""} for id, content in ALL_KINDS.items()}
    expect(page.locator("[data-progress]")).to_contain_text("10")
    page.reload()
    expect(page.locator("[name=q-number-value]")).to_have_value("38")
    expect(page.locator("[name=q-checklist-items][value=stock]")).to_be_checked()
    expect(page.locator("#q-text-reason")).to_have_value("无此业务")
    assert faults == []


def test_a_wrong_answer_is_said_at_the_field_and_stays_typed(enter: Enter, bureau: Respondent) -> None:
    page = enter()
    page.fill("[name=q-share-part]", "5")
    page.fill("[name=q-share-whole]", "4")
    page.locator("h1").click()
    expect(block(page, "share").locator("[data-error]")).to_contain_text("5")
    expect(page.locator("[name=q-share-part]")).to_have_attribute("aria-invalid", "true")
    expect(page.locator("[name=q-share-part]")).to_have_value("5")
    page.fill("[name=q-share-part]", "3")
    page.locator("h1").click()
    expect(state(page, "share")).to_have_class(SAVED)
    expect(block(page, "share").locator("[data-error]")).to_be_hidden()


def test_a_percentage_appears_as_one_types_and_never_looks_reached_by_rounding(enter: Enter) -> None:
    page = enter()
    page.fill("[name=q-share-part]", "74999")
    page.fill("[name=q-share-whole]", "100000")
    expect(block(page, "share").locator("[data-worked-out]")).to_contain_text("74.99%")
    page.fill("[name=q-growth-baseline]", "20")
    page.fill("[name=q-growth-current]", "２５")
    expect(block(page, "growth").locator("[data-worked-out]")).to_contain_text("增长25%")


def test_the_servers_exact_figures_take_the_place_of_the_browsers(enter: Enter) -> None:
    page = enter()
    kept: list[Route] = []

    def keep(route: Route) -> None:
        kept.append(route)

    page.route("**/answers/q-share", keep)
    with page.expect_request("**/answers/q-share"):
        page.fill("[name=q-share-part]", "1")
        page.fill("[name=q-share-whole]", "1000000")
        page.locator("h1").click()
    worked_out = block(page, "share").locator("[data-worked-out]")
    expect(worked_out).to_have_text("折合0%")
    for route in kept:
        route.continue_()
    page.unroute("**/answers/q-share")
    expect(worked_out).to_have_text("折合不足0.01%")


def test_an_answer_is_taken_back_by_its_button(enter: Enter, bureau: Respondent) -> None:
    page = enter()
    page.check("[name=q-yes_no-value][value=yes]")
    expect(state(page, "yes_no")).to_have_class(SAVED)
    block(page, "yes_no").locator("[data-clear]").click()
    expect(state(page, "yes_no")).to_have_class(SAVED)
    expect(page.locator("[name=q-yes_no-value][value=yes]")).not_to_be_checked()
    assert stored(bureau)["q-yes_no"] is None


def test_what_excludes_each_other_is_kept_apart(enter: Enter) -> None:
    page = enter()
    page.fill("[name=q-recency-value]", "20260101")
    page.check("[name=q-recency-never]")
    expect(page.locator("[name=q-recency-value]")).to_have_value("")
    page.check("[name=q-checklist-none]")
    page.check("[name=q-checklist-items][value=team]")
    expect(page.locator("[name=q-checklist-none]")).not_to_be_checked()


def test_enter_sends_nothing_and_a_link_waits_for_what_is_typed(enter: Enter, bureau: Respondent) -> None:
    page = enter()
    page.fill("[name=q-number-value]", "38")
    page.press("[name=q-number-value]", "Enter")
    assert page.url.endswith("/domains/N01")
    page.click(".product")
    page.wait_for_url(re.compile(r"/$"))
    assert stored(bureau)["q-number"] == {"value": 38, "remark": ""}


def test_a_word_is_sent_when_the_input_method_has_settled_it(enter: Enter, bureau: Respondent) -> None:
    page = enter()
    sent: list[str] = []

    def note(request: Request) -> None:
        if request.method == "PUT":
            typed = request.post_data_json or {}
            sent.append(typed["fields"]["remark"])

    page.on("request", note)
    block(page, "number").locator("summary").first.click()
    page.focus("#q-number-remark")
    keys = page.context.new_cdp_session(page)
    for text in ("z", "zh", "zhong"):
        place = {"selectionStart": len(text), "selectionEnd": len(text)}
        keys.send("Input.imeSetComposition", {"text": text, **place})
    page.wait_for_timeout(1200)
    keys.send("Input.insertText", {"text": "中药"})
    expect(state(page, "number")).to_have_class(SAVED)
    assert sent == ["中药"]
    assert stored(bureau)["q-number"] == {"remark": "中药"}


def test_what_was_typed_before_the_script_came_is_saved_too(enter: Enter, bureau: Respondent) -> None:
    page = enter()
    kept: list[Route] = []

    def keep(route: Route) -> None:
        kept.append(route)

    page.route("**/form.js", keep)
    page.reload(wait_until="commit")
    page.fill("[name=q-number-value]", "38")
    page.check("[name=q-yes_no-value][value=yes]")
    kept[0].continue_()
    for kind in ("number", "yes_no"):
        expect(state(page, kind)).to_have_class(SAVED)
    assert stored(bureau)["q-number"] == {"value": 38, "remark": ""}


def test_a_response_submitted_meanwhile_takes_nothing_more(enter: Enter, bureau: Respondent) -> None:
    page = enter()
    with writing(bureau.engine) as session:
        response = session.get_one(Response, bureau.response_id)
        response.state, response.submitted_at = State.SUBMITTED, now()
        session.add(response)
    page.check("[name=q-yes_no-value][value=yes]")
    expect(page.locator("#network")).to_be_visible()
    assert stored(bureau) == {}


@pytest.mark.parametrize("width", [375, 1366])
def test_nothing_scrolls_sideways(enter: Enter, width: int) -> None:
    page = enter(viewport={"width": width, "height": 740})
    answer_every_kind(page)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert page.evaluate("document.querySelector('.side-fold').open") == (width > 800)


def test_it_works_without_javascript(enter: Enter, bureau: Respondent) -> None:
    page = enter(java_script_enabled=False)
    page.check("[name=q-yes_no-value][value=no]")
    page.fill("[name=q-number-value]", "四十")
    page.locator(".save-all button").click()
    expect(page.locator("#error-summary a")).to_have_attribute("href", "#q-number-value")
    expect(page.locator("[name=q-number-value]")).to_have_value("四十")
    page.fill("[name=q-number-value]", "40")
    page.locator(".save-all button").click()
    assert stored(bureau) == {"q-yes_no": {"value": False, "remark": ""}, "q-number": {"value": 40, "remark": ""}}


def test_without_javascript_going_on_saves_the_page_first(enter: Enter, bureau: Respondent) -> None:
    page = enter(java_script_enabled=False)
    page.check("[name=q-yes_no-value][value=no]")
    page.get_by_role("button", name="提交前核对").click()
    page.wait_for_url(re.compile(r"/check$"))
    assert stored(bureau) == {"q-yes_no": {"value": False, "remark": ""}}
