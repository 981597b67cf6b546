"""What somebody sends instead of a workbook: refused with a remedy, at once, and nothing taken."""

import re
import time
import zipfile
from collections.abc import Callable
from io import BytesIO

import openpyxl
import pytest

from survey.workbooks.safe_opening import open_file
from tests.people import Respondent
from tests.survey.browsing import stored
from tests.survey.workbooks.filling import download, fill, save, send

HOURS = {"q-number value": 38}


def pack(parts: dict[str, bytes]) -> bytes:
    packed = BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return packed.getvalue()


def make_sheet(inside: str) -> bytes:
    sheet = '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
    return pack({"xl/worksheets/sheet1.xml": f"{sheet}{inside}</worksheet>".encode()})


def make_repeated(sheets: int) -> bytes:
    """One sheet that a workbook names often; openpyxl reads it each time."""
    names = "".join(f'<sheet name="{n}" r:id="rId1"/>' for n in range(sheets))
    space = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    return pack({"xl/workbook.xml": f'<workbook xmlns:r="{space}"><sheets>{names}</sheets></workbook>'.encode()})


def make_vast(element: str) -> bytes:
    """A small file that names an area of 17,000,000,000 cells."""
    sheet = '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
    return pack({"xl/worksheets/sheet1.xml": f"{sheet}<{element} ref='A1:XFD1048576'/></worksheet>".encode()})


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (make_vast("mergeCell"), "工作簿过大"),
        (make_vast("hyperlink"), "工作簿过大"),
        (make_sheet("".join(f"<mergeCell ref='A{n}:CV{n + 80}'/>" for n in range(1, 3000, 90))), "工作簿过大"),
        (make_sheet("<c/>" * 250_000), "工作簿过大"),
        (make_sheet(f"<dataValidation sqref='{'A1 ' * 2000}'/>"), "工作簿过大"),
        (make_sheet(f"<f t='shared'>{'1+' * 4000}</f>" + "<f t='shared'/>" * 1000), "工作簿过大"),
        (make_repeated(1000), "工作簿过大"),
        (b"", "请选择填好的工作簿文件"),
        ("题目,答案\r\n".encode(), "不是Excel工作簿"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "旧式.xls文件或者设有密码"),
        (b"PK\x03\x04" + b"junk" * 100, "不是Excel工作簿"),
        (pack({"xl/workbook.xml": b"<"}), "已损坏"),
        (pack({"xl/worksheets/sheet1.xml": bytes(30_000_000)}), "工作簿过大"),
        (pack({"xl/styles.xml": bytes(600_000)}), "工作簿过大"),
        (pack({f"xl/{n}.xml": b"" for n in range(600)}), "工作簿过大"),
        (save(openpyxl.Workbook()), "不是从本系统下载的"),
    ],
    ids=[
        "vast",
        "linked",
        "areas",
        "cells",
        "areas of a rule",
        "formulas",
        "repeated",
        "nothing",
        "text",
        "xls",
        "junk",
        "damaged",
        "bomb",
        "styles",
        "many",
        "foreign",
    ],
)
def test_a_hostile_file_is_refused_with_a_remedy(every_kind: Respondent, content: bytes, words: str) -> None:
    answer = send(every_kind, content)
    assert (answer.status_code, words in answer.text) == (422, True)


def change_parts(content: bytes, change: Callable[[bytes], bytes]) -> bytes:
    with zipfile.ZipFile(BytesIO(content)) as parts:
        return pack({name: change(parts.read(name)) for name in parts.namelist()})


AREA = "<mergeCell ref='A{0}:B{0}'/>"
COSTLY = {  # what costs most of what is just let in, by element
    "cells": "<sheetData>" + ("<row>" + "<c><v>1</v></c>" * 15 + "</row>") * 3150 + "</sheetData>",
    "merged": "<mergeCells>" + "".join(AREA.format(n) for n in range(1, 7100)) + "</mergeCells>",
    "one area": "<mergeCells><mergeCell ref='A1:CV330'/></mergeCells>",
}


@pytest.mark.parametrize("inside", COSTLY.values(), ids=COSTLY)
def test_what_is_just_let_in_costs_seconds_also_where_the_client_has_gone(inside: str) -> None:
    book = openpyxl.Workbook()
    began = BytesIO()
    book.save(began)
    with zipfile.ZipFile(began) as parts:
        contents = {name: parts.read(name) for name in parts.namelist()}
    sheet = "xl/worksheets/sheet1.xml"
    contents[sheet] = contents[sheet].replace(
        b"<sheetData />", inside.encode() if "sheetData" in inside else b"<sheetData />" + inside.encode()
    )
    used = time.process_time()
    open_file(pack(contents))
    assert time.process_time() - used < 20  # 163 for what was let in before costs were counted


def test_strict_open_xml_is_refused_by_its_name(every_kind: Respondent) -> None:
    def change(part: bytes) -> bytes:
        part = part.replace(
            b"http://schemas.openxmlformats.org/spreadsheetml/2006", b"http://purl.oclc.org/ooxml/spreadsheetml"
        )
        return part.replace(
            b"http://schemas.openxmlformats.org/officeDocument/2006", b"http://purl.oclc.org/ooxml/officeDocument"
        )

    answer = send(every_kind, change_parts(download(every_kind), change))
    assert (answer.status_code, "严格 Open XML 电子表格" in answer.text) == (422, True)


def test_a_date_without_a_time_in_the_properties_does_no_harm(every_kind: Respondent) -> None:
    def change(part: bytes) -> bytes:
        return re.sub(rb"(<dcterms:\w+[^>]*>)[^<]*", rb"\g<1>2026-06-30", part)

    assert send(every_kind, change_parts(fill(download(every_kind), HOURS), change)).status_code == 200


def test_a_hidden_sheet_that_was_written_to_does_no_harm(every_kind: Respondent) -> None:
    def tamper(file: openpyxl.Workbook) -> None:
        for row in file["origin"].iter_rows():
            if row[0].value == "base q-number":
                row[1].value = '{"version": 1, "content": {"value": "forty"}}'

    every_kind.answer("q-number", 30)
    assert send(every_kind, fill(download(every_kind), HOURS, tamper)).status_code == 422
    broken = fill(download(every_kind), HOURS, lambda file: file["origin"].__setitem__("B1", '{"x": 1}'))
    assert send(every_kind, broken).status_code == 422
    assert stored(every_kind) == {"q-number": {"value": 30, "remark": ""}}
