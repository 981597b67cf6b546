"""Ways to append to a PDF, as programs do that sign or stamp it, and as somebody who wants to deceive would."""

import zlib
from collections.abc import Mapping
from io import BytesIO
from typing import Any

from pypdf import PdfReader
from pypdf.generic import ArrayObject, DictionaryObject, FloatObject, IndirectObject, NameObject

BLANK, ON_WORDS = (330, 110, 450, 220), (80, 560, 500, 700)  # places on page one: below all text, and over the scores


def open_reader(pdf: bytes) -> PdfReader:
    return PdfReader(BytesIO(pdf))


def write_object(one: Any) -> bytes:
    written = BytesIO()
    one.write_to_stream(written)
    return written.getvalue()


def append(pdf: bytes, objects: Mapping[int, bytes], **trailer: str) -> bytes:
    """The file with new versions of objects and new objects, and a table of them in words."""
    reader = open_reader(pdf)
    body = pdf if pdf.endswith(b"\n") else pdf + b"\n"
    places = {}
    for number, content in objects.items():
        places[number] = len(body)
        body += b"%d 0 obj\n" % number + content + b"\nendobj\n"
    previous = int(pdf.rpartition(b"startxref")[2].split()[0])
    lines = b"".join(b"%d 1\n%010d 00000 n \n" % (number, at) for number, at in sorted(places.items()))
    keys = {"Root": _refer(reader, "/Root"), "Info": _refer(reader, "/Info"), "Prev": str(previous), "Size": "9999"}
    words = " ".join(f"/{key} {value}" for key, value in (keys | trailer).items())
    return body + b"xref\n" + lines + f"trailer\n<< {words} >>\nstartxref\n{len(body)}\n%%EOF\n".encode()


def append_packed(pdf: bytes, objects: Mapping[int, bytes]) -> bytes:
    """The same with the table as a stream, each thing on a line of its own, as pyHanko writes it."""
    reader = open_reader(pdf)
    body, places = pdf, {}
    for number, content in objects.items():
        places[number] = len(body)
        body += b"%d 0 obj\n" % number + content + b"\nendobj\n"
    places[9999] = len(body)
    rows = zlib.compress(b"".join(b"\x01" + at.to_bytes(8) + bytes(2) for _, at in sorted(places.items())))
    runs = " ".join(f"{number} 1" for number in sorted(places))
    previous = int(pdf.rpartition(b"startxref")[2].split()[0])
    head = f"/W [ 1 8 2 ]\n/Type /XRef\n/Filter /FlateDecode\n/Size 10000\n/Root {_refer(reader, '/Root')}\n"
    head += f"/Info {_refer(reader, '/Info')}\n/Prev {previous}\n/Index [ {runs} ]\n/Length {len(rows)}\n"
    table = b"9999 0 obj\n<<\n" + head.encode() + b">>\nstream\n" + rows + b"\nendstream\nendobj\n"
    return body + table + b"\nstartxref\n%d\n%%%%EOF\n" % len(body)


def write_metadata_anew(pdf: bytes, title: object) -> bytes:
    """As a program that signs does: its own name, the day, and every element in its own manner."""
    dc, rdf = "http://purl.org/dc/elements/1.1/", "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
    text = (
        f'<x:xmpmeta xmlns:x="adobe:ns:meta/" x:xmptk="signer"><r:RDF xmlns:r="{rdf}"><r:Description r:about="">'
        f'<dc:title xmlns:dc="{dc}"><r:Alt>\n<r:li xml:lang="x-default">{title}</r:li></r:Alt></dc:title>'
        "</r:Description></r:RDF></x:xmpmeta>"
    ).encode()
    number = root_of(pdf)[1].raw_get("/Metadata").idnum
    head = b"<<\n/Type /Metadata\n/Subtype /XML\n/Length %d\n>>\nstream\n" % len(text)
    return append_packed(pdf, {number: head + text + b"\nendstream"})


def _refer(reader: PdfReader, key: str) -> str:
    found: Any = dict.get(reader.trailer, key)
    return f"{found.idnum} 0 R"


def root_of(pdf: bytes) -> tuple[int, DictionaryObject]:
    reader = open_reader(pdf)
    found: Any = dict.get(reader.trailer, "/Root")
    return found.idnum, DictionaryObject(reader.root_object)


def page_of(pdf: bytes, page: int = 0) -> tuple[int, DictionaryObject]:
    found = open_reader(pdf).pages[page]
    assert found.indirect_reference is not None
    return found.indirect_reference.idnum, DictionaryObject(found)


def put_on_page(pdf: bytes, mark: bytes, page: int = 0, **more: bytes) -> bytes:
    """Append an annotation to a page; `more` are further objects, by names such as `n9003`."""
    number, changed = page_of(pdf, page)
    listed = ArrayObject(changed.get("/Annots", ArrayObject()))
    own = 9001 + 20 * len(listed)
    listed.append(IndirectObject(own, 0, None))
    changed[NameObject("/Annots")] = listed
    objects = {number: write_object(changed), own: mark} | {int(name[1:]): one for name, one in more.items()}
    return append(pdf, objects)


def draw_mark(box: tuple[float, float, float, float], keys: str = "/Subtype /Stamp", flags: int = 4) -> bytes:
    rectangle = write_object(ArrayObject(map(FloatObject, box)))
    return b"<< /Type /Annot /F %d /Rect " % flags + rectangle + b" " + keys.encode() + b" >>"


def stamp(pdf: bytes, box: tuple[float, float, float, float] = BLANK, page: int = 0) -> bytes:
    """A seal as a stamp, with the ring that it shows."""
    look = b"<< /Type /XObject /Subtype /Form /BBox [0 0 100 100] /Length 42 >>\nstream\n"
    look += b"1 0 0 RG 5 w 10 10 80 80 re S              \nendstream"
    return put_on_page(pdf, draw_mark(box, "/Subtype /Stamp /AP << /N 9900 0 R >>"), page, n9900=look)


def sign(pdf: bytes, box: tuple[float, float, float, float] = BLANK, flags: int = 4) -> bytes:
    """An electronic signature as programs put it: a field, its widget on page one, the form, the day of the change."""
    number, root = root_of(pdf)
    root[NameObject("/AcroForm")] = IndirectObject(9500, 0, None)
    page, changed = page_of(pdf)
    changed[NameObject("/Annots")] = ArrayObject([*changed.get("/Annots", ()), IndirectObject(9501, 0, None)])
    info: Any = dict.get(open_reader(pdf).trailer, "/Info")
    metadata = DictionaryObject(info.get_object()) | {NameObject("/ModDate"): NameObject("/Today")}
    widget = draw_mark(box, "/Subtype /Widget /FT /Sig /T (Signature1) /V 9502 0 R", flags)
    return append(
        pdf,
        {
            number: write_object(root),
            page: write_object(changed),
            info.idnum: write_object(DictionaryObject(metadata)),
            9500: b"<< /Fields [9501 0 R] /SigFlags 3 >>",
            9501: widget,
            9502: b"<< /Type /Sig /Filter /Adobe.PPKLite /ByteRange [0 10 20 30] /Contents <00> >>",
        },
    )
