"""The content of a gap report as one would give it to WeasyPrint at first: the same words, the same pages to read.

Tables are laid out automatically and their borders collapse, the chart is inline SVG with its words in it and coloured
by a stylesheet, fonts and styles are set up anew for each report. What is asked of the file is the same: PDF/A-3a with
the same files attached.
"""

import re
from datetime import datetime
from io import BytesIO

from weasyprint import CSS, HTML, Attachment
from weasyprint.text.fonts import FontConfiguration

from reports.gap.attachments import attach
from reports.gap.content import GapReport
from reports.gap.domain_rows import DomainRow, list_domains
from reports.gap.report import STYLESHEET, build_gap_report
from reports.printing.fonts import find_fonts
from reports.printing.pdf import read_style
from reports.printing.svg_charts import BAR, ROW, STRONG, TRACK, WEAK

WIDTH, LABEL, LEFT, RIGHT, FONT = 156.0, 55.0, 57.0, 137.0, 3.7
TABLE_STYLE = """
table { border-collapse: collapse }
th, td { border: 0.2mm solid #8a8a8a }
"""
CHART_STYLE = f"""
svg {{ width: {WIDTH}mm; font-family: "Noto Serif CJK SC", serif; font-size: {FONT}px; }}
.track {{ fill: {TRACK} }} .strong {{ fill: {STRONG} }} .weak {{ fill: {WEAK} }}
.name, .value {{ text-anchor: end }}
"""


def write_naively(report: GapReport) -> bytes:
    """The report without anything that was done to make it fast."""
    attached = attach(report)
    html = build_gap_report(report, find_fonts().substitute, attached)
    html = re.sub(r"<colgroup>.*?</colgroup>", "", html, flags=re.DOTALL)
    html = re.sub(r'<table class="chart".*?</table>', _draw_chart(list_domains(report)), html, flags=re.DOTALL)
    style = read_style(STYLESHEET).replace("table-layout: fixed;", "") + TABLE_STYLE + CHART_STYLE
    fonts = FontConfiguration()
    day = datetime(report.scorecard.as_of.year, report.scorecard.as_of.month, report.scorecard.as_of.day)
    files = [Attachment(file_obj=BytesIO(one.content), name=one.name, created=day, modified=day) for one in attached]
    written = HTML(string=html).write_pdf(
        stylesheets=[CSS(string=style, font_config=fonts)], font_config=fonts, pdf_variant="pdf/a-3a", attachments=files
    )
    return bytes(written)


def _draw_chart(domains: list[DomainRow]) -> str:
    rows = "".join(_draw_row(domain, ROW * (row + 1)) for row, domain in enumerate(domains))
    return f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {ROW * (len(domains) + 1)}">{rows}</svg>'


def _draw_row(domain: DomainRow, y: float) -> str:
    score = float(domain.score or 0)
    bar = "weak" if score < 60 else "strong"
    words = "" if domain.score is None else f"{domain.score:.2f}"
    return (
        f'<text class="name" x="{LABEL}" y="{y + FONT}">{domain.title}</text>'
        f'<rect class="track" x="{LEFT}" y="{y}" width="{RIGHT - LEFT}" height="{BAR}"/>'
        f'<rect class="{bar}" x="{LEFT}" y="{y}" width="{(RIGHT - LEFT) * score / 100}" height="{BAR}"/>'
        f'<text class="value" x="{WIDTH}" y="{y + FONT}">{words}</text>'
    )
