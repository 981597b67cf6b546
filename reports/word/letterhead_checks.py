"""A Word file from outside, made into a letterhead: nothing of it is kept but page, styles, headers and footers.

It is written anew from the parts that are known. What would do something when a paper is opened (macros, objects, links
to elsewhere, a template that is fetched, fields other than the number of a page) is left behind with the rest of the
file, or refused where the headers cannot be without it.
"""

from collections.abc import Iterator
from io import BytesIO
from zipfile import BadZipFile, ZipFile

from lxml import etree

from questionnaires.macros import refuse_macros
from questionnaires.messages import Refused
from reports.word.base import open_base
from reports.word.letterhead_parts import KeptParts, LetterheadSource, R, W, damaged, too_large
from reports.word.package import FONT_TABLE, OFFICE, pack_parts, relate, write_settings, write_types
from reports.word.styles import NAMESPACE
from reports.word.tables import TWIPS_PER_MM

MOST_BYTES, MOST_PARTS, MOST_UNPACKED, MOST_OF_A_PART = 1_400_000, 300, 20_000_000, 4_000_000
LEAST_WIDE, LEAST_HIGH = 100, 120  # of a page between its margins, in mm
BESIDE = ("footnotePr", "endnotePr", "printerSettings")  # of a page set-up, what leads to parts that are not kept


def clean_letterhead(sent: bytes) -> bytes:
    """The file with nothing in it but page, styles, headers and footers. Raises Refused, with what to do instead."""
    if len(sent) > MOST_BYTES:
        raise Refused("The file is larger than 1.4 MB. Keep only the letterhead in it, with smaller pictures.")
    try:
        with ZipFile(BytesIO(sent)) as archive:
            _check_archive(archive)
            cleaned = _build(LetterheadSource(archive))
        open_base(cleaned, (0, 0, 0, 0))
    except BadZipFile:
        raise damaged() if sent.startswith(b"PK") else _no_word() from None
    except Refused:
        raise
    except Exception:  # python-docx, lxml and zipfile each have errors of their own for what is broken
        raise damaged() from None
    return cleaned


def _check_archive(archive: ZipFile) -> None:
    listed = archive.infolist()
    names = {one.filename for one in listed}
    if len(names) < len(listed) or any(one.flag_bits & 1 for one in listed):
        raise damaged()
    if len(listed) > MOST_PARTS or sum(one.file_size for one in listed) > MOST_UNPACKED:
        raise too_large()
    if any(one.file_size > MOST_OF_A_PART for one in listed):
        raise too_large()
    if "[Content_Types].xml" not in names:
        raise _no_word()
    types = archive.read("[Content_Types].xml")
    refuse_macros(names, types, ".docx")
    if b"wordprocessingml.template.main+xml" in types:
        raise Refused("This is a Word template (.dotx). Save it as .docx and send that.")
    if b"wordprocessingml.document.main+xml" not in types:
        raise _no_word()


def _build(source: LetterheadSource) -> bytes:
    main = next(one.path for one in source.list_relations("").values() if one.kind == "officeDocument")
    if b"http://purl.oclc.org/ooxml/" in source.read(main):
        raise Refused("The file was saved as “Strict Open XML Document”. Save it as “Word Document (*.docx)”.")
    relations = source.list_relations(main)
    page, document = _find_page(source.parse(main))
    kept = KeptParts(source)
    for id, kind in _list_above(page):
        kept.add_above(id, kind, relations[id].path if id in relations else "")
    others = {one.kind: one.path for one in relations.values() if one.path}
    kept.add_styles(others.get("styles", ""))
    kept.add_theme(others.get("theme", ""))
    has_sides = "settings" in others and source.parse(others["settings"]).find(f"{W}evenAndOddHeaders") is not None
    kept.add("gwSettings", "settings", "settings", write_settings(has_sides))
    kept.add("gwFonts", "fontTable", "fontTable", FONT_TABLE)
    return pack_parts(
        [
            ("[Content_Types].xml", write_types([("document", "document.main"), *kept.types])),
            ("_rels/.rels", relate([("rId1", "officeDocument", "word/document.xml")])),
            ("word/_rels/document.xml.rels", relate(kept.relations)),
            ("word/document.xml", document),
            *kept.parts,
        ]
    )


def _find_page(document: etree._Element) -> tuple[etree._Element, str]:
    """The last section's page, with the headers that it has from those before, as a document without words."""
    sections = list(document.iter(f"{W}sectPr"))
    if not sections:
        raise Refused("The Word file has no page set-up. Open it, set the margins, save it and send it again.")
    last = sections[-1]
    _check_room(last)
    above = [one for section in sections for one in section if _is_above(one)]
    known = {(one.tag, one.get(f"{W}type", "default")): one for one in above}
    for one in list(last):
        if _is_above(one) or etree.QName(one).localname in BESIDE:
            last.remove(one)
    for place, one in enumerate(known.values()):
        last.insert(place, one)
    for one in last.iter():
        for name in [name for name in one.attrib if name.startswith(R) and not _is_above(one)]:
            del one.attrib[name]
    root = etree.Element(f"{W}document", nsmap={"w": NAMESPACE, "r": OFFICE})
    etree.SubElement(root, f"{W}body").append(last)
    return last, etree.tostring(root, encoding="unicode")


def _check_room(page: etree._Element) -> None:
    """Whether the page leaves room for a paper's lines and tables between its margins."""
    size, margins = page.find(f"{W}pgSz"), page.find(f"{W}pgMar")
    if size is None or margins is None:
        return
    for whole, before, behind, least in (("w", "left", "right", LEAST_WIDE), ("h", "top", "bottom", LEAST_HIGH)):
        room = _read_twips(size, whole) - abs(_read_twips(margins, before)) - abs(_read_twips(margins, behind))
        if room < least * TWIPS_PER_MM:
            raise Refused(
                "Between the margins the page has less room than %(wide)s × %(high)s mm. Set paper size and margins,"
                " save it and send it again.",
                wide=LEAST_WIDE,
                high=LEAST_HIGH,
            )


def _read_twips(element: etree._Element, name: str) -> float:
    return float(element.get(f"{W}{name}", "0"))


def _is_above(element: etree._Element) -> bool:
    return element.tag in (f"{W}headerReference", f"{W}footerReference")


def _list_above(page: etree._Element) -> Iterator[tuple[str, str]]:
    for one in page:
        if _is_above(one):
            yield one.get(f"{R}id", ""), "header" if one.tag == f"{W}headerReference" else "footer"


def _no_word() -> Refused:
    return Refused("This is no Word file (.docx). Open it in Word or WPS, save it as .docx, and send that.")
