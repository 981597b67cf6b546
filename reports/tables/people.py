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
NOT_PRINTED = {  # what people read on the screen and seldom on paper, by sheet
    "单位汇总": {
        *("得分下限", "得分上限", "失分合计", "限定前等级", "限定等级的关键项", "应答题数", "未作答题数", "不计分题数"),
        *("自评加分", "自评扣分", "认定加分", "认定扣分", "自评总分", "认定总分", "评估依据", "不适用题数"),
    },
    "能力领域": {"层级", "评估依据", "不计分题数"},
    "差距清单": {
        *("所属上级", "层级", "评估依据", "状态", "差距依据", "能力领域", "工作要求", "自评答案", "期限状态", "备注"),
        *("审核决定", "审核理由"),
    },
    "逐题明细": {
        *("所属上级", "层级", "评估依据", "状态", "不适用理由", "不涉及项数", "不涉及的项", "未发生项数", "未发生的项"),
        *("未统计理由", "备注", "权重", "关键项", "期限状态", "期限", "逾期完成", "认定得分率", "审核理由"),
    },
}
WIDE, MOST_OF_WIDE = "宽表", 12  # thousands of columns for programs, of which the first say whose row it is
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
    """A table of a round for a sheet: columns for people, the first `printed` of which go on paper, then `machine` for
    programs."""

    table: RoundTable[Any]
    people: Sequence[ShownColumn]
    machine: Sequence[ShownColumn]
    printed: int

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
    """Whose row it is first, then what is printed, ids last; an id that has a name in its place is there under its own
    header, too."""
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
    left_out = {*LAST, *NOT_PRINTED.get(table.title, ())}
    order = {header: place - len(FIRST) for place, header in enumerate(FIRST)} | dict.fromkeys(LAST, 1)
    people.sort(key=lambda column: (column.header in left_out, order.get(column.header, 0)))
    printed = MOST_OF_WIDE if table.title == WIDE else sum(one.header not in left_out for one in people)
    return PeopleTable(table, people, machine, min(printed, len(people)))


def _show(one: TableColumn[Any], of_head: bool) -> ShownColumn:
    unit = one.unit if one.show is None else "文字"
    return ShownColumn(one.label or one.header, one.meaning, unit, one.source, one.show or one.read, of_head)


def _keep_id(one: TableColumn[Any], of_head: bool) -> ShownColumn:
    header = one.header if one.label else f"{one.header}（编号）"
    return ShownColumn(header, one.meaning, one.unit, one.source, one.read, of_head)


@dataclass(frozen=True)
class WholeTable:
    """A table that is whole before it is written, arranged in the same way; of `fixed` columns, from the left, one sees
    whose row it is. `printed` are the rows that go on paper, None for all."""

    title: str
    headers: Sequence[str]
    units: Sequence[str]
    rows: Iterable[Sequence[Cell]]
    people: int
    fixed: int = 0
    printed: int | None = None


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
    """What every column of every sheet means; last those of the wide table, which are not printed."""

    def tell(wide: bool) -> Rows:
        chosen = [one for one in tables if (one.table.title == WIDE) is wide]
        return ([one.table.title, it.header, it.meaning, it.unit] for one in chosen for it in one.columns)

    rows = [*tell(wide=False)]
    rows += [[QUANTITIES_TITLE, *row[1:4]] for row in describe_quantities()]
    rows += [[one.title, *row[1:4]] for one in extras for row in one.describe()]
    rows += [["逐题明细", *row[1:4]] for row in describe_kinds()]
    headers = ["工作表", *DICTIONARY_HEADERS[1:4]]
    every = [*rows, *tell(wide=True)]
    return WholeTable(DICTIONARY_TITLE, headers, ["文字"] * len(headers), every, len(headers), 2, len(rows))
