"""The administrator's page of mails: what stands how, sending again by a deliberate button, a test message."""

from dataclasses import replace
from typing import Any

import html5lib
import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient
from sqlmodel import Session, col, select

from survey.jobs.owing import owe
from survey.mail.smtp import PERHAPS_SENT
from survey.storage.database import writing
from survey.storage.records import Job, TrailEntry
from survey.storage.states import JobState
from survey.storage.tables import Response
from tests.survey.test_home import add_round

REFUSED = "邮件服务器拒收：550 no such mailbox"
STANDS: list[tuple[JobState, str, str]] = [  # state, error, the word on the page
    (JobState.OWED, "", "待发送"),
    (JobState.DONE, "", "已发送"),
    (JobState.FAILED, REFUSED, "发送失败"),
    (JobState.FAILED, PERHAPS_SENT, "可能已发送"),
    (JobState.CANCELLED, "情况已有变化，不再需要发送。", "不再需要"),
]


@pytest.fixture
def with_server(site: Flask) -> None:
    settings = site.extensions["survey_settings"]
    url = "smtp://office%40gov.test:hunter2@mail.gov.test:587"
    site.extensions["survey_settings"] = replace(settings, mail_url=url)


def add_mail(engine: sa.Engine, state: JobState, error: str = "", slug: str = "2026", event: str = "late") -> int:
    with writing(engine) as session:
        response = session.exec(select(Response)).first()
        assert response is not None
        payload = {"response": response.id, "event": event, "to": "office@gov.test", "message": "0"}
        job = owe(session, "mail", f"mail/{slug}/150121/{event}-{state}-{error[:5]}/2026-12-01", payload)
        assert job is not None
        job.state, job.error = state, error
        return job.id


def read_rows(client: FlaskClient, query: str = "") -> list[list[str]]:
    root: Any = html5lib.parse(client.get(f"/mails?{query}").text, namespaceHTMLElements=False)
    rows = root.iterfind(".//tbody/tr")
    return [[" ".join("".join(cell.itertext()).split()) for cell in row] for row in rows]


def read_job(engine: sa.Engine, job_id: int) -> Job:
    with Session(engine) as session:
        return session.get_one(Job, job_id)


def list_acts(engine: sa.Engine) -> list[str]:
    with Session(engine) as session:
        return list(session.exec(select(TrailEntry.act).where(col(TrailEntry.act).startswith("mail."))))


@pytest.mark.usefixtures("with_server")
@pytest.mark.parametrize(("state", "error", "word"), STANDS)
def test_a_mail_says_how_it_stands_and_why(
    state: JobState, error: str, word: str, administrator: FlaskClient, engine: sa.Engine
) -> None:
    add_mail(engine, state, error)
    [row] = read_rows(administrator)
    assert row[:2] == ["土默特左旗市场监督管理局", "逾期提醒"] and row[3:5] == ["office@gov.test", "2026年度自评"]
    assert row[2].startswith(word) and (PERHAPS_SENT not in row[2])
    assert ("重新发送" in row[-1]) == (state is JobState.FAILED)


def test_mails_are_narrowed_by_round_and_state(administrator: FlaskClient, engine: sa.Engine) -> None:
    for state, error, _word in STANDS:
        add_mail(engine, state, error)
    add_round(engine, "2026b", days_left=30, codes=[])
    add_mail(engine, JobState.FAILED, REFUSED, slug="2026b")
    assert len(read_rows(administrator)) == 6
    assert len(read_rows(administrator, "round=2026")) == 5
    assert [row[2] for row in read_rows(administrator, "round=2026b&state=failed")] == [f"发送失败{REFUSED}"]


@pytest.mark.parametrize("slug", ["2025", "%00", "2026%25", "x" * 5000])
def test_a_round_that_is_not_there_has_no_mails(slug: str, administrator: FlaskClient) -> None:
    assert administrator.get(f"/mails?round={slug}&state=%00").status_code == 404


@pytest.mark.parametrize("error", [REFUSED, PERHAPS_SENT])
def test_one_is_sent_again_by_a_deliberate_button_and_the_trail_knows(
    error: str, administrator: FlaskClient, engine: sa.Engine
) -> None:
    job_id = add_mail(engine, JobState.FAILED, error)
    page = administrator.post(f"/mails/{job_id}/again", follow_redirects=True).text
    assert "已重新安排发送" in page and read_job(engine, job_id).state is JobState.OWED
    assert list_acts(engine) == ["mail.again"]


@pytest.mark.parametrize("state", [JobState.OWED, JobState.LEASED, JobState.DONE, JobState.CANCELLED])
def test_what_has_not_failed_is_not_sent_again(state: JobState, administrator: FlaskClient, engine: sa.Engine) -> None:
    job_id = add_mail(engine, state)
    assert "只有发送失败的邮件可以重新发送" in administrator.post(f"/mails/{job_id}/again", follow_redirects=True).text
    assert read_job(engine, job_id).state is state and list_acts(engine) == []


@pytest.mark.parametrize("job_id", ["0", "999", str(2**31 - 1)])
def test_a_mail_that_is_not_there_is_not_sent(job_id: str, administrator: FlaskClient) -> None:
    page = administrator.post(f"/mails/{job_id}/again", follow_redirects=True)
    assert page.status_code == 200 and "未作处理" in page.text


def test_work_of_another_kind_is_not_sent_from_here(administrator: FlaskClient, engine: sa.Engine) -> None:
    with writing(engine) as session:
        job = owe(session, "report", "report/1", {})
        assert job is not None
        job.state, job.error = JobState.FAILED, "out of paper"
    administrator.post(f"/mails/{job.id}/again")
    assert read_job(engine, job.id).state is JobState.FAILED


def test_all_that_failed_are_sent_again_but_not_what_was_perhaps_sent(
    administrator: FlaskClient, engine: sa.Engine
) -> None:
    failed, perhaps = add_mail(engine, JobState.FAILED, REFUSED), add_mail(engine, JobState.FAILED, PERHAPS_SENT)
    page = administrator.post("/mails/again", data={"round": "2026"}, follow_redirects=True).text
    assert "已重新安排发送1封" in page
    assert [read_job(engine, one).state for one in (failed, perhaps)] == [JobState.OWED, JobState.FAILED]


@pytest.mark.usefixtures("with_server")
def test_a_test_message_is_owed_shown_and_kept_in_the_trail(administrator: FlaskClient, engine: sa.Engine) -> None:
    page = administrator.post("/mails/test", data={"address": " me@gov.test "}, follow_redirects=True).text
    assert "测试邮件已安排发送" in page
    assert [row[:2] for row in read_rows(administrator)] == [["me@gov.test", "待发送"]]
    assert list_acts(engine) == ["mail.test"]


@pytest.mark.usefixtures("with_server")
@pytest.mark.parametrize(
    "address", ["", "me", "me@", "a@b, c@d", "me@gov.test\r\nBcc: x@y", "局@gov.test", "x" * 200 + "@a"]
)
def test_what_is_no_address_is_refused_and_stays_in_the_field(
    address: str, administrator: FlaskClient, engine: sa.Engine
) -> None:
    answer = administrator.post("/mails/test", data={"address": address})
    assert answer.status_code == 422 and "电子邮箱格式不正确" in answer.text
    assert list_acts(engine) == []


@pytest.mark.usefixtures("with_server")
def test_the_page_tells_the_server_but_never_the_password(administrator: FlaskClient) -> None:
    page = administrator.get("/mails").text
    assert "mail.gov.test:587" in page and "office@gov.test" in page
    assert "hunter2" not in page


def test_without_a_mail_server_the_page_says_what_to_set(administrator: FlaskClient, engine: sa.Engine) -> None:
    assert "请在服务器上设置SURVEY_MAIL_URL" in administrator.get("/mails").text
    answer = administrator.post("/mails/test", data={"address": "me@gov.test"})
    assert answer.status_code == 422 and "尚未设置邮件服务器，无法发送" in answer.text


def test_bureaus_that_cannot_be_written_to_are_named(administrator: FlaskClient) -> None:
    page = administrator.get("/mails").text
    assert "未登记办公邮箱的单位" in page and '<a href="/bureaus/150221">土默特右旗市场监督管理局</a>' in page


def test_the_start_page_leads_to_mails_that_were_not_sent(administrator: FlaskClient, engine: sa.Engine) -> None:
    assert "发送失败的邮件" not in administrator.get("/").text
    add_mail(engine, JobState.FAILED, PERHAPS_SENT)
    assert '<a href="/mails?state=perhaps-sent">可能已发送：1</a>' in administrator.get("/").text
