"""The tables of tasks behind a notice, and the clauses that each task belongs to."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date
from math import log

from questionnaires.drafting.outline.dates import read_due, squeeze
from questionnaires.drafting.outline.numbering import Style, read_mark
from questionnaires.drafting.outline.sections import Sections
from questionnaires.drafting.outline.units import split_units
from questionnaires.drafting.parts import AnnexTask, OutlineClause, TableBlock, TextBlock

COLUMNS = (
    ("due", re.compile(r"时限|时间|期限|进度|节点|完成日期")),
    ("assist", re.compile(r"配合|参与|协办|协同|协助")),
    ("lead", re.compile(r"牵头|责任|负责|主办|承办|实施单位|主体")),
    ("clause", re.compile(r"条款|对应|章节|条目|文件内容出处")),
    ("number", re.compile(r"^(?:序号?|编号|号)$")),
    ("task", re.compile(r"任务|内容|事项|举措|措施|项目|工作|目标|要求")),
)
CELL_GAP = re.compile(r" *\t *|\s*[|｜│]\s*|[ \u3000]{2,}")
REFERENCE = re.compile(
    r"第?(?P<article>[一二三四五六七八九十百零\d]+)条|(?P<chapter>[一二三四五六七八九十]+)?[、.]?[(（](?P<bracket>[一二三四五六七八九十]+)[)）]"
    r"(?P<digit>\d{1,2})?|(?P<plain>(?<![\d.])\d{1,3}(?:\.\d+)*)(?=[、.．]|$)"
)
LIKE_ENOUGH = 0.5


def read_annex(sections: Sections, clauses: Sequence[OutlineClause], issued: date | None) -> tuple[AnnexTask, ...]:
    """The tasks of every table of tasks behind the clauses or among them, each with the paths of its clauses."""
    likeness = Likeness(clauses)
    tables = [one for one in (*sections.main, *sections.back) if isinstance(one, TableBlock)]
    tables += list(_find_printed_tables(sections))
    return tuple(task for table in tables for task in _read_table(table, clauses, likeness, issued))


def is_task_table(table: TableBlock) -> bool:
    """Whether a table says who does what: a heading for tasks and one for units or dates."""
    return any(_name_columns(row) for row in table.rows[:3])


def _find_printed_tables(sections: Sections) -> Iterator[TableBlock]:
    """Tables that came as lines of text with tabs, bars or wide gaps between their cells."""
    rows = list[tuple[str, ...]]()
    for block in sections.back:
        cells = tuple(CELL_GAP.split(block.text.strip().strip("|｜│"))) if isinstance(block, TextBlock) else ()
        if len(cells) > 2 and (rows or _name_columns(cells)):
            if rows and len(cells) < len(rows[0]):
                cells += ("",) * (len(rows[0]) - len(cells))
            rows.append(cells)
    if rows:
        yield TableBlock(tuple(rows))


def _name_columns(row: Sequence[str]) -> dict[str, list[int]]:
    """Which columns hold what, if a row is the heading of a table of tasks."""
    named = dict[str, list[int]]()
    for at, cell in enumerate(row):
        flat = squeeze(cell)
        kind = next((name for name, words in COLUMNS if len(flat) <= 12 and words.search(flat)), None)
        if kind:
            named.setdefault(kind, []).append(at)
    return named if "task" in named and named.keys() & {"lead", "assist", "due"} else {}


def _read_table(
    table: TableBlock, clauses: Sequence[OutlineClause], likeness: "Likeness", issued: date | None
) -> Iterator[AnnexTask]:
    columns, group = dict[str, list[int]](), ""
    for row in table.rows:
        if named := _name_columns(row):
            columns = columns or named
            continue
        if not columns:
            continue
        if len({squeeze(cell) for cell in row if cell.strip()}) == 1:
            group = next(cell for cell in row if cell.strip())
            continue
        task = "\n".join(dict.fromkeys(text for at in columns["task"] if (text := _cell(row, at))))
        if not task:
            continue
        units = [
            unit for kind in ("lead", "assist") for at in columns.get(kind, []) for unit in split_units(_cell(row, at))
        ]
        due = next((day for at in columns.get("due", []) if (day := read_due(_cell(row, at), issued))), None)
        told = [_cell(row, at) for at in columns.get("clause", [])] or [_cell(row, at) for at in columns["task"]]
        paths = _find_paths(told, "clause" in columns, group, clauses) or likeness.find(task)
        yield AnnexTask(paths, task, tuple(dict.fromkeys(units)), due)


def _cell(row: Sequence[str], at: int) -> str:
    return row[at].strip() if at < len(row) else ""


def _find_paths(told: Sequence[str], named: bool, group: str, clauses: Sequence[OutlineClause]) -> tuple[str, ...]:
    """The paths that numbers speak of: all of a column for clauses, only the first one of a task's own words."""
    paths, chapter = list[str](), ""
    if (mark := read_mark(group)) and mark.style in (Style.COMMA, Style.CHAPTER):
        chapter = mark.printed
    for text in told:
        flat = squeeze(text).replace("(", "（").replace(")", "）")
        for found in REFERENCE.finditer(flat):
            if not named and (found.start() > 0 or (found["plain"] and not _agrees(flat, found.end(), clauses))):
                break
            chapter = found["chapter"] or chapter
            paths += _match_path(found, chapter, clauses)
            if not named:
                break
    return tuple(dict.fromkeys(paths))


def _agrees(flat: str, end: int, clauses: Sequence[OutlineClause]) -> bool:
    """Whether the words behind a plain number begin some clause's heading: a row's own count says nothing."""
    words = flat[end:].lstrip("、.．")[:6]
    return any(one.heading and squeeze(one.heading).startswith(words) for one in clauses)


def _match_path(found: re.Match[str], chapter: str, clauses: Sequence[OutlineClause]) -> list[str]:
    paths = [one.path for one in clauses]
    if found["article"]:
        wanted = [f"第{found['article']}条"]
    elif found["bracket"]:
        bracket = f"（{found['bracket']}）{found['digit'] or ''}"
        wanted = [f"{chapter}{bracket}", bracket] if chapter else [bracket]
    else:
        wanted = [found["plain"]]
    for path in wanted:
        exact = [one for one in paths if one == path]
        ending = [one for one in paths if one.endswith(path)] if not found["plain"] else []
        below = [one for one in paths if one.startswith(path)] if found["bracket"] and chapter else []
        if exact or len(ending) == 1 or below:
            return exact or ending[:1] or below
    return []


class Likeness:
    """How much of a task's words a clause holds, by pairs of characters, rare ones weighing more."""

    def __init__(self, clauses: Sequence[OutlineClause]) -> None:
        self.pairs = {one.path: _pairs(f"{one.heading}{one.body}") for one in clauses}
        counts = Counter(pair for pairs in self.pairs.values() for pair in pairs)
        self.weights = {pair: log(1 + len(self.pairs) / count) for pair, count in counts.items()}
        self.strange = log(1 + len(self.pairs))

    def find(self, task: str) -> tuple[str, ...]:
        """The one clause that a task is most like; none where no clause holds half of its words."""
        wanted = _pairs(task)
        whole = sum(self.weights.get(pair, self.strange) for pair in wanted)
        if not whole:
            return ()
        shares = {path: sum(self.weights[one] for one in wanted & held) / whole for path, held in self.pairs.items()}
        best = max(shares, key=lambda path: shares[path], default=None)
        return (best,) if best is not None and shares[best] >= LIKE_ENOUGH else ()


def _pairs(text: str) -> set[str]:
    flat = re.sub(r"[^\w]", "", squeeze(text))
    return {flat[at : at + 2] for at in range(len(flat) - 1)}
