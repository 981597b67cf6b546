"""A clerk without a mouse: from signing in through a question of every kind to the head's desk, by keys alone."""

from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from flask import Flask
from playwright.sync_api import Browser, Locator, Page, expect
from sqlmodel import Session

from survey.storage.states import State
from survey.storage.tables import Response
from tests.databases import ON_SQLITE
from tests.people import PASSWORD, Respondent
from tests.survey.answering.sample_questions import CRITERIA, give_questions, make_question
from tests.survey.browsing import ALL_KINDS, SAVED, block, open_context, serve, state

pytestmark = ON_SQLITE  # what a browser does is the same on every database

MOST_STOPS = 200  # on the way to one thing: whoever needs more is going round in circles
# What holds the keys is seen: it has a ring, and nothing lies over it.
IS_SEEN = """() => {
  const held = document.activeElement, box = held.getBoundingClientRect();
  const top = document.elementFromPoint(box.left + box.width / 2, box.top + Math.min(box.height, 20) / 2);
  return getComputedStyle(held).outlineStyle !== "none" && (held.contains(top) || top.contains(held));
}"""


@dataclass
class Keyboard:
    """The keys of a page, and how often one has gone on to the next stop."""

    page: Page
    stops: int = 0

    def press(self, *keys: str) -> None:
        for key in keys:
            self.page.keyboard.press(key)

    def type(self, words: str) -> None:
        self.page.keyboard.type(words)

    def go_on(self) -> None:
        self.press("Tab")
        self.stops += 1
        assert self.page.evaluate(IS_SEEN), self.page.evaluate("document.activeElement.outerHTML.slice(0, 300)")

    def reach(self, wanted: Locator) -> None:
        """Go on until it has the keys; it does not have them yet."""
        for _ in range(MOST_STOPS):
            self.go_on()
            if wanted.evaluate("(one) => one === document.activeElement"):
                return
        raise AssertionError(f"the keys do not get to {wanted}")


@pytest.fixture
def asked(bureau: Respondent) -> Respondent:
    """A bureau that is asked a question of every kind in one domain and one more in another; it has given no facts."""
    whole = bureau.questionnaire
    kinds = [make_question(kind, document=whole.document) for kind in CRITERIA]
    give_questions(
        bureau, tuple(kinds), (make_question("yes_no", "q-last", document=whole.document),), facts=whole.facts[:2]
    )
    return bureau


@pytest.fixture
def keys(site: Flask, asked: Respondent, browser: Browser) -> Iterator[Keyboard]:
    with serve(site) as address, open_context(browser, viewport={"width": 1366, "height": 768}) as context:
        page = context.new_page()
        page.goto(f"{address}/sign-in")
        yield Keyboard(page)


def sign_in(keys: Keyboard) -> None:
    keys.type("bureau")  # the first field has the keys
    keys.go_on()
    keys.type(PASSWORD)
    keys.press("Enter")
    expect(keys.page.locator("nav.ways")).to_be_visible()


def give_facts(keys: Keyboard) -> None:
    keys.go_on()
    keys.press("Enter")  # over what every page begins with
    keys.reach(keys.page.locator("main a.button"))
    keys.press("Enter")
    facts = keys.page.locator("main fieldset")
    expect(facts.first).to_be_visible()
    keys.page.wait_for_load_state()
    for fact in facts.all():
        keys.reach(fact.locator("input").first)
        keys.press("Space")
    keys.reach(keys.page.locator("main form button"))
    keys.press("Enter")
    expect(keys.page.locator("#answers")).to_be_attached()
    keys.page.wait_for_load_state("networkidle")  # every script is there


def fill_in(keys: Keyboard) -> None:
    """Answer the first domain: n goes to the next open question, a digit chooses, all else is Tab, Space and typing."""
    keys.press("n", "1")  # yes or no
    keys.press("n", "Space", "ArrowRight", "ArrowRight")  # the stages, one by one
    keys.press("n", "2")  # a grade
    keys.press("n")
    type_figures(keys, "number", "３８学时")
    type_figures(keys, "share", "38", "52")
    type_figures(keys, "rate", "260", "250,000")
    type_figures(keys, "growth", "20", "15")
    type_figures(keys, "recency", "20260630")
    keys.reach(keys.page.locator("[name=q-done_by-never]"))
    keys.press("Space")
    keys.press("n", "1", "3")  # two items of a list
    keys.press("j")  # a text earns nothing, so that n would pass it by
    keys.reach(keys.page.locator("#q-text-not_applicable"))
    keys.press("Space")
    keys.go_on()
    keys.type("无此业务")
    keys.reach(keys.page.locator("[name=q-quantity-value]"))
    keys.type("17件")
    keys.go_on()


def type_figures(keys: Keyboard, kind: str, *figures: str) -> None:
    """Type into the fields of the question that has the keys, then go on to the next open one."""
    for figure in figures:
        expect(block(keys.page, kind).locator("[data-value] input:focus")).to_have_count(1)
        keys.type(figure)
        keys.go_on()
    keys.press("n")


def send(keys: Keyboard) -> None:
    """Go on to the last question, from there to the check page, and send it to the head."""
    keys.press("n")
    expect(keys.page.locator("#question-q-last")).to_be_visible()
    keys.page.wait_for_load_state("networkidle")
    keys.press("n", "1")
    expect(keys.page.locator("#question-q-last [data-state]")).to_have_class(SAVED)
    keys.reach(keys.page.locator(".walk-end a[href$='/check']"))
    keys.press("Enter")
    button = keys.page.locator("form[action$='/actions/present'] button")
    expect(button).to_be_visible()
    keys.page.wait_for_load_state()
    keys.reach(button)
    keys.press("Enter")
    expect(button).to_have_count(0)


def test_a_whole_form_is_filled_in_and_sent_by_keys_alone(keys: Keyboard, asked: Respondent) -> None:
    sign_in(keys)
    give_facts(keys)
    fill_in(keys)
    for kind in CRITERIA:
        expect(state(keys.page, kind)).to_have_class(SAVED)
    send(keys)
    expected = {**ALL_KINDS, "q-last": {"value": True}}
    assert asked.stored() == {id: {**content, "remark": ""} for id, content in expected.items()}
    with Session(asked.engine) as session:
        assert session.get_one(Response, asked.response_id).state is State.PRESENTED
    assert keys.stops <= 70
