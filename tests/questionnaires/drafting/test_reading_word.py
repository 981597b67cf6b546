"""Word documents read as they are printed."""

import pytest

from questionnaires.drafting.parts import TableBlock, TextBlock
from questionnaires.drafting.reading import read_notice
from questionnaires.drafting.reading.word_numbers import write_number
from questionnaires.messages import Refused
from tests.questionnaires.drafting.word_files import (
    STRICT,
    in_list,
    level,
    make_list,
    make_word,
    make_zip,
    paragraph,
    run,
    style,
)

CHAPTERS = make_list(
    1, level(0, "chineseCounting", "%1、"), level(1, "chineseCounting", "（%2）"), level(2, "decimal", "%3.")
)


def read(body: str, numbering: str = "", styles: str = "") -> list[str]:
    blocks = read_notice(make_word(body, numbering, styles), "a.docx")
    return [block.text for block in blocks if isinstance(block, TextBlock)]


@pytest.mark.parametrize(
    ("format", "count", "written"),
    [
        ("chineseCounting", 10, "十"),
        ("chineseCounting", 21, "二十一"),
        ("chineseCountingThousand", 105, "一百零五"),
        ("chineseCountingThousand", 2010, "二千零一十"),
        ("ideographDigital", 20, "二〇"),
        ("chineseLegalSimplified", 12, "壹拾贰"),
        ("decimalEnclosedCircle", 12, "⑫"),
        ("decimalEnclosedCircle", 60, "60"),
        ("upperLetter", 28, "BB"),
        ("lowerRoman", 14, "xiv"),
        ("decimalZero", 7, "07"),
        ("ideographTraditional", 3, "丙"),
        ("unheardOf", 3, "3"),
    ],
)
def test_it_writes_numbers_as_word_does(format: str, count: int, written: str) -> None:
    assert write_number(count, format) == written


def test_it_counts_in_depths_and_begins_anew() -> None:
    places = [(0, "甲"), (1, "乙"), (1, "丙"), (2, "丁"), (0, "戊"), (1, "己"), (2, "庚")]
    body = "".join(paragraph(text, in_list(1, depth)) for depth, text in places)
    assert read(body, CHAPTERS) == ["一、甲", "（一）乙", "（二）丙", "1.丁", "二、戊", "（一）己", "1.庚"]


def test_a_depth_need_not_begin_anew() -> None:
    straight = make_list(
        1, level(0, "chineseCounting", "%1、"), level(1, "chineseCounting", "（%2）", '<w:lvlRestart w:val="0"/>')
    )
    body = "".join(paragraph("甲", in_list(1, depth)) for depth in (0, 1, 1, 0, 1))
    assert read(body, straight) == ["一、甲", "（一）甲", "（二）甲", "二、甲", "（三）甲"]


def test_a_list_can_start_over_or_elsewhere() -> None:
    over = '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="5"/></w:lvlOverride>'
    lists = make_list(1, level(0, "decimal", "%1.")) + make_list(2, kind=1) + make_list(3, overrides=over, kind=1)
    ids = (1, 2, 3, 3, 1)
    assert read("".join(paragraph("甲", in_list(one)) for one in ids), lists) == [
        "1.甲",
        "2.甲",
        "5.甲",
        "6.甲",
        "3.甲",
    ]


def test_an_override_changes_how_a_depth_is_written() -> None:
    over = f'<w:lvlOverride w:ilvl="0">{level(0, "decimalEnclosedCircle", "%1")}</w:lvlOverride>'
    lists = make_list(1, level(0, "decimal", "%1.")) + make_list(2, overrides=over, kind=1)
    assert read(paragraph("甲", in_list(2)), lists) == ["①甲"]


def test_a_number_can_hold_those_above() -> None:
    lists = make_list(
        1,
        level(0, "chineseCounting", "第%1条"),
        level(1, "decimal", "%1.%2", "<w:isLgl/>"),
        level(2, "bullet", "\uf0b7"),
    )
    body = "".join(paragraph("甲", in_list(1, depth)) for depth in (0, 1, 1, 2))
    assert read(body, lists) == ["第一条 甲", "1.1 甲", "1.2 甲", "甲"]


def test_styles_number_by_way_of_those_below() -> None:
    lists = make_list(
        1,
        level(0, "chineseCounting", "%1、", '<w:pStyle w:val="H1"/>'),
        level(1, "chineseCounting", "（%2）", '<w:pStyle w:val="H2"/>'),
    )
    styles = style("H1", in_list(1) + '<w:outlineLvl w:val="0"/>', called="heading 1")
    styles += style("H2", '<w:numPr><w:numId w:val="1"/></w:numPr>', called="heading 2")
    styles += style("Mine", "", "H2") + style("Around", "", "Around") + style("T", called="Title")
    names = ("T", "H1", "Mine", "H2", "Around")
    body = "".join(paragraph("甲", f'<w:pStyle w:val="{name}"/>') for name in names)
    body += paragraph("乙", '<w:pStyle w:val="H1"/>' + in_list(0))
    blocks = read_notice(make_word(body, lists, styles), "a.docx")
    assert blocks == (
        TextBlock("甲", 0),
        TextBlock("一、甲", 1),
        TextBlock("（一）甲", 2),
        TextBlock("（二）甲", 2),
        TextBlock("甲"),
        TextBlock("乙", 1),
    )


def test_what_is_deleted_hidden_or_said_beside_is_no_text() -> None:
    body = (
        "<w:p>" + run("建立") + f"<w:ins>{run('检查员')}</w:ins><w:del><w:r><w:delText>稽查</w:delText></w:r></w:del>"
    )
    body += f"<w:moveFrom>{run('旧')}</w:moveFrom>" + run("藏", "<w:vanish/>") + run("队伍", '<w:vanish w:val="0"/>')
    body += '<w:r><w:fldChar w:fldCharType="begin"/><w:instrText>PAGE</w:instrText></w:r>' + run("码")
    body += '<w:r><w:fldChar w:fldCharType="separate"/></w:r>' + run("3")
    body += (
        '<w:r><w:fldChar w:fldCharType="end"/></w:r>' + run("支。") + '<w:r><w:footnoteReference w:id="1"/></w:r></w:p>'
    )
    assert read(body) == ["建立检查员队伍3支。"]


def test_a_deleted_paragraph_is_not_counted_and_a_deleted_end_joins() -> None:
    gone = "<w:p><w:pPr>" + in_list(1) + f"<w:rPr><w:del/></w:rPr></w:pPr><w:del>{run('旧')}</w:del></w:p>"
    joined = f"<w:p><w:pPr><w:rPr><w:del/></w:rPr></w:pPr>{run('完善')}</w:p>"
    body = paragraph("甲", in_list(1)) + gone + joined + paragraph("机制", in_list(1))
    assert read(body, CHAPTERS) == ["一、甲", "二、完善机制"]


def test_a_text_box_is_read_once() -> None:
    box = f"<w:txbxContent>{paragraph('框内')}</w:txbxContent>"
    both = f"<mc:AlternateContent><mc:Choice>{box}</mc:Choice><mc:Fallback>{box}</mc:Fallback></mc:AlternateContent>"
    assert read(f"<w:p>{run('框外')}<w:r>{both}</w:r></w:p>") == ["框外", "框内"]


def test_a_merged_cell_stands_in_each_place() -> None:
    def cell(text: str, properties: str = "") -> str:
        return f"<w:tc><w:tcPr>{properties}</w:tcPr>{paragraph(text)}</w:tc>"

    rows = (
        cell("任务", '<w:gridSpan w:val="2"/>') + cell("单位"),
        cell("队伍", '<w:vMerge w:val="restart"/>') + cell("招录") + cell("市局"),
        cell("", "<w:vMerge/>") + cell("培训") + cell("县局"),
    )
    body = f"<w:tbl>{''.join(f'<w:tr>{row}</w:tr>' for row in rows)}</w:tbl>"
    assert read_notice(make_word(body), "a.docx") == (
        TableBlock((("任务", "任务", "单位"), ("队伍", "招录", "市局"), ("队伍", "培训", "县局"))),
    )


def test_breaks_made_by_hand_and_other_signs() -> None:
    body = f"<w:p>{run('一、目标')}<w:r><w:br/></w:r>{run('到2025年')}<w:r><w:br/><w:t>全部达标。</w:t></w:r></w:p>"
    body += f"<w:p>{run('A')}<w:r><w:noBreakHyphen/><w:t>B</w:t><w:tab/><w:t>C</w:t></w:r></w:p>"
    assert read(body) == ["一、目标", "到2025年", "全部达标。", "A-B C"]


def test_strict_documents_are_read_too() -> None:
    content = make_word(paragraph("甲", in_list(1)), CHAPTERS, space=STRICT)
    assert read_notice(content, "a.docx") == (TextBlock("一、甲"),)


def test_the_table_of_contents_says_nothing_new() -> None:
    body = paragraph("一、甲 3", '<w:pStyle w:val="C"/>') + paragraph("一、甲")
    assert read(body, "", style("C", called="toc 1")) == ["一、甲"]


DEEP = "<w:ins>" * 300 + "</w:ins>" * 300
HOSTILE = {
    "entities": make_zip({"word/document.xml": '<!DOCTYPE d [<!ENTITY a "b">]><d>&a;</d>'}),
    "bomb": make_zip({"word/document.xml": b" " * 40_000_000}),
    "pictures": make_zip({"word/document.xml": "<a/>", "word/media/a.png": b"\0" * 30_000_000}),
    "parts": make_zip({f"word/{number}": "" for number in range(4_000)}),
    "deep": make_word(DEEP),
    "no document": make_zip({"word/styles.xml": "<a/>"}),
    "no XML": make_zip({"word/document.xml": "<a"}),
    "cut": make_word(paragraph("甲"))[:300],
    "no text": make_word(paragraph("")),
    "a workbook": make_zip({"[Content_Types].xml": "<a/>", "xl/workbook.xml": "<a/>"}),
    "old": b"\xd0\xcf\x11\xe0" + bytes(600),
    "rtf": b"{\\rtf1 a}",
    "a picture": b"\x89PNG\r\n\x1a\n\0\0\0",
}


@pytest.mark.parametrize("name", HOSTILE)
def test_what_is_spoilt_or_of_another_kind_is_refused(name: str) -> None:
    with pytest.raises(Refused):
        read_notice(HOSTILE[name], "a.docx")
