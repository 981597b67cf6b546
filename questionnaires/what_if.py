"""What if: the score and the grade that scoring gives once some gaps are fully met and all else stays as it is."""

from collections.abc import Collection
from dataclasses import dataclass, replace
from fractions import Fraction

from questionnaires.catalogue import Band
from questionnaires.criteria import NOTHING
from questionnaires.grading import GradeChange, give_grade
from questionnaires.questionnaire import Questionnaire
from questionnaires.scoring import Result, Scorecard
from questionnaires.tallying import TallySheet
from questionnaires.totals import Total, limit_total


@dataclass(frozen=True, slots=True)
class WhatIf:
    """What a scorecard comes to with the gaps `closed` met, in the order of gaps.

    `total` is there where the scorecard has one; `held_by` are the critical questions that are still not met.
    """

    closed: tuple[Result, ...]
    score: Fraction
    grade: Band
    uncapped: Band
    total: Total | None
    held_by: tuple[Result, ...]
    changes: tuple[GradeChange, ...]


def close_gaps(questionnaire: Questionnaire, card: Scorecard, ids: Collection[str]) -> WhatIf | None:
    """The outcome with these gaps met, exact; ids of what is no gap change nothing. None where there is no score.

    Meeting a question changes no weight: each gap gives back exactly its own lost points. Bonus, deductions and vetoes
    stay what they are.
    """
    if card.score is None:
        return None
    closed = tuple(gap for gap in card.gaps if gap.question.id in ids)
    held_by = tuple(gap for gap in card.capped_by if gap.question.id not in ids)
    score = card.score + sum((gap.lost or NOTHING for gap in closed), NOTHING)
    scheme, total = questionnaire.scheme, card.total
    if scheme is not None and total is not None:
        total = replace(total, points=limit_total(scheme, score + total.bonus - total.deducted))
    caps = [gap.credit or NOTHING for gap in held_by]
    grading = give_grade(TallySheet(questionnaire, card.as_of), scheme, total, score, caps)
    return WhatIf(closed, score, grading.grade, grading.uncapped, total, held_by, grading.changes)
