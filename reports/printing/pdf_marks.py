"""Seals and signatures that others put on a PDF, told from whatever else was drawn or attached beside them.

They may change the list of a page's annotations, the form that signatures need, the names of the program and the day.
A viewer draws a seal inside its own rectangle and nowhere else; so where that covers no words, no word is another.
"""

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from pypdf import PageObject, PdfReader
from pypdf.generic import ArrayObject, DictionaryObject, IndirectObject, StreamObject
from pypdf.xmp import XmpInformation

from reports.printing.findings import Finding
from reports.printing.pdf_updates import Updated, read_updates

FREE_OF_ROOT = frozenset({"/AcroForm", "/Extensions", "/Version", "/DSS", "/Perms", "/Metadata"})
FREE_OF_INFO = frozenset({"/ModDate", "/Producer"})
FREE_OF_PAGE = frozenset({"/Annots"})
OF_FORM = frozenset({"/Fields", "/SigFlags", "/DA", "/DR", "/NeedAppearances", "/Q", "/Type"})
ACTS = ("/A", "/AA", "/PA", "/FS", "/RichMediaContent")
INVISIBLE, UNSTEADY = 2 | 32, 8  # flags: hidden, not shown on screen; not zoomed with the page (ours are never turned)
TOLERANCE = 1.0  # points by which a seal may reach into the box of a word, which is larger than its ink
HALF, ASCENT, DESCENT = 0.6, 0.9, 0.25  # of the size of the font: the width of a Latin letter, above and below the line
MOST_MARKS, MOST_QUOTED, MOST_DEEP = 60, 24, 40
Box = tuple[float, float, float, float]


@dataclass(frozen=True)
class PdfMark:
    """A seal or a signature: its kind, `signature` or `stamp`, and its page, counted from 1."""

    kind: str
    page: int


@dataclass(frozen=True)
class Additions:
    """What was appended: the seals and signatures, and whatever is not only that."""

    marks: tuple[PdfMark, ...]
    findings: tuple[Finding, ...]


def judge_additions(base: bytes, content: bytes) -> Additions:
    """What `content`, which begins with `base`, has beside it. Never raises for what is wrong in the file."""
    try:
        return _judge(read_updates(base, content))
    except Exception:  # Disorder, or a file that was tampered with: it can break its reader anywhere
        return Additions((), (Finding("what was appended to the file is not in order, so it was not read"),))


def _judge(updated: Updated) -> Additions:
    before, after = updated.before, updated.after
    findings = [Finding("an object of the report was removed") for _ in updated.gone[:1]]
    findings += [one for number in updated.changed if (one := _judge_change(before, after, number)) is not None]
    if len(before.pages) != len(after.pages):
        return Additions((), (*findings, Finding("pages were added or taken out")))
    findings += _judge_form(after)
    marks: list[PdfMark] = []
    for number, (old, new) in enumerate(zip(before.pages, after.pages, strict=True), 1):
        added, wrong = _judge_page(old, new, number)
        marks += added
        findings += wrong
    if len(marks) > MOST_MARKS:
        findings.append(Finding("more was appended than seals and signatures take"))
    return Additions(tuple(marks[:MOST_MARKS]), tuple(findings))


def _judge_change(before: PdfReader, after: PdfReader, number: int) -> Finding | None:
    """What a new version of an object has that it may not."""
    old, new = (_look_up(one, number) for one in (before, after))
    known = {_number(before.trailer, key): name for key, name in (("/Root", "root"), ("/Info", "info"))}
    root = _look_up(before, _number(before.trailer, "/Root"))
    known[_number(root, "/Metadata")] = "metadata"
    kind = known.get(number) or ("page" if isinstance(old, PageObject | dict) and old.get("/Type") == "/Page" else "")
    if kind == "metadata":
        same = all(isinstance(one, StreamObject) for one in (old, new)) and _read_title(old) == _read_title(new)
        return None if same else Finding("the title of the file was changed")
    free = {"root": FREE_OF_ROOT, "info": FREE_OF_INFO, "page": FREE_OF_PAGE}.get(kind, frozenset())
    if isinstance(old, ArrayObject) and isinstance(new, ArrayObject) and _is_list_of_annotations(before, number):
        return None
    if not isinstance(old, DictionaryObject) or not isinstance(new, DictionaryObject):
        return None if _is_same(old, new) else _name_change(before, number, "")
    for key in sorted((set(old) | set(new)) - free):
        if not _is_same(dict.get(old, key), dict.get(new, key)):
            return _name_change(before, number, key)
    if isinstance(old, StreamObject) and (not isinstance(new, StreamObject) or old._data != new._data):
        return _name_change(before, number, "")
    return None


def _look_up(reader: PdfReader, number: int) -> Any:
    places = [generation for generation, known in reader.xref.items() if number in known]
    return reader.get_object(IndirectObject(number, places[0] if places else 0, reader))


def _number(holder: Any, key: str) -> int:
    found = dict.get(holder, key)
    return found.idnum if isinstance(found, IndirectObject) else -1


def _read_title(stream: StreamObject) -> dict[str, str]:
    """By language; the program that signs writes the rest anew, in its own manner."""
    return XmpInformation(stream).dc_title or {}


def _is_list_of_annotations(reader: PdfReader, number: int) -> bool:
    return any(_number(page, "/Annots") == number for page in reader.pages)


def _name_change(before: PdfReader, number: int, key: str) -> Finding:
    for place, page in enumerate(before.pages, 1):
        contents = dict.get(page, "/Contents")
        parts = [contents, *(contents if isinstance(contents, ArrayObject) else ())]
        own = page.indirect_reference
        if number in [one.idnum for one in (*parts, own) if isinstance(one, IndirectObject)]:
            return Finding("page %(page)s: its content was changed", {"page": place})
    found = _look_up(before, number)
    kind = found.get("/Type", "") if isinstance(found, DictionaryObject) else ""
    if kind in ("/Filespec", "/EmbeddedFile") or key in ("/Names", "/AF"):
        return Finding("the attachments were changed")
    return Finding("the file was changed at %(place)s", {"place": f"{kind or number}{key}"})


def _is_same(one: Any, other: Any, deep: int = 0) -> bool:
    """Whether two values say the same; what they point to is looked at where it was changed."""
    if deep > MOST_DEEP:
        return False
    if isinstance(one, IndirectObject) and isinstance(other, IndirectObject):
        return (one.idnum, one.generation) == (other.idnum, other.generation)
    if isinstance(one, dict) and isinstance(other, dict):
        return set(one) == set(other) and all(
            _is_same(dict.get(one, key), dict.get(other, key), deep + 1) for key in one
        )
    if isinstance(one, list) and isinstance(other, list):
        pairs = zip(list.__iter__(one), list.__iter__(other), strict=False)
        return len(one) == len(other) and all(_is_same(*pair, deep + 1) for pair in pairs)
    return type(one) is type(other) and bool(one == other)


def _judge_form(after: PdfReader) -> Iterator[Finding]:
    """The form holds signatures and nothing else."""
    form = _resolve(after.root_object.get("/AcroForm"))
    if not isinstance(form, DictionaryObject):
        return
    if strange := sorted(set(form) - OF_FORM):
        yield Finding("the form of the file has %(what)s", {"what": strange[0].lstrip("/")})
    fields = _resolve(form.get("/Fields"))
    for field in list(fields)[:MOST_MARKS] if isinstance(fields, ArrayObject) else ():
        if not _is_signature(_resolve(field)):
            yield Finding("the file has fields to fill in")


def _resolve(found: Any) -> Any:
    return found.get_object() if isinstance(found, IndirectObject) else found


def _is_signature(field: Any) -> bool:
    """Whether a field, or the one it belongs to, takes a signature and does nothing."""
    for _ in range(MOST_DEEP):
        if not isinstance(field, DictionaryObject) or any(key in field for key in ACTS):
            return False
        if "/FT" in field or "/Parent" not in field:
            return field.get("/FT") == "/Sig"
        field = _resolve(field["/Parent"])
    return False


def _judge_page(old: PageObject, new: PageObject, number: int) -> tuple[list[PdfMark], list[Finding]]:
    """The seals and signatures on a page, and what else was put there."""
    if not _is_same(dict(old) | {"/Annots": None}, dict(new) | {"/Annots": None}):
        return [], [Finding("page %(page)s: its content was changed", {"page": number})]
    before, after = (_list_annotations(page) for page in (old, new))
    if len(after) < len(before) or not all(map(_is_same, before, after)):
        return [], [Finding("page %(page)s: what could be clicked there was changed", {"page": number})]
    marks: list[PdfMark] = []
    findings: list[Finding] = []
    for raw in after[len(before) :][: MOST_MARKS + 1]:
        mark = _resolve(raw)
        kind = _name_kind(mark)
        if kind is None:
            what = mark.get("/Subtype", "?") if isinstance(mark, DictionaryObject) else "?"
            details = {"page": number, "what": str(what).lstrip("/")[:MOST_QUOTED]}
            findings.append(Finding("page %(page)s: something was put on it that is no seal (%(what)s)", details))
        elif kind:
            marks.append(PdfMark(kind, number))
            findings += _find_covered(old, mark, number)
    return marks, findings


def _list_annotations(page: PageObject) -> list[Any]:
    found = _resolve(dict.get(page, "/Annots"))
    return list(list.__iter__(found)) if isinstance(found, ArrayObject) else []


def _name_kind(mark: Any) -> str | None:
    """`signature`, `stamp`, nothing for what is not seen; None for what is neither."""
    if not isinstance(mark, DictionaryObject) or any(key in mark for key in ACTS):
        return None
    subtype = mark.get("/Subtype")
    if subtype == "/Popup":
        return None if "/AP" in mark or mark.get("/Open", False) else ""
    if int(mark.get("/F", 0)) & UNSTEADY:
        return None
    if subtype == "/Widget":
        return "signature" if _is_signature(mark) else None
    return "stamp" if subtype == "/Stamp" else None


def _find_covered(page: PageObject, mark: DictionaryObject, number: int) -> Iterator[Finding]:
    """The first words of a page that a seal lies over."""
    rectangle = _resolve(mark.get("/Rect"))
    left, low, right, high = (float(_resolve(one)) for one in list.__iter__(rectangle))
    box = (min(left, right), min(low, high), max(left, right), max(low, high))
    if int(mark.get("/F", 0)) & INVISIBLE or box[0] == box[2] or box[1] == box[3]:
        return
    for words, place in list_words(page):
        if _overlap(box, place):
            details = {"page": number, "words": words[:MOST_QUOTED]}
            yield Finding("page %(page)s: a seal or a signature lies over “%(words)s”", details)
            return


def _overlap(one: Box, other: Box) -> bool:
    wide = min(one[2], other[2]) - max(one[0], other[0])
    tall = min(one[3], other[3]) - max(one[1], other[1])
    return wide > TOLERANCE and tall > TOLERANCE


def list_words(page: PageObject) -> list[tuple[str, Box]]:
    """The lines of text of a page with the box of each; what is written aslant, as a watermark is, is left out."""
    found: list[tuple[str, Box]] = []

    def note(text: str, page_matrix: list[float], text_matrix: list[float], font: Any, size: float) -> None:
        if text.strip():
            a, b, c, d, e, f = _multiply(text_matrix, page_matrix)
            if not b and not c:
                tall, wide = abs(d) * size, abs(a) * size * _measure(text.strip())
                found.append((text.strip(), (e, f - DESCENT * tall, e + wide, f + ASCENT * tall)))

    page.extract_text(visitor_text=note)
    return found


def _measure(text: str) -> float:
    """The width of a text by the size of its font; rather too much than too little."""
    return sum(1.0 if unicodedata.east_asian_width(one) in "WFA" else HALF for one in text)


def _multiply(one: list[float], other: list[float]) -> tuple[float, float, float, float, float, float]:
    a, b, c, d, e, f = one
    k, m, n, o, p, q = other
    return a * k + b * n, a * m + b * o, c * k + d * n, c * m + d * o, e * k + f * n + p, e * m + f * o + q
