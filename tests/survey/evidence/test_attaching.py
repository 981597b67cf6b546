"""The pages of evidence: attached with and without the script, listed, downloaded by those who may, removed."""

import io
import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any
from urllib.parse import quote

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient
from sqlmodel import Session, select
from werkzeug.test import TestResponse

from survey.evidence.listing import Filed, list_evidence
from survey.storage.records import TrailEntry
from survey.storage.states import Action, Role
from tests.machine import TODAY
from tests.people import Respondent, sign_in
from tests.survey.evidence.sample_files import PDF, PNG, make_ooxml, make_pdf, make_zip
from tests.survey.reviewing.deciding import begin_review, mark_returned
from tests.survey.web.audiences import LOGINS, READERS

People = Callable[[str], Respondent]
PLAN = "emergency-plan"
HOSTILE = "../证书\u202egnp\x00\r\nX-Evil: 1;“a”\";'" + "长" * 300 + ".exe"


def page_of(bureau: Respondent) -> str:
    return f"/responses/{bureau.response_id}/questions/{PLAN}/evidence"


def send(bureau: Respondent, content: bytes, name: str = "证书.pdf", **dates: str) -> TestResponse:
    """As the script sends a file."""
    query = {"name": name, **dates}
    return bureau.client.put(page_of(bureau), data=content, query_string=query, content_type="application/octet-stream")


def send_form(bureau: Respondent, *files: tuple[bytes, str], **fields: str) -> TestResponse:
    """As a browser without JavaScript sends them."""
    data: dict[str, Any] = {"files": [(io.BytesIO(content), name) for content, name in files], **fields}
    return bureau.client.post(page_of(bureau), data=data, follow_redirects=True)


def error_of(answer: TestResponse) -> str:
    return str((answer.json or {})["error"])


def fetch(client: FlaskClient, bureau: Respondent, id: object, **rest: Any) -> TestResponse:
    return client.get(f"/responses/{bureau.response_id}/evidence/{id}", buffered=True, **rest)


def files_of(bureau: Respondent, removed: bool = False) -> list[Filed]:
    with Session(bureau.engine) as session:
        return list_evidence(session, bureau.response_id, removed).get(PLAN, [])


def test_the_script_gets_the_new_list(bureau: Respondent) -> None:
    answer = send(bureau, PDF, issued_on="20250701", valid_until="2027年6月30日")
    assert answer.status_code == 201
    for words in ("证书.pdf", "出具日期：2025年7月1日", "有效期至：2027年6月30日", "bureau的人"):
        assert words in (answer.json or {})["list"]


def test_several_files_come_with_one_form(bureau: Respondent) -> None:
    page = send_form(bureau, (PDF, "a.pdf"), (PNG, "b.png"), issued_on="2025-07-01")
    assert page.status_code == 200
    assert [(one.name, one.kind, str(one.dates.issued_on)) for one in files_of(bureau)] == [
        ("a.pdf", "pdf", "2025-07-01"),
        ("b.png", "png", "2025-07-01"),
    ]


def test_of_several_files_the_good_ones_are_kept_and_the_others_named(bureau: Respondent) -> None:
    page = send_form(bureau, (PDF, "a.pdf"), (make_zip("x"), "b.zip"), (b"", "c.pdf"))
    assert page.status_code == 422
    assert "b.zip：不接收压缩包" in page.text
    assert "c.pdf：文件内容为空" in page.text
    assert [one.name for one in files_of(bureau)] == ["a.pdf"]


@pytest.mark.parametrize(
    ("dates", "words"),
    [
        ({"issued_on": "去年"}, "不是日期"),
        ({"issued_on": "2025-07-02", "valid_until": "2025-07-01"}, "有效期截止日早于出具日期"),
        ({"issued_on": str(TODAY + timedelta(days=1))}, "出具日期晚于今天"),
    ],
)
def test_wrong_dates_are_said_and_nothing_is_stored(bureau: Respondent, dates: dict[str, str], words: str) -> None:
    assert words in error_of(send(bureau, PDF, **dates))
    page = send_form(bureau, (PDF, "a.pdf"), **dates)
    assert (page.status_code, words in page.text, files_of(bureau)) == (422, True, [])


def test_no_file_chosen_is_said(bureau: Respondent) -> None:
    page = send_form(bureau)
    assert (page.status_code, "请先选择文件" in page.text) == (422, True)


def test_a_file_above_the_limit_is_refused_by_both_ways(bureau: Respondent, site: Flask) -> None:
    most = site.extensions["evidence_store"].most_bytes = 100_000
    large = PDF + bytes(most)
    assert "降低扫描分辨率" in error_of(send(bureau, large))
    assert "降低扫描分辨率" in send_form(bureau, (large, "a.pdf")).text
    assert send(bureau, large * 2).status_code == 413
    assert files_of(bureau) == []


def test_only_people_who_are_signed_in_send_more_than_a_form_has(
    bureau: Respondent, site: Flask, stranger: FlaskClient
) -> None:
    site.config["MAX_CONTENT_LENGTH"] = len(PDF)
    site.config["WTF_CSRF_ENABLED"] = True  # it reads the form, so whatever is let in lands on the disk
    codes = [
        one.post(page_of(bureau), data={"files": (io.BytesIO(PDF), "a")}).status_code
        for one in (bureau.client, stranger)
    ]
    elsewhere = bureau.client.post(f"/responses/{bureau.response_id}/domains/N12", data={"a": "a" * 100})
    assert [*codes, elsewhere.status_code] == [400, 413, 413]


def test_whatever_a_name_has_in_it_is_made_harmless(bureau: Respondent) -> None:
    assert send(bureau, PDF, HOSTILE).status_code == 201
    [file] = files_of(bureau)
    answer = fetch(bureau.client, bureau, file.id)
    assert len(file.name) == 120
    assert file.name.startswith("证书gnp X-Evil_ 1;“a”_;'长长")
    assert answer.headers["Content-Disposition"].endswith(f"filename*=UTF-8''{quote(file.name, safe='!#$&+-.^_`|~')}")
    assert "X-Evil" not in answer.headers


def test_a_download_is_an_attachment_that_no_browser_opens(bureau: Respondent) -> None:
    row = bureau.attach(PLAN, PDF)
    answer = fetch(bureau.client, bureau, row.id, headers={"Range": "bytes=0-1"})
    assert (answer.status_code, answer.data) == (200, PDF)
    assert answer.headers["Content-Disposition"].startswith("attachment; filename")
    assert answer.headers["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert answer.headers["Content-Type"] == "application/octet-stream"
    assert answer.headers["Content-Length"] == str(len(PDF))
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Cache-Control"] == "no-store"


def test_a_download_is_on_the_trail(bureau: Respondent, engine: sa.Engine) -> None:
    row = bureau.attach(PLAN, PDF)
    fetch(bureau.client, bureau, row.id)
    with Session(engine) as session:
        entry = session.exec(select(TrailEntry).where(TrailEntry.act == "evidence.download")).one()
    assert (entry.login, row.sha256 in entry.change) == ("bureau", True)


@pytest.mark.parametrize("submitted", [False, True])
@pytest.mark.parametrize("login", LOGINS)
def test_a_file_is_for_its_bureau_and_once_submitted_for_those_above(
    login: str, submitted: bool, site: Flask, respondent: People
) -> None:
    bureau = respondent("bureau")
    row = bureau.attach(PLAN, PDF)
    if submitted:
        bureau.answer_all()
        bureau.submit()
    answer = fetch(sign_in(site, login), bureau, row.id)
    assert answer.status_code == (200 if READERS.lets_in(login, submitted) else 404)
    assert (answer.data == PDF) == (answer.status_code == 200)


@pytest.mark.parametrize("id", ["{row}", "99", "99999999999999999999", "0", "{hash}"])
def test_no_number_and_no_hash_opens_a_file_of_another_response(
    id: str, bureau: Respondent, respondent: People
) -> None:
    row = bureau.attach(PLAN, make_pdf("for our eyes"))
    sibling = respondent("sibling")
    path = f"/responses/{sibling.response_id}/evidence/{id.format(row=row.id, hash=row.sha256)}"
    answer = sibling.client.get(path, follow_redirects=True)
    assert b"for our eyes" not in answer.data
    for act in ("dates", "remove"):
        sibling.client.post(f"{path}/{act}")
    assert [one.id for one in files_of(bureau)] == [row.id]


def test_a_file_that_was_lost_on_the_server_is_said(bureau: Respondent, site: Flask) -> None:
    row = bureau.attach(PLAN, PDF)
    site.extensions["evidence_store"].drop(row.sha256)
    page = fetch(bureau.client, bureau, row.id, follow_redirects=True)
    assert "服务器上找不到文件“证书.pdf”" in page.text


def test_dates_are_changed_and_wrong_ones_stay_in_their_field(bureau: Respondent) -> None:
    row = bureau.attach(PLAN, PDF)
    path, field = f"/responses/{bureau.response_id}/evidence/{row.id}/dates", f"file-{row.id}-"
    wrong = bureau.client.post(path, data={f"{field}issued_on": "20251399"})
    assert (wrong.status_code, 'value="20251399"' in wrong.text) == (422, True)
    page = bureau.client.post(path, data={f"{field}valid_until": "20260629"}, follow_redirects=True)
    assert "已过有效期" in page.text


def test_a_removed_file_leaves_its_record_on_the_page(bureau: Respondent, respondent: People) -> None:
    row = bureau.attach(PLAN, PDF)
    colleague = respondent("colleague")
    path = f"/responses/{bureau.response_id}/evidence/{row.id}"
    page = colleague.client.post(f"{path}/remove", follow_redirects=True).text
    assert re.search("证书.pdf.*bureau的人于.*上传.*colleague的人于.*移除", page, re.DOTALL)
    assert "已被删除" in bureau.client.get(path, follow_redirects=True).text
    assert "已不存在" in bureau.client.post(f"{path}/remove", follow_redirects=True).text


def test_a_head_reads_and_changes_nothing(respondent: People) -> None:
    head = respondent("head")
    page = head.client.get(page_of(head)).text
    assert ("上传佐证材料" in page, send(head, PDF).status_code) == (False, 404)


def test_a_submitted_response_takes_no_more(bureau: Respondent) -> None:
    bureau.answer_all()
    bureau.submit()
    assert "已锁定" in error_of(send(bureau, PDF))
    assert "已锁定" in send_form(bureau, (PDF, "a.pdf")).text
    assert files_of(bureau) == []


def test_the_list_shows_what_is_missing_and_what_is_expired(bureau: Respondent, site: Flask) -> None:
    bureau.answer_all()
    asking = [one for one in bureau.questionnaire.questions if one.evidence and one.criterion.scored]
    bureau.attach(asking[0].id, PDF, valid_until=TODAY.replace(year=2020))
    bureau.submit()
    page = sign_in(site, "city").get(f"/responses/{bureau.response_id}/evidence").text
    assert f"{len(asking) - 1}题自评达标但未上传佐证材料" in page
    assert "1题的佐证材料在填报基准日前已过有效期" in page


def test_the_same_file_is_pointed_out_to_the_reviewer_only(bureau: Respondent, respondent: People, site: Flask) -> None:
    for one in (bureau, respondent("sibling")):
        one.attach(PLAN, PDF)
        one.answer_all()
        one.submit()
    path = f"/responses/{bureau.response_id}/evidence"
    assert "以下单位也上传了此文件：呼和浩特市市场监督管理局 托克托县" in sign_in(site, "city").get(path).text
    assert "托克托县" not in bureau.client.get(path).text


def test_macros_hidden_behind_a_pdf_name_are_refused(bureau: Respondent) -> None:
    macros = make_ooxml("word/document.xml", "word/vbaProject.bin")
    assert "宏" in error_of(send(bureau, macros, "证书.pdf"))


def test_a_file_for_a_returned_question_says_what_was_done(bureau: Respondent) -> None:
    begin_review(bureau)
    mark_returned(bureau, PLAN)
    bureau.act(Action.RETURN, bureau.find(Role.CITY_REVIEWER))
    assert (error_of(send(bureau, PDF)), files_of(bureau)) == ("所作整改：请先写明针对退回意见所作的整改。", [])
    assert "请先写明" in send_form(bureau, (PDF, "证书.pdf")).text
    answer = send(bureau, PDF, done="已补盖章件").json or {}
    assert answer["mended"] is True and "所作整改：已补盖章件" in answer["list"]
