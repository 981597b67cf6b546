"""What tables are made of, `(headers, rows)`, whatever writes them: apart from pandas, which weighs 50 MB."""

from collections.abc import Iterable, Sequence

from survey.sheets import cells

Cell = cells.Cell
Headers = Sequence[str]
Rows = Iterable[Sequence[Cell]]
Table = tuple[Headers, Rows]


def guard_cell(cell: Cell) -> Cell:
    """Make words harmless that a spreadsheet would read as a formula, also behind spaces; leave all else."""
    return cells.guard_words(cell) if type(cell) is str else cell
