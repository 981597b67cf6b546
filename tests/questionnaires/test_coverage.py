"""The ledger of clauses, and notices' texts cut into clauses."""

from collections.abc import Callable
from typing import Any

import pytest

from questionnaires.catalogue import Library
from questionnaires.coverage import LevelCount, cover
from questionnaires.documents import ClauseText, holds_phrase, split_clauses
from questionnaires.generator import UnknownDocument
from questionnaires.ledger_text import write_ledger
from questionnaires.loading import CatalogueError
from questionnaires.publishing import publish_coverage

Draft = Callable[..., dict[str, Any]]
Load = Callable[..., Library]
NOTICE = """某某办〔2022〕1号
一、总体要求
坚持四个最严。
二、重点任务
（一）健全法规。加快
制定规章。
 (二)提高能力。1年内达到“600个”。
（一）不是条款编号之后的句子也成条款。
三、保障
（一）组织领导。坚持党政同责。
2022年4月 18日
（此件公开发布）
抄送：（一）各部门。
"""


def test_it_cuts_a_notice_as_the_notice_numbers_itself() -> None:
    assert [clause.path for clause in split_clauses(NOTICE)] == ["二（一）", "二（二）", "二（一）", "三（一）"]


def test_a_clause_ends_where_the_next_heading_or_the_closing_begins() -> None:
    clauses = split_clauses(NOTICE)
    assert clauses[0].text == "（一）健全法规。加快\n制定规章。"
    assert clauses[-1].text == "（一）组织领导。坚持党政同责。"


def test_a_notice_that_ends_without_closing_keeps_its_last_clause() -> None:
    assert split_clauses("一、甲\n（一）乙。\n丙。") == [ClauseText("一（一）", "（一）乙。\n丙。")]


@pytest.mark.parametrize("text", ["", "（一）没有章。", "一、只有章。"])
def test_a_text_without_numbered_clauses_has_none(text: str) -> None:
    assert split_clauses(text) == []


@pytest.mark.parametrize(
    ("phrase", "held"),
    [
        ("加快制定规章", True),
        ("健全 法规。加快", True),
        ("健全法规.加快", True),
        ("提高能力", False),
        ("加快修订", False),
    ],
)
def test_a_phrase_is_found_however_the_text_is_broken(phrase: str, held: bool) -> None:
    assert holds_phrase(split_clauses(NOTICE)[0], phrase) is held


@pytest.mark.parametrize("phrase", ['达到"600个"', "达到“600个”", "达到“６００个”", "(二)提高能力"])
def test_width_of_brackets_quotes_and_digits_does_not_matter(phrase: str) -> None:
    assert holds_phrase(split_clauses(NOTICE)[1], phrase)


def test_the_ledger_names_questions_per_level_or_the_reason(library: Load, measure: Draft, notice: Draft) -> None:
    level = notice("x")["levels"]["county"]
    draft = notice("n", measure("a", levels=["city", "county"]), measure("b"), levels={"city": level, "county": level})
    draft["clauses"].append({"path": "一（二）", "heading": "口号", "reason": "没有可以核对的要求"})
    [ledger] = cover(library(draft))
    assert [(one.path, one.measures, one.questions, one.reason) for one in ledger.clauses] == [
        ("一（一）", ("a", "b"), {"city": ("a",), "county": ("a", "b")}, None),
        ("一（二）", (), {"city": (), "county": ()}, "没有可以核对的要求"),
    ]


def test_the_ledger_counts_what_each_level_is_asked(library: Load, measure: Draft, notice: Draft) -> None:
    level = notice("x")["levels"]["county"]
    draft = notice(
        "n",
        measure("a", levels=["city", "county"], levels_basis="assumed"),
        measure("b", levels_basis="named"),
        levels={"city": level, "county": level},
    )
    [ledger] = cover(library(draft))
    assert ledger.levels == {"city": LevelCount(1, 1, 0, 1), "county": LevelCount(2, 1, 0, 2)}


def test_the_ledger_names_who_carries_words_without_a_question(library: Load, measure: Draft, notice: Draft) -> None:
    draft = notice("n", measure("a"), measure("b"))
    draft["clauses"][0]["carried"] = [{"phrase": "形成格局", "by": ["a", "b"]}, {"phrase": "提升能力", "by": "b"}]
    [ledger] = cover(library(draft))
    assert ledger.clauses[0].carried == {"形成格局": ("a", "b"), "提升能力": ("b",)}
    assert publish_coverage([ledger])["documents"][0]["clauses"][0]["carried"][1] == {"phrase": "提升能力", "by": ["b"]}
    assert "“形成格局”: a, b\n      “提升能力”: b" in write_ledger(ledger)


@pytest.mark.parametrize(
    ("carried", "message"),
    [
        ({"phrase": "形成格局", "by": "c"}, "carried '形成格局': 'c' is no measure of this clause"),
        ({"phrase": "锚", "by": "a"}, "carried '锚' stands twice, or is the phrase of a measure; leave it out"),
    ],
)
def test_words_are_carried_once_and_by_measures_of_their_clause(
    library: Load, measure: Draft, notice: Draft, carried: dict[str, Any], message: str
) -> None:
    draft = notice("n", measure("a"))
    draft["clauses"][0]["carried"] = [carried]
    with pytest.raises(CatalogueError) as broken:
        library(draft)
    assert [str(fault) for fault in broken.value.faults] == [f"n.yaml: clause 一（一）: {message}"]


def test_the_ledger_of_one_notice_leaves_the_others_out(library: Load, measure: Draft, notice: Draft) -> None:
    one = library(notice("n", measure("a")), notice("m", measure("b")))
    assert [ledger.id for ledger in cover(one, "m")] == ["m"]
    assert [ledger.id for ledger in cover(one)] == ["m", "n"]


def test_the_ledger_of_an_unknown_notice_names_those_there_are(library: Load, measure: Draft, notice: Draft) -> None:
    with pytest.raises(UnknownDocument) as refused:
        cover(library(notice("n", measure("a"))), "x")
    assert refused.value.details["known"] == "n"
