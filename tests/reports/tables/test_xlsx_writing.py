"""The aggregate of a round as one workbook, read back."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from openpyxl.utils.cell import range_boundaries

from questionnaires.messages import Refused
from reports.tables import xlsx_writing as workbook
from reports.tables.aggregate import HEAD, RoundTable, ScoredResponse
from reports.tables.csv_files import list_tables
from reports.tables.people import FIRST, arrange
from reports.tables.wide_table import wide_table
from reports.tables.xlsx_writing import write_workbook
from tests.reports.samples import AS_OF, MIXED, REASON, make_questionnaire, make_report
from tests.reports.tables.test_csv_files import ROUND, respond, respond_all

SHEETS = ["说明", "单位汇总", "能力领域", "差距清单", "逐题明细", "宽表", "基础数据", "数据字典"]


def read(path: Path) -> dict[str, list[tuple[Any, ...]]]:
    book = openpyxl.load_workbook(path, read_only=True)
    rows = {sheet.title: list(sheet.iter_rows(values_only=True)) for sheet in book.worksheets}
    book.close()
    return rows


@pytest.fixture
def sheets(tmp_path: Path) -> dict[str, list[tuple[Any, ...]]]:
    write_workbook(tmp_path / "a.xlsx", ROUND, respond_all)
    assert [path.name for path in tmp_path.iterdir()] == ["a.xlsx"]
    return read(tmp_path / "a.xlsx")


def as_in_csv(cell: object) -> object:
    """A cell of a table as a sheet gives it back: an empty one is None, a day has a time."""
    if isinstance(cell, date) and not isinstance(cell, datetime):
        return datetime(cell.year, cell.month, cell.day)
    return float(str(cell)) if isinstance(cell, int | Decimal) else cell or None


def test_the_sheets_say_what_the_tables_say(sheets: dict[str, list[tuple[Any, ...]]]) -> None:
    """Every column of a table is there; an id that has a name in its place stands behind, under its own header."""
    assert list(sheets) == SHEETS
    for table in list_tables(ROUND):
        rows = [row for response in respond_all() for row in table.write_rows(response)]
        written = sheets[table.title]
        arranged = arrange(table)
        headers = list(written[0])
        assert headers == [one.header for one in arranged.columns]
        for place, (header, label) in enumerate(zip(table.headers, list_labels(table), strict=True)):
            column = [row[headers.index(label)] for row in written[1:]]
            assert column == [guarded(row[place]) for row in rows], header


def list_labels(table: RoundTable[Any]) -> list[str]:
    """Under which header each column of a table stands in its sheet."""
    columns = (*HEAD, *table.columns)
    return [
        (one.header if one.label else f"{one.header}（编号）") if one.show else one.label or one.header
        for one in columns
    ]


def guarded(cell: object) -> object:
    return "'=HYPERLINK(1)" if cell == "=HYPERLINK(1)" else as_in_csv(cell)


def test_whose_row_it_is_stands_first_and_ids_last(sheets: dict[str, list[tuple[Any, ...]]]) -> None:
    first = {title: [one for one in sheets[title][0] if one in FIRST][:1] for title in SHEETS[1:6]}
    assert first == {title: ["单位名称"] for title in SHEETS[1:6]}
    assert list(sheets["宽表"][0][:5]) == list(FIRST)
    headers = list(sheets["差距清单"][0])
    assert headers[-10:] == [
        *("数据标记", "填报轮次", "填报基准日", "考核年度", "答卷编号", "文件", "目录版本", "问卷摘要"),
        *("单位代码", "题目编号"),
    ]


def test_names_stand_in_place_of_ids(sheets: dict[str, list[tuple[Any, ...]]]) -> None:
    rows = [dict(zip(sheets["单位汇总"][0], row, strict=True)) for row in sheets["单位汇总"][1:]]
    assert {row["评估依据"] for row in rows} == {"某政办发〔2022〕1号"} and {row["文件"] for row in rows} == {"sample"}
    wide = list(sheets["宽表"][0])
    assert "得分率：应急演练频次" in wide and "认定得分率：应急演练频次" in wide
    assert not [header for header in wide if "sample/" in header]


def test_of_questions_with_one_title_the_notice_is_named() -> None:
    other = make_questionnaire()
    source = other.source.model_copy(update={"id": "city", "name": "某市政办〔2023〕2号"})
    questions = tuple(
        one.model_copy(
            update={"document": "city", "id": f"c-{one.id}", "title": "培训" if one.id == "plan" else one.title}
        )
        for one in other.questions
    )
    section = other.domains[0].model_copy(update={"questions": questions})
    both = replace(ROUND, questionnaires=(make_questionnaire(), other.replace(sources=(source,), domains=(section,))))
    labels = [one.label for one in wide_table(both).columns]
    assert "得分率：应急演练频次（某市政办〔2023〕2号）" in labels
    assert "得分率：应急演练频次（某政办发〔2022〕1号）" in labels and "得分率：培训" in labels


def test_the_first_sheet_explains_the_others(tmp_path: Path) -> None:
    write_workbook(tmp_path / "a.xlsx", replace(ROUND, name="=A&B"), respond_all, made=date(2026, 7, 1))
    [explained] = [rows for title, rows in read(tmp_path / "a.xlsx").items() if title == "说明"]
    words = {label: text for label, text in (row[:2] for row in explained) if label}
    assert (words["填报轮次"], words["填报基准日"], words["数据截至"]) == ("'=A&B", "2026年6月30日", "2026年7月1日")
    assert words["评估依据"] == "某省人民政府办公厅《关于加强药品监管能力建设的通知》"
    told = [str(row[1]).partition("：")[0] for row in explained if row[1]]
    assert [title for title in told if title in SHEETS] == SHEETS[1:]


def test_sheets_are_filtered_fixed_and_set_up_for_the_printer(tmp_path: Path) -> None:
    write_workbook(tmp_path / "a.xlsx", ROUND, respond_all)
    book = openpyxl.load_workbook(tmp_path / "a.xlsx")
    for title in SHEETS[1:]:
        sheet = book[title]
        assert sheet.auto_filter.ref == f"A1:{sheet.dimensions.partition(':')[2]}", title
        assert sheet.print_title_rows == "$1:$1" and sheet.oddFooter and sheet.oddFooter.center
        assert sheet.oddFooter.center.text == "第&P页，共&N页"
        assert sheet.page_setup.orientation == "landscape"
    papers = {sheet.title: str(sheet.page_setup.paperSize) for sheet in book.worksheets}
    assert {title for title, paper in papers.items() if paper == "8"} == {"单位汇总", "基础数据"}  # A3; the others A4
    assert papers["差距清单"] == papers["逐题明细"] == "9"
    assert [book[title].freeze_panes for title in SHEETS[1:]] == ["B2"] * 5 + ["A2", "C2"]
    gaps = book["差距清单"]
    last = gaps.print_area.rpartition("$")[0].rpartition("$")[2]
    assert gaps[f"{last}1"].value == "整改建议"  # what is seldom read on paper and what is for programs stands behind
    fills = [gaps.cell(1, column).fill.fgColor.rgb for column in (1, 12, 13, gaps.max_column)]
    assert fills == ["FFDFE7EF", "FFDFE7EF", "00000000", "FFE4E4E4"]
    scores = [cell for cell in book["单位汇总"][2] if cell.value == 63.43]
    assert {cell.number_format for cell in scores} == {"0.00"}


def test_a_row_is_printed_on_one_page_in_letters_that_can_be_read(tmp_path: Path) -> None:
    """On its side A4 has 277 mm and A3 400; letters of 11 points, a column of 10 in these some 20 mm, come out as 9 at
    least."""
    write_workbook(tmp_path / "a.xlsx", ROUND, respond_all)
    book = openpyxl.load_workbook(tmp_path / "a.xlsx")
    for sheet in book.worksheets[1:]:
        assert sheet.sheet_properties.pageSetUpPr is not None and sheet.sheet_properties.pageSetUpPr.fitToPage
        last = range_boundaries(sheet.print_area.partition("!")[2].replace("$", ""))[2] or 0
        points = sum(
            (one.width * 5.25 + 3.75) * max(0, min(one.max or 0, last) - (one.min or 0) + 1)
            for one in sheet.column_dimensions.values()  # columns of one width that lie side by side
        )
        room = {"9": 277, "8": 400}[str(sheet.page_setup.paperSize)]
        assert points / 72 * 25.4 * 9 <= room * 11, sheet.title


def test_what_the_wide_table_has_for_programs_is_not_printed(tmp_path: Path) -> None:
    write_workbook(tmp_path / "a.xlsx", ROUND, respond_all)
    book = openpyxl.load_workbook(tmp_path / "a.xlsx")
    assert book["宽表"].print_area.endswith("$A$1:$L$6")
    dictionary = book["数据字典"]
    last = int(dictionary.print_area.rpartition("$")[2])
    told = [dictionary.cell(row, 1).value for row in range(2, dictionary.max_row + 1)]
    assert "宽表" not in told[: last - 1] and set(told[last - 1 :]) == {"宽表"}


def test_long_words_have_room(tmp_path: Path) -> None:
    write_workbook(tmp_path / "a.xlsx", ROUND, respond_all)
    heights = openpyxl.load_workbook(tmp_path / "a.xlsx")["差距清单"].row_dimensions
    assert max(one.height or 0 for one in heights.values()) > 30


def test_figures_are_figures_days_are_days_and_codes_are_words(sheets: dict[str, list[tuple[Any, ...]]]) -> None:
    headers, first = sheets["单位汇总"][:2]
    row = dict(zip(headers, first, strict=True))
    assert (row["得分"], row["单位代码"]) == (63.43, "140521")
    assert (row["填报基准日"], row["考核年度"]) == (datetime(AS_OF.year, AS_OF.month, AS_OF.day), AS_OF.year - 1)


def test_a_table_longer_than_a_sheet_goes_on_in_the_next(tmp_path: Path) -> None:
    write_workbook(tmp_path / "a.xlsx", ROUND, respond_all, most_rows=21)
    sheets = read(tmp_path / "a.xlsx")
    parts = [sheets[title] for title in ("逐题明细", "逐题明细（2）")]
    assert [len(part) for part in parts] == [21, 16]  # 20 and 15 of 35 rows, each under the headers
    assert parts[0][0] == parts[1][0]


def test_a_table_wider_than_a_sheet_is_refused_by_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workbook, "MOST_COLUMNS", 60)
    with pytest.raises(Refused, match="The table 宽表 has"):
        write_workbook(tmp_path / "a.xlsx", ROUND, respond_all)
    assert list(tmp_path.iterdir()) == []


def test_a_failure_leaves_the_old_file_and_nothing_half_written(tmp_path: Path) -> None:
    def respond_once() -> Iterator[ScoredResponse]:
        yield respond("140521", make_report(MIXED, REASON).scorecard)
        raise ZeroDivisionError

    (tmp_path / "a.xlsx").write_text("old", encoding="utf-8")
    with pytest.raises(ZeroDivisionError):
        write_workbook(tmp_path / "a.xlsx", ROUND, respond_once)
    assert [path.read_text(encoding="utf-8") for path in tmp_path.iterdir()] == ["old"]
