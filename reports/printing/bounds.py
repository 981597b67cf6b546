"""No file costs more than so much time and memory, whatever is in it."""

import resource
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

GIGABYTE = 1 << 30


class OutOfBounds(BaseException):
    """Reading took longer than it may. Readers of broken files swallow every Exception; this they let through."""


@contextmanager
def bounded(seconds: int, memory: int) -> Iterator[None]:
    """A block that this process spends no more than so many seconds of processor and bytes of addresses on.

    Raises OutOfBounds, MemoryError. For the main thread of a program that does nothing else.
    """
    times, sizes = resource.getrlimit(resource.RLIMIT_CPU), resource.getrlimit(resource.RLIMIT_AS)
    used = resource.getrusage(resource.RUSAGE_SELF)
    before = signal.signal(signal.SIGXCPU, _stop)
    try:
        _lower(resource.RLIMIT_CPU, int(used.ru_utime + used.ru_stime) + seconds, times)
        _lower(resource.RLIMIT_AS, memory, sizes)
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_CPU, times)
        resource.setrlimit(resource.RLIMIT_AS, sizes)
        signal.signal(signal.SIGXCPU, before)


def _lower(what: int, limit: int, before: tuple[int, int]) -> None:
    known = [one for one in before if one != resource.RLIM_INFINITY]
    resource.setrlimit(what, (min([limit, *known]), before[1]))


def _stop(number: int, frame: FrameType | None) -> None:
    raise OutOfBounds
