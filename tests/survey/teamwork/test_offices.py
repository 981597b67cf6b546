"""Offices outside that are asked on paper: the sheet with the chosen questions, and what came back."""

from collections.abc import Sequence
from datetime import date, timedelta
from io import BytesIO

import pytest
from pypdf import PdfReader
from sqlmodel import Session

from survey.storage.tables import Response
from survey.teamwork.offices import OfficeSheet, ask_office, tick_off
from survey.teamwork.page_content import gather_sharing
from tests.databases import ON_SQLITE
from tests.machine import TODAY
from tests.people import Respondent

DUE = TODAY + timedelta(days=5)


def ask(bureau: Respondent, questions: Sequence[str]) -> int:
    return ask_office(bureau.engine, bureau.response_id, questions, "土默特左旗财政局", "王某 0471-1", DUE, bureau.id)


def find_sheets(bureau: Respondent) -> Sequence[OfficeSheet]:
    with bureau.client.application.test_request_context(), Session(bureau.engine) as session:
        return gather_sharing(session, session.get_one(Response, bureau.response_id)).sheets


def test_what_came_back_is_ticked_off_and_a_colleagues_tick_stays(bureau: Respondent) -> None:
    ids = [one.id for one in bureau.questionnaire.questions[:3]]
    request = ask(bureau, ids[::-1])
    assert [tick_off(bureau.engine, request, [ids[0]], [], bureau.id) for _twice in range(2)] == [1, 0]
    assert tick_off(bureau.engine, request, [ids[1]], [], bureau.id) == 1  # a page that was opened before
    (sheet,) = find_sheets(bureau)
    assert ([one.question_id for one in sheet.questions], sheet.awaited) == (ids, [ids[2]])
    assert (sheet.is_late(DUE), sheet.is_late(DUE + timedelta(days=1))) == (False, True)
    assert tick_off(bureau.engine, request, [], [ids[0], ids[1]], bureau.id) == 2


@ON_SQLITE
def test_a_sheet_has_the_chosen_questions_the_office_and_room_for_a_stamp(bureau: Respondent) -> None:
    domain = bureau.questionnaire.domains[1]
    typed = {"domain": domain.id, "office": " 左旗财政局 ", "contact": "王某 0471", "office_due": f"{DUE:%Y%m%d}"}
    answer = bureau.client.post(f"/responses/{bureau.response_id}/sharing", data={**typed, "act": "ask"})
    assert answer.status_code == 302
    page = bureau.client.get(answer.location).text
    for words in ("左旗财政局", "王某 0471", domain.questions[0].text):
        assert words in page
    text = read_pdf(bureau.client.get(f"{answer.location}/sheet.pdf").data)
    for words in ("请左旗财政局提供", "王某0471", write_day(DUE), "单位（盖章）", domain.questions[0].text):
        assert words.replace(" ", "") in text
    assert bureau.questionnaire.domains[0].questions[0].text not in text


@ON_SQLITE
def test_a_request_of_another_bureau_is_not_there(bureau: Respondent, site_sibling: Respondent) -> None:
    request = ask(bureau, [bureau.questionnaire.questions[0].id])
    own = f"/responses/{site_sibling.response_id}/requests/{request}"
    answer = site_sibling.client.post(own, data={"back": bureau.questionnaire.questions[0].id}, follow_redirects=True)
    assert "没有这项登记" in answer.text
    site_sibling.client.post(f"{own}/withdraw")
    (sheet,) = find_sheets(bureau)
    assert len(sheet.awaited) == 1


@pytest.fixture
def site_sibling(bureau: Respondent) -> Respondent:
    return Respondent(bureau.client.application, bureau.engine, "sibling")


def read_pdf(written: bytes) -> str:
    return "".join(page.extract_text() for page in PdfReader(BytesIO(written)).pages).replace("\n", "").replace(" ", "")


def write_day(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"
