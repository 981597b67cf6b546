"""What a bureau does with its plan: drafted in one go, changed by two at once, signed, and moved step by step."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlmodel import Session, col, select

from questionnaires.messages import Refused
from survey.plans.drafting import Choice
from survey.plans.holding import MovedOn
from survey.plans.keeping import (
    Collided,
    NewItem,
    PlanChange,
    add_item,
    add_progress,
    change_items,
    end_item,
    move_item,
    set_due,
)
from survey.plans.overseeing import agree, check_item, give_back, mark_seen, sign
from survey.plans.promise import Promise
from survey.plans.sheet import PlanState
from survey.storage.plans import PlanEntry
from survey.storage.records import TrailEntry
from survey.storage.states import PlanAct, PlanStatus, Role
from survey.storage.tables import Person
from tests.people import Respondent
from tests.survey.plans.planning import (
    LATER,
    PROMISE,
    accept,
    agree_all,
    begin_plan,
    draft,
    find_item,
    finish,
    hand_in,
    items,
    look,
    promise_all,
    prove,
    sign_all,
    step,
)

UNDER_WAY, DONE, CANNOT = PlanStatus.UNDER_WAY, PlanStatus.DONE, PlanStatus.CANNOT


@pytest.mark.parametrize(("choice", "count"), [(Choice.ALL, 4), (Choice.CRITICAL, 1), (Choice.PATH, 2)])
def test_a_plan_is_drafted_in_one_go(bureau: Respondent, choice: Choice, count: int) -> None:
    """25 + 6.67 points and a cap: one yes of the critical question and one more lift it to basic."""
    hand_in(bureau)
    assert draft(bureau, choice) == count
    assert items(bureau)[0].measure == "办理0。"
    assert draft(bureau, choice) == 0  # sent twice is once


def test_a_draft_adds_what_is_not_there_yet(bureau: Respondent) -> None:
    hand_in(bureau)
    draft(bureau, Choice.CRITICAL)
    assert draft(bureau, Choice.ALL) == 3
    assert len(items(bureau)) == 4


def test_a_plan_needs_what_was_submitted(bureau: Respondent) -> None:
    bureau.answer_all()
    with pytest.raises(Refused, match="no plan yet"):
        add_item(bureau.engine, bureau.response_id, NewItem(PROMISE, title="培训"), "a" * 32, bureau.id)


def test_an_added_item_sent_twice_is_one(bureau: Respondent) -> None:
    hand_in(bureau)
    for _ in range(2):
        add_item(bureau.engine, bureau.response_id, NewItem(PROMISE, title="培训"), "a" * 32, bureau.id)
    with pytest.raises(Refused, match="of this title already"):
        add_item(bureau.engine, bureau.response_id, NewItem(PROMISE, title="培训"), "b" * 32, bureau.id)
    assert [one.title for one in items(bureau)] == ["培训"]


def test_a_question_has_one_item_and_must_be_asked(bureau: Respondent) -> None:
    hand_in(bureau)
    draft(bureau, Choice.CRITICAL)
    with pytest.raises(Refused, match="about this question already"):
        add_item(bureau.engine, bureau.response_id, NewItem(PROMISE, "q-0"), "a" * 32, bureau.id)
    with pytest.raises(Refused, match="of this title already"):
        add_item(bureau.engine, bureau.response_id, NewItem(PROMISE, title="事项0"), "c" * 32, bureau.id)
    with pytest.raises(Refused, match="not asked"):
        add_item(bureau.engine, bureau.response_id, NewItem(PROMISE, "other"), "b" * 32, bureau.id)


def test_two_at_once_lose_nothing(bureau: Respondent) -> None:
    hand_in(bureau)
    draft(bureau, Choice.CRITICAL)
    item, head = items(bureau)[0], bureau.find(Role.HEAD)
    mine, theirs = replace(PROMISE, office=""), Promise(measure=item.measure, office="稽查队")
    change_items(bureau.engine, bureau.response_id, [PlanChange(item.id, item.version, theirs)], head)
    change_items(bureau.engine, bureau.response_id, [PlanChange(item.id, item.version, mine)], bureau.id)
    stands = items(bureau)[0]
    assert (stands.office, stands.owner, stands.due) == ("稽查队", "张伟", LATER)
    with pytest.raises(Collided) as found:
        change_items(bureau.engine, bureau.response_id, [PlanChange(item.id, item.version, PROMISE)], bureau.id)
    assert found.value.fields == {item.id: ("office",)}
    assert items(bureau)[0].office == "稽查队"


def test_what_collides_in_one_item_changes_none(bureau: Respondent) -> None:
    hand_in(bureau)
    draft(bureau)
    first, second = items(bureau)[:2]
    change_items(bureau.engine, bureau.response_id, [PlanChange(first.id, 1, replace(PROMISE, owner="李"))], bureau.id)
    changes = [PlanChange(second.id, 1, PROMISE), PlanChange(first.id, 1, PROMISE)]
    with pytest.raises(Collided):
        change_items(bureau.engine, bureau.response_id, changes, bureau.id)
    assert [one.owner for one in items(bureau)[:2]] == ["李", ""]


def test_the_head_signs_what_was_seen_and_whole(bureau: Respondent) -> None:
    hand_in(bureau)
    draft(bureau)
    with pytest.raises(Refused, match="4 items do not have them all") as found:
        sign_all(bureau)
    assert found.value.details["titles"] == "事项0、事项1、事项2、清单"
    seen = mark_seen(items(bureau))
    promise_all(bureau)
    with pytest.raises(MovedOn):
        sign(bureau.engine, bureau.response_id, seen, bureau.find(Role.HEAD))
    with pytest.raises(Refused, match="Only the head"):
        sign(bureau.engine, bureau.response_id, mark_seen(items(bureau)), bureau.id)
    assert look(bureau).state is PlanState.DRAFTING
    assert sign_all(bureau) == 4
    assert look(bureau).state is PlanState.SIGNED
    assert sign_all(bureau) == 0  # twice is once


def test_what_is_changed_after_signing_is_marked_until_it_is_signed_again(bureau: Respondent) -> None:
    hand_in(bureau)
    draft(bureau)
    promise_all(bureau)
    sign_all(bureau)
    assert agree_all(bureau) == 4
    assert look(bureau).state is PlanState.AGREED
    item = items(bureau)[1]
    later = replace(PROMISE, due=LATER + timedelta(days=30))
    change_items(bureau.engine, bureau.response_id, [PlanChange(item.id, item.version, later)], bureau.id)
    sheet = look(bureau)
    assert sheet.state is PlanState.CHANGED
    assert [one.is_changed for one in sheet.lines] == [False, True, False, False]
    assert not sheet.is_agreed
    assert sign_all(bureau) == 1
    assert look(bureau).state is PlanState.SIGNED
    assert agree_all(bureau) == 1


def test_a_reviewer_gives_single_items_back(bureau: Respondent) -> None:
    begin_plan(bureau)
    city, item = bureau.find(Role.CITY_REVIEWER), find_item(bureau, "q-1")
    with pytest.raises(Refused, match="Say why"):
        give_back(bureau.engine, bureau.response_id, {item.id: (item.version, "")}, city)
    assert give_back(bureau.engine, bureau.response_id, {item.id: (item.version, "措施不具体")}, city) == 1
    sheet = look(bureau)
    assert (sheet.state, sheet.lines[1].item.remark) == (PlanState.GIVEN_BACK, "措施不具体")
    item = find_item(bureau, "q-1")
    better = replace(PROMISE, measure="三月底前印发制度")
    change_items(bureau.engine, bureau.response_id, [PlanChange(item.id, item.version, better)], bureau.id)
    assert find_item(bureau, "q-1").remark == ""
    sign_all(bureau)
    agree_all(bureau)
    assert look(bureau).state is PlanState.AGREED


def test_whoever_passes_what_was_given_back_agrees_to_it(bureau: Respondent) -> None:
    begin_plan(bureau)
    city, item = bureau.find(Role.CITY_REVIEWER), find_item(bureau, "q-1")
    give_back(bureau.engine, bureau.response_id, {item.id: (item.version, "措施不具体")}, city)
    finish(bureau, "q-1")
    item = find_item(bureau, "q-1")
    check_item(bureau.engine, bureau.response_id, item.id, item.version, None, city)
    sheet = look(bureau)
    assert (sheet.state, find_item(bureau, "q-1").remark) == (PlanState.AGREED, "")
    assert sheet.plan is not None and sheet.plan.agreed_by_id == city
    item = find_item(bureau, "q-1")
    with pytest.raises(Refused, match="not possible now"):  # it could not be mended
        give_back(bureau.engine, bureau.response_id, {item.id: (item.version, "理由")}, city)


@pytest.mark.parametrize("login", ["clerk", "head", "foreign-city"])
def test_nobody_else_agrees_or_checks(bureau: Respondent, login: str) -> None:
    begin_plan(bureau)
    people = {"clerk": bureau.id, "head": bureau.find(Role.HEAD), "foreign-city": find_login(bureau, "foreign-city")}
    with pytest.raises(Refused, match="reviewer above"):
        agree(bureau.engine, bureau.response_id, mark_seen(items(bureau)), people[login])
    item = items(bureau)[0]
    with pytest.raises(Refused, match="reviewer above"):
        check_item(bureau.engine, bureau.response_id, item.id, item.version, None, people[login])


def find_login(bureau: Respondent, login: str) -> int:
    with Session(bureau.engine) as session:
        return session.exec(select(Person.id).where(Person.login == login)).one()


def test_what_cannot_be_kept_says_why_and_what_is_done_is_proved(bureau: Respondent) -> None:
    begin_plan(bureau)
    with pytest.raises(Refused, match="Say why"):
        step(bureau, "q-1", CANNOT)
    with pytest.raises(Refused, match="at least one file"):
        step(bureau, "q-1", DONE)
    step(bureau, "q-1", CANNOT, "经费未落实")
    assert find_item(bureau, "q-1").reason == "经费未落实"
    prove(bureau, find_item(bureau, "q-1"))
    step(bureau, "q-1", DONE)
    assert find_item(bureau, "q-1").reason == ""
    with pytest.raises(Refused, match="not changed any more"):
        promise_all(bureau, replace(PROMISE, owner="李"))


def test_a_step_from_what_moved_on_is_refused(bureau: Respondent) -> None:
    begin_plan(bureau)
    item = find_item(bureau, "q-1")
    step(bureau, "q-1", UNDER_WAY)
    with pytest.raises(MovedOn):
        move_item(bureau.engine, bureau.response_id, item.id, item.version, CANNOT, "经费", bureau.id)


def test_only_a_signed_promise_is_checked(bureau: Respondent) -> None:
    accept(bureau)
    draft(bureau)
    promise_all(bureau)
    finish(bureau, "q-1")
    item, city = find_item(bureau, "q-1"), bureau.find(Role.CITY_REVIEWER)
    with pytest.raises(Refused, match="has not signed"):
        check_item(bureau.engine, bureau.response_id, item.id, item.version, None, city)


def test_what_is_set_from_above_stays(bureau: Respondent) -> None:
    begin_plan(bureau)
    city, day = bureau.find(Role.CITY_REVIEWER), LATER + timedelta(days=5)
    add_item(bureau.engine, bureau.response_id, NewItem(Promise("开展培训"), title="培训"), "c" * 32, city)
    new = items(bureau)[-1]
    assert (new.title, new.set_by_id) == ("培训", city)
    with pytest.raises(Refused, match="set from above and stays"):
        end_item(bureau.engine, bureau.response_id, new.id, new.version, bureau.id)
    item = find_item(bureau, "q-1")
    set_due(bureau.engine, bureau.response_id, item.id, item.version, day, city)
    assert (find_item(bureau, "q-1").due, find_item(bureau, "q-1").due_set_by_id) == (day, city)
    item = find_item(bureau, "q-1")
    with pytest.raises(Refused, match="last day was set from above"):
        change_items(bureau.engine, bureau.response_id, [PlanChange(item.id, item.version, PROMISE)], bureau.id)
    step(bureau, "q-1", CANNOT, "须待省局发文")


def test_an_unsigned_item_of_the_bureau_is_taken_out_and_may_come_again(bureau: Respondent) -> None:
    hand_in(bureau)
    draft(bureau)
    item = items(bureau)[0]
    end_item(bureau.engine, bureau.response_id, item.id, item.version, bureau.id)
    assert len(items(bureau)) == 3
    assert draft(bureau) == 1
    promise_all(bureau)
    sign_all(bureau)
    item = items(bureau)[0]
    with pytest.raises(Refused, match="signed and stays"):
        end_item(bureau.engine, bureau.response_id, item.id, item.version, bureau.id)


def test_progress_sent_twice_is_said_once(bureau: Respondent) -> None:
    begin_plan(bureau)
    item = items(bureau)[0]
    for _ in range(2):
        add_progress(bureau.engine, bureau.response_id, item.id, "已召开会议", "d" * 32, bureau.id)
    add_progress(bureau.engine, bureau.response_id, item.id, "已召开会议", "e" * 32, bureau.id)  # by the way back
    with Session(bureau.engine) as session:
        notes = session.exec(select(PlanEntry.text).where(PlanEntry.act == PlanAct.NOTE)).all()
    assert notes == ["已召开会议"]


def test_every_act_is_on_the_trail_with_what_was_before(bureau: Respondent) -> None:
    begin_plan(bureau)
    finish(bureau, "q-1")
    with Session(bureau.engine) as session:
        query = select(TrailEntry.act).where(col(TrailEntry.act).startswith("plan.")).order_by(col(TrailEntry.number))
        acts = session.exec(query).all()
    assert list(dict.fromkeys(acts)) == ["plan.add", "plan.change", "plan.sign", "plan.agree", "plan.move"]
    assert acts.count("plan.add") == 4
