"""The two pages that a leader reads: plain words and rows, bounded so that they fill two pages and never a third."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from reports.gap.groups import is_enough
from reports.rounds.content import RoundReport
from reports.rounds.leader_words import (
    write_critical_items,
    write_decisions,
    write_missing,
    write_overdue,
    write_plans,
    write_where_it_stands,
)
from reports.rounds.ranked import LevelRanking
from reports.rounds.ranking import list_ranked_levels, pick_extremes, rank_level
from reports.rounds.ranking_rows import (
    BureauRankRow,
    CityRankRow,
    SharedDutyRow,
    list_city_rows,
    list_duty_rows,
    list_rank_rows,
)
from reports.rounds.tile_names import name_place, name_tiles

MOST_CITIES, MOST_MISSING = 12, 8
LONGEST_ALONE, LONGEST_PAIR = 9, 7  # characters of a name, and of a name and its city, that stand on one line
BASIS = (
    "平均、名次和个数只按认定得分统计；市的认定单位达到应填报单位的一半且不少于5个才排名；"
    "不足5个单位的不作统计，列出单位"
)


@dataclass(frozen=True)
class LeaderPages:
    """All that the two pages show of one level. `head` are the figures at the top, each with what it counts."""

    level_name: str
    basis: str
    is_by_common: bool
    has_common: bool
    heads: Sequence[tuple[str, str]]
    standing: str
    cities: Sequence[CityRankRow]
    cities_cut: str
    best: Sequence[BureauRankRow]
    worst: Sequence[BureauRankRow]
    missing_words: str
    missing: Sequence[SharedDutyRow]
    critical: str
    overdue: Sequence[str]
    plans: str
    decisions: Sequence[str]


def rank_report(report: RoundReport) -> LevelRanking | None:
    """The ranking that the report shows: of the level of which there are most bureaus; None where nobody is asked."""
    levels = list_ranked_levels(report)
    return rank_level(report, levels[0]) if levels else None


def describe_leader(report: RoundReport, ranking: LevelRanking) -> LeaderPages:
    best, worst = pick_extremes(ranking.ordered)
    missing = list_duty_rows(ranking, MOST_MISSING) if is_enough(ranking.totals.verified) else []
    cities = [] if len(ranking.cities) < 2 else list_city_rows(ranking.cities, ranking.is_by_common)
    return LeaderPages(
        level_name=ranking.level_name,
        basis=write_ranking_basis(ranking),
        is_by_common=ranking.is_by_common,
        has_common=ranking.has_common,
        heads=_list_heads(ranking),
        standing=write_where_it_stands(ranking),
        cities=_cut(cities),
        cities_cut=f"共{len(cities)}个市，列前后各{MOST_CITIES // 2}个。" if len(cities) > MOST_CITIES else "",
        best=[_fit(one) for one in list_rank_rows(ranking, best)],
        worst=[_fit(one) for one in list_rank_rows(ranking, worst)],
        missing_words=write_missing(ranking),
        missing=missing,
        critical=write_critical_items(ranking),
        overdue=write_overdue(ranking, report.as_of),
        plans=write_plans(report.plans),
        decisions=write_decisions(ranking, missing, report.plans, report.as_of),
    )


def _fit(row: BureauRankRow) -> BureauRankRow:
    """A row that fits one line of half a page: its city, or itself, in brief where the name is long, or no city."""
    name = row.name if len(row.name) <= LONGEST_ALONE else name_tiles([row.name])[0]
    cities = (row.city, name_place(row.city))
    return replace(row, name=name, city=next((one for one in cities if len(name) + len(one) <= LONGEST_PAIR), ""))


def _cut(cities: Sequence[CityRankRow]) -> list[CityRankRow]:
    half = MOST_CITIES // 2
    return list(cities) if len(cities) <= MOST_CITIES else [*cities[:half], *cities[-half:]]


def write_ranking_basis(ranking: LevelRanking) -> str:
    """By which scores bureaus are counted and put in order."""
    if not ranking.has_common:
        return f"{BASIS}。"
    if not ranking.is_by_common:
        return f"{BASIS}。各单位按{len(ranking.asked)}个文件填报，文件没有共同事项，名次仅按各自得分排列。"
    return (
        f"{BASIS}。各单位按{len(ranking.asked)}个文件填报，名次按各文件共同的{ranking.basis.count}项事项的得分排列，"
        "认定得分按各自文件计算，不合并平均。"
    )


def _list_heads(ranking: LevelRanking) -> list[tuple[str, str]]:
    totals = ranking.totals
    grades = [(str(count), label) for label, count in totals.grades]
    stages = (
        ("已认定", totals.verified),
        ("审核中", totals.reviewing),
        ("未提交", totals.missing),
        ("逾期", totals.late),
    )
    return [(str(totals.asked), "应填报"), *((str(count), word) for word, count in stages), *grades]
