"""The sections on the ranking: all bureaus and cities in order, the tiles, shared gaps with advice, who is missing."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from reports.gap.groups import FEWEST_LIKE, is_enough
from reports.gap.rows import write_points
from reports.rounds.content import Key, Member, RoundReport
from reports.rounds.county_map import CountyPicture, MapCounty, draw_counties
from reports.rounds.leader import write_ranking_basis
from reports.rounds.plan_totals import PlanCount, RoundPlans
from reports.rounds.ranked import CityRank, LevelRanking, MapTile, TileRow
from reports.rounds.ranking import is_waiting
from reports.rounds.ranking_rows import (
    BureauRankRow,
    CityRankRow,
    SharedDutyRow,
    WaitingRow,
    list_city_rows,
    list_duty_rows,
    list_rank_rows,
    list_waiting_rows,
    write_notices,
)
from reports.rounds.rows import MOST_BUREAUS, MOST_GAPS, shorten
from reports.rounds.tile_names import name_map, name_place, name_row, write_whole
from reports.rounds.words import write_cut
from survey.maps.keeping import Rings

STEPS = ("excellent", "good", "basic", "below")  # the classes of tiles, from the best grade down
UNKNOWN = "unknown"
TABLE = "“名次”表（ranking.csv）"


@dataclass(frozen=True, slots=True)
class TileCell:
    """A bureau on the grid: name, score in whole points, its class, and all of it in words."""

    name: str
    score: str
    kind: str
    is_verified: bool
    words: str


@dataclass(frozen=True, slots=True)
class TileLine:
    """The tiles of one place, with the place's verified mean where that is given."""

    place: str
    tiles: Sequence[TileCell]
    mean: str


@dataclass(frozen=True)
class RankingPart:
    """Everything about the ranking behind the leader's pages."""

    level_name: str
    basis: str
    is_by_common: bool
    has_common: bool
    has_totals: bool
    rows: Sequence[BureauRankRow]
    rows_cut: str
    unverified: str
    notices: str
    tiles: Sequence[TileLine]
    map: CountyPicture | None
    unmapped: str
    cities: Sequence[CityRankRow]
    few: str
    gaps: Sequence[SharedDutyRow]
    gaps_cut: str


def describe_ranking(ranking: LevelRanking, outlines: Mapping[str, Rings]) -> RankingPart:
    rows = list_rank_rows(ranking, ranking.ordered[:MOST_BUREAUS])
    picture = _draw_map(ranking, outlines)
    has_gaps = is_enough(len(ranking.bureaus))
    gaps = list_duty_rows(ranking, MOST_GAPS) if has_gaps else []
    return RankingPart(
        level_name=ranking.level_name,
        basis=write_ranking_basis(ranking),
        is_by_common=ranking.is_by_common,
        has_common=ranking.has_common,
        has_totals=any(one.total not in (None, one.score) for one in ranking.bureaus),
        rows=rows,
        rows_cut=write_cut(len(ranking.ordered), "名次在前", TABLE),
        unverified=_count_unverified(ranking),
        notices=write_notices(ranking),
        tiles=_list_tiles(ranking),
        map=picture,
        unmapped=_name_unmapped(ranking, outlines, picture) if picture else "",
        cities=list_city_rows(ranking.cities, ranking.is_by_common) if len(ranking.cities) > 1 else [],
        few=_name_few(ranking.cities),
        gaps=gaps,
        gaps_cut=f"列差距单位数最多的{len(gaps)}项，共{len(ranking.gaps)}项。" if len(ranking.gaps) > len(gaps) else "",
    )


def _count_unverified(ranking: LevelRanking) -> str:
    totals = ranking.totals
    left = totals.asked - totals.verified
    return (
        f"另有{left}个单位尚无认定得分，不参加排名（审核中{totals.reviewing}个，未提交{totals.missing}个）。"
        if left
        else ""
    )


def _name_few(cities: Sequence[CityRank]) -> str:
    """The bureaus of the cities of which too few are verified to be ranked, with their scores."""
    few = [one for one in cities if one.verified and not is_enough(one.verified)]
    named = "；".join(
        f"{shorten(one.place[1])}："
        + "、".join(f"{shorten(bureau.member.name)}{write_points(bureau.score)}" for bureau in one.ranked)
        for one in few
    )
    return f"认定单位不足{FEWEST_LIKE}个的市不作统计、不排名，其单位的认定得分为：{named}。" if few else ""


def _draw_map(ranking: LevelRanking, outlines: Mapping[str, Rings]) -> CountyPicture | None:
    """The map where most of the bureaus have an outline; otherwise tiles say more."""
    tiles = [tile for row in ranking.tiles for tile in row.tiles]
    found = [tile for tile in tiles if tile.member.code in outlines]
    if not found or 2 * len(found) < len(tiles):
        return None
    cells = [(tile, _describe_tile(tile, name)) for tile, name in name_map(ranking.tiles)]
    counties = [
        MapCounty(cell.name, cell.score, cell.kind, cell.is_verified, outlines[tile.member.code])
        for tile, cell in cells
        if tile.member.code in outlines
    ]
    return draw_counties(counties, f"{ranking.level_name}等级图，得分和等级见名次表")


def _name_unmapped(ranking: LevelRanking, outlines: Mapping[str, Rings], picture: CountyPicture) -> str:
    """Who is not on the map, and whose name has no room there."""
    tiles = [tile for row in ranking.tiles for tile in row.tiles]
    missing = "、".join(shorten(tile.member.name) for tile in tiles if tile.member.code not in outlines)
    words = f"图上没有边界的单位：{missing}。" if missing else ""
    return words + (f"图上未标名称的单位：{'、'.join(picture.unnamed)}。" if picture.unnamed else "")


def _list_tiles(ranking: LevelRanking) -> list[TileLine]:
    """The tiles place by place, as many bureaus as a list may have; nothing of very many."""
    if sum(len(row.tiles) for row in ranking.tiles) > MOST_BUREAUS:
        return []
    return [_describe_row(row) for row in ranking.tiles]


def _describe_row(row: TileRow) -> TileLine:
    place = name_place(row.place[1]) if row.is_city else f"{name_place(row.place[1])}直管"
    mean = "" if row.mean is None else write_points(row.mean)
    return TileLine(place, [_describe_tile(one, name) for one, name in name_row(row)], mean)


def _describe_tile(tile: MapTile, brief: str) -> TileCell:
    name = shorten(tile.member.name)
    kind = UNKNOWN if tile.step is None or tile.score is None else STEPS[min(tile.step, len(STEPS) - 1)]
    if tile.score is None:
        return TileCell(brief, "—", UNKNOWN, False, f"{name}：{tile.member.state}")
    whose = "认定" if tile.is_verified else "自评"
    missed = f"，关键项{tile.unmet}项得分为零" if tile.unmet else ""
    words = f"{name}：{whose}{write_points(tile.score)}分，{tile.grade or '未评定'}{missed}"
    return TileCell(brief, write_whole(tile.score), kind, tile.is_verified, words)


@dataclass(frozen=True)
class WaitingPart:
    """Those that have not handed in, of all levels."""

    rows: Sequence[WaitingRow]
    cut: str


def describe_waiting(report: RoundReport) -> WaitingPart:
    levels: Mapping[Key, str] = {(one.document, one.level.value): one.level_name for one in report.questionnaires}
    waiting: list[Member] = sorted(
        (one for one in report.members if is_waiting(one)), key=lambda one: (not one.is_late, one.place[0], one.code)
    )
    rows = list_waiting_rows(waiting[:MOST_BUREAUS], levels)
    return WaitingPart(rows, write_cut(len(waiting), "逾期在前", "“单位汇总”表（bureaus.csv）"))


@dataclass(frozen=True, slots=True)
class PlanCountRow:
    """The plan of one bureau, counted."""

    place: str
    name: str
    promised: str
    done: str
    checked: str
    overdue: str


def list_plan_rows(plans: RoundPlans) -> list[PlanCountRow]:
    """The plans bureau by bureau, those with most overdue first, as many as a list may have."""
    ordered = sorted(plans.bureaus, key=lambda one: (-one.overdue, one.place, one.code))
    return [_count_plan(one) for one in ordered[:MOST_BUREAUS]]


def _count_plan(one: PlanCount) -> PlanCountRow:
    counts = map(str, (one.promised, one.done, one.checked, one.overdue))
    return PlanCountRow(shorten(one.place[1]), shorten(one.name), *counts)
