"""What the bureaus under one questionnaire come to, exactly, carried on from what it was: whoever left is taken away
from it, whoever came is put to it, and of all others nothing is read again."""

from bisect import bisect_left, insort
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import TypeVar

from questionnaires.outcomes import ALL, NONE, list_words, read_ratio
from questionnaires.questionnaire import Questionnaire
from reports.gap.exact_sums import Ratio, find_quartiles, join_sums, sort_ratios
from reports.gap.groups import is_enough
from reports.rounds.content import Figures, Member, Place

Row = tuple[Ratio | None, ...]  # of one bureau, in the order in which a group has its figures
Counted = TypeVar("Counted")
MOST_CARRIED = 4  # where more than one in so many are others, all is counted anew


@dataclass(frozen=True)
class Numbers:
    """Many exact numbers: in rising order, and their numerators added by denominator."""

    ordered: Sequence[Ratio]
    sums: Mapping[int, int]

    def change(self, gone: Iterable[Ratio], come: Iterable[Ratio]) -> "Numbers":
        """The same without the ones and with the others."""
        ordered, sums = list(self.ordered), Counter(self.sums)
        for one in gone:
            del ordered[bisect_left(ordered, Fraction(*one), key=_read)]
            sums[one[1]] -= one[0]
        for one in come:
            insort(ordered, one, key=_read)
            sums[one[1]] += one[0]
        return Numbers(ordered, sums)

    def describe(self) -> Figures | None:
        """Mean, median, quartiles (inclusive), lowest and highest; None where there are too few."""
        count = len(self.ordered)
        if not is_enough(count):
            return None
        low, high = Fraction(*self.ordered[0]), Fraction(*self.ordered[-1])
        return Figures(count, join_sums(self.sums) / count, low, *find_quartiles(self.ordered), high)


def _read(ratio: Ratio) -> Fraction:
    return Fraction(*ratio)


def add_numbers(ratios: Iterable[Ratio]) -> Numbers:
    found, sums = sort_ratios(ratios), Counter[int]()
    for numerator, denominator in found:
        sums[denominator] += numerator
    return Numbers(found, sums)


@dataclass(frozen=True)
class GroupSums:
    """A group's scores, totals, verified totals, verified scores, and its scores of each domain; and question by
    question, how often each credit is there, as it is written, and how many of each place are below full credit."""

    members: Sequence[Member]
    figures: Sequence[Numbers]
    credits: Sequence[Counter[str]]
    below: Sequence[Counter[Place]]

    @property
    def scores(self) -> Numbers:
        return self.figures[0]

    @property
    def totals(self) -> Numbers:
        return self.figures[1]

    @property
    def verified_totals(self) -> Numbers:
        return self.figures[2]

    @property
    def verified(self) -> Numbers:
        return self.figures[3]

    @property
    def domains(self) -> Sequence[Numbers]:
        """In the order of the questionnaire."""
        return self.figures[4:]


def add_group(asked: Questionnaire, members: Sequence[Member], known: GroupSums | None = None) -> GroupSums:
    """What bureaus that answered one questionnaire come to; `known` is what most of them came to before."""
    if known is None:
        return _add_anew(asked, members)
    before, after = ({id(one): one for one in each} for each in (known.members, members))
    gone = [one for place, one in before.items() if place not in after]
    come = [one for place, one in after.items() if place not in before]
    if MOST_CARRIED * (len(gone) + len(come)) > len(members):
        return _add_anew(asked, members)
    if not gone and not come:
        return known
    less, more = ([_list_ratios(asked, one) for one in each] for each in (gone, come))
    credits_gone, below_gone = _count_credits(asked, gone)
    credits_come, below_come = _count_credits(asked, come)
    return GroupSums(
        members,
        [
            one.change(_there(row[at] for row in less), _there(row[at] for row in more))
            for at, one in enumerate(known.figures)
        ],
        _carry_on(known.credits, credits_gone, credits_come),
        _carry_on(known.below, below_gone, below_come),
    )


def _add_anew(asked: Questionnaire, members: Sequence[Member]) -> GroupSums:
    rows = [_list_ratios(asked, one) for one in members]
    columns = zip(*rows, strict=True) if rows else [()] * (4 + len(asked.domain_places))
    figures = [add_numbers(_there(column)) for column in columns]
    return GroupSums(members, figures, *_count_credits(asked, members))


def _there(ratios: Iterable[Ratio | None]) -> list[Ratio]:
    return [one for one in ratios if one is not None]


def _list_ratios(asked: Questionnaire, one: Member) -> Row:
    whole = (one.score, one.totals.own, one.totals.verified, one.verified)
    parts = list_words(asked.domain_places, one.domains if one.score is not None else {})
    return (
        *(None if number is None else number.as_integer_ratio() for number in whole),
        *(None if word == NONE else read_ratio(word) for word in parts),
    )


def _count_credits(asked: Questionnaire, members: Iterable[Member]) -> tuple[list[Counter[str]], list[Counter[Place]]]:
    """Question by question how often each credit is there, and how many of each place are below full credit."""
    written: dict[Place, list[Sequence[str]]] = {}
    for one in members:
        if one.score is not None:
            written.setdefault(one.place, []).append(list_words(asked.places, one.credits))
    credits, below = [Counter[str]() for _ in asked.places], [Counter[Place]() for _ in asked.places]
    for place, rows in written.items():
        for at, column in enumerate(zip(*rows, strict=True)):
            counts = Counter(column)
            credits[at].update(counts)
            if less := len(column) - counts.get(ALL, 0) - counts.get(NONE, 0):
                below[at][place] = less
    return credits, below


def _carry_on(
    known: Sequence[Counter[Counted]], gone: Sequence[Counter[Counted]], come: Sequence[Counter[Counted]]
) -> list[Counter[Counted]]:
    counts = [Counter(one) for one in known]
    for sign, changes in ((1, come), (-1, gone)):
        for counter, change in zip(counts, changes, strict=True):
            for one, count in change.items():
                counter[one] += sign * count
    return [+one for one in counts]
