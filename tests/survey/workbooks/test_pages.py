"""A workbook downloaded, filled in without network and sent back: nothing lost, nothing overwritten unseen."""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import sqlalchemy as sa
from sqlmodel import Session, col, select

from questionnaires.questionnaire import Question, Questionnaire
from survey.installing.settings import Settings
from survey.responses.profiles import save_profile
from survey.responses.saving import list_answers, list_waiting
from survey.storage.database import writing
from survey.storage.records import TrailEntry
from survey.storage.states import Source
from survey.storage.tables import Edit, Response
from survey.workbooks.marking import WRONG
from survey.workbooks.writing import write_empty
from tests.people import Respondent, full_value
from tests.survey.answering.sample_questions import give_questions, make_question
from tests.survey.browsing import stored
from tests.survey.workbooks.filling import download, fill, find_cell, save, send, take

People = Callable[[str], Respondent]
HOURS = {"q-number value": 38}


@pytest.fixture
def clerk(every_kind: Respondent) -> Respondent:
    """A clerk who is asked one question of every kind and has answered two of them."""
    every_kind.answer("q-number", 30)
    every_kind.answer("q-yes_no", True)
    return every_kind


@pytest.fixture
def colleague(clerk: Respondent, respondent: People) -> Respondent:
    return respondent("colleague")


def count_edits(person: Respondent) -> int:
    with Session(person.engine) as session:
        return len(session.exec(select(Edit)).all())


def list_values(person: Respondent) -> dict[str, object]:
    return {id: content["value"] for id, content in stored(person).items() if content}


def waiting(person: Respondent) -> dict[str, list[dict[str, Any] | None]]:
    with Session(person.engine) as session:
        found = list_waiting(session, session.get_one(Response, person.response_id))
    return {id: [one.mine.write(person.ask(id)) for one in ones] for id, ones in found.items()}


def test_looking_through_takes_nothing_and_taking_takes_all_that_was_changed(clerk: Respondent) -> None:
    filled = fill(download(clerk), {**HOURS, "q-stage value": "B级", "q-yes_no value": None})
    page = send(clerk, filled).text
    assert "将要更改：3题" in page and "38学时" in page
    assert list_values(clerk) == {"q-number": 30, "q-yes_no": True}
    assert "已导入3个答案，另有0个待选定" in take(clerk, filled).text
    assert list_values(clerk) == {"q-number": 38, "q-stage": "B"}


def test_what_a_workbook_brought_says_so_and_the_trail_knows_the_file(clerk: Respondent) -> None:
    take(clerk, fill(download(clerk), HOURS))
    with Session(clerk.engine) as session:
        assert list_answers(session, session.get_one(Response, clerk.response_id))["q-number"].source is Source.WORKBOOK
        acts = session.exec(select(TrailEntry.act).order_by(col(TrailEntry.number))).all()
    assert acts[-3:] == ["workbook.download", "answer.save", "workbook.take"]


def test_the_same_file_twice_changes_nothing(clerk: Respondent) -> None:
    filled = fill(download(clerk), HOURS)
    take(clerk, filled)
    edits = count_edits(clerk)
    assert "将要更改：0题" in send(clerk, filled).text
    take(clerk, filled)
    assert (count_edits(clerk), waiting(clerk)) == (edits, {})


def test_an_old_file_does_not_undo_what_was_answered_after_it_was_taken(clerk: Respondent) -> None:
    filled = fill(download(clerk), HOURS)
    take(clerk, filled)
    clerk.answer("q-number", 45, base=2)
    take(clerk, filled)
    assert (list_values(clerk)["q-number"], waiting(clerk)) == (45, {})


def test_what_both_changed_is_kept_twice_until_somebody_chooses(clerk: Respondent, colleague: Respondent) -> None:
    filled = fill(download(clerk), {**HOURS, "q-stage value": "B级"})
    colleague.answer("q-number", 41, base=1)
    page = take(clerk, filled).text
    assert list_values(clerk) == {"q-number": 41, "q-yes_no": True, "q-stage": "B"}
    assert waiting(clerk) == {"q-number": [{"value": 38, "remark": ""}]}
    assert "41学时" in page and "38学时" in page and "工作簿导入" in page and "网页填写" in page


@pytest.mark.parametrize(("side", "value"), [("mine", 38), ("theirs", 41)])
def test_the_choice_stands_and_the_same_file_does_not_ask_again(
    clerk: Respondent, colleague: Respondent, side: str, value: int
) -> None:
    filled = fill(download(clerk), HOURS)
    colleague.answer("q-number", 41, base=1)
    edit = take(clerk, filled).text.split('name="edit_id" value="')[1].split('"')[0]
    here = f"/responses/{clerk.response_id}/workbook"
    chosen = {"edit_id": edit, "take": side, "next": here}
    settled = clerk.client.post(f"/responses/{clerk.response_id}/answers/q-number/settle", data=chosen)
    assert settled.location == here
    take(clerk, filled)
    assert (list_values(clerk)["q-number"], waiting(clerk)) == (value, {})


def test_a_remark_and_an_answer_that_changed_apart_are_put_together(clerk: Respondent, colleague: Respondent) -> None:
    filled = fill(download(clerk), {"q-number value@备注": "含线上培训"})
    colleague.answer("q-number", 41, base=1)
    take(clerk, filled)
    assert (stored(clerk)["q-number"], waiting(clerk)) == ({"value": 41, "remark": "含线上培训"}, {})


def test_what_others_changed_to_the_same_is_no_conflict(clerk: Respondent, colleague: Respondent) -> None:
    filled = fill(download(clerk), HOURS)
    colleague.answer("q-number", 38, base=1)
    take(clerk, filled)
    assert waiting(clerk) == {}


def test_wrong_cells_come_back_marked_and_all_else_is_taken(clerk: Respondent) -> None:
    filled = fill(download(clerk), {**HOURS, "q-share part": 5, "q-share whole": 4, "q-stage value": "特级"})
    assert "有误，未导入：2题" in take(clerk, filled).text
    assert list_values(clerk) == {"q-number": 38, "q-yes_no": True}
    file = open_marked(clerk)
    wrong = [find_cell(file, key) for key in ("q-share part", "q-stage value")]
    assert [cell.fill.fgColor.rgb for cell in wrong] == [WRONG, WRONG]
    assert [cell.value for cell in wrong] == [5, "特级"]
    assert "部分数 5 大于总数 4" in find_cell(file, "q-share part", "核对意见").value


def open_marked(person: Respondent) -> openpyxl.Workbook:
    answer = person.client.get(f"/responses/{person.response_id}/workbook/marked.xlsx")
    return openpyxl.load_workbook(BytesIO(answer.data))


def test_a_marked_workbook_that_is_mended_is_taken_without_a_conflict(clerk: Respondent) -> None:
    take(clerk, fill(download(clerk), {**HOURS, "q-stage value": "特级"}))
    file = open_marked(clerk)
    find_cell(file, "q-stage value").value = "B级"
    find_cell(file, "q-number value").value = 39
    assert "已导入2个答案，另有0个待选定" in take(clerk, save(file)).text
    assert list_values(clerk) == {"q-number": 39, "q-yes_no": True, "q-stage": "B"}


def test_marks_are_gone_when_the_cell_is_right(clerk: Respondent) -> None:
    send(clerk, fill(download(clerk), {"q-stage value": "特级"}))
    file = open_marked(clerk)
    find_cell(file, "q-stage value").value = "B级"
    find_cell(file, "q-number value").value = "=1"
    send(clerk, save(file))
    again = open_marked(clerk)
    assert find_cell(again, "q-stage value").fill.fgColor.rgb != WRONG
    assert find_cell(again, "q-stage value", "核对意见").value is None
    assert "公式" in find_cell(again, "q-number value", "核对意见").value


def test_a_workbook_of_another_bureau_is_refused_by_name(clerk: Respondent, respondent: People) -> None:
    answer = send(clerk, download(respondent("sibling")))
    assert answer.status_code == 422
    assert "该工作簿属于“托克托县市场监督管理局，2026年度自评”，此处是“土默特左旗市场监督管理局" in answer.text


def test_an_empty_workbook_is_taken_for_its_own_notice_and_level_only(
    clerk: Respondent, every_kind: Respondent
) -> None:
    asked: Questionnaire = every_kind.questionnaire
    assert "将要更改：1题" in send(clerk, fill(write_empty(asked), {"q-stage value": "B级"})).text
    other = asked.model_copy(update={"level_name": "盟市"})
    assert "的问卷，此处应填" in send(clerk, write_empty(other)).text


def test_an_empty_workbook_overwrites_nothing(clerk: Respondent, every_kind: Respondent) -> None:
    take(clerk, fill(write_empty(every_kind.questionnaire), HOURS))
    assert list_values(clerk) == {"q-number": 30, "q-yes_no": True}
    assert waiting(clerk) == {"q-number": [{"value": 38, "remark": ""}]}


def test_what_is_locked_is_refused_by_name(clerk: Respondent, colleague: Respondent) -> None:
    filled = fill(download(clerk), HOURS)
    for question in clerk.questionnaire.questions:
        if question.id not in list_values(clerk):
            clerk.answer(question.id, full_value(question))
    clerk.submit()
    page = take(clerk, filled).text
    assert "已锁定，未导入" in page and "本县的number情况如何" in page
    assert list_values(clerk)["q-number"] == 30


def test_a_head_reads_the_workbook_and_fills_in_nothing(clerk: Respondent, respondent: People) -> None:
    file = openpyxl.load_workbook(BytesIO(download(respondent("head"))))
    cell = find_cell(file, "q-number value")
    assert (cell.value, cell.protection.locked) == (30, True)


@contextmanager
def stopped_half_way(engine: sa.Engine) -> Iterator[None]:
    """The second answer that is changed cannot be written."""
    written: list[str] = []

    def stop(connection: Any, cursor: Any, statement: str, *rest: object) -> None:
        if statement.startswith("UPDATE storedanswer"):
            written.append(statement)
            if len(written) == 2:
                raise RuntimeError("stopped half way")

    sa.event.listen(engine, "before_cursor_execute", stop)
    yield
    sa.event.remove(engine, "before_cursor_execute", stop)


def test_all_of_an_upload_is_taken_or_nothing(clerk: Respondent) -> None:
    filled, before = fill(download(clerk), {**HOURS, "q-yes_no value": "否"}), count_edits(clerk)
    with stopped_half_way(clerk.engine):
        assert take(clerk, filled).status_code == 500
    assert (list_values(clerk), count_edits(clerk)) == ({"q-number": 30, "q-yes_no": True}, before)
    take(clerk, filled)
    assert list_values(clerk) == {"q-number": 38, "q-yes_no": False}


def test_a_dropped_upload_leaves_nothing_behind(clerk: Respondent, settings: Settings) -> None:
    page = send(clerk, fill(download(clerk), HOURS)).text
    digest = page.split('name="digest" value="')[1].split('"')[0]
    dropped = {"digest": digest, "drop": "y"}
    clerk.client.post(f"/responses/{clerk.response_id}/workbook/take", data=dropped)
    assert list(Path(settings.data_folder, "uploads").iterdir()) == []
    assert list_values(clerk)["q-number"] == 30


def test_an_upload_that_is_gone_or_changed_is_not_taken(clerk: Respondent) -> None:
    send(clerk, fill(download(clerk), HOURS))
    page = f"/responses/{clerk.response_id}/workbook/take"
    answer = clerk.client.post(page, data={"digest": "another", "take": "y"}, follow_redirects=True)
    assert "本次上传已失效" in answer.text
    assert list_values(clerk)["q-number"] == 30


def test_the_page_counts_the_questions_of_the_file_and_names_the_missing(clerk: Respondent) -> None:
    def change(file: Any) -> None:
        sheet = find_cell(file, "q-number value").parent
        sheet["AB3"] = "36学时"
        sheet.delete_rows(find_cell(file, "q-number value").row)

    page = send(clerk, fill(download(clerk), {}, change)).text
    asked = len(clerk.questionnaire.questions) - 1  # the other one is a basic figure
    assert f"找到{asked - 1}题，另有1项基础数据；应有{asked}题，另有1项基础数据。" in page and "AB3" in page
    assert f"未更改：{asked - 1}题，另有1项基础数据" in page
    assert "本县的number情况如何" in page.split("文件中没有下列题目")[1]


def test_a_workbook_without_its_keys_is_refused_with_words(clerk: Respondent) -> None:
    def change(file: Any) -> None:
        for sheet in file.worksheets[1:-2]:
            for area in list(sheet.merged_cells.ranges):
                sheet.unmerge_cells(str(area))
            sheet.delete_cols(1)

    answer = send(clerk, fill(download(clerk), HOURS, change))
    assert (answer.status_code, "“编号”列已缺失" in answer.text) == (422, True)


def test_what_the_profile_does_not_ask_any_more_is_named_and_not_taken(bureau: Respondent) -> None:
    give_questions(bureau, tuple(make_cited(bureau, kind) for kind in ("number", "yes_no")))
    filled = fill(download(bureau), {**HOURS, "q-yes_no value": "否"})
    with writing(bureau.engine) as session:
        session.get_one(Response, bureau.response_id).profile = {"has_yes_no": False}
    page = take(bureau, filled).text
    assert "按单位情况，下列题目不适用于贵单位" in page and "本县的yes_no情况如何" in page
    assert list_values(bureau) == {"q-number": 38}


def make_cited(person: Respondent, kind: str) -> Question:
    return make_question(kind, document=person.questionnaire.document, applies_if=f"has_{kind}")


def test_what_does_not_apply_to_the_bureau_is_not_missed(bureau: Respondent) -> None:
    """The questionnaire has a question on manufacturers; the bureau has none."""
    facts = {fact.id: False for fact in bureau.questionnaire.facts}
    save_profile(bureau.engine, bureau.response_id, facts, 0, bureau.id)
    page = send(bureau, download(bureau)).text
    [counts] = re.findall(r"找到(\d+)题，另有(\d+)项基础数据；应有(\d+)题，另有(\d+)项基础数据。", page)
    found, figures, wanted, wanted_figures = map(int, counts)
    assert (found, figures) == (wanted, wanted_figures)
    assert found + figures == len(bureau.questionnaire.questions)
