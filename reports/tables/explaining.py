"""The first sheet of a workbook: what is in it, of which round, and how it is read."""

from collections.abc import Iterator, Sequence
from datetime import date

from questionnaires.calendar import default_year
from questionnaires.wording import write_date
from reports.tables.aggregate import DEMO_MARK, RoundInfo
from reports.tables.quantity_table import TITLE as QUANTITIES_TITLE

EXPLAINED = "说明"
SHEETS = {
    "单位汇总": "每个单位一行：得分、等级、各判定的题数，自评与认定并列。",
    "加分扣分和否决": "每项加分、扣分、否决一行：申报和认定的分值、理由。",
    "能力领域": "每个单位的每个能力领域一行：领域得分和失分。",
    "差距清单": "每个单位的每项差距一行，次序、文字和数字与差距报告一致。",
    "逐题明细": "每个单位的每道题一行：答案、判定、得分率、失分和审核决定。",
    "宽表": "每个单位一行，各领域、各题各为一列，供统计软件使用。",
    QUANTITIES_TITLE: "基础数据按地区的合计、中位数、每万人的数和较上轮的变化。",
    "名次": "每个已认定单位一行：按认定得分和按共同事项得分的名次。",
    "各市名次": "每个市一行：所属单位的平均分和名次，没有排名的写明原因。",
    "数据字典": "各工作表每一列的含义、单位或者取值。",
}
READING = (
    "没有提交、未报和免报的单位只列名称和状态，其余各格为空，不按0分计。",
    "自评得分为填报单位自己的答案所得；认定得分在审核认定以后才有。不同文件、不同层级的得分不能直接比较。",
    "每张表的首行可以筛选，首行和单位名称在滚动时不动；打印为A4横向，每页重复首行，只打印蓝色表头的各列；“宽表”和数据字典中“宽表”各列的说明供程序使用，不打印。",
    "灰色表头的列是编号、版本、摘要等供程序使用的内容；需要程序读取的，请使用CSV文件，其列名和次序不变。",
)


def explain(info: RoundInfo, sheets: Sequence[str], made: date | None) -> Iterator[tuple[str, str]]:
    """The lines of the sheet: a label, empty where the one above goes on, and words."""
    if info.demo:
        yield DEMO_MARK, "仅供演示，不代表任何单位的实际情况。"
    yield "填报轮次", info.name
    yield "填报基准日", write_date(info.as_of)
    years = sorted({default_year(info.as_of) if one.year is None else one.year for one in info.questionnaires})
    yield "考核年度", "、".join(f"{year}年" for year in years)
    sources = {one.source.id: f"{one.source.issuer}《{one.source.title}》" for one in info.questionnaires}
    for place, source in enumerate(sources.values()):
        yield "" if place else "评估依据", source
    if made is not None:
        yield "数据截至", write_date(made)
    yield "合计的依据", "认定" if info.is_verified else "自评（尚有单位没有认定）"
    for place, title in enumerate(sheets):
        yield "" if place else "工作表", f"{title}：{SHEETS[title]}"
    for place, line in enumerate(READING):
        yield "" if place else "阅读说明", line
