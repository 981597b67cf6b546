"""Claiming bonus points: typed, told what is wrong, two pages at once; read by the head and on the check page."""

from typing import Any

import html5lib
import pytest
from flask import Flask
from werkzeug.test import TestResponse

from tests.people import Respondent, sign_in
from tests.survey.responses.claiming import ask_under_scheme, claim

NOTHING = {"model-points": "", "model-why": "", "token-points": "", "token-why": ""}


@pytest.fixture
def asked(bureau: Respondent) -> Respondent:
    ask_under_scheme(bureau)
    return bureau


def send(bureau: Respondent, **typed: str) -> TestResponse:
    fields = {key.replace("_", "-"): words for key, words in typed.items()}
    return bureau.client.post(f"/responses/{bureau.response_id}/claims", data=NOTHING | fields)


def read(answer: TestResponse) -> str:
    html5lib.HTMLParser(strict=True).parse(answer.text)
    root: Any = html5lib.parse(answer.text, namespaceHTMLElements=False)
    return " ".join(" ".join(root.find(".//main").itertext()).split())


def test_a_claim_is_saved_and_stands_on_the_form_the_check_page_and_in_the_total(asked: Respondent) -> None:
    assert send(asked, model_points="２．５", model_why="晋药监〔2026〕3号").status_code == 302
    words = read(asked.open("claims"))
    assert "已申报2.5分，计入2.5分" in words and "获评示范单位 最高3分 佐证材料：表彰文件" in words
    assert "已申报1项" in read(asked.client.get("/"))
    asked.answer_all()
    assert "获评示范单位 2.5 晋药监〔2026〕3号" in (checked := read(asked.open("check")))
    assert "总分102.50 得分100.00，加分+2.5" in checked and "扣分−" not in checked


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"model_points": "3.1", "model_why": "通报"}, "此处最多 3 分"),
        ({"model_points": "3"}, "请写明申报理由"),
        ({"model_why": "通报"}, "请填写申报的分值，最高3分"),
        ({"model_points": "0", "model_why": "通报"}, "请填写申报的分值，最高3分"),
        ({"model_points": "三", "model_why": "通报"}, "“三”不是数"),
    ],
)
def test_what_cannot_be_claimed_is_told_and_nothing_is_saved(asked: Respondent, typed: Any, said: str) -> None:
    answer = send(asked, token_points="1", token_why="推广", **typed)
    assert answer.status_code == 422 and said in read(answer)
    assert "推广" in answer.text  # what was typed stays
    assert "已申报" not in read(asked.open("claims"))


def test_of_two_pages_the_second_is_told_of_the_first_and_may_then_save_again(asked: Respondent) -> None:
    send(asked, model_points="3", model_why="甲的理由")
    answer = send(asked, model_points="2", model_why="乙的理由", token_points="1", token_why="推广")
    words = read(answer)
    assert answer.status_code == 409 and "现已保存：3分，甲的理由" in words and "乙的理由" in answer.text
    again = {"model_points": "2", "model_why": "乙的理由", "model_was_points": "3", "model_was_why": "甲的理由"}
    assert send(asked, **again).status_code == 302
    assert "乙的理由" in asked.open("claims").text


def test_the_head_reads_and_a_submitted_claim_is_read_only(asked: Respondent, site: Flask) -> None:
    claim(asked, model="3")
    words = read(sign_in(site, "head").get(f"/responses/{asked.response_id}/claims"))
    assert "申报3分 见省局通报" in words and "保存申报" not in words
    asked.answer_all()
    asked.submit()
    assert "目前不能修改加分申报：已提交" in read(asked.open("claims"))
    send(asked, model_points="1", model_why="改")
    assert "见省局通报" in asked.open("claims").text


def test_without_a_scheme_there_is_no_such_page(bureau: Respondent) -> None:
    assert send(bureau, model_points="1", model_why="x").location == f"/responses/{bureau.response_id}/"
    assert "加分" not in bureau.open("domains/N12").text + bureau.open("check").text
