"""The content of a gap report as one would give it to WeasyPrint at first: the same words, the same pages to read.

Tables are laid out automatically and their borders collapse, fonts and styles are set up anew for each report. What is
asked of the file is the same: PDF/A-3a with the same files attached.
"""

import re
from datetime import datetime
from io import BytesIO

from weasyprint import CSS, HTML, Attachment
from weasyprint.text.fonts import FontConfiguration

from reports.gap.attachments import attach
from reports.gap.content import GapReport
from reports.gap.report import STYLESHEET, build_gap_report
from reports.printing.fonts import find_fonts
from reports.printing.pdf import read_style

TABLE_STYLE = """
table { border-collapse: collapse }
th, td { border: 0.2mm solid #8a8a8a }
"""


def write_naively(report: GapReport) -> bytes:
    """The report without anything that was done to make it fast."""
    attached = attach(report)
    html = build_gap_report(report, find_fonts().substitute, attached)
    html = re.sub(r"<colgroup>.*?</colgroup>", "", html, flags=re.DOTALL)
    style = read_style(STYLESHEET).replace("table-layout: fixed;", "") + TABLE_STYLE
    fonts = FontConfiguration()
    day = datetime(report.scorecard.as_of.year, report.scorecard.as_of.month, report.scorecard.as_of.day)
    files = [Attachment(file_obj=BytesIO(one.content), name=one.name, created=day, modified=day) for one in attached]
    written = HTML(string=html).write_pdf(
        stylesheets=[CSS(string=style, font_config=fonts)], font_config=fonts, pdf_variant="pdf/a-3a", attachments=files
    )
    return bytes(written)
