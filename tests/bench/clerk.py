"""A person at a browser who counts what is done, for the benchmark of a clerk's day."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from time import monotonic

from playwright.sync_api import Browser, Locator, Page, ViewportSize

DESK: ViewportSize = {"width": 1366, "height": 768}
# Seconds that a person takes: to find and hit something, to type a letter, to scroll by a screen.
CLICK, KEY, SCREEN = 1.2, 0.2, 1.0


@dataclass
class Effort:
    """What somebody did, and how long pages took."""

    clicks: int = 0
    keys: int = 0
    scrolled: float = 0.0
    waited: float = 0.0

    @property
    def thought(self) -> float:
        return self.clicks * CLICK + self.keys * KEY + self.scrolled / DESK["height"] * SCREEN


@dataclass
class Clerk:
    """A person at a browser who counts what is done."""

    page: Page
    address: str
    effort: Effort = field(default_factory=Effort)

    def click(self, target: Locator) -> None:
        box = target.bounding_box()
        assert box is not None
        if not 0 <= box["y"] <= DESK["height"] - box["height"]:
            self.effort.scrolled += abs(box["y"] - DESK["height"] / 2)
        self.effort.clicks += 1
        target.click()

    def type(self, target: Locator, text: str) -> None:
        self.click(target)
        self.effort.keys += len(text)
        target.fill(text)

    def go(self, target: Locator) -> None:
        """Click on what leads to another page."""
        begun = monotonic()
        with self.page.expect_navigation(wait_until="load"):
            self.click(target)
        self.effort.waited += monotonic() - begun

    def sign_in(self, login: str, password: str) -> None:
        self.page.goto(f"{self.address}/sign-in")
        self.type(self.page.locator("[name=login]"), login)
        self.type(self.page.locator("[name=password]"), password)
        self.go(self.page.locator("main button"))

    def find(self, *names: str) -> Locator | None:
        """The first of these that is to be seen on the page, once its scripts have shown what may be done."""
        self.page.wait_for_load_state("networkidle")
        for name in names:
            found = self.page.locator(f"{name}:visible").first
            if found.count():
                return found
        return None

    def settle(self) -> None:
        """Wait until nothing is being saved."""
        begun = monotonic()
        self.page.locator("h1").click()
        self.page.wait_for_function("() => !document.querySelector('.state-saving')")
        self.page.wait_for_load_state("networkidle")
        self.effort.waited += monotonic() - begun


@contextmanager
def sit_down(browser: Browser, address: str) -> Iterator[Clerk]:
    context = browser.new_context(viewport=DESK, locale="zh-CN", service_workers="block")
    context.set_default_timeout(60_000)
    yield Clerk(context.new_page(), address)
    context.close()
