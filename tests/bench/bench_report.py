"""A gap report of 60 questions against the same content given naively to WeasyPrint, and what its time is made of."""

import cProfile
import pstats
import statistics
import sys

from questionnaires.scoring import score
from reports.gap.content import GapReport
from reports.gap.report import write_gap_report
from tests.bench.naive_report import write_naively
from tests.bench.samples import Clock, make_answers, make_large_questionnaire
from tests.reports.samples import AS_OF, BUREAU

# Parts of a report's time: a word in the path of the function that does it, as a profile names it.
PARTS = {
    "our own: words, HTML, attachments": (
        "gap/report.py:build_gap_report gap/attachments.py:attach printing/fonts.py:check_fonts"
    ),
    "WeasyPrint: HTML and CSS to boxes": "document.py:_build_layout_context build.py:build_formatting_structure",
    "WeasyPrint: lines and pages": "layout/__init__.py:layout_document",
    "WeasyPrint: drawing": "document.py:paint",
    "WeasyPrint: subsets of the fonts": "pdf/fonts.py:build_fonts_dictionary",
    "WeasyPrint: tags": "pdf/tags.py:add_tags",
    "WeasyPrint: writing and packing": "pydyf/__init__.py:write",
}


def main(times: int) -> None:
    questionnaire = make_large_questionnaire(60, 15)
    card = score(questionnaire, make_answers(questionnaire, 0), AS_OF)
    report = GapReport(bureau=BUREAU, questionnaire=questionnaire, scorecard=card)
    write_gap_report(report)  # fonts are looked up and the stylesheet is parsed once per process
    write_naively(report)
    ours, naive = [], []
    for _ in range(times):
        with Clock() as one:
            write_gap_report(report)
        ours.append(one)
        with Clock() as one:
            write_naively(report)
        naive.append(one)
    wall, base = (statistics.median(one.wall for one in clocks) for clocks in (ours, naive))
    process, base_process = (statistics.median(one.process for one in clocks) for clocks in (ours, naive))
    print(
        f"gap report with {len(card.gaps)} gaps: {wall:.2f} s ({process:.2f} s of processor); naively {base:.2f} s "
        f"({base_process:.2f}); {base_process / process:.2f} times as fast, by processor time"
    )
    show_parts(report)


def show_parts(report: GapReport) -> None:
    """Print what share of the time each part has; profiling slows small functions, so these are shares only."""
    profile = cProfile.Profile()
    profile.runcall(write_gap_report, report)
    spent = {f"{file}:{name}": entry[3] for (file, _, name), entry in pstats.Stats(profile).stats.items()}  # type: ignore[attr-defined]
    whole = max(seconds for place, seconds in spent.items() if place.endswith("gap/report.py:write_gap_report"))
    left = 1.0
    for part, places in PARTS.items():
        share = sum(seconds for place, seconds in spent.items() if place.endswith(tuple(places.split()))) / whole
        left -= share
        print(f"  {share:5.0%}  {part}")
    print(f"  {left:5.0%}  everything else")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 7)
