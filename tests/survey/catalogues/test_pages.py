"""A catalogue is sent in, looked at, published on a button, and a round is opened with it at once."""

import io
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient

from questionnaires.loading import CATALOGUES
from tests.databases import ON_SQLITE
from tests.people import sign_in
from tests.survey.catalogues.drafts import JILIN, LATER, LATEST, draft_small, revise
from tests.survey.rounds.test_opening_pages import fill, find_ids, read_fields

FIGURE = "period_months: 24"


def send(client: FlaskClient, content: str | bytes) -> Any:
    data = content if isinstance(content, bytes) else content.encode()
    return client.post("/publish-catalogue", data={"file": (io.BytesIO(data), "题库.yaml")})


def confirm(client: FlaskClient, page: Any, note: str = "") -> Any:
    """Press the button of the preview."""
    path = page.text.split('action="/publish-catalogue/')[1].split('"')[0]
    mark = page.text.split('name="mark" value="')[1].split('"')[0]
    return client.post(f"/publish-catalogue/{path}", data={"mark": mark, "note": note}, follow_redirects=True)


def publish(client: FlaskClient, content: str) -> Any:
    return confirm(client, send(client, content))


@ON_SQLITE
def test_a_round_is_opened_with_what_was_published_a_moment_ago(administrator: FlaskClient, site: Flask) -> None:
    page = send(administrator, draft_small())
    assert "这是新文件" in page.text and "健全应急管理" in page.text
    assert "anlan" not in administrator.get("/rounds/new").text
    done = confirm(administrator, page, "第一次")
    assert "已发布《关于全面加强药品监管能力建设的若干措施》题库，版本1" in done.text and "第一次" in done.text
    assert "anlan-2023-9" in administrator.get("/rounds/new").text
    form = administrator.get("/rounds/new/form?notice=anlan-2023-9")
    assert form.status_code == 200
    assert "应急演练" in sign_in(site, "bureau").get("/notices/anlan-2023-9").text


@ON_SQLITE
def test_the_file_comes_back_byte_for_byte(administrator: FlaskClient) -> None:
    text = "\ufeff" + draft_small().replace("\n", "\r\n")
    publish(administrator, text)
    assert administrator.get("/catalogues/anlan-2023-9/1.yaml").data == text.encode()
    shipped = administrator.get(f"/catalogues/{JILIN}/0.yaml")
    assert shipped.data == (CATALOGUES / f"{JILIN}.yaml").read_bytes()
    for path in (f"{JILIN}/1", "anlan-2023-9/0", "domains/0", "nowhere/0"):
        assert administrator.get(f"/catalogues/{path}.yaml").status_code == 404


@ON_SQLITE
def test_the_preview_says_what_changes_and_the_list_what_is_in_force(administrator: FlaskClient) -> None:
    publish(administrator, draft_small("1"))
    page = send(administrator, draft_small("2").replace(FIGURE, "period_months: 12").replace("第九条", "第十条"))
    assert "<del>24</del> <ins>12</ins>" in page.text and "第九条 → 第十条" in page.text
    assert "数字或期限有变 1" in page.text
    confirm(administrator, page)
    listed = administrator.get("/catalogues").text
    assert "版本2" in listed and "版本1" not in listed and listed.count("随软件发布") == 5


@ON_SQLITE
@pytest.mark.parametrize(
    ("content", "words"),
    [
        (
            draft_small(place="{nowhere}").replace("N12", "N99"),
            ["没有占位符{nowhere}", "没有能力领域", "措施 anlan-drill"],
        ),
        (draft_small() + "id: twice\n", ["第26行第1列", "出现两次，请只留一个"]),
        (draft_small().encode("gb18030"), ["第37字节", "不是UTF-8编码"]),
        (draft_small().replace("issuer: ", "issuer "), ["字段名后缺少冒号"]),
        (draft_small().replace("title: 应急演练", "titel: 应急演练"), ["没有这个字段", "titel", "缺少title"]),
        (draft_small().replace("path: 第九条", "path: 14"), ["条款 14", "数字形式的请加引号"]),
        (draft_small() + "more: &a [*a]\n", ["不支持引用"]),
        ("<script>alert(1)</script>", ["内容不是题库"]),
        (draft_small().replace("id: anlan", "id: <script>alert(1)"), ["文件基本信息 · id", "写法不合要求"]),
        (b"\x00" * 100, ["含有看不见的字符"]),
        (b"", ["请选择非空文件"]),
        (CATALOGUES.joinpath(f"{JILIN}.yaml").read_bytes(), ["这就是随软件发布的文件"]),
    ],
)  # fmt: skip
def test_faults_are_told_in_chinese_with_their_places(
    content: Any, words: list[str], administrator: FlaskClient
) -> None:
    page = send(administrator, content)
    assert page.status_code == 422
    assert [one for one in words if one not in page.text] == []
    assert "<script>alert" not in page.text


@ON_SQLITE
def test_a_file_too_large_is_refused_before_it_is_read(administrator: FlaskClient, site: Flask) -> None:
    site.config["MAX_CONTENT_LENGTH"] = 1000
    assert send(administrator, b"#" * 2000).status_code == 413


@ON_SQLITE
def test_of_two_administrators_the_second_looks_again(administrator: FlaskClient, site: Flask) -> None:
    other = sign_in(site, "admin")
    mine, theirs = send(administrator, revise(JILIN, LATER)), send(other, revise(JILIN, LATEST))
    assert confirm(other, theirs).status_code == 200
    again = confirm(administrator, mine)
    assert again.status_code == 409 and "已发布了另一版本" in again.text and f"现行版本：{LATEST}" in again.text
    assert f"题库，版本{LATER}" in confirm(administrator, again).text


@ON_SQLITE
def test_what_was_confirmed_twice_is_published_once(administrator: FlaskClient) -> None:
    page = send(administrator, draft_small())
    confirm(administrator, page)
    assert "已经发布" in confirm(administrator, page).text


@ON_SQLITE
def test_a_round_opens_with_the_version_that_was_looked_at(administrator: FlaskClient, engine: sa.Engine) -> None:
    publish(administrator, draft_small("1"))
    asked = fill(find_ids(engine, "150121"), "check", document="anlan-2023-9")
    seen = read_fields(administrator.post("/rounds/new/form", data=asked).text)
    assert seen["editions"] == "anlan-2023-9:1"
    publish(administrator, draft_small("2"))
    again = administrator.post("/rounds/new", data=seen)
    assert "有文件发布了新版本" in again.text and administrator.get("/rounds/2027/administration").status_code == 404
    assert administrator.post("/rounds/new", data=read_fields(again.text)).status_code == 302
    assert administrator.get("/rounds/2027/administration").status_code == 200


@ON_SQLITE
def test_words_without_a_question_stand_with_the_questions_that_carry_them(administrator: FlaskClient) -> None:
    page = " ".join(administrator.get("/notices/jincheng-2022-42").text.split())
    assert "没有单独设题的表述" in page
    assert '不断提升检验检测能力和水平 <span class="quiet">由下列题目体现： 检验条件、范围和支撑、' in page
