"""What kind of file evidence is: told by its content, whatever its name says; nothing is unpacked or run.

Taken are what reviewers can open and print: PDF, OFD, pictures, and documents of Word, Excel, PowerPoint and WPS
without macros and passwords. A library would not do: none in reach knows OFD or tells these by their inner names.
"""

import struct
import zipfile
from collections.abc import Callable, Mapping
from typing import BinaryIO

from questionnaires.messages import Refused
from survey.evidence.ole_directory import MAGIC as OLE
from survey.evidence.ole_directory import BrokenDirectory, list_root

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
HEAD = 512
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
IN_OLE = {"WordDocument": "doc", "Workbook": "xls", "Book": "xls", "PowerPoint Document": "ppt"}
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
    return Refused("Archives (ZIP, RAR, 7z) are not taken. Attach the documents that are in it one by one.")


def _macros() -> Refused:
    return Refused("The document has macros. Save it as DOCX, XLSX, PPTX or PDF without them and attach that.")


def _broken() -> Refused:
    return Refused("The file is damaged or was cut off. Open it, save it again and attach that.")


def _unknown() -> Refused:
    return Refused(
        "This file is of no kind that can be taken. Attach PDF, OFD, a picture (JPEG, PNG), or a Word, Excel, "
        "PowerPoint or WPS document."
    )


def _name_pdf(file: BinaryIO) -> str:
    if b"%%EOF" not in _read_tail(file, TAIL):
        raise _broken()
    return "pdf"


def _name_in_ole(file: BinaryIO) -> str:
    try:
        names = list_root(file)
    except BrokenDirectory:
        raise _broken() from None
    if "EncryptedPackage" in names:
        raise Refused("The document is locked with a password. Remove the password, save it and attach that.")
    if names & OLE_MACROS:
        raise _macros()
    return _find_kind(IN_OLE, names)


def _name_in_zip(file: BinaryIO) -> str:
    names = _list_names(file)
    if any(name.lower().endswith("vbaproject.bin") or name.startswith("xl/macrosheets/") for name in names):
        raise _macros()
    if not names & {"OFD.xml", "[Content_Types].xml", "mimetype"}:
        raise _archive()
    return _find_kind(IN_ZIP, names)


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


def _named(kind: str) -> Callable[[BinaryIO], str]:
    return lambda file: kind


# What a file begins with, in order, and how its kind is named then.
SIGNATURES: list[tuple[Callable[[bytes], bool], Callable[[BinaryIO], str]]] = [
    (lambda head: head.startswith(b"%PDF-"), _name_pdf),
    (lambda head: head.startswith(b"\xff\xd8\xff"), _named("jpeg")),
    (lambda head: head.startswith(b"\x89PNG\r\n\x1a\n"), _named("png")),
    (lambda head: head.startswith((b"GIF87a", b"GIF89a")), _named("gif")),
    (lambda head: head.startswith((b"II*\0", b"MM\0*")), _named("tiff")),
    (lambda head: head.startswith(b"RIFF") and head[8:12] == b"WEBP", _named("webp")),
    (_is_bmp, _named("bmp")),
    (lambda head: head.startswith(OLE), _name_in_ole),
    (lambda head: head.startswith(ZIP), _name_in_zip),
]
