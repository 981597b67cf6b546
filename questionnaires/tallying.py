"""The sums behind a score: a questionnaire prepared once, then any number of bureaus' answers added up, exactly.

Credits are fractions. What is missing from them adds up in whole numbers as long as the denominator is one; so it is
added by denominator, and the denominators are brought together once at the end. The rules are those of scoring.md, and
`scoring.score` makes its scorecard of these same sums.
"""

import math
from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Literal, NamedTuple

from questionnaires.answers import Answer
from questionnaires.catalogue import Band
from questionnaires.criteria import FULL, NOTHING, Key
from questionnaires.questionnaire import Question, Questionnaire, Section

MOST_REMEMBERED = 1000  # values of one question


def give_credit(question: Question, answer: Answer, as_of: date) -> Fraction | None:
    """The credit 0..1 of one answer; None where it does not apply or is not scored."""
    if answer.not_applicable is not None or not question.criterion.scored:
        return None
    credit = question.criterion.credit(answer.value, as_of)
    return NOTHING if question.criterion.all_or_nothing and credit != 1 else credit


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
class Tally:
    """One bureau's answers added up; `sections` and `credits` stand in the order of the questionnaire.

    A credit is None where there is none to give. All sums have one scale. `caps` are the credits below 1 of critical
    questions.
    """

    total: Sums
    sections: Sequence[Sums]
    credits: Sequence[Fraction | None]
    caps: Sequence[Fraction]


# A value's credit, None where there is none to give, and w·(1 − credit) as numerator and denominator. Plain tuples:
# unpacking named ones takes as long again as all the rest of the pass.
_Worth = tuple[Fraction | None, int, int]
_Known = dict[Hashable, _Worth]  # by the value, or by its key
_Line = tuple[int, Key | None, _Known, Question]  # of one question: its weight, and what its values came to so far
_Section = tuple[int, list[str], list[_Line]]  # Σ w, the ids of the questions, and their lines


def _prepare(section: Section, weights: Mapping[str, int]) -> _Section:
    """What is not scored weighs nothing."""
    lines: list[_Line] = [
        (weights[one.id] if one.criterion.scored else 0, one.criterion.choose_key(), {}, one)
        for one in section.questions
    ]
    return sum(weight for weight, *_ in lines), [one.id for one in section.questions], lines


class TallySheet:
    """A questionnaire, which holds what applies to the bureau, made ready to add up answers as of a date."""

    def __init__(self, questionnaire: Questionnaire, as_of: date) -> None:
        self._questionnaire, self._as_of = questionnaire, as_of
        self._sections = [_prepare(section, questionnaire.whole_weights) for section in questionnaire.domains]
        self._bands = questionnaire.bands
        self._bounds = [Fraction(band.from_) for band in self._bands]
        self._ranks = {band.grade: rank for rank, band in enumerate(self._bands)}
        self._critical = [place for place, one in enumerate(questionnaire.questions) if one.critical]

    def add_up(self, answers: Mapping[str, Answer]) -> Tally:
        """Add up one bureau's answers; answers outside the questionnaire are an error."""
        credits: list[Fraction | None] = []
        parts, silent = [], 0
        for weights, ids, lines in self._sections:
            missing: dict[int, int] = {}
            whole, open = weights, 0
            for answer, (weight, key, known, question) in zip(map(answers.get, ids), lines, strict=True):
                credit = None
                if answer is None:
                    open += weight
                    silent += 1
                elif answer.not_applicable is not None:
                    whole -= weight
                else:
                    at = key(answer.value) if key else answer.value
                    credit, lost, scale = known.get(at) or self._judge(question, answer, weight, known, at)
                    if lost:
                        missing[scale] = missing.get(scale, 0) + lost
                credits.append(credit)
            parts.append((whole, open, missing))
        if len(credits) - silent < len(answers):
            outside = answers.keys() - self._questionnaire.by_id.keys()
            raise ValueError(f"answers outside the questionnaire: {sorted(outside)}")
        return self._bring_together(parts, credits)

    def _judge(self, question: Question, answer: Answer, weight: int, known: _Known, at: Hashable) -> _Worth:
        """What a value comes to that is not known yet; it is remembered, of very many values the last."""
        credit = give_credit(question, answer, self._as_of)
        numerator, denominator = (FULL if credit is None else credit).as_integer_ratio()
        if len(known) >= MOST_REMEMBERED:
            known.clear()
        known[at] = (credit, weight * (denominator - numerator), denominator)
        return known[at]

    def _bring_together(
        self, parts: Sequence[tuple[int, int, Mapping[int, int]]], credits: Sequence[Fraction | None]
    ) -> Tally:
        """The sums of each section, with what is missing by denominators, as one."""
        scale = math.lcm(*{one for _, _, missing in parts for one in missing})
        sections = [
            Sums(whole, open, sum([lost * (scale // one) for one, lost in missing.items()]), scale)
            for whole, open, missing in parts
        ]
        whole, open, missing, _ = map(sum, zip(*sections, strict=True)) if sections else (0, 0, 0, 0)
        critical = [credits[place] for place in self._critical]
        caps = [credit for credit in critical if credit is not None and credit != 1]
        return Tally(Sums(whole, open, missing, scale), sections, credits, caps)

    def grade(self, points: Fraction, caps: Iterable[Fraction]) -> Band:
        """The grade of a score, held down by the credits below 1 of critical questions."""
        earned = next(rank for rank, low in enumerate(self._bounds) if points >= low)
        return self._bands[max([earned, *(self._ranks[name_cap(credit)] for credit in caps)])]
