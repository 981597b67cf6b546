"""Scoring 3,000 bureaus × 150 answers, against one pass of bare float arithmetic over the same answers."""

import sys

from questionnaires.answers import Answer
from questionnaires.questionnaire import Questionnaire
from questionnaires.scoring import score
from tests.bench.samples import Clock, make_answers, make_large_questionnaire
from tests.reports.samples import AS_OF


def add_floats(rows: list[list[tuple[float, float]]]) -> list[float]:
    """The least that any scoring must do: a weighted mean of answer over target, cut at 1."""
    return [100 * sum(min(have / goal, 1.0) for have, goal in row) / len(row) for row in rows]


def make_floats(questionnaire: Questionnaire, answers: dict[str, Answer]) -> list[tuple[float, float]]:
    """Each answer as a pair of floats, a credit over 1 where the answer is no number."""
    pairs = []
    for question in questionnaire.questions:
        value = answers[question.id].value
        is_number = question.criterion.kind == "number"
        credit = question.criterion.credit(value, AS_OF)
        pairs.append((float(value), float(question.criterion.target)) if is_number else (float(credit), 1.0))  # type: ignore[union-attr]
    return pairs


def main(bureaus: int) -> None:
    questionnaire = make_large_questionnaire()
    responses = [make_answers(questionnaire, bureau) for bureau in range(bureaus)]
    floats = [make_floats(questionnaire, answers) for answers in responses]
    with Clock() as bare:
        rough = add_floats(floats)
    with Clock() as exact:
        cards = [score(questionnaire, answers, AS_OF) for answers in responses]
    assert all(abs(float(card.score or 0) - mean) < 1e-9 for card, mean in zip(cards, rough, strict=True))
    print(
        f"scoring {bureaus} x 150: {exact.wall:.2f} s, {1000 * exact.wall / bureaus:.3f} ms a bureau; "
        f"bare floats {bare.wall:.3f} s; ratio {exact.wall / bare.wall:.1f}"
    )


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 3000)
