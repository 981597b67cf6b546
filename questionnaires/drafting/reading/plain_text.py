"""The text of a .txt file as paragraphs and tables."""

import re
from collections.abc import Iterator

from questionnaires.drafting.parts import Block, TableBlock, TextBlock
from questionnaires.drafting.reading.joining import join_lines
from questionnaires.drafting.reading.printed import PrintedLine, Rows, drop_page_numbers

INDENT = re.compile(r"[ 　\t]{2}|　")
CELLS = re.compile(r"\t+|\s*[|｜│┃]\s*")
WIDE_CELLS = re.compile(r"[ 　]{2,}")
RULE = re.compile(r"[|｜│┃+\-—─━┼├┤┌┐└┘┬┴═:\s]*[\-—─━═]{3}[|｜│┃+\-—─━┼├┤┌┐└┘┬┴═:\s]*")
FEWEST = {CELLS: (2, 2), WIDE_CELLS: (3, 3)}  # rows and cells of what is taken for a table


def read_plain(text: str) -> Iterator[Block]:
    """Blocks of a text that was cleaned: lines that were broken in a sentence are joined again."""
    lines: list[str] = []
    for raw in _set_tables_apart(text):
        if isinstance(raw, str):
            lines.append(raw)
            continue
        yield from _read_lines(lines)
        lines = []
        yield TableBlock(raw)
    yield from _read_lines(lines)


def read_paragraphs(lines: list[PrintedLine]) -> Iterator[Block]:
    """Text blocks of printed lines, and the tables among them; one that goes on at the top of a page is one."""
    text: list[PrintedLine] = []
    rows: Rows = ()
    for line in lines:
        if not line.rows:
            yield from _end_table(rows)
            rows = ()
            text.append(line)
            continue
        yield from _end_text(text, lines)
        text = []
        if rows and line.turned and len(line.rows[0]) == len(rows[0]):
            rows += line.rows[1:] if line.rows[0] == rows[0] else line.rows
        else:
            yield from _end_table(rows)
            rows = line.rows
    yield from _end_table(rows)
    yield from _end_text(text, lines)


def _end_table(rows: Rows) -> Iterator[Block]:
    if rows:
        yield TableBlock(rows)


def _end_text(lines: list[PrintedLine], whole: list[PrintedLine]) -> Iterator[Block]:
    for text, heading in join_lines(lines, whole):
        yield TextBlock(text, heading)


def _read_lines(raw: list[str]) -> Iterator[Block]:
    lines: list[PrintedLine] = []
    apart = turned = False
    for each in raw:
        turned = turned or "\f" in each
        text = " ".join(each.split())
        if not text:
            apart = True
            continue
        indented = INDENT.match(each.lstrip("\f")) is not None
        lines.append(PrintedLine(text, indented, apart, turned))
        apart = turned = False
    yield from read_paragraphs(drop_page_numbers(lines))


def _set_tables_apart(text: str) -> Iterator[str | tuple[tuple[str, ...], ...]]:
    """Lines, and rows of cells where several lines one after the other have the same number of them."""
    waiting: list[tuple[str, tuple[str, ...]]] = []
    kind: re.Pattern[str] | None = None
    for line in text.split("\n"):
        found = None if RULE.fullmatch(line) and line.strip() else _split_cells(line)
        if waiting and (found is None or found[0] is not kind or len(found[1]) != len(waiting[0][1])):
            yield from _end_rows(kind, waiting)
            waiting = []
        if found is None:
            if not RULE.fullmatch(line) or not line.strip():
                yield line
            continue
        kind = found[0]
        waiting.append((line, found[1]))
    yield from _end_rows(kind, waiting)


def _split_cells(line: str) -> tuple[re.Pattern[str], tuple[str, ...]] | None:
    inner = line.strip()
    for kind, (_, fewest) in FEWEST.items():
        framed = inner.strip("|｜│┃") if kind is CELLS else inner
        cells = tuple(" ".join(cell.split()) for cell in kind.split(framed))
        if len(cells) >= fewest:
            return kind, cells
    return None


def _end_rows(
    kind: re.Pattern[str] | None, waiting: list[tuple[str, tuple[str, ...]]]
) -> Iterator[str | tuple[tuple[str, ...], ...]]:
    if kind is not None and len(waiting) >= FEWEST[kind][0]:
        yield tuple(cells for _, cells in waiting)
    else:
        yield from (line for line, _ in waiting)
