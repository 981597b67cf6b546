"""The styles of our Word files, after GB/T 9704-2012, by the names under which an office finds and changes them."""

from dataclasses import dataclass

SONG, FANG, HEI, KAI = "方正小标宋简体", "仿宋_GB2312", "黑体", "楷体_GB2312"
INSTEAD = {SONG: "宋体", FANG: "仿宋", HEI: "SimHei", KAI: "楷体"}  # what Word takes where one is not installed
LINE = 579  # twentieths of a point: 22 lines on a page of 225 mm; with 580 the last one falls onto the next page
EMPTY_LINE = 100


@dataclass(frozen=True, slots=True)
class OfficialStyle:
    """A paragraph style: `size` in half points, `indent` in hundredths of a character, `line` as in Word's XML."""

    id: str
    name: str
    font: str = FANG
    size: int = 32
    align: str = "both"
    indent: int = 0
    line: int = LINE
    before: int = 0
    after: int = 0
    outline: int | None = None
    is_bold: bool = False
    keeps_next: bool = False
    color: str = ""


TITLE = OfficialStyle("GwTitle", "公文标题", SONG, 44, "center", line=700, keeps_next=True, after=120)
SUBTITLE = OfficialStyle("GwSubtitle", "公文副标题", KAI, 32, "center", after=160)
SERIAL = OfficialStyle("GwSerial", "公文编号", FANG, 21, "left", line=300)
HEAD_SPACE = OfficialStyle("GwHeadSpace", "版头空白", FANG, 32, "left", line=1871)  # the mark begins at 35 mm
MARK = OfficialStyle("GwMark", "发文机关标志", SONG, 84, "center", line=1092, color="ff0000")
NUMBER = OfficialStyle("GwNumber", "发文字号", FANG, 32, "center")
LETTER_NUMBER = OfficialStyle("GwLetterNumber", "函件发文字号", FANG, 32, "right")
ADDRESSEE = OfficialStyle("GwAddressee", "主送机关", FANG, 32, "left")
HEADING_1 = OfficialStyle("GwHeading1", "一级标题", HEI, 32, "left", 200, outline=0, keeps_next=True)
HEADING_2 = OfficialStyle("GwHeading2", "二级标题", KAI, 32, "left", 200, outline=1, keeps_next=True)
HEADING_3 = OfficialStyle("GwHeading3", "三级标题", FANG, 32, "left", 200, outline=2, keeps_next=True, is_bold=True)
BODY = OfficialStyle("GwBody", "公文正文", FANG, 32, "both", 200)
SIGNATURE = OfficialStyle("GwSignature", "落款", FANG, 32, "right")
ANNEX = OfficialStyle("GwAnnex", "附件标识", HEI, 32, "left", keeps_next=True)
IMPRINT = OfficialStyle("GwImprint", "版记", FANG, 28, "left", line=480)
CAPTION = OfficialStyle("GwCaption", "图表说明", FANG, 19, "left", line=300, before=40, after=120)
CELL = OfficialStyle("GwCell", "表格文字", FANG, 21, "left", line=273)
CELL_HEAD = OfficialStyle("GwCellHead", "表格标题", HEI, 21, "center", line=273, keeps_next=True)
GAP = OfficialStyle("GwGap", "表间空行", FANG, 10, "left", line=EMPTY_LINE)
DEMO = OfficialStyle("GwDemo", "演示标记", HEI, 21, "center", line=300, color="7a2318")
PAGE_NUMBER = OfficialStyle("GwPageNumber", "公文页码", "宋体", 28, "right", line=320)

STYLES = (
    *(HEAD_SPACE, MARK, TITLE, SUBTITLE, SERIAL, NUMBER, ADDRESSEE, HEADING_1, HEADING_2, HEADING_3, BODY, SIGNATURE),
    *(LETTER_NUMBER, ANNEX, IMPRINT, CAPTION, CELL, CELL_HEAD, GAP, DEMO, PAGE_NUMBER),
)
NAMESPACE = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def write_fonts(font: str) -> str:
    return f'<w:rFonts w:ascii="{font}" w:hAnsi="{font}" w:eastAsia="{font}" w:cs="{font}"/>'


def write_style(style: OfficialStyle, id: str) -> str:
    """The XML of a style under an id; it does not heed the grid that a page may have, with which tables fall apart."""
    first = f'<w:ind w:firstLineChars="{style.indent}" w:firstLine="{style.indent * style.size // 10}"/>'
    return (
        f'<w:style xmlns:w="{NAMESPACE}" w:type="paragraph" w:customStyle="1" w:styleId="{id}">'
        f'<w:name w:val="{style.name}"/><w:qFormat/><w:pPr>'
        + ("<w:keepNext/>" if style.keeps_next else "")
        + '<w:widowControl w:val="0"/><w:snapToGrid w:val="0"/>'
        + f'<w:spacing w:before="{style.before}" w:after="{style.after}" w:line="{style.line}" w:lineRule="exact"/>'
        + (first if style.indent else "")
        + f'<w:jc w:val="{style.align}"/>'
        + (f'<w:outlineLvl w:val="{style.outline}"/>' if style.outline is not None else "")
        + f"</w:pPr><w:rPr>{write_fonts(style.font)}"
        + ("<w:b/>" if style.is_bold else "")
        + (f'<w:color w:val="{style.color}"/>' if style.color else "")
        + ('<w:spacing w:val="-5"/>' if style.size == BODY.size and style.font == FANG else "")
        + f'<w:sz w:val="{style.size}"/><w:szCs w:val="{style.size}"/>'
        '<w:lang w:eastAsia="zh-CN"/></w:rPr></w:style>'
    )
