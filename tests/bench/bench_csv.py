"""The long CSV of 3,000 × 150, against the same rows put into one pandas.DataFrame and written at once."""

import resource
import sys
import tempfile
from pathlib import Path

import pandas as pd

from reports.long_table import long_table
from reports.tables import write_csv
from tests.bench.samples import Clock, make_round


def main(bureaus: int) -> None:
    round_info, responses = make_round(bureaus)
    with tempfile.TemporaryDirectory() as folder:
        with Clock() as ours:
            write_csv(Path(folder, "ours.csv"), long_table(round_info, responses))
        before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        with Clock() as made:
            headers, rows = long_table(round_info, responses)
            listed = list(rows)
        with Clock() as at_once:
            pd.DataFrame(listed, columns=list(headers)).to_csv(Path(folder, "pandas.csv"), index=False)
        after = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        size = Path(folder, "ours.csv").stat().st_size / 1e6
    print(
        f"long CSV {bureaus} x 150: {ours.wall:.1f} s, {size:.0f} MB; making the rows {made.wall:.1f} s and pandas "
        f"at once {at_once.wall:.1f} s; ratio {ours.wall / (made.wall + at_once.wall):.2f}; "
        f"at once needs {(after - before) / 1024:.0f} MB more memory than row by row"
    )


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 3000)
