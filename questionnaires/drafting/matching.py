"""Find for a part of a notice the duty of the library, the measures of other notices, and the domain it speaks of."""

import math
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from questionnaires.catalogue import Duty, Level, Library, Measure, PolicyDocument
from questionnaires.drafting.domains import DomainRanker
from questionnaires.drafting.likeness import Index, Text

# What a text's fields count: the words of the duty itself, its title, and the heading that it stands under.
WORDS, TITLE, HEADING = 1.0, 0.35, 0.25
CLAUSE_BODY = 0.1
# How certain a duty is, learned on five notices with the other four at hand and on two of invented places that were
# judged by hand: the constant, its likeness, how far the next is behind, how much the clause speaks of its domain, how
# much of its title and of its words stand in the text.
CERTAINTY = (-4.8, 1.0, 12.9, 2.5, 3.0, 2.3)
# From NEAR on a duty is shown, from TAKEN on it is taken as it is: on the two, each with the other one learned, .83 and
# .95 of them were right.
NEAR, TAKEN = 0.40, 0.65
DOMAIN_PULL = 0.6  # how much a duty of the clause's own domain is preferred among those that are alike
OF_CLAUSE = 0.7  # what the clause says of a domain counts beside the part's own words
Habit = tuple[Level, tuple[Level, ...]]  # the level of a notice, and those that a measure of it binds
DOMAINS_SHOWN, MATCHES_KEPT, MEASURES_KEPT = 3, 5, 60


@dataclass(frozen=True, slots=True)
class Neighbour:
    """Something that was worded before: a duty of the library, or a measure that a notice has alone."""

    duty: Duty | None
    measure: Measure | None
    document: str | None
    domain: str

    @property
    def key(self) -> str:
        """The duty that it is, or the notice and its measure."""
        if self.duty is not None:
            return self.duty.id
        return f"{self.document}/{self.measure.id if self.measure else ''}"


@dataclass(frozen=True, slots=True)
class Match:
    """A neighbour with its likeness 0..1, and how certain it is that it is a duty of the library, 0..1."""

    neighbour: Neighbour
    likeness: float
    certainty: float


@dataclass(frozen=True, slots=True)
class _Entry:
    neighbour: Neighbour
    measure: Measure | None
    document: str | None


class Matcher:
    """The library and the notices at hand, asked part by part. `leave_out` are notices that are not looked at."""

    def __init__(self, library: Library, leave_out: Collection[str] = ()) -> None:
        self._library = library
        self._documents = {id: one for id, one in library.documents.items() if id not in leave_out}
        self._own = {id: _find_own(one) for id, one in self._documents.items()}
        self._entries, texts = self._list_entries()
        self._index = Index(texts)
        self._clause_domains, clause_texts = self._list_clauses()
        self._clauses = Index(clause_texts)
        self._habits = self._list_habits()
        self._ranker = DomainRanker(library, self._documents.values())

    def _list_entries(self) -> tuple[list[_Entry], list[Text]]:
        entries: list[_Entry] = []
        texts: list[Text] = []
        duties: dict[str, Neighbour] = {}
        for file in self._library.duty_files:
            for duty in file.duties:
                duties[duty.id] = Neighbour(duty, None, None, file.domain)
                entries.append(_Entry(duties[duty.id], None, None))
                title = self._library.domains[file.domain].title
                texts.append(_word(duty.duty, list_labels(duty.criterion), duty.title, title))
        for id, document in self._documents.items():
            for clause in document.clauses:
                for one in clause.measures:
                    known = duties.get(one.library or "") or Neighbour(None, one, id, one.domain)
                    entries.append(_Entry(known, one, id))
                    labels = [item.label for item in getattr(one.criterion, "items", ())]
                    texts.append(_word(one.duty + one.phrase, labels, one.title, clause.heading))
        return entries, texts

    def _list_clauses(self) -> tuple[list[dict[str, float]], list[Text]]:
        """The clauses of the notices at hand, and which domains their measures have."""
        shares: list[dict[str, float]] = [{id: 1.0} for id in self._library.domains]
        texts: list[Text] = [[(domain.title, WORDS)] for domain in self._library.domains.values()]
        for document in self._documents.values():
            for clause in document.clauses:
                if clause.measures:
                    counts = Counter(one.domain for one in clause.measures)
                    shares.append({id: number / len(clause.measures) for id, number in counts.items()})
                    duties = " ".join(one.duty for one in clause.measures)
                    texts.append([(clause.heading, WORDS), (duties, CLAUSE_BODY)])
        return shares, texts

    def _list_habits(self) -> dict[str, tuple[Habit, ...]]:
        """Whom the measures of each domain bind in the notices at hand."""
        habits: dict[str, list[Habit]] = {}
        for document in self._documents.values():
            for one in (one for clause in document.clauses for one in clause.measures):
                habits.setdefault(one.domain, []).append((_find_own(document), one.levels))
        return {domain: tuple(found) for domain, found in habits.items()}

    def rank_clause(self, heading: str, body: str) -> dict[str, float]:
        """How much a clause speaks of each domain, by its heading and what it says."""
        found: dict[str, float] = {}
        likeness = self._clauses.compare([(heading, WORDS), (body, CLAUSE_BODY)])
        for score, shares in zip(likeness.tolist(), self._clause_domains, strict=True):
            for domain, share in shares.items():
                found[domain] = max(found.get(domain, 0.0), score * share)
        return found

    def look_up(self, text: str, heading: str, clause_domains: Mapping[str, float], body: str = "") -> "Found":
        """What a part of a clause with this `body` is like."""
        scores = self._index.compare([(text, WORDS), (heading, HEADING)]).tolist()
        best: dict[str, tuple[float, Neighbour]] = {}
        for score, entry in zip(scores, self._entries, strict=True):
            neighbour = entry.neighbour
            if score > best.get(neighbour.key, (0.0, neighbour))[0]:
                best[neighbour.key] = (score, neighbour)
        domains = self._ranker.rank(text, heading, body)
        shares = _share_domains(domains, clause_domains)
        ranked = sorted(best.values(), key=lambda one: -one[0] * (1 + DOMAIN_PULL * shares[one[1].domain]))
        duties = sorted((score for score, one in best.values() if one.duty is not None), reverse=True)[:2]
        matches = [
            Match(one, score, _judge(text, one.duty, score, duties[score == duties[0]], shares[one.domain]))
            if one.duty is not None
            else Match(one, score, 0.0)
            for score, one in ranked[:MATCHES_KEPT]
        ]
        return Found(
            matches=tuple(matches),
            domains=domains[:DOMAINS_SHOWN],
            measures=tuple(self._list_measures(scores)),
            habits=self._habits.get(domains[0][0], ()),
        )

    def _list_measures(self, scores: Sequence[float]) -> "list[Measured]":
        """The measures of notices that are most like it, the nearest first."""
        at = sorted(range(len(scores)), key=lambda place: -scores[place])[:MEASURES_KEPT]
        entries = [(scores[place], self._entries[place]) for place in at]
        return [
            Measured(one.measure, one.document, self._own[one.document], score)
            for score, one in entries
            if one.measure and one.document
        ]


def _share_domains(likely: Sequence[tuple[str, float]], clause_domains: Mapping[str, float]) -> dict[str, float]:
    """How much a part speaks of each domain, 0..1: by its own words, or by what its clause is like."""
    highest = max(clause_domains.values(), default=0.0) or 1.0
    return {id: max(OF_CLAUSE * clause_domains.get(id, 0.0) / highest, math.sqrt(one)) for id, one in likely}


def _judge(text: str, duty: Duty, likeness: float, other: float, share: float) -> float:
    """How certain it is that a text is a duty: `other` is the likeness of the nearest of the other duties, `share` how
    much the clause speaks of its domain."""
    told = (1.0, likeness, likeness - other, share, compare_pairs(duty.title, text), compare_pairs(duty.duty, text))
    return 1 / (1 + math.exp(-sum(weight * one for weight, one in zip(CERTAINTY, told, strict=True))))


def compare_pairs(words: str, text: str) -> float:
    """How much of some words stands in a text, 0..1, by their pairs of letters."""
    pairs = {words[at : at + 2] for at in range(len(words) - 1)}
    return sum(pair in text for pair in pairs) / len(pairs) if pairs else 0.0


@dataclass(frozen=True, slots=True)
class Measured:
    """A measure of another notice, the level of that notice, and its likeness."""

    measure: Measure
    document: str
    own: Level
    likeness: float


@dataclass(frozen=True, slots=True)
class Found:
    """What a part of a clause is like: the nearest neighbours, the nearest measures, the domains by score, and whom
    the measures of the first domain bind."""

    matches: tuple[Match, ...]
    domains: tuple[tuple[str, float], ...]
    measures: tuple[Measured, ...]
    habits: tuple[Habit, ...]

    @property
    def best(self) -> Match | None:
        """The most certain duty of the library, where it is certain enough; the nearest of all where none is."""
        duty = max((one for one in self.matches if one.neighbour.duty), key=lambda one: one.certainty, default=None)
        return duty if duty and duty.certainty >= NEAR else next(iter(self.matches), None)


def _find_own(document: PolicyDocument) -> Level:
    return min(document.levels, key=list(Level).index)


def _word(duty: str, labels: Sequence[str], title: str, heading: str) -> Text:
    return [(f"{duty} {' '.join(labels)}", WORDS), (title, TITLE), (heading, HEADING)]


def list_labels(criterion: Mapping[str, Any]) -> list[str]:
    """The labels of a criterion's items as the library gives them."""
    return [str(item["label"]) for item in criterion.get("items", ())]
