"""Scores of 3,000 bureaus × 150 answers, exact, against one pass of float arithmetic in plain Python.

Both begin with the answers that were read, by question: figures as exact fractions for the one (with two that belong
together, whole numbers in the same proportion, as `read` gives them), as floats for the other. Both look each answer
up, turn it into a credit by its kind, weigh it, leave out what does not apply, and end with the score and the domain
scores of every bureau, which are kept. The exact pass also lists every credit, as a numerator and a denominator, and
gives the grade with its cap. `scoring.score` makes a whole scorecard of the same sums: a result, a timing and a printed
loss per question. Each comparison has a process of its own, so that none reads from memory that another left in pieces.
"""

import gc
import sys
from collections.abc import Callable, Mapping
from concurrent.futures import ProcessPoolExecutor
from dataclasses import replace
from fractions import Fraction
from functools import partial
from multiprocessing import get_context
from statistics import median
from typing import Any

from questionnaires.answers import Answer
from questionnaires.criteria import Checklist, Growth, Number, Rate, Recency, Share
from questionnaires.criteria.choices import Scale
from questionnaires.criteria.figures import Pair
from questionnaires.questionnaire import Questionnaire
from questionnaires.scoring import score
from questionnaires.tallying import TallySheet
from tests.bench.samples import USUAL, Clock, make_answers, make_large_questionnaire
from tests.reports.samples import AS_OF

TIMES = 5
Answers = Mapping[str, Answer]
Scores = tuple[float, list[float | None]]
Judge = Callable[[Answers], tuple[Any, ...]]
Formula = Callable[[Any], float]
FloatSheet = list[list[tuple[str, float, Formula]]]


def weigh_steps(criterion: Scale) -> Formula:
    best = criterion.rank(criterion.aim())
    return {one.value: min(rank / best, 1.0) for rank, one in enumerate(criterion.options)}.__getitem__


def weigh_number(criterion: Number) -> Formula:
    goal = float(criterion.target)
    return lambda value: min(value / goal, 1.0)


def weigh_share(criterion: Share) -> Formula:
    goal = float(criterion.target)
    return lambda pair: min(100 * pair[0] / pair[1] / goal, 1.0)


def weigh_rate(criterion: Rate) -> Formula:
    goal = float(criterion.target) / criterion.per
    return lambda pair: min(pair[0] / pair[1] / goal, 1.0)


def weigh_growth(criterion: Growth) -> Formula:
    goal = float(criterion.target) / 100
    return lambda pair: max(0.0, min((pair[1] - pair[0]) / pair[0] / goal, 1.0))


def weigh_recency(criterion: Recency) -> Formula:
    first = criterion.first_day(AS_OF)
    return lambda day: 1.0 if day is not None and first <= day <= AS_OF else 0.0


def weigh_list(criterion: Checklist) -> Formula:
    size = len(criterion.items)
    return lambda items: len(items.in_place) / size


FORMULAS: dict[str, Callable[[Any], Formula]] = {
    "yes_no": lambda criterion: float,
    "stage": weigh_steps,
    "grade": weigh_steps,
    "number": weigh_number,
    "share": weigh_share,
    "rate": weigh_rate,
    "growth": weigh_growth,
    "recency": weigh_recency,
    "done_by": lambda criterion: lambda day: 1.0 if day is not None and day <= AS_OF else 0.0,
    "checklist": weigh_list,
}


def prepare_floats(questionnaire: Questionnaire) -> FloatSheet:
    """Everything about the questions that can be worked out before an answer is seen."""
    return [
        [(one.id, float(one.weight), FORMULAS[one.criterion.kind](one.criterion)) for one in section.questions]
        for section in questionnaire.domains
    ]


def make_floats(answers: Answers) -> dict[str, Answer]:
    """The same answers with floats for fractions."""
    return {id: replace(one, value=_make_float(one.value)) for id, one in answers.items()}


def _make_float(value: Any) -> Any:
    if isinstance(value, Pair):
        return float(value.first), float(value.second)
    return float(value) if isinstance(value, Fraction) else value


def add_floats(sheet: FloatSheet, answers: Answers) -> Scores:
    """The score of one bureau, and those of its domains."""
    earned = whole = 0.0
    domains: list[float | None] = []
    for section in sheet:
        own_earned = own_whole = 0.0
        for id, weight, formula in section:
            answer = answers[id]
            if answer.not_applicable is None:
                own_earned += weight * formula(answer.value)
                own_whole += weight
        domains.append(100 * own_earned / own_whole if own_whole else None)
        earned += own_earned
        whole += own_whole
    return 100 * earned / whole, domains


def add_exactly(sheet: TallySheet, answers: Answers) -> tuple[Any, ...]:
    """The score of one bureau, its grade, the scores of its domains, and the credit of each question."""
    tally = sheet.add_up(answers)
    points = tally.total.score
    grade = points if points is None else sheet.grade(points, tally.caps)
    return points, [one.score for one in tally.sections], grade, tally.ratios


def time_pass(judge: Judge, responses: list[dict[str, Answer]]) -> tuple[float, list[Any]]:
    """Seconds of this process, and what each bureau came to: score and domain scores."""
    gc.collect()
    gc.disable()  # as timeit does: it would walk over the inputs, whose size is the benchmark's
    with Clock() as clock:
        found = [judge(answers)[:2] for answers in responses]
    gc.enable()
    return clock.process, found


def compare(name: str, questionnaire: Questionnaire, bureaus: int, varied: bool) -> None:
    responses = [make_answers(questionnaire, bureau, varied) for bureau in range(bureaus)]
    floats = [make_floats(answers) for answers in responses]
    rounds = []
    for _ in range(TIMES):  # in turns, each with a sheet of its own: nothing is known from the turn before
        bare, rough = time_pass(partial(add_floats, prepare_floats(questionnaire)), floats)
        exact, fine = time_pass(partial(add_exactly, TallySheet(questionnaire, AS_OF)), responses)
        rounds.append((bare, exact))
    for (one, domains), (mean, means) in zip(fine, rough, strict=True):
        assert max(abs(float(a) - b) for a, b in zip([one, *domains], [mean, *means], strict=True)) < 1e-9
    card, _ = time_pass(lambda answers: (score(questionnaire, answers, AS_OF).score,), responses[:300])
    bare, exact = (median(column) for column in zip(*rounds, strict=True))
    print(
        f"{name}, {bureaus} x {len(questionnaire.questions)}: floats {bare:.3f} s, exact sums {exact:.3f} s, "
        f"ratio {median(exact / bare for bare, exact in rounds):.2f}; "
        f"a whole scorecard {card / 0.3:.2f} ms, ratio {card / 300 * bureaus / bare:.0f}"
    )


def main(bureaus: int) -> None:
    every, usual = make_large_questionnaire(), make_large_questionnaire(kinds=USUAL)
    with ProcessPoolExecutor(1, mp_context=get_context("spawn"), max_tasks_per_child=1) as processes:
        for name, questionnaire, varied in (
            ("every kind in turn, answers alike", every, False),
            ("kinds as in the notices, answers varied", usual, True),
            ("every kind in turn, answers varied", every, True),
        ):
            processes.submit(compare, name, questionnaire, bureaus, varied).result()


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 3000)
