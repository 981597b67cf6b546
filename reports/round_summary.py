"""Many bureaus summed up, as scoring.md says under “Over many bureaus”: pure, exact, nobody counted as 0."""

from collections import Counter
from collections.abc import Iterable, Sequence
from fractions import Fraction
from typing import NamedTuple

from questionnaires.catalogue import Level
from questionnaires.criteria import FULL
from questionnaires.questionnaire import Question, Questionnaire
from reports.many_numbers import add_up, find_quartiles, join_sums, sort_numbers
from reports.round_content import Attendance, Figures, Group, Member, SharedGap, list_in_order

CLASSES = (90, 80, 70, 60, 50)  # the lowest score of each class but the last


def count_attendance(place: str, members: Sequence[Member]) -> Attendance:
    """Who has submitted, is accepted, late, excused."""
    return Attendance(
        place=place,
        bureaus=len(members),
        submitted=sum(one.outcome is not None for one in members),
        accepted=sum(one.is_accepted for one in members),
        late=sum(one.is_late for one in members),
        excused=sum(one.is_excused for one in members),
    )


def list_places(members: Iterable[Member]) -> dict[tuple[str, str], list[Member]]:
    """The bureaus by place, in the order of codes."""
    places: dict[tuple[str, str], list[Member]] = {}
    for member in list_in_order(members):
        places.setdefault(member.place, []).append(member)
    return places


def sum_groups(questionnaires: Iterable[Questionnaire], members: Sequence[Member]) -> list[Group]:
    """A group for each questionnaire that somebody was asked by: a province's notice before one that carries it out."""
    groups = []
    for asked in sorted(questionnaires, key=lambda one: (len(one.sources), one.document, list(Level).index(one.level))):
        own = [one for one in members if one.key == (asked.document, asked.level.value)]
        if own:
            groups.append(sum_group(asked, own))
    return groups


def sum_group(asked: Questionnaire, members: Sequence[Member]) -> Group:
    """Sum up bureaus that answered one questionnaire."""
    scored = [one for one in members if one.score is not None]
    scores = [one.score for one in scored if one.score is not None]
    return Group(
        questionnaire=asked,
        members=list_in_order(members),
        figures=describe(scores),
        classes=_count_classes(scores),
        grades=_count_grades(asked, scored),
        domains={
            section.id: figures
            for section in asked.domains
            if (figures := describe(one.domains[section.id] for one in scored if section.id in one.domains))
        },
        gaps=find_shared_gaps(asked, scored),
    )


def describe(numbers: Iterable[Fraction]) -> Figures | None:
    """Mean, median, quartiles (inclusive), lowest and highest; None of none."""
    found = sort_numbers(numbers)
    if not found:
        return None
    return Figures(len(found), add_up(found) / len(found), found[0], *find_quartiles(found), found[-1])


def _count_classes(scores: Sequence[Fraction]) -> list[tuple[str, int]]:
    names = [f"{low}～{low + 10 if low < 90 else 100}分" for low in CLASSES] + [f"{CLASSES[-1]}分以下"]
    counts = Counter(next((place for place, low in enumerate(CLASSES) if one >= low), len(CLASSES)) for one in scores)
    return [(name, counts[place]) for place, name in enumerate(names)]


def _count_grades(asked: Questionnaire, scored: Iterable[Member]) -> list[tuple[str, int]]:
    counts = Counter(one.outcome.grade for one in scored if one.outcome)
    return [(band.label, counts[band.label]) for band in asked.bands]


def find_shared_gaps(asked: Questionnaire, scored: Sequence[Member]) -> list[SharedGap]:
    """What is a gap at some, first what most share, then what has the lower mean credit."""
    applies: Counter[str] = Counter()
    below = {one.id: _Below([], [], {}) for one in asked.questions}
    for one in scored:
        applies.update(one.credits.keys())
        for id, credit in one.credits.items():
            if credit is not FULL:
                _note_credit(below[id], one, credit)
    gaps = [_describe_gap(one, applies[one.id], below[one.id]) for one in asked.questions]
    return sorted((gap for gap in gaps if gap.count), key=lambda gap: (-gap.count, gap.mean))


class _Below(NamedTuple):
    """Who is below full credit at one question, and the numerators of their credits, added by denominator."""

    partial: list[Member]
    unmet: list[Member]
    earned: dict[int, int]


def _note_credit(below: _Below, member: Member, credit: Fraction) -> None:
    numerator, denominator = credit.as_integer_ratio()
    if numerator < denominator:
        (below.partial if numerator else below.unmet).append(member)
        below.earned[denominator] = below.earned.get(denominator, 0) + numerator


def _describe_gap(question: Question, applies: int, below: _Below) -> SharedGap:
    met = applies - len(below.partial) - len(below.unmet)
    mean = (met + join_sums(below.earned)) / max(applies, 1)
    return SharedGap(question, applies, tuple(below.partial), tuple(below.unmet), mean)


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
    return sorted((one for one in members if one.claimed is not None), key=lambda one: -(one.claimed or 0))


def list_changes(members: Iterable[Member]) -> list[Member]:
    """Those with a score in both rounds, whoever lost most first."""
    return sorted((one for one in members if one.change is not None), key=lambda one: one.change or 0)
