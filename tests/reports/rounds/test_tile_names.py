"""Names on tiles and maps: short, as the places are called, and no two of a city alike."""

from dataclasses import replace
from fractions import Fraction

import pytest

from reports.rounds.ranking import rank_level
from reports.rounds.tile_names import LONGEST, name_map, name_place, name_tiles, write_whole
from survey.demo.divisions import list_children, load_divisions
from tests.reports.rounds.rankings import SOUTH, report_on, verified

OFFICE = "市场监督管理局"


def name(*places: str) -> list[str]:
    return name_tiles(f"{one}{OFFICE}" for one in places)


@pytest.mark.parametrize(
    ("place", "short"),
    [
        *(("小店区", "小店"), ("杏花岭区", "杏花岭"), ("万柏林区", "万柏林"), ("潞城区", "潞城"), ("浦东新区", "浦东")),
        *(("城区", "城区"), ("矿区", "矿区"), ("沁县", "沁县"), ("井陉矿区", "井陉矿区"), ("神农架林区", "神农架")),
        *(("伊通满族自治县", "伊通"), ("石柱土家族自治县", "石柱"), ("秀山土家族苗族自治县", "秀山")),
        *(("前郭尔罗斯蒙古族自治县", "前郭"), ("喀喇沁左翼蒙古族自治县", "喀左"), ("龙胜各族自治县", "龙胜")),
        *(("木垒哈萨克自治县", "木垒"), ("东乡族自治县", "东乡"), ("鄂温克族自治旗", "鄂温克"), ("瀍河回族区", "瀍河")),
        *(("察哈尔右翼前旗", "察右前旗"), ("科尔沁左翼后旗", "科左后旗"), ("四子王旗", "四子王")),
        *(("土默特左旗", "土左旗"), ("巴林左旗", "巴林左旗"), ("乌拉特前旗", "乌前旗"), ("达尔罕茂明安联合旗", "达茂")),
        *(("太原经济技术开发区", "经开区"), ("某某重点产业示范园区", "某某…区")),
    ],
)  # fmt: skip
def test_a_place_is_called_as_its_people_call_it(place: str, short: str) -> None:
    assert name(place) == [short]


def test_what_would_read_alike_keeps_more_of_its_name() -> None:
    assert name("伊宁市", "伊宁县", "霍城县") == ["伊宁市", "伊宁县", "霍城"]
    whole = ["某某第一高新技术产业开发区", "某某第二高新技术产业开发区"]
    assert name(*whole) == whole


def test_no_two_counties_of_a_city_are_alike_and_all_fit() -> None:
    cities = [[each.name for each in list_children(code)] for code in load_divisions()]
    for places in filter(None, cities):
        short = name(*places)
        assert len(set(short)) == len(short)
        assert max(map(len, short)) <= LONGEST


def test_on_one_map_those_of_one_name_have_their_city_in_front() -> None:
    members = [verified("1", 90), verified("2", 80, SOUTH), verified("3", 70)]
    named = [replace(one, name=place) for one, place in zip(members, ("城区", "城区", "沁县"), strict=True)]
    rows = rank_level(report_on(*named), "county").tiles
    assert [found for _, found in name_map(rows)] == ["北市城区", "沁县", "南市城区"]


def test_a_prefecture_of_a_people_is_a_short_one_and_others_stand_as_they_are() -> None:
    assert [name_place(f"{one}{OFFICE}") for one in ("延边朝鲜族自治州", "阳泉市", "阿拉善盟")] == [
        "延边州",
        "阳泉市",
        "阿拉善盟",
    ]


def test_whole_points_are_never_rounded_up_into_a_grade() -> None:
    assert [write_whole(Fraction(one)) for one in ("89.99", "90", "0")] == ["89", "90", "0"]
