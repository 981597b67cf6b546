"""An OFD document (GB/T 33190) as blocks: the words of its pages by where they stand."""

import re
from collections.abc import Iterator
from itertools import islice
from math import inf
from posixpath import dirname
from xml.etree.ElementTree import Element

from questionnaires.drafting.parts import Block
from questionnaires.drafting.reading.decoding import clean_text
from questionnaires.drafting.reading.grids import MOST_RULES, RuledBox, find_grids, put_table
from questionnaires.drafting.reading.packed import Packed, damaged, resolve
from questionnaires.drafting.reading.placed import PlacedLine, set_pages
from questionnaires.drafting.reading.plain_text import read_paragraphs
from questionnaires.drafting.reading.printed import join_pages
from questionnaires.messages import Refused

MOST_PAGES = 200
POINTS = 72 / 25.4  # in a millimetre
USUAL_SIZE = 5.6  # millimetres
LONGEST_PATH = 20_000
STEP = re.compile(r"(?P<sign>[SMLC])(?:\s+(?P<across>-?\d{1,6}(?:\.\d+)?)\s+(?P<down>-?\d{1,6}(?:\.\d+)?))?")


def read_ofd(packed: Packed) -> Iterator[Block]:
    """Paragraphs of all pages. Raises Refused."""
    pages = [_read_page(page) for page in _list_pages(packed)]
    return read_paragraphs(join_pages(set_pages(pages)))


def _list_pages(packed: Packed) -> Iterator[Element]:
    root = packed.parse("OFD.xml")
    document = None if root is None else _find_text(root, "DocRoot")
    if document is None:
        raise damaged()
    name = resolve("", document)
    tree = packed.parse(name)
    if tree is None:
        raise damaged()
    places = [page.get("BaseLoc", "") for pages in tree.iter("Pages") for page in pages.iter("Page")]
    if len(places) > MOST_PAGES:
        raise Refused("The file has more than %(most)s pages. Send the notice alone.", most=MOST_PAGES)
    for place in places:
        page = packed.parse(resolve(dirname(name), place))
        if page is None:
            raise damaged()
        yield page


def _find_text(root: Element, name: str) -> str | None:
    return next(((each.text or "").strip() for each in root.iter(name)), None)


def _read_page(page: Element) -> list[PlacedLine]:
    """The lines of a page from top to bottom; pieces that overlap in height are of one line."""
    pieces = sorted((piece for text in page.iter("TextObject") for piece in _read_object(text)), key=_get_row)
    rows: list[list[PlacedLine]] = []
    for piece in pieces:
        if rows and piece.down - rows[-1][0].down < rows[-1][0].size / 2:
            rows[-1].append(piece)
        else:
            rows.append([piece])
    lines = [_join_row(sorted(row, key=lambda piece: piece.left)) for row in rows]
    boxes = (box for path in page.iter("PathObject") for box in _read_path(path))
    for grid in find_grids(list(islice(boxes, MOST_RULES + 1))):
        lines = put_table(lines, grid, grid.fill(pieces))
    return lines


def _read_path(path: Element) -> Iterator[RuledBox]:
    """The strokes of a drawing, each from point to point: M moves the pen, L draws, C goes back to where it began."""
    left, top, *_ = (*_read_numbers(path.get("Boundary", "")), 0.0, 0.0)
    drawn = next((one.text or "" for one in path.iter("AbbreviatedData")), "")[:LONGEST_PATH]
    start = pen = (left, top)
    for step in STEP.finditer(drawn):
        place = (left + float(step["across"]), top + float(step["down"])) if step["across"] else start
        if step["sign"] in "LC":
            (one, other), (high, low) = sorted((pen[0], place[0])), sorted((pen[1], place[1]))
            yield RuledBox(one * POINTS, high * POINTS, other * POINTS, low * POINTS)
        elif step["across"]:
            start = place
        pen = place


def _get_row(piece: PlacedLine) -> tuple[float, float]:
    return piece.down, piece.left


def _read_object(text: Element) -> Iterator[PlacedLine]:
    left, top, *_ = (*_read_numbers(text.get("Boundary", "")), 0.0, 0.0)
    size = (*_read_numbers(text.get("Size", "")), USUAL_SIZE)[0]
    for code in text.iter("TextCode"):
        words = clean_text(code.text or "").strip()
        across, down = (_read_numbers(code.get(axis, "")) or [0.0] for axis in "XY")
        if words:
            yield PlacedLine(words, (left + across[0]) * POINTS, round((top + down[0]) * POINTS, 1), size * POINTS)


def _join_row(row: list[PlacedLine]) -> PlacedLine:
    return PlacedLine("".join(piece.text for piece in row), row[0].left, row[0].down, row[0].size)


def _read_numbers(text: str) -> list[float]:
    try:
        numbers = [float(number) for number in text.split()]
    except ValueError:
        return []
    return numbers if all(-inf < number < inf for number in numbers) else []
