"""The form cut off from the server or from its person, and two people in one form: nothing is lost or overwritten."""

import pytest
from playwright.sync_api import Route, expect

from tests.databases import ON_SQLITE
from tests.people import Respondent
from tests.survey.answering.sample_questions import give_questions, make_question
from tests.survey.browsing import SAVED, Enter, block, sign_in, state, stored

pytestmark = ON_SQLITE  # what a browser does is the same on every database


def test_a_lost_network_is_said_at_once_and_nothing_is_lost(enter: Enter, bureau: Respondent) -> None:
    page = enter()
    page.check("[name=q-yes_no-value][value=yes]")
    expect(state(page, "yes_no")).to_have_class(SAVED)
    page.context.set_offline(True)
    expect(page.locator("#network")).to_be_visible()
    page.fill("[name=q-number-value]", "38")
    page.check("[name=q-stage-value][value=C]")
    page.locator("h1").click()
    expect(state(page, "number")).to_contain_text("暂存")
    page.context.set_offline(False)
    expect(state(page, "number")).to_have_class(SAVED)
    expect(state(page, "stage")).to_have_class(SAVED)
    expect(page.locator("#network")).to_be_hidden()
    page.reload()
    expect(page.locator("[name=q-number-value]")).to_have_value("38")
    assert stored(bureau)["q-stage"] == {"value": "C", "remark": ""}


def test_what_was_said_of_an_earlier_answer_goes_when_another_waits_for_the_network(enter: Enter) -> None:
    page = enter()
    page.fill("[name=q-number-value]", "abc")
    wrong = block(page, "number").locator("[data-error]")
    expect(wrong).to_be_visible()
    page.context.set_offline(True)
    page.fill("[name=q-number-value]", "38")
    expect(state(page, "number")).to_contain_text("暂存")
    expect(wrong).to_be_hidden()
    expect(page.locator("[name=q-number-value]")).not_to_have_attribute("aria-invalid", "true")


def test_what_was_not_sent_survives_closing_the_page(enter: Enter, bureau: Respondent) -> None:
    page = enter()
    page.route("**/answers/q-*", lambda route: route.abort())
    page.fill("[name=q-number-value]", "38")
    page.fill("[name=q-share-part]", "5")
    page.locator("h1").click()
    expect(page.locator("#network")).to_be_visible()
    address, context = page.url, page.context
    page.close()
    again = context.new_page()
    again.goto(address)
    expect(state(again, "number")).to_have_class(SAVED)
    expect(again.locator("[name=q-share-part]")).to_have_value("5")
    expect(state(again, "share")).to_contain_text("在岗人员总数")
    assert stored(bureau) == {"q-number": {"value": 38, "remark": ""}}


def test_what_was_not_sent_is_sent_from_another_domain_and_counted_there(enter: Enter, bureau: Respondent) -> None:
    document = bureau.questionnaire.document
    give_questions(bureau, *((make_question(kind, document=document),) for kind in ("yes_no", "number")))
    page = enter()
    page.route("**/answers/q-*", lambda route: route.abort())
    page.check("[name=q-yes_no-value][value=yes]")
    expect(page.locator("#network")).to_be_visible()
    page.unroute("**/answers/q-*")
    page.on("dialog", lambda dialog: dialog.accept())
    page.goto(page.url.replace("N01", "N02"))
    expect(page.locator("[data-domain='N01'] [data-count]")).to_have_text("1/1")
    assert stored(bureau) == {"q-yes_no": {"value": True, "remark": ""}}


def test_a_lost_acknowledgement_makes_no_collision_with_oneself(enter: Enter, bureau: Respondent) -> None:
    page = enter()

    def lose_acknowledgement(route: Route) -> None:
        route.fetch()
        route.abort()

    page.route("**/answers/q-number", lose_acknowledgement, times=1)
    page.fill("[name=q-number-value]", "38")
    page.locator("h1").click()
    expect(page.locator("#network")).to_be_visible()
    page.fill("[name=q-number-value]", "41")
    page.locator("h1").click()
    expect(state(page, "number")).to_have_class(SAVED)
    expect(page.locator(".collision")).to_have_count(0)
    assert stored(bureau)["q-number"] == {"value": 41, "remark": ""}


def test_signed_out_meanwhile_the_answers_wait_for_the_same_person(enter: Enter, bureau: Respondent) -> None:
    page = enter()
    page.context.clear_cookies()
    page.fill("[name=q-number-value]", "38")
    page.locator("h1").click()
    link = page.locator("[data-sign-in]")
    expect(link).to_be_visible()
    link.click()
    sign_in(page)
    expect(state(page, "number")).to_have_class(SAVED)
    assert stored(bureau)["q-number"] == {"value": 38, "remark": ""}


def test_signing_in_again_beside_the_form_is_enough(enter: Enter, bureau: Respondent) -> None:
    page = enter()
    page.context.clear_cookies()
    page.check("[name=q-yes_no-value][value=no]")
    expect(page.locator("[data-sign-in]")).to_be_visible()
    other = page.context.new_page()
    other.goto(page.url)
    sign_in(other)
    other.close()
    page.evaluate("window.dispatchEvent(new Event('focus'))")
    expect(state(page, "yes_no")).to_have_class(SAVED)
    assert stored(bureau)["q-yes_no"] == {"value": False, "remark": ""}


@pytest.mark.parametrize(("chosen", "value"), [(0, 41), (1, 38)])
def test_two_browsers_collide_and_one_chooses(enter: Enter, bureau: Respondent, chosen: int, value: int) -> None:
    page, other = enter(), enter("colleague")
    page.fill("[name=q-number-value]", "38")
    page.locator("h1").click()
    expect(state(page, "number")).to_have_class(SAVED)
    other.fill("[name=q-number-value]", "41")
    other.locator("h1").click()
    panel = block(other, "number").locator(".collision")
    for words in ("41学时", "38学时", "bureau的人", "colleague的人"):
        expect(panel).to_contain_text(words)
    expect(other.locator("[name=q-number-value]")).to_be_disabled()
    panel.locator("button").nth(chosen).click()
    expect(panel).to_have_count(0)
    expect(other.locator("[name=q-number-value]")).to_have_value(str(value))
    assert stored(bureau)["q-number"] == {"value": value, "remark": ""}
