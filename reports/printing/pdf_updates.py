"""What was appended to a PDF after it was printed, read strictly: a reader that mends broken files sees what it likes.

A program that signs or stamps a PDF appends to it: new objects, new versions of old ones, and a table that says where
each now lies. Here each table is followed as it stands, and whatever is not in order is refused; so all readers see
the same, and reading costs no more than the file is long.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from itertools import pairwise
from typing import Any

from pypdf import PdfReader
from pypdf.generic import ArrayObject, DictionaryObject, IndirectObject, StreamObject, read_object

END = re.compile(rb"%%EOF(?:\r\n|\r|\n)?")
MARK = re.compile(rb"startxref\s{1,4}(\d{1,10})\s{1,4}%%EOF")
HEAD = re.compile(rb"(\d{1,10})\s{1,4}(\d{1,5})\s{1,4}obj(?![A-Za-z])\s{0,4}")
TABLE = re.compile(rb"xref\s{1,4}")
RUN = re.compile(rb"(\d{1,8}) (\d{1,6})\s{1,4}")
LINE = re.compile(rb"(\d{10}) (\d{5}) ([nf])(?: \r| \n|\r\n)")
TRAILER = re.compile(rb"\s{0,4}trailer\s{0,4}")
MOST_ADDED = 8_000_000  # bytes
MOST_UPDATES, MOST_OBJECTS = 20, 50_000
FREE, PLAIN, PACKED = 0, 1, 2
Place = tuple[int, int, int]  # how an object is kept; its offset and generation, or its container and place in that


class Disorder(Exception):
    """What was appended is not as a program that signs or stamps appends it: an English message."""


@dataclass(frozen=True)
class Updated:
    """A PDF before and after what was appended, with the numbers of the objects that are not what they were."""

    before: PdfReader
    after: PdfReader
    changed: tuple[int, ...]
    gone: tuple[int, ...]


def split_updates(content: bytes) -> tuple[bytes, bytes]:
    """A PDF as it was first written, and what was appended to it: nothing, as a rule."""
    end = END.search(content)
    if end is None or b"/Linearized" in content[:1024] or not content[end.end() :].strip():
        return content, b""
    return content[: end.end()], content[end.end() :]


def read_updates(base: bytes, content: bytes) -> Updated:
    """What `content`, which begins with `base`, has changed in it. Raises Disorder."""
    added = content[len(base) :]
    if len(added) > MOST_ADDED:
        raise Disorder("more was appended than seals and signatures take")
    marks = list(MARK.finditer(content, len(base)))
    if (
        not 0 < len(marks) <= MOST_UPDATES
        or len(END.findall(added)) != len(marks)
        or content[marks[-1].end() :].strip()
    ):
        raise Disorder("what was appended does not end as it should")
    before = PdfReader(BytesIO(base))
    places, moved, start, previous = _list_places(before), dict[int, Place](), len(base), _find_start(base)
    for mark in marks:
        at = int(mark[1])
        if not start <= at < mark.start():
            raise Disorder("the table of what was appended lies outside it")
        entries, trailer = _read_section(content, at, before)
        _check_trailer(before, trailer, previous)
        for number, place in entries.items():
            if place != moved.get(number, places.get(number)):
                _check_place(content, number, place, start, entries)
                moved[number] = place
        start, previous = mark.end(), at
    _refuse_hidden(content, len(base), moved)
    gone = tuple(number for number, place in moved.items() if place[0] == FREE and number in places)
    changed = tuple(number for number, place in moved.items() if place[0] != FREE and number in places)
    return Updated(before, _open_after(content, moved), changed, gone)


def _find_start(base: bytes) -> int:
    found = MARK.findall(base)
    if not found:
        raise Disorder("the table of the file was not found")
    return int(found[-1])


def _list_places(reader: PdfReader) -> dict[int, Place]:
    """Where each object lies."""
    places = {number: (PACKED, *place) for number, place in reader.xref_objStm.items()}
    for generation, offsets in reader.xref.items():
        places |= {number: (PLAIN, offset, generation) for number, offset in offsets.items()}
    return places


def _read_section(content: bytes, at: int, reader: PdfReader) -> tuple[dict[int, Place], DictionaryObject]:
    """One table with its trailer, in either of the two ways in which it is written."""
    if (head := TABLE.match(content, at)) is not None:
        entries, end = _read_table(content, head.end())
        return entries, _read_dictionary(content, end, reader)
    if (head := HEAD.match(content, at)) is None:
        raise Disorder("the table of what was appended lies outside it")
    stream = _read_dictionary(content, head.end(), reader)
    if not isinstance(stream, StreamObject) or stream.get("/Type") != "/XRef":
        raise Disorder("the table of what was appended lies outside it")
    entries = _read_packed(stream)
    entries.setdefault(int(head[1]), (PLAIN, at, int(head[2])))
    return entries, stream


def _read_dictionary(content: bytes, at: int, reader: PdfReader) -> DictionaryObject:
    stream = BytesIO(content)
    stream.seek(at)
    found = read_object(stream, reader)
    if not isinstance(found, DictionaryObject):
        raise Disorder("the table of what was appended cannot be read")
    return found


def _read_table(content: bytes, at: int) -> tuple[dict[int, Place], int]:
    """A table in words, and where its trailer begins."""
    entries: dict[int, Place] = {}
    while (run := RUN.match(content, at)) is not None:
        at = run.end()
        for number in range(int(run[1]), int(run[1]) + int(run[2])):
            line = LINE.match(content, at)
            if line is None or len(entries) >= MOST_OBJECTS:
                raise Disorder("the table of what was appended cannot be read")
            entries[number] = (PLAIN if line[3] == b"n" else FREE, int(line[1]), int(line[2]))
            at = line.end()
    end = TRAILER.match(content, at)
    if end is None:
        raise Disorder("the table of what was appended cannot be read")
    return entries, end.end()


def _read_packed(stream: StreamObject) -> dict[int, Place]:
    """A table that is a stream of numbers."""
    widths = [int(one) for one in _list(stream.get("/W"))]
    runs = [int(one) for one in _list(stream.get("/Index", ArrayObject([0, stream["/Size"]])))]
    data = stream.get_data()
    if len(widths) != 3 or not all(0 <= one <= 8 for one in widths) or len(runs) % 2 or not sum(widths):
        raise Disorder("the table of what was appended cannot be read")
    rows = _cut_rows(data, widths)
    entries: dict[int, Place] = {}
    for first, count in zip(runs[::2], runs[1::2], strict=True):
        if not 0 <= count <= MOST_OBJECTS - len(entries):
            raise Disorder("the table of what was appended cannot be read")
        entries |= dict(zip(range(first, first + count), rows, strict=False))
    return entries


def _cut_rows(data: bytes, widths: list[int]) -> Iterator[Place]:
    edges = [0, widths[0], widths[0] + widths[1], sum(widths)]
    for at in range(0, len(data) - edges[3] + 1, edges[3]):
        kind, one, other = (int.from_bytes(data[at + left : at + right], "big") for left, right in pairwise(edges))
        yield (kind if widths[0] else PLAIN, one, other)


def _list(found: Any) -> ArrayObject:
    if not isinstance(found, ArrayObject):
        raise Disorder("the table of what was appended cannot be read")
    return found


def _check_trailer(before: PdfReader, trailer: DictionaryObject, previous: int) -> None:
    """It follows the one before it, has the same root, and neither locks the file nor has a table of another kind."""
    found = [dict.get(one, "/Root") for one in (before.trailer, trailer)]
    roots = [one.idnum if isinstance(one, IndirectObject) else None for one in found]
    same = roots[0] is not None and roots[0] == roots[1]
    if trailer.get("/Prev") != previous or not same or "/Encrypt" in trailer or "/XRefStm" in trailer:
        raise Disorder("what was appended does not follow what was there")


def _check_place(content: bytes, number: int, place: Place, start: int, entries: dict[int, Place]) -> None:
    """An object lies where the table says, in what was appended with it."""
    if place[0] == PLAIN:
        head = HEAD.match(content, place[1]) if place[1] >= start else None
        if head is None or (int(head[1]), int(head[2])) != (number, place[2]):
            raise Disorder("an object is not where the table says")
    elif place[0] == PACKED:
        if entries.get(place[1], (FREE,))[0] != PLAIN or entries[place[1]][1] < start:
            raise Disorder("an object is not where the table says")
    elif place[0] != FREE:
        raise Disorder("the table of what was appended cannot be read")


def _refuse_hidden(content: bytes, start: int, moved: dict[int, Place]) -> None:
    """No object stands in what was appended that no table lists: a reader that mends files might take it."""
    for head in HEAD.finditer(content, start):
        if moved.get(int(head[1]), (FREE,))[0] != PLAIN:
            raise Disorder("an object was appended that no table lists")


def _open_after(content: bytes, moved: dict[int, Place]) -> PdfReader:
    """The file as it is now; its reader has found every object where we have."""
    after = PdfReader(BytesIO(content))
    found = _list_places(after)
    for number, place in moved.items():
        if place[0] != FREE and found.get(number) != place:
            raise Disorder("an object is not where the table says")
    return after
