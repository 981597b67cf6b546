"""What a file is, told by its content, and which reader it goes to; what none of them reads is refused."""

import re
from collections.abc import Iterable

from questionnaires.drafting.parts import Block, TextBlock
from questionnaires.drafting.reading.decoding import clean_text, decode_text
from questionnaires.drafting.reading.kinds import refuse_others, to_be_saved_anew
from questionnaires.drafting.reading.ofd import read_ofd
from questionnaires.drafting.reading.packed import Packed
from questionnaires.drafting.reading.pdf_text import read_pdf
from questionnaires.drafting.reading.plain_text import read_plain
from questionnaires.drafting.reading.web_page import is_page, read_page
from questionnaires.drafting.reading.word import read_word
from questionnaires.macros import CONTENT_TYPES, refuse_macros
from questionnaires.messages import Refused

ZIPPED = (b"PK\3\4", b"PK\5\6")
PDF = b"%PDF-"
MOST_BYTES = 50_000_000
MOST_TEXT = 5_000_000  # bytes of a file that is nothing but text
MOST_CHARACTERS = 200_000  # a long notice with its tables has a quarter of them
NO_TEXT = re.compile(r"\w{201,}")  # the five notices have at most 40 letters and digits without a sign between them
SHOWN = 12  # letters of it


def read_notice(data: bytes, name: str) -> tuple[Block, ...]:
    """Read the paragraphs and tables of a notice from the bytes of its file. Raises Refused."""
    if len(data) > MOST_BYTES:
        raise Refused("The file is larger than %(most)s MB; a notice is not.", most=MOST_BYTES // 1_000_000)
    if not data.strip(b"\0\r\n\t "):
        raise Refused("The file is empty.")
    blocks = tuple(_bound(_read(data, name)))
    if not blocks:
        raise Refused("The file holds no text.")
    return blocks


def _read(data: bytes, name: str) -> Iterable[Block]:
    if data.startswith(ZIPPED):
        return _read_packed(data)
    if PDF in data[:1_024]:
        return read_pdf(data)
    refuse_others(data, name)
    if len(data) > MOST_TEXT:
        raise _too_long()
    if is_page(data):
        return read_page(data)
    return read_plain(clean_text(decode_text(data)))


def _read_packed(data: bytes) -> Iterable[Block]:
    packed = Packed(data)
    if "OFD.xml" in packed.sizes:
        return read_ofd(packed)
    refuse_macros(packed.sizes, packed.read(CONTENT_TYPES), ".docx")
    if any(name.startswith("word/") for name in packed.sizes):
        return read_word(packed)
    raise to_be_saved_anew()


def _bound(blocks: Iterable[Block]) -> Iterable[Block]:
    """Blocks as long as they are together no longer than a notice, and each is text that can be read."""
    total = 0
    for block in blocks:
        for text in [block.text] if isinstance(block, TextBlock) else [cell for row in block.rows for cell in row]:
            total += len(text)
            if found := NO_TEXT.search(text):
                raise Refused(
                    "“%(begin)s…” goes on for %(count)s letters without a space or a sign; that is no notice.",
                    begin=found[0][:SHOWN],
                    count=len(found[0]),
                )
        if total > MOST_CHARACTERS:
            raise _too_long()
        yield block


def _too_long() -> Refused:
    return Refused(
        "The file holds more than %(most)s characters, far more than a notice. Send the notice alone.",
        most=MOST_CHARACTERS,
    )
