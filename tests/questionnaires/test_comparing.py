"""Two versions of a catalogue, and what became of each measure."""

from collections.abc import Callable
from typing import Any

import pytest

from questionnaires.catalogue import Library, PolicyDocument
from questionnaires.comparing import Change, FieldChange, MeasureChange, compare_catalogues

Draft = Callable[..., dict[str, Any]]
SHARE = {"kind": "share", "target": 70, "part": "甲", "whole": "乙", "unit": "人"}


@pytest.fixture
def read(library: Callable[..., Library], notice: Draft) -> Callable[..., PolicyDocument]:
    """A catalogue of these measures, for cities and counties."""

    def load(*measures: dict[str, Any], **fields: Any) -> PolicyDocument:
        draft = notice("n", *measures, **fields)
        draft["levels"] |= {"city": draft["levels"]["county"]}
        return library(draft).documents["n"]

    return load


@pytest.fixture
def change(read: Callable[..., PolicyDocument], measure: Draft) -> Callable[..., MeasureChange]:
    """What becomes of a share when these of its fields are said otherwise."""

    def compare(**fields: Any) -> MeasureChange:
        before, after = read(measure("a", criterion=SHARE)), read(measure("a", **{"criterion": SHARE, **fields}))
        [found] = compare_catalogues(before, after).measures
        return found

    return compare


@pytest.mark.parametrize(
    ("fields", "changes"),
    [
        ({}, "kept"),
        ({"title": "另一题名"}, "reworded"),
        ({"asks": "{place}另一种问法如何？"}, "reworded"),
        ({"criterion": SHARE | {"target": 80}}, "figure"),
        ({"criterion": SHARE | {"due": "2025-12-31"}}, "figure"),
        ({"criterion": SHARE | {"part": "丙"}}, "answer"),
        ({"criterion": SHARE | {"range": [1, 9]}}, "reworded"),
        ({"criterion": {"kind": "yes_no"}}, "figure answer"),
        ({"levels": ["county", "city"]}, "levels"),
        ({"levels_basis": "assumed"}, "levels"),
        ({"weight": 2}, "counted"),
        ({"critical": True, "duty": "另一职责"}, "counted reworded"),
    ],
)
def test_it_says_in_which_way_a_measure_is_another(change: Any, fields: dict[str, Any], changes: str) -> None:
    assert " ".join(change(**fields).changes) == changes


def test_a_figure_is_shown_before_and_after(change: Any) -> None:
    found = change(criterion=SHARE | {"target": 80})
    assert found.fields == (FieldChange("criterion.target", 70, 80, Change.FIGURE),)


def test_a_level_that_is_added_is_no_new_wording(change: Any) -> None:
    assert [one.field for one in change(levels=["city", "county"]).fields] == ["levels"]


def test_what_is_new_stands_in_its_place_and_what_is_gone_at_the_end(read: Any, measure: Draft) -> None:
    before, after = read(measure("gone"), measure("a")), read(measure("new"), measure("a"))
    found = compare_catalogues(before, after)
    assert [(one.id, one.before, one.after, one.changes[0].value) for one in found.measures] == [
        ("new", None, "一（一）", "new"),
        ("a", "一（一）", "一（一）", "kept"),
        ("gone", "一（一）", None, "gone"),
    ]
    assert found.count() == {Change.NEW: 1, Change.GONE: 1, Change.KEPT: 1}


def test_a_measure_that_moved_says_from_where(read: Any, measure: Draft) -> None:
    before = read(measure("a"))
    clause = {"path": "第九条", "heading": "标题", "measures": [measure("a")]}
    found = compare_catalogues(before, read(clauses=[clause]))
    assert [(one.before, one.after, one.changes) for one in found.measures] == [("一（一）", "第九条", (Change.KEPT,))]
    assert [(one.path, one.changes, one.before) for one in found.clauses] == [
        ("第九条", (Change.MOVED,), ("一（一）",))
    ]


def test_the_head_and_the_heading_of_a_clause_are_compared(read: Any, measure: Draft) -> None:
    before = read(measure("a"))
    clause = {"path": "一（一）", "heading": "另一标题", "measures": [measure("a")]}
    found = compare_catalogues(before, read(clauses=[clause], version="2", number="新〔2026〕1号"))
    assert found.head == (FieldChange("number", None, "新〔2026〕1号"),)
    assert found.clauses[0].fields == (FieldChange("heading", "标题", "另一标题"),)


def test_a_catalogue_is_as_itself(shipped: Library) -> None:
    one = shipped.documents["jilin-2021-44"]
    found = compare_catalogues(one, one)
    assert (found.head, found.clauses, found.count()) == ((), (), {Change.KEPT: len(one.measures)})


def place(path: str, *measures: dict[str, Any], heading: str = "") -> dict[str, Any]:
    return {"path": path, "heading": heading or f"标题{path}", "measures": list(measures)}


def test_what_was_split_merged_or_called_otherwise_says_from_what(read: Any, measure: Draft) -> None:
    def draft(id: str, title: str, **fields: Any) -> dict[str, Any]:
        return measure(id, title=title, asks="{place}情况如何？", **fields)

    before = read(*(draft(id, id * 2) for id in "abcd"))
    after = read(
        draft("a", "aa"),
        draft("a-rest", "aa", replaces=["a"]),
        draft("b", "bb", replaces=["c"]),
        draft("d-new", "dd", replaces="d"),
    )
    found = compare_catalogues(before, after).measures
    assert [(one.id, " ".join(one.changes), one.sources) for one in found] == [
        ("a", "split", ("aa",)),
        ("a-rest", "split", ("aa",)),
        ("b", "merged", ("bb", "cc")),
        ("d-new", "kept", ("dd",)),
    ]


def test_clauses_are_followed_by_what_stands_in_them(read: Any, measure: Draft) -> None:
    a, b, c, d, e = (measure(id, criterion=SHARE) for id in "abcde")
    before = read(clauses=[place("一（一）", a, b), place("一（二）", c), place("一（三）", d), place("一（四）", e)])
    after = read(
        clauses=[
            place("一（一）", a, heading="标题一（一）"),
            place("一（二）", b),
            place("一（三）", measure("new")),
            place("一（四）", c | {"criterion": SHARE | {"target": 80}}, d, heading="标题一（二）"),
        ]
    )
    found = [(one.path, " ".join(one.changes), one.before) for one in compare_catalogues(before, after).clauses]
    assert found == [
        ("一（一）", "split", ()),
        ("一（二）", "split reworded", ("一（一）",)),
        ("一（三）", "new", ()),
        ("一（四）", "merged figure", ("一（二）", "一（三）")),
        ("一（四）", "gone", ()),
    ]
