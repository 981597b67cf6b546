"""What tables are made of, `(headers, rows)`, whatever writes them: apart from pandas, which weighs 50 MB."""

from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal

from survey.sheets.cells import guard_words

Cell = str | int | Decimal | date | None
Headers = Sequence[str]
Rows = Iterable[Sequence[Cell]]
Table = tuple[Headers, Rows]


def guard_cell(cell: Cell) -> Cell:
    """Make words harmless that a spreadsheet would read as a formula, also behind spaces; leave all else."""
    return guard_words(cell) if type(cell) is str else cell
