"""Bureaus are added by hand, ended, taken up again and merged, and people move: nothing that was done is lost."""

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient
from sqlmodel import Session, select

from questionnaires.messages import Refused
from survey.bureaus.ending import end_bureau, merge_bureau
from survey.bureaus.moving import move_person
from survey.bureaus.places import find_bureau
from survey.rounds.planning import list_tree
from survey.storage.beside import ShelfFile
from survey.storage.columns import now
from survey.storage.database import writing
from survey.storage.states import Absence, Role
from survey.storage.tables import Bureau, Response
from tests.people import sign_in
from tests.survey.bureaus.linking import NEW, find
from tests.survey.bureaus.test_keeping import read_acts

OFFICE = {"name": "新设县局", "code": "150123", "level": "county", "parent_code": "150100", "mailbox": ""}
WHY = "机构改革"


def get(engine: sa.Engine, code: str) -> Bureau:
    with Session(engine) as session:
        found = find_bureau(session, code)
        assert found is not None
        return found


def excuse(engine: sa.Engine, code: str) -> None:
    with writing(engine) as session:
        response = session.exec(select(Response).where(Response.bureau_id == get(engine, code).id)).one()
        response.absence, response.absent_at, response.absent_reason = Absence.EXCUSED, now(), "免报"


def test_an_office_is_added_by_hand_and_told_once_when_it_was_sent_twice(
    administrator: FlaskClient, engine: sa.Engine
) -> None:
    for _time in range(2):
        assert administrator.post("/bureaus/new", data=OFFICE).location.endswith("/bureaus/150123")
    assert get(engine, "150123").parent_id == get(engine, "150100").id
    assert [one[:2] for one in read_acts(engine, "bureau.add")] == [("admin", "bureau 150123")]


@pytest.mark.parametrize(
    ("changed", "why"),
    [
        ({"code": "150121000"}, "有9位"),
        ({"code": "150121"}, "与150121是同一地方"),
        ({"name": "托克托县市场监督管理局"}, "同一上级"),
        ({"parent_code": ""}, "请填写上级单位代码"),
        ({"parent_code": "159999"}, "没有代码为159999的单位"),
        ({"level": "city"}, "层级应低于其上级单位"),
        ({"code": "140123"}, "不属于同一省份"),
    ],
)
def test_a_bureau_that_does_not_fit_is_refused(changed: dict[str, str], why: str, administrator: FlaskClient) -> None:
    answer = administrator.post("/bureaus/new", data=OFFICE | changed)
    assert (answer.status_code, why in answer.text) == (422, True), answer.text


def test_a_city_administrator_adds_offices_below_the_city_only(site: Flask, engine: sa.Engine) -> None:
    with writing(engine) as session:
        person = find(engine, "city-clerk")
        session.merge(person).keeps_city = True
    keeper = sign_in(site, "city-clerk")
    assert 'value="150100"' in keeper.get("/bureaus/new").text
    assert keeper.post("/bureaus/new", data=OFFICE).status_code == 302
    foreign = OFFICE | {"code": "150223", "parent_code": "150200"}
    for beyond in (foreign, OFFICE | {"code": "160000", "level": "province", "parent_code": ""}):
        assert "不在您的管理范围内" in keeper.post("/bureaus/new", data=beyond).text


def test_an_ended_bureau_is_asked_no_more_and_keeps_what_it_did(
    administrator: FlaskClient, engine: sa.Engine, site: Flask
) -> None:
    assert "正在填报的那一个" in administrator.post("/bureaus/150122/end", data={"reason": WHY}).text
    excuse(engine, "150122")
    clerk = sign_in(site, "sibling")
    assert administrator.post("/bureaus/150122/end", data={"reason": WHY}).status_code == 302
    refused = clerk.get("/")
    assert refused.status_code == 403 and "您的账号已停用" in refused.text
    page = administrator.get("/bureaus/150122").text
    assert WHY in page and "sibling的人" in page
    with Session(engine) as session:
        assert "150122" not in {one.code for one in list_tree(session)}
        assert session.exec(select(Response).where(Response.bureau_id == get(engine, "150122").id)).one()
    refused = administrator.post("/bureaus/150122/people/new", data=NEW)
    assert "托克托县市场监督管理局已停用" in refused.text
    administrator.post("/bureaus/150122/restore")
    with Session(engine) as session:
        assert "150122" in {one.code for one in list_tree(session)}


def test_a_bureau_with_others_below_it_is_not_ended(administrator: FlaskClient) -> None:
    page = administrator.post("/bureaus/150200/end", data={"reason": WHY}).text
    assert "该单位下级还有参加填报的单位" in page


def add_file(engine: sa.Engine, code: str, sha256: str) -> None:
    with writing(engine) as session:
        person = find(engine, "admin")
        session.add(
            ShelfFile(
                bureau_id=get(engine, code).id,
                sha256=sha256,
                size=1,
                kind="pdf",
                name="证书.pdf",
                added_at=now(),
                added_by_id=person.id,
            )
        )


def test_of_two_bureaus_the_one_that_is_kept_takes_all(administrator: FlaskClient, engine: sa.Engine) -> None:
    excuse(engine, "150121")
    for code, sha256 in (("150121", "a" * 64), ("150121", "b" * 64), ("150122", "b" * 64)):
        add_file(engine, code, sha256)
    preview = administrator.post("/bureaus/150121/merge", data={"into": "150122", "reason": WHY}).text
    assert "colleague的人" in preview and "<dd>1</dd>" in preview
    given = {"into": "150122", "reason": WHY, "step": "merge"}
    assert administrator.post("/bureaus/150121/merge", data=given).location.endswith("/bureaus/150122")
    kept = get(engine, "150122")
    assert {find(engine, login).bureau_id for login in ("bureau", "head", "colleague", "sibling")} == {kept.id}
    assert kept.replaces_id == get(engine, "150121").id
    with Session(engine) as session:
        files = session.exec(select(ShelfFile.sha256).where(ShelfFile.bureau_id == kept.id)).all()
        assert sorted(files) == ["a" * 64, "b" * 64]
        assert len(session.exec(select(ShelfFile)).all()) == 3
    assert "并入其他单位，不能恢复" in administrator.post("/bureaus/150121/restore", follow_redirects=True).text


def test_a_merge_that_would_lose_something_is_refused(engine: sa.Engine) -> None:
    id, admin = get(engine, "150121").id, find(engine, "admin").id
    for code, why in (("150122", "neither accepted"), ("150121", "another bureau"), ("150100", "same level")):
        with pytest.raises(Refused, match=why), writing(engine) as session:
            merge_bureau(session, admin, id, code, WHY)
    excuse(engine, "150122")
    with writing(engine) as session:
        end_bureau(session, admin, get(engine, "150122").id, WHY)
    with pytest.raises(Refused, match="ended already"), writing(engine) as session:
        merge_bureau(session, admin, id, "150122", WHY)


def test_who_moves_works_for_the_other_bureau_from_now_on(
    administrator: FlaskClient, engine: sa.Engine, site: Flask
) -> None:
    clerk, before = sign_in(site, "bureau"), find(engine, "bureau")
    given = {"bureau_code": "150122", "role": "head"}
    assert "已调整" in administrator.post(f"/people/{before.id}/move", data=given, follow_redirects=True).text
    assert clerk.get("/").status_code == 302  # signed out
    found = find(engine, "bureau")
    assert (found.bureau_id, found.role) == (get(engine, "150122").id, Role.HEAD)
    assert [one[:2] for one in read_acts(engine, "account.move")] == [("admin", f"person {before.id}")]


@pytest.mark.parametrize(("code", "role"), [("150122", "city_reviewer"), ("159999", "clerk"), ("150200", "clerk")])
def test_nobody_is_moved_where_they_do_not_fit(code: str, role: str, engine: sa.Engine) -> None:
    with writing(engine) as session:
        keeper = session.merge(find(engine, "city-clerk"))
        keeper.keeps_city = True
    with pytest.raises(Refused), writing(engine) as session:
        move_person(session, find(engine, "city-clerk").id, find(engine, "bureau").id, code, role)


def test_nobody_comes_to_review_what_they_filled_in_themselves(engine: sa.Engine) -> None:
    admin, clerk = find(engine, "admin").id, find(engine, "bureau").id
    with pytest.raises(Refused, match="nobody reviews their own"), writing(engine) as session:
        move_person(session, admin, clerk, "150100", "city_reviewer")
    excuse(engine, "150121")
    with writing(engine) as session:
        assert move_person(session, admin, clerk, "150100", "city_reviewer")


def test_a_moved_city_administrator_keeps_no_city_any_more(engine: sa.Engine) -> None:
    with writing(engine) as session:
        session.merge(find(engine, "city-clerk")).keeps_city = True
    with writing(engine) as session:
        move_person(session, find(engine, "admin").id, find(engine, "city-clerk").id, "150200", "clerk")
    assert not find(engine, "city-clerk").keeps_city
