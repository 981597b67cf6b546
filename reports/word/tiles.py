"""The map of a round as a table of Word: a field for each bureau, place by place."""

from collections.abc import Sequence

from reports.word.runs import StyledElement, find_line, list_runs, write_paragraph, write_runs
from reports.word.styles import CELL
from reports.word.tables import TWIPS_PER_MM, TableFrame, begin_table, wrap_cell

ACROSS = 5
PLACE, TILE, MEAN = 24, 22, 16  # widths, in proportion
BORDERS = {"tile-below": ("single", 18, "7a2318"), "tile-unknown": ("dashed", 4, "8a8a8a")}
PLAIN = ("single", 4, "8a8a8a")


def write_tiles(grid: StyledElement, frame: TableFrame) -> str:
    """The table; what a field is stands in shade and border, as it does in print."""
    shares = [PLACE, *[TILE] * ACROSS, MEAN]
    unit = frame.width * TWIPS_PER_MM / sum(shares)
    widths = [round(share * unit) for share in shares]
    rows = [row for line in grid.list_below() for row in _write_line(line, widths, frame)]
    return f"{begin_table(widths, has_lines=False)}{''.join(rows)}</w:tbl>"


def _write_line(line: StyledElement, widths: Sequence[int], frame: TableFrame) -> list[str]:
    """A place: a row for every few bureaus, the first with its name and mean."""
    place, tiles, mean = line.list_below()
    fields = list(tiles.list_below())
    rows = []
    for start in range(0, max(1, len(fields)), ACROSS):
        shown = fields[start : start + ACROSS]
        cells = [_write_words(place if not start else None, widths[0], frame)]
        cells += [_write_tile(one, wide, frame) for one, wide in zip(shown, widths[1:], strict=False)]
        cells += [_write_words(None, wide, frame) for wide in widths[1 + len(shown) : 1 + ACROSS]]
        cells.append(_write_words(mean if not start else None, widths[-1], frame))
        rows.append(f"<w:tr><w:trPr><w:cantSplit/></w:trPr>{''.join(cells)}</w:tr>")
    return rows


def _write_tile(tile: StyledElement, wide: int, frame: TableFrame) -> str:
    line, size, color = next((BORDERS[one] for one in tile.classes if one in BORDERS), PLAIN)
    sides = "".join(
        f'<w:{side} w:val="{line}" w:sz="{size}" w:space="0" w:color="{color}"/>'
        for side in ("top", "left", "bottom", "right")
    )
    return wrap_cell(_write_inside(tile, frame), wide, fill=tile.look.fill, borders=sides)


def _write_words(element: StyledElement | None, wide: int, frame: TableFrame) -> str:
    inside = write_paragraph("", frame.ids[CELL.name]) if element is None else _write_inside(element, frame)
    return wrap_cell(inside, wide)


def _write_inside(element: StyledElement, frame: TableFrame) -> str:
    runs = list_runs(element)
    align = element.look.align
    line = find_line(runs, CELL)
    return write_paragraph(write_runs(runs, CELL), frame.ids[CELL.name], line=line, align=align)
