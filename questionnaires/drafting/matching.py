"""Find for a part of a notice the duty of the library, the measures of other notices, and the domain it speaks of."""

import math
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from questionnaires.catalogue import Duty, Level, Library, Measure, PolicyDocument
from questionnaires.drafting.domains import DomainRanker
from questionnaires.drafting.duty_index import DutyIndex, compare_pairs, compare_wordings, has_own_word, word_duty
from questionnaires.drafting.likeness import Index, Text

# What a text's fields count: the words of the duty itself, its title, and the heading that it stands under.
WORDS, TITLE, HEADING = 1.0, 0.35, 0.25
CLAUSE_BODY = 0.1
# How certain a duty is, learned on five notices with the other four at hand and on sentences written for it: the
# constant, how far it is before the next, how much the clause speaks of its domain, how much of its title and of one of
# its wordings stands in the text, whether one of its own words does.
CERTAINTY = (-4.5, 8.5, 1.4, 1.25, 3.3, 0.75)
# From NEAR on a duty is shown, from TAKEN on it is taken as it is: on the five, each with the others and the sentences
# learned, .83 and .87 of them were right.
NEAR, TAKEN = 0.40, 0.55
DOMAIN_PULL = 0.6  # how much a duty of the clause's own domain is preferred among those that are alike
OF_CLAUSE = 0.7  # what the clause says of a domain counts beside the part's own words
Habit = tuple[Level, tuple[Level, ...]]  # the level of a notice, and those that a measure of it binds
DOMAINS_SHOWN, MATCHES_KEPT, MEASURES_KEPT = 3, 5, 60
DUTIES_JUDGED = 8


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
        self._duties = [one.neighbour for one in self._entries if one.neighbour.duty and one.measure is None]
        self._duty_index = DutyIndex([word_duty(duty, self._list_carried(duty)) for duty in library.duties.values()])
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

    def _list_carried(self, duty: Duty) -> list[str]:
        """The words of the measures that carry a duty in the notices at hand."""
        measures = (one for document in self._documents.values() for one in document.measures)
        return [f"{one.duty} {one.title}" for one in measures if one.library == duty.id]

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
        alone = sorted((one for one in best.values() if one[1].duty is None), key=lambda one: -one[0])
        known = {key: score for key, (score, _) in best.items()}
        matches = [
            *self._judge_duties(text, known, shares),
            *(Match(one, score, 0.0) for score, one in alone[:MATCHES_KEPT]),
        ]
        return Found(
            matches=tuple(matches),
            domains=domains[:DOMAINS_SHOWN],
            measures=tuple(self._list_measures(scores)),
            habits=self._habits.get(domains[0][0], ()),
        )

    def _judge_duties(self, text: str, known: Mapping[str, float], shares: Mapping[str, float]) -> list[Match]:
        """The duties that a text may be, the most certain first; `known` is the likeness of each."""
        scores = self._duty_index.compare(text).tolist()
        pulled = [
            score * (1 + DOMAIN_PULL * shares[one.domain]) for score, one in zip(scores, self._duties, strict=True)
        ]
        likely = sorted(range(len(scores)), key=lambda place: -pulled[place])[:DUTIES_JUDGED]
        first, second = [*sorted(scores, reverse=True), 0.0, 0.0][:2]
        judged = []
        for place in likely:
            one = self._duties[place]
            ahead = scores[place] - (second if scores[place] == first else first)
            judged.append(Match(one, known.get(one.key, 0.0), _judge(text, one.duty, ahead, shares[one.domain])))
        return sorted(judged, key=lambda one: -one.certainty)[:MATCHES_KEPT]

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


def _judge(text: str, duty: Duty | None, ahead: float, share: float) -> float:
    """How certain it is that a text is a duty: `ahead` is how far it is before the next, `share` how much the clause
    speaks of its domain."""
    if duty is None:
        return 0.0
    told = (
        1.0,
        ahead,
        share,
        compare_pairs(duty.title, text),
        compare_wordings(duty, text),
        float(has_own_word(duty, text)),
    )
    return 1 / (1 + math.exp(-sum(weight * one for weight, one in zip(CERTAINTY, told, strict=True))))


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
        duty = next((one for one in self.matches if one.neighbour.duty), None)
        if duty and duty.certainty >= NEAR:
            return duty
        return max(self.matches, key=lambda one: one.likeness, default=None)


def _find_own(document: PolicyDocument) -> Level:
    return min(document.levels, key=list(Level).index)


def _word(duty: str, labels: Sequence[str], title: str, heading: str) -> Text:
    return [(f"{duty} {' '.join(labels)}", WORDS), (title, TITLE), (heading, HEADING)]


def list_labels(criterion: Mapping[str, Any]) -> list[str]:
    """The labels of a criterion's items as the library gives them."""
    return [str(item["label"]) for item in criterion.get("items", ())]
