"""The export of 3,000 × 150: time against pandas.read_sql(...).to_csv(...) of the same long rows, and the peak memory.

The rows are scored beforehand for the ratio, and kept in a table of SQLite for pandas: scoring is in neither. The
peaks are of processes of their own that read a whole province from a database, score it and write every file.
"""

import gc
import multiprocessing
import resource
import sqlite3
import sys
import tempfile
from collections.abc import Callable
from itertools import chain
from pathlib import Path

import pandas as pd
from sqlmodel import Session, select

from reports.tables.csv_writing import write_csv
from reports.tables.exporting import export_files, export_workbook
from reports.tables.long_table import long_table
from survey.storage.database import closing_engine, make_engine, migrate
from survey.storage.tables import Round
from tests.bench.samples import Clock, fill_province, make_round

Export = Callable[[Session, Round, Path, str], list[str]]


def compare(bureaus: int, folder: Path) -> None:
    """The same long rows: ours written row by row, pandas' read from a table that holds them ready."""
    round_info, responses = make_round(bureaus)
    gc.freeze()  # a whole scored province in memory is this benchmark's, not the export's: it is not to be walked
    table = long_table(round_info)
    with Clock() as ours:
        write_csv(folder / "ours.csv", (table.headers, chain.from_iterable(map(table.write_rows, responses))))
    rows = (
        [str(cell) if cell is not None else None for cell in row] for one in responses for row in table.write_rows(one)
    )
    ready = sqlite3.connect(folder / "ready.sqlite3")
    columns = ", ".join(f'"{header}" TEXT' for header in table.headers)
    places = ", ".join("?" for _ in table.headers)
    ready.execute(f"CREATE TABLE long ({columns})")
    ready.executemany(f"INSERT INTO long VALUES ({places})", rows)
    with Clock() as theirs:
        pd.read_sql("SELECT * FROM long", ready).to_csv(folder / "pandas.csv", index=False)
    ready.close()
    size = (folder / "ours.csv").stat().st_size / 1e6
    print(
        f"long CSV {bureaus} x 150, {size:.0f} MB: ours {ours.process:.1f} s of processor, "
        f"pandas at once {theirs.process:.1f}; ratio {ours.process / theirs.process:.2f} (scoring in neither)"
    )


def measure(url: str, folder: Path, export: Export) -> None:
    """What one export takes in a process of its own."""
    with closing_engine(url) as engine, Session(engine) as session, Clock() as clock:
        before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        names = export(session, session.exec(select(Round)).one(), folder, "Asia/Shanghai")
        size = sum((folder / name).stat().st_size for name in names) / 1e6
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(
        f"{names[0]} and all with it, {size:.0f} MB: {clock.process:.0f} s of processor, "
        f"peak {peak:.0f} MB ({before:.0f} MB before)"
    )


def main(bureaus: int) -> None:
    with tempfile.TemporaryDirectory() as name:
        folder, url = Path(name), f"sqlite:///{name}/province.sqlite3"
        start = multiprocessing.get_context("spawn").Process
        migrate(url)
        engine = make_engine(url)
        fill_province(engine, bureaus)
        engine.dispose()
        for target, arguments in (
            (compare, (bureaus, folder)),
            (measure, (url, folder, export_files)),
            (measure, (url, folder, export_workbook)),
        ):
            process = start(target=target, args=arguments)
            process.start()
            process.join()


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 3000)
