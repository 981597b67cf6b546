"""The start pages of those who wait for bureaus: the head, the reviewers, the administrator, the auditor."""

from collections.abc import Callable

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient
from sqlmodel import col, select

from survey.storage.columns import now
from survey.storage.database import writing
from survey.storage.states import Absence, Action, Role, State
from survey.storage.tables import Person, Response
from tests.people import Respondent, full_value, sign_in
from tests.survey.responses.test_workflow import MEND_BY, decide_all
from tests.survey.test_home import add_round, give_facts, move_end, read_rows, return_two, withdraw

People = Callable[[str], Respondent]


@pytest.fixture
def head(site: Flask) -> FlaskClient:
    return sign_in(site, "head")


def hand_in(person: Respondent) -> Respondent:
    person.answer_all()
    person.submit()
    return person


def test_a_head_is_told_what_the_clerk_still_has_to_do(bureau: Respondent, head: FlaskClient) -> None:
    give_facts(bureau)
    left = sum(one.is_scored for one in bureau.questionnaire.questions) - 1
    question = bureau.questionnaire.questions[0]
    bureau.answer(question.id, full_value(question))
    page = head.get("/").text
    assert "目前没有待您签批的事项" in page and f"作答{left}题" in page


def test_the_days_of_the_head_count_from_when_the_clerk_sends_it(bureau: Respondent, head: FlaskClient) -> None:
    """The round has been open for nine days when the clerk sends it."""
    give_facts(bureau)
    bureau.answer_all()
    page = head.get("/").text
    assert "· 已9天" in page and "送您签批" in page
    bureau.act(Action.PRESENT)
    page = head.get("/").text
    assert "· 今日起" in page and "· 已9天" not in page


def test_the_start_page_names_whom_to_ask_the_nearest_first(bureau: Respondent, engine: sa.Engine) -> None:
    assert "咨询电话" not in bureau.client.get("/").text
    with writing(engine) as session:
        for person in session.exec(select(Person).where(col(Person.login).in_(["city", "province", "foreign-city"]))):
            person.telephone = f"0471-{len(person.login)}"
            session.add(person)
    page = bureau.client.get("/").text
    assert page.index("0471-4") < page.index("0471-8") and "0471-12" not in page


def test_a_head_sees_what_was_returned(bureau: Respondent, head: FlaskClient) -> None:
    return_two(bureau)
    assert [row[1:] for row in read_rows(head)[:2]] == [
        ["待修改", "请附文件", "city的人市级审核员", f"{MEND_BY:%Y年%-m月%-d日}"]
    ] * 2
    assert "修改被退回的2题" in head.get("/").text


def test_a_reviewer_finds_what_was_submitted_first(reviewer: FlaskClient, respondent: People) -> None:
    hand_in(respondent("sibling"))
    assert "<h2>已提交，待受理" in reviewer.get("/").text
    row = read_rows(reviewer)[0]
    assert row == [
        "托克托县市场监督管理局",
        "呼和浩特市市场监督管理局",
        "2026年度自评",
        "已提交",
        "市级审核员",
        "今日起",
    ]


def test_what_is_under_review_says_how_many_questions_are_undecided(reviewer: FlaskClient, bureau: Respondent) -> None:
    hand_in(bureau).act(Action.TAKE_UP, bureau.find(Role.CITY_REVIEWER))
    decide_all(bureau, leave=tuple([one.id for one in bureau.questionnaire.questions if one.is_scored][:3]))
    assert "<h2>正在审核" in reviewer.get("/").text
    assert read_rows(reviewer)[0][3] == "市级审核中 3题待审核"


def test_it_is_only_ones_own_turn_that_waits(site: Flask, bureau: Respondent) -> None:
    hand_in(bureau)
    for login in ("province", "foreign-city"):
        assert "目前没有待您处理的事项" in sign_in(site, login).get("/").text


def test_a_return_that_is_not_mended_in_time_comes_to_notice(
    reviewer: FlaskClient, bureau: Respondent, engine: sa.Engine
) -> None:
    return_two(bureau)
    with engine.begin() as connection:
        connection.execute(sa.text("UPDATE review SET mend_by = '2026-01-01'"))
    assert "已退回，整改逾期" in reviewer.get("/").text and "逾期未提交" not in reviewer.get("/").text


def test_late_bureaus_are_listed_with_their_days(reviewer: FlaskClient, engine: sa.Engine) -> None:
    move_end(engine, days_left=-2)
    rows = {row[0]: row[-1] for row in read_rows(reviewer)[:2]}
    assert rows == {f"{name}市场监督管理局": "已9天逾期2天" for name in ("土默特左旗", "托克托县")}


def test_a_level_is_ready_to_close_when_all_below_are_passed_on_or_excused(
    reviewer: FlaskClient, respondent: People, engine: sa.Engine
) -> None:
    hand_in(respondent("bureau"))
    with writing(engine) as session:
        session.get_one(Response, respondent("bureau").response_id).state = State.PROVINCIAL_REVIEW
    assert "可以办结" not in reviewer.get("/").text
    with writing(engine) as session:
        response = session.get_one(Response, respondent("sibling").response_id)
        response.absence, response.absent_at, response.absent_reason = Absence.EXCUSED, now(), "机构合并"
    assert "可以办结" in reviewer.get("/").text


def test_the_bar_counts_what_waits_for_a_reviewer(site: Flask, respondent: People) -> None:
    hand_in(respondent("bureau"))
    hand_in(respondent("sibling"))
    assert "待办 2" in sign_in(site, "city").get("/help").text
    assert "待办" not in sign_in(site, "foreign-city").get("/help").text


def test_reviewers_see_how_many_of_theirs_are_in(site: Flask, respondent: People) -> None:
    hand_in(respondent("sibling"))
    expected = {"city": ["1", "0", "0", "2"], "foreign-city": ["0", "0", "0", "1"], "province": ["1", "0", "0", "3"]}
    rows = {login: read_rows(sign_in(site, login))[-1] for login in expected}
    assert {login: row[3:] for login, row in rows.items()} == expected
    assert {tuple(row[:2]) for row in rows.values()} == {("2026年度自评", "2026年6月30日")}


def test_a_round_past_its_last_day_is_marked_closed(reviewer: FlaskClient, engine: sa.Engine) -> None:
    move_end(engine, days_left=0)
    assert "已截止" not in read_rows(reviewer)[-1][2]
    move_end(engine, days_left=-1)
    assert "已截止" in read_rows(reviewer)[-1][2]


def test_a_reviewer_without_rounds_is_told_so(reviewer: FlaskClient, engine: sa.Engine) -> None:
    withdraw(engine)
    assert "目前没有自评任务" in reviewer.get("/").text


def test_a_round_of_others_is_not_listed(reviewer: FlaskClient, engine: sa.Engine) -> None:
    add_round(engine, "2027", days_left=30, codes=["150221"])
    assert [row[0] for row in read_rows(reviewer)] == ["2026年度自评"]


def test_the_administrator_sees_each_round_in_figures(
    administrator: FlaskClient, respondent: People, engine: sa.Engine
) -> None:
    hand_in(respondent("sibling"))
    return_two(respondent("bureau"))
    move_end(engine, days_left=-1)
    # In: the sibling. Late: the foreigner; the bureau's return is due later. Returned: the bureau. None accepted.
    assert read_rows(administrator)[0][3:10] == ["1", "1", "1", "0", "0", "0", "3"]


def test_the_administrator_is_told_where_somebody_is_missing(administrator: FlaskClient, engine: sa.Engine) -> None:
    assert "缺少填报员" not in administrator.get("/").text
    with writing(engine) as session:
        session.exec(select(Person).where(Person.login == "sibling-head")).one().is_active = False
    assert read_rows(administrator)[-1] == ["托克托县市场监督管理局", "呼和浩特市市场监督管理局", "单位负责人"]
    assert '<a href="/bureaus/150122">' in administrator.get("/").text


def test_only_the_administrator_is_led_to_administration(reviewer: FlaskClient, administrator: FlaskClient) -> None:
    assert "/rounds/2026/administration" in administrator.get("/").text
    assert "/administration" not in reviewer.get("/").text


def test_a_round_without_bureaus_is_there_for_the_administrator(administrator: FlaskClient, engine: sa.Engine) -> None:
    withdraw(engine)
    assert read_rows(administrator)[0][8] == "0"
    for page in ("/rounds/2026", "/rounds/2026/administration"):
        assert administrator.get(page).status_code == 200


def test_an_auditor_is_told_what_there_is_to_read(site: Flask) -> None:
    assert "您可以查阅操作日志" in sign_in(site, "auditor").get("/").text


def test_the_bar_and_the_start_page_count_the_same_for_everyone(site: Flask, respondent: People) -> None:
    hand_in(respondent("bureau")).act(Action.TAKE_UP, respondent("bureau").find(Role.CITY_REVIEWER))
    hand_in(respondent("foreigner"))
    with writing(site.extensions["survey_engine"]) as session:
        session.exec(select(Person).where(Person.login == "foreign-city")).one().is_active = False
    waiting = {login: "待办 1" in sign_in(site, login).get("/").text for login in ("city", "province")}
    assert waiting == {"city": True, "province": True}
    assert read_rows(sign_in(site, "province"))[0][0] == "土默特右旗市场监督管理局"
