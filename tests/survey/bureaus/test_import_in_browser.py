"""An administrator imports people in a real browser and takes the links away, the content policy in force."""

import csv
from pathlib import Path

from playwright.sync_api import Browser

from tests.people import PASSWORD

TABLE = "用户名,姓名,角色,单位代码\nzhang,张某,填报员,150122\nli,=李某,单位负责人,150122\n"


def test_a_table_is_checked_confirmed_and_its_links_taken_away(browser: Browser, address: str, tmp_path: Path) -> None:
    file = tmp_path / "people.csv"
    file.write_text(TABLE, encoding="gb18030")
    page = browser.new_page()
    page.goto(f"{address}/sign-in?next=/imports/people")
    page.fill("[name=login]", "admin")
    page.fill("[name=password]", PASSWORD)
    page.click("main button")
    page.set_input_files("#file", file)
    page.click("main form button")
    page.click("main form button")
    with page.expect_download() as download:
        page.click("main a.button")
    rows = list(csv.reader(download.value.path().read_text("utf-8-sig").splitlines()))
    assert [row[:2] for row in rows[1:]] == [["zhang", "张某"], ["li", "'=李某"]]
    page.goto(rows[1][4])
    assert "张某，您的用户名是 zhang。" in page.inner_text("main")
    page.close()
