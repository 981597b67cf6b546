"""What a plan says on paper, as plain data."""

from flask import Flask
from sqlmodel import Session

from questionnaires.answers import read_answer
from reports.plans.content import PlanContent, gather_plan
from reports.plans.rows import HEADERS, list_rows
from survey.plans.keeping import add_progress
from survey.plans.overseeing import check_item
from survey.storage.states import PlanStatus, Role
from survey.storage.tables import Response
from tests.conftest import AS_OF
from tests.machine import TODAY, ZONE
from tests.people import Respondent
from tests.survey.plans.planning import LATER, begin_plan, change, draft, find_item, finish, hand_in, step


def gather(bureau: Respondent) -> PlanContent:
    with Session(bureau.engine) as session:
        return gather_plan(session, session.get_one(Response, bureau.response_id), ZONE, TODAY)


def test_a_plan_says_what_was_promised_and_what_became_of_it(bureau: Respondent) -> None:
    begin_plan(bureau)
    finish(bureau, "q-0")
    item = find_item(bureau, "q-0")
    check_item(bureau.engine, bureau.response_id, item.id, item.version, None, bureau.find(Role.CITY_REVIEWER))
    step(bureau, "q-1", PlanStatus.CANNOT, "经费未落实")
    add_progress(bureau.engine, bureau.response_id, find_item(bureau, "q-2").id, "已发文", "a" * 32, bureau.id)
    plan = gather(bureau)
    assert (plan.bureau, plan.basis, plan.state) == ("土默特左旗市场监督管理局", "认定结果", "已签批，审核同意")
    assert [(one.label, one.points, one.grade, one.more) for one in plan.figures] == [
        ("认定得分", "26.67", "未达标", ""),
        ("复核通过后", "46.67", "未达标", "+20.00"),
        ("待复核的通过后", "46.67", "未达标", "+20.00"),
        ("全部办结后", "100.00", "优秀", "+73.33"),
    ]
    assert plan.counts["合计"] == 4
    assert (plan.counts["已复核"], plan.counts["无法按期"], plan.counts["未开始"]) == (1, 1, 2)
    first, second, third = plan.rows[:3]
    assert (first.title, first.gain, first.files, first.marks) == ("事项0", "20.00", ("整改材料.pdf",), ("关键项",))
    assert first.checked.startswith("city的人 ")
    assert (second.status, second.reason, second.due) == ("无法按期", "经费未落实", LATER)
    assert [one.words for one in third.progress] == ["已发文"]
    assert plan.signed is not None and plan.signed.name == "head的人"


def test_a_draft_says_that_nobody_signed(bureau: Respondent) -> None:
    hand_in(bureau)
    draft(bureau)
    plan = gather(bureau)
    assert (plan.basis, plan.state, plan.signed, plan.agreed) == ("自评结果", "编制中，未经负责人签批", None, None)
    assert plan.figures[0].label == "自评得分"
    assert plan.rows[0].marks == ("关键项", "未签批")


def test_what_was_agreed_to_and_changed_is_not_agreed_to(bureau: Respondent) -> None:
    begin_plan(bureau)
    assert gather(bureau).agreed is not None
    change(bureau, find_item(bureau, "q-1"), owner="李四")
    plan = gather(bureau)
    assert (plan.state, plan.agreed) == ("签批后有改动，待负责人重新签批", None)


def test_the_answer_that_a_reviewer_confirmed_is_on_paper(bureau: Respondent) -> None:
    begin_plan(bureau)
    finish(bureau, "q-list")
    item, question = find_item(bureau, "q-list"), bureau.ask("q-list")
    answered = question, read_answer(question, {"value": ["plan", "team"]}, AS_OF)
    check_item(bureau.engine, bureau.response_id, item.id, item.version, answered, bureau.find(Role.CITY_REVIEWER))
    plan = gather(bureau)
    row = next(one for one in plan.rows if one.title == "清单")
    assert row.confirmed.startswith("已具备2/3项：")
    assert row.confirmed in str(list_rows(plan)[row.number - 1][HEADERS.index("复核")])


def test_each_paper_is_offered_once(site: Flask) -> None:
    offered = [(one.of, one.endpoint, *one.values.items()) for one in site.extensions["survey_outputs"]]
    assert len(offered) == len(set(offered))
