"""CSV files open right in spreadsheets and harm nobody."""

import csv
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from reports.tables import csv_writing as tables
from reports.tables.csv_writing import write_csv
from reports.tables.table import Cell, guard_cell

HARMLESS: list[Cell] = ["药品", "140500", "a=b", "", "C+", 0, 12, Decimal("-5.20"), date(2026, 6, 30), None]


def read_csv(path: Path) -> list[list[str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.reader(file))


@pytest.mark.parametrize("words", ["=1+1", "+86", "-2", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "  =1", "＝1+1", "＠x"])
def test_words_that_a_spreadsheet_would_compute_are_made_safe(words: str) -> None:
    assert guard_cell(words) == "'" + words


@pytest.mark.parametrize("cell", HARMLESS)
def test_all_else_stays_as_it_is(cell: Cell) -> None:
    assert guard_cell(cell) is cell


def test_a_file_has_a_byte_order_mark_and_windows_line_ends(tmp_path: Path) -> None:
    write_csv(tmp_path / "a.csv", (["代码", "名称"], [["140500", "晋城市"]]))
    assert (tmp_path / "a.csv").read_bytes() == "\ufeff代码,名称\r\n140500,晋城市\r\n".encode()


def test_commas_quotes_and_line_breaks_survive(tmp_path: Path) -> None:
    words = 'a,"b"\n药品，监管'
    write_csv(tmp_path / "a.csv", (["词"], [[words], ["NA"], ["nan"], [None]]))
    assert read_csv(tmp_path / "a.csv") == [["词"], [words], ["NA"], ["nan"], [""]]


def test_rows_are_written_in_chunks(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tables, "CHUNK", 3)
    write_csv(tmp_path / "a.csv", (["数"], ([number] for number in range(10))))
    assert [row[0] for row in read_csv(tmp_path / "a.csv")] == ["数", *map(str, range(10))]


def test_a_table_without_rows_has_its_headers(tmp_path: Path) -> None:
    write_csv(tmp_path / "a.csv", (["甲", "乙"], []))
    assert read_csv(tmp_path / "a.csv") == [["甲", "乙"]]


def test_a_failure_leaves_the_old_file_and_nothing_half_written(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("old", encoding="utf-8")
    with pytest.raises(ZeroDivisionError):
        write_csv(tmp_path / "a.csv", (["数"], ([1 // number] for number in (1, 0))))
    assert [path.name for path in tmp_path.iterdir()] == ["a.csv"]
    assert (tmp_path / "a.csv").read_text(encoding="utf-8") == "old"
