"""Files with macros are refused with what to do, whatever they are sent in for."""

from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import pytest
from openpyxl import Workbook

from questionnaires.drafting.reading import read_notice
from questionnaires.messages import Refused
from survey.sheets.reading import SheetColumn, read_sheet
from survey.workbooks.safe_opening import open_file
from tests.questionnaires.drafting.test_draft_command import Run, draft
from tests.questionnaires.drafting.word_files import make_word, paragraph

__all__ = ["draft"]
TYPE = '<Types><Override PartName="/%s" ContentType="application/vnd.%s.macroEnabled.main+xml"/></Types>'
WORD = make_word(paragraph("一、健全制度。各县每年开展1次演练。"))


def put_in(content: bytes, name: str, added: str) -> bytes:
    """A file with one more part, or another in the place of one."""
    file = BytesIO()
    with ZipFile(BytesIO(content)) as old, ZipFile(file, "w") as new:
        for one in old.namelist():
            if one != name:
                new.writestr(one, old.read(one))
        new.writestr(name, added)
    return file.getvalue()


def make_table() -> bytes:
    book, file = Workbook(), BytesIO()
    sheet = book.create_sheet("甲", 0)
    sheet.append(["代码"])
    sheet.append(["1"])
    book.save(file)
    return file.getvalue()


PARTS = {"word": ("word/vbaProject.bin", "x"), "excel": ("xl/vbaProject.bin", "x")}
KINDS = [
    (PARTS["word"], PARTS["excel"]),
    *(
        (
            ("[Content_Types].xml", TYPE % ("word/document.xml", f"ms-word.{word}")),
            ("[Content_Types].xml", TYPE % ("xl/workbook.xml", f"ms-excel.{excel}")),
        )
        for word, excel in (("document", "sheet"), ("template", "template"))
    ),
]
Part = tuple[str, str]


@pytest.mark.parametrize(("word", "excel"), KINDS)
def test_what_holds_macros_is_refused_and_told_what_to_save_it_as(word: Part, excel: Part) -> None:
    read_notice(WORD, "a.docx")
    with pytest.raises(Refused, match=r"holds macros. Save it as \.docx"):
        read_notice(put_in(WORD, *word), "a.docx")
    columns = (SheetColumn("code", "代码"),)
    assert [one.values for one in read_sheet(make_table(), columns).rows] == [{"code": "1"}]
    table = put_in(make_table(), *excel)
    [fault] = read_sheet(table, columns).faults
    assert "holds macros. Save it as .xlsx" in str(fault.why)
    with pytest.raises(Refused, match=r"holds macros. Save it as \.xlsx"):
        open_file(table)


def test_the_command_refuses_macros(draft: Run, tmp_path: Path) -> None:
    file = tmp_path / "意见.docm"
    file.write_bytes(put_in(WORD, *PARTS["word"]))
    code, out, err = draft(file)
    assert (code, out) == (2, "") and "holds macros. Save it as .docx" in err
