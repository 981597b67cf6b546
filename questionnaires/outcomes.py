"""What is kept of a scorecard where many are compared, and how it is written down: in words, exactly."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache

from questionnaires.criteria import FULL
from questionnaires.scoring import Scorecard

NONE = "-"


@dataclass(frozen=True, slots=True)
class Outcome:
    """Scores 0..100 and credits 0..1 by the ids of domains and questions; `grade` is the grade's label.

    A domain or question is left out where nothing counts: not applicable, not scored, not answered.
    """

    score: Fraction | None
    grade: str | None
    domains: Mapping[str, Fraction]
    credits: Mapping[str, Fraction]


def keep_outcome(card: Scorecard) -> Outcome:
    return Outcome(
        score=card.score,
        grade=card.grade.label if card.grade else None,
        domains={one.id: one.score for one in card.domains if one.score is not None},
        credits={one.question.id: one.credit for one in card.results if one.credit is not None},
    )


def write_fractions(ids: Iterable[str], numbers: Mapping[str, Fraction]) -> str:
    """Numbers in the order of the ids: "1 7/8 - 0"."""
    return " ".join(str(numbers.get(id, NONE)) for id in ids)


def read_fractions(ids: Sequence[str], words: str) -> dict[str, Fraction]:
    """What `write_fractions` wrote."""
    return {id: read_fraction(word) for id, word in zip(ids, words.split(), strict=True) if word != NONE}


@lru_cache(maxsize=50_000)
def read_fraction(word: str) -> Fraction:
    """One number as `str` writes it. Most of a province's are the same few."""
    numerator, _, denominator = word.partition("/")
    return FULL if word == "1" else Fraction(int(numerator), int(denominator or 1))
