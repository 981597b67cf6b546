"""What a circular says about a round: who stands where and why, level by level; rows of plain words.

Every figure is of `rounds.ranking`: ranks and means are of verified scores alone.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction

from questionnaires.wording import write_date
from reports.gap.groups import is_enough
from reports.gap.rows import write_points
from reports.rounds.content import Key, Member, RoundReport
from reports.rounds.leader_words import write_mean
from reports.rounds.ranked import BureauRank, CityRank, CommonBasis, DutyGap, LevelRanking
from reports.rounds.ranking import list_ranked_levels, rank_level
from reports.rounds.ranking_rows import NOT_RANKED, write_difference, write_mark
from reports.rounds.rows import join_names, shorten, write_mean_credit, write_share
from reports.rounds.summary import count_attendance
from reports.rounds.words import write_attendance

MOST_GAPS, MOST_NAMED, WEAKEST = 10, 8, 2


@dataclass(frozen=True, slots=True)
class RankRow:
    """A bureau in its order: its rank, over the common duties where several notices ask the level, and then the one
    among those under its own notice, too."""

    rank: str
    name: str
    place: str
    score: str
    common: str
    own_rank: str
    grade: str
    change: str
    why: str
    mark: str


@dataclass(frozen=True, slots=True)
class CityRow:
    """A city by its bureaus of one level, or why it is not ranked."""

    rank: str
    name: str
    asked: int
    verified: int
    mean: str
    change: str
    below: int
    why: str


@dataclass(frozen=True, slots=True)
class CircularGap:
    """A duty that many do not meet."""

    number: int
    title: str
    critical: bool
    count: str
    share: str
    mean: str
    where: str


@dataclass(frozen=True)
class CircularLevel:
    """What is said of one level."""

    name: str
    heading: str
    figures: str
    common: str
    has_change: bool
    bureaus: Sequence[RankRow]
    unranked: str
    cities: Sequence[CityRow]
    gaps: Sequence[CircularGap]
    critical: str


@dataclass(frozen=True)
class Circular:
    """A circular about a round as one reader may see it."""

    title: str
    scope: str
    as_of: str
    today: str
    attendance: str
    levels: Sequence[CircularLevel]
    demo: bool


def describe_circular(report: RoundReport, only: str = "") -> Circular:
    """The circular about all levels of a round, or about one."""
    levels = [one for one in list_ranked_levels(report) if only in ("", one)]
    told = [one for one in report.members if only in ("", one.key[1])]
    whole = count_attendance("合　计", told)
    return Circular(
        title=report.title,
        scope=report.scope,
        as_of=write_date(report.as_of),
        today=write_date(report.today),
        attendance=write_attendance(whole, told),
        levels=[_describe_level(rank_level(report, one)) for one in levels],
        demo=report.demo,
    )


def _describe_level(level: LevelRanking) -> CircularLevel:
    return CircularLevel(
        name=level.level_name,
        heading=_write_heading(level),
        figures=_write_level(level),
        common=_write_common(level.basis) if level.has_common and level.bureaus else "",
        has_change=any(one.change is not None for one in level.bureaus),
        bureaus=_list_bureaus(level),
        unranked=_list_unranked(level),
        cities=[_write_city(one, level.has_common) for one in level.cities] if len(level.cities) > 1 else [],
        gaps=[_write_gap(number, one) for number, one in enumerate(_pick_gaps(level), start=1)],
        critical=_write_critical(level),
    )


def _write_heading(level: LevelRanking) -> str:
    """Nobody is ranked among themselves alone."""
    if not level.bureaus:
        return "填报情况"
    return "排名" if len(level.bureaus) > 1 else "认定结果"


def _write_level(level: LevelRanking) -> str:
    totals = level.totals
    words = (
        f"应填报{totals.asked}个单位，已认定{totals.verified}个，审核中{totals.reviewing}个，未提交{totals.missing}个"
    )
    words += f"（其中逾期{totals.late}个）" if totals.late else ""
    words += f"；免报{totals.excused}个。" if totals.excused else "。"
    means = [one for one in totals.means if one.verified]
    if not means:
        return words + "没有已认定的单位，不作排名。"
    words += "".join(write_mean(one, level) for one in means)
    grades = "，".join(f"{label}{count}个" for label, count in totals.grades)
    return words + f"等级分布：{grades}。"


def _write_common(basis: CommonBasis) -> str:
    """What compares bureaus under several notices, where anything does."""
    if not basis.count:
        return "本级单位依据几份文件填报，各文件没有共同事项，得分不能相互比较，只列同一文件内的名次。"
    return (
        f"本级单位依据几份文件填报，认定得分不能直接比较。名次按“共同事项得分”排列，只计算各文件共同的"
        f"{basis.count}个事项；“同文件名次”为依据同一文件填报的单位按认定得分排列的名次。"
    )


def _list_in_order(level: LevelRanking) -> list[BureauRank]:
    """The bureaus by the rank that compares them; those that it does not, by notice."""
    if not level.has_common:
        return list(level.bureaus)
    rest = [one for one in level.bureaus if one.common_rank is None]
    return [*level.by_common, *sorted(rest, key=lambda one: (one.member.key, one.rank))]


def _list_bureaus(level: LevelRanking) -> list[RankRow]:
    ranks = _rank_by_notice(level)
    return [_write_rank(one, ranks[one.member.code], level) for one in _list_in_order(level)]


def _rank_by_notice(level: LevelRanking) -> dict[str, int]:
    """The rank of each among those under its own notice, by its code: 1, 2, 2, 4."""
    counts: Counter[Key] = Counter()
    last: dict[Key, tuple[Fraction, int]] = {}
    ranks: dict[str, int] = {}
    for one in level.bureaus:  # the best first
        key = one.member.key
        counts[key] += 1
        if key not in last or last[key][0] != one.score:
            last[key] = (one.score, counts[key])
        ranks[one.member.code] = last[key][1]
    return ranks


def _write_rank(one: BureauRank, own_rank: int, level: LevelRanking) -> RankRow:
    member, rank = one.member, one.common_rank if level.has_common else one.rank
    return RankRow(
        rank="—" if rank is None or len(level.bureaus) == 1 else str(rank),
        name=shorten(member.name),
        place=shorten(member.place[1]),
        score=write_points(one.score),
        common=write_points(one.common),
        own_rank=str(own_rank) if len(level.bureaus) > 1 else "—",
        grade=one.grade,
        change=write_difference(one.change),
        why=_explain(one, level),
        mark=write_mark(member),
    )


def _explain(one: BureauRank, level: LevelRanking) -> str:
    """Why a bureau stands where it does: critical items that are not met, the domains that lose most."""
    words = [f"关键项未达标：{'、'.join(one.unmet)}"] if one.unmet else []
    words += [f"关键项部分达标：{'、'.join(one.partial)}"] if one.partial else []
    outcome = one.member.verified_outcome
    titles = next(
        {section.id: section.title for section in mean.questionnaire.domains}
        for mean in level.totals.means
        if (mean.questionnaire.document, mean.questionnaire.level.value) == one.member.key
    )
    weak = sorted((score, id) for id, score in outcome.domains.items() if score < 100) if outcome else []
    named = "、".join(f"{titles[id]}{write_points(score)}分" for score, id in weak[:WEAKEST])
    words += [f"得分最低的领域：{named}"] if named else []
    return "；".join(words) + "。" if words else "各领域均为满分。"


def _list_unranked(level: LevelRanking) -> str:
    """Those without a verified score, by why that is."""
    late = [one for one in level.waiting if one.is_late]
    closed = [one for one in level.waiting if one.is_unsubmitted]
    rest = [one for one in level.waiting if not one.is_late and not one.is_unsubmitted]
    named = [("逾期未提交", late), ("按未报结办", closed), ("尚未提交", rest)]
    words = [f"{label}{len(own)}个：{join_names(own)}" for label, own in named if own]
    words += [f"已提交、尚未认定{level.totals.reviewing}个"] if level.totals.reviewing else []
    return "未列入排名的：" + "；".join(words) + "。" if words else ""


def _write_city(one: CityRank, by_common: bool) -> CityRow:
    return CityRow(
        rank="—" if one.rank is None else str(one.rank),
        name=shorten(one.place[1]),
        asked=one.asked,
        verified=one.verified,
        mean=write_points(one.common if by_common else one.mean),
        change=write_difference(one.change),
        below=one.below,
        why=NOT_RANKED[one.why_not].removesuffix("，不排名") if one.why_not else "",
    )


def _pick_gaps(level: LevelRanking) -> Sequence[DutyGap]:
    """Nothing is counted over very few bureaus."""
    return level.gaps[:MOST_GAPS] if is_enough(len(level.bureaus)) else ()


def _write_gap(number: int, gap: DutyGap) -> CircularGap:
    unmet, partial = _name_some("未达标", gap.unmet), _name_some("部分达标", gap.partial)
    return CircularGap(
        number=number,
        title=gap.question.title,
        critical=gap.is_critical,
        count=f"{gap.count}/{gap.applies}",
        share=write_share(gap.count, gap.applies),
        mean=write_mean_credit(gap.mean, gap.applies),
        where="；".join(filter(None, (unmet, partial))),
    )


def _name_some(label: str, members: Sequence[Member]) -> str:
    return f"{label}{len(members)}个：{join_names(members, MOST_NAMED)}" if members else ""


def _write_critical(level: LevelRanking) -> str:
    """Who has nothing in a critical item, whose grade is the lowest for it."""
    unmet = [one for one in level.critical if one.unmet]
    if not unmet:
        return "已认定的单位没有得分为零的关键项。" if level.bureaus else ""
    return f"{len(unmet)}个单位有关键项得分为零，等级按未达标评定：{_join(unmet)}。"


def _join(ranks: Iterable[BureauRank]) -> str:
    return "；".join(f"{shorten(one.member.name)}（{'、'.join(one.unmet)}）" for one in ranks)
