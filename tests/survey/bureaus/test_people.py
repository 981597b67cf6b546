"""Accounts as the administrator keeps them: roles fit, who is ended is out, the trail knows."""

import re

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient
from sqlmodel import Session, col, select

from questionnaires.messages import Refused
from survey.bureaus.people import deactivate
from survey.storage.database import writing
from survey.storage.records import TrailEntry
from survey.storage.states import Role
from survey.storage.tables import Bureau, Person
from tests.people import PASSWORD, Respondent, sign_in
from tests.survey.bureaus.importing import read_faults, say_yes, send
from tests.survey.bureaus.linking import NEW, find, make_links

HEAD = "用户名,姓名,角色,单位代码,职务,办公电话\n"


def list_acts(engine: sa.Engine) -> list[str]:
    with Session(engine) as session:
        lines = session.exec(select(TrailEntry).order_by(col(TrailEntry.number))).all()
        return [one.act for one in lines if one.act.startswith(("account.", "bureau."))]


@pytest.mark.parametrize(
    ("place", "roles"),
    [
        ("/bureaus/150000", {"clerk", "head", "provincial_reviewer", "leader"}),
        ("/bureaus/150100", {"clerk", "head", "city_reviewer", "leader"}),
        ("/bureaus/150121", {"clerk", "head"}),
        ("", {"administrator", "auditor", "leader"}),
    ],
)
def test_a_role_fits_the_bureau(place: str, roles: set[str], administrator: FlaskClient) -> None:
    codes = {
        role: administrator.post(f"{place}/people/new", data=NEW | {"login": f"new-{number}", "role": role}).status_code
        for number, role in enumerate(Role)
    }
    assert {role for role, code in codes.items() if code == 302} == roles
    assert set(codes.values()) == {302, 422}


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("login", "bureau"),
        ("login", "王某"),
        ("login", "x"),
        ("login", "a b"),
        ("login", "a" * 61),
        ("name", "  "),
        ("name", "王\0某"),
        ("name", "王" * 61),
        ("name", "王\u200b某"),
        ("post", "科" * 61),
        ("telephone", "call me"),
        ("telephone", "1" * 31),
        ("role", "god"),
    ],
)
def test_what_cannot_be_kept_is_refused_and_stays_typed(
    field: str, value: str, administrator: FlaskClient, engine: sa.Engine
) -> None:
    page = administrator.post("/bureaus/150121/people/new", data=NEW | {field: value})
    assert page.status_code == 422 and f'value="{value if field == "telephone" else NEW["telephone"]}"' in page.text
    with Session(engine) as session:
        assert session.exec(select(Person).where(Person.post == "科员")).first() is None


@pytest.mark.parametrize(
    ("typed", "kept"),
    [("赵\u3000六", "赵六"), ("钱\u00a0七", "钱七"), ("王\U0002ebf0", "王\U0002ebf0"), ("王\ue000", "王\ue000")],
)
def test_a_name_is_kept_alike_from_the_form_and_from_a_table(
    typed: str, kept: str, administrator: FlaskClient, engine: sa.Engine
) -> None:
    page = administrator.post("/bureaus/150121/people/new", data=NEW | {"name": typed, "post": typed})
    assert page.status_code == 302, page.text
    say_yes(administrator, send(administrator, "people", f"{HEAD}new-2,{typed},填报员,150121,{typed},\n"))
    people = [find(engine, login) for login in ("new-clerk", "new-2")]
    assert [(one.name, one.post) for one in people] == [(kept, kept)] * 2
    administrator.post("/bureaus/150121", data={"name": typed})
    with Session(engine) as session:
        assert session.exec(select(Bureau.name).where(Bureau.code == "150121")).one() == kept
    assert kept in administrator.get(f"/people?q={typed}").text


def test_capitals_in_a_user_name_become_small(administrator: FlaskClient, engine: sa.Engine) -> None:
    administrator.post("/bureaus/150121/people/new", data=NEW | {"login": " New-Clerk "})
    assert find(engine, "new-clerk").name == "王某"


def test_who_is_deactivated_is_out_at_once_and_can_come_back(
    administrator: FlaskClient, bureau: Respondent, site: Flask
) -> None:
    link = make_links(administrator, f"/people/{bureau.id}/invite")[0]
    administrator.post(f"/people/{bureau.id}/deactivate")
    assert bureau.client.get("/").status_code == 403
    assert site.test_client().get(link).status_code == 410
    answer = site.test_client().post("/sign-in", data={"login": "bureau", "password": PASSWORD})
    assert answer.status_code == 422
    administrator.post(f"/people/{bureau.id}/reactivate")
    assert sign_in(site, "bureau").get("/").status_code == 200
    assert bureau.client.get("/").status_code == 302


def test_who_is_deactivated_gets_no_link(administrator: FlaskClient, bureau: Respondent) -> None:
    administrator.post(f"/people/{bureau.id}/deactivate")
    page = administrator.post(f"/people/{bureau.id}/invite", follow_redirects=True)
    assert "请先恢复账号" in page.text and make_links(administrator, f"/people/{bureau.id}/invite") == []


def test_nobody_ends_their_own_account(administrator: FlaskClient, engine: sa.Engine) -> None:
    admin = find(engine, "admin").id
    page = administrator.post(f"/people/{admin}/deactivate", follow_redirects=True)
    assert "不能停用本人账号" in page.text and find(engine, "admin").is_active


def test_the_last_administrator_who_can_sign_in_stays(administrator: FlaskClient, engine: sa.Engine) -> None:
    administrator.post("/people/new", data=NEW | {"role": "administrator"})
    second = find(engine, "new-clerk")
    with pytest.raises(Refused, match="last administrator"), writing(engine) as session:
        deactivate(session, second.id, find(engine, "admin").id)


def test_name_post_and_telephone_change_and_nothing_else(administrator: FlaskClient, bureau: Respondent) -> None:
    data = {"name": "李某", "post": "主任", "telephone": "", "role": "administrator", "login": "x", "is_active": ""}
    administrator.post(f"/people/{bureau.id}", data=data)
    person = find(bureau.engine, "bureau")
    assert (person.name, person.post, person.role, person.is_active) == ("李某", "主任", Role.CLERK, True)


def test_every_act_is_in_the_trail_and_no_token_is(administrator: FlaskClient, engine: sa.Engine) -> None:
    administrator.post("/bureaus/150121/people/new", data=NEW)
    person = find(engine, "new-clerk").id
    administrator.post(f"/people/{person}", data={"name": "李某"})
    administrator.post(f"/people/{person}", data={"name": "李某"})
    for act in ("deactivate", "deactivate", "reactivate", "invite"):
        administrator.post(f"/people/{person}/{act}")
    administrator.post("/bureaus/150121", data={"name": "左旗局", "mailbox": ""})
    assert list_acts(engine) == [
        *("account.add", "account.invite", "account.change", "account.deactivate", "account.reactivate"),
        *("account.invite", "bureau.change"),
    ]


@pytest.mark.parametrize(
    ("query", "logins"),
    [
        ("q=foreigner", {"foreigner"}),
        ("q=包头 土默特", {"foreigner", "foreign-head"}),
        ("role=auditor", {"auditor"}),
        ("role=head&q=呼和浩特", {"head", "sibling-head", "city-head"}),
        ("state=deactivated", set()),
        ("q=%00&role=x", set()),
    ],
)
def test_people_are_found_by_words_role_and_account(query: str, logins: set[str], administrator: FlaskClient) -> None:
    page = administrator.get(f"/people?{query}").text
    assert set(re.findall(r"<td>([a-z-]+)</td><td>[^<]+</td>", page)) == logins


def test_the_same_people_twice_change_nothing(administrator: FlaskClient, engine: sa.Engine) -> None:
    rows = "zhang,张某,填报员,150122,科员,\nadmin2,钱某,管理员,,,\n"
    say_yes(administrator, send(administrator, "people", HEAD + rows))
    acts = list_acts(engine)
    assert "新增0条，修改0条，无变化2条" in send(administrator, "people", HEAD + rows).text
    assert list_acts(engine) == acts == ["account.add", "account.invite"]


@pytest.mark.parametrize(
    ("row", "faults"),
    [
        ("zhang,张某,填报员,,,", [("2", "角色")]),
        ("zhang,张某,省级审核员,150100,,", [("2", "角色")]),
        ("zhang,张某,市级审核员,150121,,", [("2", "角色")]),
        ("zhang,张某,管理员,150121,,", [("2", "角色")]),
        ("zhang,张某,局长,150121,,", [("2", "角色")]),
        ("zhang,张某,填报员,150199,,", [("2", "单位代码")]),
        ("张某,张某,填报员,150121,,", [("2", "用户名")]),
        ("zhang,张某,填报员,150121,,\nZhang,章某,填报员,150121,,", [("3", "用户名")]),
        ("bureau,张某,填报员,150122,,", [("2", "用户名")]),
        ("bureau,张某,单位负责人,150121,,", [("2", "用户名")]),
        ("zhang,张某,填报员,150121,,call me", [("2", "办公电话")]),
        (",,,,,", [("文件", "–")]),
        ("zhang,,x,150199,,?", [("2", "姓名"), ("2", "角色"), ("2", "办公电话")]),
    ],
)
def test_faults_among_people_are_named_by_row_and_column(
    row: str, faults: list[tuple[str, str]], administrator: FlaskClient
) -> None:
    assert sorted(read_faults(send(administrator, "people", HEAD + row))) == sorted(faults)


def test_the_tree_marks_who_is_missing(administrator: FlaskClient) -> None:
    assert "共6个单位，其中2个人员不齐" in administrator.get("/bureaus").text
    page = administrator.get("/bureaus?gaps=yes").text
    assert re.findall(r'href="/bureaus/(\d+)"', page) == ["150000", "150200"]
    assert page.count('<span class="tag tag-late">') == 4


def test_a_deactivated_clerk_is_missing(administrator: FlaskClient, engine: sa.Engine) -> None:
    administrator.post(f"/people/{find(engine, 'foreigner').id}/deactivate")
    page = administrator.get("/bureaus?q=土默特右旗").text
    assert '<span class="tag tag-late">填报员</span>' in page


def test_a_bureau_is_renamed_and_its_mailbox_checked(administrator: FlaskClient, engine: sa.Engine) -> None:
    assert administrator.post("/bureaus/150121", data={"name": "左旗局", "mailbox": "no"}).status_code == 422
    assert administrator.post("/bureaus/150121", data={"name": " ", "mailbox": ""}).status_code == 422
    assert administrator.post("/bureaus/150121", data={"name": "左旗局", "mailbox": "a@b.gov.cn"}).status_code == 302
    with Session(engine) as session:
        bureau = session.exec(select(Bureau).where(Bureau.code == "150121")).one()
    assert (bureau.name, bureau.mailbox) == ("左旗局", "a@b.gov.cn")


@pytest.mark.parametrize("path", ["/bureaus/999999", "/bureaus/%00", "/people/99999999999999999999", "/people/0"])
def test_what_is_not_there_is_not_found(path: str, administrator: FlaskClient) -> None:
    assert administrator.get(path).status_code == 404


def test_the_list_to_print_comes_in_parts(monkeypatch: pytest.MonkeyPatch, administrator: FlaskClient) -> None:
    whole = administrator.get("/people/list").text
    monkeypatch.setattr("survey.bureaus.people_pages.A_PRINT", 5)
    parts = [administrator.get(f"/people/list?page={page}").text for page in (1, 2)]
    rows = [re.findall(r'<th scope="row"><a href="/people/(\d+)"', text) for text in (whole, *parts)]
    assert len(rows[1]) == 5 and rows[1] + rows[2] == rows[0][:10]
    assert administrator.get("/people/list?page=999").status_code == 200
