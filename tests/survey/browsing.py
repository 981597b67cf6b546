"""What a person does with the form in a real browser."""

import re
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from flask import Flask
from playwright.sync_api import Browser, BrowserContext, Locator, Page, Route, expect
from werkzeug.serving import make_server

from tests.machine import LOOK_EVERY, WAIT
from tests.people import PASSWORD, Respondent

CHROMIUM = Path("/usr/bin/chromium-headless-shell")
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--no-first-run",
    "--disable-component-update",
    "--disable-sync",
]
SAVED = re.compile("state-saved")
PATIENCE = 1000 * WAIT  # milliseconds
expect.set_options(timeout=PATIENCE)
Enter = Callable[..., Page]


@contextmanager
def serve(site: Flask) -> Iterator[str]:
    """The address of a live site, with what protects its forms."""
    site.config["WTF_CSRF_ENABLED"] = True
    server = make_server("127.0.0.1", 0, site, threaded=True)
    threading.Thread(target=server.serve_forever, args=(LOOK_EVERY,), daemon=True).start()  # for whether it is to end
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


@contextmanager
def open_context(browser: Browser, **settings: Any) -> Iterator[BrowserContext]:
    """A browser of one's own. What a script of any page in it raises, or the content policy stops, fails the test."""
    faults: list[str] = []
    settings.setdefault("service_workers", "block")  # only what tries the kept pages has them
    context = browser.new_context(**settings)
    context.set_default_timeout(PATIENCE)
    context.on("weberror", lambda raised: faults.append(str(raised.error)))
    context.on("console", lambda message: faults.append(message.text) if "Content Security" in message.text else None)
    yield context
    context.close()
    assert faults == []


def sign_in(page: Page, login: str = "bureau", awaited: str = "#answers") -> None:
    """Sign in; what is `awaited` is there then, and so are the page's scripts: before that a key goes nowhere.

    Scripts ask for further ones, which may take longer than an idle network.
    """
    page.fill("[name=login]", login)
    page.fill("[name=password]", PASSWORD)
    page.click("main button")
    expect(page.locator(awaited).first).to_be_attached()
    page.wait_for_load_state()


@contextmanager
def another_page(page: Page) -> Iterator[None]:
    """What is done within leads to another page, which is whole afterwards: whoever counts or asks does not wait."""
    with page.expect_event("load"):
        yield


def hold(page: Page, address: str) -> list[Route]:
    """From now on, each request to an address waits here until it is let go."""
    held: list[Route] = []

    def keep(route: Route) -> None:
        held.append(route)

    page.route(address, keep)
    return held


def block(page: Page, kind: str) -> Locator:
    return page.locator(f"[data-question='q-{kind}']")


def state(page: Page, kind: str) -> Locator:
    return block(page, kind).locator("[data-state]")


def stored(bureau: Respondent) -> dict[str, dict[str, Any] | None]:
    return bureau.stored()


def answer_every_kind(page: Page) -> None:
    page.check("[name=q-yes_no-value][value=yes]")
    page.check("[name=q-stage-value][value=B]")
    page.check("[name=q-grade-value][value=C]")
    page.fill("[name=q-number-value]", "３８学时")
    page.fill("[name=q-share-part]", "38")
    page.fill("[name=q-share-whole]", "52")
    page.fill("[name=q-rate-count]", "260")
    page.fill("[name=q-rate-base]", "250,000")
    page.fill("[name=q-growth-baseline]", "20")
    page.fill("[name=q-growth-current]", "15")
    page.fill("[name=q-recency-value]", "20260630")
    page.check("[name=q-done_by-never]")
    page.check("[name=q-checklist-items][value=plan]")
    page.check("[name=q-checklist-items][value=stock]")
    page.fill("[name=q-quantity-value]", "17件")
    page.check("#q-text-not_applicable")
    page.fill("#q-text-reason", "无此业务")
    page.locator("h1").click()


ALL_KINDS: dict[str, dict[str, Any]] = {
    "q-yes_no": {"value": True},
    "q-stage": {"value": "B"},
    "q-grade": {"value": "C"},
    "q-number": {"value": 38},
    "q-share": {"value": {"part": 38, "whole": 52}},
    "q-rate": {"value": {"count": 260, "base": 250000}},
    "q-growth": {"value": {"baseline": 20, "current": 15}},
    "q-recency": {"value": "2026-06-30"},
    "q-done_by": {"value": None},
    "q-checklist": {"value": ["plan", "stock"]},
    "q-quantity": {"value": 17},
    "q-text": {"not_applicable": "无此业务"},
}
