"""What differs, question by question: the reviewers' answers from the bureau's, this round from the last."""

from dataclasses import dataclass
from fractions import Fraction

from questionnaires.criteria import NOTHING
from questionnaires.scoring import Result
from questionnaires.wording import round_half_up
from reports.gap.content import GapReport
from reports.gap.rows import Clean, cite_briefly, is_same, write_given

NEW_GAP, WORSE, NEWLY_MET, BETTER = "新出现差距", "退步", "新达标", "进步"
CHANGE_WORDS = (NEW_GAP, WORSE, NEWLY_MET, BETTER)


@dataclass(frozen=True, slots=True)
class ReviewRow:
    """A question of which the reviewers gave another answer, and what that does to the score."""

    id: str
    number: int
    clause: str
    title: str
    own: str
    verified: str
    change: str
    reason: str


@dataclass(frozen=True, slots=True)
class ChangeRow:
    """A question whose credit is another than in the round before."""

    clause: str
    title: str
    last: str
    now: str
    word: str


@dataclass(frozen=True, slots=True)
class Changes:
    """The questions that changed, those that got worse first, and how many there are to compare."""

    rows: tuple[ChangeRow, ...]
    worse: int
    better: int
    same: int
    added: int


def list_reviews(report: GapReport, clean: Clean) -> list[ReviewRow]:
    """The questions of which the verified answer is another, in the order of the questionnaire."""
    if report.verified is None:
        return []
    pairs = zip(report.scorecard.results, report.verified.results, strict=True)
    differing = [(own, verified) for own, verified in pairs if not is_same(own.answer, verified.answer)]
    return [
        ReviewRow(
            id=own.question.id,
            number=number,
            clause=cite_briefly(report.questionnaire, own.question),
            title=own.question.title,
            own=write_given(own.question, own.answer, clean),
            verified=write_given(own.question, verified.answer, clean),
            change=_write_effect((own.lost or NOTHING) - (verified.lost or NOTHING)),
            reason=clean(report.reasons.get(own.question.id, "")),
        )
        for number, (own, verified) in enumerate(differing, 1)
    ]


def _write_effect(points: Fraction) -> str:
    """What an answer does to the score, with its sign."""
    return f"{'+' if points > 0 else '−' if points < 0 else ''}{round_half_up(abs(points)):.2f}"


def list_changes(report: GapReport) -> Changes | None:
    """The questions whose credit changed since the round before; None where there is none of the same basis."""
    if report.last is None or report.compared is None or (report.imported and not report.imported.credits):
        return None
    before = report.last.credits
    judged = [one for one in report.compared.results if one.credit is not None]
    known = [one for one in judged if one.question.id in before]
    worse = [one for one in known if _step(one, before[one.question.id]) < 0]
    better = [one for one in known if _step(one, before[one.question.id]) > 0]
    return Changes(
        rows=tuple(
            ChangeRow(
                clause=cite_briefly(report.questionnaire, one.question),
                title=one.question.title,
                last=_write_credit(before[one.question.id]),
                now=_write_credit(one.credit or NOTHING),
                word=_name_change(one, before[one.question.id]),
            )
            for one in worse + better
        ),
        worse=len(worse),
        better=len(better),
        same=len(known) - len(worse) - len(better),
        added=len(judged) - len(known),
    )


def _step(result: Result, before: Fraction) -> Fraction:
    return (result.credit or NOTHING) - before


def _write_credit(credit: Fraction) -> str:
    """A credit as it is printed: rounding never makes it look full."""
    return f"{min(round_half_up(credit), round_half_up(Fraction(99, 100))) if credit < 1 else 1:.2f}"


def _name_change(result: Result, before: Fraction) -> str:
    if result.credit == 1:
        return NEWLY_MET
    if before == 1:
        return NEW_GAP
    return BETTER if _step(result, before) > 0 else WORSE
