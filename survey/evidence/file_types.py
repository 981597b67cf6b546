"""What kind of file evidence is: told by its content, whatever its name says; nothing is unpacked or run.

Taken are what reviewers can open and print: PDF, OFD, pictures, and documents of Word, Excel, PowerPoint and WPS
without macros and passwords. A library would not do: none in reach knows OFD or tells these by their inner names.
"""

import io
import mmap
import re
import struct
import zipfile
import zlib
from collections.abc import Callable, Mapping
from typing import BinaryIO

from questionnaires.macros import holds_macros
from questionnaires.messages import Refused
from survey.evidence.ole_directory import MAGIC as OLE
from survey.evidence.ole_directory import BrokenDirectory, OleStream, list_root, read_head
from survey.evidence.pdf_passwords import needs_password

ENDINGS: Mapping[str, tuple[str, ...]] = {  # what the name of each kind may end with; the first is put where none fits
    "pdf": (".pdf",),
    "ofd": (".ofd",),
    "jpeg": (".jpg", ".jpeg", ".jpe", ".jfif"),
    "png": (".png",),
    "gif": (".gif",),
    "bmp": (".bmp",),
    "tiff": (".tif", ".tiff"),
    "webp": (".webp",),
    "doc": (".doc", ".wps", ".dot", ".wpt"),
    "xls": (".xls", ".et", ".xlt", ".ett"),
    "ppt": (".ppt", ".dps", ".pps", ".dpt"),
    "docx": (".docx",),
    "xlsx": (".xlsx",),
    "pptx": (".pptx",),
}
HEAD = 1029
PDF = b"%PDF-"  # readers look for it in the first 1024 bytes; printers and mail put something before it
TAIL = 1 << 20  # seals and scanners like to add something of their own after the end of a PDF
MOST_DIRECTORY = 1 << 20  # bytes of a ZIP's list of names: some 15,000 names, more than any document has
ZIP = b"PK\x03\x04"
ZIP_END = b"PK\x05\x06"
ZIP64_LOCATOR = b"PK\x06\x07"
LONGEST_END = 22 + 0xFFFF  # of a ZIP: its last record with the longest comment
IN_ZIP = {  # the inner name by which each is known, and what it is
    "OFD.xml": "ofd",
    "word/document.xml": "docx",
    "xl/workbook.xml": "xlsx",
    "ppt/presentation.xml": "pptx",
}
CONTENT_TYPES = "[Content_Types].xml"
MOST_CONTENT_TYPES = 1 << 18  # bytes, unpacked
OVERRIDE = re.compile(r"<(?:\w+:)?Override\b[^<>]*>")
ATTRIBUTE = re.compile(r"""(\w+)\s*=\s*["']([^"']*)["']""")
MAIN_PARTS = {  # the type by which each is known, whatever the name of its main part
    f"application/vnd.openxmlformats-officedocument.{type}.main+xml": kind
    for type, kind in {
        "wordprocessingml.document": "docx",
        "spreadsheetml.sheet": "xlsx",
        "presentationml.presentation": "pptx",
    }.items()
}
IN_OLE = {"WordDocument": "doc", "Workbook": "xls", "Book": "xls", "PowerPoint Document": "ppt"}
FILE_PASS = 0x2F
PPT_ENCRYPTED = b"\xdf\xc4\xd1\xf3"
OLE_MACROS = {"Macros", "_VBA_PROJECT_CUR", "VBA"}
ARCHIVES = (b"Rar!\x1a\x07", b"7z\xbc\xaf\x27\x1c", b"\x1f\x8b", b"BZh", b"\xfd7zXZ\x00", b"PK\x05\x06", b"PK\x07\x08")
BMP_HEADERS = (b"\x0c\0\0\0", b"\x28\0\0\0", b"\x6c\0\0\0", b"\x7c\0\0\0")
PROGRAMS = (b"MZ", b"\x7fELF", b"#!", b"\xca\xfe\xba\xbe", b"\xcf\xfa\xed\xfe", b"\xfe\xed\xfa")


def identify(file: BinaryIO) -> str:
    """The kind of a file. Raises Refused with what would be right instead."""
    file.seek(0)
    head = file.read(HEAD)
    for begins, name_kind in SIGNATURES:
        if begins(head):
            return name_kind(file)
    raise _explain(head)


def _explain(head: bytes) -> Refused:
    """What to say to a file that begins like none that is taken."""
    if not head:
        return Refused("The file is empty. Choose it again; if it comes from a memory stick, copy it first.")
    if head.startswith(ARCHIVES) or head[257:262] == b"ustar":
        return _archive()
    if head.startswith(PROGRAMS):
        return Refused("This is a program, whatever its name says. Attach the document itself.")
    if head[4:8] == b"ftyp":
        return Refused("This is a film or an HEIC photograph. Attach the photograph as JPEG or PNG.")
    if _is_text(head):
        return Refused("This is a text or a web page. Print it to PDF and attach that.")
    return _unknown()


def _is_text(head: bytes) -> bool:
    return head.startswith((b"\xff\xfe", b"\xfe\xff")) or all(byte >= 32 or byte in b"\t\n\r\f" for byte in head)


def _archive() -> Refused:
    return Refused("Archives (ZIP, RAR, 7z) are not accepted. Attach the documents that are in it one by one.")


def _macros() -> Refused:
    return Refused("The document has macros. Save it as DOCX, XLSX, PPTX or PDF without them and attach that.")


def _broken() -> Refused:
    return Refused("The file is damaged or was cut off. Open it, save it again and attach that.")


def _unknown() -> Refused:
    return Refused(
        "This kind of file is not accepted. Attach PDF, OFD, a picture (JPEG, PNG), or a Word, Excel, "
        "PowerPoint or WPS document."
    )


def _locked() -> Refused:
    return Refused("The document is locked with a password. Remove the password, save it and attach that.")


def _name_pdf(file: BinaryIO) -> str:
    if b"%%EOF" not in _read_tail(file, TAIL):
        raise _broken()
    try:
        with mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as content:
            locked = needs_password(content)
    except io.UnsupportedOperation:  # not on the disk
        file.seek(0)
        locked = needs_password(file.read())
    if locked:
        raise _locked()
    return "pdf"


def _name_in_ole(file: BinaryIO) -> str:
    try:
        streams = list_root(file)
        if streams.keys() & {"EncryptedPackage", "EncryptedSummary"} or _is_encrypted(file, streams):
            raise _locked()
    except BrokenDirectory:
        raise _broken() from None
    if streams.keys() & OLE_MACROS:
        raise _macros()
    return _find_kind(IN_OLE, set(streams))


def _is_encrypted(file: BinaryIO, streams: Mapping[str, OleStream]) -> bool:
    """Whether the bits of Word, Excel and PowerPoint 97 say so ([MS-DOC] FibBase, [MS-XLS] FilePass, [MS-PPT])."""
    heads = {name: read_head(file, streams[name]) for name in (*IN_OLE, "Current User") if name in streams}
    if heads.get("WordDocument", b"")[11:12]:
        return bool(heads["WordDocument"][11] & 1)
    for name in ("Workbook", "Book"):
        if any(record == FILE_PASS for record in _list_records(heads.get(name, b""))):
            return True
    return heads.get("Current User", b"")[12:16] == PPT_ENCRYPTED


def _list_records(head: bytes) -> list[int]:
    """The kinds of the first records of Excel."""
    records, place = [], 0
    while place + 4 <= len(head):
        kind, length = struct.unpack_from("<HH", head, place)
        records.append(kind)
        place += 4 + length
    return records


def _name_in_zip(file: BinaryIO) -> str:
    names = _list_names(file)
    if holds_macros(names):
        raise _macros()
    if not names & {"OFD.xml", CONTENT_TYPES, "mimetype"}:
        raise _archive()
    if CONTENT_TYPES in names and not names & IN_ZIP.keys():
        return _find_kind(_list_main_parts(file), names)
    return _find_kind(IN_ZIP, names)


def _list_main_parts(file: BinaryIO) -> dict[str, str]:
    """The main parts of an Office document by name, and what each is; of its bytes a bounded number is unpacked."""
    try:
        with zipfile.ZipFile(file) as archive, archive.open(CONTENT_TYPES) as part:
            written = part.read(MOST_CONTENT_TYPES).decode("utf-8", "replace")
    except RuntimeError:  # what zipfile raises for an entry that has a password
        raise _locked() from None
    except (zipfile.BadZipFile, zlib.error, ValueError, NotImplementedError, EOFError, OSError, struct.error):
        raise _broken() from None
    parts = [dict(ATTRIBUTE.findall(one)) for one in OVERRIDE.findall(written)]
    if any("macroEnabled" in one.get("ContentType", "") for one in parts):
        raise _macros()
    named = ((one.get("PartName", "").lstrip("/"), MAIN_PARTS.get(one.get("ContentType", ""))) for one in parts)
    return {name: kind for name, kind in named if kind}


def _find_kind(known: Mapping[str, str], names: set[str]) -> str:
    for name, kind in known.items():
        if name in names:
            return kind
    raise _unknown()


def _list_names(file: BinaryIO) -> set[str]:
    """The names in a ZIP, from its directory, whose size is looked at first; no entry is unpacked."""
    tail = _read_tail(file, LONGEST_END)
    end = tail.rfind(ZIP_END)
    if end < 0 or len(tail) < end + 22 or tail[max(0, end - 20) : end].startswith(ZIP64_LOCATOR):
        raise _broken()
    (size,) = struct.unpack_from("<I", tail, end + 12)
    if size > MOST_DIRECTORY:
        raise _archive()
    try:
        with zipfile.ZipFile(file) as archive:
            return set(archive.namelist())
    except (zipfile.BadZipFile, ValueError, NotImplementedError, EOFError, OSError, struct.error):
        raise _broken() from None


def _read_tail(file: BinaryIO, most: int) -> bytes:
    file.seek(max(0, file.seek(0, 2) - most))
    return file.read(most)


def _is_bmp(head: bytes) -> bool:
    return head.startswith(b"BM") and head[6:10] == b"\0\0\0\0" and head[14:18] in BMP_HEADERS


def _has_pdf(head: bytes) -> bool:
    """Whether a PDF begins after bytes of something else; a page or a program before one is none."""
    before, found, _ = head.partition(PDF)
    return bool(found) and b"<" not in before and not before.startswith((*ARCHIVES, *PROGRAMS))


def _named(kind: str) -> Callable[[BinaryIO], str]:
    return lambda file: kind


# What a file begins with, in order, and how its kind is named then.
SIGNATURES: list[tuple[Callable[[bytes], bool], Callable[[BinaryIO], str]]] = [
    (lambda head: head.startswith(PDF), _name_pdf),
    (lambda head: head.startswith(b"\xff\xd8\xff"), _named("jpeg")),
    (lambda head: head.startswith(b"\x89PNG\r\n\x1a\n"), _named("png")),
    (lambda head: head.startswith((b"GIF87a", b"GIF89a")), _named("gif")),
    (lambda head: head.startswith((b"II*\0", b"MM\0*")), _named("tiff")),
    (lambda head: head.startswith(b"RIFF") and head[8:12] == b"WEBP", _named("webp")),
    (_is_bmp, _named("bmp")),
    (lambda head: head.startswith(OLE), _name_in_ole),
    (lambda head: head.startswith(ZIP), _name_in_zip),
    (_has_pdf, _name_pdf),
]
