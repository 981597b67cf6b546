"""What an import would do, worked out before anything is written; and the file kept until somebody says yes to it."""

import hashlib
import json
import re
from dataclasses import asdict, dataclass
from pathlib import Path

from questionnaires.aside import PRIVATE, drop_stale, write_aside
from survey.sheets.reading import SheetFault

DAY = 24 * 60 * 60
KEY = re.compile("[0-9a-f]{64}")


@dataclass(frozen=True)
class PlannedRow:
    """One row that would change something: what will be kept, and what it is now where that differs; None: new."""

    row: int
    values: dict[str, str]
    before: dict[str, str] | None = None


@dataclass(frozen=True)
class ImportPlan:
    """What an import would do; nothing while there are faults. `doubts` hinder nothing but should be looked at."""

    lines: tuple[PlannedRow, ...] = ()
    unchanged: int = 0
    faults: tuple[SheetFault, ...] = ()
    unused: tuple[str, ...] = ()
    doubts: tuple[SheetFault, ...] = ()

    @property
    def new(self) -> list[PlannedRow]:
        return [line for line in self.lines if line.before is None]

    @property
    def changed(self) -> list[PlannedRow]:
        return [line for line in self.lines if line.before is not None]

    @property
    def mark(self) -> str:
        """The same for the same plan only: what somebody said yes to."""
        lines = json.dumps([asdict(line) for line in self.lines], sort_keys=True)
        return hashlib.sha256(lines.encode()).hexdigest()


def compare(row: int, values: dict[str, str], now: dict[str, str]) -> PlannedRow | None:
    """The line that brings what is kept `now` to the `values` of a row, or None. What a row leaves empty stays."""
    before = {name: now[name] for name, value in values.items() if value and value != now[name]}
    return PlannedRow(row, {**now, **{name: values[name] for name in before}}, before) if before else None


class Shelf:
    """Where a file waits, for the person who sent it and for a day, until it is confirmed; its key is its SHA-256."""

    def __init__(self, data_folder: Path, person_id: int) -> None:
        self._folder = data_folder / "imports"
        self._person_id = person_id

    def put(self, content: bytes) -> str:
        """Keep a file, and throw away what nobody came back for."""
        self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        drop_stale(self._folder.iterdir(), DAY)
        key = hashlib.sha256(content).hexdigest()
        write_aside(self._find(key), content, PRIVATE)
        return key

    def get(self, key: str) -> bytes | None:
        """A file that is still there."""
        try:
            return self._find(key).read_bytes() if KEY.fullmatch(key) else None
        except FileNotFoundError:
            return None

    def drop(self, key: str) -> None:
        """Remove a file that has served."""
        self._find(key).unlink(missing_ok=True)

    def _find(self, key: str) -> Path:
        return self._folder / f"{self._person_id}-{key}"
