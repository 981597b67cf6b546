"""The start page of a bureau: what to do now, until when, what came back, and how far one is."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import html5lib
import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient
from sqlmodel import col, select

from questionnaires.counting import count_questions
from questionnaires.loading import load_library
from survey.rounds.rounds import invite_bureaus, issue_questionnaire, open_round
from survey.storage.columns import now
from survey.storage.database import writing
from survey.storage.states import Absence, Action, Role
from survey.storage.tables import Bureau, Person, Response, Round
from tests.machine import TODAY
from tests.people import Respondent, full_value, sign_in
from tests.survey.responses.test_workflow import MEND_BY, send_back

People = Callable[[str], Respondent]


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
    """The rows of the tables, without those that name a year."""
    root: Any = html5lib.parse(client.get("/").text, namespaceHTMLElements=False)
    rows = [one for one in root.iterfind(".//tbody/tr") if one.get("class") != "of-year"]
    return [[" ".join("".join(cell.itertext()).split()) for cell in row] for row in rows]


def test_a_clerk_first_says_what_the_bureau_has(bureau: Respondent) -> None:
    assert read_button(bureau.client) == (f"{bureau.response_id}/profile", "开始填报：填写单位情况")


def test_then_the_clerk_goes_on_answering(bureau: Respondent) -> None:
    give_facts(bureau)
    assert read_button(bureau.client) == (f"{bureau.response_id}/", "继续填报")


def test_when_all_is_answered_the_clerk_sends_it_to_the_head(bureau: Respondent, site: Flask) -> None:
    give_facts(bureau)
    bureau.answer_all()
    assert read_button(bureau.client) == (f"{bureau.response_id}/check", "核对并送签")
    assert "待办方：填报员" in bureau.client.get("/").text
    bureau.act(Action.PRESENT, reason="第三题的材料周三补齐")
    assert "待办方：单位负责人" in bureau.client.get("/").text
    head = sign_in(site, "head")
    assert read_button(head) == (f"{bureau.response_id}/head", "阅看并签批")
    assert "bureau的人" in head.get("/").text and "第三题的材料周三补齐" in head.get("/").text


def test_when_the_head_has_signed_off_the_clerk_submits(bureau: Respondent) -> None:
    give_facts(bureau)
    bureau.answer_all()
    bureau.act(Action.SIGN_OFF, bureau.find(Role.HEAD))
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
    scored = [one for one in bureau.questionnaire.questions if one.is_scored]
    assert f"已作答1题，共{len(scored)}题" in bureau.client.get("/").text
    count = count_questions(section.questions)
    assert read_rows(bureau.client)[1][-1] == f"1 / {count.questions}基础数据还剩{count.figures}项"


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
    assert row[:3] == ["2026年度自评", "已提交", "市级审核员今日起"] and row[3].startswith(f"{TODAY}")
    assert row[4:] == ["100.00", "–", "优秀", "整改台账 差距报告（PDF）"]


def test_with_nothing_to_do_a_clerk_is_told_what_to_wait_for(bureau: Respondent, engine: sa.Engine) -> None:
    withdraw(engine)
    page = bureau.client.get("/")
    assert page.status_code == 200
    assert "目前没有待办事项。本省管理员启动新一轮自评任务后，将在此显示" in page.text


def test_two_rounds_are_two_tasks_what_ends_next_first(bureau: Respondent, engine: sa.Engine) -> None:
    add_round(engine, "2027", days_left=30, codes=["150121"])
    page = bureau.client.get("/").text
    assert 0 < page.index("<h2>2026年度自评") < page.index("<h2>2027年度自评")


def return_two(bureau: Respondent) -> list[str]:
    """The city returns the first question of the first and of the last domain."""
    bureau.answer_all()
    bureau.submit()
    domains = bureau.questionnaire.domains
    ids = [domains[0].questions[0].id, domains[-1].questions[0].id]
    send_back(bureau, *ids)
    return ids


def mend(bureau: Respondent, id: str) -> None:
    content = {"value": full_value(bureau.questionnaire.by_id[id]), "remark": "已补"}
    bureau.save(id, content, 1)


def test_what_was_returned_is_listed_with_reason_person_day_and_link(bureau: Respondent) -> None:
    first, _last = return_two(bureau)
    page = bureau.client.get("/").text
    assert read_rows(bureau.client)[0][1:] == ["待修改", "请附文件", "city的人市级审核员", f"{MEND_BY:%Y年%-m月%-d日}"]
    domain = bureau.questionnaire.domains[0].id
    assert f'href="/responses/{bureau.response_id}/domains/{domain}#question-{first}"' in page


def test_the_one_button_leads_to_the_first_question_to_mend(bureau: Respondent) -> None:
    first, last = return_two(bureau)
    assert read_button(bureau.client)[0].endswith(f"#question-{first}")
    mend(bureau, first)
    assert read_button(bureau.client)[0].endswith(f"#question-{last}")


def test_when_all_is_mended_and_sent_it_is_the_heads_turn(bureau: Respondent) -> None:
    for id in return_two(bureau):
        mend(bureau, id)
    bureau.act(Action.PRESENT)
    page = bureau.client.get("/").text
    assert page.count("已修改") == 2 and "待办方：单位负责人" in page


def test_a_return_is_due_when_it_is_to_be_mended_not_when_the_round_closes(bureau: Respondent) -> None:
    return_two(bureau)
    assert f"整改后重新提交，期限{MEND_BY:%Y年%-m月%-d日}" in bureau.client.get("/").text


def test_an_excused_bureau_is_shown_as_excused_with_the_reason(bureau: Respondent, engine: sa.Engine) -> None:
    with writing(engine) as session:
        response = session.get_one(Response, bureau.response_id)
        response.absence, response.absent_at, response.absent_reason = Absence.EXCUSED, now(), "机构合并"
    assert read_rows(bureau.client) == [["2026年度自评", "免报", "机构合并 查看已填内容"]]


def test_without_a_head_the_clerk_is_told_whom_to_ask(bureau: Respondent, engine: sa.Engine) -> None:
    bureau.answer_all()
    early = "本单位尚无负责人账号，无人可以签批。请联系本省管理员"
    assert early not in bureau.client.get("/").text + bureau.open("check").text
    with writing(engine) as session:
        session.exec(select(Person).where(Person.login == "head")).one().is_active = False
    check = bureau.open("check").text
    assert early in bureau.client.get("/").text and early in check
    assert check.index(early) < check.index("/actions/present")
    bureau.act(Action.PRESENT)
    assert early not in bureau.client.get("/").text
    assert "请联系本省管理员为填报员或者单位负责人开通账号" in bureau.client.get("/").text


@pytest.mark.parametrize(("days_left", "words"), [(8, ""), (7, "临近截止 1"), (0, "临近截止 1"), (-1, "已逾期 1")])
def test_the_bar_counts_what_is_due_soon_or_late(
    days_left: int, words: str, bureau: Respondent, engine: sa.Engine
) -> None:
    move_end(engine, days_left)
    root: Any = html5lib.parse(bureau.client.get("/help").text, namespaceHTMLElements=False)
    assert "".join("".join(one.itertext()) for one in root.iter("a") if one.get("class") == "alert") == words
