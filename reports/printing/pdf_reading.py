"""PDF bytes read back: texts, attachments, who made it, and where two files differ. The only place that knows pypdf."""

import logging
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from io import BytesIO
from typing import Any

from pypdf import PdfReader
from pypdf.generic import ArrayObject, DictionaryObject, IndirectObject, StreamObject

logging.getLogger("pypdf").setLevel(logging.CRITICAL)  # what is wrong with a file is said by whoever asked about it
PACKING = frozenset({"/Length", "/Filter", "/DecodeParms", "/Parent", "/P"})  # how, not what; and the way back up


class NotReadable(Exception):
    """Bytes that are no PDF, or one that is broken or locked."""


@dataclass(frozen=True)
class ReadPdf:
    """A PDF that was opened. Whatever is wrong in it, its properties raise NotReadable."""

    content: bytes

    @cached_property
    def _reader(self) -> PdfReader:
        try:
            return PdfReader(BytesIO(self.content))
        except Exception as error:
            raise NotReadable(str(error)) from error

    @cached_property
    def pages(self) -> list[str]:
        """The text of every page without its white space, which typesetting puts in."""
        try:
            return ["".join(page.extract_text().split()) for page in self._reader.pages]
        except Exception as error:  # a file that was tampered with can break its reader anywhere
            raise NotReadable(str(error)) from error

    @cached_property
    def files(self) -> dict[str, list[bytes]]:
        """The attachments by name; more than one where a name was given twice."""
        try:
            return {name: list(contents) for name, contents in self._reader.attachments.items()}
        except Exception as error:
            raise NotReadable(str(error)) from error

    @cached_property
    def maker(self) -> tuple[str, ...]:
        """The edition of this program, the engine and the fonts that a file names as its makers."""
        try:
            known = self._reader.metadata
            programs = (str(known.creator), str(known.producer)) if known else ("", "")
            return (*programs, *sorted(set(_list_fonts(self._reader))))
        except Exception as error:
            raise NotReadable(str(error)) from error

    def find_difference(self, other: "ReadPdf") -> str | None:
        """The place, such as `page 3/Contents`, of the first thing that another file has otherwise."""
        try:
            return _compare(self._reader, other._reader)
        except Exception as error:
            raise NotReadable(str(error)) from error


def _list_fonts(reader: PdfReader) -> Iterator[str]:
    for page in reader.pages:
        fonts: Any = page["/Resources"]
        for font in fonts.get("/Font", {}).values():
            yield str(font.get_object()["/BaseFont"]).split("+")[-1].lstrip("/")


def _compare(one: PdfReader, other: PdfReader) -> str | None:
    """Walk both files at once, page by page and then from their roots; how things are numbered does not count."""
    if len(one.pages) != len(other.pages):
        return f"page {min(len(one.pages), len(other.pages)) + 1}"
    pages = zip(one.pages, other.pages, strict=True)
    owed: list[tuple[str, Any, Any]] = [(f"page {number}", *pair) for number, pair in enumerate(pages, 1)]
    owed += [(key, one.trailer.get(f"/{key}"), other.trailer.get(f"/{key}")) for key in ("Info", "Root")]
    owed.reverse()
    seen: set[tuple[int, int]] = set()
    while owed:
        path, left, right = owed.pop()
        if isinstance(left, IndirectObject) and isinstance(right, IndirectObject):
            pair = (left.idnum, right.idnum)
            if pair in seen:
                continue
            seen.add(pair)
        kids = _list_kids(_open(left), _open(right))
        if kids is None:
            return path
        owed += [(f"{path}/{name}", *pair) for name, *pair in reversed(kids)]
    return None


def _list_kids(left: Any, right: Any) -> list[tuple[str, Any, Any]] | None:
    """What two objects hold, pair by pair; None where they differ themselves."""
    if isinstance(left, DictionaryObject) and isinstance(right, DictionaryObject):
        if _unpack(left) != _unpack(right):
            return None
        keys = sorted((set(left) | set(right)) - PACKING)
        return [(key.lstrip("/"), dict.get(left, key), dict.get(right, key)) for key in keys]
    if isinstance(left, ArrayObject) and isinstance(right, ArrayObject):
        if len(left) != len(right):
            return None
        return [(str(at), *pair) for at, pair in enumerate(zip(list.__iter__(left), list.__iter__(right), strict=True))]
    return [] if type(left) is type(right) and left == right else None


def _open(found: Any) -> Any:
    return found.get_object() if isinstance(found, IndirectObject) else found


def _unpack(found: DictionaryObject) -> bytes | None:
    return found.get_data() if isinstance(found, StreamObject) else None
