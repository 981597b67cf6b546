"""Workbooks to fill in: a cover, a sheet per domain, the options and the origin hidden. The only place that knows
XlsxWriter.

Words are written as words and cells for words are formatted as text, so that nothing that anyone typed becomes a
formula, not even when the cell is edited. Sheets are protected without a password: against slips, not against people.
"""

import math
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from io import BytesIO
from typing import Any

import xlsxwriter

from questionnaires.questionnaire import Question, Questionnaire, Section
from survey.workbooks.cell_rules import fits_inline, make_rule, name_options
from survey.workbooks.claims_sheet import TITLE as CLAIMS
from survey.workbooks.claims_sheet import write_claims_sheet
from survey.workbooks.columns import (
    ANSWER,
    COLUMNS,
    FINDING,
    FIRST_ROW,
    KEY,
    LINE,
    OPTIONS_SHEET,
    ORIGIN_SHEET,
    PER_ROW,
    PLACES,
    count_lines,
)
from survey.workbooks.cover import number_domain, write_cover
from survey.workbooks.layout import CellKind, Slot, fill_slots, list_beside, list_slots
from survey.workbooks.origin import Origin, pack
from survey.workbooks.own_words import say_question

LONGEST_NAME = 31
MOST_LINES = 28  # 409 points is the highest that a row can be
FORBIDDEN = re.compile(r"[\[\]:*?/\\']")
PROTECTION = {"format_cells": True, "format_columns": True, "format_rows": True}
# Lines above and at the left only: openpyxl is slow with merged cells, by the sides that have a line.
ABOVE = {"top": 1, "top_color": "#B6BFC8"}
PLAIN = {"font_size": 10, "valign": "top", "text_wrap": True, **ABOVE, "left": 1, "left_color": "#B6BFC8"}
FILL_IN = {**PLAIN, "locked": False, "bg_color": "#FFF9E5"}
FORMATS: dict[str, dict[str, Any]] = {
    "title": {"bold": True, "font_size": 14, "valign": "vcenter"},
    "line": {"font_size": 11, "valign": "top", "text_wrap": True},
    "name": {"font_size": 11, "valign": "top", "font_color": "#56606B"},
    "header": {**PLAIN, "bold": True, "valign": "vcenter", "bg_color": "#1D4E7A", "font_color": "#FFFFFF"},
    "locked": PLAIN,
    "end": ABOVE,
    "frozen": {**PLAIN, "bg_color": "#EEF0F2", "num_format": "@"},
    CellKind.CHOICE: FILL_IN,
    CellKind.FIGURE: {**FILL_IN, "num_format": "General", "align": "right"},
    CellKind.DAY: {**FILL_IN, "num_format": "yyyy-mm-dd", "align": "left"},
    CellKind.WORDS: {**FILL_IN, "num_format": "@"},
}


@dataclass(frozen=True)
class _Book:
    """A workbook being written, for whom, and what of it is locked."""

    file: Any
    formats: Mapping[str, Any]
    questionnaire: Questionnaire
    origin: Origin
    as_of: date | None
    is_locked: Callable[[str], bool]


def write_workbook(
    questionnaire: Questionnaire,
    origin: Origin,
    as_of: date | None = None,
    is_locked: Callable[[str], bool] = lambda question_id: False,
    are_claims_locked: bool = False,
) -> bytes:
    """The workbook of a response, with the answers and claims of its origin in it."""
    written = BytesIO()
    with xlsxwriter.Workbook(written, {"in_memory": True}) as file:
        formats = {name: file.add_format(given) for name, given in FORMATS.items()}
        book = _Book(file, formats, questionnaire, origin, as_of, is_locked)
        numbers = questionnaire.domain_numbers
        names = {section.id: name_sheet(numbers[section.id], section) for section in questionnaire.domains}
        write_cover(_add_sheet(book, "封面和说明"), formats, questionnaire, origin, as_of, names)
        for section in questionnaire.domains:
            _write_section(book, _add_sheet(book, names[section.id]), section)
        if (scheme := questionnaire.scheme) is not None and scheme.bonus:
            write_claims_sheet(_add_sheet(book, CLAIMS), formats, scheme, origin.claims, are_claims_locked)
        _write_options(book)
        _write_origin(book)
    return written.getvalue()


def write_empty(questionnaire: Questionnaire) -> bytes:
    """A workbook that belongs to no response yet."""
    return write_workbook(
        questionnaire,
        Origin(questionnaire.content_hash(), questionnaire.source.title, questionnaire.level_name),
    )


def name_sheet(number: int, section: Section) -> str:
    """A name that spreadsheets allow: 31 characters, some signs not, each once."""
    return f"{number:02d} {FORBIDDEN.sub(' ', section.title)}"[:LONGEST_NAME].strip()


def _add_sheet(book: _Book, name: str) -> Any:
    sheet = book.file.add_worksheet(name)
    sheet.protect("", PROTECTION)
    sheet.set_landscape()
    sheet.set_paper(9)  # A4
    sheet.fit_to_pages(1, 0)
    sheet.set_margins(left=0.4, right=0.4, top=0.6, bottom=0.6)
    sheet.set_footer("&L&A&R第&P页，共&N页")
    return sheet


def _write_section(book: _Book, sheet: Any, section: Section) -> None:
    """Write a domain's questions."""
    for label, place in PLACES.items():
        sheet.set_column(place, place, COLUMNS[label], None, {"hidden": label in (KEY, FINDING)})
        sheet.write_string(FIRST_ROW - 1, place, label, book.formats["header"])
    title = number_domain(book.questionnaire, section)
    sheet.write_string(0, 1, title, book.formats["title"])
    sheet.set_row(0, 26)
    sheet.set_row(FIRST_ROW - 1, 22)
    sheet.freeze_panes(FIRST_ROW, 0)
    sheet.repeat_rows(0, FIRST_ROW - 1)
    row = FIRST_ROW
    for question in section.questions:
        _write_question(book, sheet, row, question)
        row += len(list_slots(question))
    for place in PLACES.values():
        sheet.write_blank(row, place, None, book.formats["end"])


def _write_question(book: _Book, sheet: Any, row: int, question: Question) -> None:
    filled, slots = fill_slots(question, book.origin.find_base(question.id).answer), list_slots(question)
    once = say_question(book.questionnaire, question, book.as_of)
    beside = {slot.label: slot for slot in list_beside(question)}
    for label in COLUMNS:
        if label not in PER_ROW:
            last = row + len(slots) - 1
            _write_once(book, sheet, (row, last), label, once.get(label, ""))
            if slot := beside.get(label):
                _write_slot(book, sheet, (row, PLACES[label]), question, slot, filled.get(slot.name, ""))
    height = count_lines({**once, **{slot.label: str(filled.get(slot.name, "")) for slot in beside.values()}})
    for place, slot in enumerate(slots):
        line = {KEY: f"{question.id} {slot.name}", "填报项": slot.label, "单位或填法": slot.unit, FINDING: ""}
        for label, words in line.items():
            sheet.write_string(row + place, PLACES[label], words, book.formats["locked"])
        _write_slot(book, sheet, (row + place, PLACES[ANSWER]), question, slot, filled.get(slot.name, ""))
        own = count_lines({**line, KEY: "", ANSWER: str(filled.get(slot.name, ""))})
        sheet.set_row(row + place, LINE * min(MOST_LINES, max(own, math.ceil(height / len(slots)))) + 4)


def _write_once(book: _Book, sheet: Any, rows: tuple[int, int], label: str, words: str) -> None:
    place, form = PLACES[label], book.formats["locked"]
    if rows[0] < rows[1]:
        sheet.merge_range(rows[0], place, rows[1], place, words, form)
    else:
        sheet.write_string(rows[0], place, words, form)


def _write_slot(
    book: _Book, sheet: Any, at: tuple[int, int], question: Question, slot: Slot, cell: str | float | date
) -> None:
    form = book.formats["frozen" if book.is_locked(question.id) else slot.kind]
    if cell == "":
        sheet.write_blank(*at, None, form)
    elif isinstance(cell, date):
        sheet.write_datetime(*at, cell, book.formats[CellKind.DAY] if form != book.formats["frozen"] else form)
    elif isinstance(cell, str):
        sheet.write_string(*at, cell, form)
    else:
        sheet.write_number(*at, cell, form)
    if rule := make_rule(question, slot, book.as_of):
        sheet.data_validation(*at, *at, rule)


def _write_options(book: _Book) -> None:
    sheet = book.file.add_worksheet(OPTIONS_SHEET)
    sheet.very_hidden()
    place = 0
    for question in book.questionnaire.questions:
        for slot in list_slots(question):
            if slot.choices and not fits_inline(list(slot.choices)):
                sheet.write_column(0, place, list(slot.choices))
                letters = xlsxwriter.utility.xl_col_to_name(place, True)
                area = f"={OPTIONS_SHEET}!{letters}$1:{letters}${len(slot.choices)}"
                book.file.define_name(name_options(question), area)
                place += 1


def _write_origin(book: _Book) -> None:
    sheet = book.file.add_worksheet(ORIGIN_SHEET)
    sheet.very_hidden()
    sheet.protect("")
    for row, (name, value) in enumerate(pack(book.origin, book.questionnaire)):
        sheet.write_string(row, 0, name)
        sheet.write_string(row, 1, value)
