"""Texts of notices read as paragraphs: encodings, broken lines, page numbers, tables."""

import pytest

from questionnaires.drafting.parts import TableBlock, TextBlock
from questionnaires.drafting.reading import read_notice
from questionnaires.messages import Refused, say_why

NOTICE = """某某市人民政府办公室关于印发药品安全
能力提升行动方案的通知

某政办发〔2023〕7号

各县（市、区）人民政府：
一、总体目标
到2025年，全市药品抽检覆盖率达到95%以上。
（一）加强队伍建设。各县（市、区）要配齐专职人员，
每县不少于3人。
"""
PARAGRAPHS = [
    "某某市人民政府办公室关于印发药品安全能力提升行动方案的通知",
    "某政办发〔2023〕7号",
    "各县（市、区）人民政府：",
    "一、总体目标",
    "到2025年，全市药品抽检覆盖率达到95%以上。",
    "（一）加强队伍建设。各县（市、区）要配齐专职人员，每县不少于3人。",
]


def read(text: str) -> list[str]:
    return [block.text for block in read_notice(text.encode(), "a.txt") if isinstance(block, TextBlock)]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "gb18030"])
@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
def test_it_reads_every_encoding(encoding: str, newline: str) -> None:
    content = NOTICE.replace("\n", newline).encode(encoding)
    assert [block.text for block in read_notice(content, "a.txt") if isinstance(block, TextBlock)] == PARAGRAPHS


def test_it_reads_big5() -> None:
    text = "一、加強藥品監督管理工作的責任，落實各部門的檢驗責任。"
    assert read_notice(text.encode("big5"), "a.txt") == (TextBlock(text),)


def test_it_names_the_line_that_cannot_be_read() -> None:
    with pytest.raises(Refused) as refused:
        read_notice("一、总体目标\n药品安全工作".encode() + b"\xff\xff\n", "a.txt")
    assert "第 2 行" in say_why(refused.value)


def test_it_joins_lines_that_a_margin_broke() -> None:
    whole = "（二）完善检查体系。按照属地管理原则，健全市县两级药品检查员队伍，"
    whole += "明确检查事权，做到检查任务与检查力量相匹配，每年至少开展两次全员培训。"
    other = "到2026年，全市基层监管机构的快速检验设备配备率达到百分之九十以上，"
    other += "重点品种全部纳入抽检计划，抽检结果及时向社会公开并通报相关部门。"
    broken = [text[at : at + 20] for text in (whole, other) for at in range(0, len(text), 20)]
    assert read("\n\n".join(["一、重点任务", *broken, "二、保障措施"])) == [
        "一、重点任务",
        whole,
        other,
        "二、保障措施",
    ]


def test_the_date_under_a_notice_is_not_the_beginning_of_the_title_below_it() -> None:
    lines = ["江南省人民政府办公厅", "2022年3月25日", "江南省药品监管能力建设实施方案"]
    assert read("\n".join(lines)) == lines


def test_a_page_number_does_not_divide_a_sentence() -> None:
    text = "（一）建立健全药品安全风险会商机制，定期分析研判药品安全形势，及时处置风险隐患，"
    text += "完善市县两级药品\n\n- 3 -\n\n监管部门协同机制。"
    assert read(text) == [text.replace("\n\n- 3 -\n\n", "")]


def test_what_was_printed_twice_at_a_page_break_is_read_once() -> None:
    head = "（一）建立健全药品安全风险会商机制，定期分析研判药品安全形势，认真落实市委市政府决策部署"
    assert read(f"{head}\n\n署，完善协同机制。") == [f"{head}，完善协同机制。"]


@pytest.mark.parametrize("words", ["责任层层", "20252", "药品药"])
def test_doubled_words_and_digits_lose_nothing(words: str) -> None:
    head = "（一）建立健全药品安全风险会商机制，定期分析研判药品安全形势，认真落实市委市政府决策部署，推动"
    assert read(f"{head}{words[:-1]}\n{words[-1]}压实。") == [f"{head}{words}压实。"]


def test_what_cannot_be_seen_is_left_out_and_widths_stay() -> None:
    assert read("一、\u200b目标\u00a0５０％\ufeff\n") == ["一、目标 ５０％"]


def test_rows_of_the_same_cells_are_a_table() -> None:
    text = "附件1\n任务分工表\n序号\t任务\t责任单位\n1\t建立检查员队伍\t市市场监管局\n2\t开展演练\t市应急局\n"
    assert read_notice(text.encode(), "a.txt")[-1] == TableBlock(
        (("序号", "任务", "责任单位"), ("1", "建立检查员队伍", "市市场监管局"), ("2", "开展演练", "市应急局"))
    )


@pytest.mark.parametrize("content", [b"", b" \r\n\t", "\ufeff\n".encode(), "字".encode() * 300_000, b"x" * 5_000_001])
def test_nothing_and_a_novel_are_refused(content: bytes) -> None:
    with pytest.raises(Refused):
        read_notice(content, "a.txt")


def test_letters_without_a_sign_between_them_are_no_text_of_a_notice() -> None:
    with pytest.raises(Refused) as refused:
        read_notice(f"一、总体要求\n（一）{'二' * 201}。\n".encode(), "notice.txt")
    assert "201" in str(refused.value)


def test_many_lines_like_the_head_of_a_saved_page_are_read_at_once() -> None:
    [*_, last] = read_notice(b"a: b\r\n" * 600 + "加强药品检验。".encode(), "notice.txt")
    assert isinstance(last, TextBlock)
    assert last.text.endswith("加强药品检验。")
