"""How the pages of a long report break."""

import html
import re
from io import BytesIO

import pytest
from pypdf import PdfReader

from questionnaires.scoring import score
from reports.gap.content import GapReport
from reports.gap.report import build_gap_report, write_gap_report
from tests.bench.samples import make_answers, make_large_questionnaire
from tests.reports.samples import AS_OF, BUREAU

PAGE_NUMBER = re.compile(r"^—\s*\d+\s*—$")
HEAD = "事项要求（达标标准）和差距整改建议"


def make_long_report(questions: int) -> GapReport:
    questionnaire = make_large_questionnaire(questions, 12)
    return GapReport(BUREAU, questionnaire, score(questionnaire, make_answers(questionnaire, questions), AS_OF))


def read_lines(pdf: bytes) -> list[list[str]]:
    """The lines of every page from top to bottom, without the number of the page."""
    pages = [page.extract_text().splitlines() for page in PdfReader(BytesIO(pdf)).pages]
    return [[line for line in map(str.strip, lines) if line and not PAGE_NUMBER.match(line)] for lines in pages]


@pytest.mark.parametrize("questions", [60, 84, 108])
def test_no_heading_stands_alone_at_the_end_of_a_page(questions: int) -> None:
    report = make_long_report(questions)
    found = re.findall(r"<h[234]>(.*?)</h[234]>", build_gap_report(report))
    headings = {"".join(html.unescape(re.sub("<[^>]*>", "", one)).split()) for one in found}
    ends = {"".join(lines[-1].split()) for lines in read_lines(write_gap_report(report))}
    assert len(headings) == 5 and not headings & ends


@pytest.mark.parametrize(("questions", "pages"), [(60, 5), (108, 7)])
def test_a_report_is_short(questions: int, pages: int) -> None:
    assert len(PdfReader(BytesIO(write_gap_report(make_long_report(questions)))).pages) <= pages


def test_the_head_of_a_table_is_repeated_on_every_page_of_it() -> None:
    pages = ["".join("".join(lines).split()) for lines in read_lines(write_gap_report(make_long_report(108)))]
    first = next(at for at, text in enumerate(pages) if "一、差距和整改建议" in text)
    last = next(at for at, text in enumerate(pages) if "项合计失" in text)
    assert last - first >= 2
    assert all(text.startswith(HEAD) for text in pages[first + 1 : last + 1])
