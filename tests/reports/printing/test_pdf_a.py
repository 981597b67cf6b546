"""A gap report keeps the rules of PDF/A-3a, as far as they can be read off the file without a validator."""

import re
from collections.abc import Iterator
from io import BytesIO
from typing import Any
from xml.etree import ElementTree as ET

import pytest
from pypdf import PdfReader
from pypdf.generic import ContentStream, DictionaryObject

from reports.gap.content import Annex
from reports.gap.report import write_gap_report
from tests.reports.samples import make_rich_report

PDFA = "{http://www.aiim.org/pdfa/ns/id/}"
DRAWING = {b"Tj", b"TJ", b"f", b"f*", b"S", b"B", b"Do"}


@pytest.fixture(scope="module")
def reader() -> PdfReader:
    return PdfReader(BytesIO(write_gap_report(make_rich_report(annexes=frozenset(Annex)))))


def list_objects(reader: PdfReader) -> Iterator[Any]:
    for number in range(1, int(str(reader.trailer["/Size"]))):
        yield reader.get_object(number)


def list_dictionaries(reader: PdfReader) -> list[DictionaryObject]:
    return [one for one in list_objects(reader) if isinstance(one, DictionaryObject)]


def list_elements(reader: PdfReader, kind: str) -> list[DictionaryObject]:
    """The elements of the structure tree of one kind, in the order of the file."""
    return [one for one in list_dictionaries(reader) if one.get("/Type") == "/StructElem" and one.get("/S") == kind]


def test_it_declares_itself_as_pdf_a_3a(reader: PdfReader) -> None:
    root: Any = reader.root_object
    xmp = root["/Metadata"].get_data().decode()
    packet = ET.fromstring(re.sub(r"<\?xpacket[^>]*\?>", "", xmp))
    declared = [one.attrib for one in packet.iter() if f"{PDFA}part" in one.attrib]
    assert [(one[f"{PDFA}part"], one[f"{PDFA}conformance"]) for one in declared] == [("3", "A")]
    assert reader.metadata and str(reader.metadata.title) in xmp


def test_it_names_the_colours_it_is_printed_in(reader: PdfReader) -> None:
    root: Any = reader.root_object
    [intent] = root["/OutputIntents"]
    assert intent["/S"] == "/GTS_PDFA1"
    assert intent["/DestOutputProfile"]["/N"] == 3 and intent["/DestOutputProfile"].get_data()[36:40] == b"acsp"


def test_it_is_not_locked_and_does_nothing_by_itself(reader: PdfReader) -> None:
    forbidden = {"/JS", "/JavaScript", "/AA", "/OpenAction", "/Launch", "/RichMedia", "/XFA"}
    assert not reader.is_encrypted and "/ID" in reader.trailer
    assert not any(forbidden & set(one) for one in list_dictionaries(reader))


def test_every_font_is_embedded_and_every_glyph_has_its_character(reader: PdfReader) -> None:
    fonts: list[Any] = [one for one in list_dictionaries(reader) if one.get("/Type") == "/Font"]
    outer = [font for font in fonts if font["/Subtype"] == "/Type0"]
    assert outer and all("/ToUnicode" in font for font in outer)
    inner = [font["/DescendantFonts"][0].get_object()["/FontDescriptor"] for font in outer]
    assert all({"/FontFile2", "/FontFile3"} & set(one) for one in inner)


def test_everything_drawn_is_content_or_marked_as_decoration(reader: PdfReader) -> None:
    for page in reader.pages:
        depth = 0
        for _, operator in ContentStream(page.get_contents(), reader).operations:
            depth += (operator in (b"BDC", b"BMC")) - (operator == b"EMC")
            assert depth > 0 or operator not in DRAWING


def test_it_is_tagged_with_headings_tables_and_described_bars(reader: PdfReader) -> None:
    root: Any = reader.root_object
    assert root["/MarkInfo"]["/Marked"] and root["/ViewerPreferences"]["/DisplayDocTitle"]
    assert len(list_elements(reader, "/H1")) == 1
    assert len(list_elements(reader, "/H2")) >= 8 and list_elements(reader, "/TH")
    assert [str(one["/Alt"]).partition("（")[0] for one in list_elements(reader, "/Figure")] == [
        "检验检测能力66.67分",
        "应急管理体系50.00分",
    ]


def test_every_cell_of_a_table_names_its_head(reader: PdfReader) -> None:
    cells: list[Any] = list_elements(reader, "/TD")
    headed = [cell for cell in cells if cell["/A"].get("/Headers")]
    assert len(headed) > 0.9 * len(cells)  # the large figures of page one have their names beside them


def test_attached_files_say_what_they_are_and_stand_in_order(reader: PdfReader) -> None:
    root: Any = reader.root_object
    specifications = [one.get_object() for one in root["/AF"]]
    names = [str(one["/UF"]) for one in specifications]
    assert names == sorted(set(names)) and len(names) == 7
    for one in specifications:
        assert one["/AFRelationship"] in ("/Source", "/Data") and one["/F"] == one["/UF"] and one["/Desc"]
        file = one["/EF"]["/F"]
        assert file["/Subtype"] == "/application/json"
        assert file["/Params"]["/ModDate"] == "D:20260630000000Z"
        assert int(file["/Params"]["/Size"]) == len(file.get_data())


@pytest.mark.usefixtures("printed_anew")
def test_the_same_report_is_the_same_bytes() -> None:
    assert write_gap_report(make_rich_report()) == write_gap_report(make_rich_report())
