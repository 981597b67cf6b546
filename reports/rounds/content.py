"""What a report on a whole round is made from, and what it comes to: plain data, exact figures."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from functools import cached_property
from operator import attrgetter

from questionnaires.outcomes import ALL, NIL, NONE, Outcome, list_words
from questionnaires.questionnaire import Question, Questionnaire
from reports.rounds.parts import RoundParts
from reports.rounds.plan_totals import NO_PLANS, RoundPlans
from reports.tables.quantity_sums import Giver
from survey.maps.keeping import Rings
from survey.responses.totals import NO_TOTALS, StandingTotals

Place = tuple[str, str]  # a city, or the highest place above, by code and name
Key = tuple[str, str]  # a questionnaire: its document and level; means are never taken across two


@dataclass(frozen=True, slots=True)
class Member:
    """One bureau of a round. `place` is its city (or the highest place above), by code and name.

    `outcome` is by the one basis of the report, None of one that is not in, or out of the round. `own` and `verified`
    are both there once it is accepted, and so is `verified_outcome`, whatever the basis. `last` is the score of the
    round before by the same document, level and basis, `verified_last` that which was verified then; `totals` are there
    where a scheme makes them another thing than the score, the verified one once it is accepted. `mark` is what
    `steps_taken.find_mark` says of its acceptance.

    `claimed` is by how many points the self-assessed score is above the verified one, `change` by how many the score is
    above that of the round before, and `verified_change` the same of verified ones. `order` is where it stands in a
    list of several places.
    """

    code: str
    name: str
    place: Place
    is_city: bool
    key: Key
    state: str
    is_late: bool = False
    is_excused: bool = False
    outcome: Outcome | None = None
    own: Fraction | None = None
    verified: Fraction | None = None
    last: Fraction | None = None
    totals: StandingTotals = NO_TOTALS
    is_unsubmitted: bool = False
    verified_outcome: Outcome | None = None
    verified_last: Fraction | None = None
    mark: str = ""
    claimed: Fraction | None = field(init=False, compare=False)
    change: Fraction | None = field(init=False, compare=False)
    verified_change: Fraction | None = field(init=False, compare=False)
    order: tuple[str, str] = field(init=False, compare=False)

    def __post_init__(self) -> None:
        """What is asked for again and again: differences, as exact ones take their time, and where it is listed."""
        object.__setattr__(self, "order", (self.place[0], self.code))
        object.__setattr__(self, "claimed", _subtract(self.own, self.verified))
        object.__setattr__(self, "change", _subtract(self.score, self.last))
        object.__setattr__(self, "verified_change", _subtract(self.verified, self.verified_last))

    @property
    def score(self) -> Fraction | None:
        return self.outcome.score if self.outcome else None

    @property
    def domains(self) -> Mapping[str, Fraction]:
        return self.outcome.domains if self.outcome else {}

    @property
    def credits(self) -> Mapping[str, Fraction]:
        return self.outcome.credits if self.outcome else {}

    @property
    def has_totals(self) -> bool:
        return self.totals != NO_TOTALS

    @property
    def is_accepted(self) -> bool:
        return self.verified is not None


def _subtract(first: Fraction | None, second: Fraction | None) -> Fraction | None:
    return None if first is None or second is None else first - second


@dataclass(frozen=True, slots=True)
class OtherRound:
    """Another round of the same year: how many of the bureaus are asked there, have handed in, and are accepted."""

    title: str
    bureaus: int
    submitted: int
    accepted: int


@dataclass(frozen=True)
class RoundReport:
    """A round as one reader may see it: `scope` names the bureaus that `members` are, `today` when it was looked at."""

    title: str
    scope: str
    as_of: date
    today: date
    questionnaires: Sequence[Questionnaire]
    members: Sequence[Member]
    demo: bool = False
    has_last: bool = False
    is_last_imported: bool = False  # results from elsewhere, by other rules
    others: Sequence[OtherRound] = ()
    givers: Sequence[Giver] = ()
    is_verified: bool = False  # the basis of every figure that is taken over several bureaus
    plans: RoundPlans = NO_PLANS
    outlines: Mapping[str, Rings] = field(default_factory=dict)  # of counties, by code, where there is a map
    parts: RoundParts = field(default_factory=RoundParts, compare=False)  # what is known already of what it comes to


@dataclass(frozen=True, slots=True)
class Attendance:
    """How many bureaus of a place stand how; whoever is out of the round is counted as that alone. `unsubmitted` are
    those that the round was closed without."""

    place: str
    bureaus: int
    submitted: int
    accepted: int
    late: int
    excused: int
    unsubmitted: int

    @property
    def owed(self) -> int:
        """How many have to hand in."""
        return self.bureaus - self.excused


@dataclass(frozen=True, slots=True)
class Figures:
    """Scores of enough bureaus for statistics; the quartiles are those of all."""

    count: int
    mean: Fraction
    low: Fraction
    first: Fraction
    median: Fraction
    third: Fraction
    high: Fraction


@dataclass(frozen=True)
class Columns:
    """What some bureaus have at each question, as it is written; nobody asks for most of it."""

    asked: Questionnaire
    scored: Sequence[Member]

    @cached_property
    def rows(self) -> Sequence[tuple[Member, Sequence[str]]]:
        return [(one, list_words(self.asked.places, one.credits)) for one in self.scored]

    def find_below(self, place: int) -> list[tuple[Member, str]]:
        """Whoever is below full credit at one question, with its credit."""
        return [(one, words[place]) for one, words in self.rows if words[place] not in (ALL, NONE)]

    @cached_property
    def critical(self) -> list[tuple[Member, list[str], list[str]]]:
        """Each bureau with the critical questions that it does not meet, those at nothing and those met in part;
        whoever misses most first."""
        asked = [(one.title, self.asked.places[one.id]) for one in self.asked.questions if one.critical]
        found = []
        for member, words in self.rows:
            missed = [(title, words[place]) for title, place in asked if words[place] not in (ALL, NONE)]
            if missed:
                unmet = [title for title, word in missed if word == NIL]
                found.append((member, unmet, [title for title, word in missed if word != NIL]))
        return sorted(found, key=lambda one: (-len(one[1]), -len(one[2])))


@dataclass(frozen=True)
class SharedGap:
    """A question that is a gap at some: how many it applies to, how many are below full credit, of these at nothing,
    the mean credit of all; how many are below at each place; and who they are, of which `columns` know at the
    question's place."""

    question: Question
    applies: int
    count: int
    nil: int
    mean: Fraction
    below: Mapping[Place, int]
    columns: Columns = field(compare=False)
    place: int

    @property
    def partial(self) -> tuple[Member, ...]:
        return tuple(one for one, word in self.columns.find_below(self.place) if word != NIL)

    @property
    def unmet(self) -> tuple[Member, ...]:
        return tuple(one for one, word in self.columns.find_below(self.place) if word == NIL)

    @property
    def members(self) -> tuple[Member, ...]:
        return tuple(sorted((one for one, _ in self.columns.find_below(self.place)), key=attrgetter("code")))


@dataclass(frozen=True)
class ComparableGroup:
    """The bureaus that answered one questionnaire: only these are compared."""

    questionnaire: Questionnaire
    members: Sequence[Member]
    figures: Figures | None
    classes: Sequence[tuple[str, int]]
    grades: Sequence[tuple[str, int]]
    domains: Mapping[str, Figures]
    domain_counts: Mapping[str, int]  # how many have a score in each
    gaps: Sequence[SharedGap]
    totals: Figures | None
    verified_totals: Figures | None
    verified: Figures | None  # of those that are accepted, whatever the basis of the rest
    changed: Sequence[Member]  # those with a score in both rounds, whoever lost most first
    columns: Columns

    @property
    def scored(self) -> Sequence[Member]:
        return self.columns.scored

    @property
    def critical(self) -> list[tuple[Member, list[str], list[str]]]:
        return self.columns.critical

    @cached_property
    def places(self) -> set[Place]:
        """Where somebody has a score."""
        return {one.place for one in self.scored}


def list_in_order(members: Iterable[Member]) -> list[Member]:
    """City by city, each city's own bureau first."""
    return sorted(members, key=attrgetter("order"))
