"""A broken catalogue: every fault at once, with its file, its place and what would be right."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml

from questionnaires.catalogue import Library
from questionnaires.loading import CatalogueError, load_library

Draft = Callable[..., dict[str, Any]]
Load = Callable[..., Library]
TWINS = [{"value": "a", "label": "甲"}, {"value": "a", "label": "乙"}]
PEOPLE = {"kind": "share", "target": 75, "part": "甲", "whole": "乙", "unit": "人"}


def complain(library: Load, *notices: dict[str, Any], **files: Any) -> str:
    with pytest.raises(CatalogueError) as broken:
        library(*notices, **files)
    return "\n".join(str(fault) for fault in broken.value.faults)


def test_it_reports_every_fault_of_every_file_at_once(library: Load, measure: Draft, notice: Draft) -> None:
    one = notice(
        "n", measure("a", criterion={"kind": "recency"}), measure("b", domain="N99"), measure("c", asks="{x}？")
    )
    two = notice("m", measure("d", weight=-1), measure("e", applies_if="x"), title=None)
    complaint = complain(library, one, two, o="a: [")
    assert [line.split(": ")[0:2] for line in complaint.splitlines()] == [
        ["m.yaml", "document"],
        ["m.yaml", "measure d"],
        ["m.yaml", "measure e"],
        ["n.yaml", "measure a"],
        ["n.yaml", "measure b"],
        ["n.yaml", "measure c"],
        ["o.yaml", "line 2, column 1"],
    ]


def test_it_refuses_twins_of_clauses_and_measures(library: Load, measure: Draft, notice: Draft) -> None:
    clauses = [notice("n", measure("a"), measure("b"))["clauses"][0] for _ in range(2)]
    complaint = complain(library, notice("n", clauses=clauses))
    assert "n.yaml: clause 一（一）: stands twice" in complaint
    assert "n.yaml: measure a: stands twice" in complaint


def test_within_months_needs_an_issue_date(library: Load, measure: Draft, notice: Draft) -> None:
    draft = notice("n", measure("a", criterion={"kind": "done_by", "within_months": 36}), issued=None)
    assert "counts from the issue date, which this document does not give; use `due`" in complain(library, draft)


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("", "n.yaml: file: must be a mapping"),
        ("- 1", "n.yaml: file: must be a mapping"),
        ("words", "n.yaml: file: must be a mapping"),
        ("id: n\nid: m", "n.yaml: line 2, column 1: the key 'id' stands twice; keep one"),
        ("1: a", "a key must be a word"),
        ("? [a]\n: 1", "a key must be a word"),
        ("id:\n\t- a", "n.yaml: line 2, column 1: found character"),
        ("a: [1", "n.yaml: line 2, column 1: "),
        ("a: 1\n---\nb: 2", "n.yaml: line 2, column 1: something stands behind the end"),
        ("标题".encode("gb18030"), "n.yaml: byte 0: is not UTF-8; save the file as UTF-8"),
        ("a".encode("utf-16"), "is not UTF-8"),
        ("a\x00b", "n.yaml: file: holds a character that cannot be seen"),
        ("!!python/object:os.system a", "a sign such as !, << or = is not read here"),
        ("a: &a [1]\nb: *a", "n.yaml: line 2, column 4: the alias *a is not read; write it out"),
        ("a: &a [*a]", "the alias *a is not read"),
        ("[" * 100_000, "nests deeper than 50 levels"),
        ("- " * 90_000, "nests deeper than 50"),
        ("a: 2022-13-45", "n.yaml: line 1, column 4: '2022-13-45' is no date; write it as"),
        ("id: n\na: !!timestamp x", "n.yaml: line 2, column 4: 'x' is no date"),
        ("a: !!bool maybe", "n.yaml: line 1, column 4: 'maybe' is neither true nor false"),
        ("a: " + "9" * 5000, "n.yaml: line 1, column 4: '9999"),
        ("#" * 5_000_001, "n.yaml: file: is larger than 5000000 bytes"),
    ],
)
def test_it_refuses_what_is_no_sound_yaml(library: Load, text: str | bytes, fault: str) -> None:
    complaint = complain(library, n=text)
    assert fault in complaint
    assert complaint.startswith("n.yaml: ")


def test_it_refuses_a_bomb_of_aliases_at_once(library: Load) -> None:
    lines = [
        "a0: &a0 [1]",
        *(f"a{n}: &a{n} [*a{n - 1}, *a{n - 1}]" for n in range(1, 40)),
        "levels: *a39",
        "? *a39\n: 1",
    ]
    assert "the alias *a0 is not read" in complain(library, n="\n".join(lines))


def test_it_takes_a_byte_order_mark(library: Load, measure: Draft, notice: Draft) -> None:
    text = yaml.safe_dump(notice("n", measure("a")), allow_unicode=True)
    assert list(library(n=text.encode("utf-8-sig")).documents) == ["n"]


def test_it_refuses_a_circle_of_parents(library: Load, measure: Draft, notice: Draft) -> None:
    complaint = complain(
        library,
        notice("n", measure("a"), parent="m"),
        notice("m", measure("b"), parent="n"),
        notice("o", measure("c"), parent="n"),
    )
    assert complaint.count("is its own ancestor; mend `parent`") == 3


def test_a_grandparent_that_is_missing_is_named_where_it_is_named(library: Load, measure: Draft, notice: Draft) -> None:
    complaint = complain(library, notice("n", measure("a"), parent="m"), notice("m", measure("b"), parent="x"))
    assert complaint == "m.yaml: document: parent 'x' is not at hand; there are m, n"


def test_a_broken_parent_is_not_called_missing(library: Load, measure: Draft, notice: Draft) -> None:
    parent = notice("p", measure("b", criterion={"kind": "recency"}))
    child = notice("n", measure("a", carries_out="b"), parent="p")
    assert (
        complain(library, parent, child)
        == "p.yaml: measure b: criterion.recency: recency needs `period_months`, or `per_year: true` and no period"
    )


@pytest.mark.parametrize(
    ("fields", "fault"),
    [
        ({"carries_out": "x"}, "carries_out 'x' is no measure of the parent document"),
        ({"carries_out": "city-only"}, "carries_out 'city-only', which binds none of the same levels"),
    ],
)
def test_it_refuses_to_carry_out_what_is_not_there(
    library: Load, measure: Draft, notice: Draft, fields: dict[str, Any], fault: str
) -> None:
    levels = {level: notice("n")["levels"]["county"] for level in ("city", "county")}
    parent = notice("p", measure("city-only", levels=["city"]), levels=levels)
    assert complain(library, parent, notice("n", measure("a", **fields), parent="p")) == f"n.yaml: measure a: {fault}"


def test_a_measure_may_not_bear_the_name_of_one_of_the_parent(library: Load, measure: Draft, notice: Draft) -> None:
    complaint = complain(library, notice("p", measure("a")), notice("n", measure("a"), parent="p"))
    assert complaint == "n.yaml: measure a: is also the id of a measure of the parent document; choose another"


@pytest.mark.parametrize(
    ("file", "content", "fault"),
    [
        ("domains", "[", "domains.yaml: line 2"),
        ("domains", [{"id": "N01"}], "domains.yaml: entry N01: needs title"),
        (
            "facts",
            [{"id": "x", "question": "？"}] * 1 + [{"id": "x", "question": "！"}],
            "facts.yaml: entry x: stands twice; keep one",
        ),
        (
            "scales",
            {"stage": [{"value": "5", "label": "五"}]},
            "scales.yaml: document: stage.0.value: String should match",
        ),
        ("bands", [{"grade": "great"}], "bands.yaml: "),
    ],
)
def test_it_names_what_is_wrong_with_a_shared_list(
    library: Load, measure: Draft, notice: Draft, file: str, content: Any, fault: str
) -> None:
    assert fault in complain(library, notice("n", measure("a")), **{file: content})


def test_bands_must_fall_to_nothing(library: Load, measure: Draft, notice: Draft) -> None:
    bands = [{"grade": grade, "label": "级", "from": 60} for grade in ("excellent", "good", "basic", "below_standard")]
    assert "n.yaml: bands: must go from excellent down to below_standard" in complain(
        library, notice("n", measure("a"), bands=bands)
    )


def test_a_province_may_set_its_own_bands(library: Load, measure: Draft, notice: Draft) -> None:
    grades = (("excellent", 95), ("good", 85), ("basic", 70), ("below_standard", 0))
    bands = [{"grade": grade, "label": "级", "from": lowest} for grade, lowest in grades]
    assert [band.from_ for band in library(notice("n", measure("a"), bands=bands)).documents["n"].bands] == [
        95,
        85,
        70,
        0,
    ]


def test_a_missing_list_and_an_empty_folder_are_named(folder: Callable[..., Path], tmp_path: Path) -> None:
    with pytest.raises(CatalogueError, match="catalogues-0: folder: holds no catalogue"):
        load_library(folder())
    with pytest.raises(CatalogueError, match=r"domains\.yaml: file: "):
        load_library(tmp_path)
