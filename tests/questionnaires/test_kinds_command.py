"""Every kind on the command line, as a caller uses it who has only the product's folder and files."""

import json
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

import questionnaires
from questionnaires.loading import SHARED
from tests.questionnaires import kinds

KINDS: dict[str, dict[str, Any]] = {
    "yes": kinds.YES_NO,
    "stage": {**kinds.STAGE, "options": [{"value": one, "label": one} for one in ("none", "half", "done")]},
    "grade": {"kind": "grade", "options": [{"value": one, "label": one} for one in ("none", "C", "B")], "target": "B"},
    "hours": kinds.YEAR_HOURS,
    "days": kinds.DAYS,
    "share": kinds.SHARE,
    "rate": kinds.RATE,
    "growth": kinds.UP,
    "drill": kinds.YEARLY,
    "old-drill": kinds.DRILL,
    "plan": kinds.PLAN,
    "list": kinds.FREE_LIST,
    "staff": kinds.STAFF,
    "cases": kinds.CASES,
    "words": kinds.TEXT,
}
ANSWERS: dict[str, dict[str, Any]] = {
    "yes": {"value": True},
    "stage": {"value": "half"},
    "grade": {"value": "C"},
    "hours": {"value": 35},
    "days": {"value": 25},
    "share": {"value": {"part": 3, "whole": 8}},
    "rate": {"value": {"count": 100, "base": 200_000}},
    "growth": {"value": {"baseline": 100, "current": 105}},
    "drill": {"value": "2025-01-01"},
    "old-drill": {"value": "2023-06-29"},
    "plan": {"value": "2022-01-31"},
    "list": {"value": ["a"], "set_apart": {"c": "未发生：无召回", "d": "不涉及"}},
    "staff": {"value": 12},
    "cases": {"not_kept": "没有台账"},
    "words": {"value": "已办"},
}
CREDITS = ["1", "1/2", "1/2", "7/8", "4/5", "1/2", "1/2", "1/4", "1", "0", "1", "1/2", None, None, None]
# What a command needs is imported once; then each, a line of words, has a process of its own, its output in two files.
RUN = """import argparse, json, os, sys
from questionnaires.commands import add_commands
from questionnaires.messages import speak
speak("en")
while line := sys.stdin.readline():
    if not (child := os.fork()):
        for number, name in ((1, "out"), (2, "err")):
            os.dup2(os.open(name, os.O_WRONLY | os.O_CREAT | os.O_TRUNC), number)
        parser = argparse.ArgumentParser()
        add_commands(parser.add_subparsers())
        args = parser.parse_args(json.loads(line))
        sys.exit(args.run(args))
    print(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), flush=True)
"""
Call = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture(scope="module")
def call(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Call]:
    """Run a command of a copy of the product that has one notice, which asks every kind."""
    from_here, home = Path(questionnaires.__file__).parent, tmp_path_factory.mktemp("product")
    shutil.copytree(from_here, home / "questionnaires", ignore=shutil.ignore_patterns("*.pyc", "catalogues", "library"))
    shelf = home / "questionnaires" / "catalogues"
    shelf.mkdir()
    for name in SHARED:
        shutil.copy(from_here / "catalogues" / f"{name}.yaml", shelf)
    (shelf / "n.yaml").write_text(json.dumps(make_notice(), default=str), encoding="utf-8")
    (home / "command.py").write_text(RUN, encoding="utf-8")

    def run(*words: str, answers: Any = None) -> subprocess.CompletedProcess[str]:
        if answers is not None:
            (home / "answers.json").write_text(json.dumps({"answers": answers}), encoding="utf-8")
        assert commands.stdin and commands.stdout
        print(json.dumps(words), file=commands.stdin, flush=True)
        code = int(commands.stdout.readline())
        return subprocess.CompletedProcess(words, code, *((home / name).read_text("utf-8") for name in ("out", "err")))

    line = [sys.executable, "-X", "utf8", "command.py"]
    with subprocess.Popen(line, cwd=home, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as commands:
        yield run


def make_notice() -> dict[str, Any]:
    measures = [
        {
            "id": id,
            "title": id,
            "domain": "N01",
            "levels": ["county"],
            "levels_basis": "assumed" if id == "days" else "named",
            "duty": "职责",
            "phrase": "锚",
            "criterion": criterion,
            "asks": f"{{year}}{id}如何？",
            "evidence": ["材料"],
            "advice": "办理",
            **({"beside": "list"} if id == "cases" else {}),
        }
        for id, criterion in KINDS.items()
    ]
    names = {"name": "县", "place": "本县", "government": "县人民政府", "regulator": "县局", "below": "乡镇"}
    return {
        "id": "n",
        "version": "1",
        "title": "通知",
        "number": None,
        "issuer": "机关",
        "issued": None,
        "division": "150000",
        "implements": "某文",
        "levels": {"county": names},
        "clauses": [{"path": "一（一）", "heading": "标题", "measures": measures}],
    }


def test_every_kind_is_scored(call: Call) -> None:
    done = call("score", "n", "--level", "county", "--as-of", "2026-06-30", "answers.json", answers=ANSWERS)
    assert (done.returncode, done.stderr) == (0, "")
    card = json.loads(done.stdout)
    assert [one["credit"] for one in card["questions"]] == CREDITS
    assert {one["verdict"] for one in card["questions"][12:]} == {"not_scored"}
    # 1 + 1/2 + 1/2 + 7/8 + 4/5 + 1/2 + 1/2 + 1/4 + 1 + 0 + 1 + 1/2 of 12
    assert (card["score"], card["grade"], card["year"]) == ("61.88", "basic", 2025)
    assert card["progress"] == {"answered": 12, "asked": 12}
    assert card["path"] == {"grade": "good", "score": "76.46", "steps": ["old-drill", "growth"], "others": 0}


def test_the_year_is_what_the_caller_says(call: Call) -> None:
    line = ["score", "n", "--level", "county", "--as-of", "2026-06-30", "answers.json", "--year", "2026"]
    card = json.loads(call(*line, answers=ANSWERS).stdout)
    drill = next(one for one in card["questions"] if one["id"] == "drill")
    assert (card["year"], drill["credit"], drill["verdict"]) == (2026, "0", "unmet")


@pytest.mark.parametrize(
    ("year", "reason"),
    [("2027", "begins after the reference date"), ("25", "is not a year"), ("二〇二五", "is not a year")],
)
def test_a_year_that_cannot_be_is_refused(call: Call, year: str, reason: str) -> None:
    line = ["score", "n", "--level", "county", "--as-of", "2026-06-30", "answers.json", "--year", year]
    done = call(*line, answers=ANSWERS)
    assert (done.returncode, done.stdout, reason in done.stderr) == (2, "", True)


def test_the_questionnaire_says_what_each_kind_has(call: Call) -> None:
    asked = json.loads(call("questionnaire", "n", "--level", "county", "--year", "2024").stdout)["domains"][0][
        "questions"
    ]
    by_id = {one["id"]: one for one in asked}
    assert by_id["cases"]["text"] == "2024年度（1月1日至12月31日）cases如何？"
    assert [one["per_year"] for one in (by_id["drill"], by_id["old-drill"], by_id["yes"])] == [True, False, None]
    assert [item["may_not_apply"] for item in by_id["list"]["items"]] == [False, False, True, True]
    cases, days = by_id["cases"], by_id["days"]
    assert [cases[key] for key in ("beside", "required", "measured", "target", "range")] == [
        "list",
        True,
        "flow",
        None,
        None,
    ]
    assert [days[key] for key in ("beside", "required", "levels_basis", "library")] == [None, None, "assumed", None]


@pytest.mark.parametrize(
    ("id", "answer", "reason"),
    [
        ("yes", {"value": 1}, "Answer true (yes) or false (no)."),
        ("stage", {"value": "finished"}, "not offered"),
        ("grade", {"value": None}, "not offered"),
        ("hours", {"value": -1}, "negative"),
        ("days", {"value": "20"}, "not a number"),
        ("share", {"value": {"part": 3, "whole": 2}}, "larger than the whole"),
        ("rate", {"value": {"count": 1}}, "both figures"),
        ("growth", {"value": {"baseline": 0, "current": 1}}, "larger than 0"),
        ("drill", {"value": "2026-07-01"}, "after the reference date"),
        ("plan", {"value": "2022-1-31"}, "not a date"),
        ("list", {"value": ["a"], "set_apart": {"b": "不涉及"}}, "Item b applies to everyone"),
        ("list", {"value": ["c"], "set_apart": {"c": "不涉及"}}, "Item c is in place and set apart at once"),
        ("list", {"value": ["a"], "set_apart": {"c": ""}}, "Item c is set apart without a reason"),
        ("staff", {"value": 1.5}, "not a whole number"),
        ("staff", {"not_kept": " "}, "Say why"),
        ("staff", {"not_applicable": "无"}, "not applicable cannot be chosen"),
        ("words", {"value": 5}, "Give words"),
        ("words", {"not_kept": "无"}, "is unknown"),
    ],
)
def test_a_refusal_names_the_question_and_the_reason(call: Call, id: str, answer: Any, reason: str) -> None:
    line = ["score", "n", "--level", "county", "--as-of", "2026-06-30", "answers.json"]
    done = call(*line, answers=ANSWERS | {id: answer})
    assert (done.returncode, done.stdout) == (2, "")
    assert (
        done.stderr.startswith(f"answers.json: {id}: ") and reason in done.stderr and len(done.stderr.splitlines()) == 1
    )
