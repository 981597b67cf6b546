"""Nothing on the form changes its place because of an answer, a save, an error, a colleague or a lost network."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.databases import ON_SQLITE
from tests.people import Respondent
from tests.survey.answering.sample_questions import CRITERIA
from tests.survey.browsing import SAVED, Enter, answer_every_kind, block, state

pytestmark = ON_SQLITE  # what a browser does is the same on every database

PLACES = """() => {
  const places = {};
  document.querySelectorAll("h1, nav.walk, .question-text, [data-domain], [data-fields] label, [data-fields] input, " +
    "[data-fields] select, [data-fields] textarea, .fold, .evidence, [data-carry]").forEach((element, at) => {
    const box = element.getBoundingClientRect(), side = element.closest(".side"); // which stays in the window
    const start = side ? side.getBoundingClientRect().top : -scrollY;
    if (box.width) {
      const name = element.id || element.name || element.className;
      places[`${at} ${element.tagName} ${name}`] = [box.left, box.top - start, box.height].map(Math.round);
    }
  });
  return places;
}"""


def find_moved(page: Page, before: dict[str, Any]) -> dict[str, Any]:
    now = page.evaluate(PLACES)
    return {name: (place, now.get(name)) for name, place in before.items() if now.get(name) != place}


def set_apart_and_keep_not(page: Page) -> None:
    """Set an item apart with its reason, and say that a figure is not kept."""
    page.select_option("[name=q-checklist-apart_team]", "absent")
    page.locator("h1").click()
    expect(block(page, "checklist").locator("[data-state]")).to_contain_text("队伍")  # the reason is still missing
    page.fill("[name=q-checklist-why_team]", "本县没有")
    page.locator("h1").click()
    expect(state(page, "checklist")).to_have_class(SAVED)
    page.check("[name=q-quantity-not_kept]")
    page.fill("[name=q-quantity-why]", "没有台账")
    page.locator("h1").click()
    expect(state(page, "quantity")).to_have_class(SAVED)
    assert page.input_value("[name=q-quantity-value]") == ""


@pytest.mark.parametrize("width", [375, 1366])
def test_no_answer_save_error_or_colleague_moves_anything(
    enter: Enter, respondent: Callable[[str], Respondent], width: int
) -> None:
    page = enter(viewport={"width": width, "height": 768})
    before = page.evaluate(PLACES)
    answer_every_kind(page)
    assert find_moved(page, before) == {}
    for kind in CRITERIA:
        expect(state(page, kind)).to_have_class(SAVED)
    assert find_moved(page, before) == {}
    set_apart_and_keep_not(page)
    assert find_moved(page, before) == {}
    block(page, "stage").locator("[data-clear]").click()
    page.fill("[name=q-share-part]", "53")
    page.locator("h1").click()
    expect(block(page, "share").locator("[data-error]")).to_be_visible()
    assert find_moved(page, before) == {}
    respondent("colleague").answer("q-number", 41, base=1)
    page.fill("[name=q-number-value]", "40")
    page.locator("h1").click()
    expect(block(page, "number").locator(".collision")).to_be_visible()
    assert find_moved(page, before) == {}
    block(page, "number").locator("[data-settle=mine]").click()
    expect(state(page, "number")).to_have_class(SAVED)
    page.context.set_offline(True)
    page.check("[name=q-grade-value][value=B]")
    expect(page.locator("#network")).to_be_visible()
    assert find_moved(page, before) == {}
