"""A gap report of 60 questions against the same content printed by headless Chromium, started once and kept open.

Chromium makes a tagged PDF with bookmarks; it makes no PDF/A and attaches nothing, which WeasyPrint does here.
"""

import re
import shutil
import statistics
import sys

from playwright.sync_api import Page, sync_playwright

from questionnaires.scoring import score
from reports.gap.content import GapReport
from reports.gap.report import STYLESHEET, build_gap_report, write_gap_report
from reports.printing.pdf import read_style
from tests.bench.samples import Clock, make_answers, make_large_questionnaire
from tests.reports.samples import AS_OF, BUREAU

OPTIONS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--no-first-run", "--disable-sync"]


def print_page(page: Page, report: GapReport) -> bytes:
    """The same HTML and stylesheet, loaded and printed."""
    style = read_style(STYLESHEET)
    page.set_content(re.sub("</head>", f"<style>{style}</style></head>", build_gap_report(report)))
    return page.pdf(prefer_css_page_size=True, print_background=True, tagged=True, outline=True)


def main(times: int) -> None:
    questionnaire = make_large_questionnaire(60, 15)
    card = score(questionnaire, make_answers(questionnaire, 0), AS_OF)
    report = GapReport(bureau=BUREAU, questionnaire=questionnaire, scorecard=card)
    ours, theirs = [], []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium-headless-shell"), args=OPTIONS)
        page = browser.new_page()
        for _ in range(times + 1):  # the first time warms up
            with Clock() as one:
                write_gap_report(report)
            ours.append(one.wall)
            with Clock() as one:
                print_page(page, report)
            theirs.append(one.wall)
        browser.close()
    wall, base = statistics.median(ours[1:]), statistics.median(theirs[1:])
    print(f"gap report: {wall:.2f} s; Chromium kept open {base:.2f} s; ratio {wall / base:.2f} of wall clock")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 7)
