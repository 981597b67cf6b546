"""Papers, rankings and sums of an office tell of its own bureaus alone, whomever its reviewers read from outside."""

from datetime import timedelta
from io import BytesIO
from zipfile import ZipFile

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient
from sqlmodel import Session, select

from questionnaires.loading import load_library
from survey.bureaus.outside import name_reviewer
from survey.rounds.rounds import invite_bureaus, issue_questionnaire
from survey.storage.columns import now
from survey.storage.database import writing
from survey.storage.states import State
from survey.storage.tables import Bureau, Response, Round
from tests.people import sign_in
from tests.reports.word.reading import read_words
from tests.survey.bureaus.linking import find

OTHER, NOTICE = "重庆市药品监督管理局", "chongqing-2022"


@pytest.fixture(autouse=True)
def other(engine: sa.Engine) -> int:
    """A second province in the round, under its own notice, reviewed by the first one's reviewer; all are late. The
    number of its response."""
    with writing(engine) as session:
        round = session.exec(select(Round)).one()
        top = Bureau(code="500000", name=OTHER, level="province")
        session.add(top)
        session.flush()
        issued = issue_questionnaire(session, round, load_library(), NOTICE, "province")
        invite_bureaus(session, issued, [top])
        round.opens_on, round.closes_on = round.opens_on - timedelta(90), round.opens_on - timedelta(40)
        response = session.exec(select(Response).where(Response.bureau_id == top.id)).one()
        response.state, response.submitted_at = State.RETURNED, now() - timedelta(60)
        name_reviewer(session, find(engine, "admin").id, top.id, "province")
        return response.id


@pytest.fixture
def province(site: Flask) -> FlaskClient:
    return sign_in(site, "province")


NUMBER = "＿" * 4 + "〔〕"  # begins the line under the name of a letter


def read(client: FlaskClient, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200, address
    if ".docx" in address:
        return read_words(answer.data)
    if address.endswith(".zip"):
        with ZipFile(BytesIO(answer.data)) as packed:
            return " ".join(packed.namelist())
    return str(answer.data, "utf-8-sig")


@pytest.mark.parametrize(
    "address",
    [
        *(f"/rounds/2026/papers/{one}" for one in ("report.docx", "circular.docx", "notice.docx")),
        *(f"/rounds/2026/papers/letters.{one}" for one in ("docx", "zip")),
        *("/rounds/2026/report", "/rounds/2026/quantities", "/rounds/2026/quantities.csv"),
        *("/overview/2026", "/overview/2026/bureaus", "/overview/2026/bureaus.csv"),
    ],
)
def test_no_paper_of_a_province_names_a_bureau_or_notice_of_another(province: FlaskClient, address: str) -> None:
    words = read(province, address)
    assert "重庆" not in words


def test_whoever_reviews_it_from_outside_reads_it_all_the_same(
    province: FlaskClient, other: int, engine: sa.Engine
) -> None:
    with Session(engine) as session:
        assert session.get_one(Response, other).bureau.name == OTHER
    assert province.get(f"/responses/{other}/review").status_code == 200
    assert OTHER in read(province, "/rounds/2026")


def test_an_administrator_writes_the_papers_of_each_office_apart(site: Flask) -> None:
    admin = sign_in(site, "admin")
    page = read(admin, "/rounds/2026/papers?office=500000")
    assert "office=500000" in page and f">{OTHER}</option>" in page and ">内蒙古自治区药品监督管理局</option>" in page
    for paper, mark in (("letters", "＿" * 8 + NUMBER), ("circular", f"{OTHER}文件"), ("notice", f"{OTHER}文件")):
        words = read(admin, f"/rounds/2026/papers/{paper}.docx?office=500000")
        assert words.startswith(mark) and "内蒙古" not in words, paper
    assert read(admin, "/rounds/2026/papers/notice.docx").startswith("＿" * 8 + "文件")
    assert admin.get("/rounds/2026/papers/notice.docx?office=150100").status_code == 404


def test_each_letter_is_of_the_office_above_its_bureau(site: Flask, province: FlaskClient) -> None:
    words = read(province, "/rounds/2026/papers/letters.docx")
    assert words.count(f"内蒙古自治区药品监督管理局{NUMBER}") == 3
    assert "抄送：呼和浩特市市场监督管理局。" in words
    words = read(sign_in(site, "city"), "/rounds/2026/papers/letters.docx")
    assert words.count(f"呼和浩特市市场监督管理局{NUMBER}") == 2 and "抄送" not in words
