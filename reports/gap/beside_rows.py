"""What stands beside the score under a scheme, as rows: claims with what was granted, deductions and vetoes."""

from dataclasses import dataclass
from fractions import Fraction

from questionnaires.criteria import NOTHING
from questionnaires.criteria.numbers import write_exactly
from questionnaires.scoring import Scorecard
from reports.gap.content import GapReport
from reports.gap.rows import Clean, write_points
from survey.responses.claims import name_claim

UNDECIDED = "—"


@dataclass(frozen=True, slots=True)
class BonusRow:
    """A bonus item that the bureau claims, and what was granted of it."""

    number: int
    title: str
    claimed: str
    reason: str
    granted: str
    why: str


@dataclass(frozen=True, slots=True)
class EnteredRow:
    """A deduction or a veto, and what it does."""

    number: int
    title: str
    effect: str
    reason: str


def list_bonus(report: GapReport, clean: Clean) -> list[BonusRow]:
    """The claims in the order of the scheme."""
    scheme, total = report.questionnaire.scheme, report.counted.total
    if scheme is None or total is None:
        return []
    claimed, granted = total.entries.claimed, total.entries.granted
    items = [one for one in scheme.bonus if one.id in claimed]
    return [
        BonusRow(
            number=number,
            title=one.title,
            claimed=write_exactly(Fraction(claimed[one.id].points)),
            reason=clean(claimed[one.id].reason),
            granted=UNDECIDED if granted is None else write_exactly(Fraction(granted.get(one.id, NOTHING))),
            why=clean(report.reasons.get(name_claim(one.id), "")),
        )
        for number, one in enumerate(items, 1)
    ]


def list_entered(report: GapReport, clean: Clean) -> list[EnteredRow]:
    """The deductions and the vetoes, as they were entered."""
    scheme, total = report.questionnaire.scheme, report.counted.total
    if scheme is None or total is None:
        return []
    deductions, vetoes = {one.id: one for one in scheme.deductions}, {one.id: one for one in scheme.vetoes}
    labels = {band.grade: band.label for band in report.questionnaire.bands}
    entered = [
        (deductions[one.id].title, f"扣{write_exactly(Fraction(deductions[one.id].points))}分", one.reason)
        for one in total.entries.deductions
    ]
    entered += [
        (vetoes[one.id].title, f"否决，等级不高于“{labels[vetoes[one.id].grade]}”", one.reason)
        for one in total.entries.vetoes
    ]
    return [EnteredRow(number, title, does, clean(why)) for number, (title, does, why) in enumerate(entered, 1)]


def write_totals(report: GapReport) -> str:
    """The totals, self-assessed and verified, with what counts of bonus and deductions."""
    if report.verified is None:
        return f"{_write_one('自评', report.scorecard)}。"
    return f"{_write_one('自评', report.scorecard)}；{_write_one('认定', report.verified)}。"


def _write_one(whose: str, card: Scorecard) -> str:
    if card.total is None or card.total.points is None:
        return f"{whose}没有总分"
    total = card.total
    return (
        f"{whose}得分{write_points(card.score)}分，加分计{write_exactly(total.bonus)}分，"
        f"扣分计{write_exactly(total.deducted)}分，总分{write_points(total.points)}分"
    )
