"""One gap report of 60 questions, against the same HTML and stylesheet given straight to WeasyPrint."""

import statistics
import sys

from weasyprint import CSS, HTML

from questionnaires.scoring import score
from reports.fonts import find_fonts
from reports.gap_content import GapReport
from reports.gap_report import STYLESHEET, build_gap_report, write_gap_report
from tests.bench.samples import Clock, make_answers, make_large_questionnaire
from tests.reports.samples import AS_OF, BUREAU


def main(times: int) -> None:
    questionnaire = make_large_questionnaire(60, 15)
    card = score(questionnaire, make_answers(questionnaire, 0), AS_OF)
    report = GapReport(bureau=BUREAU, questionnaire=questionnaire, scorecard=card)
    write_gap_report(report)  # fonts are looked up and the stylesheet is parsed once per process
    ours, straight = [], []
    for _ in range(times):
        with Clock() as one:
            write_gap_report(report)
        ours.append(one)
        html = build_gap_report(report, find_fonts().substitute)
        with Clock() as one:
            HTML(string=html).write_pdf(stylesheets=[CSS(filename=str(STYLESHEET))])
        straight.append(one)
    wall, base = (statistics.median(one.wall for one in clocks) for clocks in (ours, straight))
    process, base_process = (statistics.median(one.process for one in clocks) for clocks in (ours, straight))
    print(
        f"gap report with {len(card.gaps)} gaps: {wall:.2f} s ({process:.2f} s of processor); straight to WeasyPrint "
        f"{base:.2f} s ({base_process:.2f}); ratio {process / base_process:.2f} of processor time"
    )


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 7)
