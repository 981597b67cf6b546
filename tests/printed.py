"""Reports for the tests: what has been printed once in a process is not printed again.

The same report is the same bytes (tests/reports/printing/test_pdf_a.py), and printing takes most of the time of a test
that reads one. Tests of printing twice use `printed_anew`.
"""

from collections.abc import Sequence
from datetime import datetime
from functools import lru_cache
from pathlib import Path

from reports.printing.fonts import check_fonts
from reports.printing.pdf import PdfFile, read_style, render_pdf

MOST = 40  # half a megabyte each


@lru_cache(maxsize=MOST)
def _print(html: str, stylesheet: Path, attached: tuple[PdfFile, ...], made: datetime | None) -> bytes:
    return render_pdf(html, stylesheet, attached, made)


def print_once(html: str, stylesheet: Path, attached: Sequence[PdfFile] = (), made: datetime | None = None) -> bytes:
    """As `render_pdf`, in whose place it stands; the fonts of this machine are looked at each time."""
    check_fonts(html)
    check_fonts(read_style(stylesheet))
    return _print(html, stylesheet, tuple(attached), made)
