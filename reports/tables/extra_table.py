"""A table that is whole before it is written, which another room gives along with those of a round."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from reports.tables.aggregate import name_source
from reports.tables.table import Cell


@dataclass(frozen=True)
class ExtraTable:
    """Its file name, its title, its columns with meaning and unit, its rows, and the rule that it goes by."""

    name: str
    title: str
    columns: Mapping[str, tuple[str, str]]
    rows: Sequence[Sequence[Cell]]
    source: str

    def describe(self) -> list[list[Cell]]:
        """The rows of the data dictionary on this table."""
        source = name_source(self.source)
        return [[self.name, header, meaning, unit, source] for header, (meaning, unit) in self.columns.items()]
