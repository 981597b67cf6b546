"""The aggregate of a round as one workbook, read back."""

from collections.abc import Iterator
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from questionnaires.messages import Refused
from reports.tables import xlsx_writing as workbook
from reports.tables.aggregate import ScoredResponse
from reports.tables.csv_files import list_tables
from reports.tables.xlsx_writing import write_workbook
from tests.reports.samples import AS_OF, MIXED, REASON, make_report
from tests.reports.tables.test_csv_files import ROUND, respond, respond_all

SHEETS = ["单位汇总", "能力领域", "差距清单", "逐题明细", "宽表", "基础数据", "数据字典"]


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
    assert list(sheets) == SHEETS
    for table in list_tables(ROUND):
        rows = [row for response in respond_all() for row in table.write_rows(response)]
        written = sheets[table.title]
        assert list(written[0]) == table.headers
        assert [list(row) for row in written[1:]] == [
            [as_in_csv(cell) if cell != "=HYPERLINK(1)" else "'=HYPERLINK(1)" for cell in row] for row in rows
        ]


def test_figures_are_figures_days_are_days_and_codes_are_words(sheets: dict[str, list[tuple[Any, ...]]]) -> None:
    headers, first = sheets["单位汇总"][:2]
    row = dict(zip(headers, first, strict=True))
    assert (row["得分"], row["单位代码"]) == (63.43, "140521")
    assert (row["基准日期"], row["评估年度"]) == (datetime(AS_OF.year, AS_OF.month, AS_OF.day), AS_OF.year - 1)


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
