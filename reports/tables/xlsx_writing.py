"""The tables of a round as one XLSX workbook for people, written row by row: the only place in the reports that knows
XlsxWriter.

A row leaves memory when the next begins. A table that is longer than a sheet may be goes on in a second sheet,
"逐题明细（2）", under the same headers.
"""

import tempfile
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from io import BytesIO
from pathlib import Path
from typing import Any

from xlsxwriter import Workbook

from questionnaires.aside import open_aside
from questionnaires.messages import Refused
from reports.tables.aggregate import DEMO_MARK, RoundInfo, ScoredResponse
from reports.tables.explaining import EXPLAINED, explain
from reports.tables.extra_table import ExtraTable
from reports.tables.people import (
    PeopleTable,
    WholeTable,
    arrange_extra,
    arrange_quantities,
    arrange_tables,
    describe_columns,
)
from reports.tables.table import Cell, Rows, guard_cell

TITLE = "药品监管能力自评汇总数据"
MOST_ROWS = 1_048_576  # of a sheet, its headers included
MOST_COLUMNS = 16_384
MANY_COLUMNS = 45  # whose headers are long
A3, A4 = 8, 9
ROOM = {A4: 277, A3: 400}  # of a page on its side, in millimetres between its margins
FONT, SMALLEST = 11, 9  # points of the letters on the screen, and at least on paper
WIDTH, WIDTHS = 9, {"文字": 18, "日期": 11, "日期和时间": 21}
WIDER = {
    **{"单位名称": 20, "所属上级": 23, "层级": 13, "状态": 9, "评估依据": 23, "条款": 8, "单位": 8, "地区": 23},
    **{"答案": 20, "达标标准": 19, "整改建议": 24, "工作要求": 32, "尚缺": 20, "事项": 16, "能力领域": 14},
    **{"审核决定": 8, "认定答案": 16, "判定": 9, "认定判定": 9, "关键项": 6, "期限": 11, "单位代码": 11},
    **{"差距序号": 5, "失分": 7, "认定失分": 8},
    **{"统计依据": 9, "省级地区": 22, "基础数据": 36, "认定限定等级的关键项": 24},
    **{"工作表": 14, "列名": 30, "含义": 76, "单位或者取值": 36},
}
OF_RANKS = {"单位": 27, "市": 25, "文件": 23, "不排名的原因": 20}  # where 单位 is a bureau
LINE, MOST_LINES = 16, 25  # of a row: points, and lines; a row has no more than 409 points
SCORE, SHARE = "0.00", "0.00####"
WORDS_ARE_WORDS = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}


@dataclass(frozen=True)
class SheetPlan:
    """A sheet: its title, its headers with the unit of each, how many of them are for people and how many of those are
    printed, of how many, from the left, one sees whose row it is, and how many rows are printed, None for all."""

    title: str
    headers: Sequence[str]
    units: Sequence[str]
    people: int
    printed: int
    fixed: int = 1
    rows: int | None = None

    def find_width(self, header: str, unit: str) -> int:
        own = OF_RANKS if "名次" in self.title else {}
        return own.get(header) or WIDER.get(header) or WIDTHS.get(unit, WIDTH)

    def pick_paper(self) -> int:
        """A4 where its letters are large enough to be read, otherwise A3."""
        pairs = list(zip(self.headers, self.units, strict=True))[: self.printed]
        wide = sum(measure_width(self.find_width(header, unit)) for header, unit in pairs)
        return A4 if wide * SMALLEST <= ROOM[A4] * FONT else A3


def measure_width(characters: int) -> float:
    """How wide a column of so many characters is on the screen, in millimetres."""
    return ((characters + 0.71) * 5.25 + 3.75) / 72 * 25.4


class Looks:
    """The formats of a workbook, each made once."""

    def __init__(self, book: Any) -> None:
        lines = {"bold": True, "border": 1, "border_color": "#8a8a8a", "text_wrap": True, "valign": "vcenter"}
        self.head = book.add_format({**lines, "align": "center", "bg_color": "#dfe7ef"})
        self.screen = book.add_format({**lines, "align": "center"})
        self.machine = book.add_format({**lines, "align": "center", "bg_color": "#e4e4e4", "font_color": "#666666"})
        self.title = book.add_format({"bold": True, "font_size": 16})
        self.label = book.add_format({"bold": True, "valign": "top"})
        top = {"valign": "top"}
        self.words = book.add_format({**top, "text_wrap": True})
        self.day = book.add_format({**top, "num_format": "yyyy-mm-dd", "align": "left"})
        self.plain = book.add_format(top)
        self.score = book.add_format({**top, "num_format": SCORE})
        self.share = book.add_format({**top, "num_format": SHARE})

    def pick(self, unit: str) -> Any:
        """The format of the figures of a column."""
        if unit.startswith("分"):
            return self.score
        return self.share if unit == "0至1" else self.plain


class TableSheets:
    """One table in a workbook: a sheet, and another where that is full."""

    def __init__(self, book: Any, looks: Looks, plan: SheetPlan, name: str, most_rows: int) -> None:
        if len(plan.headers) > MOST_COLUMNS:
            raise Refused(
                "The table %(sheet)s has %(columns)s columns, and a sheet holds %(most)s. Export CSV files instead.",
                sheet=plan.title,
                columns=len(plan.headers),
                most=MOST_COLUMNS,
            )
        self._book, self._looks, self._plan, self._name, self._most_rows = book, looks, plan, name, most_rows
        self._figures = [looks.pick(unit) for unit in plan.units]
        pairs = zip(plan.headers, plan.units, strict=True)
        self._widths = [plan.find_width(header, unit) for header, unit in pairs]
        self._number = 0
        self._begin()

    def extend(self, rows: Rows) -> None:
        """Add rows, each with a cell per header."""
        for row in rows:
            if self._place == self._most_rows:
                self.end()
                self._begin()
            self._write(row)

    def end(self) -> None:
        """Say how far the rows go, for the filter and for the printer."""
        plan, last = self._plan, max(self._place - 1, 0)
        self._sheet.autofilter(0, 0, last, len(plan.headers) - 1)
        self._sheet.print_area(0, 0, last if plan.rows is None else min(last, plan.rows), plan.printed - 1)

    def _begin(self) -> None:
        self._number += 1
        plan, looks = self._plan, self._looks
        title = plan.title + (f"（{self._number}）" if self._number > 1 else "")
        self._sheet = self._book.add_worksheet(title)
        self._sheet.freeze_panes(1, plan.fixed)
        self._sheet.set_row(0, 60 if plan.people > MANY_COLUMNS else 32)
        for column, header in enumerate(plan.headers):
            self._sheet.set_column(column, column, self._widths[column])
            beyond = looks.screen if column < plan.people else looks.machine
            self._sheet.write_string(0, column, header, looks.head if column < plan.printed else beyond)
        _set_page(self._sheet, self._name, title, plan.pick_paper())
        self._sheet.repeat_rows(0)
        self._sheet.hide_gridlines(0)  # they are printed, too
        self._place = 1

    def _write(self, row: Sequence[Cell]) -> None:
        sheet, place, looks = self._sheet, self._place, self._looks
        if (lines := self._count_lines(row)) > 1:  # not every program measures rows by itself
            sheet.set_row(place, LINE * lines)
        for column, cell in enumerate(row):
            if cell is None or cell == "":
                continue
            if isinstance(cell, str):
                sheet.write_string(place, column, guard_cell(cell), looks.words)
            elif isinstance(cell, int | Decimal):
                sheet.write_number(place, column, cell, self._figures[column])
            elif isinstance(cell, date):
                sheet.write_datetime(place, column, cell, looks.day)
        self._place += 1

    def _count_lines(self, row: Sequence[Cell]) -> int:
        """How many lines the longest words of a row for people take; a Chinese character is as wide as two others."""
        most = 1
        for cell, width in zip(row[: self._plan.people], self._widths, strict=False):
            if isinstance(cell, str) and (wide := (len(cell) + len(cell.encode())) // 2) > width - 1:
                most = max(most, -(-wide // (width - 1)) + cell.count("\n"))
        return min(most, MOST_LINES)


def _set_page(sheet: Any, name: str, title: str, paper: int = A4) -> None:
    """Paper on its side, a page holds all that is printed of a row; the round and the sheet stand above, the number of
    the page below."""
    sheet.set_landscape()
    sheet.set_paper(paper)
    sheet.set_margins(left=0.4, right=0.4, top=0.75, bottom=0.6)
    sheet.set_header("&L" + name.replace("&", "&&") + "&R" + title)
    sheet.set_footer("&C第&P页，共&N页")
    sheet.fit_to_pages(1, 0)


def write_workbook(
    path: Path,
    round_info: RoundInfo,
    responses: Callable[[], Iterable[ScoredResponse]],
    extras: Sequence[ExtraTable] = (),
    most_rows: int = MOST_ROWS,
    made: date | None = None,
) -> None:
    """Write the workbook aside, then rename it. Raises Refused where it has too many columns.

    `responses` is called once; it may generate, as only one response is in memory at a time.
    """
    tables = arrange_tables(round_info)
    name = f"{DEMO_MARK}　{round_info.name}" if round_info.demo else round_info.name
    with (
        open_aside(path) as aside,
        tempfile.TemporaryDirectory() as rows,
        Workbook(aside, {"constant_memory": True, "tmpdir": rows, **WORDS_ARE_WORDS}) as book,
    ):
        looks = Looks(book)
        whole = [arrange_quantities(round_info), *map(arrange_extra, extras), describe_columns(tables, extras)]
        titles = [*(one.table.title for one in tables), *(one.title for one in whole)]
        _write_first(book, looks, TITLE, round_info.name, explain(round_info, titles, made))
        sheets = [TableSheets(book, looks, _plan(one), name, most_rows) for one in tables]
        for response in responses():
            for table, sheet in zip(tables, sheets, strict=True):
                sheet.extend(table.write_rows(response))
        for sheet in sheets:
            sheet.end()
        for one in whole:
            _write_whole(TableSheets(book, looks, _plan_whole(one), name, most_rows), one.rows)


def _plan(table: PeopleTable) -> SheetPlan:
    headers, units = [one.header for one in table.columns], [one.unit for one in table.columns]
    return SheetPlan(table.table.title, headers, units, len(table.people), table.printed)


def _plan_whole(one: WholeTable) -> SheetPlan:
    return SheetPlan(one.title, one.headers, one.units, one.people, one.people, one.fixed, one.printed)


def _write_whole(sheet: TableSheets, rows: Rows) -> None:
    sheet.extend(rows)
    sheet.end()


def _write_first(book: Any, looks: Looks, title: str, name: str, lines: Iterable[tuple[str, str]]) -> None:
    """The sheet that explains the others."""
    sheet = book.add_worksheet(EXPLAINED)
    sheet.set_column(0, 0, 14)
    sheet.set_column(1, 1, 100)
    sheet.write_string(0, 0, title, looks.title)
    for place, (label, words) in enumerate(lines, start=2):
        sheet.write_string(place, 0, label, looks.label)
        sheet.write_string(place, 1, str(guard_cell(words)), looks.words)
    _set_page(sheet, name, EXPLAINED)


def write_sheets(title: str, lines: Iterable[tuple[str, str]], tables: Sequence[WholeTable]) -> bytes:
    """A workbook for people of a few whole tables: `lines` are what its first sheet explains them by."""
    file = BytesIO()
    with Workbook(file, {"in_memory": True, **WORDS_ARE_WORDS}) as book:
        looks = Looks(book)
        _write_first(book, looks, title, title, lines)
        for one in tables:
            _write_whole(TableSheets(book, looks, _plan_whole(one), title, MOST_ROWS), one.rows)
    return file.getvalue()
