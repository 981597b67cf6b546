"""What every paper has: elements that are styled, figures that stand under each other, one file for one content."""

import re
from datetime import date
from io import BytesIO
from pathlib import Path

import pytest
from pypdf import PdfReader

from reports.gap.report import STYLESHEET
from reports.printing.paper import Paper, keep_paper
from reports.printing.pdf import ELEMENTS, render_pdf

TEMPLATES = Path("reports/templates")
INLINE = {"a", "b", "br", "img", "span"}
ROWS = "".join(f'<tr><td class="points">{figure}</td></tr>' for figure in ("1.11", "0.00", "78.49"))
TABLE = f'<html lang="zh-Hans"><head><title>表</title></head><body><table><tbody>{ROWS}</tbody></table></body></html>'


@pytest.mark.parametrize("names", ["gap/*.html", "rounds/report_parts.html", "rounds/report.html"])
def test_every_element_of_a_paper_has_a_style(names: str) -> None:
    style = re.sub(r"/\*.*?\*/|\{[^}]*\}", "", ELEMENTS.read_text(encoding="utf-8"), flags=re.DOTALL)
    markup = "".join(path.read_text(encoding="utf-8") for path in TEMPLATES.glob(names))
    used = set(re.findall(r"<([a-z][a-z0-9]*)", markup))
    assert "p" in used and used <= INLINE | set(re.findall(r"[a-z][a-z0-9]*", style))


def test_figures_are_aligned_on_the_point() -> None:
    ends: dict[float, float] = {}

    def note(text: str, _: object, matrix: list[float], *__: object) -> None:
        if "." in text:
            ends[matrix[5]] = matrix[4]

    [page] = PdfReader(BytesIO(render_pdf(TABLE, STYLESHEET))).pages
    page.extract_text(visitor_text=note)
    first, second, longer = (round(left, 3) for _, left in sorted(ends.items()))
    assert first == second and longer < first


def test_what_was_kept_is_not_rendered_again(tmp_path: Path) -> None:
    paper = Paper(TABLE, STYLESHEET, date(2026, 6, 30))
    kept = keep_paper(paper, tmp_path)
    kept.write_bytes(b"as it was")
    assert keep_paper(paper, tmp_path) == kept and kept.read_bytes() == b"as it was"


def test_another_day_or_style_is_another_paper() -> None:
    other = STYLESHEET.with_name("round_report.css")
    assert len({Paper(TABLE, style, date(2026, 6, 30)).digest for style in (STYLESHEET, other)}) == 2
