"""The text layer of a PDF as blocks. Its order is the one in which it was written, which keeps columns apart."""

import logging
import re
from collections.abc import Iterator
from io import BytesIO
from typing import Any

from pypdf import PdfReader

from questionnaires.drafting.parts import Block
from questionnaires.drafting.reading.decoding import clean_text
from questionnaires.drafting.reading.placed import PlacedLine, set_pages
from questionnaires.drafting.reading.plain_text import read_paragraphs
from questionnaires.drafting.reading.printed import join_pages
from questionnaires.messages import Refused

logging.getLogger("pypdf").setLevel(logging.CRITICAL)  # what is wrong with a file is said here
MOST_PAGES = 200
FEWEST_CHARACTERS = 50  # a page: with fewer it is a picture of a page
MOST_STEPS = 1_000_000  # operations of all pages: a page of text has some hundred
MOST_LOST = 0.2  # of the characters, which a font does not name
LOST = re.compile("[\ufffd\ue000-\uf8ff]")
CHINESE = r"[\u3000-\u303f\u3400-\u9fff\uff00-\uffef]"
PUT_IN = re.compile(rf"(?<={CHINESE}) +(?=[\w（《“])|(?<=[\w%]) +(?={CHINESE})")  # by typesetting


def read_pdf(data: bytes) -> Iterator[Block]:
    """Paragraphs of all pages. Raises Refused where there is no text, a password, or too much."""
    pages = _read_pages(data)
    text = "".join(line.text for page in pages for line in page)
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
        self.lines: list[PlacedLine] = []
        self.pieces: list[PlacedLine] = []

    def read(self, page: Any) -> list[PlacedLine]:
        """The lines of a page in the order in which they were written."""
        self.lines = []
        self.height = float(page.mediabox.top)
        page.extract_text(orientations=(0,), visitor_operand_before=self._count, visitor_text=self._take)
        self._end()
        self._check()
        return self.lines

    def _count(self, *_: object) -> None:
        self.steps += 1
        self._check()

    def _check(self) -> None:
        if self.steps > MOST_STEPS:
            raise Refused("The PDF is drawn of far too many parts. Send the notice as .docx.")

    def _take(self, text: str, outer: list[float], inner: list[float], font: object, size: float) -> None:
        left = inner[4] * outer[0] + inner[5] * outer[2] + outer[4]
        up = inner[4] * outer[1] + inner[5] * outer[3] + outer[5]
        for at, part in enumerate(text.split("\n")):
            if at:
                self._end()
            if part.strip():
                self.pieces.append(PlacedLine(part, left, self.height - up, abs(size * inner[0] * outer[0])))

    def _end(self) -> None:
        text = " ".join(clean_text("".join(piece.text for piece in self.pieces)).split())
        if text:
            first = self.pieces[0]
            self.lines.append(PlacedLine(PUT_IN.sub("", text), first.left, round(first.down, 1), first.size))
        self.pieces = []
