"""A catalogue held against the text of its notice."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from questionnaires.catalogue import Library
from questionnaires.documents import ClauseText, split_clauses
from questionnaires.proof import list_figures, prove_document

Load = Callable[..., Library]
Draft = Callable[..., dict[str, Any]]
NUMBER = {"kind": "number", "target": 40, "unit": "学时"}


@pytest.fixture
def differences(library: Load, measure: Draft, notice: Draft) -> Callable[..., list[str]]:
    """Hold a notice with one measure against a text."""

    def hold(text: str, **fields: Any) -> list[str]:
        document = library(notice("n", measure("a", **fields))).documents["n"]
        return list(prove_document(document, split_clauses(text)))

    return hold


def test_a_clause_that_is_left_out_is_caught(differences: Callable[..., list[str]]) -> None:
    assert differences("一、甲\n（一）标题：领导。\n（二）丙。", phrase="领导") == [
        "the text has the clauses 一（一）, 一（二）; the catalogue has 一（一）"
    ]


def test_a_phrase_from_elsewhere_is_caught(differences: Callable[..., list[str]]) -> None:
    assert differences("一、甲\n（一）标题：领导。", phrase="丙") == [
        "measure a: the phrase '丙' does not stand in clause 一（一）"
    ]


def test_a_carried_phrase_from_elsewhere_is_caught(library: Load, measure: Draft, notice: Draft) -> None:
    draft = notice("n", measure("a", phrase="领导"))
    draft["clauses"][0]["carried"] = [{"phrase": "形成格局", "by": "a"}]
    clauses = split_clauses("一、甲\n（一）标题：领导。")
    assert list(prove_document(library(draft).documents["n"], clauses)) == [
        "clause 一（一）: carried '形成格局' does not stand there"
    ]


def test_line_breaks_spaces_and_the_width_of_brackets_do_not_matter(differences: Callable[..., list[str]]) -> None:
    assert differences("一、甲\n(一) 标题:领\n 导,加强。", phrase="领导，加强") == []


def test_a_figure_that_no_criterion_holds_is_caught(differences: Callable[..., list[str]]) -> None:
    [difference] = differences("一、甲\n（一）标题：领导，每年40学时，3年内。", phrase="领导", criterion=NUMBER)
    assert difference.startswith("clause 一（一）: the figure 3年 is in no criterion")


def test_years_of_the_text_are_months_of_the_criterion(differences: Callable[..., list[str]]) -> None:
    criterion = NUMBER | {"within_months": 36}
    assert differences("一、甲\n（一）标题：领导，40学时，3年内。", phrase="领导", criterion=criterion) == []


@pytest.mark.parametrize(
    ("text", "figures"),
    [
        ("（一）按国办发〔2021〕16号，2021年10月28日前", []),
        ("（一）不少于2000项、90%以上、50万元", ["2000项", "90%", "50万元"]),
        ("（一）省、市、县三级和两个平台", ["三级", "两个"]),
        ("（一）“十四五”期间至少1次、1次", ["1次"]),
    ],
)
def test_figures_are_found_and_names_are_not(text: str, figures: list[str]) -> None:
    assert list_figures(ClauseText("一（一）", text)) == figures


def test_the_command_names_the_file_and_the_place(run: Callable[..., tuple[int, str, str]], tmp_path: Path) -> None:
    (tmp_path / "jilin-2021-44.txt").write_text("一、甲\n（一）乙。", encoding="utf-8")
    code, _, err = run("coverage", "jilin-2021-44", "--check", tmp_path)
    assert code == 2
    assert "jilin-2021-44.yaml: the text has the clauses 一（一）" in err


def test_a_text_that_is_not_there_is_named(run: Callable[..., tuple[int, str, str]], tmp_path: Path) -> None:
    code, _, err = run("coverage", "jilin-2021-44", "--check", tmp_path)
    assert code == 2
    assert "jilin-2021-44.txt" in err
