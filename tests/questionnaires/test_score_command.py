"""The command score: scorecards printed from answer files."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

BANNER = ["inner-mongolia-2022-26", "--level", "county"]
SCORE = ["score", *BANNER, "--as-of", "2026-06-30"]
BEST = {
    "yes_no": True,
    "stage": "done",
    "grade": "A",
    "number": 1000,
    "quantity": 1,
    "share": {"part": 1, "whole": 1},
    "recency": "2026-06-30",
    "rate": {"count": 9_000, "base": 10_000},
    "growth": {"baseline": 1, "current": 9},
    "done_by": "2020-01-01",
    "text": "无",
}
WORST = {
    "yes_no": False,
    "stage": "not_started",
    "grade": "none",
    "number": 0,
    "quantity": 1,
    "share": {"part": 0, "whole": 1},
    "recency": None,
    "rate": {"count": 0, "base": 10_000},
    "growth": {"baseline": 9, "current": 1},
    "done_by": None,
    "text": "无",
    "checklist": [],
}
Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def answers(run: Run, tmp_path: Path) -> Callable[..., Path]:
    """Write an answer file in which every question of the banner has the value of its kind, save those given."""

    def write(values: dict[str, Any], **given: Any) -> Path:
        asked = [
            one for domain in json.loads(run("questionnaire", *BANNER)[1])["domains"] for one in domain["questions"]
        ]
        filled = {
            one["id"]: {"value": values.get(one["kind"], [item["value"] for item in one["items"] or ()])}
            for one in asked
        }
        path = tmp_path / "answers.json"
        path.write_text(json.dumps({"answers": filled | given}), encoding="utf-8")
        return path

    return write


def test_a_scorecard_has_the_shape_of_the_design(run: Run, answers: Callable[..., Path]) -> None:
    code, out, err = run(*SCORE, answers(BEST, **{"training-hours": {"value": {"part": 7, "whole": 8}}}))
    card = json.loads(out)
    assert (code, err) == (0, "")
    assert list(card) == [
        "document",
        "version",
        "level",
        "as_of",
        "score",
        "range",
        "grade",
        "capped_by",
        "progress",
        "domains",
        "questions",
        "gaps",
        "year",
        "total",
        "bonus",
        "deducted",
        "vetoes",
        "path",
    ]
    assert (card["year"], card["path"], card["total"], card["vetoes"]) == (2025, None, None, [])
    assert {tuple(one) for one in card["questions"]} == {
        ("id", "verdict", "credit", "weight", "lost", "timing", "late")
    }
    assert {tuple(one) for one in card["domains"]} == {("id", "score", "lost")}
    hours = next(one for one in card["questions"] if one["id"] == "training-hours")
    assert (hours["credit"], hours["verdict"], hours["timing"], card["gaps"]) == (
        "7/8",
        "partial",
        "standing",
        ["training-hours"],
    )


def test_everything_met_scores_a_hundred(run: Run, answers: Callable[..., Path]) -> None:
    card = json.loads(run(*SCORE, answers(BEST))[1])
    assert (card["score"], card["range"], card["grade"], card["gaps"]) == (
        "100.00",
        ["100.00", "100.00"],
        "excellent",
        [],
    )
    assert card["progress"]["answered"] == card["progress"]["asked"]


def test_nothing_met_scores_nothing(run: Run, answers: Callable[..., Path]) -> None:
    card = json.loads(run(*SCORE, answers(WORST))[1])
    scored = [one for one in card["questions"] if one["verdict"] != "not_scored"]
    assert (card["score"], card["grade"], len(card["gaps"])) == ("0.00", "below_standard", len(scored))
    assert sum(round(float(one["lost"]) * 100) for one in scored) == 10_000


def test_an_unfinished_file_prints_a_range(run: Run, tmp_path: Path) -> None:
    (tmp_path / "a.json").write_text('{"answers": {}}')
    card = json.loads(run(*SCORE, tmp_path / "a.json")[1])
    assert (card["score"], card["grade"], card["range"], card["progress"]["answered"]) == (
        None,
        None,
        ["0.00", "100.00"],
        0,
    )


def test_a_refused_file_is_named_with_each_question_and_nothing_is_printed(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "a.json"
    path.write_text('{"answers": {"training-hours": {"value": {"part": NaN, "whole": 8}}, "nonsense": {"value": 1}}}')
    code, out, err = run(*SCORE, path)
    assert (code, out, len(err.splitlines())) == (2, "", 2)
    assert err.splitlines()[0] == f"{path}: training-hours: The number must be finite."
    assert err.splitlines()[1].startswith(f"{path}: nonsense: ")
