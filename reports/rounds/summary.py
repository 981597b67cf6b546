"""Many bureaus summed up, as scoring.md says under “Over many bureaus”: pure, exact, nobody counted as 0."""

from bisect import bisect_left
from collections import Counter
from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import fields
from fractions import Fraction
from itertools import pairwise

from questionnaires.catalogue import Level
from questionnaires.outcomes import ALL, NIL, NONE, list_words, read_ratio
from questionnaires.questionnaire import Question, Questionnaire
from reports.gap.exact_sums import Ratio, join_sums, sort_exactly
from reports.rounds.content import Attendance, Columns, ComparableGroup, Figures, Key, Member, SharedGap, list_in_order
from reports.rounds.group_sums import GroupSums, add_group, add_numbers
from reports.rounds.parts import RoundParts

COUNTED = [one.name for one in fields(Attendance)][1:]
CLASSES = (90, 80, 70, 60, 50)  # the lowest score of each class but the last


def count_attendance(place: str, members: Sequence[Member]) -> Attendance:
    """Who has submitted, is accepted, late, out of the round."""
    return Attendance(
        place=place,
        bureaus=len(members),
        submitted=sum(one.outcome is not None for one in members),
        accepted=sum(one.is_accepted for one in members),
        late=sum(one.is_late for one in members),
        excused=sum(one.is_excused for one in members),
        unsubmitted=sum(one.is_unsubmitted for one in members),
    )


def add_attendance(place: str, parts: Iterable[Attendance]) -> Attendance:
    """That of several places together."""
    counts = [[getattr(one, name) for name in COUNTED] for one in parts]
    return Attendance(place, *map(sum, zip(*counts, strict=True))) if counts else count_attendance(place, ())


def list_places(members: Iterable[Member]) -> dict[tuple[str, str], list[Member]]:
    """The bureaus by place, in the order of codes."""
    places: dict[tuple[str, str], list[Member]] = {}
    for member in list_in_order(members):
        places.setdefault(member.place, []).append(member)
    return places


def sum_groups(
    questionnaires: Iterable[Questionnaire],
    members: Sequence[Member],
    parts: RoundParts | None = None,
    which: Hashable = None,
) -> list[ComparableGroup]:
    """A group for each questionnaire that somebody was asked by: a province's notice before one that carries it out.

    `parts` has what they came to before, under `which` of the round's bureaus they are.
    """
    answering: dict[Key, list[Member]] = {}
    for one in members:
        answering.setdefault(one.key, []).append(one)
    ordered = sorted(questionnaires, key=lambda one: (len(one.sources), one.document, list(Level).index(one.level)))
    groups = ((asked, answering.get((asked.document, asked.level.value), [])) for asked in ordered)
    return [_recall_group(asked, own, parts, which) if parts else sum_group(asked, own) for asked, own in groups if own]


def _recall_group(
    asked: Questionnaire, members: Sequence[Member], parts: RoundParts, which: Hashable
) -> ComparableGroup:
    name = ("sums", asked.document, asked.level, which)
    return sum_group(asked, members, parts.carry_on(name, lambda known: add_group(asked, members, known)))


def sum_group(asked: Questionnaire, members: Sequence[Member], sums: GroupSums | None = None) -> ComparableGroup:
    """Sum up bureaus that answered one questionnaire, from what they come to where that is known."""
    sums = sums or add_group(asked, members)
    ordered = list_in_order(members)
    columns = Columns(asked, [one for one in ordered if one.score is not None])
    domains = list(zip([one.id for one in asked.domains], sums.domains, strict=True))
    return ComparableGroup(
        questionnaire=asked,
        members=ordered,
        figures=sums.scores.describe(),
        classes=_count_classes(sums.scores.ordered),
        grades=_count_grades(asked, columns.scored),
        domains={id: figures for id, numbers in domains if (figures := numbers.describe())},
        domain_counts={id: len(numbers.ordered) for id, numbers in domains},
        gaps=find_shared_gaps(columns, sums),
        totals=sums.totals.describe(),
        verified_totals=sums.verified_totals.describe(),
        verified=sums.verified.describe(),
        changed=_list_changed([one for one in members if one.score is not None]),
        columns=columns,
    )


def describe(ratios: Iterable[Ratio]) -> Figures | None:
    """Mean, median, quartiles (inclusive), lowest and highest; None where there are too few."""
    return add_numbers(ratios).describe()


def _count_classes(rising: Sequence[Ratio]) -> list[tuple[str, int]]:
    names = [f"{low}～{low + 10 if low < 90 else 100}分" for low in CLASSES] + [f"{CLASSES[-1]}分以下"]
    starts = [len(rising), *(bisect_left(rising, Fraction(low), key=lambda one: Fraction(*one)) for low in CLASSES), 0]
    return [(name, end - start) for name, (end, start) in zip(names, pairwise(starts), strict=True)]


def _count_grades(asked: Questionnaire, scored: Iterable[Member]) -> list[tuple[str, int]]:
    counts = Counter(one.outcome.grade for one in scored if one.outcome)
    return [(band.label, counts[band.label]) for band in asked.bands]


def find_shared_gaps(columns: Columns, sums: GroupSums) -> list[SharedGap]:
    """What is a gap at some, first what most share, then what has the lower mean credit."""
    gaps = [
        _describe_gap(question, columns, place, sums)
        for place, question in enumerate(columns.asked.questions)
        if sums.below[place]
    ]
    return sorted(gaps, key=lambda gap: (-gap.count, gap.mean))


def list_columns(places: Mapping[str, int], rows: Sequence[Mapping[str, Fraction]]) -> list[Sequence[str]]:
    """For each place what all have there, as it is written: most are the same few words, which are counted unread."""
    written = [list_words(places, row) for row in rows]
    return list(zip(*written, strict=True)) if rows else [()] * len(places)


def _describe_gap(question: Question, columns: Columns, place: int, sums: GroupSums) -> SharedGap:
    counts = sums.credits[place]
    applies = counts.total() - counts[NONE]
    earned: Counter[int] = Counter()  # numerators by denominator
    for word, count in counts.items():
        if word != NONE:
            numerator, denominator = read_ratio(word)
            earned[denominator] += count * numerator
    return SharedGap(
        question=question,
        applies=applies,
        count=applies - counts[ALL],
        nil=counts[NIL],
        mean=join_sums(earned) / applies,
        below=sums.below[place],
        columns=columns,
        place=place,
    )


def list_claims(members: Iterable[Member]) -> list[Member]:
    """The accepted, whoever claimed most above the verified score first."""
    found = [(one, claimed) for one in members if (claimed := one.claimed) is not None]
    return [one for one, _ in sort_exactly(found, lambda each: -each[1])]


def _list_changed(members: Iterable[Member]) -> list[Member]:
    """Those with a score in both rounds, whoever lost most first."""
    found = [(one, change) for one in members if (change := one.change) is not None]
    return [one for one, _ in sort_exactly(found, lambda each: each[1])]
