"""AES-128 in CBC (FIPS 197), for the one hash of PDF that needs it: the standard library has none. Not for secrets:
it takes some 20 µs a block, and its time tells of its key.
"""

import struct


def _double(byte: int) -> int:
    return (byte << 1) ^ (0x11B if byte & 0x80 else 0)


def _make_box() -> list[int]:
    """The S-box: the inverse in GF(2⁸), turned about."""
    powers = [1]
    while len(powers) < 255:
        powers.append(_double(powers[-1]) ^ powers[-1])
    box = [0x63] * 256
    for power, byte in enumerate(powers):
        inverse = powers[-power % 255]
        wide = inverse * 0x101
        turned = inverse ^ (wide >> 7) ^ (wide >> 6) ^ (wide >> 5) ^ (wide >> 4)
        box[byte] = (turned & 255) ^ 0x63
    return box


BOX = _make_box()
# What a byte of a column comes to after SubBytes and MixColumns, by its row.
FIRST = [_double(one) << 24 | one << 16 | one << 8 | _double(one) ^ one for one in BOX]
TABLES = [[one >> 8 * row | one << 32 - 8 * row & 0xFFFFFFFF for one in FIRST] for row in range(4)]


def encrypt_cbc(key: bytes, begin: bytes, words: bytes) -> bytes:
    """Encrypt whole blocks of 16 bytes under a key of 16, without padding."""
    keys, state, ciphered = _expand(key), struct.unpack(">4I", begin), []
    for block in struct.iter_unpack(">4I", words):
        state = _encrypt(keys, *(one ^ other for one, other in zip(state, block, strict=True)))
        ciphered.append(struct.pack(">4I", *state))
    return b"".join(ciphered)


def _expand(key: bytes) -> list[tuple[int, int, int, int]]:
    words, constant = list(struct.unpack(">4I", key)), 1
    while len(words) < 44:
        word = words[-1]
        if len(words) % 4 == 0:
            word = _substitute(word << 8 & 0xFFFFFFFF | word >> 24) ^ constant << 24
            constant = _double(constant)
        words.append(words[-4] ^ word)
    return [(words[at], words[at + 1], words[at + 2], words[at + 3]) for at in range(0, 44, 4)]


def _substitute(word: int) -> int:
    return BOX[word >> 24] << 24 | BOX[word >> 16 & 255] << 16 | BOX[word >> 8 & 255] << 8 | BOX[word & 255]


def _encrypt(keys: list[tuple[int, int, int, int]], a: int, b: int, c: int, d: int) -> tuple[int, int, int, int]:
    zero, one, two, three = TABLES
    w, x, y, z = keys[0]
    a, b, c, d = a ^ w, b ^ x, c ^ y, d ^ z
    for w, x, y, z in keys[1:-1]:
        a, b, c, d = (
            zero[a >> 24] ^ one[b >> 16 & 255] ^ two[c >> 8 & 255] ^ three[d & 255] ^ w,
            zero[b >> 24] ^ one[c >> 16 & 255] ^ two[d >> 8 & 255] ^ three[a & 255] ^ x,
            zero[c >> 24] ^ one[d >> 16 & 255] ^ two[a >> 8 & 255] ^ three[b & 255] ^ y,
            zero[d >> 24] ^ one[a >> 16 & 255] ^ two[b >> 8 & 255] ^ three[c & 255] ^ z,
        )
    w, x, y, z = keys[-1]
    return _finish(a, b, c, d) ^ w, _finish(b, c, d, a) ^ x, _finish(c, d, a, b) ^ y, _finish(d, a, b, c) ^ z


def _finish(a: int, b: int, c: int, d: int) -> int:
    return BOX[a >> 24] << 24 | BOX[b >> 16 & 255] << 16 | BOX[c >> 8 & 255] << 8 | BOX[d & 255]
