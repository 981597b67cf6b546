"""Ticking a gap on the result tells at once what closing it gives, and moves nothing."""

from flask import Flask
from playwright.sync_api import Browser, expect

from tests.databases import ON_SQLITE
from tests.people import Respondent
from tests.survey.answering.sample_questions import give_questions, make_question
from tests.survey.browsing import open_context, serve, sign_in

pytestmark = ON_SQLITE


def test_a_tick_tells_at_once_and_moves_nothing(bureau: Respondent, site: Flask, browser: Browser) -> None:
    document = bureau.questionnaire.document
    questions = [make_question("yes_no", f"q-{at}", document=document, critical=at == 0) for at in range(4)]
    give_questions(bureau, tuple(questions))
    bureau.answer_all(lambda question: question.id == "q-3")
    bureau.submit()
    with serve(site) as address, open_context(browser) as context:
        page = context.new_page()
        page.goto(f"{address}/sign-in?next=/responses/{bureau.response_id}/result")
        sign_in(page, awaited="#what-if")
        page.wait_for_load_state("networkidle")
        outcome, second = page.locator("#what-if-outcome"), page.locator("[name=close]").nth(1)
        expect(outcome).to_contain_text("目前：")
        second.check()
        expect(outcome).to_contain_text("50.00 现为25.00")
        before = second.bounding_box()
        page.locator("[name=close]").nth(2).check()
        expect(outcome).to_contain_text("补齐所选2项后： 75.00 现为25.00")
        assert second.bounding_box() == before and "close=q-1&close=q-2" in page.url
