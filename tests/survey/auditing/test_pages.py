"""The page of the trail and its export: in words, by person, act, place and day; nothing in it becomes a formula."""

import csv
import io
from collections.abc import Callable

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient
from sqlmodel import Session

from survey.auditing.search import read_head
from survey.storage.database import writing
from survey.storage.trail import record, verify_trail
from tests.people import Respondent, sign_in
from tests.reports.making.working import fetch_output
from tests.survey.auditing.trails import list_acts, list_lines

Rows = list[dict[str, str]]


@pytest.fixture
def auditor(site: Flask) -> FlaskClient:
    return sign_in(site, "auditor")


@pytest.fixture
def answered(bureau: Respondent) -> Respondent:
    """The clerk, who said yes and then no to a question."""
    question = next(one for one in bureau.questionnaire.questions if one.criterion.kind == "yes_no")
    bureau.answer(question.id, True)
    bureau.answer(question.id, False, base=1)
    return bureau


def export(client: FlaskClient, **wanted: str) -> Rows:
    answer = client.get("/trail/export.csv", query_string=wanted)
    assert answer.status_code == 200, answer.text
    return list(csv.DictReader(io.StringIO(answer.text.removeprefix("\ufeff"))))


def test_lines_are_in_words(answered: Respondent, auditor: FlaskClient) -> None:
    page = auditor.get("/trail?act=answer.save").text
    title = answered.questionnaire.questions[0].title
    assert (
        f"土默特左旗市场监督管理局 · 2026年度自评 · {title}" in page
        or "土默特左旗市场监督管理局 · 2026年度自评 · " in page
    )
    assert "<td>是</td><td>否</td>" in page
    assert "answer.save" not in page.partition("<tbody>")[2]


@pytest.mark.parametrize(
    ("wanted", "acts"),
    [
        ({"person": "bureau"}, "answer.save session.open"),
        ({"person": "auditor的人"}, "session.open"),
        ({"act": "answer.save"}, "answer.save"),
        ({"place": "土默特左旗"}, "answer.save session.open"),
        ({"place": "150122"}, ""),
        ({"place": "1", "person": "bureau"}, "answer.save"),
        ({"since": "20990101"}, ""),
        ({"until": "20200101"}, ""),
        ({"person": "%"}, ""),
    ],
    ids=str,
)
def test_what_is_looked_for_is_found(
    wanted: dict[str, str], acts: str, answered: Respondent, auditor: FlaskClient
) -> None:
    rows = [row for row in export(auditor, **wanted) if row["操作代码"] not in ("", "trail.export")]
    assert {row["操作代码"] for row in rows} == set(acts.split())


@pytest.mark.parametrize(
    "wanted",
    [
        {"since": "yesterday"},
        {"until": "20261301"},
        {"place": "局"},
        {"person": "\x00'\"<script>"},
        {"place": "9" * 70},
        {"before": "9" * 30},
        {"since": "00010101", "until": "99991231"},
    ],
    ids=str,
)
def test_junk_is_met_with_words(wanted: dict[str, str], auditor: FlaskClient) -> None:
    assert auditor.get("/trail", query_string=wanted).status_code == 200
    assert auditor.get("/trail/export.csv", query_string=wanted).status_code in (200, 422)


def test_a_hundred_lines_a_page_and_the_rest_behind_a_link(auditor: FlaskClient, bureau: Respondent) -> None:
    with writing(bureau.engine) as session:
        for number in range(150):
            record(session, bureau.id, "answer.save", f"response {bureau.response_id} question made-up", None, number)
    page = auditor.get("/trail?person=bureau").text
    assert page.count("<tr>") == 101
    assert "before=53&amp;person=bureau" in page
    assert auditor.get("/trail?before=53&person=bureau").text.count("<tr>") == 52


def test_an_export_is_complete_and_states_the_end_which_is_its_own_line(
    answered: Respondent, auditor: FlaskClient, engine: sa.Engine
) -> None:
    *rows, last = export(auditor)
    with Session(engine) as session:
        head, count = read_head(session), verify_trail(session)
    assert [int(row["序号"]) for row in rows] == list(range(1, len(rows) + 1)) and count == len(rows)
    assert (last["序号"], last["操作"], last["校验值"]) == (str(head.number), "末行校验", head.hash)
    assert (rows[-1]["操作代码"], rows[-1]["校验值"]) == ("trail.export", head.hash)


def test_no_cell_is_a_formula(auditor: FlaskClient, stranger: FlaskClient) -> None:
    stranger.post("/sign-in", data={"login": "=cmd|' /C calc'!A0", "password": "x"})
    with writing(auditor.application.extensions["survey_engine"]) as session:
        record(session, None, "=1+1", "@SUM(A1)")
    rows = export(auditor)
    assert [row["操作代码"] for row in rows if "1+1" in row["操作代码"]] == ["'=1+1"]
    assert [cell for row in rows for cell in row.values() if cell[:1] in "=+-@" and cell] == []


def test_many_lines_stream_in_pieces(auditor: FlaskClient, bureau: Respondent) -> None:
    with writing(bureau.engine) as session:
        for number in range(2500):
            record(session, bureau.id, "answer.save", "response 1", None, number)
    answer = auditor.get("/trail/export.csv", buffered=False)
    pieces = list(answer.response)
    assert len(pieces) >= 5
    assert max(map(len, pieces)) < 400_000


def test_reports_and_aggregates_leave_a_line_each(
    respondent: Callable[[str], Respondent], administrator: FlaskClient, engine: sa.Engine
) -> None:
    bureau = respondent("bureau")
    bureau.client.get(f"/responses/{bureau.response_id}/report.pdf")
    fetch_output(administrator, "csv")
    subjects = [("report.download", f"response {bureau.response_id}"), ("round.export", "round 2026")]
    assert list_acts(engine, "report", "round.export") == subjects


def test_a_download_that_is_refused_leaves_none(respondent: Callable[[str], Respondent], engine: sa.Engine) -> None:
    bureau, sibling = respondent("bureau"), respondent("sibling")
    assert sibling.client.get(f"/responses/{bureau.response_id}/report.pdf").status_code == 404
    assert list_lines(engine, "report") == []
