"""Letterheads to try: one as an office makes it, and files that somebody bent."""

from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile

import docx
from docx.enum.style import WD_STYLE_TYPE
from docx.shared import Mm, Pt
from PIL import Image

RELATIONS = "word/_rels/document.xml.rels"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
OUTSIDE = 'Target="http://x.example/x" TargetMode="External"'
HEADER = "某某省药品监督管理局文件"


def make_letterhead() -> bytes:
    """Wide margins, a red line of words and a picture above, a style of our name with letters of its own, some text."""
    document = docx.Document()
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin, section.right_margin = Mm(40), Mm(30)
    picture = BytesIO()
    Image.new("RGB", (8, 8), "red").save(picture, "PNG")
    line = section.header.paragraphs[0]
    line.add_run(HEADER)
    line.add_run().add_picture(BytesIO(picture.getvalue()), Mm(5))
    section.footer.paragraphs[0].add_run("电话：000-0000")
    style = document.styles.add_style("公文正文", WD_STYLE_TYPE.PARAGRAPH)
    style.font.size = Pt(15)
    document.add_paragraph("样文内容，不应出现")
    written = BytesIO()
    document.save(written)
    return written.getvalue()


def change(
    sent: bytes, changed: dict[str, tuple[str, str]] | None = None, added: dict[str, bytes] | None = None
) -> bytes:
    """The file with words exchanged in some parts, and other parts added."""
    written = BytesIO()
    with ZipFile(BytesIO(sent)) as before, ZipFile(written, "w", ZIP_DEFLATED) as after:
        for name in before.namelist():
            content = before.read(name)
            if changed and name in changed:
                old, new = changed[name]
                assert old.encode() in content, name
                content = content.replace(old.encode(), new.encode(), 1)
            after.writestr(name, content)
        for name, content in (added or {}).items():
            after.writestr(name, content)
    return written.getvalue()


def relate(id: str, kind: str) -> str:
    """A relation to somewhere outside."""
    return f'<Relationship Id="{id}" Type="{OFFICE}/{kind}" {OUTSIDE}/>'


def find_header(sent: bytes) -> str:
    """The name of the part of its header."""
    with ZipFile(BytesIO(sent)) as parts:
        return next(one for one in parts.namelist() if one.startswith("word/header"))


def put_into_header(xml: str, relation: str = "") -> bytes:
    """The letterhead with something more above its pages."""
    sent = make_letterhead()
    name = find_header(sent)
    changed = {name: ("</w:hdr>", f"<w:p>{xml}</w:p></w:hdr>")}
    if relation:
        changed[name.replace("word/", "word/_rels/") + ".rels"] = ("</Relationships>", f"{relation}</Relationships>")
    return change(sent, changed)
