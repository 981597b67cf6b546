"""A duty that two clauses adopt, asked once."""

from typing import Any

import pytest

from questionnaires.catalogue import Level
from questionnaires.drafting.deciding.decided import DecidedClause, DecidedMeasure, DecidedNotice
from questionnaires.drafting.deciding.doubles import ask_both, ask_once, carry_out, find_same_duty
from questionnaires.messages import Refused
from tests.survey.studio.second_version import make_first

NOTICE = make_first()
CLAUSE = NOTICE.clauses[0]


def change(id: str, **changes: Any) -> DecidedMeasure:
    return CLAUSE.put(id, **changes).find(id)


def test_what_another_question_asks_is_asked_no_more_and_says_where() -> None:
    merged = ask_once(CLAUSE, "yl-merged", CLAUSE.find("yl-above"), "一（一）").find("yl-merged")
    assert (merged.state, merged.reason) == ("not_asked", "已并入“一（一）”的题目：开展法规培训")


def test_a_level_that_the_other_does_not_bind_is_asked_still() -> None:
    city = change("yl-above", levels=(Level.CITY,))
    merged = ask_once(CLAUSE, "yl-merged", city, "一（一）").find("yl-merged")
    assert (merged.state, merged.levels) == ("undecided", (Level.COUNTY,))
    with pytest.raises(Refused, match="same levels any more"):
        ask_once(CLAUSE.put("yl-merged", levels=(Level.COUNTY,)), "yl-merged", city, "一（一）")


@pytest.mark.parametrize(
    "changes",
    [
        {"criterion": {"kind": "recency", "period_months": 12}},
        {"criterion": {"kind": "checklist", "items": [{"value": "a", "label": "甲"}]}},
        {"carries_out": ("above-1",)},
    ],
)
def test_what_would_be_lost_is_not_merged(changes: dict[str, Any]) -> None:
    richer = CLAUSE.put("yl-merged", **changes)
    with pytest.raises(Refused, match="has not the same"):
        ask_once(richer, "yl-merged", CLAUSE.find("yl-above"), "一（一）")
    assert ask_once(richer, "yl-merged", change("yl-above", **changes), "一（一）").find("yl-merged").reason


def test_a_question_stands_in_place_of_one_of_the_notice_above() -> None:
    carried = carry_out(CLAUSE, "yl-kept", "above-1")
    assert carried.find("yl-kept").carries_out == ("above-1",)
    assert ask_both(carried, "yl-kept", "above-1") == CLAUSE


def test_the_same_duty_is_found_in_every_clause_where_it_is_adopted_for_a_level() -> None:
    clause = CLAUSE
    for id in ("yl-kept", "yl-above", "yl-merged"):
        clause = clause.put(id, library="staff-training")
    other = DecidedClause(path="一（二）", heading="", body=clause.body, measures=(_rename(clause.find("yl-above")),))
    notice = DecidedNotice(facts=NOTICE.facts, clauses=(clause.put("yl-merged", state="undecided"), other))
    assert [(at, one.id) for at, one in find_same_duty(notice, clause.find("yl-kept"))] == [
        (1, "yl-above"),
        (2, "yl-there"),
    ]
    province = clause.put("yl-kept", levels=(Level.PROVINCE,)).find("yl-kept")
    assert find_same_duty(notice, province) == find_same_duty(notice, clause.find("yl-levels")) == []


def _rename(one: DecidedMeasure) -> DecidedMeasure:
    return one.model_copy(update={"id": "yl-there"})
