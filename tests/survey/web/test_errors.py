"""What people see when something is wrong: words, what to do next, and a number where it is our fault."""

import errno
import re
from typing import Any

import html5lib
import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient

from survey.installing.settings import Settings
from tests.people import Respondent

JSON = {"Accept": "application/json"}
INSIDE = ["Traceback", "File &#34;", 'File "', "pydantic", "sqlalchemy", "sqlite", ".py", "SELECT"]
WRONG: list[tuple[str, str, dict[str, Any], int, str, str]] = [  # method, path, rest, code, title, what to do
    ("GET", "/nothing", {}, 404, "没有这个页面", "请从首页进入"),
    ("GET", "/notices/nothing", {}, 404, "没有这个页面", "请从首页进入"),
    ("GET", "/static/nothing.css", {}, 404, "没有这个页面", "请从首页进入"),
    ("DELETE", "/", {}, 405, "没有这个页面", "请从首页进入"),
    (
        "POST",
        "/sign-in",
        {"data": {"login": "x" * 2_000_001}},
        413,
        "一次提交的内容过多",
        "请精简文字，或者改用较小的文件",
    ),
]


SPOILT = "UPDATE issuedquestionnaire SET content = '{', content_hash = 'new'"


@pytest.mark.parametrize("number", [2**31, 10**30])
def test_a_number_beyond_all_ids_leads_nowhere(number: int, bureau: Respondent) -> None:
    """The columns of PostgreSQL take no such number, nor does SQLite's driver the second."""
    assert bureau.client.get(f"/responses/{number}/").status_code == 404
    assert bureau.client.get(f"/responses/{bureau.response_id}/evidence/{number}").status_code == 404


def spoil(engine: sa.Engine, statement: str = SPOILT) -> None:
    """Make the site stumble: by default the questionnaires of the round cannot be read any more."""
    with engine.begin() as connection:
        connection.execute(sa.text(statement))


def find_number(text: str) -> str:
    found = re.search(r"编号 ([0-9A-F]{8}) 告知管理员", text)
    assert found
    return found[1]


def test_a_fault_shows_a_number_under_which_its_traceback_is_kept(
    bureau: Respondent, engine: sa.Engine, settings: Settings
) -> None:
    spoil(engine)
    page = bureau.client.get("/")
    kept = (settings.data_folder / "log" / f"error-{find_number(page.text)}.txt").read_text(encoding="utf-8")
    assert page.status_code == 500
    assert kept.startswith("GET /\n") and "Traceback" in kept and "survey/home.py" in kept


def test_a_fault_is_told_to_the_forms_script_as_json(bureau: Respondent, engine: sa.Engine, settings: Settings) -> None:
    spoil(engine)
    answer = bureau.client.put(f"/responses/{bureau.response_id}/answers/x", json={}, headers=JSON)
    told = answer.get_json()
    assert (answer.status_code, told["error"]) == (500, "页面未能生成")
    assert (settings.data_folder / "log" / f"error-{find_number(told['remedy'])}.txt").exists()


@pytest.mark.parametrize("headers", [{}, JSON], ids=["page", "json"])
def test_nothing_of_the_inside_is_shown(headers: dict[str, str], bureau: Respondent, engine: sa.Engine) -> None:
    spoil(engine)
    text = bureau.client.get("/", headers=headers).text
    assert [words for words in INSIDE if words in text] == []


def test_every_fault_has_a_number_of_its_own(bureau: Respondent, engine: sa.Engine) -> None:
    spoil(engine)
    assert len({find_number(bureau.client.get("/").text) for _ in range(3)}) == 3


def test_the_page_comes_even_when_the_database_is_gone(
    bureau: Respondent, engine: sa.Engine, settings: Settings
) -> None:
    spoil(engine, "ALTER TABLE person RENAME TO nobody")
    page = bureau.client.get("/")
    assert page.status_code == 500
    assert "nobody" not in page.text and [words for words in INSIDE if words in page.text] == []
    assert (settings.data_folder / "log" / f"error-{find_number(page.text)}.txt").exists()


def test_the_page_comes_even_when_the_traceback_cannot_be_kept(
    bureau: Respondent, engine: sa.Engine, settings: Settings
) -> None:
    (settings.data_folder / "log").write_text("a file where the folder should be", encoding="utf-8")
    spoil(engine)
    assert find_number(bureau.client.get("/").text)


def test_a_fault_does_not_sign_out(bureau: Respondent, engine: sa.Engine) -> None:
    spoil(engine)
    assert bureau.client.get("/").status_code == 500
    assert bureau.client.get("/help").status_code == 200


@pytest.mark.parametrize(("method", "path", "rest", "code", "title", "remedy"), WRONG)
def test_what_is_wrong_is_said_with_what_to_do(
    method: str, path: str, rest: dict[str, Any], code: int, title: str, remedy: str, bureau: Respondent
) -> None:
    page = bureau.client.open(path, method=method, **rest)
    assert page.status_code == code
    assert f"<h1>{title}</h1>" in page.text and remedy in page.text
    html5lib.HTMLParser(strict=True).parse(page.text)


def test_what_is_wrong_is_said_as_json_too(bureau: Respondent) -> None:
    for method, path, rest, code, title, remedy in WRONG:
        answer = bureau.client.open(path, method=method, headers=JSON, **rest)
        told = answer.get_json()
        assert (answer.status_code, told["error"], remedy in told["remedy"]) == (code, title, True)


def test_an_error_page_is_as_guarded_as_any(bureau: Respondent) -> None:
    headers = bureau.client.get("/nothing").headers
    assert (headers["Cache-Control"], headers["X-Frame-Options"]) == ("no-store", "DENY")
    assert "default-src 'self'" in headers["Content-Security-Policy"]


@pytest.mark.parametrize("data", [{}, {"csrf_token": "wrong"}], ids=["none", "wrong"])
def test_without_its_token_a_page_says_to_reload(data: dict[str, str], site: Flask, bureau: Respondent) -> None:
    site.config["WTF_CSRF_ENABLED"] = True
    page = bureau.client.post(f"/responses/{bureau.response_id}/actions/submit", data=data)
    assert page.status_code == 400
    assert "页面打开时间过长" in page.text and "请返回上一页，刷新后重新提交" in page.text


def test_without_its_token_the_forms_script_is_told_the_same(site: Flask, bureau: Respondent) -> None:
    site.config["WTF_CSRF_ENABLED"] = True
    answer = bureau.client.put(f"/responses/{bureau.response_id}/answers/x", json={}, headers=JSON)
    assert answer.status_code == 400
    assert answer.get_json() == {"error": "页面打开时间过长", "remedy": "请返回上一页，刷新后重新提交。"}


def test_errors_are_said_in_english_to_those_who_chose_it(stranger: FlaskClient) -> None:
    stranger.post("/language", data={"language": "en"})
    page = stranger.get("/invitations/used")
    assert page.status_code == 410
    assert "This link cannot be used" in page.text and "Ask the administrator for a new one" in page.text


@pytest.mark.parametrize(
    ("error", "title", "remedy"),
    [
        (OSError(errno.ENOSPC, "No space left on device"), "服务器磁盘已满", "请联系管理员处理后重新提交"),
        (sa.exc.OperationalError("x", {}, Exception("database or disk is full")), "服务器磁盘已满", "请联系管理员"),
        (sa.exc.OperationalError("x", {}, Exception("database is locked")), "服务器繁忙", "请稍等一分钟"),
    ],
)
def test_a_server_that_is_full_or_busy_says_so_and_what_to_do(
    error: Exception, title: str, remedy: str, site: Flask, bureau: Respondent
) -> None:
    def fail() -> str:
        raise error

    site.view_functions["help.guide"] = fail
    page = bureau.client.get("/help")
    assert page.status_code == 503 and title in page.text and remedy in page.text


def test_a_nul_that_reached_the_database_is_no_fault_of_ours(site: Flask, bureau: Respondent) -> None:
    def fail() -> str:
        raise sa.exc.DataError("x", {}, Exception("PostgreSQL text fields cannot contain NUL (0x00) bytes"))

    site.view_functions["help.guide"] = fail
    page = bureau.client.get("/help")
    assert page.status_code == 400 and "含有无法保存的不可见字符" in page.text and "重新输入" in page.text


def test_json_that_is_nested_too_deep_was_not_understood(bureau: Respondent) -> None:
    deep = "[" * 100_000 + "]" * 100_000
    question = bureau.questionnaire.questions[0].id
    for method, path in (("PUT", ""), ("POST", "/settle")):
        address = f"/responses/{bureau.response_id}/answers/{question}{path}"
        answer = bureau.client.open(address, method=method, data=deep, content_type="application/json", headers=JSON)
        assert answer.status_code == 400 and answer.get_json()["error"] == "无法识别该请求"
