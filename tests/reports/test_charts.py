"""Charts are well-formed pictures with words."""

from decimal import Decimal
from xml.etree import ElementTree as ET

from reports.charts import (
    INK,
    STRONG,
    TRACK,
    WEAK,
    Bar,
    Mark,
    Spread,
    describe_bars,
    draw_domain_bars,
    embed_svg,
)

BARS = [
    Bar("检验检测能力", Decimal("59.99"), spread=Spread(Decimal(55), Decimal(70), Decimal(80))),
    Bar("应急管理体系", Decimal("60.00")),
    Bar("组织<&>领导", None, "未完成"),
]
SVG = "{http://www.w3.org/2000/svg}"


def draw() -> ET.Element:
    marks = [Mark(Decimal(60), "60")]
    return ET.fromstring(draw_domain_bars(BARS, marks, Decimal(60), "各领域得分图", describe_bars(BARS)))


def test_a_chart_has_a_title_and_says_what_it_shows() -> None:
    chart = draw()
    assert chart.findtext(f"{SVG}title") == "各领域得分图"
    words = "检验检测能力59.99分（同级中间一半55.00至80.00分）；应急管理体系60.00分；组织<&>领导未完成"
    assert chart.findtext(f"{SVG}desc") == words


def test_every_bar_has_its_name_and_figure() -> None:
    words = [text.text for text in draw().iter(f"{SVG}text")]
    assert words == ["检验检测能力", "59.99", "应急管理体系", "60.00", "组织<&>领导", "未完成", "60"]


def find_path(color: str, kind: str = "fill") -> str:
    return "".join(path.get("d", "") for path in draw().iter(f"{SVG}path") if path.get(kind) == color)


def test_a_weak_domain_is_darker_and_one_without_score_has_no_bar() -> None:
    assert find_path(WEAK).count("M") == find_path(STRONG).count("M") == 1
    assert find_path(TRACK).count("M") == 3


def test_bars_end_at_their_score() -> None:
    # 79 mm stand for 100 points, from 60 mm on.
    assert f"H{60 + 79 * 0.5999:.2f}v" in find_path(WEAK)
    assert f"H{60 + 79 * 0.6:.2f}v" in find_path(STRONG)


def test_the_middle_half_of_like_bureaus_is_a_box_with_a_line_at_the_median() -> None:
    box, median = find_path(INK, "stroke").split("z")
    assert box.startswith(f"M{60 + 79 * 0.55:.2f} ") and f"H{60 + 79 * 0.8:.2f}v" in box
    assert median.startswith(f"M{60 + 79 * 0.7:.2f} ")


def test_many_rows_keep_to_a_page() -> None:
    bars = [Bar(f"领域{number}", Decimal(number)) for number in range(40)]
    chart = ET.fromstring(draw_domain_bars(bars, [], Decimal(60), "题", "述"))
    assert float(chart.get("height", "").removesuffix("mm")) <= 160


def test_a_long_name_is_cut_and_no_class_is_used() -> None:
    drawn = draw_domain_bars([Bar("很" * 40, Decimal(0))], [], Decimal(60), "题", "述")
    assert "很" * 14 + "…" in drawn and "class=" not in drawn


def test_a_picture_travels_within_its_address() -> None:
    assert embed_svg("<svg/>") == "data:image/svg+xml;base64,PHN2Zy8+"
