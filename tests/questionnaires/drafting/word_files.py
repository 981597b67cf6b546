"""Word documents made of XML, as small as they can be."""

from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile

SPACE = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
STRICT = "http://purl.oclc.org/ooxml/wordprocessingml/main"
COMPATIBLE = "http://schemas.openxmlformats.org/markup-compatibility/2006"


def make_zip(parts: dict[str, str | bytes]) -> bytes:
    """A ZIP of these parts."""
    packed = BytesIO()
    with ZipFile(packed, "w", ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return packed.getvalue()


def make_word(body: str, numbering: str = "", styles: str = "", space: str = SPACE) -> bytes:
    """A document with this inside <w:body>, <w:numbering> and <w:styles>."""
    names = f'xmlns:w="{space}" xmlns:mc="{COMPATIBLE}"'
    return make_zip(
        {
            "word/document.xml": f"<w:document {names}><w:body>{body}</w:body></w:document>",
            "word/numbering.xml": f"<w:numbering {names}>{numbering}</w:numbering>",
            "word/styles.xml": f"<w:styles {names}>{styles}</w:styles>",
            "word/header1.xml": f"<w:hdr {names}>{paragraph('页眉')}</w:hdr>",
            "word/comments.xml": f"<w:comments {names}>{paragraph('批注')}</w:comments>",
        }
    )


def paragraph(text: str, properties: str = "") -> str:
    """A paragraph of one run."""
    return f"<w:p><w:pPr>{properties}</w:pPr>{run(text)}</w:p>"


def run(text: str, properties: str = "") -> str:
    """A run."""
    return f'<w:r><w:rPr>{properties}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>'


def in_list(list_id: int, depth: int = 0) -> str:
    """The property that puts a paragraph into a list."""
    return f'<w:numPr><w:ilvl w:val="{depth}"/><w:numId w:val="{list_id}"/></w:numPr>'


def level(depth: int, format: str, text: str, more: str = "") -> str:
    """One depth of a list."""
    head = f'<w:start w:val="1"/><w:numFmt w:val="{format}"/><w:lvlText w:val="{text}"/>'
    return f'<w:lvl w:ilvl="{depth}">{head}{more}</w:lvl>'


def make_list(list_id: int, *levels: str, overrides: str = "", kind: int | None = None) -> str:
    """A list; one that names the `kind` of an earlier one has no levels of its own."""
    own = f'<w:abstractNum w:abstractNumId="{list_id}">{"".join(levels)}</w:abstractNum>' if levels else ""
    chosen = list_id if kind is None else kind
    return f'{own}<w:num w:numId="{list_id}"><w:abstractNumId w:val="{chosen}"/>{overrides}</w:num>'


def style(name: str, properties: str = "", based_on: str = "", called: str = "") -> str:
    """A style of paragraphs."""
    return (
        f'<w:style w:type="paragraph" w:styleId="{name}"><w:name w:val="{called or name}"/>'
        f'<w:basedOn w:val="{based_on}"/><w:pPr>{properties}</w:pPr></w:style>'
    )
