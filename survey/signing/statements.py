"""What a signature says: a few lines that name the report, the moment and the SHA-256 of the whole file, then signed.

The same text is the side file `….pdf.sig` and what the register keeps. All before its last line is what was signed.
"""

import re
from base64 import b64decode, b64encode
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from survey.signing.keys import KeyRing, SigningKey

HEAD = "drug-regulation-survey report signature 1"
SUFFIX = ".sig"
LARGEST = 2000  # bytes
GRACE = timedelta(minutes=1)  # what was being signed while the key was replaced
SHAPE = re.compile(
    re.escape(HEAD)
    + r"\nserial: (?P<serial>[\d-]{1,30})\nround: (?P<round>[^\n]{1,40})\nsubject: (?P<subject>[^\n]{1,60})"
    + r"\nsigned: (?P<signed>\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ)\nsha256: (?P<sha256>[0-9a-f]{64})"
    + r"\nkey: (?P<key>[0-9a-f]{64})\nsignature: (?P<signature>[A-Za-z0-9+/]{86}==)\n?"
)


@dataclass(frozen=True)
class Statement:
    """What is stated of one file: its serial number, what it is of, when it was signed, and its SHA-256."""

    serial: str
    round: str
    subject: str
    signed_at: datetime
    sha256: str

    def write(self, key: str) -> str:
        """The lines that are signed with the key of this fingerprint."""
        lines = {
            "serial": self.serial,
            "round": self.round,
            "subject": self.subject,
            "signed": f"{self.signed_at.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}",
            "sha256": self.sha256,
            "key": key,
        }
        return "".join(line + "\n" for line in (HEAD, *(f"{name}: {value}" for name, value in lines.items())))


@dataclass(frozen=True)
class SignedStatement:
    """A statement with the key that it names and the signature below it, which nobody has looked at yet."""

    statement: Statement
    key: str
    signature: bytes

    def find_signer(self, ring: KeyRing) -> SigningKey | None:
        """The key of a ring that has signed this while it was in use."""
        key = ring.find(self.key)
        if key is None or (key.retired_at is not None and self.statement.signed_at > key.retired_at + GRACE):
            return None
        return key if key.has_signed(self.statement.write(self.key).encode(), self.signature) else None


def sign_statement(statement: Statement, key: SigningKey) -> str:
    """The statement with its signature below: the text of a side file."""
    lines = statement.write(key.fingerprint)
    return f"{lines}signature: {b64encode(key.sign(lines.encode())).decode('ascii')}\n"


def read_signed(content: bytes) -> SignedStatement | None:
    """A side file read; None for what is none. Mail programs may have changed the ends of its lines."""
    if len(content) > LARGEST:
        return None
    try:
        found = SHAPE.fullmatch(content.decode("utf-8").removeprefix("\ufeff").replace("\r\n", "\n"))
        if found is None:
            return None
        signed_at = datetime.strptime(found["signed"], "%Y-%m-%dT%H:%M:%SZ").replace(tzinfo=UTC)
    except ValueError:
        return None
    stated = Statement(found["serial"], found["round"], found["subject"], signed_at, found["sha256"])
    return SignedStatement(stated, found["key"], b64decode(found["signature"]))
