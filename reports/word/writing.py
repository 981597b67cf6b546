"""HTML of ours in, a Word file out."""

from dataclasses import dataclass, replace
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from typing import Any
from xml.etree import ElementTree
from zipfile import ZipFile

from cssselect2 import ElementWrapper
from lxml import etree

from reports.word.base import count_pages_apart, find_ids, mark_demo, open_base
from reports.word.boxes import CHOICE, SHAPE
from reports.word.foot import RED_LINE, find_height, write_edges, write_imprint_box
from reports.word.letter_head import (
    SHAPES,
    end_section,
    find_head_space,
    find_mark_size,
    write_letter_shapes,
)
from reports.word.looks import Look, load_looks, name_element
from reports.word.package import MADE, OFFICIAL, Margins, pack_parts
from reports.word.pictures import Picture, draw_svg
from reports.word.runs import Run, StyledElement, find_line, keep_with_next, list_runs, write_paragraph, write_runs
from reports.word.styles import (
    ADDRESSEE,
    ANNEX,
    BODY,
    CAPTION,
    GAP,
    HEAD_SPACE,
    HEADING_1,
    HEADING_2,
    HEADING_3,
    IMPRINT,
    LETTER_NUMBER,
    MARK,
    NAMESPACE,
    NUMBER,
    SERIAL,
    SIGNATURE,
    SUBTITLE,
    TITLE,
    OfficialStyle,
)
from reports.word.tables import TableFrame, write_table
from reports.word.tiles import write_tiles

DRAWING = "http://schemas.openxmlformats.org/drawingml/2006"
NAMES = (
    f'xmlns:w="{NAMESPACE}" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" '
    f'xmlns:wp="{DRAWING}/wordprocessingDrawing" xmlns:a="{DRAWING}/main" xmlns:pic="{DRAWING}/picture" '
    f'xmlns:mc="{CHOICE}" xmlns:wps="{SHAPE}"'
)
BY_TAG = {"h1": TITLE, "h2": HEADING_1, "h3": HEADING_2, "h4": HEADING_3, "p": BODY}
BY_CLASS = {
    "subtitle": SUBTITLE,
    "serial": SERIAL,
    "caption": CAPTION,
    "notes": CAPTION,
    "document-number": NUMBER,
    "letter-number": LETTER_NUMBER,
    "addressee": ADDRESSEE,
    "signature": SIGNATURE,
    "head-space": HEAD_SPACE,
    "mark": MARK,
    "annex-mark": ANNEX,
}
MAIN = "word/document.xml"
SHORT = 1_000  # characters of the XML of a paragraph of a few lines
CONTAINERS = {"body", "div", "section"}
EMU_PER_MM = 36_000
A4 = (210, 297)


@dataclass(frozen=True)
class WordPaper:
    """What a Word file is made from: well-formed HTML, its stylesheet, the margins where no letterhead has others,
    whether the page lies on its side, and whether it holds letters, each of which counts its own pages."""

    html: str
    stylesheet: Path
    margins: Margins = OFFICIAL
    is_wide: bool = False
    has_letters: bool = False


def write_docx(paper: WordPaper, letterhead: bytes | None = None) -> bytes:
    """The paper as a Word file. The same paper makes the same bytes."""
    document = open_base(letterhead, paper.margins, paper.is_wide)
    if paper.has_letters and not letterhead:
        count_pages_apart(document)
    root = ElementWrapper.from_html_root(ElementTree.fromstring(paper.html), content_language=None)
    sheet = load_looks(paper.stylesheet)
    section = document.sections[-1]
    width = (section.page_width - section.left_margin - section.right_margin) / EMU_PER_MM
    scale = width / (A4[paper.is_wide] - paper.margins[1] - paper.margins[3])
    writer = _BodyWriter(document, TextArea(width, scale), keeps_styles=letterhead is not None)
    chain = (name_element(root.etree_element),)
    writer.add_below(StyledElement(root, chain, sheet.find(root, chain, Look()), sheet))
    writer.end()
    _name(document, root)
    return _pack(document, writer.written)


@dataclass(frozen=True, slots=True)
class TextArea:
    """What a page has between its margins: its width in millimetres, and how much that is of the paper's own."""

    width: float
    scale: float


class _BodyWriter:
    """Writes blocks one after the other."""

    def __init__(self, document: Any, area: TextArea, keeps_styles: bool) -> None:
        self._document, self._keeps_styles, self._area = document, keeps_styles, area
        self._ids = find_ids(document)
        self._frame = TableFrame(area.width, area.scale, self._ids, self._embed)
        self._pictures, self._boxes, self._breaks, self._after_table = 0, 0, False, False
        self.written: list[str] = []

    def add_below(self, node: StyledElement, keeps: bool = False, goes_on: bool = False) -> None:
        """Write all that an element holds: on one page if it `keeps`, on that of what follows, too, if it `goes_on`."""
        below = [child for child in node.list_below() if child.tag != "head"]
        for child in below:
            follows = goes_on if child is below[-1] else keeps
            if child.tag in CONTAINERS:
                self._add_container(child, keeps, follows)
            elif child.tag == "table":
                self._add_table(child, keeps, follows)
            elif child.tag in BY_TAG:
                self._add_words(child, follows)
            else:
                raise ValueError(f"no block of a paper: {child.tag}")

    def _add_container(self, node: StyledElement, keeps: bool, goes_on: bool) -> None:
        self._breaks |= node.look.breaks_before
        if "heat" in node.classes:
            image, table = node.list_below()
            self._add_table(table, keeps, goes_on, draw_svg(image.get("src")))
        elif "imprint" in node.classes:
            self._add_imprint(node)
        elif "tile-grid" in node.classes:
            self._put_table(write_tiles(node, self._frame))
        else:
            self.add_below(node, keeps or node.look.keeps_whole, goes_on)
        self._breaks |= node.look.breaks_after
        if "section-end" in node.classes:
            self.written[-1] = end_section(self.written[-1], self._document)

    def _add_words(self, node: StyledElement, keeps: bool) -> None:
        if "running" in node.classes:
            mark_demo(self._document, "".join(run.words for run in list_runs(node)))
        elif "letter-mark" in node.classes:
            self._add_letter_mark(node)
        elif "watermark" not in node.classes:
            style = next((BY_CLASS[one] for one in node.classes if one in BY_CLASS), BY_TAG[node.tag])
            if self._after_table and style is not CAPTION:
                self._add_gap()
            self._add(self._write_words(node, style, keeps))

    def _write_words(self, node: StyledElement, style: OfficialStyle, keeps: bool) -> str:
        """A paragraph as it is printed; on a letterhead, whose styles hold, in the letters and lines of these."""
        runs = list_runs(node)
        line = 0 if self._keeps_styles or style in (TITLE, HEADING_1) else find_line(runs, style)
        return write_paragraph(
            write_runs(runs, style, self._keeps_styles),
            self._ids[style.name],
            keeps=keeps,
            breaks=self._breaks,
            line=line,
            edges=RED_LINE if "ruled" in node.classes else "",
            right=float(node.get("data-right") or 0),
        )

    def _add_letter_mark(self, node: StyledElement) -> None:
        """The name over a letter with the double lines, held by the line that keeps the room for them."""
        words = "".join(run.words for run in list_runs(node))
        size = find_mark_size(words)
        runs = write_runs([Run(words, Look(size=size))], MARK)
        mark = write_paragraph(runs, self._ids[MARK.name], line=size * 20)
        shapes = write_letter_shapes(mark, size, self._boxes + 1)
        self._boxes += SHAPES
        self._add(write_paragraph(shapes, self._ids[HEAD_SPACE.name], breaks=self._breaks, line=find_head_space(size)))

    def _add_imprint(self, node: StyledElement) -> None:
        """Who printed it and when, in a box at the foot of the page; each paragraph is a line between lines."""
        said = ["".join(run.words for run in list_runs(one)) for one in node.list_below()]
        lines, edges = [], "" if "plain" in node.classes else write_edges(self._area.width)
        for one in said:
            left, _, right = one.partition("｜")
            words = write_runs([Run(f"　{left}", Look())], IMPRINT)
            words += f"<w:r><w:tab/></w:r>{write_runs([Run(right, Look())], IMPRINT)}" if right else ""
            lines.append(write_paragraph(words, self._ids[IMPRINT.name], edges=edges))
        high = find_height(said, self._area.width)
        self._keep_last()
        self._boxes += 1
        box = write_imprint_box(lines, high, self._area.width, self._boxes)
        self._add(write_paragraph(box, self._ids[IMPRINT.name], line=high))

    def _add_table(self, node: StyledElement, keeps: bool, goes_on: bool, fields: Picture | None = None) -> None:
        self._put_table(write_table(node, replace(self._frame, keeps=keeps, goes_on=goes_on), fields))

    def _put_table(self, table: str) -> None:
        if self.written and len(self.written[-1]) < SHORT:
            self._keep_last()
        if self._after_table or self._breaks:  # two tables without a line between them become one
            self._add_gap()
        self.written.append(table)
        self._after_table = True

    def _keep_last(self) -> None:
        """Let a paragraph that was just written go on to the page of what follows it."""
        if self.written and not self._after_table:
            self.written[-1] = keep_with_next(self.written[-1])

    def _add_gap(self) -> None:
        self._add(write_paragraph("", self._ids[GAP.name], breaks=self._breaks))

    def _add(self, paragraph: str) -> None:
        self.written.append(paragraph)
        self._breaks = self._after_table = False

    def _embed(self, picture: Picture) -> tuple[str, int]:
        relation, _ = self._document.part.get_or_add_image(BytesIO(picture.write()))
        self._pictures += 1
        return relation, self._pictures

    def end(self) -> None:
        """A body never ends with a table."""
        if self._after_table:
            self._add_gap()


def _name(document: Any, root: ElementWrapper) -> None:
    """What the file says of itself; no clock is read."""
    said = {one.get("name"): one.get("content", "") for one in root.etree_element.iter("meta")}
    properties = document.core_properties
    properties.title = root.etree_element.findtext("head/title", "")
    properties.author, properties.last_modified_by = said.get("author", ""), ""
    properties.comments, properties.language = said.get("description", ""), "zh-CN"
    properties.created = properties.modified = datetime(*MADE, tzinfo=UTC)
    properties.revision = 1


def _pack(document: Any, written: list[str]) -> bytes:
    """The file, its parts without the time of their making, the blocks put before the page set-up.

    They are put into the text: moved from tree to tree, a table of three thousand rows takes ten seconds.
    """
    saved = BytesIO()
    document.save(saved)
    page = etree.tostring(document.element.body[-1], encoding="unicode")
    body = f"<w:document {NAMES}><w:body>{''.join(written)}{page}</w:body></w:document>"
    with ZipFile(saved) as parts:
        return pack_parts([(name, body if name == MAIN else parts.read(name)) for name in parts.namelist()])
