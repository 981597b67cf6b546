"""What an import would do, and the file that waits for a yes: by person, by content, for a day."""

import os
import time
from pathlib import Path

import pytest

from survey.sheets.imports import DAY, ImportPlan, PlannedRow, Shelf, compare

NOW = {"code": "150121", "name": "左旗", "mailbox": "a@b.cn"}


@pytest.mark.parametrize(
    ("values", "planned", "before"),
    [
        ({"name": "左旗"}, None, None),
        ({}, None, None),
        ({"name": "", "mailbox": ""}, None, None),  # what a row leaves empty stays
        ({"name": "土左旗"}, {**NOW, "name": "土左旗"}, {"name": "左旗"}),
        ({"name": "土左旗", "mailbox": ""}, {**NOW, "name": "土左旗"}, {"name": "左旗"}),
        ({"code": "150121", "mailbox": "c@b.cn"}, {**NOW, "mailbox": "c@b.cn"}, {"mailbox": "a@b.cn"}),
    ],
)
def test_only_what_differs_is_changed(values: dict[str, str], planned: object, before: object) -> None:
    line = compare(2, values, NOW)
    assert (line and (line.row, line.values, line.before)) == (planned and (2, planned, before))


def test_a_plan_tells_new_from_changed() -> None:
    new, changed = PlannedRow(2, {"code": "1"}), PlannedRow(3, {"code": "2"}, {"name": "旧"})
    plan = ImportPlan((new, changed))
    assert (plan.new, plan.changed) == ([new], [changed])


def test_the_mark_is_the_same_for_the_same_plan_only() -> None:
    first, second = PlannedRow(2, {"code": "1", "name": "左旗"}), PlannedRow(3, {"code": "2"})
    mark = ImportPlan((first, second)).mark
    assert mark == ImportPlan((PlannedRow(2, {"name": "左旗", "code": "1"}), second), unchanged=7).mark
    others = [(first,), (second, first), (first, PlannedRow(3, {"code": "2"}, {"name": "旧"})), ()]
    assert mark not in {ImportPlan(lines).mark for lines in others}


def test_a_file_comes_back_by_its_key_until_it_has_served(tmp_path: Path) -> None:
    shelf = Shelf(tmp_path, 1)
    key = shelf.put(b"table")
    assert key == shelf.put(b"table") != shelf.put(b"another")
    assert shelf.get(key) == b"table"
    shelf.drop(key)
    shelf.drop(key)  # somebody was first
    assert shelf.get(key) is None


def test_a_file_is_there_for_who_sent_it_alone(tmp_path: Path) -> None:
    key = Shelf(tmp_path, 1).put(b"table")
    assert Shelf(tmp_path, 11).get(key) is None
    assert [one.stat().st_mode & 0o777 for one in (tmp_path / "imports").iterdir()] == [0o600]
    assert (tmp_path / "imports").stat().st_mode & 0o777 == 0o700


@pytest.mark.parametrize("key", ["", "x", "0" * 63, "0" * 65, "A" * 64, f"../{'0' * 61}", f"{'0' * 64}\n"])
def test_what_is_no_key_opens_nothing(key: str, tmp_path: Path) -> None:
    assert Shelf(tmp_path, 1).get(key) is None


def test_after_a_day_the_next_file_sweeps_it_away(tmp_path: Path) -> None:
    shelf = Shelf(tmp_path, 1)
    old, young = shelf.put(b"old"), shelf.put(b"young")
    for key, age in ((old, DAY + 60), (young, DAY - 60)):
        os.utime(tmp_path / "imports" / f"1-{key}", (time.time() - age,) * 2)
    Shelf(tmp_path, 2).put(b"new")
    assert (shelf.get(old), shelf.get(young)) == (None, b"young")
