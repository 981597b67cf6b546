"""The empty Word file that a paper is written into, our own or a province's letterhead with our styles added: the only
place that knows python-docx."""

from collections.abc import Collection, Iterator
from io import BytesIO
from typing import Any

import docx
from docx.enum.section import WD_ORIENTATION
from docx.enum.style import WD_STYLE_TYPE
from docx.oxml.parser import parse_xml

from reports.word.package import Margins, build_base
from reports.word.styles import DEMO, NAMESPACE, PAGE_NUMBER, STYLES, write_style

FIELD = (
    '<w:r><w:t xml:space="preserve">— </w:t></w:r><w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r>'
    '<w:instrText xml:space="preserve"> PAGE </w:instrText></w:r><w:r><w:fldChar w:fldCharType="separate"/></w:r>'
    '<w:r><w:t>1</w:t></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r><w:r><w:t xml:space="preserve"> —</w:t></w:r>'
)


def open_base(letterhead: bytes | None, margins: Margins, is_wide: bool = False) -> Any:
    """A document without words: its styles, its page, what stands above and below.

    A letterhead keeps its page, its headers and footers and its styles; what it lacks of ours is added.
    """
    document = docx.Document(BytesIO(letterhead or build_base(margins, is_wide)))
    if is_wide and letterhead:
        _turn(document.sections[-1])
    known = find_ids(document)
    taken = {one.style_id for one in document.styles}
    for style in STYLES:
        if style.name not in known:
            document.styles.element.append(parse_xml(write_style(style, find_free_id(style.id, taken))))
    if not any(one.text.strip() or len(one._p) > 1 for one in _list_footer_lines(document)):
        _number_pages(document)
    return document


def _turn(section: Any) -> None:
    """Lay the page of a letterhead on its side; what stands above goes with it."""
    if section.page_width < section.page_height:
        section.orientation = WD_ORIENTATION.LANDSCAPE
        section.page_width, section.page_height = section.page_height, section.page_width


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


def count_pages_apart(document: Any) -> None:
    """Let the pages of each section be counted from 1, the first one without a number."""
    section = document.sections[-1]
    section.different_first_page_header_footer = True
    size = section._sectPr.xpath("./w:pgMar")[0]
    size.addnext(parse_xml(f'<w:pgNumType xmlns:w="{NAMESPACE}" w:start="1"/>'))


def find_ids(document: Any) -> dict[str, str]:
    """The ids of the styles of paragraphs by name: a letterhead has ids of its own."""
    return {str(one.name): str(one.style_id) for one in document.styles if one.type == WD_STYLE_TYPE.PARAGRAPH}


def find_free_id(id: str, taken: Collection[str]) -> str:
    """An id that no style has: somebody may have renamed a style of ours, which kept its id."""
    return id if id not in taken else find_free_id(f"{id}x", taken)


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
