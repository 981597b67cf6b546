"""What always holds, for random questionnaires and answers, and agreement with a second implementation."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from questionnaires.answers import read_answers
from questionnaires.calendar import add_months
from questionnaires.questionnaire import Questionnaire
from questionnaires.scoring import Scorecard, Verdict, score
from questionnaires.wording import round_half_up
from tests.questionnaires import naive
from tests.questionnaires.naive import AS_OF, Paper, papers

RANKS = {"excellent": 0, "good": 1, "basic": 2, "below_standard": 3}
Judge = Callable[[Paper], Scorecard]
quick = settings(
    deadline=None, max_examples=50, derandomize=True, database=None, suppress_health_check=[HealthCheck.too_slow]
)
thorough = settings(quick, max_examples=250)


@pytest.fixture(scope="module")
def judge_paper(ask_paper: Callable[[Paper], Questionnaire]) -> Judge:
    def judge(paper: Paper) -> Scorecard:
        asked = ask_paper(paper)
        return score(asked, read_answers(asked, paper.answers, AS_OF), AS_OF)

    return judge


@thorough
@given(papers())
def test_it_agrees_with_a_second_implementation(judge_paper: Judge, paper: Paper) -> None:
    card, expected = judge_paper(paper), naive.judge(paper, AS_OF)
    assert (card.low, card.high) == (expected.low, expected.high)
    assert {one.question.id: one.credit for one in card.results if one.credit is not None} == expected.credits
    assert {one.question.id: one.lost for one in card.results if one.credit is not None} == expected.lost
    assert (card.grade.grade if card.grade else None, [gap.question.id for gap in card.gaps]) == (
        expected.grade,
        expected.gaps,
    )


@thorough
@given(papers(), st.integers(2013, 2026))
def test_it_agrees_in_every_assessment_year(
    ask_paper: Callable[[Paper], Questionnaire], paper: Paper, year: int
) -> None:
    asked = ask_paper(paper)
    answers = read_answers(asked, paper.answers, AS_OF)
    given, framed = score(asked, answers, AS_OF, year=year), score(asked.for_year(year), answers, AS_OF)
    expected = naive.judge(paper, AS_OF, year)
    assert (given.year, given.low, given.high) == (year, expected.low, expected.high)
    assert {one.question.id: one.credit for one in given.results if one.credit is not None} == expected.credits
    assert given == framed


@quick
@given(papers(finished=True))
def test_exact_losses_add_up_to_a_hundred_less_the_score(judge_paper: Judge, paper: Paper) -> None:
    card = judge_paper(paper)
    if card.score is not None:
        assert sum((gap.lost or Fraction(0) for gap in card.gaps), Fraction(0)) == 100 - card.score


@quick
@given(papers())
def test_printed_losses_add_up_to_a_hundred_less_the_printed_score(judge_paper: Judge, paper: Paper) -> None:
    card = judge_paper(paper)
    if card.high is not None:
        column = sum((one.shown_lost or Decimal(0) for one in card.results), Decimal(0))
        assert column == naive.print_lost(card.high) == 100 - round_half_up(card.high)


@quick
@given(papers())
def test_a_printed_loss_is_within_a_cent_of_the_exact_one(judge_paper: Judge, paper: Paper) -> None:
    for one in judge_paper(paper).results:
        if one.lost is not None and one.shown_lost is not None:
            assert abs(Fraction(one.shown_lost) - one.lost) < Fraction(1, 100)
            assert one.lost or not one.shown_lost


@quick
@given(papers())
def test_printed_losses_of_domains_add_up_too(judge_paper: Judge, paper: Paper) -> None:
    card = judge_paper(paper)
    assert sum(one.shown_lost for one in card.domains) == sum(one.shown_lost or Decimal(0) for one in card.results)


@quick
@given(papers(), st.randoms(use_true_random=False))
def test_the_order_of_answers_does_not_matter(judge_paper: Judge, paper: Paper, random: Any) -> None:
    shuffled = list(paper.answers.items())
    random.shuffle(shuffled)
    assert judge_paper(replace(paper, answers=dict(shuffled))) == judge_paper(paper)


@quick
@given(papers(), st.sampled_from([2, 5, 10, 30]))
def test_multiplying_all_weights_changes_nothing(judge_paper: Judge, paper: Paper, factor: int) -> None:
    before, after = (
        judge_paper(paper),
        judge_paper(replace(paper, weights={id: weight * factor for id, weight in paper.weights.items()})),
    )
    assert (after.low, after.high, after.grade) == (before.low, before.high, before.grade)
    assert [one.shown_lost for one in after.results] == [one.shown_lost for one in before.results]


@thorough
@given(papers(finished=True), st.data())
def test_a_better_answer_never_lowers_the_score_nor_worsens_the_grade(
    judge_paper: Judge, paper: Paper, data: st.DataObject
) -> None:
    id = data.draw(st.sampled_from(list(paper.questions)))
    other = replace(paper, answers=paper.answers | {id: data.draw(naive.told(paper.questions[id]))})
    cards = [judge_paper(one) for one in (paper, other)]
    credits = [next(one.credit for one in card.results if one.question.id == id) for card in cards]
    if credits[0] is None or credits[1] is None:
        return
    worse, better = cards if credits[0] <= credits[1] else reversed(cards)
    assert worse.score is not None and better.score is not None and worse.score <= better.score
    assert worse.grade and better.grade and RANKS[worse.grade.grade] >= RANKS[better.grade.grade]


@quick
@given(papers(finished=True), st.data())
def test_not_applicable_changes_the_score_only_through_the_weights(
    judge_paper: Judge, paper: Paper, data: st.DataObject
) -> None:
    id = data.draw(st.sampled_from(list(paper.questions)))
    after = judge_paper(replace(paper, answers=paper.answers | {id: {"not_applicable": "无此业务"}}))
    rest = [one for one in judge_paper(paper).results if one.question.id != id and one.credit is not None]
    total = sum(paper.weights[one.question.id] for one in rest)
    earned = sum(paper.weights[one.question.id] * (one.credit or 0) for one in rest)
    assert after.score == (100 * earned / total if total else None)


@thorough
@given(papers(), st.data())
def test_a_quantity_changes_no_score(judge_paper: Judge, paper: Paper, data: st.DataObject) -> None:
    quantity = {"kind": "quantity", "unit": "公里", "measure": "flow"}
    said = data.draw(st.just({}) | naive.told(quantity).map(lambda one: {"quantity": one}))
    after = judge_paper(
        Paper(
            {"quantity": quantity, **paper.questions},
            paper.weights | {"quantity": Fraction(9)},
            paper.critical | {"quantity"},
            paper.answers | said,
        )
    )
    before = judge_paper(paper)
    added, *others = after.results
    assert (added.verdict, added.credit, added.timing) == (Verdict.NOT_SCORED, None, None)
    assert replace(after, results=tuple(others)) == before


@thorough
@given(papers(finished=True), st.data())
def test_setting_a_missing_item_apart_never_lowers_a_score_nor_meets_what_lacks_something(
    judge_paper: Judge, paper: Paper, data: st.DataObject
) -> None:
    items = [{"value": one, "label": one, "may_not_apply": True} for one in "abcd"]
    asked = {"kind": "checklist", "items": items, "all_or_nothing": data.draw(st.booleans())}
    had = data.draw(st.lists(st.sampled_from("abcd"), unique=True, max_size=3))
    left = [one for one in "abcd" if one not in had]
    apart = dict.fromkeys(data.draw(st.lists(st.sampled_from(left), unique=True, min_size=1)), "不涉及")

    def judge(**set_apart: Any) -> Scorecard:
        answers = paper.answers | {"list": {"value": had, **set_apart}}
        weights, questions = paper.weights | {"list": Fraction(2)}, paper.questions | {"list": asked}
        return judge_paper(Paper(questions, weights, paper.critical | {"list"}, answers))

    before, after = judge(), judge(set_apart=apart)
    if after.score is not None:
        assert before.score is not None and before.score <= after.score
        assert before.grade and after.grade and RANKS[before.grade.grade] >= RANKS[after.grade.grade]
    verdicts = [next(one.verdict for one in card.results if one.question.id == "list") for card in (before, after)]
    assert len(had) + len(apart) == 4 or verdicts[0] != "unmet" or verdicts[1] == "unmet"


@quick
@given(papers(finished=True), st.data())
def test_a_bureau_at_full_credit_stays_at_a_hundred(judge_paper: Judge, paper: Paper, data: st.DataObject) -> None:
    yes = {id: {"kind": "yes_no"} for id in paper.questions}
    left_out = data.draw(st.sets(st.sampled_from(list(yes)), max_size=len(yes) - 1))
    answers = {id: {"not_applicable": "无此业务"} if id in left_out else {"value": True} for id in yes}
    card = judge_paper(replace(paper, questions=yes, answers=answers))
    assert card.score == 100
    assert card.grade and card.grade.grade == "excellent"


@quick
@given(papers())
def test_the_range_holds_every_finish(judge_paper: Judge, paper: Paper) -> None:
    card = judge_paper(paper)
    if card.low is not None and card.high is not None:
        assert 0 <= card.low <= card.high <= 100
        assert (card.low == card.high == card.score) or not card.finished


@quick
@given(st.dates(date(1950, 1, 1), date(2100, 12, 31)), st.integers(0, 240))
def test_months_are_counted_as_a_calendar_counts_them(day: date, months: int) -> None:
    earlier = add_months(day, -months)
    assert earlier == naive.start_of_period(day, months)
    assert (day.year - earlier.year) * 12 + day.month - earlier.month == months


@quick
@given(
    st.dates(date(1950, 1, 1), date(2100, 12, 31)), st.dates(date(1950, 1, 1), date(2100, 12, 31)), st.integers(0, 240)
)
def test_a_later_day_never_has_an_earlier_period(one: date, other: date, months: int) -> None:
    earlier, later = sorted((one, other))
    assert add_months(earlier, -months) <= add_months(later, -months)


def test_months_never_leave_the_calendar() -> None:
    assert add_months(date(1, 1, 1), -1) == date.min
    assert add_months(date(2021, 12, 30), 36) == date(2024, 12, 30)
