"""From a figure on the first page down to one answer and its evidence, in a browser, without a word typed."""

from collections.abc import Iterator

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from flask import Flask
from playwright.sync_api import Browser, Page, expect

from tests.databases import ON_SQLITE
from tests.people import Respondent
from tests.reports.leading.reading import REASON, happen
from tests.sites import Relive
from tests.survey.browsing import open_context, serve, sign_in
from tests.survey.reviewing.deciding import find_yes_no
from tests.survey.test_axe_in_browser import examine

pytestmark = ON_SQLITE  # what a browser draws is the same on every database
WIDER = "document.documentElement.scrollWidth > document.documentElement.clientWidth"


@pytest.fixture
def page(relive: Relive, site: Flask, browser: Browser) -> Iterator[Page]:
    relive(happen)
    desk = {"width": 1366, "height": 768}
    with serve(site) as address, open_context(browser, viewport=desk, base_url=address) as context:
        context.add_init_script(AXE_SCRIPT)
        page = context.new_page()
        page.goto("/sign-in")
        sign_in(page, "leader", "nav.ways")
        yield page


def look(page: Page) -> list[str]:
    """What is wrong with the page that is open, on the phone and at the desk."""
    address, found = page.url, examine(page)
    page.set_viewport_size({"width": 375, "height": 740})
    found += [f"{address} is wider than the phone"] if page.evaluate(WIDER) else []
    page.set_viewport_size({"width": 1366, "height": 768})
    page.goto(address)
    return found


def test_a_leader_gets_from_a_figure_to_the_answer_and_its_file_and_back(page: Page, bureau: Respondent) -> None:
    question = bureau.questionnaire.by_id[find_yes_no(bureau)[0]]
    expect(page.locator("h1")).to_have_text("内蒙古自治区药品监督管理局")
    found = look(page)
    page.click(".headline a >> nth=0")
    expect(page.locator("h1")).to_be_visible()
    found += look(page)
    page.click("tbody a:has-text('土默特左旗')")
    expect(page.locator("h1")).to_have_text("土默特左旗市场监督管理局")
    found += look(page)
    page.click(".headline a:has-text('未达标')")
    page.click(f"#questions tbody a:has-text('{question.title}')")
    expect(page.locator("main")).to_contain_text(REASON)
    expect(page.locator(".files")).to_contain_text("证明.pdf")
    found += look(page)
    page.click("text=同一事项在各单位的情况")
    expect(page.locator("h1")).to_contain_text(question.title)
    found += look(page)
    page.go_back()
    page.click(".crumbs a >> nth=-1")
    expect(page.locator("#questions .legend")).not_to_be_empty()
    page.click(".crumbs a >> nth=0")
    page.click("text=历年对比")
    found += look(page)
    page.click("tbody a >> nth=0")
    page.click(".crumbs a >> nth=0")
    page.click("summary:has-text('能力领域')")
    page.click("details[open] tbody a >> nth=0")
    assert found + look(page) == []


def test_without_script_a_round_a_place_and_a_level_are_chosen(page: Page) -> None:
    page.select_option("select[name=place]", "150200")
    page.click(".chooser button")
    expect(page.locator("h1")).to_have_text("包头市市场监督管理局")
    expect(page.locator(".head")).to_contain_text("应填报1家")


def test_the_table_is_narrowed_and_sorted_where_it_stands(page: Page) -> None:
    page.click(".head-links a >> nth=0")
    expect(page.locator("tbody tr")).to_have_count(3)
    page.evaluate("window.stays = true")
    page.select_option("select[name=show]", "missing")
    expect(page.locator("tbody tr")).to_have_count(1)
    page.select_option("select[name=show]", "")
    expect(page.locator("tbody tr")).to_have_count(3)
    page.click("#found thead a >> nth=0")
    expect(page.locator("[aria-sort=descending]")).to_be_visible()
    expect(page.locator("tbody tr >> nth=0")).to_contain_text("土默特右旗")
    assert page.evaluate("window.stays")
    page.reload()
    expect(page.locator("tbody tr >> nth=0")).to_contain_text("土默特右旗")


def test_a_leader_gets_from_the_ranking_of_the_year_to_the_answer_and_back(page: Page) -> None:
    page.click("text=年度名次")
    found = look(page)
    page.select_option("select[name=place]", "150100")
    expect(page.locator("tbody tr")).to_have_count(2)
    page.click("tbody td[data-label=共同事项得分] a >> nth=0")
    found += look(page)
    page.click("tbody td a >> nth=0")
    expect(page.locator("main")).to_contain_text("得分率")
    page.go_back()
    page.go_back()
    expect(page.locator("select[name=place]")).to_have_value("150100")
    assert found == []


def test_on_a_phone_a_leader_goes_down_from_the_province_to_an_answer_and_back_up(page: Page) -> None:
    """Province, city, county, domain, question; each page fits the phone, and the way back shows each again."""
    page.set_viewport_size({"width": 375, "height": 740})
    page.goto("/overview/2026?level=county")
    ways = [
        ("main a[href*='place=150100']", "呼和浩特市市场监督管理局"),
        ("main a[href$='/bureaus/150121']", "土默特左旗市场监督管理局"),
        ("main a[href*='domain=']", "土默特左旗市场监督管理局"),
        ("#questions tbody a", ""),
    ]
    passed: list[tuple[str, str]] = []
    for link, title in ways:
        passed.append((page.url, page.locator("h1").inner_text()))
        assert not page.evaluate(WIDER), page.url
        page.locator(link).locator("visible=true").first.click()
        expect(page).not_to_have_url(passed[-1][0])
        expect(page.locator("h1")).to_contain_text(title)
    assert not page.evaluate(WIDER), page.url
    expect(page.locator("main")).to_contain_text("判定")
    assert "/questions/" in page.url
    for address, title in reversed(passed):
        page.go_back()
        expect(page).to_have_url(address)
        expect(page.locator("h1")).to_have_text(title)
