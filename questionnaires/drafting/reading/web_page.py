"""A page of a government's site as blocks: the notice itself, without navigation, buttons and the like."""

import re
from collections.abc import Iterable, Iterator
from email import message_from_bytes, policy
from xml.etree.ElementTree import Element

import tinyhtml5

from questionnaires.drafting.parts import Block, TableBlock, TextBlock
from questionnaires.drafting.reading.decoding import clean_text, decode_text
from questionnaires.drafting.reading.page_blocks import read_elements
from questionnaires.drafting.reading.page_body import find_body
from questionnaires.messages import Refused

MARKUP = re.compile(rb"<(?:!doctype\s+html|html|head|body|meta|div|table|p|article)[\s>]", re.IGNORECASE)
ARCHIVE = re.compile(
    rb"^(?:[\w-]+:[^\r\n]*\r?\n(?:[ \t][^\r\n]*\r?\n)*)*?content-type:\s*multipart/related", re.IGNORECASE
)
CHARSET = re.compile(rb"<meta[^>]+charset\s*=\s*[\"']?\s*([\w-]+)", re.IGNORECASE)
SEARCHED = 4_000
INLINED = re.compile(r"data:[\w/+.;=-]+,[A-Za-z0-9+/=%\s]{100,}")
UNREAD = re.compile(r"<(?:(script|style|svg|noscript|textarea|xmp|iframe|noembed|noframes)\b|!--)", re.IGNORECASE)
TAG = re.compile(
    r"<(/?)(div|span|font|table|tr|td|b|i|u|a|em|strong|section|ul|ol|blockquote|center|form)\b", re.IGNORECASE
)
TAG_NAME = re.compile(r"</?[A-Za-z][^\s/>]*")
ATTRIBUTE = re.compile(r"[\s/]*[^\s/>][^\s/>=]*\s*(?:=\s*(?:\"[^\"]*\"|'[^']*'|[^\s>]*))?")
MOST_ATTRIBUTES = 300  # of a tag: the parser compares each with all before it
LONGEST_ATTRIBUTE = 50_000
MOST_TAGS = 60_000
DEEPEST = 200
HEAD = 20  # blocks among which the title of the notice is looked for


def is_page(data: bytes) -> bool:
    """Whether a file is HTML, or a page that a browser saved as one file."""
    head = data[:SEARCHED].replace(b"\0", b"")
    return MARKUP.search(head) is not None or ARCHIVE.match(head) is not None


def read_page(data: bytes) -> Iterator[Block]:
    """Blocks of the notice that a page shows. Raises Refused."""
    if ARCHIVE.match(data[:SEARCHED]):
        data = _open_archive(data)
    text = _drop_unread(INLINED.sub("", clean_text(_decode(data))))
    too_many = text.count("<") > MOST_TAGS or text.count("&") > MOST_TAGS
    if too_many or _is_too_deep(text) or _has_too_many_attributes(text):
        raise _too_complex()
    root = tinyhtml5.parse(text, namespace_html_elements=False)
    if _measure_depth(root) > DEEPEST:
        raise _too_complex()
    page = find_body(root)
    blocks, title = list(read_elements(page.body)), page.title
    if page.facts is not None:
        yield TableBlock((tuple(_list_cells(read_elements(page.facts))),))
    begins = "".join(block.text for block in blocks[:HEAD] if isinstance(block, TextBlock))
    if title and _flatten(title) not in _flatten(begins):
        yield TextBlock(title, 0)
    yield from blocks


def _list_cells(blocks: Iterable[Block]) -> Iterator[str]:
    """The words of blocks one by one: labels and values are never lines of a notice."""
    for block in blocks:
        yield from [block.text] if isinstance(block, TextBlock) else (cell for row in block.rows for cell in row)


def _drop_unread(text: str) -> str:
    """Without comments, scripts and the like; what is not closed stays, for the parser knows best how far it goes."""
    kept, at, lowered = [], 0, text.lower()
    while (opened := UNREAD.search(text, at)) is not None:
        closing = f"</{opened[1].lower()}" if opened[1] else "-->"
        end = lowered.find(closing, opened.end())
        if end < 0:
            break
        kept.append(text[at : opened.start()])
        at = text.find(">", end) + 1 or len(text)
    return " ".join([*kept, text[at:]])


def _too_complex() -> Refused:
    return Refused("The page is built of far too many parts. Copy the text of the notice into a new file.")


def _measure_depth(root: Element) -> int:
    deepest, waiting = 0, [(root, 1)]
    while waiting:
        element, depth = waiting.pop()
        deepest = max(deepest, depth)
        waiting += [(child, depth + 1) for child in element]
    return deepest


def _flatten(text: str) -> str:
    return "".join(text.split())


def _open_archive(data: bytes) -> bytes:
    for part in message_from_bytes(data, policy=policy.default).walk():
        if part.get_content_type() == "text/html":
            content = part.get_payload(decode=True)
            return content if isinstance(content, bytes) else b""
    return b""


def _decode(data: bytes) -> str:
    """By its mark or what it says of itself, if that is true; as any other text otherwise."""
    said = CHARSET.search(data[:SEARCHED])
    name = said[1].decode("ascii").lower() if said else ""
    encoding = {"gb2312": "gb18030", "gbk": "gb18030", "big5": "big5"}.get(name)
    if encoding:
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            return decode_text(data)
    return decode_text(data)


def _is_too_deep(text: str) -> bool:
    depth = 0
    for tag in TAG.finditer(text):
        depth = max(0, depth - 1) if tag[1] else depth + 1
        if depth > DEEPEST:
            return True
    return False


def _has_too_many_attributes(text: str) -> bool:
    """Whether a tag has more attributes than the parser should be given, or one is as long as a page."""
    at = 0
    while (tag := TAG_NAME.search(text, at)) is not None:
        at, count = tag.end(), 0
        while (found := ATTRIBUTE.match(text, at)) is not None:
            count += 1
            if count > MOST_ATTRIBUTES or found.end() - at > LONGEST_ATTRIBUTE:
                return True
            at = found.end()
    return False
