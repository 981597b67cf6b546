"""Documents of Word and Excel as headings, paragraphs and tables of words, for a page of ours; of pictures, links and
macros nothing is read. What one costs is bounded as for every file that is read here, only tighter: somebody waits."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import BinaryIO

from questionnaires.drafting.parts import Block, TableBlock, TextBlock
from questionnaires.drafting.reading.decoding import clean_text
from questionnaires.drafting.reading.packed import Packed
from questionnaires.drafting.reading.word import read_word
from survey.sheets.showing import read_sheets

# Of each part of a Word document: two seconds of a processor at worst. Fifty pages take a third of it.
LARGEST_PART, MOST_ELEMENTS = 4_000_000, 100_000
MOST_BLOCKS, MOST_ROWS, MOST_CHARACTERS = 3_000, 500, 200_000


@dataclass(frozen=True)
class PreviewPart:
    """A document, or a sheet with its title; `is_whole`: nothing was left out at its end."""

    title: str
    blocks: tuple[Block, ...]
    is_whole: bool


def read_preview(kind: str, file: BinaryIO) -> tuple[PreviewPart, ...]:
    """What a file of a kind in PREVIEWED says. Raises Refused, in words that do not know what it is read for."""
    return PREVIEWED[kind](file.read())


def _read_document(content: bytes) -> tuple[PreviewPart, ...]:
    kept: list[Block] = []
    left, is_whole = MOST_CHARACTERS, True
    for block in read_word(Packed(content, LARGEST_PART, MOST_ELEMENTS), repeat=False):
        shown = TableBlock(block.rows[:MOST_ROWS]) if isinstance(block, TableBlock) else block
        left -= _count_characters(shown)
        if left < 0 or len(kept) == MOST_BLOCKS:
            is_whole = False
            break
        is_whole = is_whole and shown == block
        kept.append(shown)
    return (PreviewPart("", tuple(kept), is_whole),)


def _count_characters(block: Block) -> int:
    return len(block.text) if isinstance(block, TextBlock) else sum(len(cell) for row in block.rows for cell in row)


def _read_workbook(content: bytes) -> tuple[PreviewPart, ...]:
    return tuple(
        PreviewPart(clean_text(one.title), (TableBlock(tuple(map(_clean_row, one.rows))),), one.is_whole)
        for one in read_sheets(content)
    )


def _clean_row(row: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(map(clean_text, row))


PREVIEWED: Mapping[str, Callable[[bytes], tuple[PreviewPart, ...]]] = {"docx": _read_document, "xlsx": _read_workbook}
