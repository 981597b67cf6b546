"""Scores worked by hand from scoring.md."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest

from questionnaires.answers import Answer
from questionnaires.questionnaire import Question, Questionnaire
from questionnaires.scoring import Scorecard, Timing, Verdict, score

Ask = Callable[..., Question]
Gather = Callable[..., Questionnaire]
Judge = Callable[..., Scorecard]
HOURS: dict[str, Any] = {"kind": "number", "target": 40, "unit": "学时"}


def test_it_weighs_credits(question: Ask, questionnaire: Gather, judge: Judge) -> None:
    asked = questionnaire(question("a", weight=3), question("b", **HOURS), question("c"))
    card = judge(asked, {"a": True, "b": 35, "c": False})
    # 3·1 + 1·7/8 + 1·0 = 31/8 of 5, so 77.5; lost: 0, 100·(1/8)/5 = 2.5, 100/5 = 20
    assert card.score == Fraction(155, 2)
    assert [one.lost for one in card.results] == [0, Fraction(5, 2), 20]


def test_it_judges_every_verdict(question: Ask, questionnaire: Gather, judge: Judge) -> None:
    asked = questionnaire(*(question(id, **HOURS) for id in "abcd"), question("e"), question("t", kind="text"))
    card = judge(asked, {"a": 40, "b": 1, "c": 0, "t": "说明"}, not_applicable=["d"])
    assert [one.verdict for one in card.results] == [
        Verdict.MET,
        Verdict.PARTIAL,
        Verdict.UNMET,
        Verdict.NOT_APPLICABLE,
        Verdict.UNANSWERED,
        Verdict.NOT_SCORED,
    ]


@pytest.mark.parametrize(
    ("values", "points", "grade"),
    [
        ({"a": True, "b": 40}, 100, "excellent"),
        ({"a": False, "b": 0}, 0, "below_standard"),
        ({"a": True, "b": 35}, 93.75, "excellent"),
        ({"a": True, "b": 20}, 75, "good"),
        ({"a": True, "b": 8}, 60, "basic"),
        ({"a": True, "b": 7}, 58.75, "below_standard"),
    ],
)
def test_it_grades_all_met_all_unmet_and_mixed(
    question: Ask, questionnaire: Gather, judge: Judge, values: dict[str, Any], points: float, grade: str
) -> None:
    card = judge(questionnaire(question("a"), question("b", **HOURS)), values)
    assert card.score == Fraction(points)
    assert card.grade and card.grade.grade == grade


def test_not_applicable_leaves_both_sides_of_the_fraction(question: Ask, questionnaire: Gather, judge: Judge) -> None:
    asked = questionnaire(question("a", weight=2), question("b", weight=7), question("c"))
    card = judge(asked, {"a": True, "c": False}, not_applicable=["b"])
    assert card.score == Fraction(200, 3)
    assert [one.lost for one in card.results] == [0, 0, Fraction(100, 3)]


def test_nothing_that_applies_has_no_score(question: Ask, questionnaire: Gather, judge: Judge) -> None:
    card = judge(questionnaire(question("a"), question("t", kind="text")), {"t": "无"}, not_applicable=["a"])
    assert (card.score, card.low, card.high, card.grade, card.capped_by) == (None, None, None, None, ())
    assert (card.answered, card.asked, card.finished) == (1, 1, True)


def test_a_text_is_never_scored_nor_a_gap(question: Ask, questionnaire: Gather, judge: Judge) -> None:
    asked = questionnaire(question("a"), question("t", kind="text", weight=99))
    card = judge(asked, {"a": True})
    assert (card.score, card.answered, card.asked) == (Fraction(100), 1, 1)
    assert judge(asked, {"a": True, "t": ""}).gaps == ()


def test_an_unfinished_response_has_a_range_and_no_score(question: Ask, questionnaire: Gather, judge: Judge) -> None:
    asked = questionnaire(question("a"), question("b", weight=2, critical=True), question("c", **HOURS), question("d"))
    card = judge(asked, {"c": 20}, not_applicable=["d"])
    # weights 1 + 2 + 1; low (0 + 0 + 1/2)/4, high (1 + 2 + 1/2)/4
    assert (card.score, card.low, card.high, card.grade) == (None, Fraction(25, 2), Fraction(175, 2), None)
    assert (card.answered, card.asked, card.finished) == (2, 4, False)


def test_an_unanswered_question_is_no_gap_and_loses_nothing_yet(
    question: Ask, questionnaire: Gather, judge: Judge
) -> None:
    card = judge(questionnaire(question("a"), question("b"), question("c")), {"a": False})
    assert [one.lost for one in card.results] == [Fraction(100, 3), None, None]
    assert [gap.question.id for gap in card.gaps] == ["a"]


def test_printed_losses_add_up_to_a_hundred_less_the_upper_end_while_unfinished(
    question: Ask, questionnaire: Gather, judge: Judge
) -> None:
    card = judge(questionnaire(*(question(id) for id in "abcdefg")), {"a": False, "b": False})
    # 2/7 lost: 28.571…, so the upper end 71.43 is printed and the column must give 28.57
    assert [one.shown_lost for one in card.results[:2]] == [Decimal("14.29"), Decimal("14.28")]


@pytest.mark.parametrize(
    ("hours", "grade", "caps"),
    [
        (40, "excellent", []),
        (39, "basic", ["b"]),
        (20, "basic", ["b"]),
        (0, "below_standard", ["b"]),
    ],
)
def test_a_critical_question_caps_the_grade_but_not_the_score(
    question: Ask, questionnaire: Gather, judge: Judge, hours: int, grade: str, caps: list[str]
) -> None:
    asked = questionnaire(question("a", weight=19), question("b", critical=True, **HOURS))
    card = judge(asked, {"a": True, "b": hours})
    assert card.score == 95 + Fraction(hours, 8)
    assert (card.grade and card.grade.grade, [one.question.id for one in card.capped_by]) == (grade, caps)


def test_a_cap_never_lifts_a_grade(question: Ask, questionnaire: Gather, judge: Judge) -> None:
    card = judge(questionnaire(question("a", weight=9), question("b", critical=True, **HOURS)), {"a": False, "b": 20})
    assert card.grade and card.grade.grade == "below_standard"
    assert card.grade == card.uncapped_grade


def test_a_critical_question_that_does_not_apply_caps_nothing(
    question: Ask, questionnaire: Gather, judge: Judge
) -> None:
    card = judge(questionnaire(question("a"), question("b", critical=True)), {"a": True}, not_applicable=["b"])
    assert card.grade and card.grade.grade == "excellent"


def test_all_or_nothing_turns_a_part_into_nothing(question: Ask, questionnaire: Gather, judge: Judge) -> None:
    asked = questionnaire(question("a", all_or_nothing=True, **HOURS), question("b", all_or_nothing=True, **HOURS))
    card = judge(asked, {"a": 39, "b": 40})
    assert [one.credit for one in card.results] == [0, 1]


def test_a_domain_has_the_same_fraction_over_its_own_questions(
    question: Ask, questionnaire: Gather, judge: Judge
) -> None:
    asked = questionnaire(
        N01=[question("a", weight=3), question("b")],
        N02=[question("c", **HOURS)],
        N03=[question("d")],
        N04=[question("e")],
    )
    card = judge(asked, {"a": False, "b": True, "c": 30}, not_applicable=["d"])
    assert [one.score for one in card.domains] == [25, 75, None, None]
    assert [one.shown_lost for one in card.domains] == [Decimal("50.00"), Decimal("4.17"), 0, 0]


def test_printed_losses_add_up_by_the_largest_remainder(question: Ask, questionnaire: Gather, judge: Judge) -> None:
    card = judge(questionnaire(*(question(id) for id in "abc")), {"a": False, "b": False, "c": True})
    # 33.333… twice is 66.666…; the score prints as 33.33, so 66.67 must be printed: the first takes the cent
    assert [one.shown_lost for one in card.results] == [Decimal("33.34"), Decimal("33.33"), Decimal("0.00")]


def test_the_larger_remainder_takes_the_cent_before_the_earlier_question(
    question: Ask, questionnaire: Gather, judge: Judge
) -> None:
    weights = {"a": "10.002", "b": "20.007", "c": "69.991"}
    card = judge(
        questionnaire(*(question(id, weight=one) for id, one in weights.items())), {"a": False, "b": False, "c": True}
    )
    # 30.009 is lost, so 69.991 prints as 69.99 and 30.01 must be printed
    assert [one.shown_lost for one in card.results] == [Decimal("10.00"), Decimal("20.01"), Decimal("0.00")]


def test_a_half_cent_of_the_score_rounds_up_and_the_losses_follow(
    question: Ask, questionnaire: Gather, judge: Judge
) -> None:
    weights = {"a": "0.5", "b": "0.005", "c": "99.495"}
    card = judge(
        questionnaire(*(question(id, weight=one) for id, one in weights.items())), {"a": False, "b": False, "c": True}
    )
    # the score is 99.495, printed 99.50 (half up): only 0.50 may be printed as lost
    assert [one.shown_lost for one in card.results] == [Decimal("0.50"), Decimal("0.00"), Decimal("0.00")]


@pytest.mark.parametrize(
    ("due", "timing"),
    [
        ("2026-06-29", Timing.OVERDUE),
        ("2026-06-30", Timing.DUE),
        ("2027-01-01", Timing.DUE),
        (None, Timing.STANDING),
    ],
)
def test_a_gap_is_overdue_due_or_standing(
    question: Ask, questionnaire: Gather, judge: Judge, as_of: date, due: str | None, timing: Timing
) -> None:
    card = judge(questionnaire(question("a", due=due)), {"a": False})
    assert (card.results[0].timing, card.score) == (timing, Fraction(0))


def test_what_is_met_has_no_timing(question: Ask, questionnaire: Gather, judge: Judge) -> None:
    assert judge(questionnaire(question("a", due="2020-01-01")), {"a": True}).results[0].timing is None


def test_what_was_done_late_is_met_and_marked(question: Ask, questionnaire: Gather, judge: Judge) -> None:
    asked = questionnaire(*(question(id, kind="done_by", due="2021-12-31") for id in "abc"))
    card = judge(asked, {"a": "2022-03-01", "b": "2021-12-31", "c": None})
    assert [(one.credit, one.late) for one in card.results] == [
        (Fraction(1), True),
        (Fraction(1), False),
        (Fraction(0), False),
    ]


def test_gaps_stand_in_the_order_of_the_specification(question: Ask, questionnaire: Gather, judge: Judge) -> None:
    past, later = "2025-12-31", "2027-12-31"
    asked = questionnaire(
        question("due-large", due=later, weight=9),
        question("standing-1"),
        question("standing-2"),
        question("standing-large", weight=3),
        question("overdue-small", due=past, weight="0.1"),
        question("critical-due", due=later, critical=True, weight="0.1"),
        question("critical-overdue", due=past, critical=True),
        question("met", critical=True),
    )
    card = judge(asked, {one.id: one.id == "met" for one in asked.questions})
    assert [gap.question.id for gap in card.gaps] == [
        "critical-overdue",
        "critical-due",
        "overdue-small",
        "standing-large",
        "standing-1",
        "standing-2",
        "due-large",
    ]


def test_it_refuses_answers_outside_the_questionnaire(question: Ask, questionnaire: Gather, as_of: date) -> None:
    with pytest.raises(ValueError, match="outside the questionnaire"):
        score(questionnaire(question("a")), {"z": Answer(value=True)}, as_of)


def test_it_judges_a_fact_left_open_after_its_questions_were_looked_at(
    question: Ask, questionnaire: Gather, judge: Judge
) -> None:
    asked = questionnaire(question("a"), question("b", applies_if="has_laboratory"))
    assert len(asked.questions) == len(asked.by_id) == 2  # fills what the questionnaire caches
    applying = asked.for_profile({"has_laboratory": False})
    assert [one.question.id for one in judge(applying, {"a": True}).results] == ["a"]
