"""The duties of the library, asked which of them a text says: by single letters and pairs (BM25), all wordings of a
duty taken together."""

import math
from collections import Counter
from collections.abc import Iterable, Sequence

import numpy as np

from questionnaires.catalogue import Duty
from questionnaires.drafting.likeness import IGNORED, Scores, Text

SATURATION, LENGTH = 1.2, 0.5  # BM25's k1 and b, as they are usual for short texts
A_MEASURE = 0.5  # what the words of a measure count that carries a duty in another notice
LONGEST_GROUP = 2


def word_duty(duty: Duty, measures: Iterable[str]) -> Text:
    """All words that a duty has: its own, its items, its other wordings, and those of the measures that carry it."""
    labels = [str(item["label"]) for item in duty.criterion.get("items", ())]
    own = [duty.duty, duty.title, " ".join(labels), *duty.said]
    return [*((words, 1.0) for words in own), *((words, A_MEASURE) for words in measures)]


def has_own_word(duty: Duty, text: str) -> bool:
    """Whether a text has one of the words without which a duty is hardly meant."""
    return any(word in text for word in duty.own_words)


def compare_wordings(duty: Duty, text: str) -> float:
    """How much of one of a duty's wordings stands in a text, 0..1."""
    return max(compare_pairs(words, text) for words in (duty.duty, *duty.said))


def compare_pairs(words: str, text: str) -> float:
    """How much of some words stands in a text, 0..1, by their pairs of letters."""
    pairs = {words[at : at + 2] for at in range(len(words) - 1)}
    return sum(pair in text for pair in pairs) / len(pairs) if pairs else 0.0


class DutyIndex:
    """Texts, one for each duty, that can be asked which of them a new one is most like."""

    def __init__(self, texts: Sequence[Text]) -> None:
        counted = [_count(text) for text in texts]
        self._size = len(counted)
        lengths = [sum(counts.values()) for counts in counted]
        usual = sum(lengths) / self._size if self._size else 1.0
        frequency = Counter(group for counts in counted for group in counts)
        self._rarity = {
            group: math.log(1 + (self._size - number + 0.5) / (number + 0.5)) for group, number in frequency.items()
        }
        postings: dict[str, tuple[list[int], list[float]]] = {group: ([], []) for group in frequency}
        for place, (counts, length) in enumerate(zip(counted, lengths, strict=True)):
            room = SATURATION * (1 - LENGTH + LENGTH * length / usual)
            for group, number in counts.items():
                postings[group][0].append(place)
                postings[group][1].append(self._rarity[group] * number * (SATURATION + 1) / (number + room))
        self._postings = {group: (np.array(at), np.array(weights)) for group, (at, weights) in postings.items()}

    def compare(self, text: str) -> Scores:
        """How much each says of a text, 0..1, in their order."""
        scores: Scores = np.zeros(self._size)
        most, unknown = 0.0, math.log(1 + self._size)
        for group, number in _count([(text, 1.0)]).items():
            times = 1 + math.log(number)
            most += times * self._rarity.get(group, unknown) * (SATURATION + 1)
            if group in self._postings:
                at, weights = self._postings[group]
                scores[at] += times * weights
        return scores / most if most else scores


def _count(text: Text) -> dict[str, float]:
    """The letters and pairs of a text's fields by their weighted number."""
    counts: dict[str, float] = {}
    for words, weight in text:
        plain = IGNORED.sub(" ", words)
        for size in range(1, LONGEST_GROUP + 1):
            for at in range(len(plain) - size + 1):
                group = plain[at : at + size]
                if " " not in group:
                    counts[group] = counts.get(group, 0.0) + weight
    return counts
