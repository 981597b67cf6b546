"""The text layer of a PDF as blocks. Its order is the one in which it was written, which keeps columns apart."""

import logging
import re
from collections.abc import Iterator
from io import BytesIO
from typing import Any

from pypdf import PdfReader
from pypdf.generic import ContentStream, FloatObject, NameObject

from questionnaires.drafting.parts import Block
from questionnaires.drafting.reading.decoding import clean_text
from questionnaires.drafting.reading.grids import MOST_RULES, RuledBox, find_grids, put_table
from questionnaires.drafting.reading.placed import PlacedLine, set_pages
from questionnaires.drafting.reading.plain_text import read_paragraphs
from questionnaires.drafting.reading.printed import join_pages
from questionnaires.messages import Refused

logging.getLogger("pypdf").setLevel(logging.CRITICAL)  # what is wrong with a file is said here
MOST_PAGES = 200
FEWEST_CHARACTERS = 50  # a page: with fewer it is a picture of a page
MOST_STEPS = 1_000_000  # operations of all pages: a page of text has some hundred
MOST_LOST = 0.2  # of the characters, which a font does not name
MOVES = (b"Tm", b"Td", b"TD", b"T*")
STANDING = [FloatObject(number) for number in (1, 0, 0, 1, 0, 0)]  # a matrix that changes nothing
LOST = re.compile("[\ufffd\ue000-\uf8ff]")
CHINESE = r"[\u3000-\u303f\u3400-\u9fff\uff00-\uffef]"
PUT_IN = re.compile(rf"(?<={CHINESE}) +(?=[\w（《“])|(?<=[\w%]) +(?={CHINESE})")  # by typesetting


def read_pdf(data: bytes) -> Iterator[Block]:
    """Paragraphs of all pages. Raises Refused where there is no text, a password, or too much."""
    pages = _read_pages(data)
    text = "".join(line.text + "".join(map("".join, line.rows)) for page in pages for line in page)
    if len("".join(text.split())) < FEWEST_CHARACTERS * len(pages):
        raise Refused(
            "The PDF is a scan: its pages are pictures without text. Send the notice as .docx, or as a PDF that was "
            "saved from Word or WPS."
        )
    if len(LOST.findall(text)) > MOST_LOST * len(text):
        raise Refused("The fonts of the PDF do not say which characters they show. Send the notice as .docx.")
    return read_paragraphs(join_pages(set_pages(pages)))


def _read_pages(data: bytes) -> list[list[PlacedLine]]:
    try:
        reader = PdfReader(BytesIO(data))
        if reader.is_encrypted and not reader.decrypt(""):
            raise Refused("The file has a password. Save it without one and send it again.")
        if len(reader.pages) > MOST_PAGES:
            raise Refused("The file has more than %(most)s pages. Send the notice alone.", most=MOST_PAGES)
        scribe = _PageWriter()
        return [scribe.read(page) for page in reader.pages]
    except Refused:
        raise
    except Exception:  # a broken file can break its reader anywhere
        raise Refused("The PDF is damaged or not whole. Open it, save it anew and send that.") from None


class _PageWriter:
    """Writes down the lines of page after page."""

    def __init__(self) -> None:
        self.steps = 0
        self.height = 0.0
        self.lines: list[PlacedLine] = []
        self.pieces: list[PlacedLine] = []
        self.boxes: list[RuledBox] = []
        self.pen = (0.0, 0.0)
        self.alone = False  # whether each piece is a line of its own

    def read(self, page: Any) -> list[PlacedLine]:
        """The lines of a page in the order in which they were written; a table stands in one of them."""
        lines = self._write(page)
        grids = find_grids(self.boxes)
        if not grids:
            return lines
        _show_each_alone(page)
        pieces = self._write(page, alone=True)
        for grid in grids:
            lines = put_table(lines, grid, grid.fill(pieces))
        return lines

    def _write(self, page: Any, alone: bool = False) -> list[PlacedLine]:
        self.alone = alone
        self.lines, self.boxes, self.height = [], [], float(page.mediabox.top)
        page.extract_text(orientations=(0,), visitor_operand_before=self._see, visitor_text=self._take)
        self._end()
        self._check()
        return self.lines

    def _see(self, operator: bytes, operands: Any, outer: list[float], inner: object) -> None:
        self.steps += 1
        self._check()
        if operator not in (b"m", b"l", b"re") or len(self.boxes) > MOST_RULES:
            return
        numbers = [float(number) for number in operands]
        start = self._place(numbers[0], numbers[1], outer)
        if operator == b"l":
            self._rule(self.pen, start)
        elif operator == b"re":
            self._rule(start, self._place(numbers[0] + numbers[2], numbers[1] + numbers[3], outer))
        self.pen = start

    def _place(self, across: float, up: float, outer: list[float]) -> tuple[float, float]:
        down = self.height - (across * outer[1] + up * outer[3] + outer[5])
        return across * outer[0] + up * outer[2] + outer[4], down

    def _rule(self, one: tuple[float, float], other: tuple[float, float]) -> None:
        (left, right), (top, bottom) = (sorted(pair) for pair in zip(one, other, strict=True))
        self.boxes.append(RuledBox(left, top, right, bottom))

    def _check(self) -> None:
        if self.steps > MOST_STEPS:
            raise Refused("The PDF is drawn of far too many parts. Send the notice as .docx.")

    def _take(self, text: str, outer: list[float], inner: list[float], font: object, size: float) -> None:
        left, down = self._place(inner[4], inner[5], outer)
        for at, part in enumerate(text.split("\n")):
            if at or self.alone:
                self._end()
            if part.strip():
                self.pieces.append(PlacedLine(part, left, down, abs(size * inner[0] * outer[0])))

    def _end(self) -> None:
        text = " ".join(clean_text("".join(piece.text for piece in self.pieces)).split())
        if text:
            first = self.pieces[0]
            self.lines.append(PlacedLine(PUT_IN.sub("", text), first.left, round(first.down, 1), first.size))
        self.pieces = []


def _show_each_alone(page: Any) -> None:
    """Make each move of the pen begin a text of its own: cells that stand side by side are one line otherwise."""
    content = ContentStream(page.get_contents(), page.pdf, "bytes")
    alone: list[tuple[Any, bytes]] = []
    for operands, operator in content.operations:
        if operator in MOVES:
            alone.append((STANDING, b"cm"))
        alone.append((operands, operator))
    content.operations = alone
    page[NameObject("/Contents")] = content
