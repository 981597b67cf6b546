"""The trail at the size of a province: read a page of it, search it, verify it, export it.

python -m tests.bench.bench_trail [LINES]
"""

import sys
import tempfile
import time
import tracemalloc
from collections.abc import Callable
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session

from survey.auditing.search import TrailQuery, build_conditions, find_lines, read_lines
from survey.storage.columns import now
from survey.storage.database import make_engine, migrate, writing
from survey.storage.records import TrailEntry, TrailHead
from survey.storage.trail import hash_line, verify_trail

CHANGE = '{"after":{"remark":"","value":{"part":38,"whole":52}},"before":{"remark":"","value":{"part":37,"whole":52}}}'

ALIKE: dict[str, Any] = {
    "person_id": None,
    "login": "clerk",
    "address": "10.0.0.1",
    "act": "answer.save",
    "change": CHANGE,
}


def fill(engine: sa.Engine, lines: int) -> None:
    """A trail of saved answers, spread over 3,000 responses."""
    at, previous = now(), ""
    with writing(engine) as session:
        rows = []
        for number in range(1, lines + 1):
            row = {"number": number, "subject": f"response {number % 3000} question lab-grade", **ALIKE, "at": at}
            previous = row["hash"] = hash_line(row, previous)
            rows.append(row)
        session.execute(sa.insert(TrailEntry), rows)
        session.execute(sa.update(TrailHead).values(number=lines, hash=previous))


def measure(name: str, act: Callable[[], object]) -> None:
    begun = time.perf_counter()
    act()
    print(f"{name:24} {time.perf_counter() - begun:8.3f} s")


def main(lines: int) -> None:
    with tempfile.TemporaryDirectory() as folder:
        url = f"sqlite:///{Path(folder, 'survey.sqlite3')}"
        migrate(url)
        engine = make_engine(url)
        measure(f"write {lines} lines", lambda: fill(engine, lines))
        with Session(engine) as session:
            wanted = build_conditions(session, TrailQuery(place="17"), "Asia/Shanghai")
            rare = build_conditions(session, TrailQuery(act="round.open"), "Asia/Shanghai")
            measure("newest page", lambda: find_lines(session, [], None, 100))
            measure("a page of one response", lambda: find_lines(session, wanted, None, 100))
            measure("an act that is not there", lambda: find_lines(session, rare, None, 100))
            measure("verify", lambda: verify_trail(session))
        tracemalloc.start()
        measure("read for the export", lambda: sum(len(chunk) for chunk in read_lines(engine, [], lines)))
        print(f"{'its peak of memory':24} {tracemalloc.get_traced_memory()[1] / 1e6:8.1f} MB")
        engine.dispose()


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 450_000)
