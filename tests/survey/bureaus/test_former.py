"""Whoever was moved or whose account was ended, and opens an address of before, reads that and how to go on."""

import json
from datetime import timedelta

import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient
from sqlmodel import Session, col, select

from survey.storage.columns import now
from survey.storage.database import writing
from survey.storage.offices import EndedBureau
from survey.storage.records import TrailEntry
from survey.storage.tables import Bureau
from tests.machine import TODAY
from tests.people import PASSWORD, Respondent, sign_in
from tests.survey.bureaus.linking import find

DAY = f"{TODAY.year}年{TODAY.month}月{TODAY.day}日"


def list_old(bureau: Respondent) -> list[str]:
    there = f"/responses/{bureau.response_id}"
    return [f"{there}/", f"{there}/plan", f"{there}/check", f"{there}/plan.xlsx"]


def test_who_was_moved_reads_so_at_the_addresses_of_before(
    bureau: Respondent, administrator: FlaskClient, site: Flask
) -> None:
    administrator.post(f"/people/{bureau.id}/move", data={"bureau_code": "150221", "role": "head"})
    client = sign_in(site, "bureau")
    for path in list_old(bureau):
        page = client.get(path)
        assert page.status_code == 404
        assert f"您自{DAY}起任土默特右旗市场监督管理局单位负责人" in page.text
        assert "此前任土默特左旗市场监督管理局填报员期间" in page.text and 'class="button" href="/"' in page.text
    assert "您自" not in sign_in(site, "sibling").get(list_old(bureau)[0]).text  # who was never there reads nothing
    assert "您自" not in site.test_client().get("/nothing").text


def test_who_has_another_role_reads_so(bureau: Respondent, administrator: FlaskClient, site: Flask) -> None:
    administrator.post(f"/people/{bureau.id}/move", data={"bureau_code": "150121", "role": "head"})
    page = sign_in(site, "bureau").get(f"/responses/{bureau.response_id}/nothing").text
    assert "任土默特左旗市场监督管理局单位负责人。此前任土默特左旗市场监督管理局填报员" in page


def test_who_came_with_a_bureau_that_was_merged_reads_so(site: Flask, engine: sa.Engine) -> None:
    with writing(engine) as session:
        kept, ended = (session.exec(select(Bureau).where(Bureau.code == code)).one() for code in ("150122", "150221"))
        admin, at = find(engine, "admin").id, now() - timedelta(seconds=1)
        session.add(EndedBureau(bureau_id=ended.id, ended_at=at, ended_by_id=admin, reason="重复", into_id=kept.id))
        names = ended.name, kept.name
    client = sign_in(site, "sibling")
    assert f"{names[0]}已于{DAY}并入{names[1]}" in client.get("/responses/3/").text
    assert "并入" not in client.get("/responses/1/").text and "并入" not in client.get("/nothing").text


def test_who_was_moved_reads_nothing_of_it_at_addresses_that_were_never_theirs(
    bureau: Respondent, administrator: FlaskClient, site: Flask
) -> None:
    administrator.post(f"/people/{bureau.id}/move", data={"bureau_code": "150221", "role": "head"})
    client = sign_in(site, "bureau")
    for path in ("/nothing", "/responses/2/", "/responses/999999999/", "/rounds/2026/table", "/bureaus/150122"):
        page = client.get(path)
        assert page.status_code == 404 and "您自" not in page.text


def test_who_reviewed_a_city_reads_so_at_what_was_below_it(
    bureau: Respondent, administrator: FlaskClient, site: Flask, engine: sa.Engine
) -> None:
    city = find(engine, "city").id
    administrator.post(f"/people/{city}/move", data={"bureau_code": "150200", "role": "city_reviewer"})
    administrator.post(f"/people/{city}/move", data={"bureau_code": "150221", "role": "clerk"})
    client = sign_in(site, "city")
    told = client.get(f"/responses/{bureau.response_id}/review")
    assert told.status_code == 404 and "此前任呼和浩特市市场监督管理局市级审核员期间" in told.text
    assert "您自" in client.get("/rounds/2026/table").text and "您自" not in client.get("/rounds/none/table").text


def test_whose_account_ended_reads_so_wherever_they_go_on(bureau: Respondent, administrator: FlaskClient) -> None:
    administrator.post(f"/people/{bureau.id}/deactivate")
    for path in ("/", *list_old(bureau)):
        page = bureau.client.get(path)
        assert page.status_code == 403
        assert "您的账号已停用" in page.text and 'href="/sign-in">使用其他账号登录' in page.text
    assert bureau.client.get("/sign-in").status_code == 200
    assert bureau.client.get(list_old(bureau)[0], headers={"Accept": "application/json"}).status_code == 401


def test_signing_in_tells_of_an_ended_account_only_to_whoever_knows_its_password(
    bureau: Respondent, administrator: FlaskClient, site: Flask, engine: sa.Engine
) -> None:
    administrator.post(f"/people/{bureau.id}/deactivate")
    answers = {
        password: site.test_client().post("/sign-in?next=/plan", data={"login": "bureau", "password": password})
        for password in (PASSWORD, "wrong")
    }
    assert [one.status_code for one in answers.values()] == [422, 422]
    assert "该账号已停用" in answers[PASSWORD].text and "该账号已停用" not in answers["wrong"].text
    with Session(engine) as session:
        lines = session.exec(
            select(TrailEntry).where(TrailEntry.act == "session.refuse").order_by(col(TrailEntry.number))
        )
        assert [json.loads(one.change)["after"]["wrong"] for one in lines] == ["deactivated", "password"]
    assert "已停用" in administrator.get("/trail?act=session.refuse").text


def test_tries_at_an_ended_account_are_limited_like_any(
    bureau: Respondent, administrator: FlaskClient, site: Flask
) -> None:
    administrator.post(f"/people/{bureau.id}/deactivate")
    codes = [
        site.test_client().post("/sign-in", data={"login": "bureau", "password": PASSWORD}).status_code
        for _time in range(6)
    ]
    assert codes == [422] * 5 + [429]
