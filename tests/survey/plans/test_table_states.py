"""State, reason and progress come back by the table, too: merged, by the steps of the page, and nobody's but theirs."""

import re
from collections.abc import Callable
from datetime import date
from typing import Any

import openpyxl
import pytest
from flask.testing import FlaskClient
from sqlmodel import Session, col, select

from survey.plans.overseeing import check_item
from survey.storage.plans import PlanEntry
from survey.storage.states import PlanAct, PlanStatus, Role
from tests.people import Respondent
from tests.survey.auditing.test_agreement import find
from tests.survey.plans.planning import begin_plan, change, find_item, finish, items, prove, step
from tests.survey.plans.test_tables import (
    OWNER,
    PROGRESS,
    REASON,
    STATUS,
    confirm,
    fetch,
    fill,
    pack,
    places,
    read,
    send,
)


def list_said(bureau: Respondent, item_id: int) -> list[str]:
    """What was said of how an item goes on, oldest first."""
    query = select(PlanEntry.text).where(PlanEntry.item_id == item_id, PlanEntry.act == PlanAct.NOTE)
    with Session(bureau.engine) as session:
        return list(session.exec(query.order_by(col(PlanEntry.id))))


def take(bureau: Respondent, book: Any, **chosen: str) -> Any:
    """Send a table and say yes to it."""
    page = send(bureau, pack(book))
    assert page.status_code == 200, page.text
    return confirm(bureau, page.text, **chosen)


def test_state_reason_and_progress_come_in_one_go(bureau: Respondent) -> None:
    begin_plan(bureau)
    prove(bureau, find_item(bureau, "q-2"))
    book = fetch(bureau)
    fill(book, 2, status="进行中", progress="已召开会议", owner="李四")
    fill(book, 3, status="无法按期", reason="经费未落实")
    fill(book, 4, status="已完成")
    fill(book, 6, item="人员培训", status="进行中", progress="已报名")
    page = send(bureau, pack(book)).text
    assert all(words in page for words in ("无法按期：经费未落实", "已召开会议", "将改动：3项", "新增：1项"))
    assert [one.status.value for one in items(bureau)] == ["not_started"] * 4  # nothing yet
    assert "新增1项，修改3项" in confirm(bureau, page).text
    first, second, third, _, new = items(bureau)
    assert [one.status.value for one in (first, second, third, new)] == ["under_way", "cannot", "done", "under_way"]
    assert (first.owner, second.reason) == ("李四", "经费未落实")
    assert (list_said(bureau, first.id), list_said(bureau, new.id)) == (["已召开会议"], ["已报名"])
    assert find(bureau.engine)[0] == []  # the trail and the tables say the same


def test_what_is_done_is_taken_back_and_promised_anew_by_one_row(bureau: Respondent) -> None:
    begin_plan(bureau)
    finish(bureau, "q-1")
    book = fetch(bureau)
    fill(book, 3, status="进行中", owner="李四")
    take(bureau, book)
    item = find_item(bureau, "q-1")
    assert (item.status, item.owner) == (PlanStatus.UNDER_WAY, "李四")


def test_what_is_promised_anew_and_done_by_one_row_is_both(bureau: Respondent) -> None:
    begin_plan(bureau)
    prove(bureau, find_item(bureau, "q-1"))
    book = fetch(bureau)
    fill(book, 3, status="已完成", owner="李四")
    take(bureau, book)
    item = find_item(bureau, "q-1")
    assert (item.status, item.owner) == (PlanStatus.DONE, "李四")


def test_a_reason_is_mended_and_falls_away_with_its_state(bureau: Respondent) -> None:
    begin_plan(bureau)
    step(bureau, "q-0", PlanStatus.CANNOT, "经费未落实\n人员不足")
    book = fetch(bureau)
    assert book.active.cell(2, places(book)[REASON]).value == "经费未落实 人员不足"
    assert read(bureau, pack(book)).changes == ()
    fill(book, 2, reason="设备未到货")
    take(bureau, book)
    assert find_item(bureau, "q-0").reason == "设备未到货"
    book = fetch(bureau)
    fill(book, 2, status="进行中")  # the reason still stands in its cell
    take(bureau, book)
    item = find_item(bureau, "q-0")
    assert (item.status, item.reason) == (PlanStatus.UNDER_WAY, "")


def test_the_same_table_sent_again_says_nothing_twice(bureau: Respondent) -> None:
    begin_plan(bureau)
    book = fetch(bureau)
    fill(book, 2, progress="已召开会议", status="进行中")
    take(bureau, book)
    assert "表中内容与现有台账一致" in send(bureau, pack(book)).text
    again = fetch(bureau)
    fill(again, 2, progress="已召开会议")  # a new table: it was so again
    take(bureau, again)
    assert list_said(bureau, items(bureau)[0].id) == ["已召开会议"] * 2


@pytest.mark.parametrize(("side", "status"), [("mine", PlanStatus.CANNOT), ("theirs", PlanStatus.UNDER_WAY)])
def test_of_two_states_a_person_chooses_with_the_reason(bureau: Respondent, side: str, status: PlanStatus) -> None:
    begin_plan(bureau)
    book = fetch(bureau)
    step(bureau, "q-0", PlanStatus.UNDER_WAY)
    fill(book, 2, status="无法按期", reason="经费未落实", owner="李四")
    page = send(bureau, pack(book)).text
    assert confirm(bureau, page).status_code == 422
    item = find_item(bureau, "q-0")
    confirm(bureau, page, **{f"{item.id}-state": side})
    item = find_item(bureau, "q-0")
    assert (item.status, item.owner) == (status, "李四")
    assert item.reason == ("经费未落实" if side == "mine" else "")


def test_what_others_did_meanwhile_stays_where_the_table_says_nothing_of_it(bureau: Respondent) -> None:
    begin_plan(bureau)
    book = fetch(bureau)
    step(bureau, "q-0", PlanStatus.UNDER_WAY)
    change(bureau, find_item(bureau, "q-1"), owner="王五")
    fill(book, 2, owner="李四")
    fill(book, 3, status="进行中")
    take(bureau, book)
    first, second = items(bureau)[:2]
    assert (first.status, first.owner) == (PlanStatus.UNDER_WAY, "李四")
    assert (second.status, second.owner) == (PlanStatus.UNDER_WAY, "王五")


def test_a_state_that_moved_since_it_was_looked_through_is_looked_through_again(bureau: Respondent) -> None:
    begin_plan(bureau)
    book = fetch(bureau)
    fill(book, 2, status="进行中")
    page = send(bureau, pack(book)).text
    step(bureau, "q-0", PlanStatus.CANNOT, "经费未落实")
    assert confirm(bureau, page).status_code == 409
    assert find_item(bureau, "q-0").status is PlanStatus.CANNOT


def _check_it(book: Any) -> None:
    fill(book, 3, status="已复核")


def _uncheck_it(book: Any) -> None:
    fill(book, 2, status="进行中")


def _finish_without_file(book: Any) -> None:
    fill(book, 4, status="已完成")


def _leave_reason(book: Any) -> None:
    fill(book, 4, status="无法按期")


def _give_reason(book: Any) -> None:
    fill(book, 4, reason="经费未落实")


def _empty_state(book: Any) -> None:
    fill(book, 4, status=None)


def _invent_state(book: Any) -> None:
    fill(book, 4, status="快了")


def _say_too_much(book: Any) -> None:
    fill(book, 4, progress="长" * 1001)


def _change_checked(book: Any) -> None:
    fill(book, 2, owner="李四")


def _begin_as_done(book: Any) -> None:
    fill(book, 6, item="培训", status="已完成")


def _begin_as_checked(book: Any) -> None:
    fill(book, 6, item="培训", status="已复核")


FAULTS: dict[Callable[[Any], None], tuple[int, str, str]] = {  # row, column, words
    _check_it: (3, STATUS, "复核由审核员"),
    _uncheck_it: (2, STATUS, "不能由“已复核”改为“进行中”"),
    _finish_without_file: (4, STATUS, "佐证材料"),
    _leave_reason: (4, REASON, "请说明理由"),
    _give_reason: (4, REASON, "状态为“无法按期”的才填写理由"),
    _empty_state: (4, STATUS, "单元格为空"),
    _invent_state: (4, STATUS, "快了"),
    _say_too_much: (4, PROGRESS, "1000"),
    _change_checked: (2, OWNER, "已完成"),
    _begin_as_done: (6, STATUS, "佐证材料"),
    _begin_as_checked: (6, STATUS, "复核由审核员"),
}


@pytest.mark.parametrize("spoil", FAULTS, ids=lambda spoil: spoil.__name__)
def test_what_is_not_theirs_to_set_is_told_by_its_cell(bureau: Respondent, spoil: Callable[[Any], None]) -> None:
    """The first item is checked, the second done, the others are to be begun."""
    begin_plan(bureau)
    finish(bureau, "q-0", "q-1")
    item, city = find_item(bureau, "q-0"), bureau.find(Role.CITY_REVIEWER)
    check_item(bureau.engine, bureau.response_id, item.id, item.version, None, city)
    book = fetch(bureau)
    assert read(bureau, pack(book)).changes == ()
    before = [(one.status, one.owner, one.version) for one in items(bureau)]
    fill(book, 5, owner="好行")  # a good row, of which nothing is kept either
    spoil(book)
    faults = read(bureau, pack(book)).faults
    row, column, words = FAULTS[spoil]
    page = send(bureau, pack(book))
    assert page.status_code == 422 and [one.row for one in faults] == [row]
    [told] = re.findall(r'<td class="number">(\d+)</td><td>([^<]*)</td><td>([^<]*)</td>', page.text)
    assert told[:2] == (str(row), column) and words in told[2]
    assert [(one.status, one.owner, one.version) for one in items(bureau)] == before


def test_the_table_says_who_checked_as_of_which_day(bureau: Respondent) -> None:
    begin_plan(bureau)
    finish(bureau, "q-0")
    item, city = find_item(bureau, "q-0"), bureau.find(Role.CITY_REVIEWER)
    check_item(bureau.engine, bureau.response_id, item.id, item.version, None, city, date(2026, 10, 20))
    book = fetch(bureau)
    said = book.active.cell(2, places(book)["复核"]).value
    assert said.startswith("city的人 ") and said.endswith("核实情况截至2026-10-20")


def test_the_table_prints_on_a3_across_at_four_fifths_or_larger(bureau: Respondent) -> None:
    begin_plan(bureau)
    book: openpyxl.Workbook = fetch(bureau)
    sheet: Any = book.active
    setup, margins = sheet.page_setup, sheet.page_margins
    assert (setup.orientation, str(setup.paperSize), str(setup.fitToHeight)) == ("landscape", "8", "0")
    assert sheet.sheet_properties.pageSetUpPr.fitToPage and sheet.print_title_rows == "$1:$1"
    shown = {one: one.max - one.min + 1 for one in sheet.column_dimensions.values() if not one.hidden}
    inches = sum(one.width * 7 * count for one, count in shown.items()) / 96  # 7 dots a character of 11 points
    assert sum(shown.values()) == sheet.max_column - 1
    assert (420 / 25.4 - margins.left - margins.right) / inches >= 0.8


def test_an_office_above_brings_no_state_by_a_table(bureau: Respondent, reviewer: FlaskClient) -> None:
    begin_plan(bureau)
    book = fetch(bureau)
    fill(book, 2, status="已复核")
    answer = reviewer.post(f"/responses/{bureau.response_id}/plan/import", data={})
    assert answer.status_code == 404
