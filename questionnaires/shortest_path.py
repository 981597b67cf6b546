"""The shortest path: the fewest questions that, once fully met, lift a bureau to its next grade.

Why none is shorter. A grade asks for two things (scoring.md, "Grade"): enough points, and no critical question that
holds it down. A question that holds it down must be in every path, whatever it earns. Each other gap that is closed
gives back exactly its own lost points, whichever others are closed: meeting a question changes no weight, and what is
not applicable stays out of the sum. So k of them give back at most what the k largest losses add up to, and the
smallest k whose largest losses suffice is the least there can be.

Of all sets of that size the path is the one that comes first in the order of gaps: going down the list, a gap is taken
where the largest losses after it still fill up the rest. It is the one choice, so two runs name the same questions.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from questionnaires.catalogue import Band
from questionnaires.criteria import NOTHING
from questionnaires.questionnaire import Questionnaire
from questionnaires.scoring import Result, Scorecard
from questionnaires.tallying import name_cap


@dataclass(frozen=True, slots=True)
class ShortestPath:
    """The questions to meet, in the order of gaps, with the grade and the exact score that they then give."""

    grade: Band
    steps: tuple[Result, ...]
    score: Fraction


def find_shortest_path(questionnaire: Questionnaire, card: Scorecard) -> ShortestPath | None:
    """The path to the next grade; None at the highest grade, and where there is no grade."""
    bands = questionnaire.bands
    if card.score is None or card.grade is None or card.grade == bands[0]:
        return None
    grade = bands[bands.index(card.grade) - 1]
    held = {gap.question.id for gap in card.capped_by if _holds_below(grade, gap, bands)}
    others = [gap for gap in card.gaps if gap.question.id not in held]
    earned = card.score + sum(gap.lost or NOTHING for gap in card.gaps if gap.question.id in held)
    chosen = held | {others[place].question.id for place in _choose(others, Fraction(grade.from_) - earned)}
    steps = tuple(gap for gap in card.gaps if gap.question.id in chosen)
    return ShortestPath(grade, steps, card.score + sum(gap.lost or NOTHING for gap in steps))


def _holds_below(grade: Band, gap: Result, bands: Sequence[Band]) -> bool:
    """Whether a critical question that is not met keeps a bureau from a grade."""
    ranks = {band.grade: rank for rank, band in enumerate(bands)}
    return ranks[name_cap(gap.credit or NOTHING)] > ranks[grade.grade]


def _choose(gaps: Sequence[Result], needed: Fraction) -> list[int]:
    """The places of the fewest gaps that give back at least `needed` points, the first such set in their order."""
    scale = math.lcm(needed.denominator, *(gap.lost.denominator for gap in gaps if gap.lost is not None))
    points = [int((gap.lost or NOTHING) * scale) for gap in gaps]
    owed = int(needed * scale)
    left = _count_least(points, owed)
    chosen: list[int] = []
    for place, own in enumerate(points):
        best = sum(sorted(points[place + 1 :], reverse=True)[: max(0, left - 1)])
        if left and own + best >= owed:
            chosen.append(place)
            left, owed = left - 1, owed - own
    return chosen


def _count_least(points: Sequence[int], owed: int) -> int:
    """How many of the largest points it takes to reach what is owed."""
    count = 0
    for own in sorted(points, reverse=True):
        if owed <= 0:
            break
        owed, count = owed - own, count + 1
    return count
