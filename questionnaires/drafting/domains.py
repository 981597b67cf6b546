"""Which domain a part of a clause speaks of, learned from the library, the notices at hand and a list of words."""

import math
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from questionnaires.catalogue import Clause, Duty, Library, PolicyDocument
from questionnaires.drafting.domain_words import DOMAIN_WORDS
from questionnaires.drafting.likeness import Text, count_groups

# Chosen on the five notices, each with its own duties of the library left out too, and on five of invented places.
PART, HEADING, BODY = 1.0, 0.7, 0.5  # what a part's own words count, its heading, its whole clause
SMOOTHING = 0.03
A_HEADING, A_WORD, A_TITLE = 3.0, 2.0, 3.0  # how much more they teach than the words of one measure
# Who is responsible, how much and how often tell nothing of the domain.
BESIDE = re.compile(
    r"[（(〔\[【][^（()）]{0,200}?(?:责任|牵头|配合|负责)[^（()）]{0,300}[）)〕\]】]"
    r"|[\d.,一二两三四五六七八九十百千万]+(?:[年月日]|名|人|家|项|次|个|批次|%|万元|元|学时|份|小时|工作日)|\d+"
    r"|不少于|不低于|不超过|达到|以上|以内|每(?:[一二两三四半\d]*(?:年|季度|月|个月))"
)
Sample = tuple[str, Text, float]  # a domain, words of it, and what they count
Weights = NDArray[np.float64]


class DomainRanker:
    """Naive Bayes over groups of letters, each domain against all others."""

    def __init__(self, library: Library, documents: Iterable[PolicyDocument]) -> None:
        samples = [(domain, count_groups(text), share) for domain, text, share in _list_samples(library, documents)]
        self._domains = tuple(library.domains)
        frequency = Counter(group for _, counts, _ in samples for group in counts)
        self._rarity = {group: math.log((1 + len(samples)) / (1 + n)) + 1 for group, n in frequency.items()}
        self._rows = {group: row for row, group in enumerate(self._rarity)}
        seen = np.zeros((len(self._rows), len(self._domains)))
        for domain, counts, share in samples:
            rows, weights = self._weigh(counts)
            seen[rows, self._domains.index(domain)] += share * weights
        whole = seen.sum(axis=1, keepdims=True)
        room = SMOOTHING * len(self._rows)
        own = (seen + SMOOTHING) / (seen.sum(axis=0) + room)
        others = (whole - seen + SMOOTHING) / (whole.sum() - seen.sum(axis=0) + room)
        self._told: Weights = np.log(own) - np.log(others)

    def _weigh(self, counts: dict[str, float]) -> tuple[list[int], Weights]:
        """The rows of the groups that are known, and what each counts; a text counts as much as any other."""
        known = [group for group in counts if group in self._rows]
        weights = np.array([(1 + math.log1p(counts[group])) * self._rarity[group] for group in known])
        length = math.hypot(*weights) or 1.0
        return [self._rows[group] for group in known], weights / length

    def _score(self, text: str) -> Weights:
        rows, weights = self._weigh(count_groups([(BESIDE.sub(" ", text), 1.0)]))
        scores: Weights = weights @ self._told[rows] if rows else np.zeros(len(self._domains))
        return scores

    def rank(self, text: str, heading: str, body: str) -> tuple[tuple[str, float], ...]:
        """All domains with how likely each is, 0..1, the likeliest first."""
        scores = PART * self._score(text) + HEADING * self._score(heading) + BODY * self._score(body)
        likely = np.exp(scores - scores.max())
        ranked = zip(self._domains, (likely / likely.sum()).tolist(), strict=True)
        return tuple(sorted(ranked, key=lambda pair: -pair[1]))


def _list_samples(library: Library, documents: Iterable[PolicyDocument]) -> Iterator[Sample]:
    """The titles and words of the domains, the duties of the library, and the measures of the notices at hand."""
    for id, domain in library.domains.items():
        yield id, [(domain.title, A_TITLE)], 1.0
        yield from ((id, [(word, 1.0)], A_WORD) for word in DOMAIN_WORDS.get(id, "").split())
    for file in library.duty_files:
        for duty in file.duties:
            yield file.domain, [(_join_words(duty), 1.0), (duty.title, 1.0)], 1.0
            yield from ((file.domain, [(one.title, 1.0)], 1.0) for one in duty.quantities)
    for document in documents:
        for clause in document.clauses:
            yield from _list_measured(clause)


def _list_measured(clause: Clause) -> Iterator[Sample]:
    counts = Counter(one.domain for one in clause.measures)
    for id, number in counts.items():
        yield id, [(clause.heading, 1.0)], A_HEADING * number / len(clause.measures)
    for one in clause.measures:
        yield one.domain, [(one.duty + one.phrase, 1.0), (one.title, 1.0)], 1.0


def _join_words(duty: Duty) -> str:
    labels: Sequence[dict[str, str]] = duty.criterion.get("items", ())
    return " ".join((duty.duty, *(str(item["label"]) for item in labels)))
