"""A gap on its way in a real browser: drafted, promised, signed, agreed to, done, checked; and in the next round."""

from collections.abc import Iterator
from contextlib import ExitStack
from typing import Any

import pytest
from flask import Flask
from playwright.sync_api import Browser, Page, expect

from tests.databases import ON_SQLITE
from tests.people import Respondent
from tests.survey.browsing import open_context, serve, sign_in
from tests.survey.plans.planning import LATER, accept, find_item, open_next_round, prove

pytestmark = ON_SQLITE


class Desk:
    """Browsers of several people, each on the plan."""

    def __init__(self, browser: Browser, address: str, bureau: Respondent, stack: ExitStack) -> None:
        self._browser, self._address, self._stack = browser, address, stack
        self._path = f"/responses/{bureau.response_id}/plan"

    def open(self, login: str, **settings: Any) -> Page:
        page = self._stack.enter_context(open_context(self._browser, **settings)).new_page()
        page.goto(f"{self._address}/sign-in?next={self._path}")
        sign_in(page, login, ".plan-figures")
        return page

    def go(self, page: Page, path: str = "") -> None:
        page.goto(f"{self._address}{self._path}{path}")


@pytest.fixture
def desk(browser: Browser, site: Flask, bureau: Respondent) -> Iterator[Desk]:
    accept(bureau)
    with serve(site) as address, ExitStack() as stack:
        yield Desk(browser, address, bureau, stack)


def test_a_gap_becomes_an_item_and_the_item_a_better_score(desk: Desk, bureau: Respondent) -> None:
    clerk = desk.open("bureau", viewport={"width": 1366, "height": 768})
    clerk.click("button[name=choice][value=critical]")
    expect(clerk.locator(".plan-items tbody tr")).to_have_count(1)
    clerk.click(".plan-items th a")
    clerk.fill("[name=office]", "药品股")
    clerk.fill("[name=owner]", "张伟")
    clerk.fill("[name=due]", f"{LATER:%Y%m%d}")
    clerk.click("form:has([name=owner]) button")
    expect(clerk.locator(".flash")).to_contain_text("已保存")

    head = desk.open("head")
    head.click("text=签批1项")
    expect(head.locator(".plan-stand").first).to_contain_text("已签批，待审核同意")
    city = desk.open("city")
    city.click("text=同意1项")
    expect(city.locator(".plan-stand").first).to_contain_text("已签批，审核同意")

    prove(bureau, find_item(bureau, "q-0"))
    clerk.reload()
    clerk.click("text=申报已完成")
    expect(clerk.locator("main")).to_contain_text("已完成待复核")
    city.reload()
    city.click("text=请复核")
    city.click("button[value=check]")
    expect(city.locator("main")).to_contain_text("复核通过")

    desk.go(clerk)
    figures = clerk.locator(".plan-figures")
    expect(figures).to_contain_text("26.67")
    expect(figures).to_contain_text("46.67")
    expect(figures).to_contain_text("+20.00")
    look_at_the_next_round(desk, clerk, bureau)


def look_at_the_next_round(desk: Desk, clerk: Page, bureau: Respondent) -> None:
    """What is open still stands beside its question there."""
    clerk.click("button[name=choice][value=all]")
    expect(clerk.locator(".plan-items tbody tr")).to_have_count(4)
    desk.go(clerk, f"/../../{open_next_round(bureau)}/domains/N01")
    expect(clerk.locator("#question-q-1")).to_contain_text("整改台账")
    expect(clerk.locator("#question-q-0")).not_to_contain_text("整改台账")


def test_on_a_phone_without_scripts_the_rows_are_a_list(desk: Desk, bureau: Respondent) -> None:
    clerk = desk.open("bureau", viewport={"width": 375, "height": 800}, java_script_enabled=False)
    clerk.click("button[name=choice][value=all]")
    expect(clerk.locator(".plan-items tbody tr")).to_have_count(4)
    expect(clerk.locator(".plan-items thead")).not_to_be_in_viewport()
    box = clerk.locator(".plan-items").bounding_box()
    assert box is not None and box["width"] <= 375


def test_a_printed_plan_has_its_words_in_lines(desk: Desk, bureau: Respondent) -> None:
    clerk = desk.open("bureau", viewport={"width": 660, "height": 900})
    clerk.click("button[name=choice][value=all]")
    expect(clerk.locator(".plan-items tbody tr")).to_have_count(4)
    clerk.emulate_media(media="print")
    for box in (one.bounding_box() for one in clerk.locator(".plan-items tbody tr").all()):
        assert box is not None and box["height"] < 120


def test_tables_of_answers_and_bureaus_fit_a_printed_page(desk: Desk) -> None:
    """Between the margins a page of A4 is 658 pixels wide."""
    city = desk.open("city", viewport={"width": 658, "height": 900})
    for path, table in (("/../result", ".table"), ("/../../../rounds/2026", ".bureaus")):
        desk.go(city, path)
        city.emulate_media(media="print")
        for one in city.locator(table).all():
            box = one.bounding_box()
            assert box is not None and box["width"] <= 658
        answers = city.locator(f"{table} tbody td").all()
        assert min(box["width"] for one in answers if one.inner_text() and (box := one.bounding_box())) > 20
        city.emulate_media(media="screen")


def test_in_english_plans_are_no_wider_than_a_desk(desk: Desk) -> None:
    clerk, city = (desk.open(login, viewport={"width": 1366, "height": 768}) for login in ("bureau", "city"))
    clerk.click("button[name=choice][value=all]")
    for page, path in ((clerk, ""), (city, "/../../../rounds/2026/plans")):
        page.click("button[lang=en]")
        desk.go(page, path)
        assert page.evaluate("document.documentElement.scrollWidth") <= 1366, path
    name = city.locator(".plan-sums tbody th").bounding_box()
    assert name is not None and name["width"] >= 8 * 15
