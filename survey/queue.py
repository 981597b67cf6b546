"""The worker: huey carries the numbers of ready jobs to processes that do them, and the clock looks after the table.

Huey's own file is each worker's alone, on a disk of its machine, as SQLite cannot be shared over a network. It may be
lost at any time: what is owed stands in the table Job, and who does it is settled there.
"""

import ctypes
import logging
import os
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from huey import SqliteHuey
from huey.consumer import Consumer, ConsumerStopped, Scheduler, Worker, WorkerRecycle

from survey.installing.settings import Settings
from survey.storage.columns import now
from survey.storage.database import closing_engine, make_engine, reading
from survey.storage.jobs import JobKinds, list_ready, recover, run_job

log = logging.getLogger(__name__)
Chore = Callable[[sa.Engine, Settings], object]  # what the worker does every minute, such as planning
AT_ONCE = 16  # jobs for each process that are on their way to it, so that what goes first soon has its turn
TASKS_PER_PROCESS = 50  # then a process is renewed: it grows by about 0.5 MB for each PDF it makes
MOST_MEGABYTES = 200  # that a process has for itself between jobs; with more it is renewed
LONGEST_STOP = 60  # seconds that a job in hand has to end when the worker is stopped
CHORES_EVERY = 60  # seconds
MMAP_THRESHOLD = -3  # of malloc.h: M_MMAP_THRESHOLD


@dataclass(frozen=True)
class Plant:
    """What a worker works on."""

    settings: Settings
    kinds: JobKinds
    chores: Sequence[Chore]
    huey: SqliteHuey
    carry: Callable[[int], object]


def make_plant(settings: Settings, folder: Path, kinds: JobKinds, chores: Sequence[Chore]) -> Plant:
    """What a worker works on, with huey's file in a folder of its own."""
    huey = SqliteHuey("survey", filename=str(folder / "queue.sqlite3"), results=False)

    def do_job(job_id: int) -> None:
        with closing_engine(settings.database_url) as engine:
            run_job(engine, settings, kinds, job_id)

    return Plant(settings, kinds, chores, huey, huey.task(name="do_job")(do_job))


def run_worker(plant: Plant, processes: int, ends_with_parent: bool) -> None:
    """Work until stopped: SIGTERM lets the jobs in hand end, SIGINT does not."""
    logging.basicConfig(level=logging.WARNING, format="%(asctime)s %(name)s %(message)s")
    Crew(plant, processes, os.getppid() if ends_with_parent else None).run()


class Crew(Consumer):
    """Huey's consumer with a clock of ours; it ends when its parent has."""

    def __init__(self, plant: Plant, processes: int, parent: int | None) -> None:
        self.plant, self.parent = plant, parent
        super().__init__(
            plant.huey,
            workers=processes,
            periodic=False,
            max_delay=1.0,
            worker_type="process",
            health_check_interval=2,
            max_tasks=TASKS_PER_PROCESS,
            shutdown_timeout=LONGEST_STOP,
            graceful_signal="TERM",
        )

    def _create_worker(self) -> Worker:
        return Hand(
            os.getpid(),
            **{
                "huey": self.huey,
                "stop_flag": self.stop_flag,
                "default_delay": self.default_delay,
                "max_delay": self.max_delay,
                "backoff": self.backoff,
                "max_tasks": self.max_tasks,
            },
        )

    def _create_scheduler(self) -> Scheduler:
        return Clock(self.plant, os.getpid(), self.stop_flag)

    def loop(self, health_check_ts: float | None = None) -> Any:
        if self.parent is not None and os.getppid() != self.parent:
            self.stop(graceful=True)
            raise ConsumerStopped
        return super().loop(health_check_ts)


def end_with(parent: int) -> None:
    """End this process, as huey ends one that is interrupted, where its parent was killed."""
    if os.getppid() != parent:
        raise KeyboardInterrupt


class Hand(Worker):
    """A process that does jobs."""

    def __init__(self, parent: int, **how: Any) -> None:
        super().__init__(**how)
        self.parent = parent

    def initialize(self) -> None:
        give_back_large_blocks()
        super().initialize()

    def loop(self, now: object = None) -> None:
        end_with(self.parent)
        super().loop(now)
        if weigh() > MOST_MEGABYTES:
            raise WorkerRecycle


def give_back_large_blocks() -> None:
    """Have the C library return large blocks to the system as soon as they are free.

    By itself it keeps them once some have been freed. WeasyPrint copies each font whole while it writes a report: a
    process would weigh 100 MB more for good. It takes 8 % more time, so only those do it that live by reports.
    """
    if hasattr(library := ctypes.CDLL(None), "mallopt"):
        library.mallopt(MMAP_THRESHOLD, 128 * 1024)


def weigh() -> int:
    """The megabytes that this process has for itself: without files that are mapped, such as fonts, which all share."""
    with open("/proc/self/status", encoding="ascii") as file:
        own = next(line for line in file if line.startswith("RssAnon:"))
    return int(own.split()[1]) // 1000


class Clock(Scheduler):
    """A process that looks at the table every second and does the chores every minute."""

    def __init__(self, plant: Plant, parent: int, stop_flag: Any) -> None:
        super().__init__(plant.huey, stop_flag, interval=1, periodic=False)
        self.plant, self.parent = plant, parent
        self.next_chores = 0.0

    def initialize(self) -> None:
        self.engine = make_engine(self.plant.settings.database_url)

    def loop(self, now: object = None) -> None:
        end_with(self.parent)
        try:
            self.look()
        except Exception:  # such as a database that is away: the next look is in a second
            log.exception("the table of jobs could not be looked at")
        super().loop(now)

    def look(self) -> None:
        recover(self.engine, now())
        if self._next_loop >= self.next_chores:
            self.next_chores = self._next_loop + CHORES_EVERY
            for chore in self.plant.chores:
                do_chore(chore, self.engine, self.plant.settings)
        if self.huey.pending_count() == 0:
            last = [name for name, kind in self.plant.kinds.items() if kind.in_bulk]
            most = AT_ONCE * self.plant.settings.workers
            with reading(self.engine) as session:
                for job_id in list_ready(session, now(), most, last):
                    self.plant.carry(job_id)


def do_chore(chore: Chore, engine: sa.Engine, settings: Settings) -> None:
    try:
        chore(engine, settings)
    except Exception:  # one that fails holds up neither the others nor the jobs
        log.exception("a chore failed")
