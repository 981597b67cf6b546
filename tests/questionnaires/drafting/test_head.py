"""The head of a notice: which title, number, issuer, days, higher document and level it has."""

from datetime import date

import pytest

from questionnaires.catalogue import Level
from questionnaires.drafting.outline.outlining import outline_notice
from questionnaires.drafting.outline.places import find_level
from questionnaires.drafting.parts import NoticeHead, TableBlock, TextBlock
from tests.questionnaires.drafting.blocks import make_blocks
from tests.questionnaires.drafting.notices import CITY, COUNTY

CLAUSES = ["一、任务", "（一）加强检查。各级加强检查。"]


def head_of(*lines: str) -> NoticeHead:
    return outline_notice(make_blocks("\n".join(lines))).head


def test_a_forwarded_plan_is_cited_by_its_own_title() -> None:
    assert outline_notice(make_blocks(CITY)).head == NoticeHead(
        title="临川市提升药品监管能力三年行动方案",
        number="临政办发〔2023〕18号",
        issuer="临川市人民政府办公室",
        issued=date(2023, 6, 5),
        effective=date(2023, 7, 1),
        implements="江政办发〔2022〕9号",
        level=Level.CITY,
    )


def test_a_county_carries_out_the_city_and_the_site_tells_its_days() -> None:
    assert outline_notice(make_blocks(COUNTY)).head == NoticeHead(
        title="关于加强药品安全工作的实施办法",
        number="青政规〔2024〕3号",
        issuer="青岭县人民政府",
        issued=date(2024, 3, 9),
        effective=date(2024, 4, 8),
        implements="临政规〔2023〕2号",
        level=Level.COUNTY,
    )


def test_a_table_of_a_site_tells_number_issuer_and_day() -> None:
    facts = TableBlock(
        (("索引号", "001", "发文机关", "江南省人民政府"), ("成文日期", "2021年05月01日", "发文字号", "江政发[2021]7号"))
    )
    lines = [TextBlock(one) for one in ("江南省药品安全规划", *CLAUSES)]
    head = outline_notice([facts, *lines]).head
    assert (head.number, head.issuer, head.issued) == ("江政发〔2021〕7号", "江南省人民政府", date(2021, 5, 1))


def test_the_day_of_signing_comes_before_those_of_printing_and_of_publication() -> None:
    head = head_of(
        "发布时间：2022-05-09 10:00",
        "江南省人民政府关于加强药品监管的意见",
        *CLAUSES,
        "江南省人民政府",
        "2022年4月30日",
        "2022年5月6日印发",
    )
    assert head.issued == date(2022, 4, 30)


def test_a_title_over_several_lines_is_one() -> None:
    head = head_of(
        "江南省人民政府办公厅",
        "关于全面加强药品监管",
        "能力建设若干",
        "措施的通知",
        "江政办〔2022〕1号",
        "各市人民政府：",
        *CLAUSES,
    )
    assert (head.title, head.issuer) == ("关于全面加强药品监管能力建设若干措施的通知", "江南省人民政府办公厅")


@pytest.mark.parametrize(
    "number", ["晋政办发〔2021〕101号", "晋政办发[2021]101号", "晋政办发【2021】１０１ 号", "晋政办发(2021)101号"]
)
def test_a_number_is_told_in_one_way(number: str) -> None:
    assert (
        head_of("关于加强药品监管的通知", number, "根据《条例》（国办发〔2020〕3号）：", *CLAUSES).number
        == "晋政办发〔2021〕101号"
    )


def test_a_number_that_is_only_cited_is_not_the_own_one() -> None:
    head = head_of("关于加强药品监管的通知", "根据《关于加强监管的意见》（国办发〔2020〕3号），通知如下。", *CLAUSES)
    assert (head.number, head.implements) == (None, "国办发〔2020〕3号")


def test_laws_are_not_carried_out_but_a_document_without_number_is() -> None:
    head = head_of(
        "江南省药品监管措施", "根据《药品管理法》《国务院办公厅关于加强监管的意见》精神，制定如下措施。", *CLAUSES
    )
    assert head.implements == "国务院办公厅关于加强监管的意见"


def test_a_document_may_be_carried_out_by_its_number_alone() -> None:
    head = head_of(
        "江南省药品监管措施", "江政办发〔2022〕7号", "为贯彻落实国办发〔2021〕16号文件要求，制定如下措施。", *CLAUSES
    )
    assert (head.number, head.implements) == ("江政办发〔2022〕7号", "国办发〔2021〕16号")


def test_a_cover_with_paragraphs_of_its_own_still_forwards_a_plan() -> None:
    cover = (
        "江南省人民政府办公厅关于印发药品监管方案的通知",
        "江政办〔2022〕5号",
        "现印发给你们，并提出要求：",
        "一、提高认识。",
        "二、抓好落实。",
    )
    plan = (
        "江南省人民政府办公厅",
        "2022年1月4日",
        "江南省药品监管方案",
        "一、任务",
        "（一）加强检查。各级加强检查。",
        "二、保障",
        "加强经费保障，每年评价。",
    )
    outline = outline_notice(make_blocks("\n".join([*cover, *plan])))
    assert outline.head.title == "江南省药品监管方案" and outline.head.issued == date(2022, 1, 4)
    assert [one.path for one in outline.clauses] == ["一（一）", "二"]


@pytest.mark.parametrize(
    ("name", "level"),
    [
        ("江南省药品监督管理局", Level.PROVINCE),
        ("重庆市人民政府办公厅", Level.PROVINCE),
        ("重庆市渝北区人民政府", Level.COUNTY),
        ("内蒙古自治区人民政府", Level.PROVINCE),
        ("锡林郭勒盟行政公署办公室", Level.CITY),
        ("延边朝鲜族自治州人民政府", Level.CITY),
        ("阿鲁科尔沁旗人民政府", Level.COUNTY),
        ("长阳土家族自治县人民政府", Level.COUNTY),
        ("晋城市市场监督管理局", Level.CITY),
        ("江南省临川市人民政府", Level.CITY),
        ("国务院办公厅", None),
    ],
)
def test_an_issuer_speaks_for_its_level(name: str, level: Level | None) -> None:
    assert find_level(name) is level


def test_a_city_that_addresses_townships_is_a_county() -> None:
    assert find_level("高平市人民政府", "各乡（镇）人民政府、街道办事处：") is Level.COUNTY
    assert find_level("晋城市人民政府", "各县（市、区）人民政府：") is Level.CITY


def test_a_notice_does_not_carry_out_what_it_issues_itself() -> None:
    told = """安澜省药品监督管理局关于印发《监管能力提升行动计划》的通知
安药监办〔2024〕33号
各市市场监督管理局：
现印发给你们，请抓好落实。
安澜省药品监督管理局
2024年5月9日
监管能力提升行动计划
一、目标
（一）队伍。检查员不少于20名。
"""
    assert outline_notice(make_blocks(told)).head.implements is None
