"""One word for how far an item is, on pages, on paper and in tables; what is not signed waits for the head, not for the
reviewer."""

from datetime import timedelta

from flask import Flask
from sqlmodel import Session

from reports.plans.content import STATUSES as ON_PAPER
from survey.plans.columns import STATUS, STATUS_WORDS
from survey.plans.overview import sum_plans
from survey.plans.words import STATUSES
from survey.storage.states import PlanStatus
from survey.storage.tables import Response
from tests.machine import TODAY
from tests.people import Respondent, sign_in
from tests.survey.plans.planning import accept, draft, finish, promise_all, sign_all


def test_pages_papers_and_tables_have_one_word_for_a_status(site: Flask) -> None:
    with site.test_request_context():
        assert {status: str(words) for status, words in STATUSES.items()} == ON_PAPER
        choices = [str(one) for one in STATUS.choices]
    assert choices == ["未开始", "进行中", "已完成待复核", "无法按期"]
    assert not any("," in one for words in STATUS_WORDS.values() for one in words[:2])  # it would part a list in a cell


def test_tables_that_went_out_before_are_still_read() -> None:
    for words in ("已完成", "finished", "已完成待复核", "done and to be checked"):
        assert STATUS.words[words] == PlanStatus.DONE.value


def test_what_is_done_waits_for_the_reviewer_once_it_is_signed(bureau: Respondent, site: Flask) -> None:
    accept(bureau)
    draft(bureau)
    promise_all(bureau)
    finish(bureau, "q-1")
    city = sign_in(site, "city")
    assert (count(bureau), "已完成待复核" in city.get("/").text) == ((1, 0, False), False)
    sign_all(bureau)
    assert (count(bureau), "已完成待复核 1" in city.get("/").text) == ((1, 1, True), True)


def count(bureau: Respondent) -> tuple[int, int, bool]:
    with Session(bureau.engine) as session:
        response = session.get_one(Response, bureau.response_id)
        [found] = sum_plans(session, [response], TODAY + timedelta(days=1))
        return found.done, found.to_check, found.waits
