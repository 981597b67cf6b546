"""Questionnaire, answers and reference date in; scorecard out. Exact, pure: the rules are those of scoring.md."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction

from questionnaires.answers import Answer
from questionnaires.catalogue import Band
from questionnaires.questionnaire import Question, Questionnaire
from questionnaires.wording import round_half_up

ZERO = Fraction(0)
ONE = Fraction(1)


class Verdict(StrEnum):
    """What an answer amounts to."""

    MET = "met"
    PARTIAL = "partial"
    UNMET = "unmet"
    NOT_APPLICABLE = "not_applicable"
    UNANSWERED = "unanswered"
    NOT_SCORED = "not_scored"


class Timing(StrEnum):
    """Where a gap stands against its due date, most pressing first."""

    OVERDUE = "overdue"
    STANDING = "standing"
    DUE = "due"


@dataclass(frozen=True, slots=True)
class Result:
    """One question judged. `lost` is exact; `shown_lost` is rounded so that a column adds up in print.

    Both are None where nothing was answered. `credit` is None where there is none to give.
    """

    question: Question
    answer: Answer | None
    verdict: Verdict
    credit: Fraction | None
    lost: Fraction | None
    shown_lost: Decimal | None
    timing: Timing | None
    late: bool


@dataclass(frozen=True, slots=True)
class DomainScore:
    """A domain's own score (None: unfinished, or nothing applies) and what it takes away from the whole."""

    id: str
    title: str
    score: Fraction | None
    shown_lost: Decimal


@dataclass(frozen=True, slots=True)
class Scorecard:
    """A response judged. `score` and `grade` are None while unfinished, and where no question applies."""

    as_of: date
    score: Fraction | None
    low: Fraction | None
    high: Fraction | None
    grade: Band | None
    uncapped_grade: Band | None
    capped_by: tuple[Result, ...]
    answered: int
    asked: int
    domains: tuple[DomainScore, ...]
    results: tuple[Result, ...]
    gaps: tuple[Result, ...]

    @property
    def finished(self) -> bool:
        return self.answered == self.asked


def score(questionnaire: Questionnaire, answers: Mapping[str, Answer], as_of: date) -> Scorecard:
    """Judge a response. `questionnaire` holds what applies to the bureau; answers outside it are an error."""
    if outside := set(answers) - set(questionnaire.by_id):
        raise ValueError(f"answers outside the questionnaire: {sorted(outside)}")
    judged = [(question, *_judge(question, answers.get(question.id), as_of)) for question in questionnaire.questions]
    counted = [
        (question, credit)
        for question, verdict, credit in judged
        if credit is not None or verdict is Verdict.UNANSWERED
    ]
    total = _sum(Fraction(question.weight) for question, _ in counted)
    low = _weigh(counted, total, ZERO)
    high = _weigh(counted, total, ONE)
    results = _spread_losses(judged, answers, total, high, as_of)
    asked = [result for result in results if result.verdict is not Verdict.NOT_SCORED]
    answered = sum(result.verdict is not Verdict.UNANSWERED for result in asked)
    whole = low if answered == len(asked) else None
    caps = tuple(one for one in results if one.question.critical and one.credit is not None and one.credit < 1)
    return Scorecard(
        as_of=as_of,
        score=whole,
        low=low,
        high=high,
        grade=None if whole is None else _cap(questionnaire.bands, whole, caps),
        uncapped_grade=None if whole is None else _cap(questionnaire.bands, whole, ()),
        capped_by=() if whole is None else caps,
        answered=answered,
        asked=len(asked),
        domains=_score_domains(questionnaire, results),
        results=results,
        gaps=order_gaps(results),
    )


def give_credit(question: Question, answer: Answer, as_of: date) -> Fraction | None:
    """The credit 0..1 of one answer; None where it does not apply or is not scored."""
    if answer.not_applicable is not None or not question.criterion.scored:
        return None
    credit = question.criterion.credit(answer.value, as_of)
    return ZERO if question.criterion.all_or_nothing and credit < 1 else credit


def _judge(question: Question, answer: Answer | None, as_of: date) -> tuple[Verdict, Fraction | None]:
    if not question.criterion.scored:
        return Verdict.NOT_SCORED, None
    if answer is None:
        return Verdict.UNANSWERED, None
    credit = give_credit(question, answer, as_of)
    if credit is None:
        return Verdict.NOT_APPLICABLE, None
    return (Verdict.MET if credit == 1 else Verdict.PARTIAL if credit > 0 else Verdict.UNMET), credit


def _weigh(
    counted: Sequence[tuple[Question, Fraction | None]], total: Fraction, unanswered: Fraction
) -> Fraction | None:
    """100 · Σ w·credit / Σ w, with unanswered questions at the given credit; None where nothing counts."""
    if not total:
        return None
    earned = _sum(
        Fraction(question.weight) * (unanswered if credit is None else credit) for question, credit in counted
    )
    return 100 * earned / total


def _sum(numbers: Iterable[Fraction]) -> Fraction:
    """Add exactly, one denominator at a time: most numbers share a few."""
    numerators: dict[int, int] = {}
    for number in numbers:
        numerators[number.denominator] = numerators.get(number.denominator, 0) + number.numerator
    return sum((Fraction(numerator, denominator) for denominator, numerator in numerators.items()), ZERO)


def _spread_losses(
    judged: list[tuple[Question, Verdict, Fraction | None]],
    answers: Mapping[str, Answer],
    total: Fraction,
    high: Fraction | None,
    as_of: date,
) -> tuple[Result, ...]:
    losses = {
        question.id: 100 * Fraction(question.weight) * (1 - credit) / total
        for question, _, credit in judged
        if credit is not None
    }
    shown = round_losses(losses, high)
    results = []
    for question, verdict, credit in judged:
        answer = answers.get(question.id)
        gap = verdict in (Verdict.PARTIAL, Verdict.UNMET)
        silent = verdict is Verdict.UNANSWERED
        results.append(
            Result(
                question=question,
                answer=answer,
                verdict=verdict,
                credit=credit,
                lost=None if silent else losses.get(question.id, ZERO),
                shown_lost=None if silent else shown.get(question.id, Decimal("0.00")),
                timing=_time(question, as_of) if gap else None,
                late=answer is not None and answer.not_applicable is None and question.criterion.is_late(answer.value),
            )
        )
    return tuple(results)


def round_losses(losses: Mapping[str, Fraction], high: Fraction | None) -> dict[str, Decimal]:
    """Round lost points to two decimals by largest remainders, so that they add up to 100.00 − the shown score.

    `high` is the score that the losses leave: the score itself, or the upper end of the range while unfinished.
    Equal remainders go in the order of the questionnaire.
    """
    if high is None:
        return {}
    cents = {id: int(loss * 100) for id, loss in losses.items()}
    missing = int((100 - round_half_up(high)) * 100) - sum(cents.values())
    by_remainder = sorted(losses, key=lambda id: cents[id] - losses[id] * 100)
    for id in by_remainder[:missing]:
        cents[id] += 1
    return {id: Decimal(cent).scaleb(-2).quantize(Decimal("0.01")) for id, cent in cents.items()}


def _time(question: Question, as_of: date) -> Timing:
    due = question.criterion.due
    if due is None:
        return Timing.STANDING
    return Timing.OVERDUE if due < as_of else Timing.DUE


def _cap(bands: tuple[Band, ...], points: Fraction, caps: tuple[Result, ...]) -> Band:
    """The grade of a score, held down by critical questions: below 1 to basic, at 0 to below standard."""
    earned = next(rank for rank, band in enumerate(bands) if points >= Fraction(band.from_))
    ranks = {band.grade: rank for rank, band in enumerate(bands)}
    held = [ranks["below_standard"] if result.credit == 0 else ranks["basic"] for result in caps]
    return bands[max([earned, *held])]


def _score_domains(questionnaire: Questionnaire, results: tuple[Result, ...]) -> tuple[DomainScore, ...]:
    by_id = {result.question.id: result for result in results}
    scores = []
    for section in questionnaire.domains:
        own = [by_id[question.id] for question in section.questions]
        counted = [(one.question, one.credit) for one in own if one.credit is not None]
        open_ones = any(one.verdict is Verdict.UNANSWERED for one in own)
        total = _sum(Fraction(question.weight) for question, _ in counted)
        scores.append(
            DomainScore(
                id=section.id,
                title=section.title,
                score=None if open_ones else _weigh(counted, total, ZERO),
                shown_lost=sum((one.shown_lost for one in own if one.shown_lost), Decimal("0.00")),
            )
        )
    return tuple(scores)


def order_gaps(results: Iterable[Result]) -> tuple[Result, ...]:
    """Critical first; overdue before standing before due; larger losses first; then the questionnaire's order."""
    urgency = list(Timing)
    gaps = [result for result in results if result.verdict in (Verdict.PARTIAL, Verdict.UNMET)]
    return tuple(
        sorted(
            gaps,
            key=lambda gap: (
                not gap.question.critical,
                urgency.index(gap.timing or Timing.STANDING),
                -(gap.lost or ZERO),
            ),
        )
    )
