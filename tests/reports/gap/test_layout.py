"""How the pages of a long report break."""

import html
import re
from datetime import date, datetime
from fractions import Fraction
from io import BytesIO
from typing import Any

import pytest
from pypdf import PageObject, PdfReader

from questionnaires.answers import read_answers
from questionnaires.criteria import Grade, Stage
from questionnaires.generator import build_questionnaire, list_levels
from questionnaires.loading import load_library
from questionnaires.outcomes import keep_outcome
from questionnaires.questionnaire import Question
from questionnaires.scoring import score
from reports.gap.content import GapReport, LastRound, Signatories, Signatory, spread_scores
from reports.gap.report import build_gap_report, write_gap_report
from tests.bench.samples import make_answers, make_large_questionnaire
from tests.reports.samples import AS_OF, BUREAU, EAST

LONGEST_NAME = "某某自治县（某某高新技术产业开发区）市场监督管理局"
HEAD_OF_BUREAU = Signatory("张三", datetime(2026, 7, 3, 14, 2, tzinfo=EAST))
PAGE_NUMBER = re.compile(r"^—\s*\d+\s*—$")
HEAD, CLOSE_HEAD = "事项要求（达标标准）和差距整改建议", "事项要求（达标标准）、差距和整改建议"
FOOT = 0.2  # of what a page holds
LIBRARY = load_library()
NOTHING_DONE = {"yes_no": False, "number": 0, "growth": {"baseline": 100, "current": 100}, "recency": None}
NOTHING_DONE |= {"share": {"part": 0, "whole": 10}, "rate": {"count": 0, "base": 300_000}}
NOTHING_DONE |= {"done_by": None, "checklist": []}


def make_long_report(questions: int) -> GapReport:
    questionnaire = make_large_questionnaire(questions, 12)
    return GapReport(BUREAU, questionnaire, score(questionnaire, make_answers(questionnaire, questions), AS_OF))


def make_worst_report(document: str) -> GapReport:
    """A county that has nothing of what a notice asks, and had half of it in the round before."""
    asked = build_questionnaire(LIBRARY, document, "county", 2025)
    judged = [one for one in asked.questions if not one.is_quantity and one.criterion.kind != "text"]
    card = score(asked, read_answers(asked, {one.id: {"value": find_worst(one)} for one in judged}, AS_OF), AS_OF)
    assert card.score == 0 and len(card.gaps) == len(judged)
    return GapReport(
        LONGEST_NAME,
        asked,
        card,
        parent="某某市市场监督管理局",
        verified=card,
        last=LastRound(
            title="2025年药品监管能力自评",
            as_of=date(2025, 6, 30),
            is_verified=True,
            score=Fraction(50),
            grade=None,
            domains={section.id: Fraction(50) for section in asked.domains},
            credits={one.id: Fraction(1, 2) for one in judged},
        ),
        likes=spread_scores([keep_outcome(card)] * 8),
        signatories=Signatories(HEAD_OF_BUREAU, HEAD_OF_BUREAU, False),
    )


def find_worst(question: Question) -> Any:
    criterion = question.criterion
    return criterion.options[0].value if isinstance(criterion, Stage | Grade) else NOTHING_DONE[criterion.kind]


def measure_feet(pdf: bytes) -> list[float]:
    """How much of each page but the last is empty below its last line, as a part of what a page holds."""
    feet = []
    for page in PdfReader(BytesIO(pdf)).pages:
        heights: list[float] = []
        read_heights(page, heights)
        bottom, top = 19 / 25.4 * 72, float(page.mediabox.height) - 19 / 25.4 * 72
        lowest = min(one for one in heights if one > bottom)
        feet.append((lowest - bottom) / (top - bottom))
    return feet[:-1]


def read_heights(page: PageObject, heights: list[float]) -> None:
    """The height of every piece of text on a page, from its lower edge."""

    def keep(text: str, matrix: list[float], text_matrix: list[float], *_: object) -> None:
        if text.strip():
            heights.append(matrix[5] + matrix[3] * text_matrix[5])

    page.extract_text(visitor_text=keep)


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


COUNTIES = [one for one in LIBRARY.documents if "county" in list_levels(LIBRARY, one)]


@pytest.mark.parametrize("document", COUNTIES)
def test_a_county_that_has_nothing_has_eight_pages_without_empty_feet(document: str) -> None:
    feet = measure_feet(write_gap_report(make_worst_report(document)))
    assert len(feet) + 1 <= 8
    assert max(feet) < FOOT


def test_what_proves_a_report_does_not_leave_the_page_before_it_empty() -> None:
    feets = [measure_feet(write_gap_report(make_long_report(questions))) for questions in range(30, 60, 6)]
    assert max(max(feet[1:]) for feet in feets) < FOOT


def test_the_hash_of_an_attachment_stands_on_one_line_of_one_page() -> None:
    lines = [line for page in read_lines(write_gap_report(make_long_report(36))) for line in page]
    hashes = [found for line in lines for found in re.findall(r"(?:[0-9a-f]{8} ?){4,}", line)]
    assert len(hashes) > 4 and {len(one.replace(" ", "")) for one in hashes} == {64}


@pytest.mark.parametrize(("questions", "pages"), [(60, 5), (108, 6)])
def test_a_report_is_short(questions: int, pages: int) -> None:
    assert len(PdfReader(BytesIO(write_gap_report(make_long_report(questions)))).pages) <= pages


@pytest.mark.parametrize(("questions", "head"), [(108, HEAD), (156, CLOSE_HEAD)])
def test_the_head_of_a_table_is_repeated_on_every_page_of_it(questions: int, head: str) -> None:
    pages = ["".join("".join(lines).split()) for lines in read_lines(write_gap_report(make_long_report(questions)))]
    first = next(at for at, text in enumerate(pages) if "一、差距和整改建议" in text)
    last = next(at for at, text in enumerate(pages) if "项合计失" in text)
    assert last - first >= 2
    assert all(text.startswith(head) for text in pages[first + 1 : last + 1])
