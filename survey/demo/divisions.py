"""Administrative divisions of the jurisdictions at hand, and the bureau of each."""

import csv
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from questionnaires.catalogue import Level, Library, PolicyDocument

FILE = Path(__file__).parent / "divisions.csv"


@dataclass(frozen=True)
class Division:
    """A place with its six-digit code (GB/T 2260); `parent_code` is empty for a province."""

    code: str
    name: str
    level: Level
    parent_code: str

    @property
    def bureau(self) -> str:
        """The name of the place's drug regulator."""
        return self.name + ("药品监督管理局" if self.level is Level.PROVINCE else "市场监督管理局")


@cache
def load_divisions(file: Path = FILE) -> dict[str, Division]:
    """All divisions by code, parents before children."""
    with file.open(encoding="utf-8-sig", newline="") as lines:
        rows = [
            Division(row["code"], row["name"], Level(row["level"]), row["parent_code"]) for row in csv.DictReader(lines)
        ]
    return {row.code: row for row in rows}


def list_children(code: str) -> list[Division]:
    return [division for division in load_divisions().values() if division.parent_code == code]


def find_notice(library: Library, code: str) -> PolicyDocument | None:
    """The notice that binds a place: that of the nearest place above it, or its own."""
    by_division = {document.division: document for document in library.documents.values()}
    while code:
        if code in by_division:
            return by_division[code]
        code = load_divisions()[code].parent_code
    return None
