"""Formats that are XML in a ZIP: parts are read by name and within limits; entities are never declared."""

import zlib
from collections.abc import Iterator
from io import BytesIO
from posixpath import dirname, join, normpath
from typing import Any
from xml.etree.ElementTree import Element, ParseError, TreeBuilder, XMLParser
from zipfile import BadZipFile, LargeZipFile, ZipFile

from questionnaires.messages import Refused

MOST_PARTS = 3_000
MOST_UNPACKED = 300_000_000  # bytes of all parts, pictures included
LARGEST_RATIO = 150  # times that all parts may be as large as the file
SMALL = 20_000_000  # bytes unpacked, up to which the ratio does not count: XML of empty tables packs very well
LARGEST_PART = 20_000_000  # bytes of XML
MOST_ELEMENTS = 600_000  # of a part
DEEPEST = 200
SPOILT = (
    BadZipFile,
    LargeZipFile,
    zlib.error,
    ParseError,
    EOFError,
    KeyError,
    NotImplementedError,
    OSError,
    ValueError,
)
WORD = (
    "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    "http://purl.oclc.org/ooxml/wordprocessingml/main",
)
PREFIXES = {
    **dict.fromkeys(WORD, "w."),
    "http://schemas.openxmlformats.org/markup-compatibility/2006": "mc.",
    "http://schemas.openxmlformats.org/officeDocument/2006/math": "m.",
    "http://purl.oclc.org/ooxml/officeDocument/math": "m.",
}


class _Builder(TreeBuilder):
    """Builds a tree whose names are `w.p` for both dialects of Word and bare otherwise; attributes are bare."""

    def __init__(self, most_elements: int) -> None:
        super().__init__()
        self.most_elements, self.count, self.depth = most_elements, 0, 0

    def doctype(self, name: str, public: str | None, system: str | None) -> None:
        """Where entities are declared: no office program writes it."""
        raise Refused("The file declares entities of XML, which no office program does. It is not opened.")

    def start(self, tag: str, attrs: dict[str, str]) -> Element:
        self.count, self.depth = self.count + 1, self.depth + 1
        if self.count > self.most_elements or self.depth > DEEPEST:
            raise _too_large()
        space, _, name = tag.rpartition("}")
        plain = {key.rpartition("}")[2]: value for key, value in attrs.items()}
        return super().start(PREFIXES.get(space[1:], "") + name, plain)

    def end(self, tag: str) -> Element:
        self.depth -= 1
        return super().end(tag)


class Packed:
    """The parts of a file, by their names from its root; of each so many bytes and elements of XML are read."""

    def __init__(self, content: bytes, largest_part: int = LARGEST_PART, most_elements: int = MOST_ELEMENTS) -> None:
        """Raises Refused where it is broken, locked, or would grow when unpacked."""
        self.largest_part, self.most_elements = largest_part, most_elements
        try:
            self._archive = ZipFile(BytesIO(content))
        except SPOILT:
            raise damaged() from None
        listed = self._archive.infolist()
        unpacked = sum(part.file_size for part in listed)
        if len(listed) > MOST_PARTS or unpacked > MOST_UNPACKED:
            raise _too_large()
        if unpacked > SMALL and unpacked > LARGEST_RATIO * len(content):
            raise _too_large()
        if any(part.flag_bits & 1 for part in listed):
            raise Refused("The file has a password. Save it without one and send it again.")
        self.sizes = {part.filename.lstrip("/"): part.file_size for part in listed}
        self._names = {part.filename.lstrip("/"): part.filename for part in listed}

    def parse(self, name: str) -> Element | None:
        """The tree of a part, or None where there is none of this name. Raises Refused."""
        if name not in self._names:
            return None
        content = self.read(name)
        try:
            parser = XMLParser(target=_Builder(self.most_elements))
            parser.feed(content)
            tree: Element = parser.close()
        except SPOILT:
            raise damaged() from None
        return tree

    def read(self, name: str) -> bytes:
        """The bytes of a part, none where there is none of this name. Raises Refused."""
        if self.sizes.get(name, 0) > self.largest_part:
            raise _too_large()
        try:
            return self._archive.read(self._names[name]) if name in self._names else b""
        except SPOILT:
            raise damaged() from None

    def list_related(self, part: str) -> Iterator[tuple[str, str]]:
        """The last word of the type, and the name, of each part to which this one (the whole file: "") is related."""
        folder = dirname(part)
        relations = self.parse(join(folder, "_rels", f"{part.rpartition('/')[2]}.rels"))
        for one in relations if relations is not None else ():
            if one.get("TargetMode") != "External":
                yield one.get("Type", "").rpartition("/")[2], resolve(folder, one.get("Target", ""))


def resolve(folder: str, target: str) -> str:
    """The name from the root of what is named from a folder."""
    return normpath(join("/", folder, target)).lstrip("/")


def damaged() -> Refused:
    """What is said of a file that is not whole."""
    return Refused("The file is damaged or not whole. Open it, save it anew and send that.")


def _too_large() -> Refused:
    return Refused("The file would be far too large when unpacked. Copy the text of the notice into a new file.")


def read_flag(element: Any) -> bool:
    """Whether an element such as <w:vanish/> is there and not switched off."""
    return element is not None and element.get("val", "1") not in ("0", "false", "off", "none")
