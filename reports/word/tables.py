"""Tables of HTML as tables of Word: given widths, heads that come again on each page, rows that stay whole."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from reports.word.pictures import Picture, draw_svg
from reports.word.runs import StyledElement, find_line, list_runs, write_paragraph, write_picture, write_runs
from reports.word.styles import CELL, CELL_HEAD

TWIPS_PER_MM = 1440 / 25.4
LINES = "".join(
    f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="8a8a8a"/>'
    for side in ("top", "left", "bottom", "right", "insideH", "insideV")
)
HEAD_FILL = "eef1f4"
LOW = 80  # characters, of the longest cell of a row that is a line or a few
MOST_WHOLE = 12  # rows of a table that is never cut
LAST_ROWS = 2  # that go on to a page with what must not begin it alone
EmbedPicture = Callable[[Picture], tuple[str, int]]
"""Puts a picture into the file; returns its relation and a number of its own."""


@dataclass(frozen=True, slots=True)
class TableFrame:
    """What a table is written in: the width of the text, and how much that is of the paper's own; the style ids;
    whether it stands on one page, and on that of what follows it."""

    width: float
    scale: float
    ids: dict[str, str]
    embed: EmbedPicture
    keeps: bool = False
    goes_on: bool = False


@dataclass(frozen=True, slots=True)
class _RowPlace:
    """Where a row stands: in the head, before one that it stays with, which of how many in its part."""

    in_head: bool
    keeps: bool
    number: int
    rows: int


def write_table(table: StyledElement, frame: TableFrame, fields: Picture | None = None) -> str:
    """The table; `fields` is what lies under its last cells, one field for each."""
    widths = find_widths(table, frame)
    writer = _TableWriter(table, widths, frame, fields)
    return f"{begin_table(widths, table.look.has_lines, is_close=fields is not None)}{writer.write_rows()}</w:tbl>"


def begin_table(widths: Sequence[int], has_lines: bool, is_close: bool = False) -> str:
    """What stands before the rows: widths that are given, never measured; nothing is free in cells that are close."""
    grid = "".join(f'<w:gridCol w:w="{one}"/>' for one in widths)
    lines = f"<w:tblBorders>{LINES}</w:tblBorders>" if has_lines else ""
    edge = 0 if is_close else 43 if has_lines else 28
    return (
        f'<w:tbl><w:tblPr><w:tblW w:w="{sum(widths)}" w:type="dxa"/><w:jc w:val="center"/>{lines}'
        f'<w:tblLayout w:type="fixed"/><w:tblCellMar><w:top w:w="28" w:type="dxa"/><w:left w:w="{edge}" w:type="dxa"/>'
        f'<w:bottom w:w="28" w:type="dxa"/><w:right w:w="{edge}" w:type="dxa"/></w:tblCellMar></w:tblPr>'
        f"<w:tblGrid>{grid}</w:tblGrid>"
    )


def find_widths(table: StyledElement, frame: TableFrame) -> list[int]:
    """The widths of the columns, those of the stylesheet and equal shares of what is left, in twentieths of a point."""
    parts = {part.tag: part for part in table.list_below()}
    if "colgroup" in parts:
        given = [col.look.width for col in parts["colgroup"].list_below()]
    else:
        first = next(row for part in parts.values() for row in part.list_below())
        given = [None] * sum(int(cell.get("colspan") or 1) for cell in first.list_below())
    fixed = sum(one * frame.scale for one in given if one)
    free = given.count(None)
    share = max(0.0, frame.width - fixed) / free if free else 0.0
    found = [one * frame.scale if one else share for one in given]
    fit = frame.width / sum(found)
    return [round(one * fit * TWIPS_PER_MM) for one in found]


class _TableWriter:
    """Writes the rows of one table.

    A picture beside several rows is given out in bands, one for each row: over merged cells programs differ.
    """

    def __init__(self, table: StyledElement, widths: Sequence[int], frame: TableFrame, fields: Picture | None) -> None:
        self._table, self._widths, self._frame, self._fields = table, widths, frame, fields
        self._bands: list[tuple[int, StyledElement, Picture]] = []

    def write_rows(self) -> str:
        written = []
        for part in self._table.list_below():
            rows = [row for row in part.list_below() if row.tag == "tr"]
            for number, row in enumerate(rows):
                place = _RowPlace(part.tag == "thead", self._keeps(part, rows, number), number, len(rows))
                written.append(self._write_row(row, place))
        return "".join(written)

    def _keeps(self, part: StyledElement, rows: Sequence[StyledElement], number: int) -> bool:
        """Whether a row is to stand on the page of what follows it: no table begins or ends with one line of a page,
        none of few rows is cut, and the last rows of some go on with what follows the table."""
        left = len(rows) - number - 1
        whole = self._frame.keeps or part.look.keeps_whole or self._table.look.keeps_whole
        if part.tag == "thead":
            return True
        if left < LAST_ROWS and (self._frame.goes_on or self._table.look.keeps_next):
            return True
        if left and whole and len(rows) <= MOST_WHOLE:
            return True
        edge = 3 if whole else 1
        at_edge = number < edge or left <= edge
        return bool(left) and at_edge and is_low(rows[number]) and is_low(rows[number + 1])

    def _write_row(self, row: StyledElement, place: _RowPlace) -> str:
        cells, column = [], 0
        waiting = list(row.list_below())
        height = max((cell.look.height or 0.0 for cell in waiting), default=0.0)
        colored = [one for one in waiting if self._has_field(one, place)]
        band = None
        while column < len(self._widths):
            if waiting and waiting[0].get("rowspan"):
                self._begin_bands(waiting.pop(0), column)
            if self._bands and self._bands[0][0] == column:
                band = self._bands.pop(0)
                cells.append(self._write_band(*band))
                column += 1
                continue
            cell = waiting.pop(0)
            span = int(cell.get("colspan") or 1)
            fill = self._find_fill(cell, place, colored)
            cells.append(self._write_cell(cell, sum(self._widths[column : column + span]), span, place, fill))
            column += span
        look = _write_row_look(row, place, band[2].height if band else height, is_exact=band is not None)
        return f"<w:tr>{look}{''.join(cells)}</w:tr>"

    def _begin_bands(self, cell: StyledElement, column: int) -> None:
        """A cell begins that goes on through the next rows: there is a picture in it."""
        [image] = cell.list_below()
        picture, rows = draw_svg(image.get("src")), int(cell.get("rowspan"))
        self._bands = [(column, image, picture.cut(row, rows)) for row in range(rows)]

    def _has_field(self, cell: StyledElement, place: _RowPlace) -> bool:
        if self._fields is None or place.in_head or cell.tag != "td":
            return False
        return not any(one.startswith("heat-") for one in cell.classes)

    def _find_fill(self, cell: StyledElement, place: _RowPlace, colored: Sequence[StyledElement]) -> str:
        if self._fields is not None and cell in colored:
            x = (colored.index(cell) + 0.5) / len(colored)
            return self._fields.find_color(x, (place.number + 0.5) / place.rows)
        return HEAD_FILL if place.in_head and self._table.look.has_lines else ""

    def _write_cell(self, cell: StyledElement, wide: int, span: int, place: _RowPlace, fill: str) -> str:
        image = next((one for one in cell.list_below() if one.tag == "img"), None)
        if image is not None:
            inside = self._write_image(image, draw_svg(image.get("src")), wide)
        else:
            style, runs = CELL_HEAD if place.in_head else CELL, list_runs(cell)
            inside = write_paragraph(
                write_runs(runs, style),
                self._frame.ids[style.name],
                keeps=place.keeps,
                line=find_line(runs, style),
                align="" if cell.look.align in ("", style.align) else cell.look.align,
            )
        return wrap_cell(inside, wide, span, fill, is_centered=place.in_head or bool(cell.look.height))

    def _write_band(self, column: int, image: StyledElement, picture: Picture) -> str:
        wide = self._widths[column]
        return wrap_cell(self._write_image(image, picture, wide), wide, is_centered=True)

    def _write_image(self, image: StyledElement, picture: Picture, wide: int) -> str:
        """A picture as wide as its cell has room for; its height is that of the row."""
        relation, number = self._frame.embed(picture)
        width = min(wide / TWIPS_PER_MM - 1, picture.width * self._frame.scale)
        drawn = write_picture(relation, number, width, picture.height, image.get("alt"))
        return write_paragraph(drawn, self._frame.ids[CELL.name], is_picture=True)


def is_low(row: StyledElement) -> bool:
    """Whether a row is so low that alone it looks lost at the edge of a page."""
    return all(sum(len(run.words) for run in list_runs(cell)) <= LOW for cell in row.list_below())


def _write_row_look(row: StyledElement, place: _RowPlace, height: float, is_exact: bool) -> str:
    said = "" if row.look.may_split else "<w:cantSplit/>"
    if height:
        said += f'<w:trHeight w:val="{round(height * TWIPS_PER_MM)}" w:hRule="{"exact" if is_exact else "atLeast"}"/>'
    return f"<w:trPr>{said}{'<w:tblHeader/>' if place.in_head else ''}</w:trPr>"


def wrap_cell(
    inside: str, wide: int, span: int = 1, fill: str = "", is_centered: bool = False, borders: str = ""
) -> str:
    """A cell around its paragraphs."""
    said = f'<w:tcW w:w="{wide}" w:type="dxa"/>'
    said += f'<w:gridSpan w:val="{span}"/>' if span > 1 else ""
    said += f"<w:tcBorders>{borders}</w:tcBorders>" if borders else ""
    said += f'<w:shd w:val="clear" w:color="auto" w:fill="{fill}"/>' if fill else ""
    said += '<w:vAlign w:val="center"/>' if is_centered else ""
    return f"<w:tc><w:tcPr>{said}</w:tcPr>{inside}</w:tc>"
