"""Tables on a printed page, found by their rules: which words stand in which cell."""

from bisect import bisect
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from questionnaires.drafting.reading.joining import ITEM
from questionnaires.drafting.reading.placed import PlacedLine
from questionnaires.drafting.reading.printed import Rows

THIN = 3.0  # points: what is as thin is a rule, and rules so near to each other are one
SHORTEST = 6.0
MOST_RULES = 4_000
MOST_CELLS = 5_000


@dataclass(frozen=True, slots=True)
class RuledBox:
    """A stroke or a filled box: its sides from the left and from the top of the page, in points."""

    left: float
    top: float
    right: float
    bottom: float


@dataclass(frozen=True)
class RuledGrid:
    """A table: where its columns and its rows end, and the rules between them."""

    columns: tuple[float, ...]
    rows: tuple[float, ...]
    upright: tuple[RuledBox, ...]
    level: tuple[RuledBox, ...]

    def find_cell(self, piece: PlacedLine) -> tuple[int, int] | None:
        """The row and the column in which words stand."""
        row = bisect(self.rows, piece.down - piece.size / 3) - 1
        column = bisect(self.columns, piece.left + piece.size / 3) - 1
        inside = 0 <= row < len(self.rows) - 1 and 0 <= column < len(self.columns) - 1
        return (row, column) if inside else None

    def fill(self, pieces: Sequence[PlacedLine]) -> Rows:
        """The words of each cell; nothing where the rules are a frame around one text."""
        homes = self._merge_cells()
        words: dict[tuple[int, int], str] = {}
        for piece in pieces:
            cell = self.find_cell(piece)
            if cell is not None:
                before = words.get(homes[cell], "")
                words[homes[cell]] = (
                    f"{before}\n{piece.text}" if before and ITEM.match(piece.text) else before + piece.text
                )
        if len(words) < 2:
            return ()
        columns = range(len(self.columns) - 1)
        rows = (tuple(words.get(homes[row, column], "") for column in columns) for row in range(len(self.rows) - 1))
        return tuple(row for row in rows if any(row))

    def _merge_cells(self) -> dict[tuple[int, int], tuple[int, int]]:
        """The first cell of those that no rule divides, by cell."""
        homes: dict[tuple[int, int], tuple[int, int]] = {}
        for row in range(len(self.rows) - 1):
            for column in range(len(self.columns) - 1):
                home = (row, column)
                if column and not self._divides(self.upright, self.columns[column], self._middle(self.rows, row)):
                    home = homes[row, column - 1]
                elif row and not self._divides(self.level, self.rows[row], self._middle(self.columns, column)):
                    home = homes[row - 1, column]
                homes[row, column] = home
        return homes

    @staticmethod
    def _middle(ends: Sequence[float], at: int) -> float:
        return (ends[at] + ends[at + 1]) / 2

    def _divides(self, rules: Sequence[RuledBox], place: float, across: float) -> bool:
        if rules is self.upright:
            return any(abs(rule.left - place) < THIN and rule.top <= across <= rule.bottom for rule in rules)
        return any(abs(rule.top - place) < THIN and rule.left <= across <= rule.right for rule in rules)


def find_grids(boxes: Sequence[RuledBox]) -> list[RuledGrid]:
    """The tables of a page from top to bottom, column by column of print."""
    if len(boxes) > MOST_RULES:
        return []
    upright = [box for box in boxes if box.right - box.left < THIN and box.bottom - box.top > SHORTEST]
    level = [box for box in boxes if box.bottom - box.top < THIN and box.right - box.left > SHORTEST]
    return [
        grid
        for left, right in _find_columns(level)
        for own in [[rule for rule in upright if left - THIN <= rule.left <= right + THIN]]
        for across in [[rule for rule in level if left - THIN <= rule.left <= right]]
        for top, bottom in _find_bands(own)
        if (grid := _make_grid(top, bottom, own, across)) is not None
    ]


def put_table(lines: Sequence[PlacedLine], grid: RuledGrid, rows: Rows) -> list[PlacedLine]:
    """The lines of a page with a table in the place of those that stand in its grid."""
    if not rows:
        return list(lines)
    kept: list[PlacedLine] = []
    waiting: Rows = rows
    for line in lines:
        if grid.find_cell(line) is None:
            kept.append(line)
        elif waiting:
            kept.append(PlacedLine("", line.left, line.down, line.size, waiting))
            waiting = ()
    return kept


def _find_columns(level: Sequence[RuledBox]) -> Iterator[tuple[float, float]]:
    """From where to where level rules go on without a gap: two columns of print have a table each."""
    left = right = -1.0
    for rule in sorted(level, key=lambda rule: rule.left):
        if rule.left > right + THIN:
            if right > left:
                yield left, right
            left, right = rule.left, rule.right
        right = max(right, rule.right)
    if right > left:
        yield left, right


def _find_bands(upright: Sequence[RuledBox]) -> Iterator[tuple[float, float]]:
    """From where to where upright rules go on without a gap."""
    top = bottom = -1.0
    for rule in sorted(upright, key=lambda rule: rule.top):
        if rule.top > bottom + THIN:
            if bottom > top:
                yield top, bottom
            top = rule.top
        bottom = max(bottom, rule.bottom)
    if bottom > top:
        yield top, bottom


def _make_grid(top: float, bottom: float, upright: list[RuledBox], level: list[RuledBox]) -> RuledGrid | None:
    beside = tuple(rule for rule in upright if top - THIN <= rule.top <= bottom)
    between = tuple(rule for rule in level if top - THIN <= rule.top <= bottom + THIN)
    columns, rows = _gather(rule.left for rule in beside), _gather(rule.top for rule in between)
    if len(columns) < 3 or len(rows) < 2 or len(columns) * len(rows) > MOST_CELLS:
        return None
    return RuledGrid(columns, rows, beside, between)


def _gather(places: Iterator[float]) -> tuple[float, ...]:
    gathered: list[float] = []
    for place in sorted(places):
        if not gathered or place - gathered[-1] > THIN:
            gathered.append(place)
    return tuple(gathered)
