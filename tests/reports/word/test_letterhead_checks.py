"""A letterhead from outside: what is taken of it, and what is refused, with the remedy."""

from io import BytesIO
from xml.sax.saxutils import escape
from zipfile import ZIP_DEFLATED, ZipFile

import docx
import pytest
from docx.shared import Mm, Pt
from lxml import etree
from PIL import Image

from questionnaires.messages import Refused
from reports.word.letterhead_checks import MOST_BYTES, clean_letterhead
from reports.word.letters import write_sample
from reports.word.papers import write_gap_docx
from reports.word.styles import STYLES
from tests.reports.samples import make_rich_report
from tests.reports.word.letterheads import HEADER, OFFICE, RELATIONS, change, make_letterhead, put_into_header, relate
from tests.reports.word.reading import check_whole, read_above, read_words


def test_page_header_footer_and_styles_are_taken_and_no_text() -> None:
    cleaned = clean_letterhead(make_letterhead())
    written = write_gap_docx(make_rich_report(), cleaned)
    document = docx.Document(BytesIO(written))
    margin = document.sections[0].left_margin
    assert margin is not None and round(margin.mm) == 40
    assert HEADER in read_above(written) and "电话：000-0000" in read_above(written)
    assert "PAGE" not in read_above(written)  # it has a footer of its own
    assert document.styles["公文正文"].font.size == Pt(15)
    assert "样文内容" not in read_words(written)
    check_whole(written)


def test_styles_that_it_lacks_are_added() -> None:
    document = docx.Document(BytesIO(write_sample(clean_letterhead(make_letterhead()))))
    assert {one.name for one in STYLES} <= {one.name for one in document.styles}
    ids = [one.style_id for one in document.styles]
    assert len(ids) == len(set(ids))


def test_on_a_letterhead_its_styles_hold_and_tables_fit_its_page() -> None:
    plain, written = (
        write_gap_docx(make_rich_report()),
        write_gap_docx(make_rich_report(), clean_letterhead(make_letterhead())),
    )
    for content, width in ((plain, 168), (written, 140)):
        table = docx.Document(BytesIO(content)).tables[0]
        wide = sum(column.width or 0 for column in table.columns)
        assert abs(wide / 36_000 - width) < 0.2


def test_a_sample_is_itself_a_letterhead() -> None:
    cleaned = clean_letterhead(write_sample())
    assert write_sample(cleaned) == write_sample(clean_letterhead(write_sample(cleaned)))
    assert read_above(write_sample(cleaned)).count("PAGE") == 2


def test_the_id_of_a_relation_brings_in_no_other() -> None:
    with ZipFile(BytesIO(make_letterhead())) as parts:
        picture = next(one for one in parts.namelist() if one.startswith("word/media/"))
    own = f'Type="{OFFICE}/image" Target="media/image1.png"'
    id = escape(f'a" {own}/>{relate("b", "image")}<Relationship Id="c', {'"': "&quot;"})
    there = f'<Relationship Id="{id}" Type="{OFFICE}/image" Target="/{picture}"/>'
    cleaned = clean_letterhead(put_into_header(f'<w:r xmlns:r="{OFFICE}" r:id="{id}"/>', there))
    with ZipFile(BytesIO(cleaned)) as parts:
        found = [etree.fromstring(parts.read(one)) for one in parts.namelist() if one.endswith(".rels")]
    relations = [one for root in found for one in root]
    assert any("External" in one.get("Id", "") for one in relations)
    assert not any(one.get("TargetMode") for one in relations)


def test_cleaning_twice_changes_nothing() -> None:
    cleaned = clean_letterhead(make_letterhead())
    assert clean_letterhead(cleaned) == cleaned


def test_what_does_something_elsewhere_in_the_file_is_left_behind() -> None:
    template, link = relate("evil", "attachedTemplate"), relate("link", "hyperlink")
    sent = change(
        make_letterhead(),
        {RELATIONS: ("</Relationships>", f"{link}</Relationships>")},
        {
            "word/_rels/settings.xml.rels": f'<Relationships xmlns="x">{template}</Relationships>'.encode(),
            "word/embeddings/oleObject1.bin": b"\xd0\xcf\x11\xe0" * 9,
            "customXml/item9.xml": b"<secret/>",
        },
    )
    cleaned = clean_letterhead(sent)
    assert cleaned == clean_letterhead(make_letterhead())
    with ZipFile(BytesIO(cleaned)) as parts:
        everything = b"".join(map(parts.read, parts.namelist()))
    assert b"x.example" not in everything and b"secret" not in everything


@pytest.mark.parametrize(
    ("xml", "relation", "words"),
    [
        ('<w:r><w:object r:id="gone"/></w:r>', "", "holds an object"),
        (
            '<w:hyperlink r:id="out"><w:r><w:t>x</w:t></w:r></w:hyperlink>',
            relate("out", "hyperlink"),
            "leads to something outside",
        ),
        (
            '<w:r><w:drawing><a:blip xmlns:a="a" r:link="out"/></w:drawing></w:r>',
            relate("out", "image"),
            "leads to something outside",
        ),
        ('<w:r><w:pict><v:imagedata xmlns:v="v" src="http://x.example/a.png"/></w:pict></w:r>', "", "is linked"),
        ('<w:fldSimple w:instr=" INCLUDETEXT C:\\\\x "/>', "", "“INCLUDETEXT"),
        (
            '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>DDE</w:instrText></w:r>'
            '<w:r><w:instrText>AUTO c:\\\\cmd</w:instrText></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r>',
            "",
            "“DDEAUTO",
        ),
        ("<w:r><w:instrText>QUOTE x</w:instrText></w:r>", "", "“QUOTE"),
        ('<w:del w:id="9" w:author="x"><w:r><w:delInstrText>DDE x</w:delInstrText></w:r></w:del>', "", "“DDE"),
    ],
)
def test_a_header_that_leads_elsewhere_is_refused(xml: str, relation: str, words: str) -> None:
    with pytest.raises(Refused, match=words):
        clean_letterhead(put_into_header(xml, relation))


def test_numbers_of_pages_are_let_be() -> None:
    field = '<w:fldSimple w:instr=" PAGE \\* MERGEFORMAT "><w:r><w:t>1</w:t></w:r></w:fldSimple>'
    assert "MERGEFORMAT" in clean_and_read(put_into_header(field))


def clean_and_read(sent: bytes) -> str:
    with ZipFile(BytesIO(clean_letterhead(sent))) as parts:
        return "".join(parts.read(name).decode() for name in parts.namelist() if name.startswith("word/header"))


@pytest.mark.parametrize("picture", [b"\x01\x00\x00\x00 EMF", b"<svg/>", b"\x89PNG\r\n\x1a\nbroken"])
def test_pictures_of_other_kinds_are_refused(picture: bytes) -> None:
    with pytest.raises(Refused, match="Save it as PNG"):
        clean_letterhead(put_picture(picture))


def put_picture(content: bytes) -> bytes:
    """The letterhead with another picture above its pages."""
    with ZipFile(BytesIO(make_letterhead())) as parts:
        name = next(one for one in parts.namelist() if one.startswith("word/media/"))
        written = BytesIO()
        with ZipFile(written, "w") as after:
            for one in parts.namelist():
                after.writestr(one, content if one == name else parts.read(one))
    return written.getvalue()


def save_picture(mode: str, color: int | tuple[int, ...], form: str, **more: bytes) -> bytes:
    written = BytesIO()
    Image.new(mode, (40, 20), color).save(written, form, **more)
    return written.getvalue()


@pytest.mark.parametrize(
    ("sent", "dot"),
    [
        (save_picture("RGB", (200, 0, 0), "PNG"), (200, 0, 0)),
        (save_picture("RGBA", (200, 0, 0, 0), "PNG"), (200, 0, 0, 0)),  # a seal on nothing stays on nothing
        (save_picture("P", 0, "GIF", comment=b"secret"), (0, 0, 0)),
        (save_picture("CMYK", (0, 0, 0, 0), "JPEG"), (255, 255, 255)),
        (save_picture("RGB", (0, 0, 200), "BMP") + b"secret", (0, 0, 200)),
        (save_picture("RGB", (200, 0, 0), "PNG") + b"PK\x03\x04secret", (200, 0, 0)),
    ],
)
def test_of_a_picture_its_dots_are_kept_and_nothing_else(sent: bytes, dot: tuple[int, ...]) -> None:
    cleaned = clean_letterhead(put_picture(sent))
    with ZipFile(BytesIO(cleaned)) as parts:
        [name] = [one for one in parts.namelist() if one.startswith("word/media/")]
        content = parts.read(name)
    assert name.endswith(".png") and b"secret" not in content
    with Image.open(BytesIO(content)) as drawn:
        assert (drawn.format, drawn.size, drawn.getpixel((3, 3))) == ("PNG", (40, 20), dot)
    assert clean_letterhead(cleaned) == cleaned


def test_a_red_line_is_kept_however_it_was_drawn() -> None:
    edge = '<w:pPr><w:pBdr><w:bottom w:val="single" w:sz="18" w:color="FF0000"/></w:pBdr></w:pPr>'
    old = '<w:r><w:pict><v:line xmlns:v="urn:schemas-microsoft-com:vml" strokecolor="red"/></w:pict></w:r>'
    for xml in (edge, old):
        kept = clean_and_read(put_into_header(xml))
        assert 'w:color="FF0000"' in kept or 'strokecolor="red"' in kept


def pack(parts: dict[str, bytes]) -> bytes:
    written = BytesIO()
    with ZipFile(written, "w", ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return written.getvalue()


@pytest.mark.parametrize(
    ("sent", "words"),
    [
        (b"", "no Word file"),
        (b"\xd0\xcf\x11\xe0old doc", "no Word file"),
        (b"PK\x03\x04torn", "damaged"),
        (make_letterhead()[:9000], "damaged"),
        (pack({"a.txt": b"x"}), "no Word file"),
        (pack({"[Content_Types].xml": b"spreadsheetml.sheet.main+xml"}), "no Word file"),
        (pack({"[Content_Types].xml": b"wordprocessingml.document.main+xml"}), "damaged"),
        (pack({"[Content_Types].xml": b"word.document.macroEnabled.main+xml"}), "macros"),
        (change(make_letterhead(), added={"word/vbaProject.bin": b"x"}), "macros"),
        (pack({"[Content_Types].xml": b"wordprocessingml.template.main+xml"}), "template"),
        (change(make_letterhead(), added={"bomb.xml": bytes(4_000_001)}), "too large when unpacked"),
        (change(make_letterhead(), added={f"{at}.xml": b"" for at in range(301)}), "too large when unpacked"),
        (bytes(MOST_BYTES + 1), "larger than 1.4 MB"),
        (
            change(make_letterhead(), {"word/styles.xml": ("<w:styles", "<!DOCTYPE x [<!ENTITY e 'x'>]><w:styles")}),
            "damaged",
        ),
        (change(make_letterhead(), {"word/styles.xml": ("</w:styles>", "")}), "damaged"),
        (
            change(
                make_letterhead(), {"word/document.xml": ("<w:document", "<w:document x='http://purl.oclc.org/ooxml/'")}
            ),
            "Strict",
        ),
    ],
)
def test_what_is_no_letterhead_is_refused_with_a_remedy(sent: bytes, words: str) -> None:
    with pytest.raises(Refused, match=words):
        clean_letterhead(sent)


def test_a_style_that_kept_our_id_under_another_name_is_not_lost() -> None:
    renamed = change(write_sample(), {"word/styles.xml": ('w:val="公文标题"', 'w:val="大标题"')})
    document = docx.Document(BytesIO(write_sample(clean_letterhead(renamed))))
    ids = [one.style_id for one in document.styles]
    assert "大标题" in {one.name for one in document.styles} and len(ids) == len(set(ids))
    assert "公文标题" in {one.style.name for one in document.paragraphs if one.style}


@pytest.mark.parametrize(("wide", "margin"), [(40, 10), (210, 80)])
def test_a_page_without_room_between_its_margins_is_refused(wide: int, margin: int) -> None:
    document = docx.Document()
    section = document.sections[0]
    section.page_width, section.left_margin, section.right_margin = Mm(wide), Mm(margin), Mm(margin)
    sent = BytesIO()
    document.save(sent)
    with pytest.raises(Refused, match="less room"):
        clean_letterhead(sent.getvalue())
