"""Whether a PDF asks for a password before it can be read: ISO 32000-2, 7.6.4, "Standard security handler".

A file whose user password is empty is only restricted, for instance in printing; every reader opens it. Only the
encryption dictionary is looked for and read, which is never compressed or encrypted itself; nothing else is unpacked.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from hashlib import md5, sha256, sha384, sha512
from itertools import islice
from mmap import mmap

from cryptography.hazmat.primitives.ciphers import Cipher
from cryptography.hazmat.primitives.ciphers.algorithms import AES
from cryptography.hazmat.primitives.ciphers.modes import CBC

PADDING = bytes.fromhex("28bf4e5e4e758a4164004e56fffa01082e2e00b6d0683e802f0ca9fe6453697a")
LONGEST = 8192  # bytes of an encryption dictionary
MOST_LOCKS = 3  # of a file that names several; each may cost half a second
MOST_IDS = 3
NAMED = re.compile(rb"/Encrypt\s*(?:(\d{1,10})\s+(\d{1,5})\s+R|(?=<<))")
ID = re.compile(rb"/ID\s*\[\s*(?=[<(])")
TOKEN = re.compile(rb"<<|>>|/[^\s/<>()\[\]%]*|<[0-9A-Fa-f\s]*>|\(|\[|\]|[^\s/<>()\[\]%]+")
ESCAPED = re.compile(rb"\\(\r\n|[0-7]{1,3}|.)", re.DOTALL)
ESCAPES = {b"n": b"\n", b"r": b"\r", b"t": b"\t", b"b": b"\b", b"f": b"\f", b"\n": b"", b"\r": b"", b"\r\n": b""}


@dataclass(frozen=True)
class PdfLock:
    """What an encryption dictionary says, by name: strings as bytes, all else as it is written."""

    entries: Mapping[str, bytes]
    file_ids: tuple[bytes, ...]

    def opens_freely(self) -> bool:
        """Whether the empty user password opens it. Raises ValueError or KeyError where that cannot be known."""
        revision, u = int(self.entries["R"]), self.entries["U"]
        if self.entries.get("Filter") != b"/Standard":
            return False
        if revision == 5:
            return sha256(u[32:40]).digest() == u[:32]
        if revision == 6:
            return _hash_hard(u[32:40]) == u[:32]
        checks = (self._make_check(revision, one) for one in self.file_ids)
        return (u[:32] if revision == 2 else u[:16]) in checks

    def _make_check(self, revision: int, file_id: bytes) -> bytes:
        """What the user password is compared with, by algorithms 4 and 5."""
        key = self._make_key(revision, file_id)
        if revision == 2:
            return _rc4(key, PADDING)
        check = md5(PADDING + file_id, usedforsecurity=False).digest()
        for turn in range(20):
            check = _rc4(bytes(byte ^ turn for byte in key), check)
        return check

    def _make_key(self, revision: int, file_id: bytes) -> bytes:
        """The key of the file for the empty password, by algorithm 2."""
        length = 5 if revision == 2 else int(self.entries.get("Length", b"40" if revision == 3 else b"128")) // 8
        if not 5 <= length <= 16:
            raise ValueError
        permissions = (int(self.entries["P"]) & 0xFFFFFFFF).to_bytes(4, "little")
        given = PADDING + self.entries["O"][:32] + permissions + file_id
        if revision >= 4 and self.entries.get("EncryptMetadata") == b"false":
            given += b"\xff\xff\xff\xff"
        key = md5(given, usedforsecurity=False).digest()
        for _ in range(50 if revision >= 3 else 0):
            key = md5(key[:length], usedforsecurity=False).digest()
        return key[:length]


def needs_password(content: bytes | mmap) -> bool:
    """Whether a PDF opens with a password only. One whose lock cannot be understood is taken to."""
    for lock in islice(_list_locks(content), MOST_LOCKS):
        try:
            if not lock.opens_freely():
                return True
        except (ValueError, KeyError, OverflowError):
            return True
    return False


def _list_locks(content: bytes | mmap) -> Iterator[PdfLock]:
    seen: set[tuple[bytes | None, bytes | None]] = set()
    for named in NAMED.finditer(content):
        number, generation = named.groups()
        if (number, generation) in seen or len(seen) == MOST_LOCKS:
            continue
        seen.add((number, generation))
        if entries := _read_dictionary(content, _find_object(content, number, generation) if number else named.end()):
            yield PdfLock(entries, _list_ids(content))


def _find_object(content: bytes | mmap, number: bytes, generation: bytes) -> int:
    """Where an object begins, the last of this number, or the end of the file."""
    pattern = re.compile(rb"(?<!\d)0*%d\s+0*%d\s+obj\b" % (int(number), int(generation)))
    return max((found.end() for found in pattern.finditer(content)), default=len(content))


def _list_ids(content: bytes | mmap) -> tuple[bytes, ...]:
    """What may be the first part of the file's identifier, which stays the same however often the file is changed."""
    ids = {b"": None}
    for found in ID.finditer(content):
        ids.update((value, None) for _, value in islice(_list_tokens(content[found.end() : found.end() + LONGEST]), 1))
        if len(ids) > MOST_IDS:
            break
    return tuple(ids)


def _read_dictionary(content: bytes | mmap, begin: int) -> dict[str, bytes]:
    """The outermost entries of a dictionary whose values are strings, names or words; none where it is no lock."""
    entries: dict[str, bytes] = {}
    depth, name = 0, ""
    for kind, value in _list_tokens(content[begin : begin + LONGEST]):
        depth += {b"<<": 1, b"[": 1, b">>": -1, b"]": -1}.get(kind, 0)
        if depth <= 0:
            break
        if kind in (b"<<", b">>", b"[", b"]"):
            name = ""
        elif depth == 1 and not name and kind == b"/":
            name = value[1:].decode("latin-1")
        elif depth == 1 and name:
            entries[name], name = entries.get(name, value), ""
    return entries if entries.get("Filter", b"").startswith(b"/") else {}


def _list_tokens(written: bytes) -> Iterator[tuple[bytes, bytes]]:
    """The tokens of PDF: what each is and its value, strings decoded."""
    place = 0
    while found := TOKEN.search(written, place):
        token, place = found.group(), found.end()
        if token in (b"<<", b">>", b"[", b"]"):
            yield token, token
        elif token == b"(":
            value, place = _read_literal(written, place)
            yield b"(", value
        elif token.startswith(b"<"):
            digits = b"".join(token[1:-1].split())
            yield b"(", bytes.fromhex((digits + b"0" * (len(digits) % 2)).decode())
        else:
            yield token[:1] if token.startswith(b"/") else b"", token


def _read_literal(written: bytes, begin: int) -> tuple[bytes, int]:
    """A string in parentheses, and where it ends."""
    depth, place = 1, begin
    while depth and place < len(written):
        depth += {b"(": 1, b")": -1}.get(written[place : place + 1], 0)
        place += 2 if written[place : place + 1] == b"\\" else 1
    return ESCAPED.sub(_unescape, written[begin : place - 1]), place


def _unescape(found: re.Match[bytes]) -> bytes:
    escaped = found.group(1)
    return bytes([int(escaped, 8) & 255]) if escaped[:1] in b"01234567" else ESCAPES.get(escaped, escaped)


def _rc4(key: bytes, words: bytes) -> bytes:
    state, other = list(range(256)), 0
    for place in range(256):
        other = (other + state[place] + key[place % len(key)]) & 255
        state[place], state[other] = state[other], state[place]
    ciphered, one, other = bytearray(), 0, 0
    for byte in words:
        one = (one + 1) & 255
        other = (other + state[one]) & 255
        state[one], state[other] = state[other], state[one]
        ciphered.append(byte ^ state[(state[one] + state[other]) & 255])
    return bytes(ciphered)


def _hash_hard(salt: bytes) -> bytes:
    """The hash of the empty password, by algorithm 2.B; some two hundred thousand bytes are encrypted for it."""
    key, turn, last = sha256(salt).digest(), 0, 0
    while turn < 64 or last > turn - 32:
        ciphered = Cipher(AES(key[:16]), CBC(key[16:32])).encryptor().update(key * 64)
        key = (sha256, sha384, sha512)[sum(ciphered[:16]) % 3](ciphered).digest()
        turn, last = turn + 1, ciphered[-1]
    return key[:32]
