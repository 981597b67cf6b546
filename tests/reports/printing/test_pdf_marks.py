"""Seals and signatures of others stand beside a report; whatever else was drawn or attached there is named."""

from collections.abc import Callable
from typing import Any

import pytest
from pypdf.generic import DictionaryObject, IndirectObject, NameObject, NumberObject

from reports.gap.report import write_gap_report
from reports.printing.pdf_marks import PdfMark, judge_additions
from reports.printing.pdf_updates import split_updates
from tests.reports.printing.appending import (
    BLANK,
    ON_WORDS,
    append,
    draw_mark,
    open_reader,
    page_of,
    put_on_page,
    root_of,
    sign,
    stamp,
    write_metadata_anew,
    write_object,
)
from tests.reports.samples import MIXED, REASON, make_report


@pytest.fixture(scope="module")
def printed() -> bytes:
    return write_gap_report(make_report(MIXED, REASON))


def judge(printed: bytes, content: bytes) -> tuple[list[PdfMark], list[str]]:
    base, _ = split_updates(content)
    assert base == printed
    found = judge_additions(base, content)
    return list(found.marks), [one.message % one.details for one in found.findings]


def test_seals_and_signatures_are_taken_one_after_the_other(printed: bytes) -> None:
    content = stamp(sign(stamp(printed)), page=1, box=(250, 20, 350, 90))
    assert judge(printed, content) == (
        [PdfMark("stamp", 1), PdfMark("signature", 1), PdfMark("stamp", 2)],
        [],
    )


def test_a_program_that_signs_may_write_tables_and_metadata_in_its_own_manner(printed: bytes) -> None:
    title = DictionaryObject(open_reader(printed).metadata or {})["/Title"]
    assert judge(printed, stamp(write_metadata_anew(printed, title))) == ([PdfMark("stamp", 1)], [])
    assert judge(printed, write_metadata_anew(printed, f"{title} 2")) == ([], ["the title of the file was changed"])


def test_a_signature_may_be_locked_and_not_turned_with_the_page(printed: bytes) -> None:
    """Poppler, and so Okular, puts every one like this: printed, not turned, locked."""
    assert judge(printed, sign(printed, flags=4 | 16 | 128)) == ([PdfMark("signature", 1)], [])


def change_page(pdf: bytes, key: str, value: Any) -> bytes:
    number, page = page_of(pdf)
    page[NameObject(key)] = value
    return append(pdf, {number: write_object(page)})


def draw_over(pdf: bytes) -> bytes:
    number = page_of(pdf)[1].raw_get("/Contents").idnum
    return append(pdf, {number: b"<< /Length 20 >>\nstream\n1 0 0 rg 0 0 9 9 re f\nendstream"})


def draw_more(pdf: bytes) -> bytes:
    return change_page(pdf, "/Contents", IndirectObject(9001, 0, None))


def change_root(pdf: bytes, key: str, value: Any) -> bytes:
    number, root = root_of(pdf)
    root[NameObject(key)] = value
    return append(pdf, {number: write_object(root)})


def attach(pdf: bytes) -> bytes:
    return change_root(pdf, "/AF", NumberObject(1))


def change_attachment(pdf: bytes) -> bytes:
    listed: Any = open_reader(pdf).root_object["/AF"]
    return append(pdf, {listed[0].indirect_reference.idnum: b"<< /Type /Filespec /F (other) >>"})


def add_page(pdf: bytes) -> bytes:
    pages: Any = open_reader(pdf).root_object["/Pages"]
    changed = DictionaryObject(pages)
    kids: Any = changed[NameObject("/Kids")]
    kids.append(IndirectObject(9001, 0, None))
    changed[NameObject("/Count")] = NumberObject(len(pages["/Kids"]) + 1)
    page = b"<< /Type /Page /Parent %d 0 R /MediaBox [0 0 9 9] >>" % pages.indirect_reference.idnum
    return append(pdf, {pages.indirect_reference.idnum: write_object(changed), 9001: page})


def rename(pdf: bytes) -> bytes:
    info: Any = dict.get(open_reader(pdf).trailer, "/Info")
    return append(pdf, {info.idnum: b"<< /Title (other) >>"})


def free(pdf: bytes) -> bytes:
    number = page_of(pdf)[1].raw_get("/Contents").idnum
    return append(pdf, {9001: b"null"}).replace(b"xref\n9001 1", b"xref\n%d 1\n0000000000 00001 f \n9001 1" % number)


def mark(keys: str, box: tuple[float, float, float, float] = BLANK) -> Callable[[bytes], bytes]:
    return lambda pdf: put_on_page(pdf, draw_mark(box, keys))


CASES: dict[str, tuple[Callable[[bytes], bytes], str]] = {
    "a seal over the score": (lambda pdf: stamp(pdf, ON_WORDS), "page 1: a seal or a signature lies over “"),
    "a signature over the score": (lambda pdf: sign(pdf, ON_WORDS), "page 1: a seal or a signature lies over “"),
    "a box": (mark("/Subtype /Square"), "page 1: something was put on it that is no seal (Square)"),
    "words": (mark("/Subtype /FreeText"), "page 1: something was put on it that is no seal (FreeText)"),
    "a file": (mark("/Subtype /FileAttachment"), "page 1: something was put on it that is no seal (FileAttachment)"),
    "an open note": (mark("/Subtype /Popup /Open true"), "page 1: something was put on it that is no seal (Popup)"),
    "a field": (mark("/Subtype /Widget /FT /Tx"), "page 1: something was put on it that is no seal (Widget)"),
    "a seal of its own size": (
        lambda pdf: put_on_page(pdf, draw_mark(BLANK, flags=4 | 8)),
        "page 1: something was put on it that is no seal (Stamp)",
    ),
    "a seal that acts": (mark("/Subtype /Stamp /A << >>"), "page 1: something was put on it that is no seal (Stamp)"),
    "a new page content": (draw_over, "page 1: its content was changed"),
    "more page content": (draw_more, "page 1: its content was changed"),
    "a smaller page": (lambda pdf: change_page(pdf, "/CropBox", NumberObject(1)), "page 1: its content was changed"),
    "an attachment": (attach, "the attachments were changed"),
    "another attachment": (change_attachment, "the attachments were changed"),
    "a page": (add_page, "pages were added or taken out"),
    "a title": (rename, "the file was changed at "),
    "an action": (lambda pdf: change_root(pdf, "/OpenAction", NumberObject(1)), "the file was changed at /Catalog"),
    "an object less": (free, "an object of the report was removed"),
}


@pytest.mark.parametrize("name", CASES)
def test_whatever_is_no_seal_is_named(name: str, printed: bytes) -> None:
    change, words = CASES[name]
    assert any(one.startswith(words) for one in judge(printed, change(printed))[1])


OUT_OF_ORDER = "what was appended to the file is not in order, so it was not read"


def hide(pdf: bytes) -> bytes:
    """A page content that no table lists, for readers that mend files."""
    number = page_of(pdf)[1].raw_get("/Contents").idnum
    return append(pdf, {9001: b"null\nendobj\n%d 0 obj\nnull" % number})


DISORDERLY: dict[str, Callable[[bytes], bytes]] = {
    "no table": lambda pdf: pdf + b"1 0 obj\nnull\nendobj\n",
    "an end without one": lambda pdf: pdf + b"%%EOF\n",
    "words behind the end": lambda pdf: append(pdf, {9001: b"null"}) + b"more",
    "a table that does not follow": lambda pdf: append(pdf, {9001: b"null"}, Prev="7"),
    "another root": lambda pdf: append(pdf, {9001: b"<< /Type /Catalog >>"}, Root="9001 0 R"),
    "locked": lambda pdf: append(pdf, {9001: b"<< >>"}, Encrypt="9001 0 R"),
    "two tables": lambda pdf: append(pdf, {9001: b"null"}, XRefStm="5"),
    "an unlisted object": hide,
    "a wrong place": lambda pdf: append(pdf, {9001: b"null"}).replace(b"9001 0 obj", b"9002 0 obj"),
    "a very long table": lambda pdf: append(pdf, {9001: b"null"}).replace(b"xref\n9001 1", b"xref\n9001 999999"),
    "nested without end": lambda pdf: append(pdf, {9001: b"null"}, Deep="[" * 100_000),
    "too much": lambda pdf: append(pdf, {9001: b"(" + bytes(8_000_001) + b")"}),
    "too often": lambda pdf: [pdf := append(pdf, {9001: b"null"}) for _ in range(21)][-1],
}


@pytest.mark.parametrize("name", DISORDERLY)
def test_what_is_not_in_order_is_refused(name: str, printed: bytes) -> None:
    assert judge(printed, DISORDERLY[name](printed)) == ([], [OUT_OF_ORDER])
