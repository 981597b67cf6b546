"""Ways to tamper with a report, as someone would who can edit a PDF."""

import re
from collections.abc import Callable
from io import BytesIO
from typing import Any

from pypdf import PdfReader, PdfWriter
from pypdf.generic import NameObject, StreamObject

SHOWN = re.compile(rb"\[[^\]]*\] TJ")
GLYPH = re.compile(rb"(?<=<)[0-9a-f]{4}|(?<=[0-9a-f]{4})[0-9a-f]{4}")


def open_writer(pdf: bytes) -> PdfWriter:
    return PdfWriter(clone_from=PdfReader(BytesIO(pdf)))


def close_writer(writer: PdfWriter) -> bytes:
    written = BytesIO()
    writer.write(written)
    return written.getvalue()


def change_text(pdf: bytes, page: int, old: str, new: str) -> bytes:
    """Draw other words of the same length where a page first draws these."""
    writer = open_writer(pdf)
    stream: Any = writer.pages[page]["/Contents"].get_object()
    resources: Any = writer.pages[page]["/Resources"]
    content = stream.get_data()
    for font in resources["/Font"].values():
        words = read_codes(font.get_object())
        glyphs = {character: code for code, character in words.items()}
        for shown in SHOWN.finditer(content):
            places = [(one.start(), one[0]) for one in GLYPH.finditer(content, *shown.span())]
            at = "".join(words.get(code, "?") for _, code in places).find(old)
            if at >= 0 and set(new) <= set(glyphs):
                for (place, _), character in zip(places[at : at + len(old)], new, strict=True):
                    content = content[:place] + glyphs[character] + content[place + 4 :]
                stream.set_data(content)
                return close_writer(writer)
    raise AssertionError(f"{old} is not drawn on this page, or {new} cannot be")


def read_codes(font: Any) -> dict[bytes, str]:
    """The character of every glyph of a font; a glyph is named as it stands in a page, by four hexadecimal digits."""
    table = font["/ToUnicode"].get_object().get_data()
    pairs = re.findall(rb"<([0-9a-f]{4})> <([0-9a-f]{4})>", table)
    return {code: bytes.fromhex(words.decode()).decode("utf-16-be") for code, words in pairs}


def change_file(pdf: bytes, name: str, change: Callable[[bytes], bytes]) -> bytes:
    """Replace the content of an attachment."""
    writer = open_writer(pdf)
    listed: Any = writer.root_object["/Names"]
    names = listed["/EmbeddedFiles"]["/Names"]
    stored: Any = names[names.index(name) + 1].get_object()["/EF"]
    changed = change(stored["/F"].get_object().get_data())
    replaced = StreamObject()
    replaced.set_data(changed)
    replaced[NameObject("/Type")] = NameObject("/EmbeddedFile")
    stored[NameObject("/F")] = writer._add_object(replaced)
    assert changed
    return close_writer(writer)
