"""The tables of a round as people read them: names in place of ids, what programs need behind everything else."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from reports.tables.aggregate import HEAD, Entry, RoundInfo, RoundTable, ScoredResponse, TableColumn
from reports.tables.csv_files import DICTIONARY_HEADERS, DICTIONARY_TITLE, list_tables
from reports.tables.extra_table import ExtraTable
from reports.tables.long_table import describe_kinds
from reports.tables.quantity_sums import group_givers
from reports.tables.quantity_table import TITLE as QUANTITIES_TITLE
from reports.tables.quantity_table import describe_quantities, write_quantities
from reports.tables.table import Cell, Rows

FIRST = ("单位名称", "所属上级", "层级", "评估依据", "状态")  # whose row it is, on the left of every sheet
LAST = ("免报或未报说明", "提交时间")  # of most rows empty, or the same
OF_PROGRAMS = ("数据标记", "填报轮次", "单位代码", "地区代码", "题目编号")  # in tables that are whole


@dataclass(frozen=True, slots=True)
class ShownColumn:
    """A column of a sheet; `read` is of an Entry where it is `of_head`, otherwise of what the row is about."""

    header: str
    meaning: str
    unit: str
    source: str
    read: Callable[[Any], Cell]
    of_head: bool = False


@dataclass(frozen=True)
class PeopleTable:
    """A table of a round for a sheet: columns for people, then `machine` for programs."""

    table: RoundTable[Any]
    people: Sequence[ShownColumn]
    machine: Sequence[ShownColumn]

    @property
    def columns(self) -> list[ShownColumn]:
        return [*self.people, *self.machine]

    def write_rows(self, response: ScoredResponse) -> Iterator[list[Cell]]:
        """The rows of one response; a single one, empty but for its head, for a bureau that has not submitted."""
        entry, columns = Entry(self.table.round, response), self.columns
        head = [one.read(entry) if one.of_head else None for one in columns]
        if response.scorecard is None:
            yield head
            return
        own = [(place, one.read) for place, one in enumerate(columns) if not one.of_head]
        for context in self.table.divide(response):
            row = head.copy()
            for place, read in own:
                row[place] = read(context)
            yield row


def arrange_tables(info: RoundInfo) -> list[PeopleTable]:
    """Every table of a round, arranged for people."""
    return [arrange(one) for one in list_tables(info)]


def arrange(table: RoundTable[Any]) -> PeopleTable:
    """Whose row it is first, ids last; an id that has a name in its place is there under its own header, too."""
    people: list[ShownColumn] = []
    machine: list[ShownColumn] = []
    for of_head, columns in ((True, HEAD), (False, table.columns)):
        for one in columns:
            column = _show(one, of_head)
            if one.is_machine:
                machine.append(column)
                continue
            people.append(column)
            if one.show is not None:
                machine.append(_keep_id(one, of_head))
    order = {header: place - len(FIRST) for place, header in enumerate(FIRST)} | dict.fromkeys(LAST, 1)
    people.sort(key=lambda column: order.get(column.header, 0))
    return PeopleTable(table, people, machine)


def _show(one: TableColumn[Any], of_head: bool) -> ShownColumn:
    unit = one.unit if one.show is None else "文字"
    return ShownColumn(one.label or one.header, one.meaning, unit, one.source, one.show or one.read, of_head)


def _keep_id(one: TableColumn[Any], of_head: bool) -> ShownColumn:
    header = one.header if one.label else f"{one.header}（编号）"
    return ShownColumn(header, one.meaning, one.unit, one.source, one.read, of_head)


@dataclass(frozen=True)
class WholeTable:
    """A table that is whole before it is written, arranged in the same way; of `fixed` columns, from the left, one sees
    whose row it is."""

    title: str
    headers: Sequence[str]
    units: Sequence[str]
    rows: Iterable[Sequence[Cell]]
    people: int
    fixed: int = 0


def arrange_quantities(info: RoundInfo) -> WholeTable:
    """The sums of quantities."""
    headers, rows = write_quantities(info, group_givers(info.givers))
    return _arrange_whole(QUANTITIES_TITLE, headers, [""] * len(headers), rows)


def arrange_extra(extra: ExtraTable) -> WholeTable:
    """What another room gives along."""
    return _arrange_whole(extra.title, list(extra.columns), [unit for _, unit in extra.columns.values()], extra.rows)


def _arrange_whole(title: str, headers: Sequence[str], units: Sequence[str], rows: Rows) -> WholeTable:
    order = sorted(range(len(headers)), key=lambda place: headers[place] in OF_PROGRAMS)
    return WholeTable(
        title=title,
        headers=[headers[place] for place in order],
        units=[units[place] for place in order],
        rows=([row[place] for place in order] for row in rows),
        people=sum(header not in OF_PROGRAMS for header in headers),
    )


def describe_columns(tables: Sequence[PeopleTable], extras: Sequence[ExtraTable]) -> WholeTable:
    """What every column of every sheet means."""
    rows: list[list[Cell]] = [
        [one.table.title, column.header, column.meaning, column.unit] for one in tables for column in one.columns
    ]
    rows += [[QUANTITIES_TITLE, *row[1:4]] for row in describe_quantities()]
    rows += [[one.title, *row[1:4]] for one in extras for row in one.describe()]
    rows += [["逐题明细", *row[1:4]] for row in describe_kinds()]
    headers = ["工作表", *DICTIONARY_HEADERS[1:4]]
    return WholeTable(DICTIONARY_TITLE, headers, ["文字"] * len(headers), rows, len(headers))
