"""The sums behind a score: a questionnaire prepared once, then any number of bureaus' answers added up, exactly.

Credits are fractions, kept as numerators and denominators. What is missing from them adds up in whole numbers as long
as the denominator is one; so it is added by denominator, and the denominators are brought together once at the end. The
rules are those of scoring.md, and `scoring.score` makes its scorecard of these same sums.
"""

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Any, Literal, NamedTuple

from questionnaires.answers import Answer
from questionnaires.catalogue import Band, GradeName
from questionnaires.criteria import FULL, NIL, Credit, Judge, make_fraction
from questionnaires.questionnaire import Question, Questionnaire, Section

NO_DAYS: Mapping[str, date] = {}


def choose_judge(question: Question, as_of: date) -> Judge | None:
    """What gives the credits of a question's values; None where it is not scored."""
    if not question.is_scored:
        return None
    judge = question.criterion.make_judge(as_of)
    return _demand_all(judge) if question.criterion.all_or_nothing else judge


def _demand_all(judge: Judge) -> Judge:
    def judge_strictly(value: Any) -> Credit:
        numerator, denominator = judge(value)
        return FULL if numerator >= denominator else NIL

    return judge_strictly


def name_cap(credit: Fraction) -> Literal["basic", "below_standard"]:
    """The highest grade that is left with a critical question below full credit."""
    return "basic" if credit else "below_standard"


class Sums(NamedTuple):
    """What some questions come to, in whole numbers.

    `whole` is Σ w of those that count, `open` Σ w of the unanswered among them, `missing` Σ w·(1 − credit)·scale.
    """

    whole: int
    open: int
    missing: int
    scale: int

    @property
    def low(self) -> Fraction | None:
        """The score with all that is open at nothing; None where no question counts."""
        return self._leave(self.missing + self.open * self.scale)

    @property
    def high(self) -> Fraction | None:
        """The score with all that is open at full credit; None where no question counts."""
        return self._leave(self.missing)

    @property
    def score(self) -> Fraction | None:
        """The score; None while something is open, and where no question counts."""
        return None if self.open else self._leave(self.missing)

    def _leave(self, missing: int) -> Fraction | None:
        whole = self.whole * self.scale
        return Fraction(100 * (whole - missing), whole) if whole else None


@dataclass(frozen=True, slots=True)
class ScoreTally:
    """One bureau's answers added up; `sections` and `ratios` stand in the order of the questionnaire.

    The ratios are the credits of the questions, None where there is none to give; the denominators of those below full
    credit divide the scale of the total. `caps` are the credits below 1 of critical questions.
    """

    total: Sums
    sections: Sequence[Sums]
    ratios: Sequence[Credit | None]
    caps: Sequence[Fraction]

    @property
    def credits(self) -> list[Fraction | None]:
        """The credits in lowest terms."""
        return [None if one is None else make_fraction(one) for one in self.ratios]


_Line = tuple[int, Judge | None]  # of one question: its weight, and what judges its values
_Part = tuple[int, list[str], list[_Line]]  # of a section: Σ w, the ids of the questions, and their lines


def _prepare(section: Section, weights: Mapping[str, int], as_of: date, days: Mapping[str, date]) -> _Part:
    """What is not scored weighs nothing."""
    judges = [(one, choose_judge(one, days.get(one.id, as_of))) for one in section.questions]
    lines: list[_Line] = [(0 if judge is None else weights[one.id], judge) for one, judge in judges]
    return sum(weight for weight, _ in lines), [one.id for one in section.questions], lines


class TallySheet:
    """A questionnaire, which holds what applies to the bureau, made ready to add up answers as of a date.

    `days` are those of the questions, by id, that are judged as of a day of their own.
    """

    def __init__(self, questionnaire: Questionnaire, as_of: date, days: Mapping[str, date] = NO_DAYS) -> None:
        self._questionnaire = questionnaire
        self._parts = [_prepare(one, questionnaire.whole_weights, as_of, days) for one in questionnaire.domains]
        self._bands = questionnaire.bands
        self._bounds = [band.from_.as_integer_ratio() for band in self._bands]
        self._ranks = {band.grade: rank for rank, band in enumerate(self._bands)}
        self._critical = [place for place, one in enumerate(questionnaire.questions) if one.critical]

    def add_up(self, answers: Mapping[str, Answer]) -> ScoreTally:
        """Add up one bureau's answers; answers outside the questionnaire are an error."""
        ratios: list[Credit | None] = []
        sections, silent = [], 0
        for weights, ids, lines in self._parts:
            missing: dict[int, int] = {}
            whole, open = weights, 0
            for answer, (weight, judge) in zip(map(answers.get, ids), lines, strict=True):
                if answer is None:
                    open += weight
                    silent += 1
                    ratios.append(None)
                elif answer.not_applicable is not None or judge is None:
                    whole -= weight
                    ratios.append(None)
                else:
                    numerator, denominator = credit = judge(answer.value)
                    if numerator < denominator:
                        missing[denominator] = missing.get(denominator, 0) + weight * (denominator - numerator)
                    ratios.append(credit)
            scale, lost = math.lcm(*missing), 0
            for denominator, numerator in missing.items():
                lost += numerator * (scale // denominator)
            sections.append(Sums(whole, open, lost, scale))
        if len(ratios) - silent < len(answers):
            outside = answers.keys() - self._questionnaire.by_id.keys()
            raise ValueError(f"answers outside the questionnaire: {sorted(outside)}")
        critical = [make_fraction(one) for place in self._critical if (one := ratios[place])]
        caps = [credit for credit in critical if credit != 1]
        return ScoreTally(_add_sections(sections), sections, ratios, caps)

    def grade(self, points: Fraction, caps: Iterable[Fraction], limits: Iterable[GradeName] = ()) -> Band:
        """The grade of points, held down by the credits below 1 of critical questions, and to the limits of vetoes."""
        numerator, denominator = points.as_integer_ratio()
        earned = next(rank for rank, (low, unit) in enumerate(self._bounds) if numerator * unit >= low * denominator)
        held = [self._ranks[name] for name in (*map(name_cap, caps), *limits)]
        return self._bands[max([earned, *held])]


def _add_sections(sections: Iterable[Sums]) -> Sums:
    """The sums of all."""
    all_whole, all_open, all_missing, common = 0, 0, 0, 1
    for whole, open, missing, scale in sections:
        all_whole += whole
        all_open += open
        if scale != common:
            shared = math.gcd(common, scale)
            rest = scale // shared
            all_missing = all_missing * rest + missing * (common // shared)
            common *= rest
        else:
            all_missing += missing
    return Sums(all_whole, all_open, all_missing, common)
