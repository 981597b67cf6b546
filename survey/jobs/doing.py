"""Doing one job: it is held by a thread that renews its lease, and ends with the process where that fails."""

import logging
import os
import signal
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

import sqlalchemy as sa

from survey.installing.settings import Settings
from survey.jobs.owing import GiveUp, JobKind, JobKinds, LeaseLost, NotNeeded, TryLater, Work
from survey.jobs.taking import RETRY, Ending, end, hold, take
from survey.storage.states import JobState

log = logging.getLogger(__name__)
LEASE = timedelta(seconds=30)  # it is renewed three times as often
SURE = 0.9  # of a lease, as it began a moment before one hears of it


def do_next(engine: sa.Engine, settings: Settings, kinds: JobKinds, lease: timedelta = LEASE) -> JobState | None:
    """Do one job and write down how it went; None where there is none to do, or it was held no more."""
    taken = take(engine, settings, kinds, lease)
    if taken is None:
        return None
    work, kind = taken
    try:
        with _holding(work, lease):
            outcome = _do(work, kind)
    except LeaseLost:
        log.warning("job %s was held no more", work.key)
        return None
    return end(work, kind, outcome)


def _do(work: Work, kind: JobKind) -> Ending:
    try:
        kind.do(work)
    except LeaseLost:
        raise
    except NotNeeded as reason:
        return Ending(JobState.CANCELLED, str(reason))
    except GiveUp as reason:
        return Ending(JobState.FAILED, str(reason))
    except TryLater as reason:
        return Ending(JobState.OWED, str(reason))
    except Exception as fault:
        log.exception("job %s", work.key)
        return Ending(JobState.OWED, f"{type(fault).__name__}: {fault}", is_fault=True)
    return Ending(JobState.DONE)


@contextmanager
def _holding(work: Work, lease: timedelta) -> Iterator[None]:
    """Renew the lease meanwhile. Where it runs out, the kernel's alarm ends this process, whatever it is busy with:
    nobody else takes a job up while it is still being done here."""
    over, turn = threading.Event(), threading.Lock()

    def set_alarm(begun: float) -> None:
        with turn:
            if not over.is_set():
                left = begun + lease.total_seconds() * SURE - time.monotonic()
                signal.setitimer(signal.ITIMER_REAL, max(left, 0.001))

    def renew() -> None:
        pause = lease.total_seconds() / 3
        while not over.wait(pause):
            begun = time.monotonic()
            try:
                is_held, pause = hold(work, lease), lease.total_seconds() / 3
            except sa.exc.OperationalError as error:
                log.warning("the lease of %s could not be renewed yet: %s", work.key, error.orig)
                pause = RETRY
                continue
            if is_held:
                set_alarm(begun)
            elif not over.is_set():
                os.kill(os.getpid(), signal.SIGALRM)

    set_alarm(time.monotonic())
    threading.Thread(target=renew, daemon=True).start()
    try:
        yield
    finally:
        with turn:
            over.set()
            signal.setitimer(signal.ITIMER_REAL, 0)
