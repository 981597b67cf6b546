"""What a ranking of a round comes to: plain data with exact figures, the same for paper and for the web."""

from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from functools import cached_property

from questionnaires.questionnaire import Question, Questionnaire
from reports.gap.groups import tell
from reports.rounds.content import Member

Below = tuple[tuple[Member, ...], tuple[Member, ...]]  # who meets something in part, and who does not


@dataclass(frozen=True)
class CommonBasis:
    """The duties of the library that every questionnaire of a level scores, and what each weighs in all of them.

    `shares` are by duty and add up to 1; `questions` are by the key of a questionnaire and then by duty: those that
    carry it. Empty
    where the questionnaires have no duty in common.
    """

    shares: Mapping[str, Fraction]
    titles: Mapping[str, str]
    questions: Mapping[Hashable, Mapping[str, tuple[str, ...]]]

    @property
    def count(self) -> int:
        """How many duties it is taken over."""
        return len(self.shares)


@dataclass(frozen=True, slots=True)
class BureauRank:
    """A bureau with a verified score among all of its level; whoever has the same score has the same rank.

    `rank` is by the verified score under its own questionnaire, `common_rank` by the score over the common duties.
    `unmet` and `partial` are the titles of critical items at nothing and met in part, `is_below` says that its grade
    is the lowest.
    """

    member: Member
    score: Fraction
    rank: int
    common: Fraction | None
    common_rank: int | None
    grade: str
    is_below: bool
    unmet: tuple[str, ...]
    partial: tuple[str, ...]
    change: Fraction | None

    @property
    def total(self) -> Fraction | None:
        """The verified total, where a scheme makes it another thing than the score."""
        return self.member.totals.verified


@dataclass(frozen=True, slots=True)
class CityRank:
    """A city by its bureaus of one level; `rank` is None where it is not ranked, and then `why_not` is one of WHY_NOT.

    `asked` have to hand in, `mean` is of the verified scores of `ranked`, None where these are too few or under several
    questionnaires; `common` is the mean of their scores over the common duties. `change` is the mean change since the
    round before of the `compared` that were verified in both.
    """

    place: tuple[str, str]
    rank: int | None
    why_not: str | None
    asked: int
    ranked: Sequence[BureauRank]
    mean: Fraction | None
    common: Fraction | None
    change: Fraction | None
    compared: int
    below: int

    @property
    def verified(self) -> int:
        return len(self.ranked)


@dataclass(frozen=True)
class DutyGap:
    """A duty of the library, or a question that carries none, that is not fully met at some verified bureaus.

    `id` is the duty's, or the document's and the question's; `questions` are those that ask it, by questionnaire;
    `mean` is the mean credit, 0..1, of all to whom it applies. `find` finds out who they are: those that meet it in
    part, and those that do not; `count` is how many they are together.
    """

    id: str
    is_shared: bool
    questions: Sequence[tuple[Questionnaire, Question]]
    applies: int
    count: int
    mean: Fraction
    find: Callable[[], Below] = field(compare=False)

    @cached_property
    def _below(self) -> Below:
        return self.find()

    @property
    def partial(self) -> tuple[Member, ...]:
        return self._below[0]

    @property
    def unmet(self) -> tuple[Member, ...]:
        return self._below[1]

    @property
    def question(self) -> Question:
        """The first that asks it: title and advice of a duty are the library's."""
        return self.questions[0][1]

    @property
    def share(self) -> Fraction | None:
        """How many of all to whom it applies are below full credit; None where these are too few."""
        return tell(Fraction(self.count, self.applies), self.applies)

    @property
    def is_critical(self) -> bool:
        return any(one.critical for _, one in self.questions)

    @property
    def members(self) -> tuple[Member, ...]:
        return tuple(sorted((*self.partial, *self.unmet), key=lambda one: one.code))


@dataclass(frozen=True, slots=True)
class MapTile:
    """One bureau on the map of a place: the score that there is, whose word it is, and the place of its grade.

    `step` counts the grades from the best, 0, to the lowest; None where there is no score. `unmet` is how many critical
    items a verified bureau has at nothing.
    """

    member: Member
    score: Fraction | None
    is_verified: bool
    grade: str | None
    step: int | None
    is_below: bool
    unmet: int


@dataclass(frozen=True, slots=True)
class TileRow:
    """The bureaus of one place, in the order of codes, and their verified mean where these are of one questionnaire."""

    place: tuple[str, str]
    is_city: bool
    tiles: Sequence[MapTile]
    mean: Fraction | None


@dataclass(frozen=True, slots=True)
class NoticeMean:
    """The mean of the verified scores under one questionnaire; `change` is since the round before, over `compared`."""

    questionnaire: Questionnaire
    asked: int
    verified: int
    mean: Fraction | None
    change: Fraction | None
    compared: int


@dataclass(frozen=True, slots=True)
class LevelTotals:
    """How many bureaus of a level stand how; `grades` are of the verified, from the best grade down.

    `asked` are all that have to hand in: `verified`, `reviewing` (in, not verified yet) and `missing` (not in), of
    which `late` are beyond their time and `unsubmitted` closed without; `excused` stand beside them.
    """

    asked: int
    verified: int
    reviewing: int
    missing: int
    late: int
    unsubmitted: int
    excused: int
    grades: Sequence[tuple[str, int]]
    means: Sequence[NoticeMean]
    common: Fraction | None

    @property
    def mean(self) -> NoticeMean | None:
        """The one mean, where all are under one questionnaire."""
        return self.means[0] if len(self.means) == 1 else None


@dataclass(frozen=True)
class LevelRanking:
    """Everything about one level of a round. `has_common` says that several questionnaires ask this level, so that only
    the common duties compare all of its bureaus."""

    level: str
    level_name: str
    asked: Sequence[Questionnaire]
    totals: LevelTotals
    basis: CommonBasis
    has_common: bool
    bureaus: Sequence[BureauRank]
    cities: Sequence[CityRank]
    gaps: Sequence[DutyGap]
    tiles: Sequence[TileRow]
    waiting: Sequence[Member]  # those that have to hand in and have not, the late first

    @property
    def is_by_common(self) -> bool:
        """Whether bureaus are put in order by the common duties: where nothing else compares all of them."""
        return self.has_common and self.basis.count > 0

    @property
    def ordered(self) -> Sequence[BureauRank]:
        """The bureaus in the order in which they are listed."""
        return self.by_common if self.is_by_common else self.bureaus

    @property
    def critical(self) -> list[BureauRank]:
        """Whoever misses critical items, the most first."""
        missing = [one for one in self.bureaus if one.unmet or one.partial]
        return sorted(missing, key=lambda one: (-len(one.unmet), -len(one.partial), one.member.code))

    @property
    def by_common(self) -> list[BureauRank]:
        """The bureaus by their rank over the common duties."""
        ranked = [one for one in self.bureaus if one.common_rank is not None]
        return sorted(ranked, key=lambda one: (one.common_rank or 0, one.member.code))
