"""A report is looked up by its number or by the file: by strangers as far as it says so itself, no further."""

import hashlib
from io import BytesIO

import pytest
import sqlalchemy as sa
from flask.testing import FlaskClient
from sqlmodel import Session, select
from werkzeug.datastructures import FileStorage
from werkzeug.test import TestResponse, encode_multipart

from survey.installing.settings import Settings
from survey.signing.keys import KEYS, rotate_keys
from survey.storage.database import writing
from survey.storage.records import IssuedReport
from survey.storage.states import Action, Role
from tests.databases import ON_SQLITE
from tests.people import Respondent
from tests.reports.gap.tampering import change_text
from tests.reports.making.working import fetch_output
from tests.reports.printing.appending import ON_WORDS, sign, stamp
from tests.reports.samples import read_pages
from tests.reports.signing.conftest import Issued, download

pytestmark = ON_SQLITE
BUREAU = "土默特左旗市场监督管理局"
OURS, MARKED, ADDED = "本系统出具，未经改动", "出具后只加盖了电子印章", "出具后添加了其他内容"
DIFFERENT, UNKNOWN = "与本系统以该编号出具的文件不同", "不是本系统出具的原件"


def look_up(client: FlaskClient, serial: str) -> TestResponse:
    return client.post("/reports/check/serial", data={"serial": serial}, follow_redirects=True)


def send(client: FlaskClient, pdf: bytes, signature: bytes = b"") -> str:
    files = {
        "report": FileStorage(BytesIO(pdf), "报告.pdf"),
        "signature": FileStorage(BytesIO(signature), "报告.pdf.sig"),
    }
    boundary, body = encode_multipart(files)
    return client.post("/reports/check/file", data=body, content_type=f"multipart/form-data; boundary={boundary}").text


def reopen(bureau: Respondent) -> None:
    bureau.act(Action.REOPEN, bureau.find(Role.PROVINCIAL_REVIEWER), "核对")


def test_a_stranger_finds_by_its_number_what_page_one_says(
    stranger: FlaskClient, issued: Issued, bureau: Respondent
) -> None:
    assert f"报告编号{issued.serial}" in read_pages(issued.pdf)[0]
    page = look_up(stranger, issued.serial.replace("-", " ")).text
    for words in (BUREAU, "2026年度自评", "100.00", "优秀", "是最新报告", hashlib.sha256(issued.pdf).hexdigest()):
        assert words in page
    got = stranger.get(f"/reports/check/{issued.serial}/signature")
    assert got.data == issued.signature


@pytest.mark.usefixtures("printed_anew")
def test_made_again_it_is_the_same_report_with_the_same_signature(
    issued: Issued, bureau: Respondent, settings: Settings, engine: sa.Engine
) -> None:
    rotate_keys(settings.data_folder)
    for file in (settings.data_folder / "reports").glob("*.pdf"):
        file.unlink()
    assert download(bureau.client, bureau) == issued
    with Session(engine) as session:
        assert len(session.exec(select(IssuedReport)).all()) == 1
    assert OURS in send(bureau.client, issued.pdf)


@pytest.mark.parametrize(("typed", "code"), [("1", 422), ("1745-0390-2076-0897", 422), ("1745-0390-2076-0896", 404)])
def test_a_wrong_number_is_told_from_an_unknown_one(typed: str, code: int, stranger: FlaskClient) -> None:
    assert look_up(stranger, typed).status_code == code


def test_the_report_on_a_round_is_signed_too(administrator: FlaskClient, stranger: FlaskClient) -> None:
    pdf = fetch_output(administrator, "pdf").data
    serial = read_pages(pdf)[0].partition("报告编号")[2][:19]
    assert "2026年度自评" in look_up(stranger, serial).text
    assert OURS in send(stranger, pdf)


def test_what_has_changed_since_is_told_to_readers_only(
    issued: Issued, bureau: Respondent, stranger: FlaskClient, reviewer: FlaskClient
) -> None:
    reopen(bureau)
    for client in (stranger, bureau.client, reviewer):
        assert "不是最新报告" in look_up(client, issued.serial).text
    assert "已重新开放，尚未重新提交" in look_up(bureau.client, issued.serial).text
    assert "已重新开放，尚未重新提交" not in look_up(stranger, issued.serial).text


def test_a_file_is_ours_with_seals_on_it_and_not_with_more(issued: Issued, stranger: FlaskClient) -> None:
    assert OURS in send(stranger, issued.pdf)
    marked = send(stranger, sign(stamp(issued.pdf)))
    assert MARKED in marked and "第1页：电子印章" in marked and "第1页：电子签名" in marked
    over = send(stranger, stamp(issued.pdf, ON_WORDS))
    assert ADDED in over and "印章或者签名压住文字" in over
    assert BUREAU in over


def test_a_changed_file_says_where_to_those_who_may_read_it(
    issued: Issued, stranger: FlaskClient, bureau: Respondent
) -> None:
    changed = change_text(issued.pdf, 0, "100.00", "100.01")
    page = send(bureau.client, changed)
    assert DIFFERENT in page and "100.01" in page and "第1页" in page
    assert UNKNOWN in send(stranger, changed)
    named = send(stranger, changed, issued.signature)
    assert DIFFERENT in named and "100.01" not in named


def test_a_register_that_was_written_to_by_hand_is_noticed(
    issued: Issued, stranger: FlaskClient, engine: sa.Engine, settings: Settings
) -> None:
    forged = change_text(issued.pdf, 0, "100.00", "100.01")
    with writing(engine) as session:
        entry = session.exec(select(IssuedReport)).one()
        entry.sha256 = hashlib.sha256(forged).hexdigest()
        session.add(entry)
    assert "登记的签名不符" in send(stranger, forged)


def test_keys_are_public_and_only_their_public_half(stranger: FlaskClient, settings: Settings) -> None:
    published = stranger.get("/reports/check/keys.json").get_json()
    assert published["keys"][0]["used_until"] is None
    assert "private" in (settings.data_folder / KEYS).read_text() and "private" not in str(published)


def test_what_is_no_pdf_is_not_read(stranger: FlaskClient) -> None:
    assert stranger.post("/reports/check/file", data={}).status_code == 422
    assert "请先选择报告" in send(stranger, b"PK\x03\x04")
