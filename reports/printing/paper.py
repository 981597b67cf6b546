"""A report on its way to paper: what it shows, rendered once and kept."""

import hashlib
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from questionnaires.aside import write_aside
from reports.printing.pdf import ELEMENTS, PdfFile, read_style, render_pdf


@dataclass(frozen=True)
class Paper:
    """Well-formed HTML with its stylesheet, the day as of which it speaks where there is one, and
    what is attached to it."""

    html: str
    stylesheet: Path
    as_of: date | None
    attached: tuple[PdfFile, ...] = ()

    @property
    def digest(self) -> str:
        """SHA-256 of all that is shown, in hexadecimal; attached files are known by what is printed of them."""
        style = ELEMENTS.read_text(encoding="utf-8") + read_style(self.stylesheet)
        return hashlib.sha256((self.html + style).encode()).hexdigest()

    def render(self) -> bytes:
        """The PDF. Raises FontProblem."""
        day = self.as_of
        made = datetime(day.year, day.month, day.day) if day else None
        return render_pdf(self.html, self.stylesheet, self.attached, made)


def keep_paper(paper: Paper, folder: Path, prefix: str = "") -> Path:
    """The PDF in a folder, under the hash of all that it shows, rendered once. Raises FontProblem."""
    kept = folder / f"{prefix}{paper.digest}.pdf"
    if not kept.exists():
        folder.mkdir(parents=True, exist_ok=True)
        write_aside(kept, paper.render())
    return kept


def find_reports(data_folder: Path) -> Path:
    """The folder where reports are kept."""
    return data_folder / "reports"
