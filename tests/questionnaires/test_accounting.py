"""Every part of a notice's text accounted for: a phrase of its catalogue names it, or it is seen to be missing."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from questionnaires.accounting import TextPart, list_parts
from questionnaires.catalogue import Library
from questionnaires.documents import split_clauses

Load = Callable[..., Library]
Draft = Callable[..., dict[str, Any]]
Account = Callable[..., list[tuple[str, bool]]]


@pytest.fixture
def account(library: Load, measure: Draft, notice: Draft) -> Account:
    """The parts of a text, and whether a phrase of the one measure, or a carried one, names each."""

    def hold(text: str, phrase: str, *carried: str) -> list[tuple[str, bool]]:
        draft = notice("n", measure("a", phrase=phrase))
        draft["clauses"][0]["carried"] = [{"phrase": one, "by": "a"} for one in carried]
        parts = list_parts(library(draft).documents["n"], split_clauses(f"一、甲\n（一）标题。{text}"))
        return [(part.words, bool(part.named_by)) for part in parts]

    return hold


def test_a_measure_names_the_part_of_its_phrase_and_no_other(account: Account) -> None:
    assert account("根据需要，建立队伍，形成格局。加强培训。", "建立队伍") == [
        ("根据需要", False),
        ("建立队伍", True),
        ("形成格局", False),
        ("加强培训", False),
    ]


def test_a_carried_phrase_names_every_part_that_it_touches(account: Account) -> None:
    assert account("建立队伍, 提升\n能力，形成格局。", "建立队伍", "能力，形成") == [
        ("建立队伍", True),
        ("提升能力", True),
        ("形成格局", True),
    ]


def test_a_phrase_counts_where_it_first_stands(account: Account) -> None:
    assert account("提升能力，建立队伍，提升能力。", "建立队伍", "提升能力") == [
        ("提升能力", True),
        ("建立队伍", True),
        ("提升能力", False),
    ]


@pytest.mark.parametrize("bracket", ["〔市局，各县（市、区）政府〕", "（责任单位：市局；各县）", "(市局,各县)。"])
def test_who_is_responsible_is_no_part(account: Account, bracket: str) -> None:
    assert account(f"制定（疫苗）预案。{bracket}", "预案") == [("制定（疫苗）预案", True)]


def test_a_clause_with_a_reason_has_no_parts(library: Load, measure: Draft, notice: Draft) -> None:
    draft = notice("n", measure("a", phrase="乙"))
    draft["clauses"].append({"path": "一（二）", "heading": "口号", "reason": "没有可以核对的要求"})
    parts = list_parts(library(draft).documents["n"], split_clauses("一、甲\n（一）标题。乙。\n（二）口号。丙。"))
    assert list(parts) == [TextPart("一（一）", "乙", ("乙",))]


def test_the_command_lists_what_no_phrase_names(run: Callable[..., tuple[int, str, str]], tmp_path: Path) -> None:
    (tmp_path / "jilin-2021-44.txt").write_text("一、甲\n（一）加强组织领导。造出东西，造出一样。", encoding="utf-8")
    code, out, _ = run("coverage", "jilin-2021-44", "--check", tmp_path, "--gaps")
    assert code == 2  # for the differences; a part that nothing names is none
    assert "jilin-2021-44.yaml: clause 一（一）: no phrase names 造出一样\n" in out
    assert "2 parts of their sentences, 2 of them named by no phrase" in out
