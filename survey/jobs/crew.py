"""The worker: a head that starts its processes and starts them again.

It mends nothing: a process that cannot go on, such as without the database, ends, and the next one begins anew.
"""

import logging
import multiprocessing
import os
import signal
import time
from collections.abc import Callable, Sequence
from multiprocessing.context import ForkProcess

import psycopg
import sqlalchemy as sa

from survey.jobs.bell import TURN
from survey.jobs.hands import Plant, do_jobs, look_after

log = logging.getLogger(__name__)
FORK = multiprocessing.get_context("fork")  # so that a process has at once what its parent has loaded
LONGEST_STOP = 60  # seconds that a job in hand has to end when the worker is stopped
ORPHANS_STOP = 2  # seconds that it has when what started the worker was killed: it will be done again
PAUSE = 1.0  # seconds from a process's start to that of the one that replaces it, at least
WATCHED = (signal.SIGCHLD, signal.SIGTERM, signal.SIGINT)
Task = Callable[[Plant, int], None]


def run_worker(plant: Plant, processes: int, parent: int | None = None) -> None:
    """Work until stopped: SIGTERM lets the jobs in hand end, SIGINT does not; or until `parent` has ended."""
    logging.basicConfig(level=logging.WARNING, format="%(asctime)s %(name)s %(message)s")
    signal.pthread_sigmask(signal.SIG_BLOCK, WATCHED)  # they are waited for
    places = [Place(do_jobs, plant) for _ in range(processes)] + [Place(look_after, plant)]
    patience = ORPHANS_STOP
    while parent is None or os.getppid() == parent:
        for place in places:
            place.fill()
        if (came := wait_for_signal(TURN)) in (signal.SIGTERM, signal.SIGINT):
            patience = 0 if came == signal.SIGINT else LONGEST_STOP
            break
    end_all([place.process for place in places if place.process], patience)


def wait_for_signal(seconds: float) -> int | None:
    """Which of the watched signals came first, if any."""
    came = signal.sigtimedwait(WATCHED, seconds)
    return came and came.si_signo


def end_all(processes: Sequence[ForkProcess], patience: float) -> None:
    """Have processes end after what they have in hand; who has not by then is killed, or at once on SIGINT."""
    deadline = time.monotonic() + patience
    for process in processes:
        process.terminate()
    while any(process.is_alive() for process in processes) and (left := deadline - time.monotonic()) > 0:
        if wait_for_signal(min(left, TURN)) == signal.SIGINT:
            break
    for process in processes:
        process.kill()
        process.join()


class Place:
    """A place among a worker's processes, and who has it."""

    def __init__(self, task: Task, plant: Plant) -> None:
        self.task, self.plant = task, plant
        self.process: ForkProcess | None = None
        self.begun = 0.0

    def fill(self) -> None:
        """See that somebody has it."""
        if (before := self.process) is not None:
            if before.is_alive() or time.monotonic() < self.begun + PAUSE:
                return
            if before.exitcode:
                log.warning("process %s of the worker has died (%s) and is replaced", before.pid, before.exitcode)
        self.process, self.begun = FORK.Process(target=self._run, args=(os.getpid(),), daemon=True), time.monotonic()
        self.process.start()

    def _run(self, parent: int) -> None:
        signal.signal(signal.SIGINT, signal.SIG_IGN)  # the parent's to heed
        signal.pthread_sigmask(signal.SIG_UNBLOCK, WATCHED)
        try:
            self.task(self.plant, parent)
        except (sa.exc.OperationalError, psycopg.OperationalError) as error:
            log.warning("the database is away: %s", str(error).partition("\n")[0])
