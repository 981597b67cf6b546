"""Last year's answers in a real browser: one button a question, with the network, without it, without JavaScript."""

import pytest
from playwright.sync_api import Page, expect
from sqlmodel import Session

from survey.responses.saving import list_answers
from survey.storage.states import Source
from survey.storage.tables import Response
from tests.databases import ON_SQLITE
from tests.people import Respondent
from tests.survey.answering.sample_questions import CRITERIA, add_last_year
from tests.survey.answering.test_nothing_moves_in_browser import PLACES, find_moved
from tests.survey.browsing import ALL_KINDS, SAVED, Enter, block, state, stored

pytestmark = ON_SQLITE  # what a browser does is the same on every database


@pytest.fixture(autouse=True)
def last_year(address: str, bureau: Respondent) -> None:
    """The bureau answered one question of every kind a year ago."""
    remarks = {"q-number": "见附件"}
    add_last_year(bureau, {id: {**one, "remark": remarks.get(id, "")} for id, one in ALL_KINDS.items()})


def read_sources(bureau: Respondent) -> dict[str, Source]:
    with Session(bureau.engine) as session:
        return {
            id: one.source for id, one in list_answers(session, session.get_one(Response, bureau.response_id)).items()
        }


def keep(page: Page, kind: str) -> None:
    block(page, kind).locator("[data-carry]").click()


def test_each_kind_is_kept_by_its_own_button(enter: Enter, bureau: Respondent) -> None:
    page = enter()
    before = page.evaluate(PLACES)
    for kind in CRITERIA:
        expect(block(page, kind).locator("[data-suggestion]")).to_contain_text("上年答案")
        keep(page, kind)
        expect(state(page, kind)).to_contain_text("由上年答案沿用")
    assert find_moved(page, before) == {}  # last year's answers stay beside the fields
    assert stored(bureau) == {id: {**content, "remark": ""} for id, content in ALL_KINDS.items()}
    assert set(read_sources(bureau).values()) == {Source.CARRIED}


def test_last_years_remark_is_named_and_not_kept_with_the_answer(enter: Enter, bureau: Respondent) -> None:
    page = enter()
    expect(block(page, "number").locator("[data-suggestion]")).to_contain_text("上年备注（不随答案沿用）：见附件")
    block(page, "number").locator("summary").first.click()
    page.fill("#q-number-remark", "含线上培训")
    keep(page, "number")
    expect(state(page, "number")).to_contain_text("由上年答案沿用")
    assert stored(bureau)["q-number"] == {"value": 38, "remark": "含线上培训"}


def test_what_is_typed_over_a_kept_answer_is_ones_own(enter: Enter, bureau: Respondent) -> None:
    page = enter()
    keep(page, "number")
    expect(state(page, "number")).to_contain_text("由上年答案沿用")
    page.fill("[name=q-number-value]", "41")
    page.locator("h1").click()
    expect(state(page, "number")).to_contain_text("已保存")
    assert read_sources(bureau) == {"q-number": Source.TYPED}


def test_an_answer_that_is_kept_without_the_network_arrives_later(enter: Enter, bureau: Respondent) -> None:
    page = enter()
    page.context.set_offline(True)
    keep(page, "number")
    expect(state(page, "number")).to_contain_text("暂存")
    assert stored(bureau) == {}
    page.context.set_offline(False)
    expect(state(page, "number")).to_have_class(SAVED)
    assert read_sources(bureau) == {"q-number": Source.CARRIED}


def test_without_javascript_the_button_keeps_one_and_saves_the_rest_of_the_page(
    enter: Enter, bureau: Respondent
) -> None:
    page = enter(java_script_enabled=False)
    page.check("[name=q-yes_no-value][value=no]")
    keep(page, "number")
    expect(state(page, "number")).to_contain_text("由上年答案沿用")
    assert stored(bureau) == {"q-yes_no": {"value": False, "remark": ""}, "q-number": {"value": 38, "remark": ""}}
    assert read_sources(bureau) == {"q-yes_no": Source.TYPED, "q-number": Source.CARRIED}
