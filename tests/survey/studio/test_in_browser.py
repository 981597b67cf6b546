"""The way from a file to a scored answer in a browser: sent in, decided on, published, asked in a round."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa
from flask import Flask
from playwright.sync_api import Browser, Page, expect
from sqlmodel import Session, select

from survey.storage.tables import Bureau
from tests.databases import ON_SQLITE
from tests.machine import TODAY
from tests.people import Respondent, full_value
from tests.survey.browsing import SAVED, another_page, open_context, serve, sign_in
from tests.survey.studio.keys import press
from tests.survey.studio.notices import HEAD, NOTICE
from tests.survey.studio.worlds import make_drafts

pytestmark = ON_SQLITE
PLACE = "150100"


@pytest.fixture
def enter(browser: Browser, site: Flask) -> Iterator[Callable[[str, str], Page]]:
    """A page of a browser of one's own, signed in."""
    with (
        serve(site) as address,
        open_context(browser, viewport={"width": 1366, "height": 768}, base_url=address) as context,
    ):

        def open_page(login: str, awaited: str) -> Page:
            context.clear_cookies()
            page = context.new_page()
            page.goto("/sign-in")
            sign_in(page, login, awaited)
            return page

        yield open_page


def decide_clause(page: Page) -> None:
    """Confirm each figure by its button, then each measure by a key: adopted, or where that cannot be, not asked."""
    while (figures := page.locator("tr.is-open button")).count():
        with another_page(page):
            figures.first.click()
    while page.locator(".bit.now.bit-undecided").count():
        with another_page(page):
            press(page, "a")
        if page.locator("#error-summary").count():
            press(page, "d")
            page.locator(".bit.now details[data-key=d] input[type=radio]").first.check()
            with another_page(page):
                page.locator(".bit.now details[data-key=d] button").click()
    while (unasked := page.locator(".studio-text li a[href^='#figure-']")).count():
        number = (unasked.first.get_attribute("href") or "").removeprefix("#figure-")
        page.locator(f"[name=reading-{number}]").select_option("none")
        page.locator(f"[name=figure-reason-{number}]").fill("不设题")
        with another_page(page):
            page.locator(f"#figure-{number} button").click()


def publish(page: Page, file: Path, site: Flask) -> None:
    """An administrator sends a file in, confirms the head, decides clause by clause, looks at it and publishes."""
    page.goto("/studio")
    page.set_input_files("#file", str(file))
    page.click("main button.button")
    expect(page.locator("h1")).to_contain_text("正在起草")
    make_drafts(site)
    expect(page.locator("h1")).to_contain_text("文件基本信息")
    page.fill("[name=division]", "150000")
    page.fill("[name=id]", HEAD["id"])
    with another_page(page):
        page.click("main form button.button")
    while (following := page.get_by_role("link", name="下一未决")).count():
        with another_page(page):
            following.click()
        decide_clause(page)
    page.get_by_role("link", name="预览").click()
    expect(page.locator(".studio-questions li").first).to_contain_text("？")
    page.get_by_role("link", name="发布", exact=True).click()
    page.click("main form button.button")
    expect(page.locator(".flash")).to_contain_text("已发布第1版")


def open_round(page: Page, engine: sa.Engine) -> None:
    """From the form that the publishing leads to, for one city."""
    told = {"title": "云岭自评", "slug": "yunling", "as_of": TODAY.isoformat(), "opens_on": TODAY.isoformat()}
    for name, value in (told | {"closes_on": (TODAY + timedelta(days=20)).isoformat()}).items():
        page.fill(f"[name={name}]", value)
    with Session(engine) as session:
        for bureau in session.exec(select(Bureau)).all():
            page.set_checked(f"[name=bureau][value='{bureau.id}']", bureau.code == PLACE)
    page.click(".save-all button")
    page.click("main form button:not(.button-quiet)")
    expect(page.locator("h1")).to_contain_text("云岭自评")


def test_a_file_becomes_a_round_and_an_answer_is_scored(
    enter: Callable[[str, str], Page], site: Flask, engine: sa.Engine, tmp_path: Path
) -> None:
    file = tmp_path / "yunling.txt"
    file.write_text(NOTICE, encoding="gb18030")
    author = enter("admin", "h1")
    publish(author, file, site)
    open_round(author, engine)
    site.config["WTF_CSRF_ENABLED"] = False
    clerk = Respondent(site, engine, "city-clerk")
    site.config["WTF_CSRF_ENABLED"] = True
    clerk.give_facts()
    question = next(one for one in clerk.questionnaire.questions if one.criterion.kind == "yes_no")
    section = next(one for one in clerk.questionnaire.domains if question in one.questions)
    page = enter("city-clerk", "h1")
    page.goto(f"/responses/{clerk.response_id}/domains/{section.id}")
    block = page.locator(f"[data-question='{question.id}']")
    block.locator("input[type=radio]").first.check()
    expect(block.locator("[data-state]")).to_have_class(SAVED)
    assert clerk.stored()[question.id] is not None
    for one in clerk.questionnaire.questions:
        if one.id != question.id:
            clerk.answer(one.id, full_value(one))
    clerk.submit()
    page.goto(f"/responses/{clerk.response_id}/result")
    expect(page.locator("main")).to_contain_text("100.00")
