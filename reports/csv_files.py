"""The CSV files of a round: the long table, the wide table and the data dictionary that explains both."""

from collections.abc import Callable, Iterable
from pathlib import Path

from reports.aggregate import HEAD, RoundInfo, ScoredResponse, describe_columns
from reports.figures import MEANINGS
from reports.long_table import COLUMNS, LongTable
from reports.tables import Table, open_csv, write_csv
from reports.wide_table import WideTable, list_columns

LONG_NAME, WIDE_NAME, DICTIONARY_NAME = "long.csv", "wide.csv", "dictionary.csv"
DICTIONARY_HEADERS = ["文件", "列名", "含义", "单位或者取值", "依据"]


def data_dictionary(round_info: RoundInfo) -> Table:
    """Every column of both tables: meaning, unit or values, source; and what the figures of each kind are."""
    kinds = [
        [LONG_NAME, f"数值（{kind}）", meaning, None, "scoring.md “Credit by kind of criterion”"]
        for kind, meaning in MEANINGS.items()
    ]
    return DICTIONARY_HEADERS, [
        *describe_columns(LONG_NAME, HEAD),
        *describe_columns(LONG_NAME, COLUMNS),
        *kinds,
        *describe_columns(WIDE_NAME, HEAD),
        *describe_columns(WIDE_NAME, list_columns(round_info)),
    ]


def write_csv_files(
    folder: Path, round_info: RoundInfo, responses: Callable[[], Iterable[ScoredResponse]]
) -> list[str]:
    """Write the three files into an existing folder and return their names.

    `responses` is called once; it may generate, as only one response is in memory at a time.
    """
    long, wide = LongTable(round_info), WideTable(round_info)
    long_path, wide_path = folder / LONG_NAME, folder / WIDE_NAME
    with open_csv(long_path, long.headers) as long_file, open_csv(wide_path, wide.headers) as wide_file:
        for response in responses():
            long_file.extend(long.write_rows(response))
            wide_file.extend([wide.write_row(response)])
    write_csv(folder / DICTIONARY_NAME, data_dictionary(round_info))
    return [LONG_NAME, WIDE_NAME, DICTIONARY_NAME]
