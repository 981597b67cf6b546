"""The names and the streams at the root of an OLE2 compound file ([MS-CFB]), in which Word, Excel and PowerPoint 97
and WPS write.

Only the directory and the first bytes of a stream are read, in a bounded number of steps, whatever the file says of
itself.
"""

import struct
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from typing import BinaryIO

MAGIC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
MOST_SECTORS = 4096  # of directory: 16,000 entries at the least
IN_HEADER = 109  # so many sectors of the allocation table are named in the header
SECTOR_BITS = (9, 12)
SMALL = 4096  # bytes: shorter streams lie in sectors of 64 bytes in the stream of the root
NONE = 0xFFFFFFFA  # from here on a number is a mark, not a sector or an entry


class BrokenDirectory(ValueError):
    """The file begins like a compound file, but its directory cannot be followed."""


@dataclass(frozen=True)
class OleStream:
    """Where a stream or storage begins: by its sector, in the stream of the root where it is small."""

    start: int
    size: int
    root_start: int


def list_root(file: BinaryIO) -> dict[str, OleStream]:
    """The streams and storages at the root by name. Raises BrokenDirectory."""
    try:
        file.seek(0)
        (first,) = struct.unpack_from("<I", file.read(512), 48)
        return _list_entries(b"".join(_read_chain(file, first)))
    except (struct.error, IndexError, UnicodeDecodeError, OverflowError):
        raise BrokenDirectory from None


def read_head(file: BinaryIO, stream: OleStream) -> bytes:
    """The first bytes of a stream, 64 of a small one and else 512 at the least. Raises BrokenDirectory."""
    try:
        if not stream.size or stream.start >= NONE:
            return b""
        if stream.size >= SMALL:
            return next(_read_chain(file, stream.start))[: stream.size]
        file.seek(30)
        (bits,) = struct.unpack("<H", file.read(2))
        sector, place = divmod(64 * stream.start, 1 << bits)
        return next(islice(_read_chain(file, stream.root_start), sector, None))[place : place + min(64, stream.size)]
    except (struct.error, IndexError, OverflowError, StopIteration):
        raise BrokenDirectory from None


def _read_chain(file: BinaryIO, sector: int) -> Iterator[bytes]:
    """The sectors of a stream, from its first on."""
    file.seek(0)
    header = file.read(512)
    (bits,) = struct.unpack_from("<H", header, 30)
    if bits not in SECTOR_BITS:
        raise BrokenDirectory
    table = _list_table(file, header, bits)
    for _ in range(MOST_SECTORS):
        if sector >= NONE:
            return
        yield _read_sector(file, sector, bits)
        row, place = divmod(sector, 1 << bits >> 2)
        (sector,) = struct.unpack_from("<I", _read_sector(file, table[row], bits), 4 * place)
    raise BrokenDirectory


def _list_table(file: BinaryIO, header: bytes, bits: int) -> list[int]:
    """The sectors of the allocation table: the first in the header, the rest in a chain of sectors of their own."""
    table = list(struct.unpack_from(f"<{IN_HEADER}I", header, 76))
    (more,) = struct.unpack_from("<I", header, 68)
    per_sector = (1 << bits >> 2) - 1
    for _ in range(MOST_SECTORS):
        if more >= NONE:
            return table
        *sectors, more = struct.unpack(f"<{per_sector + 1}I", _read_sector(file, more, bits))
        table += sectors
    raise BrokenDirectory


def _read_sector(file: BinaryIO, number: int, bits: int) -> bytes:
    file.seek((number + 1) << bits)
    return file.read(1 << bits)


def _list_entries(directory: bytes) -> dict[str, OleStream]:
    """Walk the tree of entries under the root; what lies deeper is another object's."""
    entries: dict[str, OleStream] = {}
    seen = set()
    (first,) = struct.unpack_from("<I", directory, 76)
    (root_start,) = struct.unpack_from("<I", directory, 116)
    ahead = [first]
    while ahead:
        entry = ahead.pop()
        if entry >= NONE or entry in seen:
            continue
        seen.add(entry)
        name, length, _, _, left, right = struct.unpack_from("<64sHBBII", directory, 128 * entry)
        start, size = struct.unpack_from("<II", directory, 128 * entry + 116)
        entries[name[: max(length - 2, 0)].decode("utf-16-le")] = OleStream(start, size, root_start)
        ahead += [left, right]
    return entries
