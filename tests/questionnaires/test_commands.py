"""The commands questionnaire, coverage and score, run through argparse on the catalogues that we ship."""

import argparse
import json
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from questionnaires.commands import guard
from questionnaires.loading import load_library

BANNER = ["inner-mongolia-2022-26", "--level", "county"]
SCORE = ["score", *BANNER, "--as-of", "2026-06-30"]
QUESTION_KEYS = {
    "id",
    "measure",
    "clause",
    "text",
    "kind",
    "op",
    "target",
    "unit",
    "per",
    "direction",
    "period_months",
    "per_year",
    "due",
    "options",
    "items",
    "all_or_nothing",
    "weight",
    "critical",
    "applies_if",
    "allow_not_applicable",
    "evidence",
    "advice",
    "library",
    "levels_basis",
    "beside",
    "required",
    "range",
}
EXTRA_KEYS = {"document", "title", "help"}  # beyond design.md: a clause alone does not say of which notice
Run = Callable[..., tuple[int, str, str]]


@contextmanager
def usage_error(capfd: pytest.CaptureFixture[str], words: str) -> Iterator[None]:
    with pytest.raises(SystemExit) as stopped:
        yield
    assert stopped.value.code == 2
    assert words in capfd.readouterr().err


def test_a_questionnaire_has_the_shape_of_the_design(run: Run) -> None:
    code, out, err = run("questionnaire", *BANNER, "--format", "json")
    printed = json.loads(out)
    assert (code, err, list(printed)) == (0, "", ["document", "version", "level", "domains"])
    assert {tuple(domain) for domain in printed["domains"]} == {("id", "title", "questions")}
    asked = [one for domain in printed["domains"] for one in domain["questions"]]
    assert {frozenset(one) for one in asked if one["kind"] != "quantity"} == {frozenset(QUESTION_KEYS | EXTRA_KEYS)}


def test_keys_that_a_kind_does_not_use_are_null(run: Run) -> None:
    asked = {
        one["id"]: one
        for domain in json.loads(run("questionnaire", *BANNER)[1])["domains"]
        for one in domain["questions"]
    }
    hours, grade, drill = asked["training-hours"], asked["banner-lab-grade"], asked["emergency-drill"]
    assert [hours[key] for key in ("kind", "op", "target", "unit", "per", "options", "items")] == [
        "share",
        None,
        100,
        "人",
        None,
        None,
        None,
    ]
    assert [option["value"] for option in grade["options"]] == ["none", "C", "C+", "B", "B+", "A"]
    assert (grade["target"], grade["applies_if"], drill["period_months"], drill["target"]) == (
        "C",
        "has_laboratory",
        36,
        None,
    )


def test_it_writes_a_questionnaire_to_a_file_and_leaves_nothing_beside_it(run: Run, tmp_path: Path) -> None:
    target = tmp_path / "asked.json"
    target.write_text("old")
    assert run("questionnaire", *BANNER, "-o", target) == (0, "", "")
    assert json.loads(target.read_text(encoding="utf-8"))["level"] == "county"
    assert [path.name for path in tmp_path.iterdir()] == ["asked.json"]


@pytest.mark.parametrize("place", ["missing/asked.json", "folder"])
def test_it_names_a_file_that_it_cannot_write(run: Run, tmp_path: Path, place: str) -> None:
    (tmp_path / "folder").mkdir()
    code, out, err = run("questionnaire", *BANNER, "-o", tmp_path / place)
    assert (code, out, f"{tmp_path / place}: " in err) == (2, "", True)
    assert sorted(path.name for path in tmp_path.rglob("*")) == ["folder"]


def test_the_ledger_has_the_shape_of_the_design(run: Run) -> None:
    code, out, _ = run("coverage", "--format", "json")
    documents = json.loads(out)["documents"]
    assert (code, [list(one) for one in documents]) == (0, [["id", "title", "number", "clauses", "levels"]] * 5)
    assert {tuple(clause) for one in documents for clause in one["clauses"]} == {
        ("path", "heading", "measures", "questions", "reason", "library", "carried")
    }
    assert all((clause["reason"] is None) == bool(clause["measures"]) for one in documents for clause in one["clauses"])


def test_the_ledger_of_one_notice_reads_as_text_too(run: Run) -> None:
    code, out, _ = run("coverage", BANNER[0])
    assert (
        code,
        out.startswith("inner-mongolia-2022-26  内政办发〔2022〕26号"),
        out.count("\n  二（") + out.count("\n  三（"),
    ) == (0, True, 25)


@pytest.mark.parametrize(
    "words",
    [
        ["questionnaire", "nowhere-2022", "--level", "county"],
        ["coverage", "nowhere-2022"],
        ["score", "nowhere-2022", "--level", "county", "--as-of", "2026-06-30", "a.json"],
    ],
)
def test_an_unknown_notice_gives_the_list_of_those_there_are(run: Run, words: list[str]) -> None:
    code, out, err = run(*words)
    assert (code, out) == (2, "")
    assert "chongqing-2022, inner-mongolia-2022-26, jilin-2021-44, jincheng-2022-42, shanxi-2021-101" in err


def test_an_unknown_level_gives_the_list_of_those_there_are(run: Run) -> None:
    code, _, err = run("questionnaire", BANNER[0], "--level", "village")
    assert (code, "province, city, county, township" in err) == (2, True)


@pytest.mark.parametrize(
    ("words", "complaint"),
    [
        ([*SCORE[:-1], "2026-02-30", "a.json"], "is not a date"),
        ([*SCORE[:-1], "tomorrow", "a.json"], "is not a date"),
        ([*SCORE], "ANSWERS.json"),
        (["questionnaire", BANNER[0]], "--level"),
        (["questionnaire", *BANNER, "--format", "html"], "json"),
    ],
)
def test_a_wrong_command_line_is_the_callers_fault(
    run: Run, capfd: pytest.CaptureFixture[str], words: list[str], complaint: str
) -> None:
    with usage_error(capfd, complaint):
        run(*words)


def test_broken_catalogues_are_reported_fault_by_fault(
    folder: Callable[..., Path],
    measure: Callable[..., dict[str, Any]],
    notice: Callable[..., dict[str, Any]],
    capfd: pytest.CaptureFixture[str],
) -> None:
    place = folder(notice("n", measure("a", domain="X"), measure("b", criterion={"kind": "recency"})), m="[")
    code = guard(lambda args: len(load_library(place).documents))(argparse.Namespace())
    lines = capfd.readouterr().err.splitlines()
    assert (code, [line.split(": ")[0] for line in lines]) == (2, ["m.yaml", "n.yaml", "n.yaml"])


def test_what_is_no_regular_file_is_written_to_and_not_replaced(run: Run, tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    reader = os.open(pipe, os.O_RDWR)
    assert run("questionnaire", "jincheng-2022-42", "--level", "township", "-o", pipe)[0] == 0
    assert os.read(reader, 2) == b"{\n"
    os.close(reader)
    assert pipe.is_fifo()
