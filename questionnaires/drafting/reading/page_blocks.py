"""Elements of HTML as paragraphs and tables."""

import re
from collections.abc import Iterator
from xml.etree.ElementTree import Element

from questionnaires.drafting.parts import Block, TableBlock, TextBlock
from questionnaires.drafting.reading.joining import join_lines
from questionnaires.drafting.reading.printed import PrintedLine
from questionnaires.drafting.reading.word_numbers import write_number

INLINE = {
    "a", "abbr", "b", "big", "cite", "code", "em", "font", "i", "ins", "mark", "o:p", "q", "s", "small", "span",
    "strong", "sub", "sup", "u", "wbr", "img", "bdo", "st1:chsdate",
}  # fmt: skip
HEADING = re.compile("h([1-6])")
ACROSS = re.compile(r"(?<=[^\x00-\xff])[ \t]*\n\s*(?=[^\x00-\xff])")  # a break of the source between Chinese characters
BUTTONS = re.compile(
    r"(?:打\s*印|关\s*闭|分\s*享|收\s*藏|复制|字[体号]|[大中小]|返回(?:顶部|首页|上一?页)|上一[篇条]|下一[篇条]|纠错|[繁简]|窗口"
    r"|本[页文]|此页|页面|[到至]|微[信博]|扫一扫|保存|朗读|无障碍|关怀版|[：:|｜/】\]【\[、\s+-])+"
)
NOISE = re.compile(
    r"(?:当前|您的?|您现在的?)(?:所在)?位置.*|首\s*页\s*[>＞»›/].*|(?:上|下)一[篇条]\s*[:：].*|浏览(?:次数|量)\s*[:：]?\s*\d*\s*次?"
    r"|.*ICP备.*|.*公网安备.*|扫一扫.{0,20}|分享到\s*[:：]?.{0,30}|(?:版权所有|主办单位|承办单位|网站标识码|技术支持|网站地图|责任编辑"
    r"|相关(?:链接|阅读|文档|解读|新闻|附件))\s*[:：]?.{0,60}"
)
LONGEST_NOISE = 120
WRITTEN = {"1": "decimal", "a": "lowerLetter", "A": "upperLetter", "i": "lowerRoman", "I": "upperRoman"}
LONGEST_CELL = 1_500  # characters: a longer one makes a table a frame around text
MOST_SPAN = 60


def read_elements(body: Element) -> Iterator[Block]:
    """The blocks of an element in their order, without the words of buttons."""
    reader = _PageReader()
    for block in reader.read(body):
        if isinstance(block, TableBlock) or not is_noise(block.text):
            yield block


def is_noise(text: str) -> bool:
    """Whether a line is the words of buttons, or what every page of a site says."""
    return len(text) <= LONGEST_NOISE and bool(BUTTONS.fullmatch(text) or NOISE.fullmatch(text))


class _PageReader:
    def __init__(self) -> None:
        self.pieces: list[str] = []

    def read(self, element: Element) -> Iterator[Block]:
        """Blocks of an element that begins and ends a paragraph."""
        match = HEADING.fullmatch(element.tag)
        heading = int(match[1]) - 1 if match else None
        self.pieces.append(element.text or "")
        count = _read_int(element.get("start", "")) or 1
        for child in element:
            if child.tag == "li":
                count = _read_int(child.get("value", "")) or count
            yield from self._read_child(child, heading, _write_item(element, count) if child.tag == "li" else "")
            count += child.tag == "li"
            self.pieces.append(child.tail or "")
        yield from self._end(heading)

    def _read_child(self, child: Element, heading: int | None, number: str) -> Iterator[Block]:
        if child.tag == "br":
            self.pieces.append("\v")
        elif child.tag in INLINE and not _holds_blocks(child):
            self._add_words(child)
        else:
            yield from self._end(heading)
            if child.tag == "table" and (table := read_table(child)) is not None:
                yield table
                return
            self.pieces.append(number)
            yield from self.read(child)

    def _add_words(self, element: Element) -> None:
        self.pieces.append(element.text or "")
        for child in element:
            self.pieces.append("\v") if child.tag == "br" else self._add_words(child)
            self.pieces.append(child.tail or "")

    def _end(self, heading: int | None) -> Iterator[Block]:
        text = ACROSS.sub("", "".join(self.pieces))
        self.pieces.clear()
        lines = [PrintedLine(" ".join(line.split())) for line in text.split("\v")]
        for joined, _ in join_lines([line for line in lines if line.text]):
            yield TextBlock(joined, heading)


def _holds_blocks(element: Element) -> bool:
    return any(each.tag not in INLINE and each.tag != "br" for each in element.iter())


def _write_item(parent: Element, count: int) -> str:
    """The number that a browser prints before an item."""
    if parent.tag != "ol" or "none" in parent.get("style", ""):
        return ""
    if "cjk-ideographic" in parent.get("style", "") or "simp-chinese" in parent.get("style", ""):
        return write_number(count, "chineseCountingThousand") + "、"
    return write_number(count, WRITTEN.get(parent.get("type", "1"), "decimal")) + "."


def read_table(table: Element) -> TableBlock | None:
    """A table as rows; None where it only frames text, in one column or in cells as long as a notice."""
    if any(inner is not table for inner in table.iter("table")):
        return None
    rows: list[list[str]] = []
    waiting: dict[int, tuple[int, str]] = {}  # by column: rows that a cell still covers, and its words
    for row in table.iter("tr"):
        rows.append(_read_row(row, waiting))
    widest = max(map(len, rows), default=0)
    if widest < 2 or any(len(cell) > LONGEST_CELL for row in rows for cell in row):
        return None
    return TableBlock(tuple((*row, *[""] * (widest - len(row))) for row in rows))


def _read_row(row: Element, waiting: dict[int, tuple[int, str]]) -> list[str]:
    cells: list[str] = []
    for cell in [child for child in row if child.tag in ("td", "th")]:
        _fill(cells, waiting)
        text = "\n".join(block.text for block in read_elements(cell) if isinstance(block, TextBlock))
        down = _get_span(cell, "rowspan") - 1
        for _ in range(min(_get_span(cell, "colspan"), MOST_SPAN - len(cells))):
            if down > 0:
                waiting[len(cells)] = (down, text)
            cells.append(text)
    _fill(cells, waiting)
    return cells


def _fill(cells: list[str], waiting: dict[int, tuple[int, str]]) -> None:
    """Put in what cells of the rows above say here."""
    while len(cells) in waiting:
        at = len(cells)
        left, text = waiting.pop(at)
        if left > 1:
            waiting[at] = (left - 1, text)
        cells.append(text)


def _get_span(cell: Element, name: str) -> int:
    return max(1, min(_read_int(cell.get(name, "")) or 1, 1_000))


def _read_int(text: str) -> int | None:
    return int(text) if re.fullmatch("[0-9]{1,5}", text) else None
