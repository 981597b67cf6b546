"""Every fault that a measure, a document or a clause can have, by its words."""

from collections.abc import Callable
from typing import Any

import pytest

from questionnaires.catalogue import Library
from questionnaires.loading import CatalogueError

Draft = Callable[..., dict[str, Any]]
Load = Callable[..., Library]
TWINS = [{"value": "a", "label": "甲"}, {"value": "a", "label": "乙"}]
PEOPLE = {"kind": "share", "target": 75, "part": "甲", "whole": "乙", "unit": "人"}


def complain(library: Load, *notices: dict[str, Any], **files: Any) -> str:
    with pytest.raises(CatalogueError) as broken:
        library(*notices, **files)
    return "\n".join(str(fault) for fault in broken.value.faults)


@pytest.mark.parametrize(
    ("fields", "fault"),
    [
        (
            {"criterion": {"kind": "recency"}},
            "criterion.recency: recency needs `period_months`, or `per_year: true` and no period",
        ),
        ({"criterion": {"kind": "recency", "period_months": 0}}, "period_months: Input should be greater than 0"),
        ({"criterion": {"kind": "guess"}}, "does not match any of the expected tags: 'yes_no', 'stage'"),
        ({"criterion": {"kind": "done_by"}}, "done_by needs `due` or `within_months`"),
        (
            {"criterion": {"kind": "yes_no", "due": "2021-12-31", "within_months": 3}},
            "give `due` or `within_months`, not both",
        ),
        (
            {"criterion": {"kind": "yes_no", "within_months": 10**30}},
            "`within_months` must be a whole number from 1 to 240",
        ),
        (
            {"criterion": {"kind": "grade", "scale": "hospital", "target": "C"}},
            "unknown scale 'hospital'; scales.yaml has laboratory, stage",
        ),
        (
            {"criterion": {"kind": "grade", "scale": ["C"], "target": "C"}},
            "unknown scale ['C']; scales.yaml has laboratory, stage",
        ),
        (
            {"criterion": {"kind": "grade", "scale": "laboratory", "target": "D"}},
            "must be a step above the lowest: C, C+, B, B+, A",
        ),
        ({"criterion": {"kind": "grade", "scale": "laboratory", "target": "none"}}, "must be a step above the lowest"),
        ({"criterion": {"kind": "checklist", "items": TWINS}}, "'a' stands in the list twice"),
        ({"criterion": {**PEOPLE, "target": 101}}, "target: Input should be less than or equal to 100"),
        ({"criterion": {**PEOPLE, "target": 0}}, "target: Input should be greater than 0"),
        ({"criterion": {**PEOPLE, "target": float("nan")}}, "target: Input should be a finite number"),
        ({"criterion": {**PEOPLE, "op": "at_most"}}, "op: Extra inputs are not permitted"),
        ({"domain": "N99"}, "domain 'N99' is unknown; domains.yaml has N01, N02, N03"),
        ({"levels": ["village"]}, "levels.0: Input should be 'province', 'city', 'county', 'township'"),
        ({"levels": ["city"]}, "level city is not among the document's levels: county"),
        ({"levels": ["county", "county"]}, "`levels` names a level twice"),
        ({"levels": []}, "levels: Tuple should have at least 1 item"),
        ({"applies_if": "has_luck"}, "applies_if 'has_luck' is unknown; facts.yaml has has_laboratory, makes_vaccines"),
        (
            {"asks": "{country}如何？"},
            "asks: the place {country} is unknown; use below, government, name, place, regulator",
        ),
        ({"advice": "由{局}办"}, "advice: the place {局} is unknown"),
        ({"duty": "{}"}, "duty: the place {} is unknown"),
        ({"duty": "左{括号"}, "duty: a brace is wrong"),
        ({"help": "{place!r}"}, "help: the place {place} takes nothing after its name"),
        ({"duty": "{place:>9}"}, "duty: the place {place} takes nothing after its name"),
        ({"asks": "如何?"}, "asks must end with a full-width question mark ？"),
        ({"asks": {"city": "如何？"}}, "`asks` must have one wording for each of `levels`, and no other"),
        ({"weight": 0}, "weight: Input should be greater than 0"),
        ({"weight": float("inf")}, "weight: Input should be a finite number"),
        ({"evidence": []}, "evidence"),
        ({"phrase": "二十个字以上的锚定短语不能放进目录里来因为太长"}, "phrase: String should have at most 20"),
        ({"carries_out": "b"}, "carries_out needs a document with a parent"),
        ({"presumes": "drill-frequency"}, "presumes 'drill-frequency' is no other measure of this document"),
        ({"wait": 1}, "wait: Extra inputs are not permitted"),
    ],
)
def test_it_names_the_measure_and_what_would_be_right(
    library: Load, measure: Draft, notice: Draft, fields: dict[str, Any], fault: str
) -> None:
    complaint = complain(library, notice("n", measure("drill-frequency", **fields)))
    assert complaint.startswith("n.yaml: measure drill-frequency: ")
    assert fault in complaint
    assert "\n" not in complaint


@pytest.mark.parametrize(
    ("fields", "fault"),
    [
        ({"id": "other"}, "document: id 'other' must be the file's name, 'n'"),
        ({"title": ""}, "document: title: String should have at least 1"),
        ({"division": 150000}, "document: division: Input should be a valid string"),
        ({"clauses": []}, "document: clauses: Tuple should have at"),
        ({"clauses": 5}, "document: clauses: Input should be a valid tuple"),
        ({"levels": {}}, "document: levels: Dictionary should have at"),
        ({"extra": 1}, "document: extra: Extra inputs are not permitted"),
        ({"bands": []}, "document: bands: Tuple should have at least 4"),
        ({"issued": "soon"}, "document: issued: Input should be a valid date"),
        ({"parent": "p"}, "document: parent 'p' is not at hand; there are n"),
        ({"parent": "n"}, "document: is its own ancestor"),
    ],
)
def test_it_names_what_is_wrong_with_a_document(
    library: Load, measure: Draft, notice: Draft, fields: dict[str, Any], fault: str
) -> None:
    assert fault in complain(library, n={**notice("n", measure("a")), **fields})


@pytest.mark.parametrize(
    ("clause", "fault"),
    [
        ({"measures": []}, "needs measures or a reason why there are none, not both"),
        ({"reason": "口号"}, "needs measures or a reason why there are none, not both"),
        ({"measures": 5}, "measures: Input should be a valid tuple"),
        ({"path": "一 （一）"}, "path: String should match pattern"),
        ({"path": "一(一)"}, "path: String should match pattern"),
        ({"heading": None}, "heading: Input should be a valid string"),
    ],
)
def test_it_names_what_is_wrong_with_a_clause(
    library: Load, measure: Draft, notice: Draft, clause: dict[str, Any], fault: str
) -> None:
    draft = notice("n", measure("a"))
    draft["clauses"][0] |= clause
    assert f"n.yaml: clause {draft['clauses'][0]['path']}: {fault}" in complain(library, draft)
