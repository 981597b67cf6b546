"""The questionnaire as a workbook: every question with its cells, lists and locks, and nothing that runs."""

import json
from datetime import date, datetime
from io import BytesIO
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from questionnaires.answers import read_answer
from questionnaires.generator import build_questionnaire
from questionnaires.loading import load_library
from questionnaires.questionnaire import Questionnaire, Section
from run import main
from survey.workbooks.columns import ANSWER, COLUMNS, FIRST_ROW, PLACES
from survey.workbooks.origin import Base, Origin, pack, unpack
from survey.workbooks.writing import write_empty, write_workbook
from tests.survey.answering.sample_questions import CRITERIA, make_question
from tests.survey.browsing import ALL_KINDS

AS_OF = date(2026, 6, 30)


def make_questionnaire(**rest: Any) -> Questionnaire:
    """One question of every kind on one sheet."""
    whole = build_questionnaire(load_library(), "inner-mongolia-2022-26", "county")
    questions = tuple(make_question(kind, document=whole.document, **rest) for kind in CRITERIA)
    section = Section(id="N01", title="能力/一", aspect="", questions=questions)
    return whole.model_copy(update={"domains": (section,)})


def make_bases(asked: Questionnaire, contents: dict[str, dict[str, Any]]) -> dict[str, Base]:
    return {id: Base(1, read_answer(asked.by_id[id], content, AS_OF)) for id, content in contents.items()}


def write(contents: dict[str, dict[str, Any]] | None = None, locked: tuple[str, ...] = ()) -> Workbook:
    asked = make_questionnaire()
    bases = make_bases(asked, contents or {})
    written = write_workbook(asked, Origin("hash", "", "", 1, bases=bases), AS_OF, locked.__contains__)
    return openpyxl.load_workbook(BytesIO(written))


def cell_of(sheet: Worksheet, key: str, label: str = ANSWER) -> openpyxl.cell.Cell:
    row = next(row for row in range(1, sheet.max_row + 1) if sheet.cell(row, 1).value == key)
    cell = sheet.cell(row, PLACES[label] + 1)
    assert isinstance(cell, openpyxl.cell.Cell)
    return cell


def list_rule(sheet: Worksheet, place: str) -> str | None:
    found = [rule for rule in sheet.data_validations.dataValidation if place in rule.sqref]
    return str(found[0].formula1) if found else None


@pytest.fixture(scope="module")
def sheet() -> Worksheet:
    answers = {id: {**content, "remark": ""} for id, content in ALL_KINDS.items()}
    return write(answers)["01 能力 一"]


def test_every_field_has_a_row_with_its_key(sheet: Worksheet) -> None:
    keys = [sheet.cell(row, 1).value for row in range(FIRST_ROW + 1, sheet.max_row)]  # the last row is a line
    assert keys[:5] == ["q-yes_no value", "q-stage value", "q-grade value", "q-number value", "q-share part"]
    assert keys[8:12] == ["q-growth baseline", "q-growth current", "q-recency value", "q-recency never"]
    assert keys[-8:-6] == ["q-checklist items:plan", "q-checklist items:team"]
    assert keys[-6:-4] == ["q-checklist why_team", "q-checklist items:stock"]
    assert keys[-4:] == ["q-text value", "q-quantity value", "q-quantity not_kept", "q-quantity why"]


@pytest.mark.parametrize(
    ("key", "stands"),
    [
        ("q-yes_no value", "是"),
        ("q-stage value", "B级"),
        ("q-number value", 38),
        ("q-rate base", 250000),
        ("q-recency value", datetime(2026, 6, 30)),
        ("q-recency never", None),
        ("q-done_by never", "是"),
        ("q-checklist items:plan", "是"),
        ("q-checklist items:team", "否"),
        ("q-text value", None),
    ],
)
def test_what_was_answered_stands_in_the_cells(sheet: Worksheet, key: str, stands: object) -> None:
    assert cell_of(sheet, key).value == stands


def test_what_does_not_apply_stands_with_its_reason(sheet: Worksheet) -> None:
    found = [cell_of(sheet, "q-text value", label).value for label in ("不适用", "不适用理由")]
    assert found == ["是", "无此业务"]


def test_a_question_is_there_with_clause_target_unit_and_what_to_attach(sheet: Worksheet) -> None:
    words = [cell_of(sheet, "q-number value", label).value for label in list(COLUMNS)[1:4]]
    assert words == ["4", "【二（八）】本县的number情况如何？", "不少于40学时"]
    assert cell_of(sheet, "q-number value", "单位或填法").value == "学时"
    assert cell_of(sheet, "q-number value", "说明和应附材料").value == "证明材料"


def test_a_level_that_the_notice_does_not_name_is_told_at_the_question() -> None:
    asked = make_questionnaire(levels_basis="assumed")
    written = write_workbook(asked, Origin("hash", "", "", 1, bases={}), AS_OF, lambda _: False)
    sheet = openpyxl.load_workbook(BytesIO(written))["01 能力 一"]
    assert cell_of(sheet, "q-number value", "题目").value == "【二（八）】本县的number情况如何？（层级为推定）"


def test_a_domain_has_the_number_of_the_form_also_where_an_earlier_one_does_not_apply() -> None:
    questionnaire = build_questionnaire(load_library(), "shanxi-2021-101", "county")
    later = questionnaire.domains[2]
    part = questionnaire.keep_domain(later.id)
    book = openpyxl.load_workbook(BytesIO(write_empty(part)))
    [name] = [one for one in book.sheetnames if later.title[:10] in one]
    assert name.startswith("03 ")
    assert book[name]["B1"].value == f"3 {later.title}"


def test_choices_have_lists_and_figures_and_days_have_bounds(sheet: Worksheet) -> None:
    rules = {key: list_rule(sheet, cell_of(sheet, key).coordinate) for key in ("q-yes_no value", "q-grade value")}
    assert list_rule(sheet, cell_of(sheet, "q-checklist items:team").coordinate) == '"是,否,不涉及,未发生"'
    assert rules == {"q-yes_no value": '"是,否"', "q-grade value": '"无,C级,B级"'}
    assert list_rule(sheet, cell_of(sheet, "q-number value").coordinate) == "0"
    assert list_rule(sheet, cell_of(sheet, "q-recency value").coordinate) == "18172"  # 1 October 1949


def test_only_the_cells_to_fill_in_are_open(sheet: Worksheet) -> None:
    assert sheet.protection.sheet and sheet.protection.password is None
    assert sheet.column_dimensions["A"].hidden
    assert not cell_of(sheet, "q-number value").protection.locked
    assert [cell_of(sheet, "q-number value", label).protection.locked for label in ("编号", "题目", "核对意见")] == [
        True
    ] * 3


def test_a_frozen_question_is_locked() -> None:
    sheet = write(locked=("q-number",))["01 能力 一"]
    assert cell_of(sheet, "q-number value").protection.locked
    assert not cell_of(sheet, "q-stage value").protection.locked


def test_the_head_of_the_table_stays_and_the_sheet_prints_on_a4_across(sheet: Worksheet) -> None:
    assert (sheet.freeze_panes, sheet.print_title_rows) == ("A3", "$1:$2")
    setup, fits = sheet.page_setup, sheet.sheet_properties.pageSetUpPr
    assert (setup.paperSize, setup.orientation, setup.fitToHeight) == (9, "landscape", 0)  # any number high
    assert fits is not None and fits.fitToPage


def test_the_hidden_sheet_says_what_stood_as_it_is_stored() -> None:
    asked, stored = make_questionnaire(), {"remark": "约数", "value": {"part": 38, "whole": 52}}
    packed = dict(pack(Origin("hash", "", "", 1, bases=make_bases(asked, {"q-share": stored})), asked))
    assert packed["base q-share"] == json.dumps({"version": 1, "content": stored}, ensure_ascii=False)
    assert unpack(packed, asked, AS_OF).find_base("q-share").answer.write(asked.by_id["q-share"]) == stored


def test_nothing_that_was_typed_becomes_a_formula() -> None:
    typed = '=HYPERLINK("x")'
    sheet = write({"q-text": {"value": typed, "remark": "@SUM(1)"}})["01 能力 一"]
    cells = [cell_of(sheet, "q-text value"), cell_of(sheet, "q-text value", "备注")]
    assert [(cell.value, cell.data_type, cell.number_format) for cell in cells] == [
        (typed, "s", "@"),
        ("@SUM(1)", "s", "@"),
    ]


def test_a_list_that_is_too_long_for_a_rule_is_kept_on_a_sheet() -> None:
    steps = [{"value": f"S{n}", "label": f"第{n}档，" + "长" * 50} for n in range(10)]
    asked = make_questionnaire(criterion={"kind": "stage", "options": steps})
    written = write_workbook(asked, Origin("hash", "", ""), AS_OF)
    file = openpyxl.load_workbook(BytesIO(written))
    assert list_rule(file["01 能力 一"], "F3") == "options_q_yes_no"
    assert file.defined_names["options_q_yes_no"].attr_text == "options!$A$1:$A$10"
    assert file["options"].sheet_state == "veryHidden"


def test_the_cover_says_how_and_leads_to_the_sheets() -> None:
    cover = write()["封面和说明"]
    assert cover["A1"].value == "药监能力自评问卷"
    links = [cell.hyperlink.location for row in cover.iter_rows() for cell in row if cell.hyperlink]
    assert links == ["'01 能力 一'!A1"]
    facts = {row[0].value: row[1].value for row in cover.iter_rows()}
    assert facts["考核年度"] == "2025年（1月1日至12月31日）"


def test_the_command_writes_an_empty_one(tmp_path: Path) -> None:
    target = tmp_path / "asked.xlsx"
    command = ["questionnaire", "inner-mongolia-2022-26", "--level", "county", "--format", "xlsx", "-o", str(target)]
    assert main(command) == 0
    file = openpyxl.load_workbook(target)
    domains = build_questionnaire(load_library(), "inner-mongolia-2022-26", "county").domains
    assert len(file.sheetnames) == 1 + len(domains) + 2  # the cover, the domains, what is hidden
