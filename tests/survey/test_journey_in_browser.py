"""The main job in a real browser, on a real notice: from signing in to the PDF, and a neighbour who may not see it."""

from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import pytest
from flask import Flask
from playwright.sync_api import Browser, BrowserContext, Page, expect
from pypdf import PdfReader

from survey.storage.states import Action, Role
from tests.people import PASSWORD, Respondent, full_value
from tests.survey.browsing import SAVED, another_page, open_context, serve, stored


@pytest.fixture
def live(site: Flask, bureau: Respondent) -> Iterator[str]:
    """The site with its real questionnaire, served once the bureau has signed in without a browser."""
    with serve(site) as address:
        yield address


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    with open_context(browser, viewport={"width": 1366, "height": 768}, accept_downloads=True) as context:
        yield context


def sign_in(context: BrowserContext, live: str, login: str) -> Page:
    page = context.new_page()
    page.goto(live)
    page.fill("[name=login]", login)
    page.fill("[name=password]", PASSWORD)
    page.press("[name=password]", "Enter")
    expect(page.locator("h1")).to_contain_text("市场监督管理局")
    return page


def give_facts(page: Page) -> None:
    with another_page(page):
        page.click("main .button")
    facts = page.locator("fieldset input[value=yes]")
    for fact in facts.all():
        fact.check()
    with another_page(page):
        page.click("main form button")


def tick_first_page(page: Page) -> list[str]:
    """Answer what has a radio or a box on the page that is open; return the questions' ids."""
    answered = []
    for block in page.locator("[data-question]").all():
        choice = block.locator("input[type=radio], input[type=checkbox][name$=items]").first
        if choice.count():
            choice.check()
            answered.append(block.get_attribute("data-question") or "")
    return answered


def test_a_bureau_does_its_whole_work(context: BrowserContext, live: str, bureau: Respondent, tmp_path: Path) -> None:
    page = sign_in(context, live, "bureau")
    give_facts(page)
    answered = tick_first_page(page)
    for id in answered:
        expect(page.locator(f"[data-question='{id}'] [data-state]")).to_have_class(SAVED)
    assert set(stored(bureau)) == set(answered)

    # The network is lost: it is said at once, and what is typed meanwhile goes up by itself.
    context.set_offline(True)
    remark = page.locator(f"[data-question='{answered[0]}'] textarea").first
    page.locator(f"[data-question='{answered[0]}'] details:has(textarea) summary").first.click()
    remark.fill("断网时填写")
    page.locator("h1").click()
    expect(page.locator("body")).to_contain_text("网络中断")
    context.set_offline(False)
    expect(page.locator(f"[data-question='{answered[0]}'] [data-state]")).to_have_class(SAVED)
    page.reload()
    expect(page.locator(f"[data-question='{answered[0]}'] textarea").first).to_have_value("断网时填写")

    # The rest is answered elsewhere; the check page then lets the bureau submit.
    for question in bureau.questionnaire.questions:
        if question.id not in answered:
            bureau.answer(question.id, full_value(question))
    page.goto(f"{live}/responses/{bureau.response_id}/check")
    expect(page.locator("main")).to_contain_text("送签后由负责人签批")
    bureau.act(Action.SIGN_OFF, bureau.find(Role.HEAD))
    page.reload()
    page.click("form[action$=submit] button")
    expect(page.locator(".score")).to_be_visible()
    with page.expect_download() as download:
        page.click("main .button")
    download.value.save_as(tmp_path / "report.pdf")
    text = "".join(one.extract_text() for one in PdfReader(BytesIO((tmp_path / "report.pdf").read_bytes())).pages)
    assert "土默特左旗市场监督管理局" in text


def test_a_neighbour_cannot_open_the_report(
    browser: Browser, context: BrowserContext, live: str, bureau: Respondent
) -> None:
    bureau.answer_all()
    bureau.submit()
    page = sign_in(context, live, "sibling")
    answer = page.request.get(f"{live}/responses/{bureau.response_id}/report.pdf")
    assert answer.status == 404
    assert not answer.body().startswith(b"%PDF")


def test_the_check_page_lets_nothing_be_submitted_over_what_is_unsaved(
    context: BrowserContext, live: str, bureau: Respondent
) -> None:
    bureau.answer_all()
    bureau.act(Action.SIGN_OFF, bureau.find(Role.HEAD))
    bureau.act(Action.WITHDRAW, bureau.find(Role.HEAD))
    page = sign_in(context, live, "bureau")
    number = next(one.id for one in bureau.questionnaire.questions if one.is_quantity)
    section = next(one.id for one in bureau.questionnaire.domains if number in {each.id for each in one.questions})
    page.goto(f"{live}/responses/{bureau.response_id}/domains/{section}")
    page.fill(f"[name={number}-value]", "四十")
    page.locator("h1").click()
    expect(page.locator(f"[data-question='{number}'] [data-error]")).to_be_visible()
    page.on("dialog", lambda dialog: dialog.accept())
    page.goto(f"{live}/responses/{bureau.response_id}/check")
    expect(page.locator("#unsent")).to_contain_text(bureau.questionnaire.by_id[number].text)
    expect(page.locator("form[action$='/actions/present']")).to_be_hidden()
