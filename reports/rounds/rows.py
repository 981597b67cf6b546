"""A round summed up as rows of plain words, for the tables of its report."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from questionnaires.wording import round_half_up
from reports.gap.exact_sums import sort_exactly
from reports.gap.groups import is_enough
from reports.gap.rows import cite_briefly, write_points, write_signed
from reports.rounds.content import ComparableGroup, Member, SharedGap
from reports.rounds.summary import list_claims

OFFICE = re.compile(r"(市场监督管理局|药品监督管理局)$")
MOST_GAPS, MOST_NAMED, MOST_PLACES, MOST_LISTED = 15, 6, 14, 10
MOST_BUREAUS = 204  # of one list: six pages of the heat map; more take minutes to print and nobody reads them
MOST_ROWS = 99  # of anything that is listed in one line


def shorten(name: str) -> str:
    """A bureau by its place alone, as in a column of them."""
    return OFFICE.sub("", name) or name


def join_names(members: Sequence[Member], most: int = MOST_ROWS) -> str:
    """Bureaus by their places; of very many the first."""
    words = "、".join(shorten(one.name) for one in members[:most])
    return words + (f"等{len(members)}个单位" if len(members) > most else "")


@dataclass(frozen=True, slots=True)
class MemberRow:
    """One bureau: where it stands, its scores, and how many gaps there are."""

    name: str
    level: str
    state: str
    own: str
    verified: str
    grade: str
    change: str
    gaps: str
    critical: str
    total: str = ""
    verified_total: str = ""
    vetoes: str = ""


@dataclass(frozen=True, slots=True)
class SharedRow:
    """One question that several bureaus do not meet, and where."""

    number: int
    clause: str
    title: str
    critical: bool
    count: str
    share: str
    verdicts: str
    mean: str
    where: str


@dataclass(frozen=True, slots=True)
class PairRow:
    """A bureau with two scores and the difference."""

    place: str
    name: str
    first: str
    second: str
    change: str


@dataclass(frozen=True, slots=True)
class CriticalRow:
    """A bureau and the critical items that it does not meet."""

    place: str
    name: str
    unmet: str
    partial: str


def list_members(group: ComparableGroup) -> list[MemberRow]:
    """A group's bureaus in order; one that is not in has its state and no figure."""
    counts = {one.code: len(unmet) + len(partial) for one, unmet, partial in group.critical}
    gaps = Counter(one.code for gap in group.gaps for one in (*gap.partial, *gap.unmet))
    return [
        MemberRow(
            name=shorten(one.name),
            level=group.questionnaire.level_name,
            state=one.state + ("（逾期）" if one.is_late else ""),
            own=write_points(one.own),
            verified=write_points(one.verified),
            grade=(one.outcome.grade if one.outcome else None) or "—",
            change=write_signed(one.score, one.last),
            gaps=str(gaps[one.code]) if one.outcome else "—",
            critical=str(counts.get(one.code, 0)) if one.outcome else "—",
            total=write_points(one.totals.own) if one.has_totals else "",
            verified_total=write_points(one.totals.verified) if one.has_totals else "",
            vetoes="、".join(one.totals.vetoes),
        )
        for one in group.members
    ]


def list_shared(group: ComparableGroup, most: int = MOST_GAPS, named: int = MOST_ROWS) -> list[SharedRow]:
    """What most share, `most` questions; where there is one place only, `named` bureaus of each."""
    return [_describe_shared(group, gap, number, named) for number, gap in enumerate(group.gaps[:most], 1)]


def _describe_shared(group: ComparableGroup, gap: SharedGap, number: int, named: int) -> SharedRow:
    count = gap.count
    return SharedRow(
        number=number,
        clause=cite_briefly(group.questionnaire, gap.question),
        title=gap.question.title,
        critical=gap.question.critical,
        count=f"{count}/{gap.applies}",
        share=write_share(count, gap.applies),
        verdicts="，".join(
            f"{word}{found}个" for word, found in (("未达标", gap.nil), ("部分达标", count - gap.nil)) if found
        ),
        mean=write_mean_credit(gap.mean, gap.applies),
        where=_write_where(group, gap, named),
    )


def write_share(part: int, whole: int) -> str:
    """A part of several bureaus in per cent with one decimal, half up; of too few no share is told."""
    return f"{round_half_up(Fraction(part * 10, whole)) * 10:.1f}%" if is_enough(whole) else "—"


def write_mean_credit(mean: Fraction, applies: int) -> str:
    """The mean credit of the bureaus to whom something applies, in per cent; of too few none is told."""
    return f"{round_half_up(mean * 100):.2f}%" if is_enough(applies) else "—"


def _write_where(group: ComparableGroup, gap: SharedGap, named: int) -> str:
    """Names where they are few or of one place; otherwise how many at each place, the most first."""
    if gap.count <= MOST_NAMED or len(group.places) in (1, len(group.scored)):
        return join_names(gap.members, named)
    counts = sorted(gap.below.items(), key=lambda one: (-one[1], one[0]))
    words = "、".join(f"{shorten(place[1])}{count}" for place, count in counts[:MOST_PLACES])
    return words + (f"等{len(counts)}地" if len(counts) > MOST_PLACES else "")


def pick_weakest(members: Sequence[Member], most: int = MOST_BUREAUS) -> list[Member]:
    """Of very many with a score those with the lowest, in the order in which they stood."""
    found = sort_exactly(range(len(members)), lambda place: members[place].score or Fraction(0))[:most]
    return [members[place] for place in sorted(found)]


def list_critical_rows(group: ComparableGroup) -> list[CriticalRow]:
    return [
        CriticalRow(shorten(one.place[1]), shorten(one.name), "、".join(unmet) or "—", "、".join(partial) or "—")
        for one, unmet, partial in group.critical
    ]


def list_claim_rows(group: ComparableGroup) -> list[PairRow]:
    """Those whose self-assessment is above what was verified, the most first."""
    above = [one for one in list_claims(group.members) if (one.claimed or 0) > 0]
    return [_pair(one, one.own, one.verified) for one in above]


def list_change_rows(group: ComparableGroup) -> list[PairRow]:
    """Those that lost most, then those that gained most."""
    every = group.changed
    shown = every if len(every) <= 2 * MOST_LISTED else [*every[:MOST_LISTED], *every[-MOST_LISTED:]]
    return [_pair(one, one.last, one.score) for one in shown]


def _pair(member: Member, first: Fraction | None, second: Fraction | None) -> PairRow:
    return PairRow(
        shorten(member.place[1]),
        shorten(member.name),
        write_points(first),
        write_points(second),
        write_signed(second, first),
    )
