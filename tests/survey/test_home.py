"""The start page of each role: what to do now, until when, and how far one is."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import html5lib
import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient
from sqlmodel import col, select

from questionnaires.loading import load_library
from survey.database import writing
from survey.rounds import invite_bureaus, issue_questionnaire, open_round
from survey.tables import Bureau, Round
from survey.words import local_day
from tests.people import Respondent, full_value, sign_in

People = Callable[[str], Respondent]
TODAY = local_day("Asia/Shanghai")


def move_end(engine: sa.Engine, days_left: int) -> date:
    """Let the round end so many days from today."""
    closes_on = TODAY + timedelta(days=days_left)
    with writing(engine) as session:
        session.exec(select(Round)).one().closes_on = closes_on
    return closes_on


def add_round(engine: sa.Engine, slug: str, days_left: int, codes: list[str]) -> None:
    with writing(engine) as session:
        last = TODAY + timedelta(days=days_left)
        round = open_round(session, slug, f"{slug}年度自评", date(2027, 6, 30), TODAY, last)
        issued = issue_questionnaire(session, round, load_library(), "inner-mongolia-2022-26", "county")
        invite_bureaus(session, issued, session.exec(select(Bureau).where(col(Bureau.code).in_(codes))).all())


def withdraw(engine: sa.Engine) -> None:
    """Take the round back from every bureau."""
    with engine.begin() as connection:
        connection.execute(sa.text("DELETE FROM response"))


def give_facts(person: Respondent) -> None:
    facts = {fact.id: "yes" for fact in person.questionnaire.facts}
    person.client.post(f"/responses/{person.response_id}/profile", data={"version": "0", **facts})


def read_button(client: FlaskClient) -> tuple[str, str]:
    """The one thing to do now: where it leads and what it says."""
    root: Any = html5lib.parse(client.get("/").text, namespaceHTMLElements=False)
    [button] = [one for one in root.iter("a") if one.get("class") == "button"]
    return button.get("href").removeprefix("/responses/"), "".join(button.itertext())


def read_rows(client: FlaskClient) -> list[list[str]]:
    root: Any = html5lib.parse(client.get("/").text, namespaceHTMLElements=False)
    return [[" ".join("".join(cell.itertext()).split()) for cell in row] for row in root.iterfind(".//tbody/tr")]


def test_a_clerk_first_says_what_the_bureau_has(bureau: Respondent) -> None:
    assert read_button(bureau.client) == (f"{bureau.response_id}/profile", "开始填报：填写单位情况")


def test_then_the_clerk_goes_on_answering(bureau: Respondent) -> None:
    give_facts(bureau)
    assert read_button(bureau.client) == (f"{bureau.response_id}/", "继续填报")


def test_then_the_clerk_checks_and_submits(bureau: Respondent) -> None:
    give_facts(bureau)
    bureau.answer_all()
    assert read_button(bureau.client) == (f"{bureau.response_id}/check", "核对并提交")


@pytest.mark.parametrize(("days_left", "words"), [(9, "还有9天"), (1, "还有1天"), (0, "还有0天")])
def test_it_says_until_when_and_how_many_days_are_left(
    days_left: int, words: str, bureau: Respondent, engine: sa.Engine
) -> None:
    last = move_end(engine, days_left)
    page = bureau.client.get("/").text
    assert f"{last.year}年{last.month}月{last.day}日" in page and words in page
    assert "逾期" not in page


def test_it_says_how_late_one_is_and_that_one_can_still_submit(bureau: Respondent, engine: sa.Engine) -> None:
    move_end(engine, days_left=-3)
    page = bureau.client.get("/").text
    assert "<strong>已逾期3天，仍可提交</strong>" in page and "还有" not in page


def test_it_shows_progress_in_all_and_by_domain(bureau: Respondent) -> None:
    section = bureau.questionnaire.domains[0]
    bureau.answer(section.questions[0].id, full_value(section.questions[0]))
    assert f"已作答1题，共{len(bureau.questionnaire.questions)}题" in bureau.client.get("/").text
    assert read_rows(bureau.client)[0][-1] == f"1 / {len(section.questions)}"


def test_two_answers_to_one_question_are_announced(bureau: Respondent, respondent: People) -> None:
    question = bureau.questionnaire.domains[0].questions[0]
    bureau.answer(question.id, full_value(question))
    respondent("colleague").try_answer(question.id, None)
    page = bureau.client.get("/").text
    assert "有1题存在两个答案，请选定" in page
    assert f'href="/responses/{bureau.response_id}/check"' in page


def test_while_two_answers_wait_nobody_is_sent_to_submit(bureau: Respondent, respondent: People) -> None:
    give_facts(bureau)
    bureau.answer_all()
    respondent("colleague").try_answer(bureau.questionnaire.domains[0].questions[0].id, None)
    assert read_button(bureau.client)[1] == "继续填报"


def test_what_was_submitted_is_listed_with_score_and_report(bureau: Respondent) -> None:
    bureau.answer_all()
    bureau.submit()
    [row] = read_rows(bureau.client)
    assert row[0] == "2026年度自评" and row[1].startswith(f"{TODAY}")
    assert row[2:] == ["100.00", "优秀", "差距报告（PDF）"]


def test_with_nothing_to_do_a_clerk_is_told_what_to_wait_for(bureau: Respondent, engine: sa.Engine) -> None:
    withdraw(engine)
    page = bureau.client.get("/")
    assert page.status_code == 200
    assert "目前没有待办事项。本省管理员开启新一轮自评后，将在此显示" in page.text


def test_two_rounds_are_two_tasks_the_later_first(bureau: Respondent, engine: sa.Engine) -> None:
    add_round(engine, "2027", days_left=30, codes=["150121"])
    page = bureau.client.get("/").text
    assert 0 < page.index("2027年度自评") < page.index("2026年度自评")


def test_readers_see_how_many_of_theirs_are_in(site: Flask, respondent: People) -> None:
    sibling = respondent("sibling")
    sibling.answer_all()
    sibling.submit()
    expected = {"city": ["1", "2"], "foreign-city": ["0", "1"], "province": ["1", "3"], "admin": ["1", "3"]}
    rows = {login: read_rows(sign_in(site, login))[0] for login in expected}
    assert {login: row[3:5] for login, row in rows.items()} == expected
    assert {tuple(row[:2]) for row in rows.values()} == {("2026年度自评", "2026年6月30日")}


def test_a_round_past_its_last_day_is_marked_closed(reviewer: FlaskClient, engine: sa.Engine) -> None:
    move_end(engine, days_left=0)
    assert "已截止" not in read_rows(reviewer)[0][2]
    move_end(engine, days_left=-1)
    assert "已截止" in read_rows(reviewer)[0][2]


def test_only_the_administrator_is_led_to_administration(reviewer: FlaskClient, administrator: FlaskClient) -> None:
    assert "/rounds/2026/administration" in administrator.get("/").text
    assert "/administration" not in reviewer.get("/").text


def test_a_reviewer_without_rounds_is_told_so(reviewer: FlaskClient, engine: sa.Engine) -> None:
    withdraw(engine)
    assert "目前没有自评轮次" in reviewer.get("/").text


def test_a_round_of_others_is_not_listed(reviewer: FlaskClient, engine: sa.Engine) -> None:
    add_round(engine, "2027", days_left=30, codes=["150221"])
    assert [row[0] for row in read_rows(reviewer)] == ["2026年度自评"]


def test_a_round_without_bureaus_is_there_for_the_administrator(administrator: FlaskClient, engine: sa.Engine) -> None:
    withdraw(engine)
    assert read_rows(administrator)[0][3:5] == ["0", "0"]
    for page in ("/rounds/2026", "/rounds/2026/administration"):
        assert administrator.get(page).status_code == 200
