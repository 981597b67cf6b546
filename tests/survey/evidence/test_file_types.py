"""What a file is, is told by what is in it."""

import io
import struct
import tracemalloc

import pytest

from questionnaires.messages import Refused
from survey.evidence.file_names import MOST, name_file
from survey.evidence.file_types import identify
from tests.survey.evidence.sample_files import (
    BMP,
    GIF,
    JPEG,
    PDF,
    PNG,
    TIFF,
    WEBP,
    make_ole,
    make_ooxml,
    make_types,
    make_zip,
)

TAKEN = {
    "pdf": PDF,
    "png": PNG,
    "jpeg": JPEG,
    "gif": GIF,
    "bmp": BMP,
    "tiff": TIFF,
    "webp": WEBP,
    "ofd": make_zip("OFD.xml", "Doc_0/Document.xml"),
    "docx": make_ooxml("word/document.xml"),
    "xlsx": make_ooxml("xl/workbook.xml", "xl/worksheets/sheet1.xml"),
    "pptx": make_ooxml("ppt/presentation.xml"),
    "doc": make_ole("WordDocument", "1Table", "\x05SummaryInformation", "Data", "CompObj"),
    "xls": make_ole("Workbook", inside="WordDocument"),
    "ppt": make_ole("Current User", "PowerPoint Document"),
}
FIB, XLS = b"\xec\xa5\xc1\0" + bytes(6), struct.pack("<HHQ", 0x809, 8, 0)  # what begins a document of Word and of Excel
TAKEN_TOO = {
    "docx": make_types("word/document2.xml", "openxmlformats-officedocument.wordprocessingml.document.main+xml"),
    "xlsx": make_types("xl/workbook22.xml", "openxmlformats-officedocument.spreadsheetml.sheet.main+xml"),
    "pptx": make_types("ppt/p.xml", "openxmlformats-officedocument.presentationml.presentation.main+xml"),
    "doc": make_ole("WordDocument", content=FIB + b"\x10\x02"),
    "xls": make_ole("Workbook", content=XLS + struct.pack("<HHH", 0xE1, 2, 1200)),
    "ppt": make_ole("Current User", "PowerPoint Document", content=bytes(12) + b"\x5f\xc0\x91\xe3", small=True),
    "pdf": b"\xef\xbb\xbf\r\n\x1b%-12345X@PJL ENTER LANGUAGE=PDF\r\n" + PDF,
}
REFUSED = {
    "empty": (b"", "empty"),
    "zip": (make_zip("scan.pdf"), "one by one"),
    "rar": (b"Rar!\x1a\x07\x01\x00", "one by one"),
    "7z": (b"7z\xbc\xaf\x27\x1c\x00\x04", "one by one"),
    "gzip": (b"\x1f\x8b\x08\x00", "one by one"),
    "tar": (b"a".ljust(257, b"\0") + b"ustar\x0000", "one by one"),
    "exe": (b"MZ\x90\x00\x03", "program"),
    "elf": (b"\x7fELF\x02\x01\x01", "program"),
    "html": (b"<!DOCTYPE html><script>alert(1)</script>", "Print it to PDF"),
    "svg": (b'<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"/>', "Print it to PDF"),
    "text in GBK": ("检验报告".encode("gbk"), "Print it to PDF"),
    "text in UTF-16": ("检验报告".encode("utf-16"), "Print it to PDF"),
    "a page before a PDF": (b"<script>x</script>" + PDF, "Print it to PDF"),
    "heic": (b"\x00\x00\x00\x18ftypheic", "JPEG"),
    "docm": (make_ooxml("word/document.xml", "word/vbaProject.bin"), "macros"),
    "old macros": (make_ooxml("xl/workbook.xml", "xl/macrosheets/sheet1.xml"), "macros"),
    "doc with macros": (make_ole("WordDocument", "Macros"), "macros"),
    "xls with macros": (make_ole("Workbook", "_VBA_PROJECT_CUR"), "macros"),
    "locked": (make_ole("EncryptionInfo", "EncryptedPackage"), "password"),
    "doc with a password": (make_ole("WordDocument", content=FIB + b"\x10\x03"), "password"),
    "xls with a password": (make_ole("Workbook", content=XLS + struct.pack("<HHH", 0x2F, 2, 1)), "password"),
    "small xls with a password": (make_ole("Book", content=XLS + b"\x2f\0\2\0\0\0", small=True), "password"),
    "ppt with a password": (
        make_ole("Current User", "PowerPoint Document", content=bytes(12) + b"\xdf\xc4\xd1\xf3", small=True),
        "password",
    ),
    "ppt with a password and properties": (make_ole("PowerPoint Document", "EncryptedSummary"), "password"),
    "a program before a PDF": (b"MZ\x90\x00\x03" + PDF, "program"),
    "docm made online": (make_types("word/document2.xml", "ms-word.document.macroEnabled.main+xml"), "macros"),
    "part that is not there": (
        make_zip("[Content_Types].xml", "word/other.xml"),
        "not accepted",
    ),
    "installer": (make_ole("MsiDigitalSignature", "SummaryInformation"), "not accepted"),
    "odt": (make_zip("mimetype", "content.xml"), "not accepted"),
    "xlsb": (make_ooxml("xl/workbook.bin"), "not accepted"),
    "PDF cut off": (PDF[:40], "cut off"),
    "docx cut off": (make_ooxml("word/document.xml")[:-30], "cut off"),
    "doc cut off": (make_ole("WordDocument")[:600], "cut off"),
    "junk": (bytes(range(256)), "not accepted"),
}


@pytest.mark.parametrize("kind", TAKEN)
def test_it_tells_each_kind_by_its_content(kind: str) -> None:
    assert identify(io.BytesIO(TAKEN[kind])) == kind


@pytest.mark.parametrize("kind", TAKEN_TOO)
def test_it_tells_kinds_that_other_programs_wrote(kind: str) -> None:
    assert identify(io.BytesIO(TAKEN_TOO[kind])) == kind


@pytest.mark.parametrize("what", REFUSED)
def test_it_refuses_the_rest_and_says_what_would_be_right(what: str) -> None:
    content, remedy = REFUSED[what]
    with pytest.raises(Refused, match=remedy):
        identify(io.BytesIO(content))


def test_a_compound_file_that_bites_its_tail_is_refused() -> None:
    looping = bytearray(make_ole("WordDocument", "1Table", "Data", "CompObj"))
    struct.pack_into("<I", looping, 512 + 4 * 2, 1)  # the last sector of the directory is followed by the first
    with pytest.raises(Refused, match="cut off"):
        identify(io.BytesIO(bytes(looping)))


@pytest.mark.parametrize("at", range(0, 1536, 7))
def test_a_damaged_compound_file_never_breaks_the_reader(at: int) -> None:
    damaged = bytearray(make_ole("WordDocument", "1Table"))
    damaged[at : at + 4] = b"\xfe\x7f\xff\x7f"
    try:
        assert identify(io.BytesIO(bytes(damaged))) == "doc"
    except Refused as refused:
        assert refused.message


def test_a_zip_with_a_million_names_is_refused_unread() -> None:
    entry = b"PK\x01\x02" + bytes(24) + struct.pack("<HHH", 1, 0, 0) + bytes(12) + b"a"
    bomb = b"PK\x03\x04" + entry * 100_000
    bomb += b"PK\x05\x06" + struct.pack("<HHHHIIH", 0, 0, 0xFFFF, 0xFFFF, len(entry) * 100_000, 4, 0)
    tracemalloc.start()
    with pytest.raises(Refused):
        identify(io.BytesIO(bomb))
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 1_000_000


@pytest.mark.parametrize(
    ("given", "kind", "kept"),
    [
        ("检验报告.pdf", "pdf", "检验报告.pdf"),
        ("Scan.PDF", "pdf", "Scan.PDF"),
        ("方案.wps", "doc", "方案.wps"),
        ("report.html", "pdf", "report.html.pdf"),
        ("../../etc/passwd", "png", "passwd.png"),
        ("C:\\扫描\\证书.jpg", "jpeg", "证书.jpg"),
        ("证书\u202egpj.exe", "pdf", "证书gpj.exe.pdf"),
        ("a\x00b\r\nc\td.pdf", "pdf", "ab c d.pdf"),
        ('a"b<c>:d|e?.pdf', "pdf", "a_b_c__d_e_.pdf"),
        ("", "pdf", "file.pdf"),
        ("...", "pdf", "file.pdf"),
        (".pdf", "pdf", "pdf.pdf"),
        ("证书.pdf. ", "pdf", "证书.pdf"),
        ("\ud800x.pdf", "pdf", "x.pdf"),
        ("王\U0002ebf0任命文件.pdf", "pdf", "王\U0002ebf0任命文件.pdf"),  # extension I
        ("王\U00031350.pdf", "pdf", "王\U00031350.pdf"),  # extension H
        ("王\ue000.pdf", "pdf", "王\ue000.pdf"),  # private use
        ("王\U0002ffff\u200b.pdf", "pdf", "王.pdf"),  # no character at all
    ],
)
def test_a_name_is_made_fit(given: str, kind: str, kept: str) -> None:
    assert name_file(given, kind) == kept


def test_a_long_name_keeps_its_ending() -> None:
    kept = name_file("证" * 300 + ".xlsx", "xlsx")
    assert len(kept) == MOST
    assert kept.endswith("证.xlsx")
