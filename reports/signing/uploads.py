"""What a file turns out to be that somebody holds: in the register, with seals on it, changed, or not ours."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from tempfile import NamedTemporaryFile

from sqlmodel import Session

from questionnaires.answer_files import parse_json
from questionnaires.answers import AnswersRefused
from reports.gap.attachments import ORIGIN
from reports.printing.findings import Finding
from reports.printing.judging import compare_apart, judge_apart, read_claim
from reports.printing.paper import find_reports
from reports.printing.pdf_marks import PdfMark
from reports.printing.pdf_updates import split_updates
from reports.signing.checking import Fit, check_signature
from survey.signing.keys import load_keys
from survey.signing.register import find_by_digest, find_by_serial, hash_files
from survey.signing.serials import read_serial
from survey.signing.statements import read_signed
from survey.storage.records import IssuedReport


class FileOutcome(StrEnum):
    """What a file is to this installation."""

    ISSUED = "issued"
    MARKED = "marked"  # with seals and signatures of others on it, and nothing else
    ADDED = "added"  # something else was put on it
    DIFFERENT = "different"  # it names one of our reports and is not what we issued
    UNKNOWN = "unknown"
    BROKEN = "broken"  # the register's own signature does not fit


@dataclass(frozen=True)
class CheckedFile:
    """A file that was looked up: its entry, if any, and what was found on it."""

    outcome: FileOutcome
    entry: IssuedReport | None = None
    marks: tuple[PdfMark, ...] = ()
    findings: tuple[Finding, ...] = ()


def check_file(session: Session, data_folder: Path, content: bytes, side: bytes, may_cost: bool) -> CheckedFile:
    """Look a PDF up, with the side file that came with it, or nothing.

    By its bytes alone, and only what was appended to one of ours is read; where it `may_cost`, one that is not ours as
    it stands is opened, too, for the serial number in it and the first difference.
    """
    base, _added = split_updates(content)
    whole, first = hash_files((content, base))
    entry = find_by_digest(session, whole) or find_by_digest(session, first)
    if entry is not None:
        if not is_signed_here(entry, data_folder, (content, base)):
            return CheckedFile(FileOutcome.BROKEN, entry)
        return CheckedFile(FileOutcome.ISSUED, entry) if entry.sha256 == whole else _judge(entry, content)
    signed = read_signed(side)
    serial = signed.statement.serial if signed else ""
    with _kept_aside(content) as path:
        if not serial and may_cost:
            serial = _read_serial(read_claim(path, ORIGIN))
        known = find_by_serial(session, serial) if serial else []
        if not known:
            return CheckedFile(FileOutcome.UNKNOWN)
        issued = find_reports(data_folder) / known[0].file
        found = compare_apart(path, issued) if may_cost and issued.exists() else None
        return CheckedFile(FileOutcome.DIFFERENT, known[0], findings=(found,) if found else ())


def is_signed_here(entry: IssuedReport, data_folder: Path, contents: tuple[bytes, ...]) -> bool:
    """Whether the signature that the register keeps is of these bytes and of a key of ours."""
    signed = read_signed(entry.signature.encode())
    return signed is not None and check_signature(signed, contents, [load_keys(data_folder)]).fit is Fit.FITS


def _judge(entry: IssuedReport, content: bytes) -> CheckedFile:
    with _kept_aside(content) as path:
        added = judge_apart(path)
    outcome = FileOutcome.ADDED if added.findings else FileOutcome.MARKED
    return CheckedFile(outcome, entry, added.marks, added.findings)


@contextmanager
def _kept_aside(content: bytes) -> Iterator[Path]:
    """A file for another process to read, gone afterwards."""
    with NamedTemporaryFile(suffix=".pdf") as file:
        file.write(content)
        file.flush()
        yield Path(file.name)


def _read_serial(claim: bytes) -> str:
    try:
        told = parse_json(claim)
    except AnswersRefused:
        return ""
    return read_serial(str(told.get("serial", ""))) or "" if isinstance(told, dict) else ""
