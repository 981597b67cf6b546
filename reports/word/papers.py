"""The reports that are printed, as Word files with the same words and figures."""

from reports.gap.attachments import attach
from reports.gap.content import GapReport
from reports.gap.report import STYLESHEET as GAP_STYLE
from reports.gap.report import build_gap_report
from reports.plans.content import PlanContent
from reports.plans.paper import STYLESHEET as PLAN_STYLE
from reports.plans.paper import build_plan
from reports.rounds.content import RoundReport
from reports.rounds.report import STYLESHEET as ROUND_STYLE
from reports.rounds.report import build_round_report
from reports.word.package import Margins
from reports.word.runs import clean_words
from reports.word.writing import WordPaper, write_docx

GAP_MARGINS: Margins = (25, 20, 22, 22)  # as their stylesheets have them
PLAN_MARGINS: Margins = (24, 20, 22, 20)


def write_gap_docx(report: GapReport, letterhead: bytes | None = None) -> bytes:
    """The gap report as a Word file, to be edited."""
    html = build_gap_report(report, clean_words, attach(report), is_copy=True)
    return write_docx(WordPaper(html, GAP_STYLE, GAP_MARGINS), letterhead)


def write_round_docx(report: RoundReport, letterhead: bytes | None = None) -> bytes:
    """The report on a round as a Word file, to be edited."""
    return write_docx(WordPaper(build_round_report(report, clean_words), ROUND_STYLE), letterhead)


def write_plan_docx(plan: PlanContent, letterhead: bytes | None = None) -> bytes:
    """The plan of a bureau as a Word file, on its side: a ledger has many columns."""
    html = clean_words(build_plan(plan, is_copy=True))
    return write_docx(WordPaper(html, PLAN_STYLE, PLAN_MARGINS, is_wide=True), letterhead)
