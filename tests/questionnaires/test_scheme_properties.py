"""What always holds under a scheme, whatever is asked, answered, chosen and entered (scoring.md, "Properties")."""

from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from itertools import combinations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from questionnaires.answers import read_answers
from questionnaires.applying import apply_scheme
from questionnaires.entry_reading import read_entries
from questionnaires.questionnaire import Question, Questionnaire
from questionnaires.scheme import Scheme
from questionnaires.scoring import Scorecard, score
from questionnaires.shortest_path import explain_no_path, find_shortest_path
from questionnaires.wording import round_half_up
from tests.questionnaires import naive, naive_scheme
from tests.questionnaires.naive import AS_OF
from tests.questionnaires.naive_scheme import DOMAINS, GRADES, UNSCORED, Case, cases

Ask = Callable[[Case], Questionnaire]
Judge = Callable[..., Scorecard]
quick = settings(
    deadline=None, max_examples=60, derandomize=True, database=None, suppress_health_check=list(HealthCheck)
)
thorough = settings(quick, max_examples=250)


@pytest.fixture(scope="module")
def ask(question: Callable[..., Question], questionnaire: Callable[..., Questionnaire]) -> Ask:
    def ask(case: Case) -> Questionnaire:
        domains: dict[str, list[Question]] = {}
        for id, fields in case.paper.questions.items():
            weight = case.paper.weights[id]
            domains.setdefault(case.domains[id], []).append(
                question(
                    id,
                    weight=str(Decimal(weight.numerator) / weight.denominator),
                    critical=id in case.paper.critical,
                    levels_basis="assumed" if id in case.assumed else "named",
                    **fields,
                )
            )
        return apply_scheme(Scheme.model_validate(case.scheme), questionnaire(**dict(sorted(domains.items()))))

    return ask


@pytest.fixture(scope="module")
def judge(ask: Ask) -> Judge:
    def judge(case: Case, year: int = AS_OF.year - 1) -> Scorecard:
        asked = ask(case)
        given = {id: one for id, one in case.paper.answers.items() if id in asked.by_id}
        entries = read_entries(asked.scheme, case.beside)
        return score(asked, read_answers(asked, given, AS_OF), AS_OF, entries, year=year)

    return judge


@thorough
@given(cases(), st.sampled_from([2013, 2024, 2025, 2026]))
def test_it_agrees_with_a_second_implementation_in_every_assessment_year(judge: Judge, case: Case, year: int) -> None:
    card, paper = judge(case, year), naive_scheme.put_under(case)
    verdicts, sums = naive.judge(paper, AS_OF, year), naive_scheme.add_up(case, year)
    assert (card.low, card.high) == (verdicts.low, verdicts.high)
    assert {one.question.id: one.lost for one in card.results if one.credit is not None} == verdicts.lost
    weights = {one.question.id: Fraction(one.question.weight) for one in card.results if one.question.is_scored}
    assert weights == {id: paper.weights[id] for id, one in paper.questions.items() if one["kind"] not in UNSCORED}
    assert card.total is not None
    assert (card.total.points, card.total.bonus, card.total.deducted) == (sums.total, sums.bonus, sums.deducted)
    assert (card.grade.grade if card.grade else None) == sums.grade


@quick
@given(cases())
def test_losses_add_up_to_a_hundred_less_the_score_exactly_and_in_print(judge: Judge, case: Case) -> None:
    card = judge(case)
    if card.score is not None:
        assert sum((one.lost or Fraction(0) for one in card.gaps), Fraction(0)) == 100 - card.score
    if card.high is not None:
        assert sum((one.shown_lost or Decimal(0) for one in card.results), Decimal(0)) == 100 - round_half_up(card.high)


def leave_out_quantities(case: Case) -> Case:
    paper = case.paper
    questions = {id: one for id, one in paper.questions.items() if one["kind"] != "quantity"}
    answers = {id: one for id, one in paper.answers.items() if id in questions}
    return replace(case, paper=replace(paper, questions=questions, answers=answers))


def set_missing_items_apart(case: Case) -> Case:
    """The case with every item of a list that is not in place, and may be set apart, set apart."""
    answers = dict(case.paper.answers)
    for id, asked in case.paper.questions.items():
        if asked["kind"] == "checklist" and "value" in answers.get(id, ()):
            had, free = answers[id]["value"], [one["value"] for one in asked["items"] if one["may_not_apply"]]
            answers[id] = {"value": had, "set_apart": {one: "不涉及" for one in free if one not in had}}
    return replace(case, paper=replace(case.paper, answers=answers))


@thorough
@given(cases())
def test_a_quantity_changes_nothing_under_any_scheme_and_items_set_apart_lower_nothing(
    ask: Ask, judge: Judge, case: Case
) -> None:
    bare, card = leave_out_quantities(case), judge(case)
    before = judge(bare)
    others = tuple(one for one in card.results if one.question.criterion.kind != "quantity")
    assert replace(card, results=others, domains=()) == replace(before, domains=())
    assert find_shortest_path(ask(case), card) == find_shortest_path(ask(bare), before)
    after = judge(set_missing_items_apart(case))
    assert after.low is None or (card.low is not None and card.low <= after.low)
    assert after.grade is None or (card.grade is not None and rank(after) <= rank(card))


@quick
@given(cases(), st.sampled_from([2, 5, Decimal("0.5"), 30]))
def test_multiplying_all_points_or_all_weights_changes_nothing(judge: Judge, case: Case, factor: Decimal) -> None:
    def multiply(numbers: dict[str, Decimal]) -> dict[str, Decimal]:
        return {id: number * factor for id, number in numbers.items()}

    every = {id: case.scheme["weights"].get(id, Decimal(str(float(w)))) for id, w in case.paper.weights.items()}
    before = judge(case)
    for fields in ({"points": multiply(case.scheme["points"])}, {"weights": multiply(every)}):
        after = judge(replace(case, scheme=case.scheme | fields))
        assert (after.low, after.high, after.grade, after.total) == (
            before.low,
            before.high,
            before.grade,
            before.total,
        )


@quick
@given(cases())
def test_with_points_the_share_of_a_domain_is_its_points_over_all_points(ask: Ask, case: Case) -> None:
    points = {domain: Decimal(number) for number, domain in enumerate(DOMAINS, 3)}
    asked = ask(replace(case, scheme=case.scheme | {"points": points}))
    sums = {
        section.id: sum(Fraction(one.weight) for one in section.questions if one.is_scored)
        for section in asked.domains
        if any(one.is_scored for one in section.questions)
    }
    assert sums == {id: points[id] for id in sums}


@thorough
@given(cases(finished=True), st.data())
def test_a_better_answer_never_lowers_score_nor_total_nor_grade(judge: Judge, case: Case, data: st.DataObject) -> None:
    id = data.draw(st.sampled_from(list(case.paper.questions)))
    other = {"value": data.draw(naive.values(case.paper.questions[id]))}
    cards = [judge(case), judge(replace(case, paper=replace(case.paper, answers=case.paper.answers | {id: other})))]
    credits = [next((one.credit for one in card.results if one.question.id == id), None) for card in cards]
    if credits[0] is None or credits[1] is None:
        return
    worse, better = cards if credits[0] <= credits[1] else reversed(cards)
    assert worse.score is not None and better.score is not None and worse.score <= better.score
    assert worse.total and better.total and (worse.total.points or 0) <= (better.total.points or 0)
    assert worse.grade and better.grade and rank(worse) >= rank(better)


def rank(card: Scorecard) -> int:
    assert card.grade is not None
    return GRADES.index(card.grade.grade)


def meet(case: Case, ids: tuple[str, ...]) -> Case:
    """The case with some questions fully met."""
    asked, answers = {id: {"kind": "yes_no"} for id in ids}, {id: {"value": True} for id in ids}
    paper = case.paper
    return replace(case, paper=replace(paper, questions=paper.questions | asked, answers=paper.answers | answers))


@thorough
@given(cases(finished=True))
def test_the_path_leads_to_the_grade_it_names_and_no_shorter_one_leads_higher(
    ask: Ask, judge: Judge, case: Case
) -> None:
    card, asked = judge(case), ask(case)
    path = find_shortest_path(asked, card)
    assert (path is None) == (explain_no_path(asked, card) is not None)
    if card.grade is None:
        return
    gaps = tuple(gap.question.id for gap in card.gaps)
    if path is None:
        assert rank(judge(meet(case, gaps))) == rank(card)
        return
    steps = tuple(step.question.id for step in path.steps)
    after = judge(meet(case, steps))
    assert (after.grade, after.score) == (path.grade, path.score)
    assert rank(after) < rank(card)
    fewer = combinations(gaps, len(steps) - 1)
    assert all(rank(judge(meet(case, ids))) == rank(card) for ids in fewer)
