"""Word files read back: all words of the body, and whether every part is whole."""

import re
from io import BytesIO
from xml.etree import ElementTree
from zipfile import ZipFile

import docx
from docx.oxml.ns import qn
from docx.text.paragraph import Paragraph


def read_words(written: bytes) -> str:
    """Every word of the body, in its order, without white space."""
    body = docx.Document(BytesIO(written)).element.body
    return "".join("".join(one.text or "" for one in body.iter(qn("w:t"))).split())


def read_paragraphs(written: bytes) -> list[tuple[str, str]]:
    """The paragraphs outside tables, those of boxes behind their anchor, each with the name of its style."""
    document = docx.Document(BytesIO(written))
    outside = document.element.body.xpath(".//w:p[not(ancestor::w:tbl)]")
    lines = [Paragraph(one, document._body) for one in outside]
    return [(str(one.style.name), one.text) for one in lines if one.style]


def read_above(written: bytes) -> str:
    """What stands above and below the pages."""
    with ZipFile(BytesIO(written)) as parts:
        names = [one for one in parts.namelist() if re.match(r"word/(header|footer)\d*\.xml", one)]
        return "".join("".join(ElementTree.fromstring(parts.read(name)).itertext()) for name in sorted(names))


def list_figures(written: bytes) -> set[str]:
    """All numbers of the body, as they are written; those of two cells stay apart."""
    body = docx.Document(BytesIO(written)).element.body
    return {number for one in body.iter(qn("w:t")) for number in re.findall(r"\d+(?:\.\d+)?", one.text or "")}


def check_whole(written: bytes) -> None:
    """Every part is XML, every relation leads to a part, and nothing leads outside."""
    with ZipFile(BytesIO(written)) as parts:
        assert parts.testzip() is None
        names = set(parts.namelist())
        for name in names:
            if name.endswith((".xml", ".rels")):
                root = ElementTree.fromstring(parts.read(name))
            if name.endswith(".rels"):
                folder = name.replace("_rels/", "").rpartition("/")[0]
                for one in root:
                    assert one.get("TargetMode") != "External", name
                    target = one.attrib["Target"]
                    assert (target.lstrip("/") if target.startswith("/") else f"{folder}/{target}".lstrip("/")) in names
