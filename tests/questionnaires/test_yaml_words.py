"""What is no YAML is told in Chinese, where the reader of YAML says it in English, and hides nothing else."""

import re

import pytest

from questionnaires.faults import CatalogueFault
from questionnaires.joining import read_catalogue
from questionnaires.messages import say_why
from questionnaires.reading import parse_yaml

SPOILT = (
    *("- a\n-b: c\n - d", "a: 1\n b: 2", "a: b: c", "a: @b", "a: [1", "a: {b: 1", "a: 1\nb", "- a\nb: c", "}"),
    *("a: 2025-13-45", "a: !!int x", "a: !!float x", "a: !!bool x", "a: !foo x", "a: !!map x", "a: !!str\n- b"),
    *('a: "\\q"', 'a: "\\x1"', "%FOO\n---\na: 1", "--- a\n--- b", "'a':b\nc: d", "a: |x\n b", "a: &", "a: \x01"),
    *("<<: 1", "a: =", "!<x a", "!h!x a", "a: !!binary é"),
)
LEVEL = "{name: 县, place: 本县, government: 县政府, regulator: 县局, below: 乡镇}"
MEASURE = """      - id: %s
        title: 应急预案
        domain: %s
        levels: [county]
        levels_basis: %s
        duty: 编制预案
        phrase: 编制预案
        criterion: {kind: done_by, due: %s}
        asks: %s
        evidence: [预案]
        advice: 先编制预案。
"""
TEXT = f"""id: n
version: "1"
title: 意见
number: null
issuer: 省政府
issued: 2021-13-45
division: "220000"
parent: null
colour: red
issuer: 市政府
levels:
  county: {LEVEL}
clauses:
  - path: 一
    heading: 甲
    measures:
{MEASURE % ("a", "N99", "named", "2025-12-31", "做了没有？")}
{MEASURE % ("b", "N12", "guess", "2025-12-31", "做了没有？")}
{MEASURE % ("c", "N12", "named", "2025-02-30", "做了没有？")}
{MEASURE % ("d", "N12", "named", "2025-12-31", "做了没有")}
  - path: 二
    heading: ""
    reason: 无
  - path: 三
    heading: 丙
"""
EXPECTED = {
    ("line 6, column 9", "'2021-13-45'不是有效的日期"),
    ("line 10, column 1", "字段'issuer'出现两次"),
    ("line 48, column 41", "'2025-02-30'不是有效的日期"),
    ("document", "缺少implements"),
    ("document", "colour 没有这个字段"),
    ("measure a", "没有能力领域'N99'"),
    ("measure b", "levels_basis 只能是下列之一：'named', 'bracket', 'annex', 'assumed'"),
    ("measure d", "题目（asks）须以全角问号“？”结尾"),
    ("clause 二", "heading 不能为空"),
    ("clause 三", "要么写措施"),
}


@pytest.mark.parametrize("text", SPOILT)
def test_what_the_reader_of_yaml_says_is_said_in_chinese(text: str) -> None:
    faults: list[CatalogueFault] = []
    parse_yaml("n.yaml", text.encode(), faults)
    [fault] = faults
    assert re.search("[\u4e00-\u9fff]", say_why(fault.why)) and not re.search("[a-z]{3}", say_why(fault.why))


def test_what_is_wrong_is_told_all_at_once() -> None:
    read = read_catalogue(TEXT.encode())
    told = {(one.place, f"{one.field} {say_why(one.why)}".strip()) for one in read.faults}
    assert read.document is None
    assert {(place, re.split("[，；;]", words)[0]) for place, words in told} == EXPECTED


@pytest.mark.parametrize(
    "clauses", ["[1]", "[{measures: 1}]", "[{path: 一, measures: [1]}]", "{}", "2021-13-45", "[~]"]
)
@pytest.mark.parametrize("head", ["id: 坏", "id: 2021-13-45", "parent: 2021-13-45", "levels: 1", "bands: {a: 1}"])
def test_nothing_that_is_no_catalogue_ends_in_an_error(head: str, clauses: str) -> None:
    assert read_catalogue(f"{head}\nclauses: {clauses}".encode()).faults
    measure = "{id: a, criterion: {kind: yes_no, due: 2021-13-45}, levels: 2021-13-45, library: 2021-13-45}"
    whole = (
        f"{head}\nclauses: [{{path: 一, heading: 甲, measures: [{measure}]}}, {{path: 二, heading: 乙, reason: 无}}]"
    )
    assert read_catalogue(whole.encode()).faults
