"""Where a report comes from: its side file or the register, held against the bytes and the keys that are known."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from survey.signing.keys import KeyRing
from survey.signing.register import hash_files
from survey.signing.statements import SignedStatement


class Fit(StrEnum):
    """Whether a signature fits a file."""

    FITS = "fits"
    OTHER_FILE = "other_file"
    UNKNOWN_KEY = "unknown_key"
    FORGED = "forged"


@dataclass(frozen=True)
class SignatureCheck:
    """What a signature turns out to be; `installation` is whose it is where it fits."""

    fit: Fit
    signed: SignedStatement
    installation: str = ""


def check_signature(signed: SignedStatement, contents: Sequence[bytes], rings: Sequence[KeyRing]) -> SignatureCheck:
    """Whether a signature is of one of these contents, a file and what it was before others appended to it."""
    for ring in rings:
        if ring.find(signed.key) is not None:
            if signed.find_signer(ring) is None:
                return SignatureCheck(Fit.FORGED, signed)
            if signed.statement.sha256 not in hash_files(contents):
                return SignatureCheck(Fit.OTHER_FILE, signed)
            return SignatureCheck(Fit.FITS, signed, ring.installation)
    return SignatureCheck(Fit.UNKNOWN_KEY, signed)
