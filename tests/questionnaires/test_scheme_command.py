"""`--scheme` on the command line: a questionnaire and a scorecard under a scheme, and refusals that name the file."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

BANNER = ["inner-mongolia-2022-26", "--level", "county"]
UNSCORED = ("quantity", "text")
SCORE = ["score", *BANNER, "--as-of", "2026-06-30"]
SCHEME = """
assumed: leave_out
weights: {inspector-team: 2}
bonus: [{id: model, title: 示范单位, points: 3}]
deductions: [{id: late, title: 迟报, points: 1.5}]
vetoes: [{id: incident, title: 重大事故, grade: below_standard}]
grade_of: total
"""
Run = Callable[..., tuple[int, str, str]]
Put = Callable[..., Path]


@pytest.fixture
def put(tmp_path: Path) -> Put:
    def put(name: str, content: Any) -> Path:
        path = tmp_path / name
        path.write_text(content if isinstance(content, str) else json.dumps(content), encoding="utf-8")
        return path

    return put


def list_domains(run: Run, *scheme: object) -> dict[str, list[Any]]:
    """The weights of the questions by domain, as they are printed."""
    code, out, err = run("questionnaire", *BANNER, *scheme)
    assert (code, err) == (0, "")
    return {
        one["id"]: [asked["weight"] for asked in one["questions"] if asked["kind"] not in UNSCORED]
        for one in json.loads(out)["domains"]
    }


def test_a_questionnaire_under_a_scheme_asks_less_where_assumed_levels_are_left_out(run: Run, put: Put) -> None:
    plain, chosen = (
        sum(map(len, list_domains(run, *scheme).values())) for scheme in ([], ["--scheme", put("s.yaml", SCHEME)])
    )
    assert 0 < chosen < plain


def test_a_share_of_points_is_printed_as_a_number_or_as_an_exact_fraction(run: Run, put: Put) -> None:
    domains = list_domains(run)
    points = "points: {" + ", ".join(f"{id}: 1" for id in domains) + "}"
    shares = list_domains(run, "--scheme", put("s.yaml", points))
    expected = {1: 1, 2: 0.5, 3: "1/3", 4: 0.25, 6: "1/6"}
    looked_at = [id for id, weights in domains.items() if weights == [1] * len(weights) and len(weights) in expected]
    assert len(looked_at) > 3
    assert {id: shares[id] for id in looked_at} == {
        id: [expected[len(shares[id])]] * len(shares[id]) for id in looked_at
    }


def test_a_scorecard_has_what_stands_beside_the_score(run: Run, put: Put) -> None:
    scheme = put("s.yaml", SCHEME)
    beside = {
        "bonus": {"model": {"claimed": 2.5, "reason": "证书"}},
        "deductions": [{"id": "late", "reason": "通报"}] * 2,
        "vetoes": [{"id": "incident", "reason": "通报"}],
    }
    unfinished = json.loads(run(*SCORE, "--scheme", scheme, put("a.json", {"answers": {}} | beside))[1])
    assert {key: unfinished[key] for key in ("score", "range", "total", "bonus", "deducted", "vetoes")} == {
        "score": None,
        "range": ["0.00", "100.00"],
        "total": None,
        "bonus": "2.50",
        "deducted": "3.00",
        "vetoes": ["incident"],
    }


def test_without_a_scheme_they_are_null_or_empty(run: Run, put: Put) -> None:
    card = json.loads(run(*SCORE, put("a.json", {"answers": {}}))[1])
    assert [card[key] for key in ("total", "bonus", "deducted", "vetoes")] == [None, None, None, []]


@pytest.mark.parametrize("command", [["questionnaire", *BANNER], [*SCORE, "a.json"]], ids=lambda words: words[0])
@pytest.mark.parametrize(
    ("text", "refusal"),
    [
        ("bouns: []", "bouns: There is no such field here; check its name."),
        ("points: {N05: 12}", "points.L01: The questionnaire asks in the domain “风险管控”; give it points."),
    ],
)
def test_a_refused_scheme_is_named_with_the_place(
    run: Run, put: Put, command: list[str], text: str, refusal: str
) -> None:
    path = put("s.yaml", text)
    code, out, err = run(*command, "--scheme", path)
    assert (code, out) == (2, "")
    assert f"{path}: {refusal}" in err.splitlines()


def test_a_scheme_that_is_not_there_is_named(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "none.yaml"
    assert run("questionnaire", *BANNER, "--scheme", path) == (2, "", f"{path}: there is no such file or folder\n")


def test_what_stands_beside_the_answers_needs_a_scheme_that_has_it(run: Run, put: Put) -> None:
    path = put("a.json", {"answers": {}, "granted": {"model": 1}})
    assert run(*SCORE, path) == (2, "", f"{path}: granted: This counts under a scheme only; give one.\n")
    code, _, err = run(*SCORE, "--scheme", put("s.yaml", "bonus: []"), path)
    assert (code, err) == (2, f"{path}: granted.model: The scheme has no such item; there are: –.\n")
