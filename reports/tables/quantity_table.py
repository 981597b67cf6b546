"""The table of quantities: added up over the bureaus of a level, for each province and for each of its cities."""

from collections.abc import Iterable, Iterator
from decimal import Decimal
from fractions import Fraction

from questionnaires.wording import round_half_up
from reports.gap.rows import name_basis
from reports.tables.aggregate import DEMO_MARK, QUANTITIES, RoundInfo, name_source
from reports.tables.figures import write_decimal
from reports.tables.quantity_sums import Paired, Place, QuantityGroup, QuantitySum
from reports.tables.table import Cell, Table

NAME, TITLE = "quantities.csv", "基础数据"
WHOLE = "全部"
COLUMNS = {
    "数据标记": "是否为演示数据",
    "填报轮次": "本轮填报的名称",
    "统计依据": "自评：已提交单位所填的数；认定：全部单位均已认定的，按认定的数",
    "省级地区": "单位所在的省、自治区、直辖市的单位名称",
    "地区": "该省的某一市（含该市本级），或者“全部”；直接隶属于省级的列在省级单位名下",
    "地区代码": "该地区的行政区划代码，按文本使用",
    "层级": "填报单位的层级，不同层级不合并",
    "题目编号": "基础数据的固定编号",
    "基础数据": "基础数据的名称",
    "单位": "数的单位",
    "合计": "所填数之和，不含未填报、未统计的；没有单位填报为空",
    "应填报单位数": "应当填报该数的单位数，不含免报的",
    "填报单位数": "填报了数的单位数，不足应填报单位数的，合计不是全部单位的数",
    "未统计单位数": "说明没有统计的单位数，不按0计算",
    "中位数": "所填数的中位数，填报单位不足5个为空",
    "每万人": "数和常住人口都填报的单位，数之和除以常住人口之和（万人），保留两位小数；不足5个单位为空",
    "每万人单位数": "数和常住人口都填报的单位数",
    "可比单位数": "本轮和上轮都填报了该数的单位数",
    "可比单位本轮合计": "可比单位本轮所填数之和，没有可比单位为空",
    "可比单位上轮合计": "可比单位上轮所填数之和，没有可比单位为空",
    "较上轮变化": "可比单位本轮合计比上轮合计增减的百分比，保留两位小数；可比单位不足5个或者上轮合计为0为空",
}
UNITS = {
    **dict.fromkeys(("合计", "中位数", "可比单位本轮合计", "可比单位上轮合计"), "见单位栏"),
    "每万人": "见单位栏，每万人",
    "较上轮变化": "%",
}


def write_quantities(info: RoundInfo, groups: Iterable[QuantityGroup]) -> Table:
    """Headers and rows: of each level of a province all bureaus, then those of each city where there are several."""
    head: list[Cell] = [DEMO_MARK if info.demo else None, info.name, name_basis(info.is_verified)]
    rows = [[*head, *line] for group in groups for line in _write_group(group)]
    return list(COLUMNS), rows


def _write_group(group: QuantityGroup) -> Iterator[list[Cell]]:
    yield from _write_sums(group, (group.province[0], WHOLE), group.sums)
    for city, sums in group.cities if len(group.cities) > 1 else ():
        yield from _write_sums(group, city, sums)


def _write_sums(group: QuantityGroup, place: Place, sums: Iterable[QuantitySum]) -> Iterator[list[Cell]]:
    for one in sums:
        named: list[Cell] = [group.province[1], place[1], place[0], group.level_name]
        yield [*named, one.question.id, one.question.title, one.unit, *_write_sum(one)]


def _write_sum(one: QuantitySum) -> list[Cell]:
    counts: list[Cell] = [one.asked, one.given, one.not_kept]
    per_head: list[Cell] = [write_rounded(one.per_10k), one.beside_inhabitants.count]
    return [_write(one.total), *counts, _write(one.median), *per_head, *_write_pair(one.beside_last, one.change)]


def _write_pair(pair: Paired, change: Fraction | None) -> list[Cell]:
    sums = (pair.first, pair.second) if pair.count else (None, None)
    return [pair.count, *map(_write, sums), write_rounded(change)]


def write_rounded(number: Fraction | None) -> Decimal | None:
    """With two decimals, half up, as far below 0 as above."""
    if number is None:
        return None
    rounded = round_half_up(abs(number))
    return -rounded if number < 0 and rounded else rounded


def _write(figure: Fraction | None) -> Cell:
    return None if figure is None else write_decimal(figure)


def describe_quantities() -> list[list[Cell]]:
    """The rows of the data dictionary on this table."""
    source = name_source(QUANTITIES)
    return [[NAME, header, meaning, UNITS.get(header, "文字或整数"), source] for header, meaning in COLUMNS.items()]
