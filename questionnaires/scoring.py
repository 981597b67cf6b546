"""Questionnaire, answers and reference date in; scorecard out. Exact, pure: the rules are those of scoring.md."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction

from questionnaires.answers import Answer
from questionnaires.calendar import default_year
from questionnaires.catalogue import Band
from questionnaires.criteria import FULL, NOTHING, Checklist, Quantity
from questionnaires.criteria.criterion import DatedModel
from questionnaires.grading import GradeChange, give_grade
from questionnaires.questionnaire import Question, Questionnaire
from questionnaires.tallying import NO_DAYS, ScoreTally, TallySheet
from questionnaires.totals import NO_ENTRIES, Entries, Total, add_total
from questionnaires.wording import round_half_up

RULES_VERSION = "2"  # of scoring.md; goes up when the same answers would score otherwise
KNOWN_RULES = ("1", RULES_VERSION)  # oldest first; each scores what it can judge as the next ones do
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
    """A response judged. `score` and `grade` are None while unfinished, and where no question applies.

    `total` stands beside the score under a scheme. `changed_by` is what gave another grade than the score alone.
    """

    as_of: date
    year: int
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
    total: Total | None = None
    changed_by: tuple[GradeChange, ...] = ()

    @property
    def finished(self) -> bool:
        return self.answered == self.asked


def score(
    questionnaire: Questionnaire,
    answers: Mapping[str, Answer],
    as_of: date,
    entries: Entries = NO_ENTRIES,
    year: int | None = None,
    days: Mapping[str, date] = NO_DAYS,
) -> Scorecard:
    """Judge a response. `questionnaire` holds what applies to the bureau; answers outside it are an error.

    So are `entries`, what was claimed and entered beside the answers, without a scheme or outside it. `year` is the
    assessment year; by default that of the questionnaire, or else of the reference date. `days` are later days as of
    which some questions, by id, are judged: what was looked at again since.
    """
    scheme = questionnaire.scheme
    if scheme is None and entries != NO_ENTRIES:
        raise ValueError("entries beside the answers count under a scheme only")
    if year is not None:
        questionnaire = questionnaire.for_year(year)
    sheet = TallySheet(questionnaire, as_of, days)
    tally = sheet.add_up(answers)
    missing = _list_missing(questionnaire, tally)
    results = tuple(_list_results(questionnaire, answers, as_of, tally, missing))
    asked = [result for result in results if result.verdict is not Verdict.NOT_SCORED]
    whole = tally.total.score
    total = None if scheme is None else add_total(scheme, entries, whole)
    grading = None if whole is None else give_grade(sheet, scheme, total, whole, tally.caps)
    return Scorecard(
        as_of=as_of,
        year=default_year(as_of) if questionnaire.year is None else questionnaire.year,
        score=whole,
        low=tally.total.low,
        high=tally.total.high,
        grade=None if grading is None else grading.grade,
        uncapped_grade=None if grading is None else grading.uncapped,
        capped_by=() if whole is None else tuple(one for one in results if one.question.critical and one.timing),
        answered=sum(result.verdict is not Verdict.UNANSWERED for result in asked),
        asked=len(asked),
        domains=tuple(_score_domains(questionnaire, tally, results)),
        results=results,
        gaps=order_gaps(results, missing),
        total=total,
        changed_by=() if grading is None else grading.changes,
    )


def find_oldest_rules(questionnaire: Questionnaire) -> str:
    """The oldest of the known rules that can judge a questionnaire."""
    criteria = [one.criterion for one in questionnaire.questions]
    is_new = (questionnaire.year, questionnaire.scheme) != (None, None) or any(
        (isinstance(one, DatedModel) and one.is_of_year)
        or isinstance(one, Quantity)
        or (isinstance(one, Checklist) and one.has_exceptions)
        for one in criteria
    )
    return "2" if is_new else "1"


def list_missing_quantities(questionnaire: Questionnaire, answers: Mapping[str, Answer]) -> list[Question]:
    """The required quantities that are not given, nor said not to be kept; with one of them nothing is submitted.

    `answers` are those that are given, as for `score`.
    """
    return [
        one
        for one in questionnaire.questions
        if one.criterion.is_owed and not one.criterion.scored and one.id not in answers
    ]


def _list_missing(questionnaire: Questionnaire, tally: ScoreTally) -> list[int]:
    """w·(1 − credit) of each question in the unit of the tally's sums; what has no credit misses nothing."""
    weights, scale = questionnaire.whole_weights, tally.total.scale
    missing = []
    for question, credit in zip(questionnaire.questions, tally.ratios, strict=True):
        numerator, denominator = credit or FULL
        lost = denominator - numerator
        missing.append(weights[question.id] * lost * (scale // denominator) if lost > 0 else 0)
    return missing


def _list_results(
    questionnaire: Questionnaire, answers: Mapping[str, Answer], as_of: date, tally: ScoreTally, missing: Sequence[int]
) -> Iterator[Result]:
    whole = tally.total.whole * tally.total.scale
    shown = round_losses(missing, whole)
    for question, credit, lost, cents in zip(questionnaire.questions, tally.credits, missing, shown, strict=True):
        answer = answers.get(question.id)
        verdict = _find_verdict(question, answer, credit)
        is_silent = verdict is Verdict.UNANSWERED
        yield Result(
            question=question,
            answer=answer,
            verdict=verdict,
            credit=credit,
            lost=None if is_silent else Fraction(100 * lost, whole) if lost else NOTHING,
            shown_lost=None if is_silent else Decimal(cents).scaleb(-2) if cents else NO_LOSS,
            timing=_time(question, as_of) if lost else None,
            late=answer is not None and answer.not_applicable is None and question.criterion.is_late(answer.value),
        )


def _find_verdict(question: Question, answer: Answer | None, credit: Fraction | None) -> Verdict:
    if credit is None:
        if not question.is_scored:
            return Verdict.NOT_SCORED
        return Verdict.UNANSWERED if answer is None else Verdict.NOT_APPLICABLE
    numerator, denominator = credit.as_integer_ratio()
    return Verdict.MET if numerator == denominator else Verdict.PARTIAL if numerator else Verdict.UNMET


def _score_domains(questionnaire: Questionnaire, tally: ScoreTally, results: Sequence[Result]) -> Iterator[DomainScore]:
    start = 0
    for section, sums in zip(questionnaire.domains, tally.sections, strict=True):
        own = results[start : start + len(section.questions)]
        start += len(own)
        yield DomainScore(
            id=section.id,
            title=section.title,
            score=sums.score,
            shown_lost=sum((one.shown_lost for one in own if one.shown_lost), NO_LOSS),
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


def order_gaps(results: Sequence[Result], missing: Sequence[int]) -> tuple[Result, ...]:
    """Critical first; overdue before standing before due; larger losses first; then the questionnaire's order.

    `missing` are the losses of the results in one common unit.
    """
    urgency = {timing: rank for rank, timing in enumerate(Timing)}
    gaps = [(one, loss) for one, loss in zip(results, missing, strict=True) if one.timing is not None]
    gaps.sort(key=lambda gap: (not gap[0].question.critical, urgency[gap[0].timing or Timing.STANDING], -gap[1]))
    return tuple(one for one, _ in gaps)
