"""A gap report proves itself, and whoever changes it is found."""

import hashlib
import json
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from pypdf import PdfReader, PdfWriter

from reports.gap import report as gap_report
from reports.gap.attachments import UnreadableReport
from reports.gap.content import Annex
from reports.gap.report import write_gap_report
from reports.gap.verifying import verify_report
from reports.printing.edition import name_edition
from reports.printing.findings import Finding
from tests.reports.gap.tampering import change_file, change_text, close_writer, open_writer
from tests.reports.samples import ALL_MET, MIXED, REASON, make_report, make_rich_report

Change = Callable[[bytes], bytes]


@pytest.fixture(scope="module")
def honest() -> bytes:
    return write_gap_report(make_report(MIXED, REASON, {"drill": "已列入下半年计划。"}))


def tell(finding: Finding | None) -> str:
    return finding.message % finding.details if finding else "identical"


def replace(old: str, new: str) -> Change:
    def change(content: bytes) -> bytes:
        assert old.encode() in content
        return content.replace(old.encode(), new.encode(), 1)

    return change


def print_digest(pdf: bytes, name: str) -> bytes:
    """Print the digest of an attachment as it is now in place of the one that is printed."""
    reader = PdfReader(BytesIO(pdf))
    text = "".join(reader.pages[-1].extract_text().split())
    printed = text[text.index(name) :]
    start = next(at for at in range(len(printed)) if all(one in "0123456789abcdef" for one in printed[at : at + 64]))
    now = hashlib.sha256(reader.attachments[name][0]).hexdigest()
    for at in range(0, 64, 8):
        old, new = printed[start + at : start + at + 8], now[at : at + 8]
        pdf = pdf if old == new else change_text(pdf, len(reader.pages) - 1, old, new)
    return pdf


@pytest.mark.usefixtures("printed_anew")
def test_an_honest_report_is_identical(honest: bytes) -> None:
    assert verify_report(honest) is None


@pytest.mark.usefixtures("printed_anew")
def test_a_report_with_everything_in_it_is_identical() -> None:
    assert verify_report(write_gap_report(make_rich_report(annexes=frozenset(Annex), demo=True))) is None


def test_a_report_that_another_program_saved_again_is_identical(honest: bytes) -> None:
    saved = close_writer(open_writer(honest))
    assert saved != honest and verify_report(saved) is None


def test_a_changed_digit_in_the_text_is_found(honest: bytes) -> None:
    tampered = change_text(honest, 0, "63.43", "66.43")
    assert tell(verify_report(tampered)).startswith("page 1: it says “")
    assert "66.43" in tell(verify_report(tampered)) and "63.43" in tell(verify_report(tampered))


def test_a_changed_digit_in_an_attachment_is_found(honest: bytes) -> None:
    tampered = change_file(honest, "answers.json", replace('"value": 35', '"value": 39'))
    assert tell(verify_report(tampered)).startswith("attachment answers.json: its SHA-256 is ")


def test_a_changed_answer_is_found_though_its_digest_was_printed_anew(honest: bytes) -> None:
    tampered = change_file(honest, "answers.json", replace('"value": 35', '"value": 39'))
    found = tell(verify_report(print_digest(tampered, "answers.json")))
    assert found == "attachment scorecard.json: score says 63.43; computed again it is 64.54"


def test_a_changed_digit_in_text_and_attachment_is_found(honest: bytes) -> None:
    tampered = change_text(honest, 0, "63.43", "66.43")
    tampered = change_file(tampered, "scorecard.json", replace('"score": "63.43"', '"score": "66.43"'))
    found = tell(verify_report(print_digest(tampered, "scorecard.json")))
    assert found == "attachment scorecard.json: score says 66.43; computed again it is 63.43"


def test_a_picture_laid_over_a_page_is_found(honest: bytes) -> None:
    writer = open_writer(honest)
    stream: Any = writer.pages[0]["/Contents"].get_object()
    stream.set_data(stream.get_data() + b"\nq 1 1 1 rg 100 500 80 20 re f Q\n")
    assert tell(verify_report(close_writer(writer))) == "page 1/Contents: drawn otherwise, though the text is the same"


def test_a_changed_title_is_found(honest: bytes) -> None:
    writer = open_writer(honest)
    writer.add_metadata({"/Title": "药品监管能力自评差距报告（另一局）"})
    assert tell(verify_report(close_writer(writer))).startswith("Info/Title: ")


def test_a_page_that_was_taken_out_is_found(honest: bytes) -> None:
    writer = open_writer(honest)
    writer.remove_page(1)
    assert tell(verify_report(close_writer(writer))).startswith("page 2: it says “")


def test_a_file_that_does_not_belong_is_found(honest: bytes) -> None:
    writer = open_writer(honest)
    writer.add_attachment("more.json", b"{}")
    assert tell(verify_report(close_writer(writer))).startswith("attachment more.json: ")


def test_a_report_in_other_fonts_has_its_text_compared(
    honest: bytes, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    style = gap_report.STYLESHEET.read_text(encoding="utf-8") + 'p, td { font-family: "Noto Sans CJK SC" }'
    (tmp_path / "other.css").write_text(style, encoding="utf-8")
    monkeypatch.setattr(gap_report, "STYLESHEET", tmp_path / "other.css")
    assert tell(verify_report(honest)).startswith("the data and the text are right; the drawing was not compared")
    assert tell(verify_report(change_text(honest, 0, "63.43", "66.43"))).startswith(
        "the data are right; the text says “"
    )


def test_a_report_of_another_edition_is_no_forgery_and_not_identical_either(honest: bytes) -> None:
    writer = open_writer(honest)
    writer.add_metadata({"/Creator": "drug-regulation-survey 000000000000"})
    older = close_writer(writer)
    assert tell(verify_report(older)).startswith("the data and the text are right; the drawing was not compared")
    assert "drug-regulation-survey 000000000000" in tell(verify_report(older))
    assert "the text says “" in tell(verify_report(change_text(older, 0, "63.43", "66.43")))


def test_a_report_names_its_edition(honest: bytes) -> None:
    metadata = PdfReader(BytesIO(honest)).metadata
    assert metadata is not None and metadata.creator == name_edition()


@pytest.mark.parametrize(
    ("change", "name"),
    [
        (lambda _: b"{", "answers.json: line 1, column 2"),
        (replace('"value": 35', '"value": -5'), "answers.json: training"),
        (replace('"training"', '"no-such-question"'), "answers.json: no-such-question"),
        (lambda content: json.dumps([]).encode(), "answers.json"),
    ],
)
def test_answers_that_cannot_be_are_named(honest: bytes, change: Change, name: str) -> None:
    tampered = print_digest(change_file(honest, "answers.json", change), "answers.json")
    with pytest.raises(UnreadableReport) as caught:
        verify_report(tampered)
    assert caught.value.name == name


@pytest.mark.parametrize("content", [b"", b"%PDF-1.7 junk", b"PK\x03\x04", bytes(5000)])
def test_what_is_no_pdf_is_said_to_be_none(content: bytes) -> None:
    with pytest.raises(UnreadableReport, match="It cannot be read"):
        verify_report(content)


def test_a_pdf_without_data_is_said_to_have_none(honest: bytes) -> None:
    writer = PdfWriter()
    writer.append(PdfReader(BytesIO(write_gap_report(make_report(ALL_MET)))), pages=(0, 1))
    with pytest.raises(UnreadableReport, match="It carries no data"):
        verify_report(close_writer(writer))
