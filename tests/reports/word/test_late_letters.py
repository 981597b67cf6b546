"""Letters to those who are late: their words, and the parts of an official paper."""

from io import BytesIO
from typing import Any

import docx
import pytest
from docx.text.paragraph import Paragraph

from questionnaires.messages import Refused
from reports.word.letter_head import find_mark_size
from reports.word.letterhead_checks import clean_letterhead
from reports.word.letters import pack_letters, write_letters
from reports.word.office import Contact, LateBureau, LateLetters
from tests.reports.word.letterheads import make_letterhead
from tests.reports.word.reading import read_paragraphs, read_words

PEOPLE = (Contact("张三", "科员", "0471-123", "填报人"), Contact("李四", role="主要负责人"))


def be_late(**more: Any) -> LateBureau:
    fields: dict[str, Any] = {
        "code": "1",
        "name": "甲县市场监督管理局",
        "notice": "《某通知》",
        "level": "县",
        "state": "填报中，尚未提交",
        "verb": "提交",
        "due": "2026年6月1日",
        "days": 12,
        "people": PEOPLE,
    }
    return LateBureau(**(fields | more))


def write(*late: LateBureau, sender: Contact = PEOPLE[0]) -> bytes:
    return write_letters(LateLetters("2026年度自评", "2026年6月13日", late, sender, "https://x.example"))


def test_a_letter_says_what_is_owed_since_when_and_whom_to_ask() -> None:
    words = [words for _, words in read_paragraphs(write(be_late())) if words]
    assert words[0] == "＿＿＿＿＿＿＿＿"
    assert words[1:4] == ["＿＿＿＿〔　　　　〕＿＿＿号", "关于尽快提交自评问卷的函", "甲县市场监督管理局："]
    words = words[1:]
    assert words[3] == (
        "按照“2026年度自评”工作安排，你单位应于2026年6月1日（含当日）前提交《某通知》县级自评问卷。"
        "截至2026年6月13日，你单位问卷的状态为“填报中，尚未提交”，已逾期12天。"
    )
    assert words[5].startswith("你单位在系统中登记的人员：填报人张三（科员），电话0471-123；主要负责人李四。")
    assert words[6] == "联系人：张三　　联系电话：0471-123"


def test_what_nobody_knows_is_a_visible_blank() -> None:
    words = "".join(words for _, words in read_paragraphs(write(be_late(people=()), sender=Contact())))
    assert "你单位在系统中没有可以登录的填报人员" in words
    assert "联系人：＿＿＿＿＿＿＿＿　　联系电话：＿＿＿＿＿＿＿＿" in words


@pytest.mark.parametrize("people", [PEOPLE, ()])
def test_no_page_has_the_signature_without_a_sentence_above_it(people: tuple[Contact, ...]) -> None:
    lines = docx.Document(BytesIO(write(be_late(people=people)))).paragraphs
    sentence = next(at for at, one in enumerate(lines) if one.text.startswith("你单位在系统中"))
    day = next(at for at, one in enumerate(lines) if at > sentence and "月" in one.text)
    assert [one.text for one in lines[sentence:day] if not one.paragraph_format.keep_with_next] == []


def find_style(line: Paragraph) -> str:
    return str(line.style.name) if line.style is not None else ""


def test_each_letter_begins_a_page() -> None:
    document = docx.Document(BytesIO(write(be_late(), be_late(name="乙局", verb="重新提交"))))
    lines = list(document.paragraphs)
    ends = [place for place, one in enumerate(lines) if one._p.xpath("./w:pPr/w:sectPr")]
    assert [(find_style(lines[at]), find_style(lines[at + 1])) for at in ends] == [("落款", "版头空白")]
    assert not any(one.paragraph_format.page_break_before for one in lines)


def test_the_pages_of_each_letter_are_counted_apart_and_the_first_has_no_number() -> None:
    document = docx.Document(BytesIO(write(be_late(), be_late(name="乙局", copies="北局"))))
    for section in document.sections:
        assert section.different_first_page_header_footer
        assert section._sectPr.xpath("./w:pgNumType/@w:start") == ["1"]
        assert "PAGE" in section.even_page_footer._element.xml and "PAGE" in section.footer._element.xml
        assert "PAGE" not in section.first_page_footer._element.xml


def list_bars(document: Any) -> list[tuple[float, float, float]]:
    """Left, top and thickness of each red bar, in millimetres."""
    found = []
    for one in document.element.body.xpath(".//wp:anchor[.//wp:docPr/@name='红色双线']"):
        left, top = one.xpath("./wp:positionH/wp:posOffset | ./wp:positionV/wp:posOffset")
        [extent] = one.xpath("./wp:extent")
        assert int(extent.get("cx")) == 170 * 36_000
        found.append((int(left.text) / 36_000, int(top.text) / 36_000, int(extent.get("cy")) / 36_000))
    return found


def test_double_lines_are_thick_over_thin_above_and_thin_over_thick_below() -> None:
    """The upper one 4 mm below the name, whose top is 30 mm from the edge and which is 42 points high (14.8 mm); the
    lower one ends 20 mm above the lower edge, of 297 mm."""
    document = docx.Document(BytesIO(write(be_late(office="某省药品监督管理局"))))
    bars = list_bars(document)
    assert [one[0] for one in bars] == [20] * 4 and [round(one[2], 2) for one in bars] == [1, 0.35, 0.35, 1]
    assert abs(bars[0][1] - 48.82) < 0.01 and abs(bars[3][1] + bars[3][2] - 277) < 0.01


@pytest.mark.parametrize(("name", "size"), [("字" * 11, 42), ("内蒙古自治区药品监督管理局", 36), ("字" * 20, 23)])
def test_a_name_stands_in_one_line_over_the_double_line(name: str, size: int) -> None:
    assert find_mark_size(name) == size
    assert len(name) * size / 72 * 25.4 <= 168


def test_a_letter_has_the_parts_of_an_official_paper_in_their_order() -> None:
    parts = read_paragraphs(write(be_late(office="某省药品监督管理局", copies="北市市场监督管理局")))
    assert [style for style, words in parts if words and style != "公文正文"] == [
        *("发文机关标志", "函件发文字号", "公文标题", "主送机关", "落款", "落款", "版记")
    ]
    words = [words for style, words in parts if words and style != "公文正文"]
    assert words[0] == "某省药品监督管理局" and words[2] == "某省药品监督管理局\n关于尽快提交自评问卷的函"
    assert words[4:] == [
        "某省药品监督管理局",
        "＿＿＿＿年＿＿月＿＿日",
        "　抄送：北市市场监督管理局。",
    ]
    around = [place for place, (_, words) in enumerate(parts) if not words]
    assert around == [0, 3, 4, 6, 12, 13, 16]  # two lines under number and text, one under the title


@pytest.mark.parametrize(("name", "own", "day"), [("某局", 9, 4), ("某某省药品监督管理局", 5, 4), ("字" * 20, 2, 6)])
def test_the_office_stands_over_the_middle_of_the_date(name: str, own: float, day: float) -> None:
    """What is free on the right, in characters; the date has twelve."""
    written = docx.Document(BytesIO(write(be_late(office=name))))
    signed = [one for one in written.paragraphs if one.style is not None and one.style.name == "落款"]
    found = [int(one._p.xpath("./w:pPr/w:ind/@w:rightChars")[0]) / 100 for one in signed]
    assert found == [own, day]


def test_on_a_letterhead_there_is_no_second_head() -> None:
    letters = LateLetters(
        "2026年度自评", "2026年6月13日", [be_late(office="某局", copies="北局"), be_late()], Contact()
    )
    written = write_letters(letters, clean_letterhead(make_letterhead()))
    styles = [style for style, _ in read_paragraphs(written)]
    assert "发文机关标志" not in styles and "版记" in styles
    document = docx.Document(BytesIO(written))
    assert list_bars(document) == [] and len(document.sections) == 1
    assert sum(one.paragraph_format.page_break_before is True for one in document.paragraphs) == 1


def test_a_letter_without_copies_has_no_imprint() -> None:
    assert "版记" not in [style for style, _ in read_paragraphs(write(be_late()))]


def test_very_many_letters_are_one_file_only() -> None:
    late = [be_late(code=str(number)) for number in range(501)]
    with pytest.raises(Refused, match="Take the one file"):
        pack_letters(LateLetters("2026年度自评", "2026年6月13日", late, Contact()))
    assert read_words(write(*late)).count("关于尽快提交自评问卷的函") == 501


def test_what_people_typed_is_no_markup() -> None:
    words = "".join(words for _, words in read_paragraphs(write(be_late(name="<b>甲</b>&\x0b局"))))
    assert "<b>甲</b>&〔U+000B〕局：" in words
