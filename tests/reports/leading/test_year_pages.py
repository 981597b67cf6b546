"""The ranking of a year on the web and as files: the same figures, each a link, and nothing that one may not see."""

import io
import re
from collections.abc import Mapping

import openpyxl
import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient
from sqlmodel import Session, col, select

from questionnaires.loading import load_library
from reports.leading import year_pages
from reports.leading.year_lines import YearRanking, rank_year
from reports.rounds.ranked import LevelRanking
from survey.rounds.rounds import invite_bureaus, issue_questionnaire, open_round
from survey.storage.database import writing
from survey.storage.records import TrailEntry
from survey.storage.tables import Bureau, Round
from survey.storage.trail import record
from tests.conftest import NOTICE
from tests.people import sign_in
from tests.reports.leading.reading import accept_all, read_lines
from tests.sites import Relive
from tests.survey.web.test_pages import read_html

PAGE = "/years/2025/ranking"


@pytest.fixture
def leader(relive: Relive, site: Flask) -> FlaskClient:
    relive(accept_all)
    return sign_in(site, "leader")


def add_round(engine: sa.Engine, code: str = "150121") -> None:
    """Another round of the year, in which one of the counties is asked again."""
    with writing(engine) as session:
        first = session.exec(select(Round).where(Round.slug == "2026")).one()
        other = open_round(session, "2026-b", "2026年度专项", first.as_of, first.opens_on, first.closes_on)
        issued = issue_questionnaire(session, other, load_library(), NOTICE, "county")
        invite_bureaus(session, issued, session.exec(select(Bureau).where(Bureau.code == code)).all())


def test_page_and_files_say_the_same_of_every_bureau(leader: FlaskClient) -> None:
    lines = read_lines(leader, f"{PAGE}.csv")
    assert [one["代码"] for one in lines] == ["150121", "150122", "150221"]
    assert [one["总分名次"] for one in lines] == ["1", "2", "3"]
    page = leader.get(PAGE).text
    shown = re.findall(r'data-label="总分">\s*<a href="/overview/2026/bureaus/(\d+)">([0-9.]+)</a>', page)
    assert shown == [(one["代码"], one["总分"]) for one in lines]
    book = openpyxl.load_workbook(io.BytesIO(leader.get(f"{PAGE}.xlsx").data))
    assert book.sheetnames == ["说明", "名次表"]
    head, *rows = ([cell.value for cell in row] for row in book["名次表"].iter_rows())
    assert [f"{row[head.index('总分')]:.2f}" for row in rows] == [one["总分"] for one in lines]
    assert head[-1] == "代码" and [row[-1] for row in rows] == [one["代码"] for one in lines]
    assert book["名次表"].auto_filter.ref and book["名次表"].print_title_rows == "$1:$1"
    assert "共同事项" in str([cell.value for row in book["说明"].iter_rows() for cell in row])


def test_a_common_score_leads_to_its_duties_and_from_there_to_the_answers(leader: FlaskClient) -> None:
    address = f"{PAGE}/duties?level=county&amp;round=2026&amp;bureau=150221"
    assert address in leader.get(PAGE).text
    page = leader.get(address.replace("&amp;", "&")).text
    answer = re.search(r'href="(/overview/2026/bureaus/150221/questions/[^"]+)">0.00%', page)
    assert answer and leader.get(answer[1]).status_code == 200
    assert leader.get(f"{PAGE}/duties?round=2026&bureau=150000").status_code == 404
    assert "所占份额" in leader.get(f"{PAGE}/duties").text


def test_every_round_of_the_year_is_in_it_but_no_made_up_one(leader: FlaskClient, engine: sa.Engine) -> None:
    add_round(engine)
    page = leader.get(PAGE).text
    assert page.count('<th scope="row">') == 4
    assert "有1个单位在本年度参加两个以上轮次" in page
    only = leader.get(f"{PAGE}?round=2026-b").text
    assert only.count('<th scope="row">') == 1 and "未提交" in only
    with writing(engine) as session:
        session.exec(select(Round).where(Round.slug == "2026-b")).one().is_demo = True
    assert leader.get(PAGE).text.count('<th scope="row">') == 3


def test_it_is_ranked_again_only_once_a_round_of_the_year_is_another(
    leader: FlaskClient, engine: sa.Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = []

    def count(rounds: Mapping[str, LevelRanking], titles: Mapping[str, str]) -> YearRanking:
        made.append(rounds)
        return rank_year(rounds, titles)

    leader.get(PAGE)
    monkeypatch.setattr(year_pages, "rank_year", count)
    for act, subject, ranked in (
        ("answer.save", "response 1", 0),
        ("account.password", "person 1", 0),
        ("year.ranking", "year 2025", 0),
        ("response.recall", "response 1", 1),
        ("bureau.change", "bureau 150121", 2),
    ):
        with writing(engine) as session:
            record(session, None, act, subject)
        assert leader.get(PAGE).status_code == 200
        assert len(made) == ranked, act


def test_a_city_sees_its_own_counties_alone(leader: FlaskClient, site: Flask) -> None:
    own = sign_in(site, "city-leader")
    assert [one["代码"] for one in read_lines(own, f"{PAGE}.csv")] == ["150121", "150122"]
    assert own.get(f"{PAGE}/duties?round=2026&bureau=150221").status_code == 404
    assert own.get("/years/1999/ranking").status_code == 404


def test_a_round_of_the_year_that_asks_nobody_of_a_city_is_not_in_its_ranking(
    leader: FlaskClient, site: Flask, engine: sa.Engine
) -> None:
    add_round(engine, "150221")
    own = sign_in(site, "city-leader")
    assert [one["代码"] for one in read_lines(own, f"{PAGE}.csv")] == ["150121", "150122"]
    assert "2026年度专项" not in own.get(PAGE).text


def test_it_is_found_from_the_year_and_from_the_leaders_page(leader: FlaskClient, site: Flask) -> None:
    assert f'href="{PAGE}?level=county"' in leader.get("/overview/2026").text
    assert f'href="{PAGE}"' in sign_in(site, "province").get("/years/2025").text
    assert f'href="{PAGE}"' not in sign_in(site, "bureau").get("/years/2025").text


def test_what_is_downloaded_is_in_the_trail(leader: FlaskClient, engine: sa.Engine) -> None:
    read_lines(leader, f"{PAGE}.csv?place=150100")
    with Session(engine) as session:
        assert session.exec(select(TrailEntry.act).order_by(col(TrailEntry.number).desc())).first() == "year.ranking"


@pytest.mark.parametrize("address", [PAGE, f"{PAGE}/duties", f"{PAGE}/duties?round=2026&bureau=150121"])
def test_the_pages_are_strict_html(address: str, leader: FlaskClient) -> None:
    assert read_html(leader.get(address))[1] == []
