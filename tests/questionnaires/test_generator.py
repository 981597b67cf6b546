"""Questionnaires made from small catalogues that are built on the spot."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from questionnaires.catalogue import Level, Library
from questionnaires.criteria.dates import DoneBy
from questionnaires.generator import UnknownDocument, build_questionnaire, list_levels
from questionnaires.messages import Refused
from questionnaires.questionnaire import Questionnaire, SourceDocument

Draft = Callable[..., dict[str, Any]]
Load = Callable[..., Library]
NAMES = ("name", "place", "government", "regulator", "below")
CITY = dict(zip(NAMES, ("市", "本市", "市人民政府", "市局", "县"), strict=True))
COUNTY = dict(zip(NAMES, ("旗县", "本旗县", "旗县人民政府", "旗县局", "苏木乡镇"), strict=True))
BOTH = {"levels": {"city": CITY, "county": COUNTY}}
TWO = {"levels": ["city", "county"]}


def ids(questionnaire: Questionnaire) -> list[str]:
    return [question.id for question in questionnaire.questions]


def test_it_asks_a_level_only_what_binds_it(library: Load, measure: Draft, notice: Draft) -> None:
    one = library(notice("n", measure("a"), measure("b", levels=["city"]), measure("c", **TWO), **BOTH))
    assert ids(build_questionnaire(one, "n", "county")) == ["a", "c"]
    assert ids(build_questionnaire(one, "n", "city")) == ["b", "c"]


def test_it_fills_the_words_of_the_place(library: Load, measure: Draft, notice: Draft) -> None:
    asked = measure(
        "a", duty="{government}负责", asks="{place}对{below}如何？", help="问{regulator}", advice="由{regulator}办"
    )
    question = build_questionnaire(library(notice("n", asked, **BOTH)), "n", "county").questions[0]
    assert (question.duty, question.text) == ("旗县人民政府负责", "本旗县对苏木乡镇如何？")
    assert (question.help, question.advice) == ("问旗县局", "由旗县局办")


def test_it_takes_the_wording_of_the_level(library: Load, measure: Draft, notice: Draft) -> None:
    one = library(notice("n", measure("a", asks={"city": "市里如何？", "county": "县里如何？"}, **TWO), **BOTH))
    assert [build_questionnaire(one, "n", level).questions[0].text for level in ("city", "county")] == [
        "市里如何？",
        "县里如何？",
    ]


def test_it_takes_figures_weight_and_mark_over(library: Load, measure: Draft, notice: Draft) -> None:
    asked = measure(
        "a", criterion={"kind": "done_by", "within_months": 36}, weight=2.5, critical=True, applies_if="makes_vaccines"
    )
    question = build_questionnaire(library(notice("n", asked)), "n", "county").questions[0]
    assert isinstance(question.criterion, DoneBy) and question.criterion.due == date(2025, 4, 18)
    assert (float(question.weight), question.critical, question.applies_if, question.clause) == (
        2.5,
        True,
        "makes_vaccines",
        "一（一）",
    )


def test_domains_stand_in_the_order_in_which_the_notice_touches_them(
    library: Load, measure: Draft, notice: Draft
) -> None:
    drafts = (measure("a", domain="N03"), measure("b", domain="N01"), measure("c", domain="N03"))
    asked = build_questionnaire(library(notice("n", *drafts)), "n", "county")
    assert [(section.id, [question.id for question in section.questions]) for section in asked.domains] == [
        ("N03", ["a", "c"]),
        ("N01", ["b"]),
    ]


def test_a_duty_under_two_notices_is_asked_once(library: Load, measure: Draft, notice: Draft) -> None:
    parent = notice("p", measure("p1"), measure("p2"), **BOTH)
    asked = build_questionnaire(library(parent, notice("n", measure("a", carries_out="p1"), parent="p")), "n", "county")
    assert ids(asked) == ["a", "p2"]
    assert (asked.version, [source.id for source in asked.sources]) == ("1+1", ["n", "p"])


def test_a_duty_carried_out_at_one_level_is_still_asked_at_the_other(
    library: Load, measure: Draft, notice: Draft
) -> None:
    one = library(
        notice("p", measure("p1", **TWO), **BOTH), notice("n", measure("a", carries_out="p1"), parent="p", **BOTH)
    )
    assert ids(build_questionnaire(one, "n", "county")) == ["a"]
    assert ids(build_questionnaire(one, "n", "city")) == ["p1"]


def test_a_duty_carried_out_twice_over_three_notices_is_asked_once(
    library: Load, measure: Draft, notice: Draft
) -> None:
    one = library(
        notice("g", measure("g1"), measure("g2")),
        notice("p", measure("p1", carries_out="g1"), parent="g"),
        notice("n", measure("a", carries_out=["p1"]), parent="p"),
    )
    assert ids(build_questionnaire(one, "n", "county")) == ["a", "g2"]


def test_the_words_of_a_parent_are_said_in_the_place_of_the_notice(
    library: Load, measure: Draft, notice: Draft
) -> None:
    one = library(notice("p", measure("p1", asks="{place}如何？")), notice("n", measure("a"), parent="p", **BOTH))
    assert build_questionnaire(one, "n", "county").by_id["p1"].text == "本旗县如何？"


def test_a_clause_of_the_parent_is_cited_with_its_notice(library: Load, measure: Draft, notice: Draft) -> None:
    one = library(notice("p", measure("p1"), number="晋政办发〔2021〕101号"), notice("n", measure("a"), parent="p"))
    asked = build_questionnaire(one, "n", "county")
    assert [asked.cite(question) for question in asked.questions] == ["一（一）", "晋政办发〔2021〕101号一（一）"]


def test_what_does_not_apply_to_the_profile_is_not_asked(library: Load, measure: Draft, notice: Draft) -> None:
    drafts = (
        measure("a"),
        measure("b", applies_if="has_laboratory", domain="N02"),
        measure("c", applies_if="makes_vaccines"),
    )
    asked = build_questionnaire(library(notice("n", *drafts)), "n", "county")
    assert ids(asked.for_profile({"has_laboratory": False})) == ["a", "c"]
    assert [section.id for section in asked.for_profile({"has_laboratory": False}).domains] == ["N01"]


def test_a_fact_left_out_counts_as_true(library: Load, measure: Draft, notice: Draft) -> None:
    asked = build_questionnaire(library(notice("n", measure("a", applies_if="has_laboratory"))), "n", "county")
    assert ids(asked.for_profile({})) == ids(asked.for_profile({"has_laboratory": True})) == ["a"]
    assert [fact.id for fact in asked.facts] == ["has_laboratory"]


def test_a_profile_is_applied_afresh_after_the_whole_was_looked_at(
    library: Load, measure: Draft, notice: Draft
) -> None:
    asked = build_questionnaire(
        library(notice("n", measure("a"), measure("b", applies_if="makes_vaccines"))), "n", "county"
    )
    assert "b" in asked.by_id
    assert "b" not in asked.for_profile({"makes_vaccines": False}).by_id


def test_a_questionnaire_survives_its_own_json(library: Load, measure: Draft, notice: Draft) -> None:
    criterion = {"kind": "number", "target": 40, "unit": "学时", "within_months": 36}
    asked = build_questionnaire(library(notice("n", measure("a", criterion=criterion))), "n", "county")
    again = Questionnaire.model_validate_json(asked.model_dump_json())
    assert again == asked
    assert again.content_hash() == asked.content_hash()


def test_a_changed_figure_changes_the_hash(library: Load, measure: Draft, notice: Draft) -> None:
    hashes = {
        build_questionnaire(
            library(notice(f"n{weight}", measure("a", weight=weight))), f"n{weight}", "county"
        ).content_hash()
        for weight in (1, 2)
    }
    assert len(hashes) == 2


@pytest.mark.parametrize(
    ("criterion", "allowed"),
    [
        ({"kind": "yes_no"}, False),
        ({"kind": "share", "target": 5, "part": "甲", "whole": "乙", "unit": "人"}, True),
    ],
)
def test_only_figures_that_may_have_no_base_may_be_not_applicable(
    library: Load, measure: Draft, notice: Draft, criterion: dict[str, Any], allowed: bool
) -> None:
    asked = build_questionnaire(library(notice("n", measure("a", criterion=criterion))), "n", "county")
    assert asked.questions[0].allow_not_applicable is allowed


def test_an_unknown_notice_is_refused_with_those_there_are(library: Load, measure: Draft, notice: Draft) -> None:
    with pytest.raises(UnknownDocument) as refused:
        build_questionnaire(library(notice("n", measure("a")), notice("m", measure("b"))), "x", "county")
    assert refused.value.details["known"] == "m, n"


@pytest.mark.parametrize("level", ["province", "city", "village", ""])
def test_an_unknown_level_is_refused_with_those_that_are_bound(
    library: Load, measure: Draft, notice: Draft, level: str
) -> None:
    with pytest.raises(Refused) as refused:
        build_questionnaire(library(notice("n", measure("a"), **BOTH)), "n", level)
    assert refused.value.details["known"] == "county"


def test_levels_are_listed_highest_first(library: Load, measure: Draft, notice: Draft) -> None:
    assert list_levels(library(notice("n", measure("a"), measure("b", **TWO), **BOTH)), "n") == [
        Level.CITY,
        Level.COUNTY,
    ]


def test_a_notice_without_a_number_is_named_once() -> None:
    source = SourceDocument(id="n", name="《若干措施》", title="若干措施", issuer="某省人民政府", issued=None)
    assert source.full_name == "若干措施"
    assert source.model_copy(update={"name": "某政办〔2025〕1号"}).full_name == "若干措施（某政办〔2025〕1号）"
