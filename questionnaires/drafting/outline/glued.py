"""Paragraphs that a reader ran together: a number missed in the count that stands behind a full stop."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from questionnaires.drafting.numerals import NUMERAL_SIGNS
from questionnaires.drafting.outline.numbering import Mark, Style, read_mark
from questionnaires.drafting.parts import Block, TextBlock

INSIDE = re.compile(rf"(?<=[。）)〕】])\s*(?=[（(][{NUMERAL_SIGNS}]+[）)]\S|[{NUMERAL_SIGNS}]+、\S)")
OPENED = re.compile(r"^(\s*[一二三四五六七八九十]+、[^。；，：（(]{2,25})(?=[（(]一[）)]\S)")
STYLES = (Style.COMMA, Style.BRACKET)


def unglue(blocks: Sequence[Block]) -> list[Block]:
    """Begin a new block where the next number of a count stands behind a full stop and nowhere at a line's head."""
    told, last = list[Block](), dict[Style, int]()
    for at, block in enumerate(blocks):
        for part in _cut(block, blocks[at + 1 :], last) if isinstance(block, TextBlock) else [block]:
            told.append(part)
    return told


def _cut(block: TextBlock, after: Sequence[Block], last: dict[Style, int]) -> Iterator[Block]:
    text = OPENED.sub(r"\1\n", block.text)
    pieces = [piece for line in text.split("\n") for piece in INSIDE.split(line)] if _has_marks(text) else [block.text]
    whole = pieces[0]
    _note(read_mark(whole), last)
    for piece in pieces[1:]:
        mark = read_mark(piece)
        if mark and (_is_missed(mark, after, last) or (mark.value == 1 and OPENED.match(block.text) is not None)):
            yield replace(block, text=whole)
            whole = piece
            _note(mark, last)
        else:
            whole += piece
    yield replace(block, text=whole)


def _has_marks(text: str) -> bool:
    return "\n" in text or INSIDE.search(text) is not None


def _note(mark: Mark | None, last: dict[Style, int]) -> None:
    if mark and mark.style in STYLES:
        last[mark.style] = mark.value


def _is_missed(mark: Mark, after: Sequence[Block], last: dict[Style, int]) -> bool:
    """Whether a number carries the count on and no line further down does so before the count goes past it."""
    if mark.style not in STYLES or mark.value != last.get(mark.style, -1) + 1:
        return False
    marks = (read_mark(one.text) for one in after if isinstance(one, TextBlock))
    following = next((one for one in marks if one and one.style is mark.style), None)
    return following is None or following.value != mark.value
