"""The cells of a workbook, read by the rules of the form, whatever a spreadsheet made of them."""

from collections.abc import Iterator
from datetime import date, datetime
from io import BytesIO
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from flask import Flask
from openpyxl.comments import Comment

from questionnaires.criteria import Checklist
from questionnaires.messages import Refused
from questionnaires.questionnaire import Questionnaire
from survey.workbooks.cell_answers import Given, read_given
from survey.workbooks.origin import Origin
from survey.workbooks.reading import read_file
from survey.workbooks.safe_opening import open_file
from survey.workbooks.writing import write_workbook
from tests.survey.browsing import ALL_KINDS
from tests.survey.workbooks.filling import Change, fill, find_cell
from tests.survey.workbooks.test_writing import list_rule, make_bases, make_questionnaire

AS_OF = date(2026, 6, 30)
ASKED = make_questionnaire()


def ask_as_saved() -> Questionnaire:
    """What was asked when LibreOffice saved its file: no quantity, and a list whose items all apply."""
    section, asked = ASKED.domains[0], ASKED.by_id["q-checklist"].criterion
    assert isinstance(asked, Checklist)
    items = tuple(one.model_copy(update={"may_not_apply": False}) for one in asked.items)
    plain = {"criterion": asked.model_copy(update={"items": items})}
    kept = [one for one in section.questions if one.id != "q-quantity"]
    questions = tuple(one.model_copy(update=plain if one.id == "q-checklist" else {}) for one in kept)
    return ASKED.replace(domains=(section.model_copy(update={"questions": questions}),))


EMPTY = write_workbook(ASKED, Origin("hash", "", "", 1), AS_OF)
SHEET = "01 能力 一"


@pytest.fixture(autouse=True)
def chinese(site: Flask) -> Iterator[None]:
    with site.test_request_context():
        yield


def read(content: bytes, asked: Questionnaire = ASKED) -> dict[str, Given]:
    return read_given(read_file(open_file(content), asked, AS_OF), asked.questions, AS_OF)


def give(cells: dict[str, Any], change: Change = lambda file: None) -> Given:
    """What a workbook says to the question of the first cell."""
    return read(fill(EMPTY, cells, change))[next(iter(cells)).split()[0]]


def value_of(cells: dict[str, Any]) -> Any:
    given = give(cells)
    assert given.faults == {} and given.answer.is_given, given.faults
    return given.answer.write_value(given.question)


def test_what_was_written_is_read_back_the_same() -> None:
    answers = {id: {**content, "remark": "说明：=1+1"} for id, content in ALL_KINDS.items()}
    bases = make_bases(ASKED, answers)
    given = read(write_workbook(ASKED, Origin("hash", "", "", 1, bases=bases), AS_OF))
    assert {id: one.answer.write(one.question) for id, one in given.items()} == answers


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("第一行_x000D_\n第二行", "第一行\n第二行"),
        ("第一行_x000d_第二行", "第一行\n第二行"),
        ("型号_x4E2D_", "型号中"),
        ("_x005F_x000D_", "_x000D_"),  # Excel's own way to write just this
        ("字_xD840__xDC00_", "字\U00020000"),
        ("a_x00_b", "a_x00_b"),
    ],
)
def test_what_excel_writes_as_a_code_is_the_character(written: str, meant: str) -> None:
    given = give({"q-yes_no value": "是", "q-yes_no value@备注": written})
    assert (given.answer.remark, given.faults) == (meant, {})


def test_an_empty_one_answers_nothing_and_has_no_fault() -> None:
    given = read(EMPTY)
    assert {id for id, one in given.items() if one.answer.is_empty and not one.faults} == set(ASKED.by_id)


@pytest.mark.parametrize(
    ("key", "typed", "value"),
    [
        ("q-yes_no value", "否", False),
        ("q-yes_no value", True, True),
        ("q-stage value", " Ｃ级 ", "C"),
        ("q-number value", 38, 38),
        ("q-number value", 12.5, 12.5),
        ("q-number value", "３８学时", 38),
        ("q-number value", "1,200", 1200),
        ("q-recency value", datetime(2026, 6, 30, 8, 30), "2026-06-30"),
        ("q-recency value", "20260630", "2026-06-30"),
        ("q-recency value", "２０２６年６月３０日", "2026-06-30"),
        ("q-done_by never", "是", None),
        ("q-text value", 20260630, "20260630"),
        ("q-text value", datetime(2026, 6, 30), "2026-06-30"),
    ],
)
def test_it_understands_what_people_and_spreadsheets_write(key: str, typed: Any, value: object) -> None:
    assert value_of({key: typed}) == value


@pytest.mark.parametrize("serial", [46203, 20260630])
def test_a_day_without_a_format_is_a_day_too(serial: int) -> None:
    """46203 is how spreadsheets count 30 June 2026; the other is what hurried people type."""
    cells = {"q-recency value": serial}
    given = give(cells, lambda file: setattr(find_cell(file, "q-recency value"), "number_format", "General"))
    assert given.answer.write(given.question) == {"value": "2026-06-30", "remark": ""}


def test_two_figures_and_a_checklist_take_all_their_rows() -> None:
    assert value_of({"q-share part": 38, "q-share whole": "５２"}) == {"part": 38, "whole": 52}
    items = {"q-checklist items:plan": "是", "q-checklist items:stock": "是"}
    assert value_of(items) == ["plan", "stock"]
    assert value_of({f"q-checklist items:{one}": "否" for one in ("plan", "team", "stock")}) == []


def test_a_figure_is_held_to_the_rules_of_the_form() -> None:
    assert value_of({"q-number value": 33.3 * 3}) == 99.9
    assert "215300" in " ".join(give({"q-rate count": 235, "q-rate base": 21.53}).faults.values())
    assert "3 或 4" in " ".join(give({"q-share part": 3.5, "q-share whole": 7}).faults.values())


def test_what_does_not_apply_is_said_with_a_reason() -> None:
    given = give({"q-rate count@不适用": "是", "q-rate count@不适用理由": "无此业务", "q-rate count@备注": "见附件"})
    assert given.answer.write(given.question) == {"not_applicable": "无此业务", "remark": "见附件"}


@pytest.mark.parametrize(
    ("cells", "place", "words"),
    [
        ({"q-number value": "=20+18"}, "F6", "公式"),
        ({"q-number value": "#REF!"}, "F6", "#REF!"),
        ({"q-number value": "约四十"}, "F6", "不是数字"),
        ({"q-number value": -1}, "F6", "负"),
        ({"q-stage value": "A级"}, "F4", "无、C级、B级"),
        ({"q-share part": 38}, "F8", "在岗人员总数"),
        ({"q-share part": 5, "q-share whole": 4}, "F7", "5"),
        ({"q-recency value": datetime(2026, 7, 1)}, "F13", "2026-07-01"),
        ({"q-recency value": "2026-06-30", "q-recency never": "是"}, "F13", "只能填一项"),
        ({"q-checklist items:team": "否"}, "F17", "逐项"),
        ({"q-text value@不适用": "是"}, "I20", "理由"),
        ({"q-text value@不适用理由": "无此业务"}, "I20", "没有选“是”"),
        ({"q-number value": 3, "q-number value@不适用": "是", "q-number value@不适用理由": "无"}, "F6", "只保留一项"),
        ({"q-text value@备注": "长" * 2001}, "F20", "2001"),
    ],
)
def test_what_is_wrong_is_said_at_its_cell(cells: dict[str, Any], place: str, words: str) -> None:
    faults = {cell.place: said for cell, said in give(cells).faults.items()}
    assert words in faults.get(place, f"{faults}")


def test_a_percentage_is_read_as_it_is_shown() -> None:
    given = give(
        {"q-number value": 0.8}, lambda file: setattr(find_cell(file, "q-number value"), "number_format", "0%")
    )
    assert "80%" in next(iter(given.faults.values()))


def test_merged_answers_are_refused_for_they_hide_one_another() -> None:
    given = give({"q-share part": 38}, lambda file: file[SHEET].merge_cells("F7:F8"))
    assert {cell.place for cell in given.faults} == {"F7", "F8"}


def test_renamed_sheets_moved_columns_and_reordered_rows_are_found() -> None:
    def disturb(file: Any) -> None:
        sheet = file[SHEET]
        sheet.title = "我的表"
        sheet.insert_cols(3)
        sheet.insert_rows(5, 2)
        sheet.move_range("A8:P8", rows=60)

    given = give({"q-number value": 38, "q-number value@备注": "好"}, disturb)
    assert given.answer.write(given.question) == {"value": 38, "remark": "好"}


def test_a_question_whose_rows_are_missing_is_broken_and_one_left_out_is_untouched() -> None:
    half = read(fill(EMPTY, {"q-share part": 38}, lambda file: file[SHEET].delete_rows(8)))
    assert "缺少部分行" in next(iter(half["q-share"].faults.values()))
    gone = read(fill(EMPTY, {}, lambda file: file[SHEET].delete_rows(7, 2)))
    assert "q-share" not in gone and "q-rate" in gone


def test_a_copied_row_that_says_something_else_is_broken() -> None:
    def copy(file: Any) -> None:
        for column, value in ((1, "q-number value"), (6, 99)):
            file[SHEET].cell(40, column).value = value

    assert "出现两次" in next(iter(give({"q-number value": 38}, copy).faults.values()))


def test_what_belongs_to_no_question_is_named() -> None:
    filled = read_file(open_file(fill(EMPTY, {}, lambda file: file[SHEET].__setitem__("F33", 7))), ASKED, AS_OF)
    assert filled.left_over == (f"{SHEET} F33",)


def read_left_over(change: Change, content: bytes = EMPTY) -> tuple[str, ...]:
    return read_file(open_file(fill(content, {}, change)), ASKED, AS_OF).left_over


def put(place: str, value: object, sheet: str = SHEET) -> Change:
    return lambda file: file[sheet].__setitem__(place, value)


@pytest.mark.parametrize("place", ["B6", "C6", "E6", "G6", "M6", "AZ6", "F4000", "XFD1048576", "I8", "J8"])
def test_what_is_typed_beside_its_cell_is_named(place: str) -> None:
    unmerged = fill(EMPTY, {}, lambda file: unmerge(file[SHEET]))
    assert read_left_over(put(place, 38), unmerged) == (f"{SHEET} {place}",)


def unmerge(sheet: Any) -> None:
    for area in list(sheet.merged_cells.ranges):
        sheet.unmerge_cells(str(area))


def test_what_is_typed_on_the_cover_or_on_an_added_sheet_is_named() -> None:
    def change(file: Any) -> None:
        file["封面和说明"]["D3"] = 38
        file.create_sheet("补充")["A1"] = "培训36学时"

    assert read_left_over(change) == ("封面和说明 D3", "补充 A1")


def test_a_comment_on_a_cell_is_named() -> None:
    comment = Comment("36学时", "办事员")
    assert read_left_over(lambda file: setattr(file[SHEET]["F6"], "comment", comment)) == (f"{SHEET} F6（批注）",)


def test_an_answer_to_a_question_that_is_not_asked_is_named() -> None:
    def change(file: Any) -> None:
        file[SHEET]["A30"], file[SHEET]["F30"] = "q-gone value", 7

    assert read_left_over(change) == (f"{SHEET} A30", f"{SHEET} F30")


def test_nothing_that_was_written_here_is_named() -> None:
    answers = {id: {**content, "remark": "说明"} for id, content in ALL_KINDS.items()}
    origin = Origin("hash", "", "", 1, "某县局", "2026年度自评", bases=make_bases(ASKED, answers))
    written = write_workbook(ASKED, origin, AS_OF)
    assert read_left_over(lambda file: None, written) == ()
    saved = (Path(__file__).parent / "files" / "saved-by-libreoffice.xlsx").read_bytes()
    assert len(read_file(open_file(saved), ask_as_saved(), AS_OF).left_over) == 0


def test_a_sheet_without_keys_is_named_with_its_answers_and_its_questions() -> None:
    def change(file: Any) -> None:
        copy = file.copy_worksheet(file[SHEET])
        unmerge(copy)
        copy.delete_cols(1)
        copy.title, copy["E6"] = "抄件", 36
        file[SHEET].delete_rows(7, 2)

    filled = read_file(open_file(fill(EMPTY, {}, change)), ASKED, AS_OF)
    assert filled.left_over == ("抄件：缺少“编号”列", "抄件 E6")
    assert [one.id for one in filled.missing] == ["q-share"]


def test_a_file_without_any_key_is_refused_by_the_name_of_the_column() -> None:
    def change(file: Any) -> None:
        unmerge(file[SHEET])
        file[SHEET].delete_cols(1)

    with pytest.raises(Refused) as caught:
        read_left_over(change)
    assert caught.value.details == {"column": "编号"}


def test_marks_of_formatting_far_away_cost_nothing() -> None:
    file = openpyxl.load_workbook(BytesIO(EMPTY))
    file[SHEET]["XFD1048576"] = "x"
    written = BytesIO()
    file.save(written)
    assert len(read(written.getvalue())) == len(ASKED.questions)


def test_what_libreoffice_saved_reads_the_same_and_keeps_its_lists_and_locks() -> None:
    """The file holds the answers of ALL_KINDS; LibreOffice Calc 7.4 opened and saved it, `q-text` being locked."""
    content = (Path(__file__).parent / "files" / "saved-by-libreoffice.xlsx").read_bytes()
    given, file = read(content, ask_as_saved()), open_file(content)
    assert {id: one.answer.write(one.question) for id, one in given.items()} == {
        id: {**content, "remark": "说明：\n=1+1"} for id, content in ALL_KINDS.items() if id != "q-quantity"
    }
    assert [find_cell(file, key).protection.locked for key in ("q-number value", "q-text value")] == [False, True]
    assert list_rule(file[SHEET], find_cell(file, "q-grade value").coordinate) == '"无,C级,B级"'
    assert file[SHEET].protection.sheet and file["origin"].sheet_state == "hidden"
