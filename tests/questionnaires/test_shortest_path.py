"""The shortest path to the next grade: worked by hand, and held against trying every set of questions."""

from collections.abc import Callable
from dataclasses import replace
from itertools import combinations
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings

from questionnaires.answers import read_answers
from questionnaires.questionnaire import Question, Questionnaire
from questionnaires.scoring import Scorecard, score
from questionnaires.shortest_path import MOST_OTHERS, ShortestPath, find_shortest_path
from tests.questionnaires import naive
from tests.questionnaires.naive import AS_OF, Paper, papers

FindPath = Callable[..., ShortestPath | None]
BEST_FIRST = ["excellent", "good", "basic", "below_standard"]
HOURS: dict[str, Any] = {"kind": "number", "target": 40, "unit": "学时"}
LATE = {"due": "2020-01-01"}


@pytest.fixture
def find(
    question: Callable[..., Question], questionnaire: Callable[..., Questionnaire], judge: Callable[..., Scorecard]
) -> FindPath:
    """Find the path of a bureau: `id=(answer, fields of the question)`, the answer None where it does not apply."""

    def find(**asked: tuple[Any, dict[str, Any]]) -> ShortestPath | None:
        questions = questionnaire(*(question(id, **fields) for id, (_, fields) in asked.items()))
        given = {id: answer for id, (answer, _) in asked.items() if answer is not None}
        left_out = [id for id, (answer, _) in asked.items() if answer is None]
        return find_shortest_path(questions, judge(questions, given, left_out))

    return find


def tell(path: ShortestPath | None) -> tuple[str, str, float]:
    """The questions, the grade and the score of a path."""
    assert path is not None
    return "".join(step.question.id for step in path.steps), path.grade.grade, float(path.score)


def test_one_large_gap_goes_before_two_small_ones(find: FindPath) -> None:
    # 5 of 10 points; a basic grade needs 6.
    path = find(a=(True, {"weight": 5}), b=(False, {}), c=(False, {"weight": 3}), d=(False, {}))
    assert tell(path) == ("c", "good", 80.0)


def test_among_paths_of_one_length_the_first_in_the_order_of_gaps_is_taken(find: FindPath) -> None:
    # 7 of 10 points; a good grade needs 7.5. Either of b, c and e gives 1; e is overdue.
    path = find(a=(True, {"weight": 6}), b=(False, {}), c=(False, {}), e=(20, {**HOURS, "weight": 2, **LATE}))
    assert tell(path) == ("e", "good", 80.0)


def test_a_first_gap_that_would_make_the_path_longer_is_left(find: FindPath) -> None:
    # 4.5 of 10 points; a basic grade needs 6. e comes first and gives half a point, b gives 5.
    path = find(a=(True, {"weight": 4}), b=(False, {"weight": 5}), e=(20, {**HOURS, **LATE}))
    assert tell(path) == ("b", "excellent", 95.0)


def test_a_critical_question_that_holds_the_grade_is_in_the_path_whatever_it_earns(find: FindPath) -> None:
    # 91 of 100 points would be excellent; k is not met at all.
    path = find(a=(True, {"weight": 91}), b=(False, {"weight": 8}), k=(False, {"critical": True}))
    assert tell(path) == ("k", "excellent", 92.0)


def test_a_critical_question_met_in_part_must_be_in_the_path_only_above_basic(find: FindPath) -> None:
    half = (20, {**HOURS, "critical": True, "weight": 2})
    # 4 of 10 points: b alone gives what basic needs. 7 of 10: k holds the grade down to basic.
    assert tell(find(a=(True, {"weight": 3}), b=(False, {"weight": 5}), k=half)) == ("b", "basic", 90.0)
    assert tell(find(a=(True, {"weight": 6}), b=(False, {"weight": 2}), k=half)) == ("k", "good", 80.0)


def test_a_cap_that_falls_away_lifts_several_steps_and_the_path_names_the_grade_that_scoring_gives(
    find: FindPath,
) -> None:
    # 95 of 100 points; k alone holds the grade below standard, and nothing else holds it once k is met.
    path = find(a=(True, {"weight": 95}), k=(False, {"critical": True, "weight": 3}), b=(False, {"weight": 2}))
    assert tell(path) == ("k", "excellent", 98.0)
    # k met leaves h, which is met in part and holds the grade down to basic.
    half = (20, {**HOURS, "critical": True, "weight": 2})
    path = find(a=(True, {"weight": 95}), k=(False, {"critical": True, "weight": 3}), h=half)
    assert tell(path) == ("k", "basic", 99.0)


ITEMS = {"kind": "checklist", "items": [{"value": value, "label": value} for value in ("p", "q", "r", "s")]}


def test_among_paths_of_one_length_the_one_with_the_fewest_missing_parts_is_taken(find: FindPath) -> None:
    # 7 of 10 points, 7.5 make a good grade; three items are missing to c, one thing to b.
    path = find(a=(True, {"weight": 6}), c=([], {**ITEMS, "weight": 2}), b=(False, {}), d=(True, {}))
    assert path is not None
    assert (tell(path), path.others) == (("b", "good", 80.0), 1)


def test_the_other_sets_that_are_as_short_are_counted_up_to_a_hundred(find: FindPath) -> None:
    # 20 of 50 points; any 10 of the 30 others make a basic grade.
    path = find(a=(True, {"weight": 20}), **{f"b{number}": (False, {}) for number in range(30)})
    assert path is not None
    assert (len(path.steps), path.others) == (10, 100)


def test_what_does_not_apply_neither_earns_nor_stands_in_the_path(find: FindPath) -> None:
    # 1 of 2 points that apply.
    path = find(a=(True, {}), b=(False, {}), c=(None, {"weight": 50}))
    assert tell(path) == ("b", "excellent", 100.0)


def test_exactly_the_lowest_score_of_a_grade_is_enough(find: FindPath) -> None:
    path = find(a=(True, {"weight": 50}), b=(0, {**HOURS, "weight": 10, **LATE}), c=(False, {"weight": 40}))
    assert tell(path) == ("b", "basic", 60.0)


def test_there_is_no_path_from_the_highest_grade_nor_from_none(find: FindPath) -> None:
    assert find(a=(True, {"weight": 9}), b=(False, {})) is None
    assert find(a=(None, {})) is None


def test_an_unfinished_response_has_no_path(questionnaire: Callable[..., Questionnaire], question: Any) -> None:
    asked = questionnaire(question("a"), question("b"))
    assert find_shortest_path(asked, score(asked, {}, AS_OF)) is None


def meet(paper: Paper, ids: tuple[str, ...]) -> Paper:
    """The paper with some questions fully met."""
    asked, answers = {id: {"kind": "yes_no"} for id in ids}, {id: {"value": True} for id in ids}
    return replace(paper, questions=paper.questions | asked, answers=paper.answers | answers)


def try_every_set(paper: Paper) -> list[tuple[str, ...]]:
    """The smallest sets of gaps that lift the grade, in the order of gaps."""
    before = naive.judge(paper, AS_OF)
    if before.grade not in (None, "excellent"):
        above = BEST_FIRST[: BEST_FIRST.index(before.grade)]
        for size in range(1, len(before.gaps) + 1):
            sets = combinations(before.gaps, size)
            if found := [ids for ids in sets if naive.judge(meet(paper, ids), AS_OF).grade in above]:
                return found
    return []


def count_parts(paper: Paper, ids: tuple[str, ...]) -> int:
    """The parts that are missing to some questions: items not ticked, steps to go, otherwise one each."""
    return sum(_count_parts(paper.questions[id], paper.answers[id]) for id in ids)


def _count_parts(asked: dict[str, Any], answer: dict[str, Any]) -> int:
    value = answer["value"]
    if asked["kind"] == "checklist":
        return len(asked["items"]) - len(answer.get("set_apart", ())) - len(value)
    if asked["kind"] == "stage":
        return len(naive.STAGES) - 1 - naive.STAGES.index(value)
    if asked["kind"] == "grade":
        return naive.GRADES.index(asked["target"]) - naive.GRADES.index(value)
    return 1


@settings(deadline=None, max_examples=200, derandomize=True, database=None, suppress_health_check=list(HealthCheck))
@given(papers(finished=True))
def test_no_shorter_nor_earlier_set_of_questions_lifts_the_grade(
    ask_paper: Callable[[Paper], Questionnaire], paper: Paper
) -> None:
    asked = ask_paper(paper)
    path = find_shortest_path(asked, score(asked, read_answers(asked, paper.answers, AS_OF), AS_OF))
    sets = try_every_set(paper)
    assert (path is None) == (not sets)
    if path is not None:
        steps = tuple(step.question.id for step in path.steps)
        assert steps == min(sets, key=lambda ids: count_parts(paper, ids))  # of equal ones the first
        after = naive.judge(meet(paper, steps), AS_OF)
        for step in steps:  # nor does one gap fewer
            fewer = naive.judge(meet(paper, tuple(id for id in steps if id != step)), AS_OF)
            assert BEST_FIRST.index(fewer.grade or "") >= BEST_FIRST.index(naive.judge(paper, AS_OF).grade or "")
        assert (path.score, path.grade.grade, path.others) == (after.low, after.grade, min(len(sets) - 1, MOST_OTHERS))
