"""A Word document (.docx) as blocks: what is printed of its body, numbers included."""

from collections.abc import Iterator, Sequence
from xml.etree.ElementTree import Element

from questionnaires.drafting.parts import Block, TableBlock, TextBlock
from questionnaires.drafting.reading.joining import join_lines
from questionnaires.drafting.reading.packed import Packed, damaged
from questionnaires.drafting.reading.printed import PrintedLine
from questionnaires.drafting.reading.word_numbers import ListPlace, NumberCounter, read_lists
from questionnaires.drafting.reading.word_runs import RunReader, choose, is_contents
from questionnaires.drafting.reading.word_styles import WordStyle, WordStyles, read_properties, read_styles

AROUND = {"w.sdtContent", "w.ins", "w.moveTo", "w.customXml", "w.smartTag"}  # around paragraphs, rows or cells
MOST_COLUMNS = 63  # Word's own limit


def read_word(packed: Packed, repeat: bool = True) -> Iterator[Block]:
    """Blocks of the main part; the words of a merged cell in each of its places, or in the first. Raises Refused."""
    main = next((name for kind, name in packed.list_related("") if kind == "officeDocument"), "word/document.xml")
    root = packed.parse(main)
    body = None if root is None else root.find("w.body")
    if body is None:
        raise damaged()
    related = dict(packed.list_related(main))
    styles = read_styles(packed.parse(related.get("styles", "word/styles.xml")))
    numbering = packed.parse(related.get("numbering", "word/numbering.xml"))
    lists = read_lists(numbering, styles.list_lists())
    return _WordReader(styles, NumberCounter(lists), repeat).read_blocks(body)


class _WordReader:
    def __init__(self, styles: WordStyles, counter: NumberCounter, repeat: bool) -> None:
        self.styles, self.counter, self.repeat = styles, counter, repeat
        self.runs = RunReader(styles)
        self.carried = ""  # text of paragraphs whose end was deleted: it goes on with the next

    def read_blocks(self, parent: Element) -> Iterator[Block]:
        for child in _unwrap(parent, {"w.p", "w.tbl"}):
            yield from self._read_paragraph(child) if child.tag == "w.p" else self._read_table(child)

    def _read_paragraph(self, paragraph: Element) -> Iterator[Block]:
        properties = paragraph.find("w.pPr")
        mark = None if properties is None else properties.find("w.rPr")
        named = None if properties is None else properties.find("w.pStyle")
        style_name = self.styles.standard if named is None else named.get("val", "")
        style = self.styles.find(style_name)
        own = read_properties(properties, mark)
        text, boxes = self.runs.read(paragraph, style.hidden is True)
        if style.contents:
            text = ""
        elif mark is not None and (mark.find("w.del") is not None or mark.find("w.moveFrom") is not None):
            self.carried += text
        else:
            text, self.carried = self.carried + text, ""
            place = self._find_place(own, style, style_name)
            number = self.counter.number(place) if place and (text.strip() or not own.hidden) else ""
            yield from _divide(number, text, own.over(style).heading)
        for box in boxes:
            yield from self.read_blocks(box)

    def _find_place(self, own: WordStyle, style: WordStyle, style_name: str) -> ListPlace | None:
        if own.list_id is not None:
            return ListPlace(own.list_id, own.depth or 0)
        if style.list_id is None:
            return None
        found = self.counter.lists.get(style.list_id)
        linked = [found.find_depth(name) for name in (style_name, style.list_style)] if found else []
        depths = (own.depth, *linked, style.depth, 0)
        return ListPlace(style.list_id, next(depth for depth in depths if depth is not None))

    def _read_table(self, table: Element) -> Iterator[Block]:
        rows: list[list[str]] = []
        blocks: list[Block] = []
        for row in _unwrap(table, {"w.tr"}):
            if row.find("w.trPr/w.del") is None:
                cells, inside = self._read_row(row, rows[-1] if rows else [])
                rows.append(cells)
                blocks += inside
        if max(map(len, rows), default=0) < 2:
            yield from blocks
        else:
            yield make_table(rows)

    def _read_row(self, row: Element, above: Sequence[str]) -> tuple[list[str], list[Block]]:
        cells = [""] * _get_count(row, "w.trPr/w.gridBefore", 0)
        inside: list[Block] = []
        for cell in _unwrap(row, {"w.tc"}):
            blocks = list(self.read_blocks(cell))
            inside += blocks
            text = "\n".join(filter(None, map(_flatten, blocks)))
            if _goes_on(cell.find("w.tcPr/w.vMerge")):
                text = self._say_again(above[len(cells)]) if len(cells) < len(above) else text
            elif _goes_on(cell.find("w.tcPr/w.hMerge")) and cells:
                text = self._say_again(cells[-1])
            cells += [text, *[self._say_again(text)] * (_get_count(cell, "w.tcPr/w.gridSpan", 1) - 1)]
        return cells[:MOST_COLUMNS], inside

    def _say_again(self, text: str) -> str:
        """What stands in the other places of a merged cell."""
        return text if self.repeat else ""


def make_table(rows: Sequence[Sequence[str]]) -> TableBlock:
    """A table whose rows all have the same number of cells."""
    widest = max(map(len, rows), default=0)
    return TableBlock(tuple((*row, *[""] * (widest - len(row))) for row in rows))


def _unwrap(parent: Element, wanted: set[str]) -> Iterator[Element]:
    """The children of these names, those in what may stand around them included; of alternatives the first."""
    for child in parent:
        if child.tag in wanted:
            yield child
        elif child.tag in AROUND:
            yield from _unwrap(child, wanted)
        elif child.tag == "w.sdt" and not is_contents(child):
            yield from (found for content in child.iterfind("w.sdtContent") for found in _unwrap(content, wanted))
        elif child.tag == "mc.AlternateContent":
            yield from _unwrap(choose(child), wanted)


def _divide(number: str, text: str, heading: int | None) -> Iterator[TextBlock]:
    """The lines of a paragraph that were broken by hand: joined, or paragraphs of their own where they read as such."""
    lines = [PrintedLine(line, turned=False) for line in (" ".join(each.split()) for each in text.split("\n")) if line]
    for at, (joined, _) in enumerate(join_lines(lines)):
        yield TextBlock(joined if at else number + joined, None if at else heading)


def _flatten(block: Block) -> str:
    if isinstance(block, TextBlock):
        return block.text
    return "\n".join(" ".join(filter(None, row)) for row in block.rows)


def _goes_on(merge: Element | None) -> bool:
    return merge is not None and merge.get("val", "continue") == "continue"


def _get_count(element: Element, path: str, otherwise: int) -> int:
    found = element.find(path)
    text = "" if found is None else found.get("val", "")
    return min(int(text), MOST_COLUMNS) if text.isascii() and text.isdigit() and len(text) < 4 else otherwise
