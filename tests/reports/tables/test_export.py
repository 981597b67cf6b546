"""The export command: the aggregate of a round from the database into a folder."""

import argparse
import csv
from pathlib import Path

import pytest

from reports.commands import add_commands
from survey.installing.settings import Settings

FILES = [
    *("bureaus.csv", "cities.csv", "dictionary.csv", "domains.csv", "gaps.csv", "long.csv"),
    *("quantities.csv", "ranking.csv", "wide.csv"),
]


@pytest.fixture(autouse=True)
def installation(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    """The world of the tests is what the command finds."""
    monkeypatch.setenv("SURVEY_DATA_FOLDER", str(settings.data_folder))
    monkeypatch.setenv("SURVEY_DATABASE_URL", settings.database_url)


def run_export(*words: str | Path) -> int:
    parser = argparse.ArgumentParser()
    add_commands(parser.add_subparsers())
    args = parser.parse_args(["export", *map(str, words)])
    return int(args.run(args))


def test_it_writes_the_files_and_says_where(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = tmp_path / "new" / "folder"
    assert run_export("2026", "-o", folder) == 0
    assert sorted(path.name for path in folder.iterdir()) == FILES
    assert sorted(capsys.readouterr().out.split()) == [str(folder / name) for name in FILES]


def test_the_files_list_every_bureau_of_the_round(tmp_path: Path) -> None:
    run_export("2026", "-o", tmp_path / "out")
    with (tmp_path / "out" / "wide.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert [row["单位代码"] for row in rows] == ["150121", "150122", "150221"]
    assert {(row["填报轮次"], row["状态"], row["得分"]) for row in rows} == {("2026年度自评", "填报中", "")}


def test_without_a_folder_it_writes_here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "here").mkdir()
    monkeypatch.chdir(tmp_path / "here")
    assert run_export("2026") == 0
    assert sorted(path.name for path in Path().iterdir()) == FILES


def test_exporting_again_writes_the_same_bytes(tmp_path: Path) -> None:
    for folder in ("first", "second", "first"):
        assert run_export("2026", "-o", tmp_path / folder) == 0
    for name in FILES:
        assert (tmp_path / "first" / name).read_bytes() == (tmp_path / "second" / name).read_bytes()


def test_it_writes_one_workbook_on_request(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run_export("2026", "-o", tmp_path / "out", "--format", "xlsx") == 0
    assert capsys.readouterr().out.split() == [str(tmp_path / "out" / "aggregate.xlsx")]
    assert [path.name for path in (tmp_path / "out").iterdir()] == ["aggregate.xlsx"]


def test_an_unknown_round_is_named_with_the_rounds_there_are(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run_export("2062", "-o", tmp_path / "out") == 2
    assert capsys.readouterr().err == "没有轮次 2062；现有轮次：2026。\n"
    assert not (tmp_path / "out").exists()


def test_in_an_empty_installation_there_are_no_rounds(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("SURVEY_DATA_FOLDER", str(tmp_path / "empty"))
    monkeypatch.delenv("SURVEY_DATABASE_URL")
    assert run_export("2026", "-o", tmp_path / "out") == 2
    assert "没有轮次 2026；现有轮次：–。" in capsys.readouterr().err


def test_a_folder_that_cannot_be_made_is_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "file").write_text("not a folder", encoding="utf-8")
    assert run_export("2026", "-o", tmp_path / "file") == 2
    assert str(tmp_path / "file") in capsys.readouterr().err
