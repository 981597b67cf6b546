"""The empty Word file that a paper is written into: our own, or a province's letterhead with our styles added."""

from collections.abc import Iterator
from functools import cache
from io import BytesIO
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

import docx
from docx.oxml.parser import parse_xml

from reports.word.styles import DEMO, FANG, HEI, INSTEAD, NAMESPACE, PAGE_NUMBER, STYLES, write_fonts, write_style

OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml"
START = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
MADE = (2020, 1, 1, 0, 0, 0)  # of every part: the same words make the same file
A4 = '<w:pgSz w:w="11906" w:h="16838"/>'
FIELD = (
    '<w:r><w:t xml:space="preserve">－ </w:t></w:r><w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r>'
    '<w:instrText xml:space="preserve"> PAGE </w:instrText></w:r><w:r><w:fldChar w:fldCharType="separate"/></w:r>'
    '<w:r><w:t>1</w:t></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r><w:r><w:t xml:space="preserve"> －</w:t></w:r>'
)
PARTS = (("document", "document.main"), ("styles", "styles"), ("settings", "settings"), ("fontTable", "fontTable"))
Margins = tuple[int, int, int, int]
"""Top, right, bottom and left, in millimetres."""
OFFICIAL: Margins = (37, 26, 35, 28)


def open_base(letterhead: bytes | None, margins: Margins) -> Any:
    """A document without words: its styles, its page, what stands above and below.

    A letterhead keeps its page, its headers and footers and its styles; what it lacks of ours is added.
    """
    document = docx.Document(BytesIO(letterhead or _build_base(margins)))
    body = document.element.body
    for child in list(body)[:-1] if letterhead else []:
        body.remove(child)
    for style in STYLES:
        if style.name not in {one.name for one in document.styles}:
            document.styles.element.append(parse_xml(write_style(style)))
    if not any(one.text.strip() or len(one._p) > 1 for one in _list_footer_lines(document)):
        _number_pages(document)
    return document


def mark_demo(document: Any, words: str) -> None:
    """Say above every page that it is made up."""
    for section in document.sections:
        headers = [section.header]
        headers += [section.even_page_header] if document.settings.odd_and_even_pages_header_footer else []
        headers += [section.first_page_header] if section.different_first_page_header_footer else []
        for header in headers:
            header.is_linked_to_previous = False
            lines = header.paragraphs
            line = lines[0] if len(lines) == 1 and len(lines[0]._p) <= 1 else header.add_paragraph()
            line.style = document.styles[DEMO.name]
            line.add_run(words)


def find_ids(document: Any) -> dict[str, str]:
    """The ids of the styles by name: a letterhead has ids of its own."""
    return {str(one.name): str(one.style_id) for one in document.styles}


def _list_footer_lines(document: Any) -> Iterator[Any]:
    for section in document.sections:
        for footer in (section.footer, section.even_page_footer):
            if not footer.is_linked_to_previous:
                yield from footer.paragraphs


def _number_pages(document: Any) -> None:
    """A number on every page, on the outer side: GB/T 9704-2012, 7.5."""
    document.settings.odd_and_even_pages_header_footer = True
    for footer, align in ((document.sections[0].footer, "right"), (document.sections[0].even_page_footer, "left")):
        footer.is_linked_to_previous = False
        id = find_ids(document)[PAGE_NUMBER.name]
        side = "right" if align == "right" else "left"
        line = (
            f'<w:p xmlns:w="{NAMESPACE}"><w:pPr><w:pStyle w:val="{id}"/><w:ind w:{side}Chars="100" w:{side}="280"/>'
            f'<w:jc w:val="{align}"/></w:pPr>{FIELD}</w:p>'
        )
        element = footer._element
        for child in list(element):
            element.remove(child)
        element.append(parse_xml(line))


@cache
def _build_base(margins: Margins) -> bytes:
    """Our own empty file, all of it ours: no theme, whose fonts would win over those of the styles."""
    written = BytesIO()
    with ZipFile(written, "w", ZIP_DEFLATED) as parts:
        for name, content in _list_parts(margins):
            parts.writestr(ZipInfo(name, MADE), START + content, ZIP_DEFLATED)
    return written.getvalue()


def _list_parts(margins: Margins) -> Iterator[tuple[str, str]]:
    types = "".join(f'<Override PartName="/word/{name}.xml" ContentType="{WORD}.{of}+xml"/>' for name, of in PARTS)
    yield (
        "[Content_Types].xml",
        f'<Types xmlns="{PACKAGE}/content-types"><Default Extension="xml" ContentType="application/xml"/>'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f"{types}</Types>",
    )
    yield "_rels/.rels", _relate([("officeDocument", "word/document.xml")])
    yield "word/_rels/document.xml.rels", _relate([(name, f"{name}.xml") for name, _ in PARTS[1:]])
    top, right, bottom, left = (round(one * 1440 / 25.4) for one in margins)
    yield (
        "word/document.xml",
        f'<w:document xmlns:w="{NAMESPACE}"><w:body><w:sectPr>{A4}<w:pgMar w:top="{top}" w:right="{right}" '
        f'w:bottom="{bottom}" w:left="{left}" w:header="850" w:footer="{max(567, bottom - 680)}" w:gutter="0"/>'
        "</w:sectPr></w:body></w:document>",
    )
    yield (
        "word/styles.xml",
        f'<w:styles xmlns:w="{NAMESPACE}"><w:docDefaults><w:rPrDefault><w:rPr>{write_fonts(FANG)}<w:sz w:val="32"/>'
        '<w:szCs w:val="32"/><w:lang w:val="zh-CN" w:eastAsia="zh-CN" w:bidi="ar-SA"/></w:rPr></w:rPrDefault>'
        '<w:pPrDefault/></w:docDefaults><w:style w:type="paragraph" w:default="1" w:styleId="Normal">'
        '<w:name w:val="Normal"/><w:qFormat/><w:pPr><w:snapToGrid w:val="0"/></w:pPr></w:style></w:styles>',
    )
    yield (
        "word/settings.xml",
        f'<w:settings xmlns:w="{NAMESPACE}"><w:zoom w:percent="100"/>'
        '<w:characterSpacingControl w:val="compressPunctuation"/><w:compat><w:compatSetting '
        'w:name="compatibilityMode" w:uri="http://schemas.microsoft.com/office/word" w:val="15"/>'
        "</w:compat></w:settings>",
    )
    fonts = "".join(
        f'<w:font w:name="{name}"><w:altName w:val="{other}"/><w:charset w:val="86"/>'
        f'<w:family w:val="{"modern" if name == HEI else "roman"}"/></w:font>'
        for name, other in INSTEAD.items()
    )
    yield "word/fontTable.xml", f'<w:fonts xmlns:w="{NAMESPACE}">{fonts}</w:fonts>'


def _relate(targets: list[tuple[str, str]]) -> str:
    lines = "".join(
        f'<Relationship Id="rId{number}" Type="{OFFICE}/{of}" Target="{target}"/>'
        for number, (of, target) in enumerate(targets, start=1)
    )
    return f'<Relationships xmlns="{PACKAGE}/relationships">{lines}</Relationships>'
