"""HTML and CSS in, PDF bytes out: the only place that knows WeasyPrint."""

import gc
import hashlib
import threading
import zlib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from importlib.resources import files
from io import BytesIO
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pydyf
from cssselect2 import ElementWrapper
from weasyprint import CSS, HTML, Attachment
from weasyprint.css import ColorProfile
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import URLFetcher

from reports.printing.fonts import check_fonts

STATIC = Path(__file__).parents[1] / "static"
PAPER, ELEMENTS = STATIC / "paper.css", STATIC / "elements.css"
RENDERING = threading.Lock()
INTENT = "--srgb"
VARIANT = "pdf/a-3a"  # tagged, every character with its Unicode, files may be attached


@dataclass(frozen=True)
class PdfFile:
    """A file to attach: its name and what it is; `relation` to the document is a word of PDF/A-3, such as Source."""

    name: str
    title: str
    content: bytes
    relation: str

    @property
    def digest(self) -> str:
        """SHA-256 in hexadecimal, in groups of eight."""
        digits = hashlib.sha256(self.content).hexdigest()
        return " ".join(digits[at : at + 8] for at in range(0, len(digits), 8))


@cache
def _share_fonts() -> FontConfiguration:
    return FontConfiguration()


@cache
def read_style(stylesheet: Path) -> str:
    """The style of a report as it is printed: that of every paper, then its own."""
    return PAPER.read_text(encoding="utf-8") + stylesheet.read_text(encoding="utf-8")


@cache
def _load_style(stylesheet: Path) -> CSS:
    return _parse_style(read_style(stylesheet))


@cache
def _load_elements() -> CSS:
    return _parse_style(ELEMENTS.read_text(encoding="utf-8"))


def _parse_style(style: str) -> CSS:
    return CSS(string=style, font_config=_share_fonts(), url_fetcher=_refuse_outside())


@cache
def _refuse_outside() -> URLFetcher:
    """A fetcher for what a page carries in itself; no file and no address is ever opened."""
    return URLFetcher(allowed_protocols=("data",), allow_redirects=False, fail_on_errors=True)


@cache
def _read_profile() -> bytes:
    return (files("weasyprint.pdf") / "sRGB2014.icc").read_bytes()


def _open_profile() -> ColorProfile:
    """The colours that PDF/A must name: sRGB. By itself WeasyPrint leaves the file open, once for every report.

    A new one each time: written out twice it is not the same bytes.
    """
    return ColorProfile(BytesIO(_read_profile()), "sRGB2014.icc", "relative-colorimetric", (["r"], ["g"], ["b"]))


class _Page(HTML):
    """HTML that is well-formed XML, which Python parses ten times as fast as WeasyPrint's reader of any HTML."""

    def __init__(self, text: str) -> None:
        self.base_url = "about:blank"
        self.url_fetcher = _refuse_outside()
        self.media_type = "print"
        self.wrapper_element = ElementWrapper.from_html_root(ElementTree.fromstring(text), content_language=None)
        self.etree_element = self.wrapper_element.etree_element

    def _ua_stylesheets(self, forms: bool = False) -> list[CSS]:
        """In place of WeasyPrint's own; were it to ask elsewhere one day, reports would be slower and look the same."""
        return [_load_elements()]


def render_pdf(html: str, stylesheet: Path, attached: Sequence[PdfFile] = (), made: datetime | None = None) -> bytes:
    """Render well-formed HTML with a stylesheet of ours as PDF/A-3a, with files attached as of `made`.

    Raises FontProblem before anything is rendered, where a font or a glyph is missing. The same input gives the same
    bytes: no clock is read. Fonts and the parsed stylesheet are shared by all calls of a process, so its threads take
    turns; it grows by each call: use processes, and replace them now and then.
    """
    check_fonts(html)
    check_fonts(read_style(stylesheet))
    with RENDERING, _collect_afterwards():
        written = _Page(html).write_pdf(
            stylesheets=[_load_style(stylesheet)],
            font_config=_share_fonts(),
            pdf_variant=VARIANT,
            color_profiles={INTENT: _open_profile()},
            output_intent=INTENT,
            attachments=[_attach(one, made) for one in sorted(attached, key=lambda file: file.name)],
            finisher=_finish,
        )
        return bytes(written)


@contextmanager
def _collect_afterwards() -> Iterator[None]:
    """Look for garbage once, at the end: in a million objects that all live, looking again and again takes a quarter
    of the time and finds nothing."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()
            gc.collect(0)  # what was made since; the rest of the process is left alone


def _attach(file: PdfFile, made: datetime | None) -> Attachment:
    return Attachment(
        file_obj=BytesIO(file.content),
        name=file.name,
        description=file.title,
        created=made,
        modified=made,
        relationship=file.relation,
    )


def _finish(document: Any, pdf: Any) -> None:
    """Pack what is in the file, and name each attached file once among those that belong to it, not twice.

    WeasyPrint packs by the slowest level, which takes twice the time of the usual one for half a per cent of the size.
    """
    for stream in pdf.objects:
        if isinstance(stream, pydyf.Stream) and stream.compress:
            plain = pydyf.Stream(stream.stream).data.partition(b"stream\n")[2].removesuffix(b"\nendstream")
            stream.stream, stream.compress = [zlib.compress(plain)], False
            stream.extra["Filter"] = "/FlateDecode"
    if "AF" in pdf.catalog:
        pdf.catalog["AF"] = type(pdf.catalog["AF"])(dict.fromkeys(pdf.catalog["AF"]))
