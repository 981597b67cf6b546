"""200 jobs of 0.2 s by one worker program of two processes against two such programs; and by two among ten kills.

Counted from the owing to the last end, while the programs wait; on SQLite and on PostgreSQL. Nine processes that hold a
job are killed one by one, and one program whole, which is not started again.
Then how soon a job is taken up again whose process was killed.
"""

import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import sqlalchemy as sa
from sqlmodel import Session, col, select

from survey.installing.settings import ROOT
from survey.jobs.owing import owe
from survey.storage.database import closing_engine, migrate, writing
from survey.storage.records import Job
from survey.storage.states import JobState
from tests.databases import Server, start_postgresql

JOBS, SECONDS, PROCESSES, LEASE = 200, 0.2, 2, 30
KILLS = 9


@contextmanager
def working(url: str, folder: Path, programs: int) -> Iterator[list["subprocess.Popen[bytes]"]]:
    """Worker programs that have started and wait."""
    words = [url, str(folder), str(PROCESSES), str(LEASE)]
    command = [sys.executable, "-m", "tests.survey.jobs.program", *words]
    started = [
        subprocess.Popen(command, cwd=ROOT, start_new_session=True, stderr=subprocess.DEVNULL) for _ in range(programs)
    ]
    time.sleep(10)
    try:
        yield started
    finally:
        for one in started:
            one.terminate()
        for one in started:
            one.wait()


def owe_naps(engine: sa.Engine, run: int) -> None:
    with writing(engine) as session:
        for one in range(JOBS):
            owe(session, "nap", f"nap/{run}/{one}", {"seconds": SECONDS})


def count_left(engine: sa.Engine) -> int:
    with Session(engine) as session:
        query = select(sa.func.count()).where(col(Job.state).in_([JobState.OWED, JobState.LEASED]))
        return int(session.scalar(query) or 0)


def kill_a_holder(engine: sa.Engine) -> int:
    """Kill a process that has a job in hand: which one, 0 where it has just ended."""
    with Session(engine) as session:
        owner = session.exec(select(Job.owner).where(Job.state == JobState.LEASED).limit(1)).first()
    if not owner:
        return 0
    pid = int(owner.rsplit("/", 3)[1])
    try:
        os.kill(pid, signal.SIGKILL)
    except ProcessLookupError:
        return 0
    return pid


def run_once(engine: sa.Engine, folder: Path, run: int, programs: int, kills: int = 0) -> float:
    """The seconds that it takes until all is done."""
    url = engine.url.render_as_string(hide_password=False)
    with working(url, folder, programs) as started:
        begun = time.monotonic()
        owe_naps(engine, run)
        while left := count_left(engine):
            if kills and left < JOBS - 10:
                kills -= bool(kill_a_holder(engine))
                if not kills:
                    os.killpg(started[0].pid, signal.SIGKILL)
            time.sleep(0.3 if kills else 0.05)
        return time.monotonic() - begun


def time_taking_up(engine: sa.Engine, folder: Path, run: int) -> float:
    """The seconds from the death of a process to the next one's taking of its job; two wait, one has it."""
    url = engine.url.render_as_string(hide_password=False)
    query = select(Job.attempts).where(Job.key == f"nap/{run}")
    with working(url, folder, 1):
        with writing(engine) as session:
            owe(session, "nap", f"nap/{run}", {"seconds": 1.0})
        while not kill_a_holder(engine):
            time.sleep(0.01)
        begun = time.monotonic()
        while True:
            with Session(engine) as session:
                if session.exec(query).one() == 2:
                    return time.monotonic() - begun
            time.sleep(0.01)


def measure(kind: str, server: Server, folder: Path) -> None:
    with server.make_database(folder) as url:
        migrate(url)
        with closing_engine(url) as engine:
            one, two = (run_once(engine, folder, programs, programs) for programs in (1, 2))
            killed = run_once(engine, folder, 3, 2, KILLS)
            with Session(engine) as session:
                done = session.scalar(select(sa.func.count()).where(Job.state == JobState.DONE))
            again = [time_taking_up(engine, folder, run) for run in (4, 5, 6)]
    print(f"{kind}: one program {one:.1f} s, two {two:.1f} s, {one / two:.2f} times as fast")
    print(f"{kind}: two among ten kills {killed:.1f} s, {killed / two:.2f} times; {3 * JOBS - (done or 0)} lost")
    print(f"{kind}: what a killed process held was taken up again after {', '.join(f'{one:.2f}' for one in again)} s")


def main() -> None:
    with tempfile.TemporaryDirectory() as sqlite, tempfile.TemporaryDirectory() as other:
        measure("SQLite", Server(), Path(sqlite))
        with start_postgresql() as server:
            measure("PostgreSQL", server, Path(other))


if __name__ == "__main__":
    main()
