"""The pages of a plan, as its people and their reviewers use them without JavaScript."""

import re
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlmodel import Session, select

from survey.mail.letters import Occasion, write_letter
from survey.mail.reminders import Event
from survey.plans.holding import MovedOn
from survey.plans.overseeing import sign
from survey.plans.overview import sum_plans
from survey.plans.sheet import PlanState
from survey.storage.database import writing
from survey.storage.states import Action, PlanStatus, Role
from survey.storage.tables import Bureau, Evidence, Person, Response, Round
from survey.web import paging
from tests.machine import TODAY
from tests.people import Respondent, sign_in
from tests.survey.plans.planning import (
    LATER,
    PDF,
    accept,
    agree_all,
    begin_plan,
    draft,
    find_item,
    finish,
    hand_in,
    items,
    look,
    open_next_round,
    promise_all,
    prove,
    sign_all,
    step,
)

FIELDS = {"measure": "完善制度", "office": "药品股", "owner": "张伟", "start": "", "due": str(LATER), "resources": ""}


def post(client: FlaskClient, bureau: Respondent, path: str, **fields: str | list[str]) -> str:
    answer = client.post(f"/responses/{bureau.response_id}/plan{path}", data=fields, follow_redirects=True)
    return answer.text


def test_before_it_is_submitted_there_is_no_plan(bureau: Respondent) -> None:
    assert "本单位提交自评后" in bureau.client.get("/plan").text
    assert bureau.client.get(f"/responses/{bureau.response_id}/plan").location.endswith("/check")


def test_a_plan_from_the_gaps_to_what_was_checked(bureau: Respondent, site: Flask) -> None:
    accept(bureau)
    head, city = sign_in(site, "head"), sign_in(site, "city")
    page = post(bureau.client, bureau, "/draft", choice="all")
    assert "已生成4项" in page
    for one in items(bureau):
        assert "已保存" in post(bureau.client, bureau, f"/{one.id}", version="1", **FIELDS)
    page = head.get("/plan", follow_redirects=True).text
    seen = re.search(r'name="seen" value="([^"]*)"', page)
    assert seen
    assert "已签批4项" in post(head, bureau, "/sign", seen=seen[1])
    assert "已同意4项" in post(city, bureau, "/agree", seen=seen[1])
    item = find_item(bureau, "q-0")
    file = str(prove(bureau, item))
    item = find_item(bureau, "q-0")
    version = str(item.version)
    ticked = {"was": [file, "²"], "file": [file, "9" * 5000]}
    assert "整改材料.pdf" in post(bureau.client, bureau, f"/{item.id}/act", act="files", **ticked)
    assert "已完成待复核" in post(bureau.client, bureau, f"/{item.id}/act", act="done", version=version)
    version = str(find_item(bureau, "q-0").version)
    assert "复核通过" in post(city, bureau, f"/{item.id}/oversight", act="check", version=version)
    page = bureau.client.get(f"/responses/{bureau.response_id}/plan").text
    assert "26.67" in page and "46.67" in page and page.count("+20.00") == 2 and "+73.33" in page


def test_an_agreement_is_not_told_as_valid_once_something_changed(bureau: Respondent) -> None:
    begin_plan(bureau)
    path = f"/responses/{bureau.response_id}/plan"
    assert re.search(r"city的人于\S+ \S+同意</span>", bureau.client.get(path).text)
    item = find_item(bureau, "q-1")
    post(bureau.client, bureau, f"/{item.id}", version=str(item.version), **FIELDS | {"owner": "李四"})
    page = bureau.client.get(path).text
    assert re.search(r"city的人于\S+ \S+同意后又有改动</span>", page)


def test_files_of_the_plan_are_read_while_the_bureau_has_its_response_again(bureau: Respondent, site: Flask) -> None:
    begin_plan(bureau)
    bureau.act(Action.REOPEN, bureau.find(Role.PROVINCIAL_REVIEWER), "数据口径有变")
    prove(bureau, find_item(bureau, "q-1"))
    with Session(bureau.engine) as session:
        file = session.exec(select(Evidence.id).where(Evidence.response_id == bureau.response_id)).one()
    with sign_in(site, "city").get(f"/responses/{bureau.response_id}/evidence/{file}") as answer:
        assert (answer.status_code, answer.data) == (200, PDF)


def check_list(client: FlaskClient, bureau: Respondent, **fields: Any) -> Any:
    item = find_item(bureau, "q-list")
    data = {"act": "check", "version": str(item.version), **fields}
    return client.post(f"/responses/{bureau.response_id}/plan/{item.id}/oversight", data=data)


def test_the_answer_at_which_an_item_is_passed_is_chosen_and_shown(bureau: Respondent, site: Flask) -> None:
    begin_plan(bureau)
    finish(bureau, "q-list")
    city, ticked = sign_in(site, "city"), ["plan", "team"]
    doubted = check_list(city, bureau, **{"as": "met", "q-list-items": ticked})
    assert doubted.status_code == 422 and "选择的是“已完全达标”" in doubted.text
    assert "请填写目前的答案" in check_list(city, bureau, **{"as": "answer"}).text
    assert find_item(bureau, "q-list").status is PlanStatus.DONE
    assert check_list(city, bureau, **{"as": "answer", "q-list-items": ticked}).status_code == 302
    page = bureau.client.get(f"/responses/{bureau.response_id}/plan").text
    item = bureau.client.get(f"/responses/{bureau.response_id}/plan/{find_item(bureau, 'q-list').id}").text
    assert "已具备2/3项" in page and "目前的答案：已具备2/3项" in item


def test_what_two_typed_at_once_is_shown_to_the_second(bureau: Respondent, site: Flask) -> None:
    hand_in(bureau)
    draft(bureau)
    one, head = items(bureau)[0], sign_in(site, "head")
    post(head, bureau, f"/{one.id}", version="1", **{**FIELDS, "owner": "李四", "resources": "经费2万元"})
    page = post(bureau.client, bureau, f"/{one.id}", version="1", **FIELDS)
    assert "他人在此期间改动了同一内容" in page and "李四" in page
    assert items(bureau)[0].owner == "李四"
    version = re.search(r'name="version" value="(\d+)">\s*<div class="field">', page)
    resources = re.search(r'name="resources" type="text" value="([^"]*)"', page)
    assert version and resources and resources[1] == "经费2万元"  # what they changed elsewhere is kept
    post(bureau.client, bureau, f"/{one.id}", version=version[1], **{**FIELDS, "resources": resources[1]})
    assert (items(bureau)[0].owner, items(bureau)[0].resources) == ("张伟", "经费2万元")


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"due": "三月底"}, "“三月底”"),
        ({"due": "31000101"}, "2000年至2099年"),
        ({"start": "2099-01-01"}, "开始时间晚于时限"),
        ({"owner": "长" * 61}, "60"),
    ],
)
def test_what_cannot_be_taken_says_why_and_stays_typed(bureau: Respondent, fields: dict[str, str], words: str) -> None:
    hand_in(bureau)
    draft(bureau)
    one = items(bureau)[0]
    answer = bureau.client.post(
        f"/responses/{bureau.response_id}/plan/{one.id}",
        data={**FIELDS, "measure": "印发制度", "version": "1", **fields},
    )
    assert answer.status_code == 422
    assert words in answer.text and "印发制度" in answer.text
    assert items(bureau)[0].measure == "办理0。"


def test_a_new_item_is_about_a_question_or_has_a_title(bureau: Respondent, reviewer: FlaskClient) -> None:
    hand_in(bureau)
    assert "二者择一" in post(bureau.client, bureau, "/new", **FIELDS)
    assert "二者择一" in post(bureau.client, bureau, "/new", question="q-0", title="培训", **FIELDS)
    assert "不能选择该题目" in post(bureau.client, bureau, "/new", question="none", **FIELDS)
    assert "事项0" in post(bureau.client, bureau, "/new", question="q-0", **FIELDS)
    assert "上级确定" in post(reviewer, bureau, "/new", title="参加培训", **FIELDS)
    assert [one.title for one in items(bureau)] == ["", "参加培训"]


def test_the_filters_narrow_the_list_and_the_figures_stay(bureau: Respondent) -> None:
    begin_plan(bureau)
    step(bureau, "q-1", PlanStatus.UNDER_WAY)
    page = bureau.client.get(f"/responses/{bureau.response_id}/plan?show=under_way").text
    assert "事项1" in page and "事项2</a>" not in page
    assert "全部 4" in page and "进行中 1" in page
    mine = bureau.client.get(f"/responses/{bureau.response_id}/plan?show=mine").text
    assert "没有符合条件的事项" in mine
    assert bureau.client.get(f"/responses/{bureau.response_id}/plan?order=due&office=药品股").status_code == 200


def test_those_above_see_who_promised_what_and_what_is_late(bureau: Respondent, site: Flask) -> None:
    begin_plan(bureau)
    finish(bureau, "q-1")
    step(bureau, "q-2", PlanStatus.CANNOT, "经费")
    with Session(bureau.engine) as session:
        response = session.get_one(Response, bureau.response_id)
        found = sum_plans(session, [response], LATER + timedelta(days=1))[0]
    assert (found.state, found.promised, found.done, found.cannot, found.late) == (PlanState.AGREED, 4, 1, 1, 3)
    assert (found.moved, found.waits) == (2, True)
    city = sign_in(site, "city")
    page = city.get("/rounds/2026/plans").text
    assert "土默特左旗" in page and "土默特右旗" not in page
    table = city.get("/rounds/2026/plans.csv").data.decode("utf-8-sig")
    assert "150121,土默特左旗市场监督管理局,呼和浩特市市场监督管理局,已签批，审核同意,4,0,1,0,1,0,2," in table
    assert "已完成待复核 1" in city.get("/").text


def test_leaders_of_elsewhere_find_no_page_of_the_plans(site: Flask, bureau: Respondent) -> None:
    leader = sign_in(site, "city-leader")
    assert leader.get("/rounds/2026/plans").status_code == 200
    with writing(bureau.engine) as session:
        elsewhere = Bureau(code="150300", name="乌海市市场监督管理局", level="city")
        session.add(elsewhere)
        session.flush()
        session.exec(select(Person).where(Person.login == "city-leader")).one().bureau_id = elsewhere.id
    for path in ("/rounds/2026/plans", "/rounds/2026/plans.csv", "/overview/2026"):
        assert leader.get(path).status_code == 404


def test_an_archived_round_is_read_only(bureau: Respondent, administrator: FlaskClient) -> None:
    begin_plan(bureau)
    with writing(bureau.engine) as session:
        round = session.exec(select(Round)).one()
        round.archived_at = round.created_at
        session.add(round)
    one = items(bureau)[0]
    assert "已归档" in post(bureau.client, bureau, f"/{one.id}", version=str(one.version), **FIELDS | {"owner": "李四"})
    assert items(bureau)[0].owner == "张伟"
    page = bureau.client.get(f"/responses/{bureau.response_id}/plan").text
    assert "台账只能查看" in page and "增加一项" not in page


FRAME = ("/sign-out", "/language")  # what every page has


def list_forms(page: str) -> list[str]:
    """Where the forms of a page send to, but for those of the frame and those that only search."""
    found = re.findall(r'<form method="post"(?: action="([^"]*)")?', page)
    return [one for one in found if one not in FRAME]


@pytest.mark.parametrize("ending", ["archived_at", "withdrawn_at"])
def test_the_pages_of_a_plan_that_is_over_say_so_and_have_no_button(
    bureau: Respondent, site: Flask, ending: str
) -> None:
    begin_plan(bureau)
    finish(bureau, "q-1")
    there = f"/responses/{bureau.response_id}/plan"
    paths = [there, f"{there}/{find_item(bureau, 'q-1').id}", f"{there}/{find_item(bureau, 'q-2').id}"]
    people = [bureau.client, sign_in(site, "head"), sign_in(site, "city")]
    assert all(list_forms(one.get(path).text) for one in (people[0], people[2]) for path in paths[1:])
    with writing(bureau.engine) as session:
        round = session.exec(select(Round)).one()
        round.withdrawn_reason = "日期有误" if ending == "withdrawn_at" else ""
        setattr(round, ending, round.created_at)
        session.add(round)
    for client in people if ending == "archived_at" else people[:2]:  # a withdrawn round is no reviewer's any more
        for path in paths:
            page = client.get(path).text
            assert "台账只能查看" in page and list_forms(page) == [] and "请复核" not in page
    for path in ("/new", "/import"):
        answer = bureau.client.get(f"{there}{path}")
        assert (answer.status_code, answer.location) == (302, there)


def test_open_items_stand_beside_their_question_in_the_next_round(bureau: Respondent, site: Flask) -> None:
    begin_plan(bureau)
    finish(bureau, "q-1")
    id = open_next_round(bureau)
    page = bureau.client.get(f"/responses/{id}/domains/N01").text
    assert "整改台账" in page
    assert re.search(r"完善制度</a> · 时限 .*? · 未开始", page)
    assert re.search(r"完善制度</a> · 时限 .*? · 已完成待复核", page)


def test_many_plans_come_in_pages(site: Flask, bureau: Respondent, monkeypatch: pytest.MonkeyPatch) -> None:
    for one in (bureau, Respondent(site, bureau.engine, "foreigner")):
        one.hand_in()
    monkeypatch.setattr(paging, "A_PAGE", 1)
    province = sign_in(site, "province")
    first, second = (province.get(f"/rounds/2026/plans?show=none&page={at}").text for at in (1, 2))
    assert "第1页，共2页" in first and "show=none&amp;page=2" in first
    assert "土默特左旗" in first and "土默特左旗" not in second and "土默特右旗" in second


def test_a_shown_plan_that_changed_is_not_signed(bureau: Respondent) -> None:
    hand_in(bureau)
    draft(bureau)
    promise_all(bureau)
    with pytest.raises(MovedOn):
        sign(bureau.engine, bureau.response_id, "other", bureau.find(Role.HEAD))
    assert (sign_all(bureau), agree_all(bureau), look(bureau).late) == (4, 4, 0)


def test_the_mail_names_how_many_are_due() -> None:
    occasion = Occasion("左旗", "2026年度自评", today=TODAY, left=2, late=3)
    letter = write_letter(Event.PLAN, occasion, "https://survey.test", "zh_Hans_CN")
    assert "整改台账有事项到期" in letter.subject
    assert "2项将于7天内到期，3项已逾期" in letter.body
