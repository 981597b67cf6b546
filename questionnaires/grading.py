"""From points to a grade, and all that moved it: caps, vetoes, bonus and deductions (scoring.md, "Grade", "Scheme")."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from fractions import Fraction

from questionnaires.catalogue import Band, GradeName
from questionnaires.criteria import NOTHING
from questionnaires.scheme import Scheme
from questionnaires.tallying import TallySheet
from questionnaires.totals import Total, limit_total


class GradeChange(StrEnum):
    """What gave a bureau another grade than its score alone."""

    BONUS = "bonus"
    DEDUCTION = "deduction"
    CAP = "cap"
    VETO = "veto"


@dataclass(frozen=True, slots=True)
class Grading:
    """A grade, what the points alone would give (without caps and vetoes), and what moved it.

    A cap and a veto are both named where each alone holds the grade down; bonus and deductions where without them the
    grade would be another.
    """

    grade: Band
    uncapped: Band
    changes: tuple[GradeChange, ...]


def give_grade(
    sheet: TallySheet, scheme: Scheme | None, total: Total | None, score: Fraction, caps: Sequence[Fraction]
) -> Grading:
    """The grade of a score, or of the total where the scheme takes it from there."""
    limits = list_limits(total)
    points = count_points(scheme, total, score)
    grade, uncapped = sheet.grade(points, caps, limits), sheet.grade(points, ())
    changes = []
    if total is not None:
        for change, other in _leave_out(total):
            if sheet.grade(count_points(scheme, other, score), caps, limits) != grade:
                changes.append(change)
    if caps and sheet.grade(points, caps) != uncapped:
        changes.append(GradeChange.CAP)
    if limits and sheet.grade(points, (), limits) != uncapped:
        changes.append(GradeChange.VETO)
    return Grading(grade, uncapped, tuple(changes))


def count_points(scheme: Scheme | None, total: Total | None, score: Fraction) -> Fraction:
    """The points from which the grade of a score is taken."""
    if scheme is None or total is None or not total.decides:
        return score
    return limit_total(scheme, score + total.bonus - total.deducted)


def list_limits(total: Total | None) -> list[GradeName]:
    """The highest grades that the vetoes leave."""
    return [] if total is None else [veto.grade for veto in total.vetoes]


def _leave_out(total: Total) -> Iterator[tuple[GradeChange, Total]]:
    """The total without its bonus, and without its deductions, where there are some."""
    if total.bonus:
        yield GradeChange.BONUS, replace(total, bonus=NOTHING)
    if total.deducted:
        yield GradeChange.DEDUCTION, replace(total, deducted=NOTHING)
