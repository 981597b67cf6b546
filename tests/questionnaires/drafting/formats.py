"""One notice of an invented province as a file of every format that notices come in.

Its text was written before it was drafted: 30 clauses numbered through under nine chapters, of which the first and the
last have paragraphs only, units in brackets, some 90 figures, and a table of tasks behind the signature.
"""

import re
from collections.abc import Callable
from html import escape
from pathlib import Path

from weasyprint import HTML

from tests.questionnaires.drafting.test_reading_ofd import make_ofd
from tests.questionnaires.drafting.word_files import in_list, level, make_list, make_word, paragraph, run, style

TEXT = Path(__file__).with_name("cangling.txt").read_text(encoding="utf-8")
LINES = [line for line in TEXT.splitlines() if "\t" not in line]
ROWS = [line.split("\t") for line in TEXT.splitlines() if "\t" in line]
CHAPTER, CLAUSE = re.compile(r"^[一二三四五六七八九]、"), re.compile(r"^\d{1,2}\. ")
WIDTH = 30  # letters of a line of the OFD


def write_text() -> bytes:
    return TEXT.encode("gb18030")


def _write_rows() -> str:
    cells = ["".join(f"<w:tc>{paragraph(cell)}</w:tc>" for cell in row) for row in ROWS]
    return f"<w:tbl>{''.join(f'<w:tr>{row}</w:tr>' for row in cells)}</w:tbl>"


def write_word() -> bytes:
    """With Word's own numbers, which its styles of headings carry."""
    numbering = make_list(7, level(0, "chineseCountingThousand", "%1、"), level(1, "decimal", "%2.", RESTARTS_NEVER))
    styles = style("H1", in_list(7), called="heading 1") + style("H2", in_list(7, 1))
    body = ""
    for line in LINES:
        kind = "H1" if CHAPTER.match(line) else "H2" if CLAUSE.match(line) else ""
        text = CLAUSE.sub("", CHAPTER.sub("", line))
        body += paragraph(text, f'<w:pStyle w:val="{kind}"/>' if kind else "")
    return make_word(body + _write_rows(), numbering, styles)


RESTARTS_NEVER = '<w:lvlRestart w:val="0"/>'


def write_tracked() -> bytes:
    """With changes that somebody has not accepted: what is struck out is no text, what is put in is."""
    body = ""
    for at, line in enumerate(LINES):
        half = len(line) // 2
        struck = f'<w:del w:id="{at}"><w:r><w:delText>已经删去的80%文字</w:delText></w:r></w:del>'
        put_in = f'<w:ins w:id="{at + 500}">{run(line[half:])}</w:ins>'
        body += f"<w:p>{run(line[:half])}{struck}{put_in}</w:p>"
    return make_word(body + _write_rows())


def _write_html() -> str:
    table = "".join(f"<tr>{''.join(f'<td>{escape(cell)}</td>' for cell in row)}</tr>" for row in ROWS)
    return f"{''.join(f'<p>{escape(line)}</p>' for line in LINES)}<table>{table}</table>"


def write_page() -> bytes:
    """As a browser saves it from a government's site."""
    links = "".join(f"<li><a href=#>{one}</a></li>" for one in ("首页", "政务公开", "政策文件", "解读回应"))
    page = f"""<!DOCTYPE html><html><head><meta charset="utf-8"><title>{LINES[0]}{LINES[1]}_苍岭省人民政府</title>
        <script>var a = "不是正文";</script></head><body><div class="nav"><ul>{links}</ul></div>
        <table><tr><td>文号：</td><td>{LINES[2]}</td><td>成文日期：</td><td>2024-05-28</td></tr></table>
        <div class="main"><div class="TRS_Editor">{_write_html()}</div></div>
        <div class="related"><ul>{links}</ul></div><div class="footer">版权所有：苍岭省人民政府</div></body></html>"""
    return page.encode()


def write_pdf(columns: int = 1) -> bytes:
    sheet = f"""@page {{ size: A4; margin: 25mm; @bottom-center {{ content: "— " counter(page) " —" }} }}
        body {{ font: {16 - 3 * columns}pt/1.6 "Noto Serif CJK SC"; columns: {columns}; text-align: justify }}
        p {{ margin: 0; text-indent: 2em }} p:first-child, p:nth-child(2), p:nth-child(3) {{ text-align: center }}
        table {{ border-collapse: collapse }} tr {{ break-inside: avoid }} td {{ border: 1px solid; padding: 3pt }}"""
    content: bytes = HTML(string=f"<style>{sheet}</style>{_write_html()}").write_pdf()
    return content


def write_ofd() -> bytes:
    """Line by line where they stand on the pages, the table as four columns of words."""
    placed: list[list[tuple[float, float, str]]] = [[]]
    top = 30.0
    for line in LINES:
        indented = f"\u3000\u3000{line}" if len(line) > WIDTH or CHAPTER.match(line) else line
        for start in range(0, len(indented), WIDTH):
            part = indented[start : start + WIDTH]
            left = 20.0 + 5 * (len(part) - len(part.lstrip("\u3000")))
            placed[-1].append((left, top, part.strip("\u3000")))
            top += 9
            if top > 260:
                placed.append([])
                top = 30.0
    first = top
    for row in ROWS:
        placed[-1] += [(21.0 + 34 * at, top, cell) for at, cell in enumerate(row)]
        top += 9
    level = [f"M 0 {9 * at} L 170 {9 * at}" for at in range(len(ROWS) + 1)]
    upright = [f"M {34 * at} 0 L {34 * at} {9 * len(ROWS)}" for at in range(6)]
    drawn = f"<ofd:AbbreviatedData>{' '.join([*level, *upright])}</ofd:AbbreviatedData>"
    return make_ofd(placed, f'<ofd:PathObject Boundary="20 {first - 2} 170 60">{drawn}</ofd:PathObject>')


WRITERS: dict[str, Callable[[], bytes]] = {
    "cangling.docx": write_word,
    "tracked.docx": write_tracked,
    "cangling.html": write_page,
    "cangling.pdf": write_pdf,
    "columns.pdf": lambda: write_pdf(2),
    "cangling.ofd": write_ofd,
}
