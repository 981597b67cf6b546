"""The CSV files of a round: its tables, and the data dictionary that explains them."""

from collections.abc import Callable, Iterable, Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import Any

from reports.tables.aggregate import RoundInfo, RoundTable, ScoredResponse
from reports.tables.beside_table import TOTAL_COLUMNS, beside_table, has_items
from reports.tables.bureau_table import bureau_table
from reports.tables.csv_writing import open_csv, write_csv
from reports.tables.domain_table import domain_table
from reports.tables.extra_table import ExtraTable
from reports.tables.gap_table import gap_table
from reports.tables.long_table import describe_kinds, long_table
from reports.tables.quantity_sums import group_givers
from reports.tables.quantity_table import NAME as QUANTITIES_NAME
from reports.tables.quantity_table import describe_quantities, write_quantities
from reports.tables.table import Cell, Table
from reports.tables.wide_table import wide_table

DICTIONARY_NAME, DICTIONARY_TITLE = "dictionary.csv", "数据字典"
DICTIONARY_HEADERS = ["文件", "列名", "含义", "单位或者取值", "依据"]


def list_tables(round_info: RoundInfo) -> tuple[RoundTable[Any], ...]:
    """The tables of a round, the shortest first; that of bonus, deductions and vetoes only where a scheme has some."""
    makers = (domain_table, gap_table, long_table, wide_table)
    others = tuple(make(round_info) for make in makers)
    if not has_items(round_info):
        return (bureau_table(round_info), *others)
    return (bureau_table(round_info, *TOTAL_COLUMNS), beside_table(round_info), *others)


def data_dictionary(round_info: RoundInfo, extras: Sequence[ExtraTable] = ()) -> Table:
    """Every column of every table: meaning, unit or values, source; and what the figures of each kind are."""
    described = [row for table in list_tables(round_info) for row in table.describe()]
    return DICTIONARY_HEADERS, [*described, *describe_quantities(), *_describe_all(extras), *describe_kinds()]


def _describe_all(extras: Sequence[ExtraTable]) -> list[list[Cell]]:
    return [row for one in extras for row in one.describe()]


def write_csv_files(
    folder: Path,
    round_info: RoundInfo,
    responses: Callable[[], Iterable[ScoredResponse]],
    extras: Sequence[ExtraTable] = (),
) -> list[str]:
    """Write the files into an existing folder and return their names.

    `responses` is called once; it may generate, as only one response is in memory at a time.
    """
    tables = list_tables(round_info)
    with ExitStack() as open_files:
        files = [open_files.enter_context(open_csv(folder / one.name, one.headers)) for one in tables]
        for response in responses():
            for table, file in zip(tables, files, strict=True):
                file.extend(table.write_rows(response))
    write_csv(folder / QUANTITIES_NAME, write_quantities(round_info, group_givers(round_info.givers)))
    for extra in extras:
        write_csv(folder / extra.name, (list(extra.columns), extra.rows))
    write_csv(folder / DICTIONARY_NAME, data_dictionary(round_info, extras))
    return [*(one.name for one in tables), QUANTITIES_NAME, *(one.name for one in extras), DICTIONARY_NAME]
