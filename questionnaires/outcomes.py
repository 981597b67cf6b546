"""What is kept of a scorecard where many are compared, and how it is written down: in words, exactly."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache

from questionnaires.scoring import Scorecard

NONE, ALL, NIL = "-", "1", "0"


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


class Written(Mapping[str, Fraction]):
    """What `write_fractions` wrote, each number read when it is asked for; `places` has the ids in their order."""

    __slots__ = ("places", "words")

    def __init__(self, places: Mapping[str, int], text: str) -> None:
        self.places, self.words = places, text.split()
        if len(self.words) != len(places):
            raise ValueError(f"{len(self.words)} numbers are written for {len(places)}")

    def __getitem__(self, id: str) -> Fraction:
        word = self.words[self.places[id]]
        if word == NONE:
            raise KeyError(id)
        return read_fraction(word)

    def __iter__(self) -> Iterator[str]:
        return (id for id, word in zip(self.places, self.words, strict=True) if word != NONE)

    def __len__(self) -> int:
        return len(self.words) - self.words.count(NONE)


def list_words(places: Mapping[str, int], numbers: Mapping[str, Fraction]) -> list[str]:
    """The numbers as they are written, in the order of the places."""
    if isinstance(numbers, Written) and numbers.places is places:
        return numbers.words
    return write_fractions(places, numbers).split()


@lru_cache(maxsize=10_000)
def read_ratio(word: str) -> tuple[int, int]:
    """The numerator and the denominator of one number as `str` writes it."""
    numerator, _, denominator = word.partition("/")
    return int(numerator), int(denominator or 1)


@lru_cache(maxsize=10_000)
def read_fraction(word: str) -> Fraction:
    """One number as `str` writes it. Most of a province's are the same few."""
    return Fraction(*read_ratio(word))
