"""The reviewer's table: who is in, who is late, who scored what, and what one looks for in it."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from decimal import Decimal
from typing import Any

import html5lib
import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient
from sqlmodel import select

from survey.responses.reviews import confirm_all
from survey.rounds.rounds import invite_bureaus
from survey.storage.database import writing
from survey.storage.states import Action, Role
from survey.storage.tables import Bureau, IssuedQuestionnaire, Round, StateChange
from tests.databases import World
from tests.machine import TODAY
from tests.people import Respondent, full_value, sign_in
from tests.sites import pass_time, submit_all
from tests.survey.reviewing.deciding import find_yes_no, set_aside

LEFT_BANNER, TUOKETUO, RIGHT_BANNER = "土默特左旗市场监督管理局", "托克托县市场监督管理局", "土默特右旗市场监督管理局"
NONSENSE = [
    "q=%00%01%1b",
    "q=%FF%FE",
    "q=" + "x" * 5000,
    "q=%3Cscript%3Ealert(1)%3C/script%3E",
    "q=%F0%9F%92%A5&state=%F0%9F%92%A5&order=%F0%9F%92%A5",
    "q=a&q=b&state=&state=submitted",
    "order=__class__",
    "order=-score&page=-1&limit=10**9",
    "state=drafting'%20OR%201=1--",
    "city=%00&flag=no-such-flag",
    "&&=&",
]


@pytest.fixture
def province(site: Flask) -> FlaskClient:
    return sign_in(site, "province")


@pytest.fixture(scope="module")
def world(world: World, tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    """The world after one with a lower score has submitted, then one with 100 points; the left banner has not."""

    def submit_two(respondent: Callable[[str], Respondent]) -> None:
        low = respondent("foreigner")
        low.answer_all(lambda question: False if question.criterion.kind == "yes_no" else full_value(question))
        low.submit()
        submit_all("sibling")(respondent)

    with pass_time(world, tmp_path_factory.mktemp("submitted"), submit_two) as later:
        yield later


def read_rows(client: FlaskClient, query: str = "") -> dict[str, list[str]]:
    """The table: the cells of each row by the bureau that heads it."""
    root: Any = html5lib.parse(client.get(f"/rounds/2026?{query}").text, namespaceHTMLElements=False)
    rows = [[" ".join(" ".join(cell.itertext()).split()) for cell in row] for row in root.iterfind(".//tbody/tr")]
    return {row[0].split()[0]: row for row in rows}


def close(engine: sa.Engine, days_ago: int) -> None:
    with writing(engine) as session:
        round = session.exec(select(Round)).one()
        round.opens_on = round.closes_on = TODAY - timedelta(days=days_ago)


def test_it_lists_the_bureaus_below_by_division(province: FlaskClient) -> None:
    rows = read_rows(province)
    assert list(rows) == [LEFT_BANNER, TUOKETUO, RIGHT_BANNER]
    assert rows[LEFT_BANNER][0] == f"{LEFT_BANNER} 呼和浩特市市场监督管理局 · 内政办发〔2022〕26号"
    assert rows[LEFT_BANNER][1:] == ["填报中", "填报员 已9天", "–", "– 未评定", "–", "–", "–", ""]


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("托克托", [TUOKETUO]),
        ("土默特", [LEFT_BANNER, RIGHT_BANNER]),
        ("包头", [RIGHT_BANNER]),
        ("150122", [TUOKETUO]),
        ("  土默特 呼和浩特  ", [LEFT_BANNER]),
        ("土默特 托克托", []),
        ("", [LEFT_BANNER, TUOKETUO, RIGHT_BANNER]),
    ],
)
def test_words_look_in_place_name_and_code(words: str, found: list[str], province: FlaskClient) -> None:
    assert list(read_rows(province, f"q={words}")) == found


def test_one_state_can_be_picked(province: FlaskClient) -> None:
    assert list(read_rows(province, "state=drafting")) == [LEFT_BANNER]
    assert list(read_rows(province, "state=submitted")) == [TUOKETUO, RIGHT_BANNER]
    assert list(read_rows(province, "state=submitted&q=包头")) == [RIGHT_BANNER]


def test_it_has_three_orders_and_those_who_are_not_in_come_last(province: FlaskClient) -> None:
    assert list(read_rows(province, "order=code")) == [LEFT_BANNER, TUOKETUO, RIGHT_BANNER]
    assert list(read_rows(province, "order=score")) == [RIGHT_BANNER, TUOKETUO, LEFT_BANNER]
    assert list(read_rows(province, "order=submitted")) == [RIGHT_BANNER, TUOKETUO, LEFT_BANNER]


def test_score_grade_time_and_report_are_there_once_submitted(province: FlaskClient) -> None:
    row = read_rows(province)[TUOKETUO]
    assert row[1:3] == ["已提交", "市级审核员 今日起"] and row[3].startswith(f"{TODAY:%Y-%m-%d} ")
    assert row[4:7] == ["100.00 优秀", "–", "–"] and row[8] == "差距报告（PDF）"


def test_a_draft_shows_no_score_and_no_report_however_full_it_is(bureau: Respondent, reviewer: FlaskClient) -> None:
    bureau.answer_all()
    assert read_rows(reviewer)[LEFT_BANNER][4:] == ["– 未评定", "–", "–", "–", ""]
    assert "report.pdf" not in reviewer.get("/rounds/2026?state=drafting").text


@pytest.mark.parametrize(("days_ago", "words"), [(-3, "填报中"), (0, "填报中"), (1, "1天"), (12, "12天")])
def test_days_late_are_counted_from_the_day_after_the_last(
    days_ago: int, words: str, reviewer: FlaskClient, engine: sa.Engine
) -> None:
    close(engine, days_ago)
    state = read_rows(reviewer)[LEFT_BANNER][1]
    assert words in state
    assert ("天" in state) == (days_ago > 0)


@pytest.mark.parametrize(("days_ago", "state"), [(5, "已提交"), (6, "已提交 逾期1天")])
def test_who_came_in_late_is_known_by_the_first_time(
    days_ago: int, state: str, reviewer: FlaskClient, engine: sa.Engine
) -> None:
    close(engine, days_ago)
    with writing(engine) as session:
        for change in session.exec(select(StateChange).where(StateChange.action == Action.SUBMIT)):
            change.at -= timedelta(days=5)
    assert read_rows(reviewer)[TUOKETUO][1] == state


def test_a_city_and_a_reason_to_look_can_be_picked(province: FlaskClient) -> None:
    assert list(read_rows(province, "city=150200")) == [RIGHT_BANNER]
    assert list(read_rows(province, "flag=straight_line")) == [TUOKETUO]
    assert list(read_rows(province, "flag=critical_unmet")) == [RIGHT_BANNER]
    assert list(read_rows(province, "flag=critical_unmet&city=150100")) == []


def test_reasons_to_look_are_counted_and_the_most_pressing_come_first(province: FlaskClient) -> None:
    rows = read_rows(province, "order=flags")
    assert list(rows) == [RIGHT_BANNER, TUOKETUO, LEFT_BANNER]
    assert rows[RIGHT_BANNER][7].startswith("关键项未达标 4 ") and rows[LEFT_BANNER][7] == "–"
    assert "关键项达标无佐证 5" in rows[TUOKETUO][7] and rows[TUOKETUO][7].endswith("全部满分 1")


def test_what_went_back_keeps_its_last_submitted_score_and_says_so(site: Flask, province: FlaskClient) -> None:
    sibling = Respondent(site, site.extensions["survey_engine"], "sibling")
    sibling.act(Action.REOPEN, sibling.find(Role.ADMINISTRATOR), "口径有变")
    row = read_rows(province)[TUOKETUO]
    assert row[1] == "已重新开放" and row[4] == "100.00 优秀 最近一次提交"
    assert row[7] == "–"  # what is being changed is not judged


def test_the_verified_score_and_the_difference_stand_beside(site: Flask, province: FlaskClient) -> None:
    sibling = Respondent(site, site.extensions["survey_engine"], "sibling")
    city, asked = sibling.find(Role.CITY_REVIEWER), [one.id for one in sibling.questionnaire.questions]
    sibling.act(Action.TAKE_UP, city)
    set_aside(sibling, find_yes_no(sibling)[0])
    confirm_all(sibling.engine, sibling.response_id, city, dict.fromkeys(asked, 1))
    sibling.act(Action.PASS_ON, city)
    own, verified, difference = read_rows(province, "order=difference")[TUOKETUO][4:7]
    lost = Decimal(own.split()[0]) - Decimal(verified.split()[0])
    assert lost > 0 and difference == f"−{lost}"
    assert next(iter(read_rows(province, "order=difference"))) == TUOKETUO


def test_a_row_opens_the_review_for_reviewers_and_the_result_for_the_administrator(
    province: FlaskClient, administrator: FlaskClient
) -> None:
    assert "/review" in province.get("/rounds/2026").text
    page = administrator.get("/rounds/2026").text
    assert "/result" in page and '/review"' not in page


def test_nothing_found_says_what_to_change(reviewer: FlaskClient) -> None:
    page = reviewer.get("/rounds/2026?q=没有这个旗").text
    assert "没有符合条件的单位，请调整上方的查询条件" in page and "<table" not in page
    assert "共2个单位，显示0个" in page and 'value="没有这个旗"' in page


def test_the_choices_stay_chosen(reviewer: FlaskClient) -> None:
    page = reviewer.get("/rounds/2026?q=旗&state=drafting&order=score").text
    for words in ('value="旗"', 'value="drafting" selected', 'value="score" selected'):
        assert words in page


def test_nonsense_in_the_query_does_no_harm(reviewer: FlaskClient) -> None:
    for query in NONSENSE:
        page = reviewer.get(f"/rounds/2026?{query}")
        assert page.status_code == 200, query
        html5lib.HTMLParser(strict=True).parse(page.text)


def test_unknown_parameters_and_orders_change_nothing(reviewer: FlaskClient) -> None:
    assert read_rows(reviewer, "sort=name&order=name&x=1") == read_rows(reviewer)


def test_a_round_that_is_not_there_is_not_found(reviewer: FlaskClient) -> None:
    assert reviewer.get("/rounds/1999").status_code == 404


@pytest.fixture
def crowd(engine: sa.Engine) -> int:
    """So many bureaus more that the table has three pages; how many the round has now."""
    with writing(engine) as session:
        city = session.exec(select(Bureau).where(Bureau.code == "150100")).one()
        issued = session.exec(select(IssuedQuestionnaire)).one()
        more = [
            Bureau(code=f"1501{number}", name=f"第{number}旗市场监督管理局", level="county", parent_id=city.id)
            for number in range(200, 520)
        ]
        session.add_all(more)
        session.flush()
        invite_bureaus(session, issued, more)
    return len(more) + 3


@pytest.mark.parametrize(("page", "lines"), [("", 150), ("2", 150), ("3", 23), ("99", 23), ("0", 150), ("-1", 150)])
def test_many_bureaus_come_a_page_at_a_time(page: str, lines: int, crowd: int, province: FlaskClient) -> None:
    assert len(read_rows(province, f"page={page}")) == lines
    assert f"共{crowd}个单位，显示{crowd}个 · 第" in province.get("/rounds/2026").text


def test_the_next_page_keeps_what_was_asked_for(crowd: int, province: FlaskClient) -> None:
    page = province.get("/rounds/2026?state=drafting&order=score&page=2").text
    assert 'href="/rounds/2026?page=3&amp;state=drafting&amp;order=score"' in page
    assert 'href="/rounds/2026?page=1&amp;state=drafting&amp;order=score"' in page


def test_however_many_bureaus_there_are_those_with_most_to_look_at_come_first(
    crowd: int, province: FlaskClient
) -> None:
    assert list(read_rows(province, "order=flags"))[:2] == [RIGHT_BANNER, TUOKETUO]
    assert list(read_rows(province, "flag=critical_unmet")) == [RIGHT_BANNER]
