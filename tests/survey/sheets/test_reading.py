"""Tables that people send: read in every usual form, every fault named by row and column, nothing hostile let far."""

import io
import re
import zipfile
from collections.abc import Callable, Sequence
from datetime import date

import pytest
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell

from survey.sheets.reading import Sheet, SheetColumn, clean_code, read_sheet

COLUMNS = (
    SheetColumn("code", "代码", ("编号",), longest=6, clean=clean_code),
    SheetColumn("name", "名称", longest=5),
    SheetColumn("level", "层级", words={"city": "city", "市级": "city"}, may_be_empty=True),
    SheetColumn("note", "备注", may_lack=True, may_be_empty=True),
)
HEAD = ["代码", "名称", "层级"]
MEGABYTE = 1_000_000


def read(text: str | bytes) -> Sheet:
    return read_sheet(text if isinstance(text, bytes) else text.encode(), COLUMNS)


def values(sheet: Sheet) -> list[dict[str, str]]:
    assert sheet.faults == ()
    return [row.values for row in sheet.rows]


def faults(sheet: Sheet) -> list[tuple[int, str, str]]:
    return [(one.row, one.column, str(one.why)) for one in sheet.faults]


def make_xlsx(*rows: Sequence[object]) -> bytes:
    book, file = Workbook(), io.BytesIO()
    for row in rows:
        book.worksheets[0].append(list(row))
    book.save(file)
    return file.getvalue()


def change_xlsx(content: bytes, change: Callable[[str, bytes], bytes]) -> bytes:
    """The same file with each part changed."""
    file = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as new:
        for one in old.namelist():
            new.writestr(one, change(one, old.read(one)))
    return file.getvalue()


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
@pytest.mark.parametrize("delimiter", [",", "\t", ";"])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_a_csv_file_is_read_in_every_usual_form(encoding: str, delimiter: str, end: str) -> None:
    text = end.join([delimiter.join(HEAD), delimiter.join(["A1", "城区", "市级"])])
    assert values(read(text.encode(encoding))) == [{"code": "A1", "name": "城区", "level": "city"}]


def test_an_xlsx_file_gives_numbers_dates_and_words_as_they_look() -> None:
    sheet = read(make_xlsx(HEAD, [140100, "城区", None], [1.0, 2.5, None], ["x", date(2026, 6, 30), None]))
    assert [row.values.get("name") for row in sheet.rows] == ["城区", "2.5", None]
    assert [row.values["code"] for row in sheet.rows] == ["140100", "1", "X"]
    assert faults(sheet) == [(4, "名称", "At most 5 characters.")]


def test_strict_open_xml_is_refused_by_its_name() -> None:
    def change(name: str, part: bytes) -> bytes:
        return part.replace(
            b"http://schemas.openxmlformats.org/officeDocument/2006", b"http://purl.oclc.org/ooxml/officeDocument"
        )

    assert "Strict Open XML" in faults(read(change_xlsx(make_xlsx(HEAD, ["A1", "城区", ""]), change)))[0][2]


def test_a_date_without_a_time_in_the_properties_does_no_harm() -> None:
    def change(name: str, part: bytes) -> bytes:
        return re.sub(rb"(<dcterms:\w+[^>]*>)[^<]*", rb"\g<1>2026-06-30", part)

    content = change_xlsx(make_xlsx(HEAD, ["A1", "城区", ""]), change)
    assert values(read(content)) == [{"code": "A1", "name": "城区", "level": ""}]


@pytest.mark.parametrize("head", ["编号,名称,层级", "CODE,name,Level", " 代码 ,名称*,层级", "ｃｏｄｅ,名称,层级"])
def test_a_header_is_known_by_any_of_its_names(head: str) -> None:
    assert values(read(f"{head}\nA1,城区,市级")) == [{"code": "A1", "name": "城区", "level": "city"}]


def test_columns_may_stand_in_any_order_and_others_are_told_of() -> None:
    sheet = read("名称,电话,代码,层级\n城区,1,A1,")
    assert values(sheet) == [{"code": "A1", "name": "城区", "level": ""}]
    assert sheet.unused == ("电话",)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("", [(0, "", "The table is empty.")]),
        ("\n,,\n", [(0, "", "The table is empty.")]),
        ("代码,名称,层级\n", [(0, "", "Below the headers there is no row.")]),
        ("代码,层级\nA1,市级", [(1, "名称", "The column is missing. The first row must name the columns.")]),
        ("代码,code,名称,层级\nA1,,城区,", [(1, "代码", "Two columns have this header; keep one.")]),
        ("代码,名称,层级\nA1,,市级", [(2, "名称", "The cell is empty.")]),
        ("代码,名称,层级\nA1", [(2, "名称", "The cell is empty.")]),
        ("代码,名称,层级\nA1,一二三四五六,市级", [(2, "名称", "At most 5 characters.")]),
        ("代码,名称,层级\nA1,城区,局级", [(2, "层级", "“局级” is not known here. What may be written: city.")]),
        ("代码,名称,层级\n\n\nA1,,", [(4, "名称", "The cell is empty.")]),
    ],
)
def test_what_is_wrong_is_named_by_row_and_column(text: str, found: list[tuple[int, str, str]]) -> None:
    assert faults(read(text)) == found


def test_what_may_be_written_is_named_as_the_template_offers_it_and_not_without_end() -> None:
    words = {str(one): str(one) for one in range(12)}
    offered = SheetColumn("state", "状态", words=words, choices=("1", "2"))
    [fault] = read_sheet("状态\n完成了".encode(), [offered]).faults
    assert str(fault.why).endswith("What may be written: 1, 2.")
    [fault] = read_sheet("状态\n完成了".encode(), [SheetColumn("state", "状态", words=words)]).faults
    assert str(fault.why).endswith("What may be written: 0, 1, 2, 3, 4, 5, 6, 7….")


def test_text_that_is_called_a_workbook_is_said_to_be_none() -> None:
    [(row, column, why)] = faults(read("这不是表格"))
    assert (row, column) == (0, "") and "no workbook" in why
    assert "no workbook" not in faults(read(make_xlsx(["这不是表格"])))[0][2]


def test_all_faults_are_found_at_once() -> None:
    assert [one[:2] for one in faults(read("代码,名称,层级\n,,x\n1234567,好,\n,六个字的名称,"))] == [
        *[(2, "代码"), (2, "名称"), (2, "层级")],
        (3, "代码"),
        *[(4, "代码"), (4, "名称")],
    ]


def test_a_character_that_was_lost_is_named_by_its_place() -> None:
    [(row, column, why)] = faults(read("代码,名称,层级\nA1,城\ufffd区,"))
    assert (row, column) == (2, "名称") and "was lost" in why


@pytest.mark.parametrize("cell", ["城\0区", '"城\n区"', "城\u200b区", "城\x1b区", "\u202e城区", "城\U0002ffff"])
def test_what_cannot_be_seen_is_refused(cell: str) -> None:
    [(row, column, why)] = faults(read(f"代码,名称,层级\nA1,{cell},"))
    assert (row, column) == (2, "名称") and "cannot be seen" in why


@pytest.mark.parametrize(
    ("cell", "kept"),
    [
        ("赵\u3000六", "赵六"),
        ("钱\u00a0七", "钱七"),
        ("李\u3000\u3000四", "李四"),
        ("孙 八", "孙 八"),  # somebody typed a plain space
        ("A\u00a0B", "A B"),
        ("王\U0002ebf0", "王\U0002ebf0"),  # extension I
        ("\U00031350某", "\U00031350某"),  # extension H
        ("王\ue000", "王\ue000"),  # private use
        ("赵\u3000\ue000", "赵\ue000"),
    ],
)
def test_a_name_has_plain_spaces_and_keeps_rare_characters(cell: str, kept: str) -> None:
    assert [row["name"] for row in values(read(f"代码,名称,层级\nA1,{cell},"))] == [kept]
    assert [row["name"] for row in values(read(make_xlsx(HEAD, ["A1", cell, ""])))] == [kept]


def test_spaces_around_a_cell_and_wide_letters_in_a_code_do_not_count() -> None:
    assert values(read("代码,名称,层级\n　ａ１ , 城区\u3000,")) == [{"code": "A1", "name": "城区", "level": ""}]


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-be"])
def test_unicode_text_as_excel_saves_it_is_read(encoding: str) -> None:
    content = "\ufeff" * (encoding != "utf-16") + '代码\t名称\t层级\r\nA1\t"城,区"\t市级\r\n'
    assert values(read(content.encode(encoding))) == [{"code": "A1", "name": "城,区", "level": "city"}]


@pytest.mark.parametrize("content", [b"\xff\xfe\xfd", b"\xff\xfe\x00\xd8", b"\xff\xff\xff"])
def test_another_encoding_is_refused(content: bytes) -> None:
    assert "neither XLSX nor CSV" in str(read(content).faults[0].why)


def test_an_old_workbook_or_one_with_a_password_is_named() -> None:
    why = str(read(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1").faults[0].why)
    assert ".xls file" in why and "password" in why and ".xlsx" in why


@pytest.mark.parametrize(
    "above", ["全省单位一览表", "全省单位一览表,,,\n,,,\n填报单位：某局,,2026-06-30,", '"两行\n标题",']
)
def test_a_title_above_the_headers_is_passed_over(above: str) -> None:
    assert values(read(f"{above}\n代码,名称,层级\nA1,城区,")) == [{"code": "A1", "name": "城区", "level": ""}]
    rows = [line.split(",") for line in above.split("\n")]
    assert values(read(make_xlsx(*rows, HEAD, ["A1", "城区", ""])))[0]["code"] == "A1"


def test_a_fault_below_a_title_keeps_its_row() -> None:
    assert faults(read("一览表\n\n代码,名称,层级\nA1,,")) == [(4, "名称", "The cell is empty.")]
    far = "\n".join(["题"] * 10)
    assert {one[0] for one in faults(read(f"{far}\n代码,名称,层级\nA1,城区,"))} == {0}


def test_what_excel_writes_as_a_code_is_the_character() -> None:
    sheet = read(make_xlsx(["代码", "名称", "层级", "备注_x000D_"], ["A1", "城区_x000D_\n", "", "_x4E2D_"]))
    assert values(sheet) == [{"code": "A1", "name": "城区", "level": "", "note": "中"}]
    assert faults(read("代码,名称,层级\nA1,城_x000D_区,"))[0][:2] == (2, "名称")  # a line break inside a name


def test_a_quotation_mark_without_its_other_half_is_found() -> None:
    assert "Line 3" in str(read('代码,名称,层级\nA1,城区,\n"A2,城区,').faults[0].why)


def test_a_formula_and_an_error_are_refused_in_their_cells() -> None:
    book, file = Workbook(write_only=True), io.BytesIO()
    sheet = book.create_sheet()
    sheet.append(HEAD)
    failed = WriteOnlyCell(sheet, "#N/A")
    sheet.append(["A1", '=HYPERLINK("file:///x")', ""])
    sheet.append(["A2", failed, ""])
    book.save(file)
    assert [(one[0], one[1], one[2][:26]) for one in faults(read(file.getvalue()))] == [
        (2, "名称", "The cell holds a formula; "),
        (3, "名称", "The cell holds an error of"),
    ]


def test_words_that_look_like_a_formula_stay_words_in_csv() -> None:
    assert values(read("代码,名称,层级\nA1,=1+1,"))[0]["name"] == "=1+1"


@pytest.mark.parametrize("rows", [10_000, 10_001, 100_000])
def test_ten_thousand_rows_are_read_and_no_more(rows: int) -> None:
    sheet = read("代码,名称,层级\n" + "A1,好,\n" * rows)
    assert (len(sheet.rows), len(sheet.faults)) == ((rows, 0) if rows == 10_000 else (0, 1))


def test_a_hundred_thousand_rows_in_a_workbook_are_refused() -> None:
    book, file = Workbook(write_only=True), io.BytesIO()
    sheet = book.create_sheet()
    for _ in range(100_000):
        sheet.append(["A1"])
    book.save(file)
    assert "more than 10000 rows" in str(read(file.getvalue()).faults[0].why)


@pytest.mark.parametrize(("grown", "by"), [("sheet1", 40), ("styles", 1)])
def test_a_workbook_that_grows_when_unpacked_is_refused(grown: str, by: int) -> None:
    bomb = change_xlsx(make_xlsx(HEAD), lambda name, part: part + b" " * by * MEGABYTE if grown in name else part)
    assert len(bomb) < MEGABYTE
    assert "too large when unpacked" in str(read(bomb).faults[0].why)


def test_a_part_that_lies_about_its_size_is_refused() -> None:
    bomb = bytearray(change_xlsx(make_xlsx(HEAD), lambda _, part: part + b" " * 2 * MEGABYTE))
    for mark, offset in ((b"PK\x03\x04", 22), (b"PK\x01\x02", 24)):
        place = -1
        while (place := bomb.find(mark, place + 1)) >= 0:
            bomb[place + offset : place + offset + 4] = (100).to_bytes(4, "little")
    assert "damaged" in str(read(bytes(bomb)).faults[0].why)


def test_entities_of_its_own_are_refused() -> None:
    laugh = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "haha">]>'
    assert "damaged" in str(read(change_xlsx(make_xlsx(HEAD), lambda _, part: laugh + part)).faults[0].why)


@pytest.mark.parametrize("cut", [4, 200, 3000])
def test_a_cut_off_workbook_is_refused(cut: int) -> None:
    assert "damaged" in str(read(make_xlsx(HEAD, ["A1", "城区", ""])[:cut]).faults[0].why)


def test_what_a_workbook_says_of_its_own_size_is_not_believed() -> None:
    def lie(name: str, part: bytes) -> bytes:
        return part.replace(b'ref="A1:C2"', b'ref="A1:XFD1048576"') if "sheet1" in name else part

    content = change_xlsx(make_xlsx(HEAD, ["A1", "城区", "市级"]), lie)
    assert values(read(content)) == [{"code": "A1", "name": "城区", "level": "city"}]


def test_a_row_far_below_keeps_its_number() -> None:
    book, file = Workbook(), io.BytesIO()
    book.worksheets[0].append(HEAD)
    book.worksheets[0]["B1048576"] = "城区"
    book.save(file)
    assert faults(read(file.getvalue())) == [(1048576, "代码", "The cell is empty.")]


def test_a_row_below_all_rows_there_can_be_is_not_waited_for() -> None:
    far = change_xlsx(
        make_xlsx(HEAD, ["A1", "城区", ""]), lambda _, part: part.replace(b'<row r="2"', b'<row r="2000000000"')
    )
    assert faults(read(far)) == [(0, "", "Below the headers there is no row.")]
