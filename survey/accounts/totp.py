"""The second factor: six digits from an app on one's telephone (RFC 6238), each of which works once.

The database keeps only a salt. The secret comes from it and from the installation's key, so that a copy of the database
lets nobody make codes; whoever changes the key has to have second factors set up anew.
"""

import hashlib
import hmac
import secrets
from base64 import b32encode

import pyotp
import segno

from survey.storage.columns import now
from survey.storage.tables import Person

ISSUER = "药监能力自评"
STEPS = (-1, 0, 1)  # of thirty seconds: a telephone's clock may be off by one


def make_salt() -> str:
    return secrets.token_hex(16)


def derive_secret(key: str, person_id: int, salt: str) -> str:
    """The secret of a person in Base32, 160 bits."""
    mixed = hmac.new(key.encode(), f"second factor {person_id} {salt}".encode(), hashlib.sha256)
    return b32encode(mixed.digest()[:20]).decode()


def find_step(secret: str, code: str, at: float) -> int | None:
    """The step of time whose code this is, at a time in seconds since 1970; None for a wrong one."""
    totp, here = pyotp.TOTP(secret), int(at) // 30
    matches = [here + step for step in STEPS if hmac.compare_digest(totp.at((here + step) * 30), code)]
    return matches[0] if matches else None


def accept_code(key: str, person: Person, code: str) -> bool:
    """Whether a code is right and was not used before; if so it is used now.

    A step that is yet to come was used by a clock that was wrong, and keeps nobody out.
    """
    assert person.totp_secret is not None  # who has no second factor is not asked for a code
    typed, at = "".join(code.split()), now().timestamp()
    step = find_step(derive_secret(key, person.id, person.totp_secret), typed, at) if typed.isascii() else None
    if step is None or step <= person.totp_step <= int(at) // 30 + max(STEPS):
        return False
    person.totp_step = step
    return True


def draw_secret(secret: str, login: str) -> str:
    """The secret as a picture that the app reads, as an address for <img>."""
    uri = pyotp.TOTP(secret).provisioning_uri(name=login, issuer_name=ISSUER)
    return segno.make(uri, error="m").svg_data_uri(scale=4, border=4)
