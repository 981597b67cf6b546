"""How alike texts are by their groups of one to three letters, rare ones counting more."""

import math
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

IGNORED = re.compile(r"[\W_]+")
LONGEST = 3
GROUP_WEIGHT = {1: 0.3, 2: 1.0, 3: 1.0}  # a single letter says little
Text = Sequence[tuple[str, float]]  # its fields, each with what it counts
Scores = NDArray[np.float64]


def count_groups(text: Text) -> dict[str, float]:
    """The letter groups of a text's fields, by their weighted number."""
    counts: dict[str, float] = {}
    for words, weight in text:
        plain = IGNORED.sub(" ", unicodedata.normalize("NFKC", words))
        for size in range(1, LONGEST + 1):
            groups = Counter(plain[place : place + size] for place in range(len(plain) - size + 1))
            for group, number in groups.items():
                if " " not in group:
                    counts[group] = counts.get(group, 0) + weight * GROUP_WEIGHT[size] * number
    return counts


class Index:
    """Texts that can be asked which of them a new one is like."""

    def __init__(self, texts: Iterable[Text]) -> None:
        counted = [count_groups(text) for text in texts]
        self.size = len(counted)
        frequency = Counter(group for counts in counted for group in counts)
        self.rarity = {group: math.log((1 + self.size) / (1 + number)) + 1 for group, number in frequency.items()}
        postings: dict[str, tuple[list[int], list[float]]] = {group: ([], []) for group in frequency}
        for place, counts in enumerate(counted):
            for group, weight in self._weigh(counts).items():
                postings[group][0].append(place)
                postings[group][1].append(weight)
        self._postings = {group: (np.array(at), np.array(weights)) for group, (at, weights) in postings.items()}

    def _weigh(self, counts: Mapping[str, float]) -> dict[str, float]:
        weights = {
            group: (1 + math.log1p(n)) * self.rarity[group] for group, n in counts.items() if group in self.rarity
        }
        unknown = (1 + math.log(1 + self.size)) if self.size else 1.0
        length = math.hypot(
            *weights.values(), *((1 + math.log1p(n)) * unknown for g, n in counts.items() if g not in self.rarity)
        )
        return {group: weight / length for group, weight in weights.items()} if length else {}

    def compare(self, text: Text) -> Scores:
        """The likeness 0..1 of a text to each of the index, in their order.

        It is the cosine, and how much of the text the other holds: a short part of a sentence is like a long duty
        of which it is all.
        """
        cosine, held = np.zeros(self.size), np.zeros(self.size)
        for group, weight in self._weigh(count_groups(text)).items():
            at, weights = self._postings[group]
            cosine[at] += weight * weights
            held[at] += weight * weight
        scores: Scores = np.sqrt(cosine * held)
        return scores
