"""Charts are well-formed pictures; their words stand beside them."""

from decimal import Decimal
from itertools import pairwise
from xml.etree import ElementTree as ET

from reports.printing.svg_charts import (
    INK,
    SHADES,
    STRONG,
    TRACK,
    WEAK,
    Bar,
    Spread,
    describe_bars,
    draw_domain_bars,
    draw_heat_map,
    embed_svg,
    shade_scores,
)

BARS = [
    Bar("检验检测能力", Decimal("59.99"), spread=Spread(Decimal(55), Decimal(70), Decimal(80))),
    Bar("应急管理体系", Decimal("60.00")),
    Bar("组织<&>领导", None, "未完成"),
]
SVG = "{http://www.w3.org/2000/svg}"


def draw() -> ET.Element:
    return ET.fromstring(draw_domain_bars(BARS, [Decimal(60)], Decimal(60), "各<领域>得分图").svg)


def find_path(color: str, kind: str = "fill") -> str:
    return "".join(path.get("d", "") for path in draw().iter(f"{SVG}path") if path.get(kind) == color)


def test_a_chart_has_a_title_and_no_other_word() -> None:
    chart = draw()
    assert [text for text in chart.itertext() if text.strip()] == ["各<领域>得分图"]


def test_what_a_chart_shows_can_be_said() -> None:
    words = "检验检测能力59.99分（同级中间一半55.00至80.00分）；应急管理体系60.00分；组织<&>领导未完成"
    assert describe_bars(BARS) == words


def test_a_weak_domain_is_darker_and_one_without_score_has_no_bar() -> None:
    assert find_path(WEAK).count("M") == find_path(STRONG).count("M") == 1
    assert find_path(TRACK).count("M") == 3


def test_bars_end_at_their_score() -> None:
    # 80 mm stand for 100 points, from 2 mm on.
    assert f"H{2 + 80 * 0.5999:.2f}v" in find_path(WEAK)
    assert f"H{2 + 80 * 0.6:.2f}v" in find_path(STRONG)


def test_the_middle_half_of_like_bureaus_is_a_box_with_a_line_at_the_median() -> None:
    box, median = find_path(INK, "stroke").split("z")
    assert box.startswith(f"M{2 + 80 * 0.55:.2f} ") and f"H{2 + 80 * 0.8:.2f}v" in box
    assert median.startswith(f"M{2 + 80 * 0.7:.2f} ")


def test_the_picture_is_as_high_as_the_rows_beside_it() -> None:
    drawn = draw_domain_bars(BARS, [], Decimal(60), "题")
    assert ET.fromstring(drawn.svg).get("height") == f"{3 * drawn.step:.2f}mm"


def test_many_rows_keep_to_a_page() -> None:
    drawn = draw_domain_bars([Bar(f"领域{number}", Decimal(number)) for number in range(40)], [], Decimal(60), "题")
    assert 40 * drawn.step <= 150


def test_no_class_is_used() -> None:
    assert "class=" not in draw_domain_bars(BARS, [], Decimal(60), "题").svg


def test_a_picture_travels_within_its_address() -> None:
    assert embed_svg("<svg/>") == "data:image/svg+xml;base64,PHN2Zy8+"


def test_a_heat_map_has_one_path_for_each_shade_and_nothing_where_there_is_no_score() -> None:
    shades = shade_scores([Decimal(90), Decimal(75), Decimal(60), Decimal(0)])
    rows = [[Decimal(95), Decimal(92), None, Decimal(59)], [Decimal(75), None, Decimal(0), Decimal("89.99")]]
    root = ET.fromstring(draw_heat_map(rows, shades, "题"))
    fields = {one.get("fill"): one.get("d", "") for one in root if one.get("fill") not in (None, "none")}
    # 104 mm for four columns: 26 mm each; two of one shade side by side are one field.
    assert fields == {
        SHADES[0]: "M0.00 0h52.00v5h-52.00z",
        SHADES[1]: "M0.00 5h26.00v5h-26.00zM78.00 5h26.00v5h-26.00z",
        SHADES[3]: "M78.00 0h26.00v5h-26.00zM52.00 5h26.00v5h-26.00z",
    }


def test_the_shades_darken_step_by_step_in_grey() -> None:
    greys = [sum(w * int(c[i : i + 2], 16) for w, i in ((0.299, 1), (0.587, 3), (0.114, 5))) for c in SHADES]
    assert all(light - dark > 25 for light, dark in pairwise(greys))
