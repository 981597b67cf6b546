"""What a gap report says, and of whom: plain data that the page is drawn from and that its attachments carry."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from typing import Literal

from questionnaires.catalogue import Fact
from questionnaires.outcomes import Outcome
from questionnaires.questionnaire import Questionnaire
from questionnaires.scoring import RULES_VERSION, Scorecard
from questionnaires.wording import round_half_up
from reports.gap.exact_sums import find_quartiles, sort_ratios
from reports.gap.groups import is_enough
from reports.gap.ledger_annex import Ledger
from reports.printing.svg_charts import Spread


class Annex(StrEnum):
    """What is printed on request."""

    ANSWERS = "answers"
    EVIDENCE = "evidence"
    LEDGER = "ledger"


@dataclass(frozen=True)
class LastRound:
    """What the same bureau had in the round before: scores and credits by the ids of domains and questions.

    Verified where both rounds are, otherwise self-assessed: only like is compared with like.
    """

    title: str
    as_of: date
    is_verified: bool
    score: Fraction | None
    grade: str | None
    domains: Mapping[str, Fraction]
    credits: Mapping[str, Fraction]


@dataclass(frozen=True)
class ImportedRound(LastRound):
    """Results from elsewhere in its place, by other rules: domains and credits where they were given.

    `is_verified` is the basis of what they are compared with.
    """

    source: Literal["external"]

    @property
    def has_totals_alone(self) -> bool:
        return not self.domains and not self.credits


@dataclass(frozen=True, slots=True)
class OtherNotice:
    """What the same bureau came to by another notice in the same year: how the notice is cited, where the response
    stands in a word, and once it is in its score, the total where there is one, and the grade, verified or its own."""

    notice: str
    round: str
    state: str
    is_verified: bool = False
    score: Decimal | None = None
    total: Fraction | None = None
    grade: str = ""


def remember_round(title: str, card: Scorecard, is_verified: bool = False) -> LastRound:
    """Keep of an earlier scorecard what a later report compares."""
    return LastRound(
        title=title,
        as_of=card.as_of,
        is_verified=is_verified,
        score=card.score,
        grade=card.grade.label if card.grade else None,
        domains={one.id: one.score for one in card.domains if one.score is not None},
        credits={one.question.id: one.credit for one in card.results if one.credit is not None},
    )


@dataclass(frozen=True)
class LikeBureaus:
    """How many other bureaus of the round answered the same questionnaire, and where they stand; nobody is named."""

    count: int
    whole: Spread | None
    domains: Mapping[str, Spread]


def spread_scores(outcomes: Iterable[Outcome]) -> LikeBureaus | None:
    """The spreads of other bureaus' scores, a domain only where enough have one; None for fewer bureaus."""
    scores: list[Fraction] = []
    domains: dict[str, list[Fraction]] = {}
    for outcome in outcomes:
        if outcome.score is not None:
            scores.append(outcome.score)
            for id, score in outcome.domains.items():
                domains.setdefault(id, []).append(score)
    spreads = {id: spread for id, found in domains.items() if (spread := _spread(found))}
    return LikeBureaus(len(scores), _spread(scores), spreads) if is_enough(len(scores)) else None


def _spread(scores: list[Fraction]) -> Spread | None:
    if not is_enough(len(scores)):
        return None
    return Spread(*map(round_half_up, find_quartiles(sort_ratios(one.as_integer_ratio() for one in scores))))


@dataclass(frozen=True, slots=True)
class FiledEvidence:
    """A file that a bureau attached to a question; `size` in bytes, `sha256` in hexadecimal."""

    question: str
    name: str
    size: int
    sha256: str


@dataclass(frozen=True, slots=True)
class RoundOrigin:
    """Where a report comes from: the short name and title of a round, and the number of a response in it."""

    round: str
    title: str
    response: int


@dataclass(frozen=True, slots=True)
class Signatory:
    """A person by name, and when they did it, by the clock of the place."""

    name: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Signatories:
    """Who signed what a report says, and who submitted it; None: nobody has. `has_head`: whether anybody could sign."""

    head: Signatory | None
    submitter: Signatory | None
    has_head: bool


@dataclass(frozen=True)
class GapReport:
    """What a gap report says, and of whom.

    `questionnaire` holds what applies to the bureau; `facts` are those of the profile that do not hold there, so
    that questions were left out. `scorecard` is the bureau's own; `verified` is the reviewers', with their
    `reasons` by question where they set another answer, and by `bonus.ITEM` where they granted points or none.
    `parent` is the place or the bureau above, empty where not known; `note` says where the response stands, empty
    where that is not known. `issued` is the day of the step that brought it there; None before it was handed in.
    `demo` marks every page. `origin` is None where the report was made from a file of
    answers, and so is `signatories`, which reports of before do not have either. `others` are the bureau's
    responses by other notices in the same year. `rules` are those by which the scores
    are.
    """

    bureau: str
    questionnaire: Questionnaire
    scorecard: Scorecard
    code: str = ""
    parent: str = ""
    facts: tuple[Fact, ...] = ()
    note: str = ""
    issued: date | None = None
    demo: bool = False
    verified: Scorecard | None = None
    reasons: Mapping[str, str] = field(default_factory=dict)
    last: LastRound | None = None
    likes: LikeBureaus | None = None
    others: tuple[OtherNotice, ...] = ()
    annexes: frozenset[Annex] = frozenset()
    evidence: tuple[FiledEvidence, ...] = ()
    ledgers: tuple[Ledger, ...] = ()
    origin: RoundOrigin | None = None
    signatories: Signatories | None = None
    rules: str = RULES_VERSION

    @property
    def counted(self) -> Scorecard:
        """The scorecard that grade, gaps and path go by: the verified one where there is one."""
        return self.verified or self.scorecard

    @property
    def imported(self) -> ImportedRound | None:
        """The round before where it is one of results from elsewhere."""
        return self.last if isinstance(self.last, ImportedRound) else None

    @property
    def compared(self) -> Scorecard | None:
        """The scorecard of the same basis as the round before; None where there is none to compare."""
        if self.last is None:
            return None
        return self.verified if self.last.is_verified else self.scorecard

    @property
    def scores_compared(self) -> tuple[Fraction | None, Fraction | None]:
        """The score of this round and that of the one before, of the same basis."""
        if self.last is None or self.compared is None:
            return None, None
        return self.compared.score, self.last.score


def find_false_facts(whole: Questionnaire, profile: Mapping[str, bool]) -> tuple[Fact, ...]:
    """The facts of a whole questionnaire that a profile denies."""
    return tuple(fact for fact in whole.facts if not profile.get(fact.id, True))
