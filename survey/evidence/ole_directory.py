"""The names at the root of an OLE2 compound file ([MS-CFB]), in which Word, Excel and PowerPoint 97 and WPS write.

Only the directory is read, in a bounded number of steps, whatever the file says of itself.
"""

import struct
from collections.abc import Iterator
from typing import BinaryIO

MAGIC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
MOST_SECTORS = 4096  # of directory: 16,000 entries at the least
IN_HEADER = 109  # so many sectors of the allocation table are named in the header
SECTOR_BITS = (9, 12)
NONE = 0xFFFFFFFA  # from here on a number is a mark, not a sector or an entry


class BrokenDirectory(ValueError):
    """The file begins like a compound file, but its directory cannot be followed."""


def list_root(file: BinaryIO) -> set[str]:
    """The names of the streams and storages at the root. Raises BrokenDirectory."""
    try:
        return _list_names(b"".join(_read_directory(file)))
    except (struct.error, IndexError, UnicodeDecodeError, OverflowError):
        raise BrokenDirectory from None


def _read_directory(file: BinaryIO) -> Iterator[bytes]:
    file.seek(0)
    header = file.read(512)
    (bits,) = struct.unpack_from("<H", header, 30)
    if bits not in SECTOR_BITS:
        raise BrokenDirectory
    table = _list_table(file, header, bits)
    (sector,) = struct.unpack_from("<I", header, 48)
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


def _list_names(directory: bytes) -> set[str]:
    """Walk the tree of entries under the root; what lies deeper is another object's."""
    names, seen = set(), set()
    (first,) = struct.unpack_from("<I", directory, 76)
    ahead = [first]
    while ahead:
        entry = ahead.pop()
        if entry >= NONE or entry in seen:
            continue
        seen.add(entry)
        name, length, _, _, left, right = struct.unpack_from("<64sHBBII", directory, 128 * entry)
        names.add(name[: max(length - 2, 0)].decode("utf-16-le"))
        ahead += [left, right]
    return names
