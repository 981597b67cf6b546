"""What the processes of a worker do: some do jobs, one frees what others have dropped and does the chores."""

import logging
import os
import signal
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import timedelta

import sqlalchemy as sa

from survey.installing.settings import Settings
from survey.jobs.bell import TURN, hear_bell
from survey.jobs.doing import LEASE, do_next
from survey.jobs.owing import JobKinds
from survey.jobs.taking import free
from survey.storage.database import closing_engine

log = logging.getLogger(__name__)
Chore = Callable[[sa.Engine, Settings], object]  # what a worker does every minute, such as planning
CHORES_EVERY = 60  # seconds
JOBS_PER_PROCESS = 50  # then a process is renewed: it grows by about 0.5 MB for each PDF it makes
MOST_MEGABYTES = 200  # that a process has for itself between jobs; with more it is renewed
LOOK_EVERY = 5  # turns without the bell: somebody's pause may be over


@dataclass(frozen=True)
class Plant:
    """What a worker works on."""

    settings: Settings
    kinds: JobKinds
    chores: Sequence[Chore] = ()
    lease: timedelta = LEASE


def do_jobs(plant: Plant, parent: int) -> None:
    """Do jobs until this process is to be renewed, is told to end, or its parent has ended."""
    told: list[int] = []
    signal.signal(signal.SIGTERM, lambda number, frame: told.append(number))
    done = 0
    with closing_engine(plant.settings.database_url) as engine, hear_bell(engine) as is_rung:
        free(engine, plant.kinds, with_expired=False)  # by the process whose place this one takes, as the case may be
        while done < JOBS_PER_PROCESS and weigh() <= MOST_MEGABYTES and not told and os.getppid() == parent:
            if do_next(engine, plant.settings, plant.kinds, plant.lease) is not None:
                done += 1
                continue
            for _ in range(LOOK_EVERY):
                if is_rung() or told or os.getppid() != parent:
                    break


def look_after(plant: Plant, parent: int) -> None:
    """Free what is held no more, and do the chores beside it, until the parent has ended.

    At first no lease counts as run out: the database may have been away, and who works on has time to renew it.
    """
    begun = time.monotonic()
    with closing_engine(plant.settings.database_url) as engine:
        threading.Thread(target=_do_chores, args=(plant, engine), daemon=True).start()
        while os.getppid() == parent:
            free(engine, plant.kinds, with_expired=time.monotonic() - begun > plant.lease.total_seconds() / 3)
            time.sleep(TURN)


def _do_chores(plant: Plant, engine: sa.Engine) -> None:
    while True:
        for chore in plant.chores:
            try:
                chore(engine, plant.settings)
            except Exception:  # one that fails holds up neither the others nor the jobs
                log.exception("a chore failed")
        time.sleep(CHORES_EVERY)


def weigh() -> int:
    """The megabytes that this process has for itself: without files that are mapped, such as fonts, which all share."""
    with open("/proc/self/status", encoding="ascii") as file:
        own = next(line for line in file if line.startswith("RssAnon:"))
    return int(own.split()[1]) // 1000
