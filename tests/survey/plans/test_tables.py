"""A plan as a table that goes out, is filled in, and comes back while others work on."""

import io
import re
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import openpyxl
import pytest
from flask.testing import FlaskClient
from sqlmodel import Session

from survey.plans.keeping import set_due
from survey.plans.table import TablePlan, plan_table
from survey.sheets.imports import Shelf
from survey.storage.states import PlanStatus, Role
from survey.storage.tables import Response
from tests.machine import TODAY
from tests.people import Respondent
from tests.survey.plans.planning import (
    LATER,
    PROMISE,
    begin_plan,
    change,
    draft,
    find_item,
    finish,
    hand_in,
    items,
    promise_all,
    step,
)

MEASURE, OFFICE, OWNER, START, DUE = "整改措施", "责任科室", "责任人", "开始时间", "时限"
STATUS, REASON, PROGRESS = "状态", "无法按期的理由", "本次进展"


def fetch(bureau: Respondent) -> Any:
    """The table as a workbook that is open."""
    answer = bureau.client.get(f"/responses/{bureau.response_id}/plan.xlsx")
    assert answer.status_code == 200
    return openpyxl.load_workbook(io.BytesIO(answer.data))


def places(book: Any) -> dict[str, int]:
    return {str(cell.value): cell.column for cell in book.active[1]}


COLUMNS = {
    **{"item": "事项", "measure": MEASURE, "office": OFFICE, "owner": OWNER, "start": START, "due": DUE},
    **{"status": STATUS, "reason": REASON, "progress": PROGRESS},
}


def fill(book: Any, row: int, **cells: Any) -> None:
    columns = places(book)
    for name, value in cells.items():
        book.active.cell(row, columns[COLUMNS[name]]).value = value


def pack(book: Any) -> bytes:
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def read(bureau: Respondent, content: bytes) -> TablePlan:
    with Session(bureau.engine) as session:
        return plan_table(session, session.get_one(Response, bureau.response_id), content, Role.CLERK)


def send(bureau: Respondent, content: bytes) -> Any:
    return bureau.client.post(
        f"/responses/{bureau.response_id}/plan/import", data={"file": (io.BytesIO(content), "台账.xlsx")}
    )


def confirm(bureau: Respondent, page: str, **chosen: str) -> Any:
    action = re.search(r'action="(/responses/\d+/plan/import/[0-9a-f]{64})"', page)
    mark = re.search(r'name="mark" value="([0-9a-f]{64})"', page)
    assert action and mark
    return bureau.client.post(action[1], data={"mark": mark[1], **chosen}, follow_redirects=True)


def test_what_goes_out_comes_back_as_it_is(bureau: Respondent) -> None:
    begin_plan(bureau)
    plan = read(bureau, pack(fetch(bureau)))
    assert (plan.faults, plan.changes, plan.unchanged, plan.unused) == ((), (), 4, ())


def test_words_that_a_spreadsheet_would_take_for_a_formula_come_back_as_they_are(bureau: Respondent) -> None:
    hand_in(bureau)
    draft(bureau)
    promise_all(bureau, replace(PROMISE, measure="=印发制度", resources="'甲"))
    book = fetch(bureau)
    assert book.active.cell(2, places(book)[MEASURE]).value == "'=印发制度"
    assert read(bureau, pack(book)).changes == ()


def test_a_table_changes_and_adds_in_one_go(bureau: Respondent) -> None:
    begin_plan(bureau)
    book = fetch(bureau)
    fill(book, 2, owner="李四", due="2027年3月1日")
    fill(book, 6, item="人员培训", measure="举办培训班", owner="王五")
    page = send(bureau, pack(book))
    assert page.status_code == 200
    assert "将改动：1项" in page.text and "新增：1项" in page.text
    assert confirm(bureau, page.text).status_code == 200
    first, new = items(bureau)[0], items(bureau)[-1]
    assert (first.owner, str(first.due), first.office) == ("李四", "2027-03-01", "药品股")
    assert (new.title, new.measure, new.question_id) == ("人员培训", "举办培训班", None)
    confirm(bureau, page.text)
    assert len(items(bureau)) == 5  # sent twice is once


def test_what_two_changed_apart_is_merged(bureau: Respondent) -> None:
    begin_plan(bureau)
    book = fetch(bureau)
    item = items(bureau)[0]
    change(bureau, item, office="稽查队")
    fill(book, 2, owner="李四")
    page = send(bureau, pack(book)).text
    confirm(bureau, page)
    first = items(bureau)[0]
    assert (first.office, first.owner) == ("稽查队", "李四")


@pytest.mark.parametrize(("side", "owner"), [("mine", "李四"), ("theirs", "王五")])
def test_what_two_changed_otherwise_is_chosen_by_a_person(bureau: Respondent, side: str, owner: str) -> None:
    begin_plan(bureau)
    book = fetch(bureau)
    item = items(bureau)[0]
    change(bureau, item, owner="王五")
    fill(book, 2, owner="李四", office="办公室")
    page = send(bureau, pack(book)).text
    assert confirm(bureau, page).status_code == 422  # nothing chosen, nothing kept
    assert confirm(bureau, page, **{f"{item.id}-owner": "both"}).status_code == 422  # no word of the form
    assert items(bureau)[0].office == "药品股"
    confirm(bureau, page, **{f"{item.id}-owner": side})
    first = items(bureau)[0]
    assert (first.owner, first.office) == (owner, "办公室")


def test_a_table_that_a_second_tab_takes_at_once_is_told_as_taken(
    bureau: Respondent, monkeypatch: pytest.MonkeyPatch
) -> None:
    begin_plan(bureau)
    book = fetch(bureau)
    fill(book, 2, owner="李四")
    page = send(bureau, pack(book)).text
    monkeypatch.setattr(Shelf, "drop", lambda *_: None)  # as the second one finds it
    assert "新增0项，修改1项" in confirm(bureau, page).text
    again = confirm(bureau, page)
    assert again.status_code == 200 and "该文件已经导入" in again.text


def test_what_changed_since_it_was_looked_through_is_looked_through_again(bureau: Respondent) -> None:
    begin_plan(bureau)
    book = fetch(bureau)
    fill(book, 2, owner="李四")
    page = send(bureau, pack(book)).text
    item = items(bureau)[0]
    change(bureau, item, owner="王五")
    assert confirm(bureau, page).status_code == 409
    assert items(bureau)[0].owner == "王五"


def _spoil_day(book: Any) -> None:
    fill(book, 2, due="三月")


def _spoil_year(book: Any) -> None:
    fill(book, 2, due="20991231")
    fill(book, 3, due="21000101")


def _spoil_length(book: Any) -> None:
    fill(book, 2, owner="长" * 61)


def _spoil_order(book: Any) -> None:
    fill(book, 2, start=str(LATER + timedelta(days=1)))


def _spoil_key(book: Any) -> None:
    book.active.cell(2, 1).value = "甲"


def _spoil_plan(book: Any) -> None:
    book.active.cell(2, 1).value = "999999-1.1"


def _spoil_item(book: Any) -> None:
    book.active.cell(2, 1).value = book.active.cell(2, 1).value.replace(".", "99.")


def _repeat_row(book: Any) -> None:
    book.active.cell(3, 1).value = book.active.cell(2, 1).value


def _leave_title(book: Any) -> None:
    fill(book, 6, measure="培训")


def _repeat_title(book: Any) -> None:
    fill(book, 6, item="培训")
    fill(book, 7, item="培训")


def _drop_keys(book: Any) -> None:
    book.active.delete_cols(1)


FAULTS: dict[Callable[[Any], None], tuple[int, str, str]] = {  # row, column, words
    _spoil_day: (2, DUE, "“三月”"),
    _spoil_year: (3, DUE, "2000年至2099年"),
    _spoil_length: (2, OWNER, "60"),
    _spoil_order: (2, START, "开始时间晚于时限"),
    _spoil_key: (2, "编号（请勿改动）", "首列已被改动"),
    _spoil_plan: (2, "编号（请勿改动）", "另一份台账"),
    _spoil_item: (2, "编号（请勿改动）", "已没有此事项"),
    _repeat_row: (3, "编号（请勿改动）", "已在第2行"),
    _leave_title: (6, "事项", "事项名称"),
    _repeat_title: (7, "事项", "已在第6行"),
    _drop_keys: (0, "编号（请勿改动）", "首列已缺失"),
}


@pytest.mark.parametrize("spoil", FAULTS, ids=lambda spoil: spoil.__name__)
def test_what_is_wrong_is_told_by_its_cell_and_nothing_is_kept(
    bureau: Respondent, spoil: Callable[[Any], None]
) -> None:
    begin_plan(bureau)
    book = fetch(bureau)
    spoil(book)
    page = send(bureau, pack(book))
    row, column, words = FAULTS[spoil]
    assert page.status_code == 422
    told = re.findall(r'<td class="number">([^<]*)</td><td>([^<]*)</td><td>([^<]*)</td>', page.text)
    assert [(place, name) for place, name, _ in told] == [(str(row) if row else "文件", column)]
    assert words in told[0][2]
    assert {one.owner for one in items(bureau)} == {"张伟"}


def test_what_is_done_or_set_from_above_is_not_changed_by_a_table(bureau: Respondent) -> None:
    begin_plan(bureau)
    finish(bureau, "q-1")
    item = find_item(bureau, "q-2")
    city = bureau.find(Role.CITY_REVIEWER)
    set_due(bureau.engine, bureau.response_id, item.id, item.version, TODAY + timedelta(days=9), city)
    book = fetch(bureau)
    fill(book, 3, owner="李四")
    fill(book, 4, due="2028-01-01")
    plan = read(bureau, pack(book))
    assert [one.row for one in plan.faults] == [3, 4]


def test_an_emptied_cell_empties_and_a_deleted_row_changes_nothing(bureau: Respondent) -> None:
    begin_plan(bureau)
    book = fetch(bureau)
    fill(book, 2, due=None)
    book.active.delete_rows(3)
    page = send(bureau, pack(book)).text
    confirm(bureau, page)
    assert items(bureau)[0].due is None
    assert [one.owner for one in items(bureau)] == ["张伟"] * 4


def test_the_reviewer_takes_the_table_but_sends_none(bureau: Respondent, reviewer: FlaskClient) -> None:
    begin_plan(bureau)
    step(bureau, "q-1", PlanStatus.UNDER_WAY)
    assert reviewer.get(f"/responses/{bureau.response_id}/plan.xlsx").status_code == 200
    assert reviewer.get(f"/responses/{bureau.response_id}/plan/import").status_code == 404


def test_a_new_row_named_as_an_item_about_a_question_is_told(bureau: Respondent) -> None:
    hand_in(bureau)
    draft(bureau)
    book = fetch(bureau)
    fill(book, 6, item="事项0", measure="另一项措施")
    found = read(bureau, pack(book))
    assert [(one.row, str(one.column)) for one in found.faults] == [(6, "Item")]


def test_the_table_of_another_plan_is_told_in_one_sentence(bureau: Respondent) -> None:
    hand_in(bureau)
    draft(bureau)
    book = fetch(bureau)
    for row in range(2, 6):
        book.active.cell(row, 1).value = f"{bureau.response_id + 1}-{row}.1"
    faults = read(bureau, pack(book)).faults
    assert [(one.row, str(one.why)) for one in faults] == [
        (0, "The file is the table of another plan. Export this one, and fill in that.")
    ]
