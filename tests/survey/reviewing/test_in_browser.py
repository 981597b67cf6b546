"""Reviewing in a real browser: by keys, saved in place, and without JavaScript."""

import re
import time
from collections.abc import Callable, Iterator

import pytest
from flask import Flask
from playwright.sync_api import Browser, Locator, Page, Route, expect
from sqlmodel import Session

from survey.responses.reviews import list_reviews
from survey.storage.states import Role
from tests.databases import ON_SQLITE
from tests.machine import WAIT
from tests.people import Respondent
from tests.survey.browsing import Enter, hold, open_context, serve, sign_in
from tests.survey.responses.claiming import ask_under_scheme, claim, hand_in
from tests.survey.reviewing.deciding import attach_to, begin_review, set_aside

pytestmark = ON_SQLITE  # what a browser does is the same on every database

Open = Callable[..., Page]


@pytest.fixture
def open_review(enter: Enter, bureau: Respondent, address: str) -> Open:
    """The city's reviewer at the review of a response with a question of every kind."""

    def open_review(**settings: object) -> Page:
        begin_review(bureau)
        attach_to(bureau, *(one.id for one in bureau.questionnaire.questions))
        page = enter("city", path=f"/responses/{bureau.response_id}/review", **settings)
        expect(page.locator("[data-block]")).to_have_count(12)
        return page

    return open_review


def block(page: Page, kind: str) -> Locator:
    return page.locator(f"#question-q-{kind}")


def decided(bureau: Respondent) -> dict[str, str]:
    with Session(bureau.engine) as session:
        return {id: one.decision.value for id, one in list_reviews(session, bureau.response_id).items()}


def test_a_whole_review_goes_by_keys(open_review: Open, bureau: Respondent) -> None:
    page = open_review()
    faults: list[str] = []
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.on("console", lambda message: faults.append(message.text) if "Content Security" in message.text else None)
    page.keyboard.press("j")
    expect(block(page, "yes_no")).to_be_focused()
    page.keyboard.press("c")
    expect(block(page, "yes_no")).to_contain_text("已确认")
    expect(block(page, "stage")).to_be_focused()  # the next one
    page.keyboard.press("s")
    page.locator("[name=q-stage-value][value=C]").check()
    page.fill("#q-stage-why-set_aside", "现场核查仅到C级")
    block(page, "stage").get_by_text("按此改定").click()
    expect(block(page, "stage")).to_contain_text("现场核查仅到C级")
    page.keyboard.press("k")
    expect(block(page, "yes_no")).to_be_focused()
    page.keyboard.press("r")
    page.keyboard.type("请附文件 c j")
    block(page, "yes_no").get_by_text("标记退回").click()
    expect(page.locator("#summary")).to_contain_text("本次将退回1题：第1题")
    assert decided(bureau) == {"q-yes_no": "returned", "q-stage": "set_aside"}
    assert faults == []


def await_save(page: Page, held: list[Route], count: int = 1) -> None:
    until = time.monotonic() + WAIT
    while len(held) < count and time.monotonic() < until:
        page.wait_for_timeout(100)  # the browser has its turn meanwhile
    assert len(held) >= count


def test_a_save_that_comes_back_late_takes_neither_focus_nor_keys(open_review: Open, bureau: Respondent) -> None:
    page = open_review()
    held = hold(page, "**/review/*")
    page.keyboard.press("j")
    page.keyboard.press("c")
    await_save(page, held)
    page.keyboard.press("r")
    page.keyboard.type("请附")
    held[0].continue_()
    expect(block(page, "yes_no")).to_contain_text("已确认")
    page.keyboard.type("证明 c j s")
    expect(page.locator("#q-stage-why-returned")).to_be_focused()
    expect(page.locator("#q-stage-why-returned")).to_have_value("请附证明 c j s")
    assert decided(bureau) == {"q-yes_no": "confirmed"}


def test_what_is_typed_at_a_question_that_is_being_saved_stays_there(open_review: Open, bureau: Respondent) -> None:
    page = open_review()
    held = hold(page, "**/review/*")
    for key in ("j", "c", "k", "r"):
        page.keyboard.press(key)
    await_save(page, held)
    page.keyboard.type("请附文件")
    held[0].continue_()
    expect(block(page, "yes_no")).to_contain_text("已确认")
    page.keyboard.type("c")
    expect(page.locator("#q-yes_no-why-returned")).to_be_focused()
    expect(page.locator("#q-yes_no-why-returned")).to_have_value("请附文件c")
    block(page, "yes_no").get_by_text("标记退回").click()
    await_save(page, held, 2)
    held[1].continue_()
    expect(block(page, "yes_no").locator(".choose[open]")).to_have_count(0)
    assert decided(bureau) == {"q-yes_no": "returned"}


def test_keys_pressed_faster_than_the_server_answers_are_saved_one_after_the_other(
    open_review: Open, bureau: Respondent
) -> None:
    page = open_review()
    held = hold(page, "**/review/*")
    for key in ("j", "c", "c", "c"):
        page.keyboard.press(key)
    for count in (1, 2, 3):
        await_save(page, held, count)
        held[-1].continue_()
    expect(page.locator("#said")).to_have_text("已保存。")
    expect(page.locator("#index")).to_contain_text("3/11")
    assert decided(bureau) == dict.fromkeys(["q-yes_no", "q-stage", "q-grade"], "confirmed")
    expect(block(page, "number")).to_be_focused()


def test_a_key_decides_nothing_on_what_is_decided_or_was_scrolled_away(open_review: Open, bureau: Respondent) -> None:
    page = open_review(viewport={"width": 1366, "height": 768})
    set_aside(bureau, "q-yes_no", Role.CITY_REVIEWER)
    page.reload()
    page.keyboard.press("j")
    page.keyboard.press("c")  # another answer is set there: only its buttons change that
    expect(block(page, "stage")).to_be_focused()
    for left in (0, 90):  # 90: almost all of it lies under the line that stays in sight
        block(page, "stage").evaluate("(one, left) => scrollBy(0, one.getBoundingClientRect().bottom - left)", left)
        page.keyboard.press("c")
        expect(block(page, "stage").locator(".question-text")).to_be_in_viewport()
        assert decided(bureau) == {"q-yes_no": "set_aside"}
    page.keyboard.press("c")
    expect(page.locator("#said")).to_have_text("已保存。")
    page.keyboard.press("k")
    page.keyboard.press("u")
    expect(page.locator("#progress")).to_contain_text("已审1 / 11")
    assert decided(bureau) == {"q-yes_no": "set_aside"}


def test_u_takes_back_what_was_confirmed_just_now_and_says_where_there_is_nothing(
    open_review: Open, bureau: Respondent
) -> None:
    page = open_review()
    page.keyboard.press("j")
    page.keyboard.press("u")
    expect(page.locator("#said")).to_have_text("此处没有可撤销的审核意见；按k返回上一题。")
    page.keyboard.press("c")
    expect(block(page, "stage")).to_be_focused()
    expect(page.locator("#progress")).to_contain_text("已审1 / 11")
    expect(page.locator("#said")).to_have_text("已保存。")
    page.keyboard.press("u")
    expect(page.locator("#progress")).to_contain_text("已审0 / 11")
    expect(page.locator("#said")).to_have_text("已撤销。")
    expect(block(page, "yes_no")).to_be_focused()
    assert decided(bureau) == {}


def test_u_after_passing_over_takes_back_no_earlier_decision(open_review: Open, bureau: Respondent) -> None:
    page = open_review()
    page.keyboard.press("j")
    for decisions in (1, 2):
        page.keyboard.press("c")
        expect(page.locator("#progress")).to_contain_text(f"已审{decisions} / 11")
    page.keyboard.press("k")
    page.keyboard.press("k")
    page.keyboard.press("c")  # confirmed before: it only goes on
    page.keyboard.press("u")
    expect(page.locator("#said")).to_have_text("此处没有可撤销的审核意见；按k返回上一题。")
    assert set(decided(bureau)) == {"q-yes_no", "q-stage"}


def test_the_decision_stays_in_sight_beside_a_long_answer(open_review: Open) -> None:
    page = open_review(viewport={"width": 1366, "height": 400})
    page.evaluate("document.querySelector('#question-q-checklist .judged').style.minHeight = '900px'")
    block(page, "checklist").evaluate("(one) => window.scrollTo(0, one.getBoundingClientRect().top + scrollY + 500)")
    expect(block(page, "checklist").get_by_text("确认", exact=True)).to_be_in_viewport()


@pytest.fixture
def whole(browser: Browser, site: Flask, bureau: Respondent) -> Iterator[Page]:
    """The city's reviewer at the review of a whole questionnaire."""
    begin_review(bureau)
    with serve(site) as address, open_context(browser, viewport={"width": 1366, "height": 768}) as context:
        page = context.new_page()
        page.goto(f"{address}/sign-in?next=/responses/{bureau.response_id}/review")
        sign_in(page, "city", "[data-block]")
        page.wait_for_load_state("networkidle")
        yield page


def test_a_whole_questionnaire_goes_by_keys_and_only_what_was_meant_is_recorded(
    whole: Page, bureau: Respondent
) -> None:
    """At a pace no person keeps up; at a key every two seconds it takes 68 questions two and a half minutes."""
    meant: dict[str, str] = {}
    whole.keyboard.press("j")
    for number, id in enumerate(whole.locator("[data-block]").evaluate_all("(all) => all.map((one) => one.id)")):
        if number % 9 == 4:
            whole.keyboard.press("r")
            whole.keyboard.type("请附文件 c j s r", delay=20)
            whole.keyboard.press("Control+Enter")
        else:
            whole.keyboard.press("c")
        meant[id.replace("question-", "")] = "returned" if number % 9 == 4 else "confirmed"
        whole.wait_for_timeout(100)
    quantities = [one.id for one in bureau.questionnaire.questions if one.is_quantity]
    meant = {id: decision for id, decision in meant.items() if id not in quantities or decision == "returned"}
    expect(whole.locator("#said")).to_have_text("已保存。")
    assert decided(bureau) == meant


def test_saving_moves_nothing_and_brings_counts_and_scores_up_to_date(open_review: Open) -> None:
    page = open_review()
    block(page, "checklist").scroll_into_view_if_needed()
    before = block(page, "checklist").bounding_box()
    block(page, "checklist").get_by_text("确认", exact=True).click()
    expect(page.locator("#said")).to_have_text("已保存。")
    after = block(page, "checklist").bounding_box()
    assert before and after and abs(before["y"] - after["y"]) < 2
    expect(page.locator("#index")).to_contain_text("1/11")
    expect(page.locator("#summary")).to_contain_text("已审核1题")
    expect(page.locator("[name=left]")).to_have_count(10)


def test_what_is_refused_is_said_where_it_was_typed(open_review: Open, bureau: Respondent) -> None:
    page = open_review()
    block(page, "number").get_by_text("退回", exact=True).click()
    page.fill("#q-number-mend_by", "下周")
    block(page, "number").get_by_text("标记退回").click()
    expect(block(page, "number")).to_contain_text("请写明理由")
    expect(page.locator("#said")).to_contain_text(re.compile(r"^第\d+题：请写明理由"))
    expect(page.locator("#q-number-mend_by")).to_have_value("下周")
    assert decided(bureau) == {}


def test_keys_can_be_turned_off_and_stay_off(open_review: Open, bureau: Respondent) -> None:
    page = open_review()
    page.uncheck("#keys-on")
    page.locator("h1").click()
    page.keyboard.press("j")
    page.keyboard.press("c")
    page.reload()
    expect(page.locator("#keys-on")).not_to_be_checked()
    assert decided(bureau) == {}


def test_who_was_signed_out_keeps_what_was_typed_and_is_told(open_review: Open, bureau: Respondent) -> None:
    page = open_review()
    page.context.clear_cookies()
    block(page, "number").get_by_text("退回", exact=True).click()
    page.fill("#q-number-why-returned", "请附文件")
    block(page, "number").get_by_text("标记退回").click()
    expect(page.locator("#said")).to_contain_text("登录已失效")
    expect(page.locator("#q-number-why-returned")).to_have_value("请附文件")


@pytest.mark.parametrize("width", [375, 1366])
def test_nothing_scrolls_sideways(open_review: Open, width: int) -> None:
    page = open_review(viewport={"width": width, "height": 740})
    for summary in page.locator(".choose summary").all():
        summary.click()
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_it_works_without_javascript(open_review: Open, bureau: Respondent) -> None:
    page = open_review(java_script_enabled=False)
    block(page, "number").get_by_text("确认", exact=True).click()
    expect(page).to_have_url(re.compile(r"/review#question-q-number$"))
    block(page, "share").get_by_text("退回", exact=True).click()
    page.fill("#q-share-why-returned", "请附花名册")
    block(page, "share").get_by_text("标记退回").click()
    page.locator("#left-N01 summary").click()
    page.locator("#left-N01 button").click()
    expect(page.locator(".flash")).to_have_text("已确认9题。")
    assert decided(bureau)["q-share"] == "returned" and len(decided(bureau)) == 11


def test_on_a_phone_a_sum_stands_in_one_line(enter: Enter, bureau: Respondent) -> None:
    ask_under_scheme(bureau)
    claim(bureau, model="3")
    hand_in(bureau)
    page = enter("city", path=f"/responses/{bureau.response_id}/review", viewport={"width": 375, "height": 740})
    sums = page.locator(".two-scores td .quiet", has_text="加分").all()
    assert len(sums) == 2
    assert all(box is not None and box["height"] < 32 for box in (one.bounding_box() for one in sums))
    assert page.evaluate("document.documentElement.scrollWidth") <= 375
