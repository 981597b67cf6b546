"""The map of the counties: one shape each, its grade in shade and border, and every name where there is room."""

import base64
import re

from reports.rounds.county_map import LETTER, CountyPicture, MapCounty, draw_counties
from reports.rounds.leader import rank_report
from reports.rounds.ranking_part import describe_ranking
from tests.reports.rounds.rankings import A, claiming, report_on, verified, waiting

Rings = tuple[tuple[tuple[int, int], ...], ...]


def square(left: int, top: int, side: int) -> Rings:
    return (((left, top), (left + side, top), (left + side, top + side), (left, top + side)),)


def county(name: str, rings: Rings, kind: str = "good", score: str = "80") -> MapCounty:
    return MapCounty(name, score, kind, True, rings)


def read_svg(picture: CountyPicture) -> str:
    return base64.b64decode(picture.address.partition("base64,")[2]).decode()


def test_each_county_is_one_shape_and_who_is_below_is_drawn_last_with_a_thick_border() -> None:
    svg = read_svg(draw_counties([county("甲", square(0, 0, 100), "below"), county("乙", square(100, 0, 100))], "图"))
    shapes = re.findall(r'<path d="[^"]*" fill="#[^"]*" [^>]*>', svg)
    assert len(shapes) == 2
    assert 'stroke-width="0.8"' in shapes[1] and 'stroke-width="0.2"' in shapes[0]


def test_who_has_no_score_has_a_dashed_border() -> None:
    assert "stroke-dasharray" in read_svg(draw_counties([county("甲", square(0, 0, 9), "unknown", "—")], "图"))


def test_a_name_stands_in_a_large_county_and_beside_the_map_for_a_small_one() -> None:
    picture = draw_counties([county("甲县", square(0, 0, 1000)), county("乙县", square(1000, 0, 10))], "图")
    svg = read_svg(picture)
    inside, outside = (
        re.search(r'<text x="([\d.]+)"[^>]*>甲县</text>', svg),
        re.search(r'<text x="([\d.]+)"[^>]*>乙县 80<', svg),
    )
    assert inside and outside and float(inside[1]) < 120 < float(outside[1])
    assert f'font-size="{LETTER:g}"' in svg and LETTER >= 8 * 25.4 / 72
    assert picture.unnamed == []


def test_names_for_which_there_is_no_room_are_told() -> None:
    many = [county(f"{number}县", square(number * 10, 0, 9)) for number in range(200)]
    picture = draw_counties(many, "图")
    named = read_svg(picture).count("<text")
    assert named + len(picture.unnamed) == 200 and picture.unnamed


def test_words_are_escaped() -> None:
    assert "<b>" not in read_svg(draw_counties([county("<b>", square(0, 0, 100))], "<图>"))


def test_a_map_is_drawn_where_most_counties_have_an_outline_and_says_who_has_none() -> None:
    members = (verified("1", 55, grade="未达标"), claiming("2", 99), waiting("3"))
    ranking = rank_report(report_on(*members, asked=(A,)))
    assert ranking is not None
    part = describe_ranking(ranking, {"1": square(0, 0, 100), "2": square(100, 0, 100)})
    assert part.map is not None and part.unmapped == "图上没有边界的单位：3县。"
    svg = read_svg(part.map)
    assert 'font-weight="bold">1县</text>' in svg and ">2县</text>" in svg and 'font-weight="bold">2县' not in svg
    assert describe_ranking(ranking, {"1": square(0, 0, 100)}).map is None
    assert [tile.score for line in part.tiles for tile in line.tiles] == ["55", "99", "—"]
