"""Granting, deducting and vetoing on the page of a review; what the bureau reads of it."""

from typing import Any

import html5lib
import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from survey.storage.states import Action, EntryKind, Role
from tests.people import Respondent, sign_in
from tests.survey.responses.claiming import ask_under_scheme, claim, enter, grant, hand_in


@pytest.fixture
def claimed(bureau: Respondent) -> Respondent:
    ask_under_scheme(bureau)
    claim(bureau, model="3")
    hand_in(bureau)
    return bureau


def send(client: FlaskClient, bureau: Respondent, path: str, **typed: str) -> TestResponse:
    return client.post(f"/responses/{bureau.response_id}/review/{path}", data=typed)


def read(answer: TestResponse) -> str:
    html5lib.HTMLParser(strict=True).parse(answer.text)
    root: Any = html5lib.parse(answer.text, namespaceHTMLElements=False)
    return " ".join(" ".join(root.find(".//main").itertext()).split())


def open_page(client: FlaskClient, bureau: Respondent, page: str = "review") -> str:
    return read(client.get(f"/responses/{bureau.response_id}/{page}"))


def test_an_undecided_claim_is_named_and_stands_in_the_way(claimed: Respondent, reviewer: FlaskClient) -> None:
    words = open_page(reviewer, claimed)
    assert "还有1项加分申报待审核： 获评示范单位" in words
    assert "送省级审核：还有加分申报没有审核" in words


def test_points_are_granted_and_refused_with_a_reason(claimed: Respondent, reviewer: FlaskClient) -> None:
    refused = send(reviewer, claimed, "claims/model", points="1", why="", seen="1.0")
    assert refused.status_code == 422 and "请写明理由" in read(refused)
    assert "不能超过申报的分值" in read(send(reviewer, claimed, "claims/model", points="4", why="", seen="1.0"))
    assert send(reviewer, claimed, "claims/model", points="1", why="市级表彰", seen="1.0").status_code == 302
    assert "认定1分 市级表彰" in (words := open_page(reviewer, claimed)) and "加分申报待审核" not in words
    outdated = send(reviewer, claimed, "claims/model", refuse="y", why="无效", seen="1.0")
    assert outdated.status_code == 422 and "无效" in outdated.text and "请重新核对" in read(outdated)


def test_a_deduction_and_a_veto_are_entered_once_and_withdrawn(claimed: Respondent, reviewer: FlaskClient) -> None:
    assert (
        send(reviewer, claimed, "entries", kind="deduction", item="late", why="一季度迟报", seen="0.0").status_code
        == 302
    )
    twice = send(reviewer, claimed, "entries", kind="deduction", item="late", why="一季度迟报", seen="0.0")
    assert twice.status_code == 422  # the same form again
    veto = enter(claimed, EntryKind.VETO, "incident", "省局通报")
    words = open_page(reviewer, claimed)
    assert "迟报数据 影响 扣4分 审核理由 一季度迟报" in words and "否决：等级不高于“基本达标”" in words
    assert "总分96.00 得分100.00，加分+0，扣分−4" in words
    assert send(reviewer, claimed, f"entries/{veto.id}/withdraw", why="").status_code == 422
    assert send(reviewer, claimed, f"entries/{veto.id}/withdraw", why="登记错单位").status_code == 302
    assert "撤销：登记错单位" in open_page(reviewer, claimed)


def test_the_result_shows_each_of_them_with_its_reason_once_it_is_passed_on(claimed: Respondent, site: Flask) -> None:
    grant(claimed, "model", "2", "市级表彰")
    enter(claimed, EntryKind.DEDUCTION, "late", "一季度迟报")
    enter(claimed, EntryKind.VETO, "incident", "省局通报")
    before = open_page(claimed.client, claimed, "result")
    assert "总分103.00" in before and "尚未审核" in before and "一季度迟报" not in before
    claimed.act(Action.PASS_ON, claimed.find(Role.CITY_REVIEWER))
    words = open_page(claimed.client, claimed, "result")
    assert "总分98.00 得分100.00，加分+2，扣分−4" in words
    assert "获评示范单位 3 见省局通报 缺佐证材料 2 市级表彰" in words
    assert "迟报数据 扣4分 一季度迟报" in words and "重大药品安全事件 否决：等级不高于“基本达标” 省局通报" in words
    province = sign_in(site, "province")
    assert "认定2分" in open_page(province, claimed)


def test_a_round_without_such_items_shows_nothing_of_them(bureau: Respondent, reviewer: FlaskClient) -> None:
    ask_under_scheme(bureau, bonus=[], deductions=[], vetoes=[])
    hand_in(bureau)
    for page in ("review", "result"):
        words = open_page(reviewer, bureau, page)
        assert "总分" not in words and "加分" not in words and "否决" not in words


def test_the_table_of_the_round_has_totals_and_vetoes_and_puts_them_in_order(
    claimed: Respondent, reviewer: FlaskClient
) -> None:
    assert "总分 103.00" in read(reviewer.get("/rounds/2026"))
    grant(claimed, "model", "2", "市级表彰")
    enter(claimed, EntryKind.VETO, "incident", "省局通报")
    claimed.act(Action.PASS_ON, claimed.find(Role.CITY_REVIEWER))
    for order in ("total", "verified_total", "vetoes"):
        words = read(reviewer.get(f"/rounds/2026?order={order}"))
        assert "总分 102.00 否决：重大药品安全事件" in words
        assert words.index("土默特左旗") < words.index("托克托县")
