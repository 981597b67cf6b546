"""The parts of a Word file that are all ours, and how parts become a file."""

from collections.abc import Iterable, Sequence
from functools import cache
from io import BytesIO
from xml.sax.saxutils import quoteattr
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from reports.word.styles import FANG, HEI, INSTEAD, NAMESPACE, write_fonts

OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml"
THEME = "application/vnd.openxmlformats-officedocument.theme+xml"
START = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
MADE = (2020, 1, 1, 0, 0, 0)  # of every part: the same words make the same file
A4_SHORT, A4_LONG = 11906, 16838  # twentieths of a point
Margins = tuple[int, int, int, int]
"""Top, right, bottom and left, in millimetres."""
OFFICIAL: Margins = (37, 26, 35, 28)
PICTURES = ("png", "jpeg", "gif", "bmp")
FONTS = "".join(
    f'<w:font w:name="{name}"><w:altName w:val="{other}"/><w:charset w:val="86"/>'
    f'<w:family w:val="{"modern" if name == HEI else "roman"}"/></w:font>'
    for name, other in INSTEAD.items()
)
FONT_TABLE = f'<w:fonts xmlns:w="{NAMESPACE}">{FONTS}</w:fonts>'
OWN_STYLES = (
    f'<w:styles xmlns:w="{NAMESPACE}"><w:docDefaults><w:rPrDefault><w:rPr>{write_fonts(FANG)}<w:sz w:val="32"/>'
    '<w:szCs w:val="32"/><w:lang w:val="en-US" w:eastAsia="zh-CN" w:bidi="ar-SA"/></w:rPr></w:rPrDefault>'
    '<w:pPrDefault/></w:docDefaults><w:style w:type="paragraph" w:default="1" w:styleId="Normal">'
    '<w:name w:val="Normal"/><w:qFormat/><w:pPr><w:snapToGrid w:val="0"/></w:pPr></w:style></w:styles>'
)


def pack_parts(parts: Iterable[tuple[str, str | bytes]]) -> bytes:
    """A Word file of these parts, in their order; no clock is read."""
    written = BytesIO()
    with ZipFile(written, "w", ZIP_DEFLATED) as archive:
        for name, content in parts:
            whole = content if isinstance(content, bytes) else (START + content).encode()
            archive.writestr(ZipInfo(name, MADE), whole, ZIP_DEFLATED)
    return written.getvalue()


@cache
def build_base(margins: Margins, is_wide: bool) -> bytes:
    """An empty file of ours, A4: without a theme, whose fonts would win over those of the styles."""
    wide, high = (A4_LONG, A4_SHORT) if is_wide else (A4_SHORT, A4_LONG)
    turned = ' w:orient="landscape"' if is_wide else ""
    top, right, bottom, left = (round(one * 1440 / 25.4) for one in margins)
    below = max(567, bottom - 680)
    parts = (("styles", OWN_STYLES), ("settings", write_settings(False)), ("fontTable", FONT_TABLE))
    return pack_parts(
        [
            ("[Content_Types].xml", write_types([("document", "document.main"), *((one, one) for one, _ in parts)])),
            ("_rels/.rels", relate([("rId1", "officeDocument", "word/document.xml")])),
            ("word/_rels/document.xml.rels", relate([(f"gw-{one}", one, f"{one}.xml") for one, _ in parts])),
            (
                "word/document.xml",
                f'<w:document xmlns:w="{NAMESPACE}"><w:body><w:sectPr><w:pgSz w:w="{wide}" w:h="{high}"{turned}/>'
                f'<w:pgMar w:top="{top}" w:right="{right}" '
                f'w:bottom="{bottom}" w:left="{left}" w:header="850" w:footer="{below}" w:gutter="0"/></w:sectPr>'
                "</w:body></w:document>",
            ),
            *((f"word/{name}.xml", content) for name, content in parts),
        ]
    )


def write_settings(has_sides: bool) -> str:
    """The settings of a document; `has_sides`: even pages have headers and footers of their own."""
    return (
        f'<w:settings xmlns:w="{NAMESPACE}"><w:zoom w:percent="100"/>'
        + ("<w:evenAndOddHeaders/>" if has_sides else "")
        + '<w:characterSpacingControl w:val="compressPunctuation"/><w:compat><w:compatSetting '
        'w:name="compatibilityMode" w:uri="http://schemas.microsoft.com/office/word" w:val="15"/>'
        "</w:compat></w:settings>"
    )


def write_types(parts: Sequence[tuple[str, str]]) -> str:
    """What each part is, by its name and kind."""
    pictures = "".join(f'<Default Extension="{one}" ContentType="image/{one}"/>' for one in PICTURES)
    listed = "".join(
        f'<Override PartName="/word/{name}.xml" ContentType="{THEME if kind == "theme" else f"{WORD}.{kind}+xml"}"/>'
        for name, kind in parts
    )
    return (
        f'<Types xmlns="{PACKAGE}/content-types"><Default Extension="xml" ContentType="application/xml"/>'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f"{pictures}{listed}</Types>"
    )


def relate(targets: Iterable[tuple[str, str, str]]) -> str:
    """What a part leads to: an id, which may come from elsewhere, the kind, and where."""
    lines = "".join(
        f'<Relationship Id={quoteattr(id)} Type="{OFFICE}/{kind}" Target="{target}"/>' for id, kind, target in targets
    )
    return f'<Relationships xmlns="{PACKAGE}/relationships">{lines}</Relationships>'
