"""A PDF that asks for a password is told from one that is only restricted."""

import io
import re
import tempfile

import pytest
from pypdf import PdfWriter

from questionnaires.messages import Refused
from survey.evidence.file_types import identify
from survey.evidence.pdf_passwords import needs_password
from tests.survey.evidence.sample_files import PDF

# What qpdf 12 wrote as /U of AES-256 files of revisions 5 and 6: with restrictions only, and with the password u1.
FREE = {
    5: "77416e6bb11574b9273fc433fabdec0a28668c407d7c2c63119de4ff794d793fdc57a99fd2ee1eac155e26d13e0d0c5b",
    6: "48953179f7c34c6e0e3eec82743c655dcf0f57195f76a71647c6c8b32592373b0b6275ee6c6bd7300f7b11f0dfc9a1a5",
}
LOCKED = {
    5: "a5dd7d30f06bb005d375c656583a4da83270ffd72ce25f093cec83d0804453fbceab9ebb887696b2a716429bd46c5287",
    6: "bf6fe2ed2bfd74945e3b4ce8cf03c5090e5538fbe20ad06a8b91941d04d525bfa1c39cf930550553dd00388f2ca7d0d1",
}
REVISIONS = ["RC4-40", "RC4-128"]


def make_locked(user: str, algorithm: str = "RC4-128") -> bytes:
    writer, file = PdfWriter(), io.BytesIO()
    writer.add_blank_page(100, 100)
    writer.encrypt(user, "owner", algorithm=algorithm)
    writer.write(file)
    return file.getvalue()


@pytest.mark.parametrize("algorithm", REVISIONS)
def test_one_that_opens_with_a_password_only_is_refused(algorithm: str) -> None:
    with pytest.raises(Refused, match="password"):
        identify(io.BytesIO(make_locked("secret", algorithm)))


@pytest.mark.parametrize("algorithm", REVISIONS)
def test_one_that_is_only_restricted_is_taken(algorithm: str) -> None:
    assert identify(io.BytesIO(make_locked("", algorithm))) == "pdf"


def write_lock(revision: int, u: str) -> bytes:
    return PDF + f"9 0 obj << /Filter /Standard /R {revision} /U <{u}> >> endobj trailer << /Encrypt 9 0 R >>".encode()


@pytest.mark.parametrize("revision", FREE)
def test_the_locks_of_newer_versions_are_understood(revision: int) -> None:
    assert not needs_password(write_lock(revision, FREE[revision]))
    assert needs_password(write_lock(revision, LOCKED[revision]))


def test_a_file_on_the_disk_is_read_in_place() -> None:
    with tempfile.TemporaryFile() as file:
        file.write(make_locked("secret"))
        with pytest.raises(Refused, match="password"):
            identify(file)


def test_one_that_speaks_of_locks_is_not_locked() -> None:
    assert not needs_password(PDF)
    assert not needs_password(PDF + b"stream /EncryptMetadata false /Encrypt 7 0 R endstream")


@pytest.mark.parametrize(
    "lock",
    [
        b"<< /Filter /Adobe.PubSec /V 4 /R 4 >>",
        b"<< /Filter /Standard >>",
        b"<< /Filter /Standard /R x /U (y) >>",
        b"<< /Filter /Standard /R 3 /U (y) /O (z) /P 1e9 /Length 99999999 >>",
        b"<< /Filter /Standard /R 6 /U (" + b"(" * 9000,
    ],
)
def test_a_lock_that_cannot_be_understood_is_a_lock(lock: bytes) -> None:
    assert needs_password(PDF + b"trailer << /Encrypt " + lock + b" >>")


def test_strings_are_read_however_they_are_written() -> None:
    """The same file, its strings in parentheses with escapes where they stood in hexadecimal digits."""
    locked = make_locked("")
    written = locked
    for found in set(_list_hexadecimal(locked)):
        escaped = b"".join(b"\\%03o" % byte for byte in bytes.fromhex(found[1:-1].decode()))
        written = written.replace(found, b"(" + escaped + b")")
    assert written != locked and not needs_password(written)


def _list_hexadecimal(written: bytes) -> list[bytes]:
    return re.findall(rb"<[0-9a-fA-F]{32,}>", written)
