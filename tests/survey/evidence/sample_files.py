"""Tiny files of every kind, made by their own rules."""

import io
import struct
import zipfile
from collections.abc import Mapping

PDF = b"%PDF-1.7\n1 0 obj <<>> endobj\ntrailer <<>>\nstartxref\n9\n%%EOF\n"
PNG = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x00\x01\x00\x00\x00\x01\x08\x00\x00\x00\x00:~\x9bU"
JPEG = b"\xff\xd8\xff\xe0\x00\x10JFIF\x00\x01\x01\x00\x00\x01\x00\x01\x00\x00\xff\xd9"
GIF = b"GIF89a\x01\x00\x01\x00\x00\x00\x00;"
BMP = b"BM" + struct.pack("<IHHI", 58, 0, 0, 54) + struct.pack("<IiiHH", 40, 1, 1, 1, 24) + bytes(28)
TIFF = b"II*\x00\x08\x00\x00\x00\x00\x00\x00\x00\x00\x00"
WEBP = b"RIFF\x1a\x00\x00\x00WEBPVP8L\x0d\x00\x00\x00/\x00\x00\x00\x10\x07\x10\x11\x11\x88\x88\xfe\x07\x00"


def make_pdf(words: str) -> bytes:
    """A PDF unlike every other."""
    return PDF + f"% {words}\n%%EOF\n".encode()


def make_zip(*names: str) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for name in names:
            archive.writestr(name, "<x/>")
    return packed.getvalue()


def make_ooxml(*names: str) -> bytes:
    return make_zip("[Content_Types].xml", "_rels/.rels", *names)


def make_types(part: str, type: str) -> bytes:
    """An Office document whose main part has a name of its own, as programs on the web write it."""
    packed = io.BytesIO()
    types = "http://schemas.openxmlformats.org/package/2006/content-types"
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr(
            "[Content_Types].xml",
            f'<Types xmlns="{types}"><Override ContentType="application/vnd.{type}" PartName="/{part}"/></Types>',
        )
        archive.writestr(part, "<x/>")
    return packed.getvalue()


def make_ole(*names: str, inside: str = "", content: bytes = b"", small: bool = False) -> bytes:
    """A compound file ([MS-CFB] version 3) with streams at its root; `inside` lies in a storage of its own.

    All are empty but the first: it begins with `content`, of which a small one lies in the stream of the root.
    """
    entries = [_entry("Root Entry", 5, child=1)]
    for place, name in enumerate(names, 1):
        entries.append(_entry(name, 2, right=place + 1 if place < len(names) or inside else END))
    if inside:
        entries += [_entry("ObjectPool", 1, child=len(entries) + 1), _entry(inside, 2)]
    entries += [bytes(128)] * (-len(entries) % 4)
    sectors = len(entries) // 4
    if content:
        begin = struct.pack("<II", 1 if small else sectors + 1, len(content) if small else 4096)
        entries[1] = entries[1][:116] + begin + bytes(4)
        entries[0] = entries[0][:116] + struct.pack("<II", sectors + 1, 512) + bytes(4)
        content = (bytes(64) if small else b"") + content.ljust(512, b"\0")
    chain = [0xFFFFFFFD, *range(2, sectors + 1), 0xFFFFFFFE, 0xFFFFFFFE]
    table = struct.pack("<128I", *chain, *[END] * (128 - len(chain)))
    header = bytearray(MAGIC + bytes(16) + struct.pack("<HHHHH", 0x3E, 3, 0xFFFE, 9, 6) + bytes(10))
    header += struct.pack("<IIIIIIIII", 1, 1, 0, 4096, 0xFFFFFFFE, 0, 0xFFFFFFFE, 0, 0)
    header += struct.pack("<108I", *[END] * 108)
    return bytes(header) + table + b"".join(entries) + content


MAGIC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
END = 0xFFFFFFFF


def _entry(name: str, type: int, right: int = END, child: int = END) -> bytes:
    written = name.encode("utf-16-le")
    begin = written.ljust(64, b"\0") + struct.pack("<HBB", len(written) + 2, type, 1)
    return (begin + struct.pack("<III", END, right, child)).ljust(128, b"\0")


MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"


def make_docx(body: str) -> bytes:
    """A document of Word with this body, and no more than it needs."""
    space = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    document = f'<w:document xmlns:w="{space}"><w:body>{body}</w:body></w:document>'
    return pack_parts({"[Content_Types].xml": "<Types/>", "word/document.xml": document})


def make_xlsx(rows: str) -> bytes:
    """A workbook of one sheet with these rows, and no more than it needs."""
    types = "http://schemas.openxmlformats.org/package/2006/content-types"
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml"
    parts = {
        "[Content_Types].xml": f'<Types xmlns="{types}">'
        f'<Override PartName="/xl/workbook.xml" ContentType="{kind}.sheet.main+xml"/>'
        f'<Override PartName="/xl/worksheets/sheet1.xml" ContentType="{kind}.worksheet+xml"/></Types>',
        "_rels/.rels": _relate("officeDocument", "xl/workbook.xml"),
        "xl/workbook.xml": f'<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}">'
        '<sheets><sheet name="表" sheetId="1" r:id="r1"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": _relate("worksheet", "worksheets/sheet1.xml"),
        "xl/worksheets/sheet1.xml": f'<worksheet xmlns="{MAIN}"><sheetData>{rows}</sheetData></worksheet>',
    }
    return pack_parts(parts)


def _relate(type: str, target: str) -> str:
    one = f'<Relationship Id="r1" Type="{OFFICE}/{type}" Target="{target}"/>'
    return f'<Relationships xmlns="{RELATIONS}">{one}</Relationships>'


def pack_parts(parts: Mapping[str, str | bytes]) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, written in parts.items():
            archive.writestr(name, written)
    return packed.getvalue()
