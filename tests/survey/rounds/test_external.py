"""Last year's results from a file: faults by cell, all at once; kept as a round of their own; compared; deleted."""

import io
from decimal import Decimal
from fractions import Fraction

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient
from openpyxl import Workbook, load_workbook
from sqlmodel import Session, col, select
from werkzeug.test import TestResponse

from reports.gap.content import GapReport, ImportedRound
from reports.gap.gathering import gather_report
from survey.rounds.external_sheet import read_points
from survey.storage.external import ExternalResult
from survey.storage.states import Action
from survey.storage.tables import Response, Round
from tests.people import Respondent, sign_in
from tests.reports.samples import TIME_ZONE

PAGE = "/rounds/2026/last-year"
SAID = {"title": "2025年度考核", "as_of": "2025-06-30"}
GOOD = "代码,名称,得分,等级\n150121,土默特左旗市场监督管理局,86.5,良好\n150122,,70,\n"


def send(client: FlaskClient, content: str | bytes, name: str = "上年.csv") -> TestResponse:
    data = content.encode() if isinstance(content, str) else content
    return client.post(PAGE, data=SAID | {"file": (io.BytesIO(data), name)})


def take(page: TestResponse, name: str) -> str:
    return page.text.split(f'name="{name}" value="', 1)[1].split('"', 1)[0]


def keep(client: FlaskClient, content: str | bytes) -> TestResponse:
    seen = send(client, content)
    assert seen.status_code == 200, seen.text
    key = seen.text.split(f"{PAGE}/", 1)[1].split('"', 1)[0]
    return client.post(f"{PAGE}/{key}", data=SAID | {"mark": take(seen, "mark"), "file_name": "上年.csv"})


def read_kept(engine: sa.Engine) -> list[ExternalResult]:
    with Session(engine) as session:
        return list(session.exec(select(ExternalResult).order_by(col(ExternalResult.id))))


def count_rounds(engine: sa.Engine) -> int:
    with Session(engine) as session:
        return len(session.exec(select(Round)).all())


def gather(person: Respondent) -> GapReport:
    with Session(person.engine) as session:
        return gather_report(session, session.get_one(Response, person.response_id), TIME_ZONE)


def test_every_fault_is_told_by_its_cell_at_once(administrator: FlaskClient, engine: sa.Engine) -> None:
    rows = ["代码,得分", "150121,100.5", "150121,八十", "999999,-1", "150200,60", "150122,"]
    page = send(administrator, "\n".join(rows))
    assert page.status_code == 422 and count_rounds(engine) == 1
    for words in ("分数应在0至100之间，此处为100.5", "“八十”不是数", "该单位在第2行已有一行", "没有代码为此的单位"):
        assert words in page.text
    assert "此处为-1" in page.text and "该单位不在本轮" in page.text and "单元格为空" in page.text


def test_a_formula_and_a_wrong_encoding_are_told(administrator: FlaskClient) -> None:
    book, file = Workbook(), io.BytesIO()
    sheet = book.active
    assert sheet is not None
    sheet.append(["代码", "得分"])
    sheet.append(["150121", "=1+1"])
    book.save(file)
    assert "公式" in send(administrator, file.getvalue(), "上年.xlsx").text
    assert send(administrator, b"\x81\xff\x00\xfe", "上年.csv").status_code == 422
    assert send(administrator, GOOD.encode("gb18030")).status_code == 200


def test_results_are_a_closed_round_of_their_own_that_nobody_is_asked_in(
    administrator: FlaskClient, engine: sa.Engine, site: Flask
) -> None:
    done = keep(administrator, GOOD)
    assert done.location == "/results/2026-before"
    assert [(one.score, one.grade) for one in read_kept(engine)] == [(Decimal("86.50"), "良好"), (Decimal("70.00"), "")]
    page = administrator.get("/results/2026-before").text
    assert "外部结果（导入）" in page and "86.50" in page and "已关闭" in page
    assert administrator.get("/rounds/2026-before").status_code == 404
    assert "2025年度考核" not in administrator.get("/rounds/new").text
    assert "2025年度考核" in administrator.get("/").text
    assert "2025年度考核" not in sign_in(site, "city").get("/").text
    trail = administrator.get("/trail").text
    assert "导入外部结果" in trail and "选定本轮的上年结果" in trail


def test_sent_twice_is_kept_once(administrator: FlaskClient, engine: sa.Engine) -> None:
    seen = send(administrator, GOOD)
    key = seen.text.split(f"{PAGE}/", 1)[1].split('"', 1)[0]
    for _time in range(2):
        administrator.post(f"{PAGE}/{key}", data=SAID | {"mark": take(seen, "mark")})
    assert count_rounds(engine) == 2 and len(read_kept(engine)) == 2


def test_they_are_deleted_once_no_round_is_compared_with_them(administrator: FlaskClient, engine: sa.Engine) -> None:
    keep(administrator, GOOD)
    refused = administrator.post("/results/2026-before/delete", follow_redirects=True)
    assert "正与此结果比较" in refused.text
    administrator.post(f"{PAGE}/compare", data={"results": ""})
    assert "已删除导入的结果" in administrator.post("/results/2026-before/delete", follow_redirects=True).text
    assert count_rounds(engine) == 1 and read_kept(engine) == []


def test_a_round_that_continues_one_held_here_takes_none(administrator: FlaskClient, engine: sa.Engine) -> None:
    with engine.begin() as connection:
        connection.execute(sa.text("UPDATE round SET previous_id = id"))
    assert "无需导入" in administrator.get(PAGE).text
    assert "只与上一轮比较" in administrator.get(keep(administrator, GOOD).location).text
    assert count_rounds(engine) == 1


def test_totals_alone_are_compared_as_totals_alone(
    bureau: Respondent, administrator: FlaskClient, engine: sa.Engine
) -> None:
    keep(administrator, GOOD)
    bureau.answer_all()
    bureau.submit()
    last = gather(bureau).last
    assert isinstance(last, ImportedRound) and last.score == Fraction(173, 2) and last.has_totals_alone
    page = bureau.client.get(f"/responses/{bureau.response_id}/result").text
    assert "与上年外部结果比较" in page and "导入的结果只有总分" in page and "13.50" in page
    report = administrator.get("/rounds/2026/report").text
    assert "有上年外部结果（导入）的1个单位，不足5个，不作统计；提高1个" in report and "评分规则与本轮不同" in report


def test_the_head_reads_them_before_signing(site: Flask, bureau: Respondent, administrator: FlaskClient) -> None:
    keep(administrator, GOOD)
    bureau.answer_all()
    bureau.act(Action.PRESENT)
    page = sign_in(site, "head").get(f"/responses/{bureau.response_id}/head").text
    assert "与上年外部结果比较" in page and "86.50" in page and "13.50" in page


def test_domains_and_questions_are_compared_where_given(bureau: Respondent, administrator: FlaskClient) -> None:
    question, domain = bureau.questionnaire.questions[0], bureau.questionnaire.domains[0]
    head = load_workbook(io.BytesIO(administrator.get(f"{PAGE}/blank.xlsx").data)).worksheets[0]
    titles = [str(cell.value) for cell in head[1]]
    assert titles[:4] == ["代码", "名称", "得分", "等级"] and domain.title in titles
    keep(administrator, f"代码,得分,{domain.title},{question.id}\n150121,80,75.125,50%\n")
    last = gather(bureau).last
    assert last is not None and last.domains == {domain.id: Fraction("75.13")}
    assert last.credits == {question.id: Fraction(1, 2)}
    bureau.answer_all()
    bureau.submit()
    page = bureau.client.get(f"/responses/{bureau.response_id}/result").text
    assert "75.13" in page and "进步1题，退步0题" in page


@pytest.mark.parametrize(
    ("words", "points"),
    [("８６．５分", "86.50"), ("100%", "100.00"), ("1e2", "100.00"), ("NaN", None), ("Infinity", None), ("良好", None)],
)
def test_points_are_read_as_people_write_them(words: str, points: str | None) -> None:
    assert read_points(words) == (None if points is None else Decimal(points))
