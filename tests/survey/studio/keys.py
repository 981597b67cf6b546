"""Keys on the page of a clause, which decide once the page has been seen."""

from playwright.sync_api import Page, expect


def press(page: Page, key: str) -> None:
    wait_for_keys(page)
    page.locator("body").press(key)


def wait_for_keys(page: Page) -> None:
    expect(page.locator("html[data-keys=ready]")).to_be_attached()
