"""Bureaus from a table: every fault before anything is written, then all of it at once, and twice is the same."""

import io
import os
import re
import time
from pathlib import Path

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient
from openpyxl import load_workbook
from sqlmodel import Session, func, select

from survey.bureaus.places import find_bureau, name_place
from survey.demo.divisions import FILE, load_divisions
from survey.installing.settings import Settings
from survey.storage.records import TrailEntry
from survey.storage.tables import Bureau
from survey.storage.trail import verify_trail
from tests.people import sign_in
from tests.survey.bureaus.importing import read_faults, say_yes, send

HEAD = "代码,名称,层级,上级代码\n"


def count(engine: sa.Engine) -> int:
    with Session(engine) as session:
        return session.exec(select(func.count()).select_from(Bureau)).one()


def name(engine: sa.Engine, code: str) -> str:
    with Session(engine) as session:
        return name_place(find_bureau(session, code))


def test_the_divisions_at_hand_are_imported_as_they_are(administrator: FlaskClient, engine: sa.Engine) -> None:
    assert say_yes(administrator, send(administrator, "bureaus", FILE.read_bytes())).status_code == 302
    assert count(engine) == len(load_divisions())
    assert [name(engine, code) for code in ("140302", "140502")] == ["城区（阳泉市）", "城区（晋城市）"]


def test_the_same_file_twice_changes_nothing(administrator: FlaskClient, engine: sa.Engine) -> None:
    content = HEAD + "150123,和林格尔县,县级,150100\n150100,呼和浩特市局,市级,150000\n"
    say_yes(administrator, send(administrator, "bureaus", content))
    with Session(engine) as session:
        lines = verify_trail(session)
    again = send(administrator, "bureaus", content)
    assert "新增0条，修改0条，无变化2条" in again.text and '<form method="post" action="/imports' not in again.text
    with Session(engine) as session:
        assert verify_trail(session) == lines


def test_nothing_is_written_before_one_says_yes(administrator: FlaskClient, engine: sa.Engine) -> None:
    shown = send(administrator, "bureaus", HEAD + "KFQ01,和林格尔新区,县级,150100\n150121,左旗,县级,150100\n")
    assert "新增1条，修改1条，无变化0条" in shown.text
    assert "<del>土默特左旗市场监督管理局</del> <ins>左旗</ins>" in shown.text
    assert (count(engine), name(engine, "150121")) == (6, "土默特左旗市场监督管理局（呼和浩特市市场监督管理局）")
    say_yes(administrator, shown)
    assert (count(engine), name(engine, "KFQ01")) == (7, "和林格尔新区（呼和浩特市市场监督管理局）")


@pytest.mark.parametrize(
    ("rows", "faults"),
    [
        ("150123,某县,县级,150100\n150123,某旗,县级,150100", [("3", "代码")]),
        ("150123,某县,县级,999999", [("2", "上级代码")]),
        ("150123,某县,市级,150100", [("2", "上级代码")]),
        ("150123,某县,省级,150121", [("2", "上级代码")]),
        ("150123,某县,县级,150123", [("2", "上级代码")]),
        ("A1,甲,县级,A3\nA2,乙,县级,A1\nA3,丙,县级,A2", [("2", "上级代码"), ("3", "上级代码"), ("4", "上级代码")]),
        ("150123,某县,县级,", [("2", "上级代码")]),
        ("15012,某县,县级,150100", [("2", "代码")]),
        ("1501231,某县,县级,150100", [("2", "代码")]),
        ("KFQ-1,某区,县级,150100", [("2", "代码")]),
        ("KFQ0123456789,某区,县级,150100", [("2", "代码")]),
        (f"150123,{'县' * 81},县级,150100", [("2", "名称")]),
        ("150123,某县,局级,150100", [("2", "层级")]),
        ("150121,某旗,县级,150200", [("2", "上级代码")]),
        ("150121,某旗,乡级,150100", [("2", "层级")]),
        ("150100,某市,市级,", [("2", "上级代码")]),
        ("150121000000,土默特左旗局,县级,150100", [("2", "代码")]),
        ("150123000000,某县,县级,150100", [("2", "代码")]),
        ("150123000,某县,县级,150100", [("2", "代码")]),
        ("150121101,某镇,乡级,150121\n150121101000,某镇所,乡级,150121", [("2", "代码"), ("3", "代码")]),
        ("140123,某县,县级,150100", [("2", "上级代码")]),  # of another province
        (",,,999999\n150123,某县,县级,150100", [("2", "代码"), ("2", "名称"), ("2", "层级"), ("2", "上级代码")]),
        ("15,某县,县级,9\n150123,,县级,150100", [("2", "代码"), ("2", "上级代码"), ("3", "名称")]),
    ],
)
def test_every_fault_is_named_by_row_and_column(
    rows: str, faults: list[tuple[str, str]], administrator: FlaskClient, engine: sa.Engine
) -> None:
    page = send(administrator, "bureaus", HEAD + rows)
    assert sorted(read_faults(page)) == sorted(faults)
    assert count(engine) == 6


@pytest.mark.parametrize(
    ("word", "parent", "shown"),
    [
        ("县级市", "150100", "县级"),
        ("自治县", "150100", "县级"),
        ("区（县）", "150100", "县级"),
        ("区(县)", "150100", "县级"),
        ("自治旗", "150100", "县级"),
        ("设区市", "150000", "市级"),
        ("地级", "150000", "市级"),
        ("地级市", "150000", "市级"),
        ("街道办事处", "150121", "乡级"),
        ("副省级市", "150000", "市级"),
        ("开发区", "150100", "县级"),
    ],
)
def test_levels_are_understood_as_people_write_them(
    word: str, parent: str, shown: str, administrator: FlaskClient
) -> None:
    page = send(administrator, "bureaus", f"{HEAD}15A9,测试局,{word},{parent}\n")
    assert page.status_code == 200 and f"<td>{shown}</td>" in page.text


@pytest.mark.parametrize(
    ("rows", "codes"),
    [
        ("15A1,土默特左旗市场监督管理局,县级,150100", ["150121"]),
        ("15A1,某局,县级,150100\n15A2,某局,县级,150100", ["15A2", "15A1"]),
    ],
)
def test_a_second_bureau_of_one_name_below_one_place_is_noticed_before_it_is_made(
    rows: str, codes: list[str], administrator: FlaskClient
) -> None:
    page = send(administrator, "bureaus", HEAD + rows)
    assert page.status_code == 200 and re.findall("同一上级单位之下已有“[^”]+”，代码为([0-9A-Z]+)", page.text) == codes


def test_a_code_that_does_not_fit_the_place_above_is_noticed(administrator: FlaskClient) -> None:
    rows = "150223,某县,县级,150100\n150124,另一县,县级,150100\n15A1,开发区局,县级,150100\n150125,直管县,县级,150000\n"
    page = send(administrator, "bureaus", HEAD + rows)
    assert page.status_code == 200 and "新增4条" in page.text
    assert re.findall("代码([0-9A-Z]+)的前几位与上级代码150100不一致", page.text) == ["150223"]


def test_one_name_below_two_places_is_taken(administrator: FlaskClient) -> None:
    rows = "15A1,城区局,县级,150100\n15A2,城区局,县级,150200\n"
    assert "新增2条" in send(administrator, "bureaus", HEAD + rows).text


def test_a_mailbox_is_checked_and_an_empty_one_erases_nothing(administrator: FlaskClient, engine: sa.Engine) -> None:
    head, row = HEAD.replace("\n", ",单位邮箱\n"), "150121,土默特左旗市场监督管理局,县级,150100,"
    assert read_faults(send(administrator, "bureaus", f"{head}{row}a@b@c")) == [("2", "单位邮箱")]
    say_yes(administrator, send(administrator, "bureaus", f"{head}{row}tz@example.gov.cn"))
    assert "无变化1条" in send(administrator, "bureaus", head + row).text


def test_places_below_may_come_before_those_above(administrator: FlaskClient, engine: sa.Engine) -> None:
    rows = "140101001,某街道,街道,140101\n140101,某区,区,140100\n140100,某市,市,140000\n140000,某省,省,\n"
    say_yes(administrator, send(administrator, "bureaus", HEAD + rows))
    assert [name(engine, code) for code in ("140101001", "140101", "140000")] == [
        "某街道（某区）",
        "某区（某市）",
        "某省",
    ]


def test_an_import_is_one_line_of_the_trail(administrator: FlaskClient, engine: sa.Engine) -> None:
    rows = "150123,某县,县级,150100\n150121,左旗,县级,150100\n"
    say_yes(administrator, send(administrator, "bureaus", HEAD + rows))
    with Session(engine) as session:
        [line] = session.exec(select(TrailEntry).where(TrailEntry.act == "bureau.import")).all()
    assert line.login == "admin"
    assert '"before":{"150121":{"name":"土默特左旗市场监督管理局"}}' in line.change and '"name":"某县"' in line.change


def test_what_changed_meanwhile_is_shown_before_it_is_written(administrator: FlaskClient, engine: sa.Engine) -> None:
    mine = send(administrator, "bureaus", HEAD + "150121,左旗,县级,150100\n")
    say_yes(administrator, send(administrator, "bureaus", HEAD + "150121,土左旗,县级,150100\n"))
    again = say_yes(administrator, mine)
    assert again.status_code == 409 and "<del>土左旗</del> <ins>左旗</ins>" in again.text
    assert say_yes(administrator, again).status_code == 302
    assert name(engine, "150121").startswith("左旗")


def test_the_button_works_once_and_for_who_sent_the_file(administrator: FlaskClient, site: Flask) -> None:
    shown = send(administrator, "bureaus", HEAD + "150123,某县,县级,150100\n")
    assert say_yes(administrator, shown).headers["Location"] == "/bureaus"
    assert say_yes(administrator, shown).headers["Location"] == "/imports/bureaus"
    assert say_yes(sign_in(site, "province"), shown).status_code == 404


def test_a_file_that_nobody_confirms_is_gone_after_a_day(administrator: FlaskClient, settings: Settings) -> None:
    shown = send(administrator, "bureaus", HEAD + "150123,某县,县级,150100\n")
    [kept] = (settings.data_folder / "imports").iterdir()
    assert kept.stat().st_mode & 0o077 == 0
    os.utime(kept, (time.time() - 90_000,) * 2)
    send(administrator, "bureaus", HEAD + "150124,某县,县级,150100\n")
    assert "超过一天" in administrator.get(say_yes(administrator, shown).headers["Location"]).text


@pytest.mark.parametrize("key", ["..%2f..%2fkey", "0" * 64, "x", "A" * 64])
def test_a_made_up_key_opens_nothing(key: str, administrator: FlaskClient, settings: Settings) -> None:
    Path(settings.data_folder, "key").write_text("secret", encoding="ascii")
    answer = administrator.post(f"/imports/bureaus/{key}")
    assert answer.status_code in (302, 404) and "secret" not in answer.text


def test_no_file_and_an_empty_file_are_told_apart_from_a_table(administrator: FlaskClient) -> None:
    assert "请选择非空文件" in administrator.post("/imports/bureaus").text
    assert "请选择非空文件" in send(administrator, "bureaus", "").text


@pytest.mark.parametrize("kind", ["bureaus", "people"])
@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_an_empty_table_to_fill_in_has_the_columns_and_no_row(kind: str, form: str, administrator: FlaskClient) -> None:
    blank = administrator.get(f"/imports/{kind}/blank.{form}")
    assert blank.headers["Content-Disposition"] == f"attachment; filename={kind}.{form}"
    assert "表头以下没有数据行" in send(administrator, kind, blank.data).text


def test_the_empty_workbook_offers_the_levels_and_keeps_codes_as_words(administrator: FlaskClient) -> None:
    sheet = load_workbook(io.BytesIO(administrator.get("/imports/bureaus/blank.xlsx").data)).worksheets[0]
    [choice] = sheet.data_validations.dataValidation
    assert (str(choice.sqref), choice.formula1) == ("C2:C5001", '"省级,市级,县级,乡级"')
    assert sheet.column_dimensions["A"].number_format == "@"
