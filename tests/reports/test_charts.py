"""Charts are well-formed pictures with words."""

from decimal import Decimal
from xml.etree import ElementTree as ET

from reports.charts import STRONG, WEAK, Bar, Mark, describe_bars, draw_domain_bars, embed_svg

BARS = [
    Bar("检验检测能力", Decimal("59.99")),
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
    assert chart.findtext(f"{SVG}desc") == "检验检测能力59.99分；应急管理体系60.00分；组织<&>领导未完成"


def test_every_bar_has_its_name_and_figure() -> None:
    words = [text.text for text in draw().iter(f"{SVG}text")]
    assert words == ["检验检测能力", "59.99", "应急管理体系", "60.00", "组织<&>领导", "未完成", "60"]


def test_a_weak_domain_is_darker_and_one_without_score_has_no_bar() -> None:
    colors = [rect.get("fill") for rect in draw().iter(f"{SVG}rect")]
    assert colors.count(WEAK) == colors.count(STRONG) == 1
    assert len(colors) == 5


def test_a_long_name_is_cut_and_no_class_is_used() -> None:
    drawn = draw_domain_bars([Bar("很" * 40, Decimal(0))], [], Decimal(60), "题", "述")
    assert "很" * 14 + "…" in drawn and "class=" not in drawn


def test_a_picture_travels_within_its_address() -> None:
    assert embed_svg("<svg/>") == "data:image/svg+xml;base64,PHN2Zy8+"
