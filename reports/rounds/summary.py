"""Many bureaus summed up, as scoring.md says under “Over many bureaus”: pure, exact, nobody counted as 0."""

from collections import Counter
from collections.abc import Hashable, Iterable, Mapping, Sequence
from fractions import Fraction

from questionnaires.catalogue import Level
from questionnaires.outcomes import ALL, NONE, list_words, read_ratio
from questionnaires.questionnaire import Question, Questionnaire
from reports.gap.exact_sums import Ratio, join_sums, sort_exactly
from reports.rounds.content import Attendance, Columns, ComparableGroup, Figures, Member, SharedGap, list_in_order
from reports.rounds.group_sums import GroupSums, add_group, add_numbers
from reports.rounds.parts import RoundParts

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
    groups = []
    for asked in sorted(questionnaires, key=lambda one: (len(one.sources), one.document, list(Level).index(one.level))):
        own = [one for one in members if one.key == (asked.document, asked.level.value)]
        if own:
            groups.append(_recall_group(asked, own, parts, which) if parts else sum_group(asked, own))
    return groups


def _recall_group(
    asked: Questionnaire, members: Sequence[Member], parts: RoundParts, which: Hashable
) -> ComparableGroup:
    name = ("sums", asked.document, asked.level, which)
    return sum_group(asked, members, parts.carry_on(name, lambda known: add_group(asked, members, known)))


def sum_group(asked: Questionnaire, members: Sequence[Member], sums: GroupSums | None = None) -> ComparableGroup:
    """Sum up bureaus that answered one questionnaire, from what they come to where that is known."""
    sums = sums or add_group(asked, members)
    scored = [one for one in members if one.score is not None]
    domains = list(zip([one.id for one in asked.domains], sums.domains, strict=True))
    return ComparableGroup(
        questionnaire=asked,
        members=list_in_order(members),
        figures=sums.scores.describe(),
        classes=_count_classes([one.score for one in scored if one.score is not None]),
        grades=_count_grades(asked, scored),
        domains={id: figures for id, numbers in domains if (figures := numbers.describe())},
        domain_counts={id: len(numbers.ordered) for id, numbers in domains},
        gaps=find_shared_gaps(asked, scored, sums.credits),
        totals=sums.totals.describe(),
        verified_totals=sums.verified_totals.describe(),
        verified=sums.verified.describe(),
        changed=_list_changed(scored),
    )


def describe(ratios: Iterable[Ratio]) -> Figures | None:
    """Mean, median, quartiles (inclusive), lowest and highest; None where there are too few."""
    return add_numbers(ratios).describe()


def _count_classes(scores: Sequence[Fraction]) -> list[tuple[str, int]]:
    names = [f"{low}～{low + 10 if low < 90 else 100}分" for low in CLASSES] + [f"{CLASSES[-1]}分以下"]
    counts = Counter(next((place for place, low in enumerate(CLASSES) if one >= low), len(CLASSES)) for one in scores)
    return [(name, counts[place]) for place, name in enumerate(names)]


def _count_grades(asked: Questionnaire, scored: Iterable[Member]) -> list[tuple[str, int]]:
    counts = Counter(one.outcome.grade for one in scored if one.outcome)
    return [(band.label, counts[band.label]) for band in asked.bands]


def find_shared_gaps(
    asked: Questionnaire, scored: Sequence[Member], credits: Sequence[Counter[str]]
) -> list[SharedGap]:
    """What is a gap at some, first what most share, then what has the lower mean credit; `credits` says how often each
    is there, question by question."""
    columns = Columns(scored, lambda: list_columns(asked.places, [one.credits for one in scored]))
    gaps = [
        _describe_gap(question, columns, place, counts)
        for place, (question, counts) in enumerate(zip(asked.questions, credits, strict=True))
        if counts.keys() - (ALL, NONE)
    ]
    return sorted(gaps, key=lambda gap: (-gap.count, gap.mean))


def list_columns(places: Mapping[str, int], rows: Sequence[Mapping[str, Fraction]]) -> list[Sequence[str]]:
    """For each place what all have there, as it is written: most are the same few words, which are counted unread."""
    written = [list_words(places, row) for row in rows]
    return list(zip(*written, strict=True)) if rows else [()] * len(places)


def _describe_gap(question: Question, columns: Columns, place: int, counts: Counter[str]) -> SharedGap:
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
        mean=join_sums(earned) / applies,
        columns=columns,
        place=place,
    )


def list_critical(asked: Questionnaire, members: Sequence[Member]) -> list[tuple[Member, list[str], list[str]]]:
    """Each bureau with the critical questions that it does not meet: those at nothing, and those met in part."""
    critical = [one for one in asked.questions if one.critical]
    found = []
    for member in members:
        credits = member.credits
        unmet = [one.title for one in critical if credits.get(one.id) == 0]
        partial = [one.title for one in critical if 0 < credits.get(one.id, Fraction(1)) < 1]
        if unmet or partial:
            found.append((member, unmet, partial))
    return sorted(found, key=lambda one: (-len(one[1]), -len(one[2])))


def list_claims(members: Iterable[Member]) -> list[Member]:
    """The accepted, whoever claimed most above the verified score first."""
    found = [(one, claimed) for one in members if (claimed := one.claimed) is not None]
    return [one for one, _ in sort_exactly(found, lambda each: -each[1])]


def _list_changed(members: Iterable[Member]) -> list[Member]:
    """Those with a score in both rounds, whoever lost most first."""
    found = [(one, change) for one in members if (change := one.change) is not None]
    return [one for one, _ in sort_exactly(found, lambda each: each[1])]
