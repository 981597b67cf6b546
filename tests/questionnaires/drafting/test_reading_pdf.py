"""PDFs read by their text layer: columns, running heads, broken lines; scans and broken files are refused."""

from io import BytesIO

import pytest
from pypdf import PdfReader, PdfWriter
from weasyprint import HTML

from questionnaires.drafting.parts import TableBlock, TextBlock
from questionnaires.drafting.reading import read_notice
from questionnaires.messages import Refused, say_why

LONG = "建立健全药品安全风险会商机制，定期分析研判药品安全形势，及时处置风险隐患，到2025年抽检合格率达到98%以上。"
TITLE = "某某市人民政府办公室关于印发某某市加强药品监管能力建设三年行动实施方案的通知"
CLAUSES = [f"（{number}）加强第{number}项工作。{LONG * 4}" for number in "一二三四五六七八九十"]
PARAGRAPHS = [TITLE, "各县（市、区）人民政府：", "一、重点任务", *CLAUSES]


def make_pdf(columns: int = 1, paragraphs: list[str] = PARAGRAPHS) -> bytes:
    style = f"""@page {{ size: A4; margin: 25mm; @top-center {{ content: "某某市人民政府公报" }}
        @bottom-center {{ content: "- " counter(page) " -" }} }}
        body {{ font: {18 - 4 * columns}pt/1.7 "Noto Serif CJK SC"; columns: {columns}; text-align: justify }}
        p {{ margin: 0; text-indent: 2em }} p:first-child {{ font-size: 22pt; text-align: center; column-span: all }}"""
    body = "".join(f"<p>{text}</p>" for text in paragraphs)
    content: bytes = HTML(string=f"<style>{style}</style>{body}").write_pdf()
    return content


def lock(content: bytes, password: str, owner: str) -> bytes:
    writer = PdfWriter()
    writer.append(PdfReader(BytesIO(content)))
    writer.encrypt(password, owner, algorithm="AES-256")
    written = BytesIO()
    writer.write(written)
    return written.getvalue()


def blank(pages: int) -> bytes:
    writer = PdfWriter()
    for _ in range(pages):
        writer.add_blank_page(9, 9)
    written = BytesIO()
    writer.write(written)
    return written.getvalue()


@pytest.mark.parametrize("columns", [1, 2])
def test_it_reads_paragraphs_over_lines_columns_and_pages(columns: int) -> None:
    assert read_notice(make_pdf(columns), "a.pdf") == tuple(map(TextBlock, PARAGRAPHS))


def test_a_table_over_two_pages_is_one() -> None:
    row = "<tr><td>{0}<td>开展第{0}项工作，明确责任分工，按时完成任务<td>市局</tr>"
    merged = "<tr><td>1<td>建立检查员队伍<td rowspan=2>市人社局</tr><tr><td>2<td>开展演练</tr>"
    head = "<thead><tr><th>序号<th>任务<th>单位</tr></thead>"
    style = "<style>@page { size: A4 } body { font: 20pt 'Noto Serif CJK SC' } table { border-collapse: collapse } "
    style += "td, th { border: 1px solid; padding: 9pt; font-weight: normal }</style>"
    table = f"<table>{head}{merged}{''.join(map(row.format, range(3, 20)))}</table>"
    page = f"{style}<p>附件</p>{table}<p>以上工作请抓好落实。</p>"
    blocks = read_notice(HTML(string=page).write_pdf(), "a.pdf")
    rows = [(str(at), f"开展第{at}项工作，明确责任分工，按时完成任务", "市局") for at in range(3, 20)]
    first = [("序号", "任务", "单位"), ("1", "建立检查员队伍", "市人社局"), ("2", "开展演练", "市人社局")]
    assert blocks == (TextBlock("附件"), TableBlock((*first, *rows)), TextBlock("以上工作请抓好落实。"))


def test_a_scan_a_lock_and_a_break_are_told_apart() -> None:
    whole = make_pdf(paragraphs=PARAGRAPHS[:5])
    wrong = [make_pdf(paragraphs=[""]), lock(whole, "geheim", ""), whole[: len(whole) // 2], blank(201)]
    said = []
    for content in wrong:
        with pytest.raises(Refused) as refused:
            read_notice(content, "a.pdf")
        said.append(say_why(refused.value))
    assert [word in text for word, text in zip(("扫描件", "密码", "损坏", "200 页"), said, strict=True)] == [True] * 4


def test_a_pdf_that_may_only_not_be_changed_is_read() -> None:
    content = lock(make_pdf(paragraphs=PARAGRAPHS[:5]), "", "geheim")
    assert TextBlock(PARAGRAPHS[4]) in read_notice(content, "a.pdf")


def test_forms_within_forms_end_in_time() -> None:
    """Ten forms, each of which draws the next one ten times: 10,000,000,000 words."""
    parts = [b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Kids[3 0 R]/Count 1>>"]
    parts.append(b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]/Contents 4 0 R/Resources<</XObject<</X 5 0 R>>>>>>")
    parts.append(b"<</Length 5>>stream\n/X Do\nendstream")
    for number in range(6, 16):
        draw = b"/X Do " * 10
        head = b"<</Type/XObject/Subtype/Form/BBox[0 0 9 9]/Resources<</XObject<</X %d 0 R>>>>/Length %d>>" % (
            number,
            len(draw),
        )
        parts.append(head + b"stream\n" + draw + b"\nendstream")
    parts.append(b"<</Type/XObject/Subtype/Form/BBox[0 0 9 9]/Length 1>>stream\nq\nendstream")
    body = b"%PDF-1.7\n" + b"".join(b"%d 0 obj%s\nendobj\n" % (at, part) for at, part in enumerate(parts, 1))
    with pytest.raises(Refused):
        read_notice(body + b"trailer<</Root 1 0 R/Size %d>>\nstartxref\n0\n%%%%EOF" % (len(parts) + 1), "a.pdf")
