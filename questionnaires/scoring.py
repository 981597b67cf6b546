"""Questionnaire, answers and reference date in; scorecard out. Exact, pure: the rules are those of scoring.md."""

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from typing import Literal

from questionnaires.answers import Answer
from questionnaires.catalogue import Band
from questionnaires.criteria import NOTHING
from questionnaires.questionnaire import Question, Questionnaire
from questionnaires.wording import round_half_up

RULES_VERSION = "1"  # of scoring.md; goes up when the same answers would score otherwise
NO_LOSS = Decimal("0.00")


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
    tally = _Tally(questionnaire, [_judge(one, answers.get(one.id), as_of) for one in questionnaire.questions])
    results = tuple(tally.list_results(as_of))
    asked = [result for result in results if result.verdict is not Verdict.NOT_SCORED]
    answered = sum(result.verdict is not Verdict.UNANSWERED for result in asked)
    whole = tally.low if answered == len(asked) else None
    caps = tuple(one for one in results if one.question.critical and one.credit is not None and one.credit < 1)
    return Scorecard(
        as_of=as_of,
        score=whole,
        low=tally.low,
        high=tally.high,
        grade=None if whole is None else _cap(questionnaire.bands, whole, caps),
        uncapped_grade=None if whole is None else _cap(questionnaire.bands, whole, ()),
        capped_by=() if whole is None else caps,
        answered=answered,
        asked=len(asked),
        domains=tuple(tally.score_domains(results)),
        results=results,
        gaps=order_gaps(results, tally.missing),
    )


def give_credit(question: Question, answer: Answer, as_of: date) -> Fraction | None:
    """The credit 0..1 of one answer; None where it does not apply or is not scored."""
    if answer.not_applicable is not None or not question.criterion.scored:
        return None
    credit = question.criterion.credit(answer.value, as_of)
    return NOTHING if question.criterion.all_or_nothing and credit != 1 else credit


@dataclass(frozen=True, slots=True)
class _Judged:
    question: Question
    answer: Answer | None
    verdict: Verdict
    credit: Fraction | None


def _judge(question: Question, answer: Answer | None, as_of: date) -> _Judged:
    if not question.criterion.scored:
        return _Judged(question, answer, Verdict.NOT_SCORED, None)
    if answer is None:
        return _Judged(question, answer, Verdict.UNANSWERED, None)
    credit = give_credit(question, answer, as_of)
    if credit is None:
        return _Judged(question, answer, Verdict.NOT_APPLICABLE, None)
    numerator, denominator = credit.as_integer_ratio()
    verdict = Verdict.MET if numerator == denominator else Verdict.PARTIAL if numerator else Verdict.UNMET
    return _Judged(question, answer, verdict, credit)


def _complement(credit: Fraction, scale: int) -> int:
    """(1 − credit)·scale in whole numbers; `scale` is a multiple of the credit's denominator."""
    numerator, denominator = credit.as_integer_ratio()
    return (denominator - numerator) * (scale // denominator)


class _Tally:
    """The sums behind a scorecard, in whole numbers.

    All credits share the denominator `scale`, so `missing` of a question is w·(1 − credit)·scale and `whole` is
    Σ w·scale over what counts: lost(q) = 100·missing/whole, exactly.
    """

    def __init__(self, questionnaire: Questionnaire, judged: list[_Judged]) -> None:
        weights = questionnaire.whole_weights
        self.sections = questionnaire.domains
        self.judged = judged
        self.scale = math.lcm(*{one.credit.denominator for one in judged if one.credit is not None})
        self.weights = [
            0 if one.credit is None and one.verdict is not Verdict.UNANSWERED else weights[one.question.id]
            for one in judged
        ]
        self.missing = [
            0 if one.credit is None else weight * _complement(one.credit, self.scale)
            for one, weight in zip(judged, self.weights, strict=True)
        ]
        self.whole = self.scale * sum(self.weights)
        pairs = zip(judged, self.weights, strict=True)
        unanswered = self.scale * sum(weight for one, weight in pairs if one.verdict is Verdict.UNANSWERED)
        self.high = self._leave(sum(self.missing))
        self.low = self._leave(sum(self.missing) + unanswered)

    def _leave(self, missing: int) -> Fraction | None:
        """The score that is left; None where nothing counts."""
        return Fraction(100 * (self.whole - missing), self.whole) if self.whole else None

    def list_results(self, as_of: date) -> Iterator[Result]:
        shown = round_losses(self.missing, self.whole)
        for one, missing, cents in zip(self.judged, self.missing, shown, strict=True):
            silent = one.verdict is Verdict.UNANSWERED
            answer = one.answer if one.answer is None or one.answer.not_applicable is None else None
            yield Result(
                question=one.question,
                answer=one.answer,
                verdict=one.verdict,
                credit=one.credit,
                lost=None if silent else Fraction(100 * missing, self.whole) if missing else NOTHING,
                shown_lost=None if silent else Decimal(cents).scaleb(-2) if cents else NO_LOSS,
                timing=_time(one.question, as_of) if missing else None,
                late=answer is not None and one.question.criterion.is_late(answer.value),
            )

    def score_domains(self, results: Sequence[Result]) -> Iterator[DomainScore]:
        start = 0
        for section in self.sections:
            own = slice(start, start := start + len(section.questions))
            whole, missing = self.scale * sum(self.weights[own]), sum(self.missing[own])
            is_open = any(one.verdict is Verdict.UNANSWERED for one in self.judged[own])
            yield DomainScore(
                id=section.id,
                title=section.title,
                score=None if is_open or not whole else Fraction(100 * (whole - missing), whole),
                shown_lost=sum((one.shown_lost for one in results[own] if one.shown_lost), NO_LOSS),
            )


def round_losses(missing: Sequence[int], whole: int) -> list[int]:
    """Round the lost points 100·missing/whole to hundredths by largest remainders.

    They add up to 100.00 − the shown score (while unfinished: the upper end of the range). Equal remainders go in
    the order of the questionnaire.
    """
    if not whole:
        return [0] * len(missing)
    parts = [divmod(10_000 * one, whole) for one in missing]
    cents = [part for part, _ in parts]
    shown_score = int(round_half_up(Fraction(100 * (whole - sum(missing)), whole)) * 100)
    owed = 10_000 - shown_score - sum(cents)
    with_remainder = [place for place, (_, remainder) in enumerate(parts) if remainder]
    for place in sorted(with_remainder, key=lambda place: -parts[place][1])[:owed]:
        cents[place] += 1
    return cents


def _time(question: Question, as_of: date) -> Timing:
    due = question.criterion.due
    if due is None:
        return Timing.STANDING
    return Timing.OVERDUE if due < as_of else Timing.DUE


def _cap(bands: tuple[Band, ...], points: Fraction, caps: tuple[Result, ...]) -> Band:
    """The grade of a score, held down by critical questions: below 1 to basic, at 0 to below standard."""
    earned = next(rank for rank, band in enumerate(bands) if points >= Fraction(band.from_))
    ranks = {band.grade: rank for rank, band in enumerate(bands)}
    return bands[max([earned, *(ranks[name_cap(result)] for result in caps)])]


def name_cap(result: Result) -> Literal["basic", "below_standard"]:
    """The highest grade that is left with a critical question below full credit."""
    return "below_standard" if result.credit == 0 else "basic"


def order_gaps(results: Sequence[Result], missing: Sequence[int]) -> tuple[Result, ...]:
    """Critical first; overdue before standing before due; larger losses first; then the questionnaire's order.

    `missing` are the losses of the results in one common unit.
    """
    urgency = {timing: rank for rank, timing in enumerate(Timing)}
    gaps = [(one, loss) for one, loss in zip(results, missing, strict=True) if one.timing is not None]
    gaps.sort(key=lambda gap: (not gap[0].question.critical, urgency[gap[0].timing or Timing.STANDING], -gap[1]))
    return tuple(one for one, _ in gaps)
