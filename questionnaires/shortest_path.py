"""The shortest path: the fewest questions that, once fully met, lift a bureau by at least one grade.

Why none is shorter. A grade asks for two things (scoring.md, "Grade"): enough points, and no critical question that
holds it down. A question that holds it below the next grade must be in every path, whatever it earns. Each other gap
that is closed gives back exactly its own lost points, whichever others are closed: meeting a question changes no
weight, and what is not applicable stays out of the sum. So k of them give back at most what the k largest losses add up
to, and the smallest k whose largest losses suffice is the least there can be.

Of all sets of that size the path is the one with the fewest missing parts, and of these the first in the order of gaps.
It is one choice, so two runs name the same questions. The grade is the one that scoring gives with them: where a cap
falls away it can be several steps higher.

Under a scheme that takes the grade from the total, bonus and deductions stay what they are while gaps are closed, so
the same holds of the score that the next grade then asks for. A veto stays, too: where one holds the grade there is no
path.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from typing import NamedTuple

from questionnaires.catalogue import Band
from questionnaires.criteria import NOTHING
from questionnaires.grading import list_limits
from questionnaires.questionnaire import Questionnaire
from questionnaires.scoring import Result, Scorecard
from questionnaires.tallying import name_cap
from questionnaires.totals import FULL_SCORE
from questionnaires.what_if import close_gaps

MOST_OTHERS = 100


@dataclass(frozen=True, slots=True)
class ShortestPath:
    """The questions to meet, in the order of gaps, with the grade and the exact score that scoring then gives.

    `others` is how many other sets are as short, counted up to MOST_OTHERS.
    """

    grade: Band
    steps: tuple[Result, ...]
    score: Fraction
    others: int


class _Gain(NamedTuple):
    """What closing a gap gives back, in whole numbers, and how many parts are missing to it."""

    points: int
    parts: int


class NoPath(StrEnum):
    """No grade as yet, the highest already, a veto that holds it, or deductions beyond what the gaps can give."""

    NO_GRADE = "no_grade"
    HIGHEST = "highest"
    VETO = "veto"
    DEDUCTIONS = "deductions"


def explain_no_path(questionnaire: Questionnaire, card: Scorecard) -> NoPath | None:
    """Why no set of gaps lifts the grade; None where there is a path."""
    bands = questionnaire.bands
    if card.score is None or card.grade is None:
        return NoPath.NO_GRADE
    if card.grade == bands[0]:
        return NoPath.HIGHEST
    grade = bands[bands.index(card.grade) - 1]
    ranks = {band.grade: rank for rank, band in enumerate(bands)}
    if any(ranks[name] > ranks[grade.grade] for name in list_limits(card.total)):
        return NoPath.VETO
    return NoPath.DEDUCTIONS if _find_needed(card, grade) > FULL_SCORE else None


def find_shortest_path(questionnaire: Questionnaire, card: Scorecard) -> ShortestPath | None:
    """The path to a higher grade; None where there is none, and `explain_no_path` says why."""
    bands = questionnaire.bands
    if card.score is None or card.grade is None or explain_no_path(questionnaire, card) is not None:
        return None
    grade = bands[bands.index(card.grade) - 1]
    held = {gap.question.id for gap in card.capped_by if _holds_below(grade, gap, bands)}
    others = [gap for gap in card.gaps if gap.question.id not in held]
    earned = card.score + sum(gap.lost or NOTHING for gap in card.gaps if gap.question.id in held)
    gains, owed = _make_whole(others, _find_needed(card, grade) - earned)
    size = _count_least(gains, owed)
    chosen = held | {others[place].question.id for place in _choose(gains, size, owed)}
    lifted = close_gaps(questionnaire, card, chosen)
    assert lifted is not None  # it has a score
    return ShortestPath(lifted.grade, lifted.closed, lifted.score, _count_sets(gains, size, owed) - 1)


def _find_needed(card: Scorecard, grade: Band) -> Fraction:
    """The score that a grade above the lowest asks for, with the bonus and the deductions that there are."""
    total, needed = card.total, Fraction(grade.from_)
    return needed - total.bonus + total.deducted if total is not None and total.decides else needed


def _holds_below(grade: Band, gap: Result, bands: Sequence[Band]) -> bool:
    """Whether a critical question that is not met keeps a bureau from a grade."""
    ranks = {band.grade: rank for rank, band in enumerate(bands)}
    return ranks[name_cap(gap.credit or NOTHING)] > ranks[grade.grade]


def _make_whole(gaps: Sequence[Result], needed: Fraction) -> tuple[list[_Gain], int]:
    """The gains of gaps and the points that are needed, in one unit."""
    scale = math.lcm(needed.denominator, *(gap.lost.denominator for gap in gaps if gap.lost is not None))
    gains = [_Gain(int((gap.lost or NOTHING) * scale), count_missing_parts(gap)) for gap in gaps]
    return gains, int(needed * scale)


def count_missing_parts(gap: Result) -> int:
    """How many parts are missing to a gap's question: items not ticked, steps to go; otherwise it is one part."""
    return gap.question.criterion.count_missing(gap.answer.value) if gap.answer is not None else 1


def _count_least(gains: Sequence[_Gain], owed: int) -> int:
    """How many of the largest gains it takes to reach what is owed."""
    count = 0
    for gain in sorted(gains, reverse=True):
        if owed <= 0:
            break
        owed, count = owed - gain.points, count + 1
    return count


def _choose(gains: Sequence[_Gain], size: int, owed: int) -> list[int]:
    """The places of `size` gains that give back what is owed: the fewest parts, then the first set in their order."""
    best = _find_best(gains, size)
    left = min((parts for parts, points in best[0][size].items() if points >= owed), default=0)
    chosen: list[int] = []
    for place, gain in enumerate(gains):
        count = size - len(chosen)
        rest = best[place + 1][count - 1].get(left - gain.parts) if count else None
        if rest is not None and gain.points + rest >= owed:
            chosen.append(place)
            left, owed = left - gain.parts, owed - gain.points
    return chosen


def _find_best(gains: Sequence[_Gain], size: int) -> list[list[dict[int, int]]]:
    """For the gains from each place on: for each count up to `size` the most points by the sum of parts."""
    best: list[list[dict[int, int]]] = [[{0: 0}, *({} for _ in range(size))]]
    for gain in reversed(gains):
        after = best[-1]
        here = [dict(one) for one in after]
        for count in range(size):
            for parts, points in after[count].items():
                sums = here[count + 1]
                if sums.get(parts + gain.parts, -1) < points + gain.points:
                    sums[parts + gain.parts] = points + gain.points
        best.append(here)
    return best[::-1]


def _count_sets(gains: Sequence[_Gain], size: int, owed: int) -> int:
    """How many sets of `size` gains give back what is owed, up to one more than MOST_OTHERS."""
    points = sorted((gain.points for gain in gains), reverse=True)

    def count(start: int, left: int, owed: int, most: int) -> int:
        if left == 0:
            return 1
        found = 0
        for place in range(start, len(points) - left + 1):
            if found >= most or sum(points[place : place + left]) < owed:  # those after it are no larger
                break
            found += count(place + 1, left - 1, owed - points[place], most - found)
        return min(found, most)

    return count(0, size, owed, MOST_OTHERS + 1)
