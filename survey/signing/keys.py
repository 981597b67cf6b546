"""The keys that reports are signed with: one in use, those before it known for ever by their public half.

They lie in one file of the data folder, made on first use and readable by its owner only. The first key gives the
installation its name, which stays when keys change.
"""

import hashlib
import json
import os
import secrets
from base64 import b64decode, b64encode
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from questionnaires.aside import PRIVATE, open_new, write_aside
from questionnaires.messages import Refused
from survey.storage.columns import now

KEYS = "signing-keys.json"
NAME_DIGITS = 16
SHAPE = (ValueError, TypeError, KeyError, AttributeError)


@dataclass(frozen=True)
class SigningKey:
    """One key: its public half and, while it is in use, the private one; `retired_at` is when the next one came."""

    public: bytes
    made_at: datetime
    retired_at: datetime | None = None
    private: bytes | None = field(default=None, repr=False)

    @property
    def fingerprint(self) -> str:
        """SHA-256 of the public key, in hexadecimal."""
        return hashlib.sha256(self.public).hexdigest()

    def sign(self, message: bytes) -> bytes:
        assert self.private is not None  # it is in use
        return Ed25519PrivateKey.from_private_bytes(self.private).sign(message)

    def has_signed(self, message: bytes, signature: bytes) -> bool:
        try:
            Ed25519PublicKey.from_public_bytes(self.public).verify(signature, message)
        except InvalidSignature:
            return False
        return True


@dataclass(frozen=True)
class KeyRing:
    """All keys of an installation, the oldest first."""

    keys: tuple[SigningKey, ...]

    @property
    def installation(self) -> str:
        """The name of the installation, in groups of four."""
        return group(self.keys[0].fingerprint[:NAME_DIGITS].upper())

    @property
    def current(self) -> SigningKey:
        return self.keys[-1]

    def find(self, fingerprint: str) -> SigningKey | None:
        return next((one for one in self.keys if one.fingerprint == fingerprint), None)


def group(digits: str) -> str:
    """Digits in groups of four, so that they can be read out."""
    return "-".join(digits[at : at + 4] for at in range(0, len(digits), 4))


def load_keys(folder: Path) -> KeyRing:
    """The keys of this installation; the first one is made on first use, once by however many processes."""
    path = folder / KEYS
    if not path.exists():
        folder.mkdir(parents=True, exist_ok=True)
        aside = path.with_name(f".{path.name}.{secrets.token_hex(8)}")
        with open_new(aside, PRIVATE) as file:
            file.write(_write(KeyRing((_make_key(),))))
            file.flush()
            os.fsync(file.fileno())
        with suppress(FileExistsError):  # another process was first: its key holds
            os.link(aside, path)
        aside.unlink()
    return read_keys(path.read_bytes(), path)


def find_keys(folder: Path) -> KeyRing | None:
    """The keys of this installation where it has any; none are made."""
    path = folder / KEYS
    return read_keys(path.read_bytes(), path) if path.exists() else None


def read_keys(content: bytes, place: Path) -> KeyRing:
    """Keys as they were kept or published. Raises Refused."""
    try:
        keys = tuple(map(_read_key, json.loads(content)["keys"]))
    except SHAPE:
        keys = ()
    if not keys:
        raise Refused("%(path)s is no file of keys.", path=place)
    return KeyRing(keys)


def rotate_keys(folder: Path) -> KeyRing:
    """Begin a new key. The one before is never used again: its private half is gone, what it signed stays known."""
    ring = load_keys(folder)
    at = now().replace(microsecond=0)
    before = replace(ring.current, private=None, retired_at=at)
    after = KeyRing((*ring.keys[:-1], before, replace(_make_key(), made_at=at)))
    write_aside(folder / KEYS, _write(after), PRIVATE)
    return after


def publish_keys(ring: KeyRing) -> dict[str, Any]:
    """What everyone may know of the keys, as JSON that `read_keys` takes."""
    return {"installation": ring.installation, "keys": [_describe(one) for one in ring.keys]}


def _make_key() -> SigningKey:
    made = Ed25519PrivateKey.generate()
    at = now().replace(microsecond=0)
    return SigningKey(made.public_key().public_bytes_raw(), at, None, made.private_bytes_raw())


def _read_key(raw: Mapping[str, Any]) -> SigningKey:
    public = b64decode(raw["public_key"], validate=True)
    Ed25519PublicKey.from_public_bytes(public)  # raises ValueError for what is none
    private, retired = raw.get("private_key"), raw.get("used_until")
    return SigningKey(
        public,
        datetime.fromisoformat(raw["used_from"]),
        datetime.fromisoformat(retired) if retired else None,
        b64decode(private, validate=True) if private else None,
    )


def _describe(key: SigningKey) -> dict[str, str | None]:
    return {
        "fingerprint": key.fingerprint,
        "public_key": b64encode(key.public).decode("ascii"),
        "used_from": key.made_at.isoformat(timespec="seconds"),
        "used_until": key.retired_at.isoformat(timespec="seconds") if key.retired_at else None,
    }


def _write(ring: KeyRing) -> bytes:
    keys = [
        _describe(one) | ({"private_key": b64encode(one.private).decode("ascii")} if one.private else {})
        for one in ring.keys
    ]
    return json.dumps({"installation": ring.installation, "keys": keys}, indent=1).encode() + b"\n"
