"""An administrator imports people in a real browser and takes the links away, the content policy in force."""

import csv
from pathlib import Path

from playwright.sync_api import Browser, Page, Request, expect

from tests.databases import ON_SQLITE
from tests.people import PASSWORD
from tests.survey.browsing import hold

pytestmark = ON_SQLITE  # what a browser does is the same on every database

TABLE = "用户名,姓名,角色,单位代码\nzhang,张某,填报员,150122\nli,=李某,单位负责人,150122\n"

# While a page is being left the browser answers no question about it: what the button is like is kept for the next one.
NOTE_BUTTON = """() => addEventListener("submit", () => {
  const button = document.querySelector("main form button");
  sessionStorage.pressed = `${button.className} ${Math.round(button.getBoundingClientRect().height)}`;
})"""


def preview(browser: Browser, address: str, folder: Path) -> Page:
    """The administrator at what the import of the table would do."""
    file = folder / "people.csv"
    file.write_text(TABLE, encoding="gb18030")
    page = browser.new_page()
    page.goto(f"{address}/sign-in?next=/imports/people")
    page.fill("[name=login]", "admin")
    page.fill("[name=password]", PASSWORD)
    page.click("main button")
    page.set_input_files("#file", file)
    page.click("main form button")
    return page


def test_a_table_is_checked_confirmed_and_its_links_taken_away(browser: Browser, address: str, tmp_path: Path) -> None:
    page = preview(browser, address, tmp_path)
    page.click("main form button")
    with page.expect_download() as download:
        page.click("main a.button[download]")
    rows = list(csv.reader(download.value.path().read_text("utf-8-sig").splitlines()))
    assert [row[:2] for row in rows[1:]] == [["zhang", "张某"], ["li", "'=李某"]]
    page.goto(rows[1][4])
    assert "张某，您的用户名是 zhang。" in page.inner_text("main")
    page.close()


def test_a_second_click_while_the_first_is_under_way_sends_nothing(
    browser: Browser, address: str, tmp_path: Path
) -> None:
    page = preview(browser, address, tmp_path)
    expect(page.locator("main h1")).to_be_visible()
    page.wait_for_load_state("networkidle")
    sent: list[Request] = []
    page.on("request", lambda request: sent.append(request) if request.method == "POST" else None)
    held = hold(page, "**/imports/people/*")
    page.evaluate(NOTE_BUTTON)
    box = page.locator("main form button").bounding_box()
    assert box is not None
    for _click in range(2):
        page.mouse.click(box["x"] + 9, box["y"] + 9)
        page.wait_for_timeout(500)
    assert len(sent) == 1
    held[0].continue_()
    expect(page.locator("main a.button[download]")).to_be_visible()
    assert "/invitations/" in page.inner_text("main")
    assert page.evaluate("sessionStorage.pressed") == f"button is-under-way {round(box['height'])}"
    page.close()
