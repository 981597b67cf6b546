"""A live site with one question of every kind, and browsers to open it with."""

from collections.abc import Iterator
from contextlib import ExitStack
from typing import Any

import pytest
from flask import Flask
from playwright.sync_api import Browser, Page, sync_playwright

from tests.people import Respondent
from tests.survey.answering.sample_questions import CRITERIA, give_questions, make_question
from tests.survey.browsing import ARGUMENTS, CHROMIUM, Enter, open_context, serve, sign_in


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield browser
        browser.close()


@pytest.fixture
def every_kind(bureau: Respondent) -> Respondent:
    """The bureau, which is asked one question of every kind, all in one domain."""
    give_questions(bureau, tuple(make_question(kind, document=bureau.questionnaire.document) for kind in CRITERIA))
    return bureau


@pytest.fixture
def address(site: Flask, every_kind: Respondent) -> Iterator[str]:
    """A live site whose bureau is asked one question of every kind, all on one page."""
    with serve(site) as address:
        yield address


@pytest.fixture
def enter(browser: Browser, address: str, bureau: Respondent) -> Iterator[Enter]:
    """Sign in with a browser of one's own and open the form, or the review at `path`."""
    form = f"/responses/{bureau.response_id}/domains/N01"

    def enter(login: str = "bureau", path: str = "", **settings: Any) -> Page:
        page = contexts.enter_context(open_context(browser, **settings)).new_page()
        page.goto(f"{address}/sign-in?next={path or form}")
        sign_in(page, login, "[data-block]" if path else "#answers")
        if settings.get("java_script_enabled", True):  # every script is there, and no answer on its way sets a cookie
            page.wait_for_load_state("networkidle")
        return page

    with ExitStack() as contexts:
        yield enter
