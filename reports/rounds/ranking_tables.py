"""The ranking of a whole round as two tables for CSV and XLSX, bureaus and cities, level by level."""

from collections.abc import Iterator

from sqlmodel import Session, select

from reports.rounds.content import RoundReport
from reports.rounds.gathering import read_round
from reports.rounds.ranked import BureauRank, CityRank, LevelRanking
from reports.rounds.ranking import list_ranked_levels, rank_level
from reports.rounds.ranking_rows import NOT_RANKED, write_mark
from reports.rounds.rows import shorten
from reports.tables.aggregate import DEMO_MARK
from reports.tables.bureau_table import write_cell
from reports.tables.extra_table import ExtraTable
from reports.tables.quantity_table import write_rounded
from reports.tables.table import Cell
from survey.bureaus.places import WITH_PLACES
from survey.rounds.rounds import LISTED
from survey.storage.tables import Bureau, Response, Round

MANY = "Over many bureaus"
POINTS, COUNT, WORDS = "分，两位小数", "整数", "文字"
HEAD_COLUMNS = {"数据标记": ("是否为演示数据", WORDS), "填报轮次": ("本轮填报的名称", WORDS)}
BUREAU_COLUMNS = HEAD_COLUMNS | {
    "层级": ("填报单位的层级，各层级分别排名", WORDS),
    "名次": ("在本表同一层级全部已认定单位中按认定得分的名次，得分相同的名次相同；文件不同的各按自己的文件计分", COUNT),
    "共同事项名次": ("按共同事项得分的名次，文件没有共同事项为空", COUNT),
    "单位": ("单位名称", WORDS),
    "单位代码": ("行政区划代码，按文本使用", WORDS),
    "地区": ("所属的市，直接隶属于省级的为省级", WORDS),
    "文件": ("填报的政策文件", WORDS),
    "认定得分": ("审核认定后的得分", POINTS),
    "共同事项得分": ("只计各文件共同的事项的认定得分，事项权重为其在各文件共同事项中所占份额的平均数", POINTS),
    "共同事项数": ("该层级各文件共同的事项数", COUNT),
    "认定等级": ("认定得分的等级，已按关键项限制", WORDS),
    "较上轮": ("认定得分减上一轮认定得分，没有上一轮认定得分为空", POINTS),
    "关键项得分为零": ("得分为零的关键项数", COUNT),
    "关键项部分达标": ("部分达标的关键项数", COUNT),
    "审核说明": ("由本单位人员审核认定的注明，其他为空", WORDS),
}
CITY_COLUMNS = HEAD_COLUMNS | {
    "层级": ("平均分所按的单位层级", WORDS),
    "名次": ("有共同事项的多个文件填报的按共同事项平均，其他按认定平均；不排名为空", COUNT),
    "不排名的原因": ("认定单位不足应填报单位的一半、不足5个等", WORDS),
    "市": ("市的单位名称", WORDS),
    "单位代码": ("行政区划代码，按文本使用", WORDS),
    "应填报单位数": ("不含免报的", COUNT),
    "已认定单位数": ("有认定得分的单位数", COUNT),
    "认定平均": ("已认定单位认定得分的平均数，不足5个单位或者单位按不同文件填报的为空", POINTS),
    "共同事项平均": ("已认定单位共同事项得分的平均数，不足5个单位为空", POINTS),
    "较上轮": ("两轮均已认定的单位得分变化的平均数，不足5个单位为空", POINTS),
    "两轮均认定单位数": ("两轮均有认定得分的单位数", COUNT),
    "未达标单位数": ("认定等级为最低一档的单位数", COUNT),
}


def list_ranking_tables(session: Session, round: Round, time_zone: str) -> list[ExtraTable]:
    """The tables of all bureaus of a round."""
    query = select(Response).join(Bureau).where(Response.round_id == round.id, LISTED).options(WITH_PLACES)
    report = read_round(session, round, session.exec(query).all(), "", time_zone)
    return write_ranking_tables(report)


def write_ranking_tables(report: RoundReport) -> list[ExtraTable]:
    rankings = [rank_level(report, level) for level in list_ranked_levels(report)]
    head: list[Cell] = [DEMO_MARK if report.demo else None, report.title]
    bureaus = [[*head, *line] for one in rankings for line in _list_bureaus(one)]
    cities = [[*head, *line] for one in rankings for line in _list_cities(one)]
    return [
        ExtraTable("ranking.csv", "名次", BUREAU_COLUMNS, bureaus, MANY),
        ExtraTable("cities.csv", "各市名次", CITY_COLUMNS, cities, MANY),
    ]


def _list_bureaus(ranking: LevelRanking) -> Iterator[list[Cell]]:
    names = {(one.document, one.level.value): one.source.name for one in ranking.asked}
    for one in ranking.bureaus:
        yield [ranking.level_name, *_write_bureau(one, names[one.member.key], ranking.basis.count)]


def _write_bureau(one: BureauRank, notice: str, duties: int) -> list[Cell]:
    named: list[Cell] = [one.member.name, one.member.code, shorten(one.member.place[1]), notice]
    scores: list[Cell] = [write_cell(one.score), write_cell(one.common), duties, one.grade, write_rounded(one.change)]
    return [
        one.rank,
        one.common_rank,
        *named,
        *scores,
        len(one.unmet),
        len(one.partial),
        write_mark(one.member) or None,
    ]


def _list_cities(ranking: LevelRanking) -> Iterator[list[Cell]]:
    for one in ranking.cities:
        yield [ranking.level_name, one.rank, *_write_city(one)]


def _write_city(one: CityRank) -> list[Cell]:
    why = NOT_RANKED[one.why_not] if one.why_not else None
    means: list[Cell] = [write_cell(one.mean), write_cell(one.common), write_rounded(one.change), one.compared]
    return [why, one.place[1], one.place[0], one.asked, one.verified, *means, one.below]
