"""Reports downloaded from the site: a bureau's gap report, a round's aggregate, and a server that cannot print."""

import csv
import hashlib
import re
import zipfile
from collections.abc import Callable, Iterator
from io import BytesIO, StringIO
from pathlib import Path

import html5lib
import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlmodel import Session, select
from werkzeug.http import parse_options_header
from werkzeug.test import TestResponse

from survey.storage.records import TrailEntry
from tests.databases import World
from tests.people import Respondent, sign_in
from tests.reports.making.working import fetch_output
from tests.reports.samples import read_pages
from tests.sites import pass_time, submit_all

LEFT_BANNER, TUOKETUO, RIGHT_BANNER = "土默特左旗市场监督管理局", "托克托县市场监督管理局", "土默特右旗市场监督管理局"


@pytest.fixture
def no_fonts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    configuration = tmp_path / "fonts.conf"
    configuration.write_text("<fontconfig></fontconfig>", encoding="utf-8")
    monkeypatch.setenv("FONTCONFIG_FILE", str(configuration))


@pytest.fixture(scope="module")
def world(world: World, tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    """The world after the bureau has submitted; another has answered everything and not submitted."""

    def submit_one(respondent: Callable[[str], Respondent]) -> None:
        submit_all("bureau")(respondent)
        respondent("sibling").answer_all()

    with pass_time(world, tmp_path_factory.mktemp("submitted"), submit_one) as later:
        yield later


@pytest.fixture
def drafting(respondent: Callable[[str], Respondent]) -> Respondent:
    return respondent("foreigner")


def get_report(client: FlaskClient, bureau: Respondent) -> TestResponse:
    return client.get(f"/responses/{bureau.response_id}/report.pdf")


def open_aggregate(client: FlaskClient) -> dict[str, list[dict[str, str]]]:
    """The rows of every file of the aggregate."""
    answer = fetch_output(client, "csv")
    assert answer.mimetype == "application/zip"
    with zipfile.ZipFile(BytesIO(answer.data)) as archive:
        texts = {name: archive.read(name).decode("utf-8-sig") for name in archive.namelist()}
    return {name: list(csv.DictReader(StringIO(text, newline=""))) for name, text in texts.items()}


def test_the_gap_report_is_a_pdf_to_keep_under_the_name_of_the_bureau(bureau: Respondent) -> None:
    answer = get_report(bureau.client, bureau)
    how, rest = parse_options_header(answer.headers["Content-Disposition"])
    assert (answer.status_code, answer.mimetype) == (200, "application/pdf")
    assert answer.headers["Cache-Control"] == "no-store"
    assert (how, rest["filename"]) == ("attachment", f"{LEFT_BANNER}2026年差距报告.pdf")
    assert answer.data.startswith(b"%PDF-")


def test_the_report_of_a_submitted_response_says_its_score(bureau: Respondent, reviewer: FlaskClient) -> None:
    first = read_pages(get_report(reviewer, bureau).data)[0]
    for words in (LEFT_BANNER, "呼和浩特市市场监督管理局", "综合得分100.00分", "内政办发〔2022〕26号"):
        assert words in first


def test_the_report_of_a_draft_says_a_range_and_what_is_open(drafting: Respondent) -> None:
    text = "".join(read_pages(get_report(drafting.client, drafting).data))
    assert "0.00～100.00" in text and re.search(r"未作答\d+题", text)
    assert "综合得分100.00分" not in text


@pytest.mark.parametrize("login", ["sibling", "foreigner", "foreign-city"])
def test_the_report_of_others_is_not_there(login: str, site: Flask, bureau: Respondent) -> None:
    answer = get_report(sign_in(site, login), bureau)
    assert answer.status_code == 404
    assert answer.mimetype == "text/html" and LEFT_BANNER not in answer.text


def test_the_aggregate_holds_every_table_and_what_explains_them(administrator: FlaskClient) -> None:
    files = open_aggregate(administrator)
    tables = {"bureaus.csv", "domains.csv", "gaps.csv", "long.csv", "quantities.csv", "ranking.csv", "wide.csv"}
    tables |= {"cities.csv"}
    assert set(files) == tables | {"dictionary.csv"}
    for name in tables:
        explained = {row["列名"] for row in files["dictionary.csv"] if row["文件"] == name}
        assert explained and set(next(iter(files[name]), ())) <= explained  # of nobody verified there is no rank


def test_every_file_of_the_aggregate_begins_with_the_mark_that_excel_needs(administrator: FlaskClient) -> None:
    answer = fetch_output(administrator, "csv")
    how, rest = parse_options_header(answer.headers["Content-Disposition"])
    assert (how, rest["filename"]) == ("attachment", "2026.zip")
    with zipfile.ZipFile(BytesIO(answer.data)) as archive:
        assert {archive.read(name)[:3] for name in archive.namelist()} == {b"\xef\xbb\xbf"}


def test_the_workbook_comes_with_its_size_and_is_noted(administrator: FlaskClient, bureau: Respondent) -> None:
    answer = fetch_output(administrator, "xlsx")
    assert answer.headers["Content-Disposition"] == "attachment; filename=2026.xlsx"
    assert answer.content_length == len(answer.data) and answer.data.startswith(b"PK")
    with Session(bureau.engine) as session:
        [line] = session.exec(select(TrailEntry).where(TrailEntry.act == "round.export")).all()
    assert (line.subject, '"xlsx"' in line.change) == ("round 2026", True)


def test_a_bureau_that_is_not_in_is_listed_without_a_score(administrator: FlaskClient) -> None:
    rows = {row["单位名称"]: row for row in open_aggregate(administrator)["wide.csv"]}
    states = {name: (row["状态"], row["得分"], row["等级"]) for name, row in rows.items()}
    assert states == {
        LEFT_BANNER: ("已提交", "100.00", "优秀"),
        TUOKETUO: ("填报中", "", ""),
        RIGHT_BANNER: ("填报中", "", ""),
    }


def test_the_long_table_has_a_row_for_every_question_of_who_is_in(
    bureau: Respondent, administrator: FlaskClient
) -> None:
    rows = open_aggregate(administrator)["long.csv"]
    names = [row["单位名称"] for row in rows]
    assert names.count(LEFT_BANNER) == len(bureau.questionnaire.questions)
    assert (names.count(TUOKETUO), names.count(RIGHT_BANNER)) == (1, 1)


def test_the_aggregate_of_a_round_that_is_not_there_is_not_found(administrator: FlaskClient) -> None:
    assert administrator.get("/rounds/1999/outputs/csv").status_code == 404


@pytest.mark.usefixtures("no_fonts")
def test_without_fonts_the_page_names_the_command_that_installs_one(bureau: Respondent) -> None:
    page = get_report(bureau.client, bureau)
    assert page.status_code == 503
    assert "<h1>本服务器无法生成报告</h1>" in page.text
    assert "apt-get install -y --no-install-recommends fonts-noto-cjk" in page.text
    html5lib.HTMLParser(strict=True).parse(page.text)


@pytest.mark.usefixtures("no_fonts")
def test_without_fonts_everything_else_still_works(bureau: Respondent, administrator: FlaskClient) -> None:
    assert bureau.client.get(f"/responses/{bureau.response_id}/result").status_code == 200
    assert len(open_aggregate(administrator)) == 9


def test_the_trail_keeps_the_digest_of_a_report_that_was_downloaded(bureau: Respondent) -> None:
    digest = hashlib.sha256(get_report(bureau.client, bureau).data).hexdigest()
    with Session(bureau.engine) as session:
        lines = session.exec(select(TrailEntry).where(TrailEntry.act == "report.download")).all()
    assert len(lines) == 1 and digest in lines[0].change


def test_the_report_with_all_annexes_has_them(bureau: Respondent) -> None:
    answer = bureau.client.get(f"/responses/{bureau.response_id}/report-with-ledger.pdf")
    text = "".join(read_pages(answer.data))
    assert "附件1全部题目与答案" in text and "附件2佐证材料清单" in text and "附件3条款覆盖台账" in text
